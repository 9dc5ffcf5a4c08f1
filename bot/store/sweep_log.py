"""How far sweeps have come, in SQLite."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlite_utils import Database

from bot.orders.freshness import Freshness
from bot.store.database import SqliteDatabase
from bot.store.ledger_ports import Looked, Stretch, SweepBegun

KEPT = timedelta(days=30)
"""How long it is remembered that there was a sweep."""
_LAST = "SELECT id, began_at, plan FROM sweeps WHERE ended_at IS NULL ORDER BY id DESC LIMIT 1"
_END = """
    UPDATE sweeps SET ended_at = :at, incomplete = :incomplete, is_complete =
        :incomplete = 0 AND NOT EXISTS (SELECT 1 FROM orders_seen WHERE due >= 2)
    WHERE id = :id"""
_INCOMPLETE = "SELECT count(*) FROM sweep_windows WHERE sweep_id = ? AND NOT is_complete"
_FRESHNESS = """
    SELECT ended_at, is_complete, incomplete, covers_since,
        (SELECT max(ended_at) FROM sweeps WHERE is_complete),
        (SELECT min(ended_at) FROM sweeps WHERE is_complete),
        (SELECT count(*) FROM orders_seen WHERE due > 0)
    FROM sweeps WHERE ended_at IS NOT NULL ORDER BY id DESC LIMIT 1"""


class SqliteSweepLog:
    """A row a sweep, and one for each window (bot.store.ledger_ports.SweepLog)."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def unfinished(self) -> SweepBegun | None:
        """The last sweep, if it has not ended."""
        return await self._database.read(_unfinished)

    async def begin(self, stretches: Sequence[Stretch], at: datetime) -> SweepBegun:
        """A new sweep; one that did not end counts as ended, and as incomplete."""
        number = await self._database.write(lambda db: _begin(db, stretches, at))
        return SweepBegun(number, at, tuple(stretches), {})

    async def looked(self, sweep: int, stretch: str, looked: Looked) -> None:
        """Writes down that a window was walked; another walk of the same one replaces it."""
        row = (
            sweep,
            stretch,
            looked.since.timestamp(),
            looked.until.timestamp(),
            looked.began_at.timestamp(),
            looked.is_complete,
        )
        put = "INSERT OR REPLACE INTO sweep_windows VALUES (?, ?, ?, ?, ?, ?)"
        await self._database.write(lambda db: db.execute(put, row) and None)

    async def end(self, sweep: int, at: datetime) -> Freshness:
        """It has ended: complete when each window is, and what changed or vanished was read."""
        await self._database.write(lambda db: _end(db, sweep, at))
        return await self._database.read(freshness_of)

    async def last_began_at(self) -> datetime | None:
        """When the last sweep began."""
        question = "SELECT (SELECT began_at FROM sweeps ORDER BY id DESC LIMIT 1)"
        found = await self._database.read(lambda db: db.execute(question).fetchone()[0])
        return _moment(found)


def freshness_of(db: Database) -> Freshness:
    """How far the ledger can be relied on."""
    row = db.execute(_FRESHNESS).fetchone()
    if row is None:
        return Freshness(None, complete=False, incomplete_windows=0, covers_since=None)
    ended_at, is_complete, incomplete, covers_since, last, first, unread = row
    return Freshness(
        last_sweep_ended_at=_moment(ended_at),
        complete=bool(is_complete),
        incomplete_windows=incomplete,
        covers_since=_moment(covers_since),
        last_complete_at=_moment(last),
        watched_since=_moment(first),
        unread=unread,
    )


def _begin(db: Database, stretches: Sequence[Stretch], at: datetime) -> int:
    for (old,) in db.execute("SELECT id FROM sweeps WHERE ended_at IS NULL").fetchall():
        missing = max(1, db.execute(_INCOMPLETE, (old,)).fetchone()[0])
        db.execute(_END, {"id": old, "at": at.timestamp(), "incomplete": missing})
    plan = json.dumps([_document(stretch) for stretch in stretches])
    covers_since = min(stretch.since for stretch in stretches).timestamp()
    insert = "INSERT INTO sweeps (began_at, covers_since, plan) VALUES (?, ?, ?)"
    number = int(db.execute(insert, (at.timestamp(), covers_since, plan)).lastrowid or 0)
    db.execute("DELETE FROM sweep_windows WHERE sweep_id < ?", (number - 1,))
    db.execute(
        "DELETE FROM sweeps WHERE began_at < ? AND id < ? "
        "AND id IS NOT (SELECT min(id) FROM sweeps WHERE is_complete)",
        ((at - KEPT).timestamp(), number - 1),
    )
    return number


def _end(db: Database, sweep: int, at: datetime) -> None:
    incomplete = db.execute(_INCOMPLETE, (sweep,)).fetchone()[0]
    db.execute(_END, {"id": sweep, "at": at.timestamp(), "incomplete": incomplete})


def _unfinished(db: Database) -> SweepBegun | None:
    found = db.execute(_LAST).fetchone()
    if found is None:
        return None
    number, began_at, plan = found
    looked: dict[str, list[Looked]] = {}
    rows = "SELECT stretch, since, until, began_at, is_complete FROM sweep_windows"
    for stretch, *row in db.execute(f"{rows} WHERE sweep_id = ? ORDER BY since", (number,)):
        looked.setdefault(stretch, []).append(_looked(row))
    stretches = tuple(_stretch(each) for each in json.loads(plan))
    return SweepBegun(number, datetime.fromtimestamp(began_at, UTC), stretches, looked)


def _looked(row: Sequence[Any]) -> Looked:
    since, until, began_at = (datetime.fromtimestamp(moment, UTC) for moment in row[:3])
    return Looked(since, until, began_at, bool(row[3]))


def _document(stretch: Stretch) -> dict[str, Any]:
    return {
        "name": stretch.name,
        "statuses": stretch.statuses,
        "since": stretch.since.timestamp(),
        "until": stretch.until.timestamp(),
    }


def _stretch(document: dict[str, Any]) -> Stretch:
    return Stretch(
        name=document["name"],
        statuses=tuple(document["statuses"]),
        since=datetime.fromtimestamp(document["since"], UTC),
        until=datetime.fromtimestamp(document["until"], UTC),
    )


def _moment(seconds: float | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
