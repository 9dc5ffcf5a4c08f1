"""Digests in doubt, and what people do to their subscriptions meanwhile."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.composing import Composer
from bot.desk.digest_ports import NoticeKind
from bot.desk.follow_ups import FollowUpStore
from bot.desk.posting import DOUBT, Absent, Unsearchable, Unsure, new_hold
from bot.desk.sight import LedgerSight, World
from bot.orders.dialect import Dialect
from bot.orders.digest import opening
from bot.orders.observed import Observed
from bot.orders.subscription import paused, resumed
from bot.store.attention import SqliteAttention, SqlitePatience
from bot.store.claims import SqliteClaims
from bot.store.ledger import SqliteLedger
from bot.store.ledger_lines import Line, put
from bot.store.subscription_ports import RunState

DAY = timedelta(days=1)


@pytest.fixture
async def sub(house):
    return await house.subscribe()


@pytest.fixture
def monday(house, sub):
    """Half a minute after the first slot."""
    house.clock.at = datetime(2026, 11, 23, 8, 0, 30, tzinfo=UTC)


async def test_a_pause_does_not_forget_what_is_in_the_channel(house, sub, monday, shipped, entry):
    """Paused while it is in doubt: it is looked for, not posted again, and told once ever."""
    house.ledger.shipped = [shipped("s")]
    house.wall.outcomes, house.wall.takes_it_all_the_same = [Unsure("cut")], True
    house.wall.searches = [Absent()]  # Slack shows late what it took
    await house.tick()
    await house.subscriptions.change(sub.id, lambda each: paused(each, "a lead"), entry())
    await house.tick(after=2 * DOUBT)
    assert (await house.runs.last(sub.id)).state is RunState.POSTED
    await house.subscriptions.change(sub.id, lambda each: resumed(each, house.clock()), entry())
    await house.tick(after=DAY)
    assert [len(made.shipped) for _, made in house.wall.posts] == [1, 0]


async def test_a_pause_posts_nothing_that_was_not_there(house, sub, monday, entry):
    """Paused while it is in doubt, and not in the channel: it stays away."""
    house.wall.outcomes = [Unsure("cut")]
    await house.tick()
    await house.subscriptions.change(sub.id, lambda each: paused(each, "a lead"), entry())
    await house.tick(after=2 * DOUBT)
    assert house.wall.posts == []
    assert (await house.runs.last(sub.id)).state is RunState.DROPPED


async def test_what_cannot_be_known_of_a_paused_one_is_said(house, sub, monday, entry):
    """Paused while it is in doubt, and nobody can look: the owner hears of it, and it counts."""
    house.wall.outcomes = [Unsure("cut")]
    await house.tick()
    await house.subscriptions.change(sub.id, lambda each: paused(each, "a lead"), entry())
    house.wall.searches = [Unsearchable("no scope", for_good=True)]
    await house.tick(after=2 * DOUBT)
    assert (await house.runs.last(sub.id)).state is RunState.UNKNOWN
    assert [notice.kind for _, notice in house.wall.notices] == [NoticeKind.UNKNOWN]


async def test_the_oldest_is_as_old_as_its_row_says(house, sub, database):
    """Of an order that was called delayed just now, that is its age, not that of its state."""
    now = datetime(2026, 11, 24, 9, tzinfo=UTC)
    fields = {"status": "in_production", "since_is_exact": True, "last_seen": now}
    since = {"delayed": now - 20 * DAY, "slow": now - 14 * DAY}
    orders = [
        Observed(order_id, order_id, since=began, first_seen=began, **fields)
        for order_id, began in since.items()
    ]
    orders[0] = replace(orders[0], delayed_at=now - timedelta(hours=2))
    await database.write(lambda db: put(db, [Line(order, 0) for order in orders]))
    attention = SqliteAttention(database, lambda: now)
    store = FollowUpStore(SqliteLedger(database), SqlitePatience(database), attention)
    world = World(store, SqliteClaims(database), Dialect.CONNECT, ZoneInfo("UTC"))
    made = await Composer(house.runs, LedgerSight(world)).composed(sub, now)
    assert [line.reference for line in made.stuck] == ["delayed", "slow"]
    assert "oldest 10 business days" in opening(made)


async def test_an_old_one_posted_again_does_not_turn_back_what_was_told(house, sub, monday, stuck):
    """The owner posts Monday's again after Tuesday's: Wednesday's is told against Tuesday's."""
    house.ledger.lines = [stuck("a"), stuck("b")]
    house.wall.outcomes = [Unsure("cut")]
    house.wall.searches = [Unsearchable("no scope", for_good=True)]
    await house.tick()
    monday_run = await house.runs.last(sub.id)
    assert monday_run.state is RunState.UNKNOWN
    house.ledger.lines = [stuck("a")]
    await house.tick(after=DAY)
    again = await house.runs.claim_again(sub.id, monday_run.slot, house.clock(), new_hold())
    await house.digests.post(again, again.digest)
    await house.tick(after=DAY)
    changed = house.wall.posts[-1][1].difference
    assert (changed.new, changed.cleared, changed.carried_over) == ((), (), ("a",))
