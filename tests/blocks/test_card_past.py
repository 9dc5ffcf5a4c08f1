"""The lines of a card about its past: since when it is as it is, and how it came there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from blocks.order import order_card
from bot.orders.observed import Observed
from bot.orders.past import Past
from bot.orders.sightings import How
from bot.sandbox.block_kit import message_faults
from bot.store.ledger_ports import StateSeen

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(days=1)
SINCE = datetime(2026, 11, 17, 23, 30, tzinfo=UTC)
SEEN = Observed(
    "g-1", "1042", "printed", SINCE, since_is_exact=True, first_seen=SINCE, last_seen=NOON
)
STATES = (
    StateSeen("created", SINCE - 3 * DAY, is_exact=False, how=How.SWEEP),
    StateSeen("in_production", SINCE - 2 * DAY, is_exact=True, how=How.SWEEP),
    StateSeen("printed", SINCE, is_exact=True, how=How.WEBHOOK),
)
Make = Callable[..., Any]


@pytest.fixture
def drawn(order: Make, family: Make, reader: Make, as_text: Make) -> Callable[..., list[str]]:
    """The card's lines about time, of a printed order with this past."""

    def lines(past: Past | None, zone: str = "UTC", **fields: Any) -> list[str]:
        one = order(**{"fulfillment_status": "printed"} | fields)
        whole = family(one, pasts={"g-1": past} if past else {})
        message = order_card(whole, reader(zone=ZoneInfo(zone)))
        assert message_faults({"text": message.text, "blocks": list(message.blocks)}) == []
        found = as_text(message.blocks)
        return [line for line in found if line.startswith("In this state") or "→" in line]

    return lines


def test_a_card_tells_since_when_and_how_it_came_there(drawn):
    """In days of who reads it, the oldest first."""
    past = Past(SEEN, STATES)
    assert drawn(past) == [
        "In this state for 3 business days (since 17 Nov)",
        "First seen as Created 14 Nov → In production 15 Nov → Printed 17 Nov",
    ]
    assert drawn(past, "Europe/Oslo")[0].endswith("(since 18 Nov)")


def test_an_order_older_than_the_bot_is_honest(drawn):
    """At least so long, and no timeline where only one state was seen."""
    past = Past(replace(SEEN, since_is_exact=False), STATES[2:])
    assert drawn(past) == ["In this state for at least 3 business days (first seen 17 Nov)"]


@pytest.mark.parametrize("status", ["shipped", "PRINTED ", "Printed"])
def test_a_ledger_that_knows_less_says_nothing(drawn, status):
    """Another state than the card's would be a lie; another spelling is the same state."""
    told = drawn(Past(SEEN, STATES), fulfillment_status=status)
    assert bool(told) is (status != "shipped")


def test_without_a_past_there_is_none(drawn):
    """An order that nobody has seen before."""
    assert drawn(None) == []


@pytest.mark.parametrize("word", ["<!channel>", "x" * 5000, "\u202e*b*", "🖨️" * 200])
def test_any_word_of_gelatos_is_harmless_in_it(drawn, word):
    """A state that nobody knows is shown as it came, cut and tamed."""
    strange = StateSeen(word, SINCE - DAY, is_exact=True, how=How.SWEEP)
    (_, timeline) = drawn(Past(SEEN, (*STATES[:2], strange, STATES[2])))
    assert len(timeline) <= 400
    assert "\u202e" not in timeline


def test_ten_parts_with_their_pasts_fit(order: Make, family: Make, reader: Make):
    """A family in which everything is long is drawn with less, and is never refused."""
    parts = [
        order(id=f"g-{n}", fulfillment_status="printed", items=[
            {"id": f"i-{k}", "quantity": 1, "product_name": "A poster " * 9} for k in range(10)
        ])
        for n in range(10)
    ]  # fmt: skip
    pasts = {part.id: Past(replace(SEEN, order_id=part.id), STATES * 3) for part in parts}
    message = order_card(family(*parts, pasts=pasts), reader())
    assert message.fits
    assert message_faults({"text": message.text, "blocks": list(message.blocks)}) == []
