"""A form that was sent stays until somebody has attended to it, and is nobody's twice at once."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.orders.errors import StoreBusy
from bot.store import submissions
from bot.store.database import SqliteDatabase
from bot.store.submissions import SqliteSubmissions

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LEASE = timedelta(seconds=75)
BODY = {"view": {"private_metadata": "form"}}


async def test_what_was_left_is_taken_by_one(tmp_path):
    """Before its time is over it is left alone; then one takes it, for as long again."""
    async with SqliteDatabase.opened(tmp_path / "orderdesk.db") as database:
        kept = SqliteSubmissions(database)
        number = await kept.keep("form", BODY, NOON, NOON + LEASE)
        assert await kept.left(NOON + LEASE - timedelta(seconds=1), NOON) == []
        (taken,) = await kept.left(NOON + LEASE, NOON + 2 * LEASE)
        assert (taken.id, taken.body, taken.at) == (number, BODY, NOON)
        assert await kept.left(NOON + LEASE, NOON + 2 * LEASE) == []
        await kept.let_go(number)
        assert await kept.left(NOON + 9 * LEASE, NOON + 10 * LEASE) == []


async def test_there_is_a_bound(tmp_path, monkeypatch: pytest.MonkeyPatch):
    """When very many wait, one more is refused rather than kept."""
    monkeypatch.setattr(submissions, "MOST_KEPT", 1)
    async with SqliteDatabase.opened(tmp_path / "orderdesk.db") as database:
        kept = SqliteSubmissions(database)
        await kept.keep("form", BODY, NOON, NOON + LEASE)
        with pytest.raises(StoreBusy):
            await kept.keep("another", BODY, NOON, NOON + LEASE)
