"""Patience and attention in SQLite: each change with its audit row, or not at all."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.orders.attention import Attention, AttentionKind
from bot.orders.dialect import Dialect
from bot.orders.errors import NotAsked, StoreTrouble
from bot.orders.patience import Patience
from bot.store.attention import SqliteAttention, SqlitePatience

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TAKEN = Attention("g-1", AttentionKind.TAKEN, "U1", NOON + DAY, NOON)


def refuse_rows(path):
    """From now on no audit row can be written."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END"
        )


@pytest.fixture
def patience(database):
    return SqlitePatience(database)


@pytest.fixture
def clock():
    """What time it is; a test moves it."""
    return {"now": NOON}


@pytest.fixture
def attention(database, clock):
    return SqliteAttention(database, lambda: clock["now"])


async def test_without_a_setting_the_usual_limits_hold(patience):
    """A workspace that never set anything has the usual patience."""
    assert await patience.patience() == Patience()


async def test_patience_is_kept_with_its_row(patience, audit, entry):
    """What was set is there again, and the row says from what to what, in codes alone."""

    def change(before):
        return replace(before.with_limits(Dialect.V4, {"printed": 4, "passed": None}), office="NO")

    after = await patience.change(change, entry())
    assert await patience.patience() == after == change(Patience())
    (row,) = await audit.rows()
    assert row.entry.detail == (
        "office: none -> NO, v4 passed: usual -> none, v4 printed: usual -> 4"
    )


async def test_a_change_of_nothing_is_told_as_one(patience, audit, entry):
    """The row is there, and says that nothing changed."""
    await patience.change(lambda before: before, entry())
    assert [row.entry.detail for row in await audit.rows()] == ["nothing changed"]


async def test_without_a_row_nothing_is_kept(patience, attention, path, entry):
    """When the audit row cannot be written, limits and attention stay as they were."""
    refuse_rows(path)
    with pytest.raises(StoreTrouble):
        await patience.change(lambda before: replace(before, unknown=1), entry())
    with pytest.raises(StoreTrouble):
        await attention.attend(TAKEN, entry())
    assert await patience.patience() == Patience()
    assert await attention.attentions() == []


@pytest.mark.parametrize("wrong", [{"office": "XX"}, {"unknown": 91}, {"failed_for": -1}])
async def test_what_is_no_limit_is_not_kept(patience, audit, entry, wrong):
    """What could not be read back is refused before it is written."""
    with pytest.raises(NotAsked):
        await patience.change(lambda before: replace(before, **wrong), entry())
    assert await patience.patience() == Patience()
    assert await audit.rows() == []


async def test_attention_is_kept_until_its_end(attention, clock, entry):
    """One of each kind for an order, the later in the place of the earlier, until it ends."""
    snoozed = replace(TAKEN, kind=AttentionKind.SNOOZED)
    later = replace(TAKEN, by="U2", since=NOON + timedelta(minutes=1))
    for each in (TAKEN, snoozed, later):
        await attention.attend(each, entry())
    assert set(await attention.attentions()) == {snoozed, later}
    clock["now"] = NOON + DAY
    assert await attention.attentions() == []


async def test_attention_can_be_dropped(attention, audit, entry):
    """What ended is told; a second time there is nothing, and a row all the same."""
    await attention.attend(TAKEN, entry())
    assert await attention.drop("g-1", AttentionKind.SNOOZED, entry()) is None
    assert await attention.drop("g-1", AttentionKind.TAKEN, entry()) == TAKEN
    assert await attention.drop("g-1", AttentionKind.TAKEN, entry()) is None
    assert await attention.attentions() == []
    assert len(await audit.rows()) == 4
