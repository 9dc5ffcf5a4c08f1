"""Forms that were sent and not attended to yet, in SQLite."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from bot.orders.errors import StoreBusy
from bot.store.database import SqliteDatabase
from bot.store.ports import KeptSubmission

MOST_KEPT = 1_000
"""Forms; more than ever wait for their turn at once."""

_KEEP = "INSERT INTO submissions (request, body, at, due_at) VALUES (?, ?, ?, ?) RETURNING id"
_IS_DUE = "SELECT EXISTS (SELECT 1 FROM submissions WHERE due_at <= ?)"
_TAKE = "UPDATE submissions SET due_at = ? WHERE due_at <= ? RETURNING id, body, at"


class SqliteSubmissions:
    """One row a form (bot.store.ports.Submissions)."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def keep(
        self, request: str, body: Mapping[str, Any], now: datetime, until: datetime
    ) -> int:
        """Returns when it is on the disk."""
        row = (request, json.dumps(body), now.timestamp(), until.timestamp())
        return await self._database.write(lambda db: _keep(db, row))

    async def let_go(self, number: int) -> None:
        """It was attended to."""
        delete = "DELETE FROM submissions WHERE id = ?"
        await self._database.write(lambda db: db.execute(delete, (number,)) and None)

    async def left(self, now: datetime, until: datetime) -> Sequence[KeptSubmission]:
        """What nobody has attended to in time, oldest first."""
        if not await self._database.read(lambda db: _is_due(db, now)):
            return []  # nearly always: nothing is written for that
        return await self._database.write(lambda db: _taken(db, now, until))


def let_go_of_request(db: Database, request: str) -> None:
    """For who has claimed what the form asks for, in the same transaction."""
    db.execute("DELETE FROM submissions WHERE request = ?", (request,))


def _keep(db: Database, row: tuple[Any, ...]) -> int:
    if db.execute("SELECT count(*) FROM submissions").fetchone()[0] >= MOST_KEPT:
        raise StoreBusy
    return int(db.execute(_KEEP, row).fetchone()[0])


def _is_due(db: Database, now: datetime) -> bool:
    return bool(db.execute(_IS_DUE, (now.timestamp(),)).fetchone()[0])


def _taken(db: Database, now: datetime, until: datetime) -> list[KeptSubmission]:
    taken = db.execute(_TAKE, (until.timestamp(), now.timestamp())).fetchall()
    return [
        KeptSubmission(number, json.loads(body), datetime.fromtimestamp(at, UTC))
        for number, body, at in sorted(taken)
    ]
