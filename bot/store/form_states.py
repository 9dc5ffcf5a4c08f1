"""The state of open forms, in SQLite."""

import json
import secrets
from datetime import UTC, datetime

from sqlite_utils import Database

from bot.store.database import SqliteDatabase
from bot.store.ports import FormState


class SqliteFormStates:
    """One row a form (bot.store.ports.FormStates). Ended ones go each minute, by the clock."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def keep(self, state: FormState, now: datetime) -> str:
        """A random key, which the form carries."""
        key = secrets.token_urlsafe(18)
        await self._database.write(lambda db: _keep(db, key, state, now))
        return key

    async def of(self, key: str, owner: str, now: datetime) -> FormState | None:
        """The state, while it has not ended and for its owner alone."""
        return await self._database.read(lambda db: _of(db, key, owner, now))

    async def forget_ended(self, now: datetime) -> None:
        """Removes what has ended, which may hold addresses, from the file and from its log."""
        await self._database.write(lambda db: _forget(db, now))
        await self._database.tidy()

    async def change(self, key: str, state: FormState) -> None:
        """Puts a new state in the place of an old one of the same owner, if it is still there."""
        await self._database.write(lambda db: _change(db, key, state))


def _change(db: Database, key: str, state: FormState) -> None:
    db.execute(
        "UPDATE form_states SET data = ?, ends_at = ? WHERE key = ? AND owner = ?",
        (json.dumps(dict(state.data)), state.ends_at.timestamp(), key, state.owner),
    )


def _keep(db: Database, key: str, state: FormState, now: datetime) -> None:
    row = (key, state.owner, json.dumps(dict(state.data)), state.ends_at.timestamp())
    _forget(db, now)
    db.execute("INSERT INTO form_states VALUES (?, ?, ?, ?)", row)


def _forget(db: Database, now: datetime) -> None:
    db.execute("DELETE FROM form_states WHERE ends_at <= ?", (now.timestamp(),))


def _of(db: Database, key: str, owner: str, now: datetime) -> FormState | None:
    found = db.execute(
        "SELECT owner, data, ends_at FROM form_states WHERE key = ? AND owner = ? AND ends_at > ?",
        (key, owner, now.timestamp()),
    ).fetchone()
    if found is None:
        return None
    ends_at = datetime.fromtimestamp(found[2], UTC)
    return FormState(found[0], json.loads(found[1]), ends_at)
