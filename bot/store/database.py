"""SQLite without blocking the event loop: one thread writes in groups, another one reads."""

import asyncio
import contextlib
import os
import queue
import sqlite3
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Self, TypeVar

import stamina
from sqlite_utils import Database

from bot.orders.errors import StoreBusy, StoreTrouble
from bot.store.migrations import migration

T = TypeVar("T")
Work = Callable[[Database], T]
_Waiting = tuple[Work[Any], Future[Any]]

MOST_WAITING = 10_000
LONGEST_LOCK = 10.0
"""Seconds that another program may hold the file."""
SHORTEST_LOCK = 0.5
"""Seconds to wait for others with what can be done later."""
LARGEST_GROUP = 256
"""Writes that share one commit, and so one wait for the disk (perf.md 1.8)."""


class SqliteDatabase:
    """The database file. What `write` returned is on the disk."""

    def __init__(self, path: Path, writing: Database) -> None:
        self._path = path
        self._writing = writing
        self._reading = _connected(path)
        self._reading.execute("PRAGMA query_only=ON")
        self._waiting: queue.Queue[_Waiting | None] = queue.Queue(MOST_WAITING)
        """What is to be written; None means that nothing more comes."""
        self._reader = ThreadPoolExecutor(1, "orderdesk-reader")
        self._writer = threading.Thread(target=self._write_all, name="orderdesk-writer")
        self._closed = False

    @classmethod
    @asynccontextmanager
    async def opened(cls, path: Path) -> AsyncIterator[Self]:
        """Makes the file (mode 0600) and its tables where they are missing.

        Raises StoreTrouble when that cannot be done.
        """
        try:
            writing = await asyncio.to_thread(_prepared, path)
        except (OSError, sqlite3.Error) as error:
            raise StoreTrouble(f"The database {path} cannot be opened: {error}") from error
        database = cls(path, writing)
        database._writer.start()
        try:
            yield database
        finally:
            await asyncio.to_thread(database._close)

    async def write(self, work: Work[T]) -> T:
        """Runs `work` in a transaction that nothing else writes in; returns after its commit.

        Raises StoreBusy when too much is waiting, StoreTrouble when it cannot be written.
        """
        result: Future[T] = Future()
        if self._closed:
            raise StoreTrouble
        try:
            self._waiting.put_nowait((work, result))
        except queue.Full:
            raise StoreBusy from None
        try:
            return await asyncio.wrap_future(result)
        except sqlite3.Error as error:
            raise StoreTrouble from error

    async def read(self, work: Work[T]) -> T:
        """Runs `work` on a connection that only reads. Raises StoreTrouble."""
        try:
            return await asyncio.get_running_loop().run_in_executor(
                self._reader, lambda: work(self._reading)
            )
        except sqlite3.Error as error:
            raise StoreTrouble from error

    async def tidy(self) -> None:
        """Brings all that was written into the file itself, and empties the log beside it.

        The log remembers what was deleted since. Raises StoreTrouble.
        """
        try:
            await asyncio.to_thread(_with_empty_log, self._path)
        except sqlite3.Error as error:
            raise StoreTrouble from error

    def _write_all(self) -> None:
        while group := self._next_group():
            _commit_together(self._writing, group)
        self._writing.close()

    def _next_group(self) -> list[_Waiting]:
        """What is waiting now, in its order; waits for the first. Nothing at the end."""
        group: list[_Waiting] = []
        with contextlib.suppress(queue.Empty):
            while len(group) < LARGEST_GROUP:
                item = self._waiting.get(block=not group)
                if item is None:
                    self._waiting.put(None)
                    break
                group.append(item)
        return group

    def _close(self) -> None:
        self._closed = True
        self._waiting.put(None)
        self._writer.join()
        self._reader.shutdown()
        self._reading.close()


def _prepared(path: Path) -> Database:
    """The connection that writes, once the file and its tables are there."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    db = _connected(path)
    try:
        for attempt in stamina.retry_context(sqlite3.OperationalError, timeout=LONGEST_LOCK):
            with attempt:  # SQLite does not wait for another program's lock here
                db.enable_wal()
        db.execute("BEGIN IMMEDIATE")  # of two programs that start at once, one migrates
        migration.apply(db)
        db.conn.commit()
    except BaseException:
        db.close()
        raise
    return db


def _connected(path: Path) -> Database:
    """A connection that one thread at a time uses, though not the one that made it."""
    connection = sqlite3.connect(path, timeout=LONGEST_LOCK, check_same_thread=False)
    db = Database(connection)
    db.execute("PRAGMA synchronous=FULL")
    db.execute("PRAGMA foreign_keys=ON")
    db.execute("PRAGMA secure_delete=ON")  # what was an address is no more: zeros in its place
    return db


def _with_empty_log(path: Path) -> None:
    """Leaves it for the next time where somebody is in the middle of something."""
    with contextlib.closing(sqlite3.connect(path, timeout=SHORTEST_LOCK)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _commit_together(db: Database, group: list[_Waiting]) -> None:
    """One transaction for the group; work that fails is undone alone."""
    try:
        db.execute("BEGIN IMMEDIATE")
        done = [(future, _run(db, work)) for work, future in group]
        db.conn.commit()
    except sqlite3.Error as error:
        with contextlib.suppress(sqlite3.Error):
            db.conn.rollback()
        done = [(future, _failed(error)) for _, future in group]
    for future, settle in done:
        if future.set_running_or_notify_cancel():
            settle(future)


def _run(db: Database, work: Work[Any]) -> Callable[[Future[Any]], None]:
    db.execute("SAVEPOINT work")
    try:
        value = work(db)
    except Exception as error:  # noqa: BLE001  # belongs to whoever awaits this work
        db.execute("ROLLBACK TO work")
        db.execute("RELEASE work")
        return _failed(error)
    db.execute("RELEASE work")
    return lambda future: future.set_result(value)


def _failed(error: Exception) -> Callable[[Future[Any]], None]:
    return lambda future: future.set_exception(error)
