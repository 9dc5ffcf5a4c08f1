"""Snoozed and taken orders: shown as that, until the end or the next state."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.orders.attention import Attention, AttentionKind, Listed, attended, holds
from bot.orders.dialect import Dialect
from bot.orders.observed import Observed
from bot.orders.patience import Patience
from bot.orders.stuck import Stuck, Terms, stuck_orders

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
TICK, DAY = timedelta.resolution, timedelta(days=1)
OLD = NOON - 20 * DAY
TERMS = Terms(Patience(), Dialect.V4, ZoneInfo("UTC"))
ORDER = Observed("g-1", "1042", "printed", OLD, since_is_exact=True, first_seen=OLD, last_seen=NOON)
SNOOZED = Attention("g-1", AttentionKind.SNOOZED, "U1", until=NOON + DAY, since=NOON)
TAKEN = replace(SNOOZED, kind=AttentionKind.TAKEN)


def _stuck(*ids: str) -> list[Stuck]:
    return stuck_orders([replace(ORDER, order_id=each) for each in ids], TERMS, NOON)


@pytest.mark.parametrize("attention", [SNOOZED, TAKEN], ids=lambda each: each.kind.value)
@pytest.mark.parametrize(
    ("now", "since", "expected"),
    [
        pytest.param(NOON, OLD, True, id="at once"),
        pytest.param(NOON + DAY - TICK, OLD, True, id="just before its end"),
        pytest.param(NOON + DAY, OLD, False, id="at its end"),
        pytest.param(NOON + TICK, NOON, True, id="in a state that began with it"),
        pytest.param(NOON + TICK, NOON + TICK, False, id="when the state has moved on"),
    ],
)
def test_attention_ends_by_itself(
    attention: Attention, now: datetime, since: datetime, *, expected: bool
):
    """At its end, or when the order is no longer what it was."""
    assert holds(attention, replace(ORDER, since=since), now) is expected


def test_a_snoozed_order_and_a_taken_one_say_by_whom():
    """All stay in their order; when their time is over, nobody has them."""
    some = _stuck("g-0", "g-1", "g-2")
    attentions = [SNOOZED, replace(TAKEN, order_id="g-2", by="U2")]
    assert attended(some, attentions, NOON) == (
        Listed(some[0]),
        Listed(some[1], snoozed=attentions[0]),
        Listed(some[2], taken=attentions[1]),
    )
    assert attended(some, attentions, NOON + DAY) == tuple(map(Listed, some))


def test_an_order_is_snoozed_though_somebody_took_it():
    """Whoever has it in hand may put it off."""
    both = tuple(Listed(each, TAKEN, SNOOZED) for each in _stuck("g-1"))
    assert attended(_stuck("g-1"), [TAKEN, SNOOZED], NOON) == both
    assert attended(_stuck("g-1"), [SNOOZED, TAKEN], NOON) == both


def test_of_several_people_the_last_one_has_it():
    """In whatever order the store tells of them."""
    later = replace(TAKEN, by="U2", since=NOON + TICK)
    for attentions in ([TAKEN, later], [later, TAKEN]):
        (listed,) = attended(_stuck("g-1"), attentions, NOON + TICK)
        assert listed.taken == later
