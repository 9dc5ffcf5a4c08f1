"""The stop switch, in SQLite."""

from datetime import datetime

from sqlite_utils import Database

from bot.store.audit import append_entry
from bot.store.database import SqliteDatabase
from bot.store.ports import Entry
from bot.store.role_ports import Paused


class SqliteSwitches:
    """A row named `pause` while changes are paused (bot.store.role_ports.Switches)."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def paused(self) -> Paused | None:
        """Since when changes are paused, if they are."""
        return await self._database.read(paused_in)

    async def pause(self, paused: Paused, entry: Entry) -> Paused | None:
        """Pauses; who had done so before, in which case nothing is written."""
        return await self._database.write(lambda db: _pause(db, paused, entry))

    async def resume(self, entry: Entry) -> Paused | None:
        """Ends the pause; what ended, or None when there was none and nothing is written."""
        return await self._database.write(lambda db: _resume(db, entry))


def paused_in(db: Database) -> Paused | None:
    """The same inside a transaction: for who claims a change and must not overtake a pause."""
    found = db.execute("SELECT \"by\", at, reason FROM switches WHERE name = 'pause'").fetchone()
    return Paused(found[0], datetime.fromisoformat(found[1]), found[2]) if found else None


def _pause(db: Database, paused: Paused, entry: Entry) -> Paused | None:
    before = paused_in(db)
    if before is None:
        row = (paused.by, paused.at.isoformat(), paused.reason)
        db.execute("INSERT INTO switches VALUES ('pause', ?, ?, ?)", row)
        append_entry(db, entry)
    return before


def _resume(db: Database, entry: Entry) -> Paused | None:
    before = paused_in(db)
    if before is not None:
        db.execute("DELETE FROM switches WHERE name = 'pause'")
        append_entry(db, entry)
    return before
