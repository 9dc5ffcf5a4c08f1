"""The database file: who may read it, what a failing write undoes, what cannot be opened."""

import asyncio
import sqlite3
import stat
import threading
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.orders.errors import StoreBusy, StoreTrouble
from bot.store.audit import SqliteAudit
from bot.store.chain import first_broken
from bot.store.database import MOST_WAITING, SqliteDatabase
from bot.store.migrations import migration
from bot.store.ports import Entry
from bot.store.subscription_ports import Hold, Place
from bot.store.watch_ports import Watch
from bot.store.watches import SqliteWatches

Made = Callable[..., Entry]
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def made_table(db: Database) -> None:
    db.execute("CREATE TABLE notes (text TEXT UNIQUE)")


def note(text: str) -> Callable[[Database], object]:
    return lambda db: db.execute("INSERT INTO notes VALUES (?)", (text,)).rowcount


def notes(db: Database) -> list[str]:
    return [row[0] for row in db.execute("SELECT text FROM notes").fetchall()]


async def test_nobody_else_can_read_the_files(path: Path, audit: SqliteAudit, entry: Made):
    """Database, write-ahead log and its index belong to their owner alone."""
    await audit.append(entry())
    files = sorted(path.parent.iterdir())
    assert [file.name for file in files] == ["orderdesk.db", "orderdesk.db-shm", "orderdesk.db-wal"]
    assert {mode(file) for file in files} == {0o600}


async def test_folders_are_made(tmp_path: Path, entry: Made):
    """A database in a folder that is not there yet is no trouble."""
    async with SqliteDatabase.opened(tmp_path / "a" / "b" / "orderdesk.db") as database:
        await SqliteAudit(database).append(entry())


async def test_opening_again_changes_nothing(path: Path, entry: Made):
    """The schema is made once, however often the program starts."""
    schemas = []
    for n in range(3):
        async with SqliteDatabase.opened(path) as database:
            await SqliteAudit(database).append(entry(f"r-{n}"))
            schemas.append(await database.read(lambda db: db.schema))
            rows = await SqliteAudit(database).rows()
    assert len(set(schemas)) == 1
    assert len(rows) == 3
    assert first_broken(rows) is None


async def test_many_open_a_new_file_at_once(path: Path, entry: Made):
    """Programs that start together make one schema between them."""

    async def start(n: int) -> None:
        async with SqliteDatabase.opened(path) as database:
            await SqliteAudit(database).append(entry(f"r-{n}"))

    await asyncio.gather(*(start(n) for n in range(4)))
    async with SqliteDatabase.opened(path) as database:
        rows = await SqliteAudit(database).rows()
    assert len(rows) == 4
    assert first_broken(rows) is None


async def test_a_write_gives_back_its_value(database: SqliteDatabase):
    """What the work returned reaches whoever asked, once it is on the disk."""
    await database.write(made_table)
    assert await database.write(note("a")) == 1
    assert await database.read(notes) == ["a"]


async def test_a_failing_write_undoes_only_itself(database: SqliteDatabase):
    """Of many writes at once, those that fail leave nothing and the others stay."""

    def half_done(db: Database) -> None:
        note("half")(db)
        raise LookupError("in the middle")

    await database.write(made_table)
    outcomes = await asyncio.gather(
        *(database.write(work) for work in (note("a"), half_done, note("a"), note("b"))),
        return_exceptions=True,
    )
    assert [type(each) for each in outcomes] == [int, LookupError, StoreTrouble, int]
    assert await database.read(notes) == ["a", "b"]


async def test_a_write_that_is_no_longer_awaited_still_lasts(database: SqliteDatabase):
    """Who gives up waiting does not take the row back, nor stop the others."""
    await database.write(made_table)
    task = asyncio.create_task(database.write(note("a")))
    await asyncio.sleep(0)
    task.cancel()
    await database.write(note("b"))
    assert await database.read(notes) == ["a", "b"]


async def test_reading_cannot_write(database: SqliteDatabase):
    """A reader's connection refuses to change anything."""
    await database.write(made_table)
    with pytest.raises(StoreTrouble):
        await database.read(note("a"))
    assert await database.read(notes) == []


async def test_a_full_queue_is_told_at_once(database: SqliteDatabase):
    """When more is waiting than can be taken, the next one hears so; the waiting ones last."""
    began, go_on = threading.Event(), threading.Event()

    def block(db: Database) -> None:
        made_table(db)
        began.set()
        go_on.wait(10)

    blocked = asyncio.create_task(database.write(block))
    await asyncio.to_thread(began.wait, 10)
    waiting = asyncio.gather(*(database.write(note(str(n))) for n in range(MOST_WAITING)))
    await asyncio.sleep(0)
    with pytest.raises(StoreBusy):
        await database.write(note("one too many"))
    go_on.set()
    await asyncio.gather(blocked, waiting)
    assert len(await database.read(notes)) == MOST_WAITING


async def test_what_was_asked_before_the_end_is_written(path: Path):
    """Closing waits for what is under way, and takes nothing more."""
    async with SqliteDatabase.opened(path) as database:
        await database.write(made_table)
        under_way = [asyncio.create_task(database.write(note(str(n)))) for n in range(300)]
        await asyncio.sleep(0)
    await asyncio.gather(*under_way)
    with pytest.raises(StoreTrouble):
        await database.write(note("late"))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT count(*) FROM notes").fetchone() == (300,)


def a_folder(path: Path) -> None:
    path.mkdir()


def below_a_file(path: Path) -> None:
    path.parent.rmdir()
    path.parent.write_text("a file")


def no_database(path: Path) -> None:
    path.write_text("Dear diary, today nothing happened at all. " * 200)


def read_only(path: Path) -> None:
    """A file that says of itself that it is of a later format, which may only be read."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE other (x)")
        connection.commit()
    content = bytearray(path.read_bytes())
    content[18] = 3
    path.write_bytes(content)


def of_another_program(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE audit (x)")
        connection.commit()


@pytest.mark.parametrize(
    "spoil", [a_folder, below_a_file, no_database, read_only, of_another_program]
)
async def test_a_file_that_cannot_be_used_is_told(
    tmp_path: Path, spoil: Callable[[Path], None]
):  # fmt: skip
    """A database that is none of ours stops the program in one sentence that names it."""
    path = tmp_path / "folder" / "orderdesk.db"
    path.parent.mkdir()
    spoil(path)
    with pytest.raises(StoreTrouble, match=r"orderdesk\.db cannot be opened: "):
        async with SqliteDatabase.opened(path):
            pass


async def test_a_database_that_goes_away_is_told(path: Path, audit: SqliteAudit, entry: Made):
    """A table that somebody dropped is a trouble of the store, and ends no thread."""
    await audit.append(entry())
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE audit RENAME TO gone")
    for _ in range(2):
        with pytest.raises(StoreTrouble):
            await audit.append(entry())
        with pytest.raises(StoreTrouble):
            await audit.rows()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("ALTER TABLE gone RENAME TO audit")
    await audit.append(entry())
    assert first_broken(await audit.rows()) is None


async def test_watches_of_before_threads_go_on(path: Path):
    """Who watched an order goes on watching it, and is told what they were not told yet.

    The card, which may have been left behind, is drawn once.
    """
    with closing(sqlite3.connect(path)) as connection:
        db = Database(connection)
        migration.apply(db, stop_before="m034_thread_watches")
        row = ("U1", "g-1", '["g-1"]', "#1042", "T1", "D1", "1.2", 3, "")
        db.execute("INSERT INTO watches VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        db.execute(
            "INSERT INTO watch_told VALUES ('U1', 'g-1', 4, 'Shipped', 'waiting', '', 5, NULL)"
        )
        connection.commit()
    async with SqliteDatabase.opened(path) as database:
        store = SqliteWatches(database)
        [telling] = await store.take_over(NOON, Hold("me", timedelta(minutes=5)))
        assert [telling.watch] == await store.watched_by("U1")
        due = await store.cards_due(NOON, NOON + timedelta(minutes=5))
        assert [each.watch for each in due] == [telling.watch]
    card = Place("D1", "1.2")
    assert telling.watch == Watch("U1", "g-1", ("g-1",), "#1042", "T1", None, card, 3)
    assert (telling.words, telling.by) == ("Shipped", "")
