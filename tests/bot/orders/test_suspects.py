"""Bounds for a query: no stuck order is left out, and most of the others are."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.orders.dialect import Dialect
from bot.orders.observed import Observed
from bot.orders.patience import Patience
from bot.orders.statuses import STATUSES
from bot.orders.stuck import Terms, stuck
from bot.orders.suspects import is_suspect, suspects

OSLO = ZoneInfo("Europe/Oslo")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(days=1)
TERMS = Terms(Patience(), Dialect.V4, OSLO)
ORDER = Observed(
    "g-1", "1042", "printed", NOON, since_is_exact=True, first_seen=NOON, last_seen=NOON
)

hours = st.integers(-24 * 40, 24).map(lambda count: timedelta(hours=count))
limits = st.none() | st.integers(0, 20)
orders = st.builds(
    Observed, order_id=st.just("g"), reference=st.just("r"), since=st.just(NOON),
    status=st.sampled_from([*STATUSES, "strange", ""]), since_is_exact=st.booleans(),
    first_seen=st.just(NOON), last_seen=st.just(NOON),
    country=st.sampled_from(["US", "SA", ""]), print_country=st.sampled_from(["DE", "CN", ""]),
    promised_by=st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1)),
    has_tracking=st.none() | st.booleans(), delayed_at=st.none() | st.just(NOON),
)  # fmt: skip
patiences = st.builds(
    Patience,
    limits=st.dictionaries(
        st.sampled_from(list(Dialect)),
        st.dictionaries(st.sampled_from(["printed", "shipped", "draft"]), limits),
    ),
    unknown=limits,
    past_promise=limits,
    failed_for=st.integers(0, 30),
)


@settings(max_examples=200, deadline=None)
@given(orders, patiences, hours, st.integers(0, 24 * 365))
def test_no_stuck_order_is_left_out(order: Observed, patience: Patience, age: timedelta, hour: int):
    """Whatever the calendar, the patience and the time of year."""
    now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=hour)
    terms = replace(TERMS, patience=patience)
    order = replace(order, since=now + age)
    assert is_suspect(order, suspects(terms, now)) >= bool(stuck(order, terms, now))


def test_an_hour_that_was_skipped_leaves_nothing_out():
    """From Saturday evening to Sunday evening in 23 hours, where Sunday is worked."""
    since = datetime(2026, 3, 28, 23, tzinfo=UTC)
    order = replace(ORDER, since=since, status="created", print_country="SA")
    now = since + timedelta(hours=23, minutes=1)
    assert stuck(order, TERMS, now)
    assert is_suspect(order, suspects(TERMS, now))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"since": NOON - DAY}, False),
        ({"since": NOON - 2 * DAY}, True),
        ({"since": NOON - DAY, "status": "strange"}, False),
        ({"since": NOON - 6 * DAY, "status": "strange"}, True),
        ({"status": "failed"}, True),
        ({"status": "failed", "since": NOON - 30 * DAY}, False),
        ({"status": "delivered", "since": NOON - 30 * DAY}, False),
        ({"promised_by": NOON.date()}, False),
        ({"promised_by": NOON.date() - DAY}, True),
        ({"delayed_at": NOON}, True),
        ({}, False),
    ],
)
def test_most_orders_need_not_be_judged(fields: dict[str, Any], *, expected: bool):
    """Young in their state, not promised for before today, not called delayed."""
    assert is_suspect(replace(ORDER, **fields), suspects(TERMS, NOON)) is expected
