"""What Slack delivers again is known again."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.store.database import SqliteDatabase
from bot.store.deliveries import REMEMBERED_FOR, SqliteDeliveries

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("earlier", "keys", "first"),
    [
        ([], ["event:1"], True),
        (["event:1"], ["event:1"], False),
        (["event:1"], ["event:2"], True),
        (["message:C1:7"], ["event:2", "message:C1:7"], False),
        (["event:1", "event:2"], ["event:2"], False),
    ],
    ids=["new", "again", "another", "another event of one message", "each key was remembered"],
)
async def test_a_delivery_counts_once(tmp_path, earlier, keys, first):
    """A delivery is new unless one of its keys was seen before."""
    async with SqliteDatabase.opened(tmp_path / "orderdesk.db") as database:
        deliveries = SqliteDeliveries(database)
        if earlier:
            await deliveries.first_time(earlier, NOON)
        assert await deliveries.first_time(keys, NOON + timedelta(minutes=6)) is first


async def test_a_restart_forgets_nothing(tmp_path):
    """Slack may repeat across a restart of ours."""
    for first in (True, False):
        async with SqliteDatabase.opened(tmp_path / "orderdesk.db") as database:
            assert await SqliteDeliveries(database).first_time(["event:1"], NOON) is first


@pytest.mark.parametrize(
    ("later", "first"),
    [(timedelta(minutes=10), False), (REMEMBERED_FOR + timedelta(seconds=1), True)],
    ids=["remembered for ten minutes at least", "forgotten in the end"],
)
async def test_memory_is_bounded(tmp_path, later, first):
    """Slack's last repeat is long past when a delivery is forgotten."""
    async with SqliteDatabase.opened(tmp_path / "orderdesk.db") as database:
        deliveries = SqliteDeliveries(database)
        await deliveries.first_time(["event:1"], NOON)
        assert await deliveries.first_time(["event:1"], NOON + later) is first
