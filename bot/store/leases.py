"""Leases in SQLite: of several processes, one holds it."""

import asyncio
import contextlib
import logging
import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

from sqlite_utils import Database

from bot.orders.errors import StoreTrouble
from bot.store.database import SqliteDatabase

LASTS = timedelta(seconds=60)
"""How long a lease outlives its holder."""

log = logging.getLogger(__name__)

_TAKE = """
    INSERT INTO leases VALUES (:name, :holder, :ends)
    ON CONFLICT (name) DO UPDATE SET holder = :holder, ends_at = :ends
    WHERE holder = :holder OR ends_at <= :now"""
_GIVE_BACK = "DELETE FROM leases WHERE name = ? AND holder = ?"


class SqliteLeases:
    """One row a name (bot.store.ledger_ports.Leases)."""

    def __init__(
        self,
        database: SqliteDatabase,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        lasts: timedelta = LASTS,
    ) -> None:
        self._database, self._now, self._lasts = database, now, lasts

    @asynccontextmanager
    async def held(self, name: str) -> AsyncIterator[bool]:
        """Whether it is ours, for as long as we stay inside; a dead holder's lapses."""
        holder = secrets.token_hex(8)
        if not await self._took(name, holder):
            yield False
            return
        keeping = asyncio.create_task(self._keep(name, holder))
        try:
            yield True
        finally:
            keeping.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await keeping
            with contextlib.suppress(StoreTrouble):
                await self._database.write(lambda db: _give_back(db, name, holder))

    async def _keep(self, name: str, holder: str) -> None:
        """Renews it. Two holders would do no harm: what is done under it may be repeated."""
        while True:
            await asyncio.sleep(self._lasts.total_seconds() / 4)
            try:
                if not await self._took(name, holder):
                    log.warning("the lease %s was lost", name)
            except StoreTrouble:
                log.warning("the lease %s could not be renewed", name)

    async def _took(self, name: str, holder: str) -> bool:
        now = self._now()
        row = {
            "name": name,
            "holder": holder,
            "now": now.timestamp(),
            "ends": (now + self._lasts).timestamp(),
        }
        return await self._database.write(lambda db: db.execute(_TAKE, row).rowcount > 0)


def _give_back(db: Database, name: str, holder: str) -> None:
    db.execute(_GIVE_BACK, (name, holder))
