"""The edges of what is remembered of Slack's deliveries."""

from datetime import UTC, datetime

from bot.store.database import SqliteDatabase
from bot.store.deliveries import REMEMBERED_FOR, SqliteDeliveries

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


async def test_a_delivery_is_remembered_to_the_last_moment(database: SqliteDatabase):
    """What came exactly so long ago is still known."""
    deliveries = SqliteDeliveries(database)
    await deliveries.first_time(["a"], NOON)
    assert not await deliveries.first_time(["a"], NOON + REMEMBERED_FOR)


async def test_a_key_beside_a_known_one_is_remembered(database: SqliteDatabase):
    """A repeat teaches its new keys too, in whichever order they stand."""
    deliveries = SqliteDeliveries(database)
    await deliveries.first_time(["a"], NOON)
    for keys in (["a", "b"], ["c", "a"]):
        assert not await deliveries.first_time(keys, NOON)
    for key in "bc":
        assert not await deliveries.first_time([key], NOON)
