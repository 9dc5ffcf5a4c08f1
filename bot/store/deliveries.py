"""What Slack has delivered, in SQLite."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.store.database import SqliteDatabase

REMEMBERED_FOR = timedelta(hours=1)
"""Slack's last repeat of an event comes after some five minutes (slack-facts 1.2)."""


class SqliteDeliveries:
    """One row a key (bot.store.ports.Deliveries)."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def first_time(self, keys: Sequence[str], now: datetime) -> bool:
        """Whether none of these was delivered before; from now on they all were."""
        return await self._database.write(lambda db: _remember(db, keys, now))

    async def forget(self, key: str) -> None:
        """For what has to be possible again."""
        await self._database.write(
            lambda db: db.execute("DELETE FROM deliveries WHERE key = ?", (key,)) and None
        )


def _remember(db: Database, keys: Sequence[str], now: datetime) -> bool:
    forgotten = (now - REMEMBERED_FOR).timestamp()
    db.execute("DELETE FROM deliveries WHERE at < ?", (forgotten,))
    insert = "INSERT INTO deliveries VALUES (?, ?) ON CONFLICT DO NOTHING"
    return all([db.execute(insert, (key, now.timestamp())).rowcount for key in keys])  # noqa: C419  # each key is written
