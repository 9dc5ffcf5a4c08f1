"""What Gelato has told, in SQLite: kept until it is worked on, and known again when it repeats."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlite_utils import Database

from bot.orders.errors import StoreBusy
from bot.store.database import SqliteDatabase
from bot.store.ledger_ports import Received, Waiting

MOST_WAITING = 10_000
"""Events; beyond that Gelato is told to come again."""
MOST_UNUSED = 1_000
"""Events that nothing is done about, or that nobody knows: kept by name, without their bodies,
which may hold anything. The oldest go first."""
REMEMBERED_FOR = timedelta(days=30)
"""Gelato's own repeats come within seconds (gelato-api-facts 6.1); people resend by hand."""
CLAIMED_FOR = timedelta(minutes=5)
"""How long whoever works on an event has for it, before it is due again."""

_TAKE_IN = """
    INSERT INTO webhooks (event, key, body, subject, at, fate, tries, due_at)
    VALUES (:event, :key, :body, :subject, :at, :fate, 0, :at)
    ON CONFLICT (event, key) DO UPDATE
    SET body = :body, at = :at, fate = :fate, tries = 0, due_at = :at WHERE fate = 'given_up'"""
_WAITING = "SELECT count(*) FROM webhooks WHERE fate = 'waiting'"
_DUE = """
    SELECT id, body, at, tries, subject FROM webhooks
    WHERE fate = 'waiting' AND due_at <= ? ORDER BY due_at, id LIMIT ?"""
_SURPLUS = """
    DELETE FROM webhooks WHERE fate = 'unused' AND id <= (
        SELECT id FROM webhooks WHERE fate = 'unused' ORDER BY id DESC LIMIT 1 OFFSET ?)"""


class SqliteInbox:
    """One row an event and key (bot.store.ledger_ports.Inbox)."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def take_in(self, received: Received) -> bool:
        """Returns when it is on the disk: whether it came for the first time.

        One that was given up is tried again when it comes again.
        """
        return await self._database.write(lambda db: _take_in(db, received))

    async def due(self, now: datetime, limit: int = 100) -> Sequence[Waiting]:
        """Events to work on now, oldest first. They are ours for a while, and due again then."""
        if not await self._database.read(lambda db: _due(db, now, 1)):
            return []  # most minutes: nothing is written for that
        return await self._database.write(lambda db: _claim(db, now, limit))

    async def done(self, ids: Sequence[int]) -> None:
        """These are worked on; their bodies go."""
        await self._settle("fate = 'done', body = NULL", ids)

    async def again(self, ids: Sequence[int], at: datetime) -> None:
        """These did not work; they are due again then."""
        await self._settle("due_at = ?", ids, at.timestamp())

    async def give_up(self, ids: Sequence[int]) -> None:
        """These did not work too often; what they told goes."""
        await self._settle("fate = 'given_up', body = NULL", ids)

    async def counts(self) -> Mapping[str, int]:
        """How many events of each name and fate are kept: `order_status_updated done`."""
        question = "SELECT event || ' ' || fate, count(*) FROM webhooks GROUP BY 1"
        return await self._database.read(lambda db: dict(db.execute(question).fetchall()))

    async def _settle(self, change: str, ids: Sequence[int], *values: Any) -> None:
        update = f"UPDATE webhooks SET {change} WHERE id = ?"  # noqa: S608  # words of ours
        rows = [(*values, number) for number in ids]
        await self._database.write(lambda db: db.conn.executemany(update, rows) and None)


def _take_in(db: Database, received: Received) -> bool:
    if received.is_of_use and db.execute(_WAITING).fetchone()[0] >= MOST_WAITING:
        raise StoreBusy
    at = received.at.timestamp()
    row = {
        "event": received.event,
        "key": received.key,
        "body": received.body if received.is_of_use else None,
        "subject": received.subject,
        "at": at,
        "fate": "waiting" if received.is_of_use else "unused",
    }
    is_new = db.execute(_TAKE_IN, row).rowcount > 0
    old = at - REMEMBERED_FOR.total_seconds()
    for fate in ("done", "given_up", "unused"):
        db.execute("DELETE FROM webhooks WHERE fate = ? AND at < ?", (fate, old))
    if not received.is_of_use:
        db.execute(_SURPLUS, (MOST_UNUSED,))
    return is_new


def _claim(db: Database, now: datetime, limit: int) -> list[Waiting]:
    found = [replace(waiting, tries=waiting.tries + 1) for waiting in _due(db, now, limit)]
    until = (now + CLAIMED_FOR).timestamp()
    update = "UPDATE webhooks SET due_at = ?, tries = tries + 1 WHERE id = ?"
    db.conn.executemany(update, [(until, waiting.id) for waiting in found])
    return found


def _due(db: Database, now: datetime, limit: int) -> list[Waiting]:
    return [
        Waiting(number, body or b"", datetime.fromtimestamp(at, UTC), tries, subject)
        for number, body, at, tries, subject in db.execute(_DUE, (now.timestamp(), limit))
    ]
