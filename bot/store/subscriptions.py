"""Subscriptions in SQLite."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlite_utils import Database

from bot.orders.errors import NotAsked
from bot.orders.subscription import MOST_IN_CHANNEL, Subscription
from bot.store.audit import append_entry
from bot.store.database import SqliteDatabase
from bot.store.ports import Entry

How = Callable[[Subscription], Subscription]


class SqliteSubscriptions:
    """One row a subscription (bot.store.subscription_ports.SubscriptionStore)."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def add(self, subscription: Subscription, entry: Entry) -> Subscription:
        """The same with its id. Raises NotAsked when the channel has enough of them."""
        return await self._database.write(lambda db: _add(db, subscription, entry))

    async def of(self, number: int) -> Subscription | None:
        """The one with this id, unless it was removed."""
        return await self._database.read(lambda db: subscription_of(db, number))

    async def of_channel(self, channel: str) -> Sequence[Subscription]:
        """Those of a channel, oldest first."""
        return await self._database.read(lambda db: _several(db, "AND channel = ?", channel))

    async def all(self) -> Sequence[Subscription]:
        """All of them, oldest first."""
        return await self._database.read(lambda db: _several(db, ""))

    async def change(self, number: int, how: How, entry: Entry) -> Subscription | None:
        """Puts what `how` gives in the place of what is there; None when it was removed."""
        return await self._database.write(lambda db: _change_recorded(db, number, how, entry))

    async def remove(self, number: int, entry: Entry) -> bool:
        """False when it was removed before."""
        return await self._database.write(lambda db: _remove(db, number, entry))


def subscription_of(db: Database, number: int) -> Subscription | None:
    """The one with this id, unless it was removed."""
    return next(iter(_several(db, "AND id = ?", number)), None)


def change_subscription(db: Database, number: int, how: How) -> Subscription | None:
    """Changes it inside a transaction of the writer's; None when it was removed."""
    before = subscription_of(db, number)
    if before is None:
        return None
    after = how(before)
    db.execute(
        "UPDATE subscriptions SET data = ?, channel = ? WHERE id = ?",
        (after.written(), after.channel, number),
    )
    return after


def _several(db: Database, condition: str, *values: object) -> list[Subscription]:
    query = f"SELECT id, data FROM subscriptions WHERE NOT is_removed {condition} ORDER BY id"  # noqa: S608  # conditions of our own
    rows = db.execute(query, values).fetchall()
    return [replace(Subscription.read(data), id=number) for number, data in rows]


def _add(db: Database, subscription: Subscription, entry: Entry) -> Subscription:
    if len(_several(db, "AND channel = ?", subscription.channel)) >= MOST_IN_CHANNEL:
        raise NotAsked(
            f"A channel has at most {MOST_IN_CHANNEL} digests. Remove one of them, or change it."
        )
    row = (subscription.channel, subscription.written())
    cursor = db.execute("INSERT INTO subscriptions (channel, data) VALUES (?, ?)", row)
    added = replace(subscription, id=int(cursor.lastrowid or 0))
    append_entry(db, replace(entry, detail=f"{entry.detail} {added.id}".strip()))
    return added


def _change_recorded(db: Database, number: int, how: How, entry: Entry) -> Subscription | None:
    after = change_subscription(db, number, how)
    if after is not None:
        append_entry(db, entry)
    return after


def _remove(db: Database, number: int, entry: Entry) -> bool:
    query = "UPDATE subscriptions SET is_removed = 1 WHERE id = ? AND NOT is_removed"
    if not db.execute(query, (number,)).rowcount:
        return False
    append_entry(db, entry)
    return True
