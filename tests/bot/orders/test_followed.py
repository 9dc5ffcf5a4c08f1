"""What follows `/order stuck` and `/order shipped`."""

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.orders.errors import NotAsked
from bot.orders.filters import Typist
from bot.orders.followed import fitting, is_within, read_shipped, read_stuck
from bot.orders.observed import Observed
from bot.orders.query import Query

OSLO = ZoneInfo("Europe/Oslo")
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
BY = Typist(OSLO, NOON)
ORDER = Observed(
    "g-1", "#1042", "printed", NOON, since_is_exact=True, first_seen=NOON, last_seen=NOON,
    country="DE", store_id="S1", sales_channel="shopify",
)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "query", "again"),
    [
        ("", Query(), ""),
        ("DE", Query(countries=("DE",)), "country:DE"),
        ("germany", Query(countries=("DE",)), "country:DE"),
        ("in Germany?", Query(countries=("DE",)), "country:DE"),
        ("United States", Query(countries=("US",)), "country:US"),
        ("IN", Query(countries=("IN",)), "country:IN"),
        ("DE,NO", Query(countries=("DE", "NO")), "country:DE,NO"),
        ("DE printed", Query(countries=("DE",), statuses=("printed",)),
         "status:printed country:DE"),
        ("on_hold", Query(statuses=("on_hold",)), "status:on_hold"),
        ("country:DE status:printed", Query(countries=("DE",), statuses=("printed",)),
         "status:printed country:DE"),
        ('store:"my shop"', Query(store_ids=("my shop",)), 'store:"my shop"'),
        ("status:printed NO", Query(countries=("NO",), statuses=("printed",)),
         "status:printed country:NO"),
    ],
)  # fmt: skip
def test_stuck_orders_are_filtered(typed: str, query: Query, again: str):
    """By filters, or by a country or status alone; what is carried on gives the same again."""
    asked = read_stuck(typed, BY)
    assert (asked.query, asked.again, asked.snoozed) == (query, again, False)
    assert read_stuck(asked.again, BY) == asked


def test_the_snoozed_ones_are_asked_for():
    """With other filters, in any place."""
    asked = read_stuck("DE Snoozed", BY)
    assert (asked.snoozed, asked.again) == (True, "snoozed country:DE")
    assert read_stuck(asked.again, BY) == asked


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("Germny", "no country and no status"),
        ("country:XX", "no country"),
        ("since:2d", "cannot be filtered by the date of the order"),
        ("2d", "cannot be filtered by the date of the order"),
        ('name:"Ann Lee"', "cannot be filtered by name"),
        ("payment:paid", "cannot be filtered by payment"),
        ("stats:printed", "Did you mean status?"),
        ("country:DE NO", "stands there twice"),
    ],
)
def test_what_cannot_be_asked_is_said(typed: str, word: str):
    """With what can be typed in its place."""
    with pytest.raises(NotAsked, match=word.replace("?", r"\?")):
        read_stuck(typed, BY)


@pytest.mark.parametrize(
    ("typed", "since", "again"),
    [
        ("", datetime(2026, 11, 20, tzinfo=OSLO), ""),
        ("since:2d", datetime(2026, 11, 19, tzinfo=OSLO), "since:2026-11-19"),
        ("since yesterday", datetime(2026, 11, 20, tzinfo=OSLO), "since:2026-11-20"),
        ("today", datetime(2026, 11, 21, tzinfo=OSLO), "since:2026-11-21"),
        ("to Norway 3d", datetime(2026, 11, 18, tzinfo=OSLO), "country:NO since:2026-11-18"),
    ],
)
def test_shipped_orders_are_asked_for_since_a_moment(typed: str, since: datetime, again: str):
    """By default since the start of yesterday, where the person is."""
    asked = read_shipped(typed, BY)
    assert (asked.query.since, asked.again) == (since, again)


def test_an_end_before_the_beginning_is_no_time():
    """The default beginning counts too."""
    with pytest.raises(NotAsked, match="before its start"):
        read_shipped("until:2026-11-01", BY)


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        (Query(), True),
        (Query(statuses=("printed", "shipped")), True),
        (Query(statuses=("shipped",)), False),
        (Query(countries=("DE",)), True),
        (Query(countries=("NO",)), False),
        (Query(store_ids=("s1",)), True),
        (Query(store_ids=("s2",)), False),
        (Query(channels=("Shopify",)), True),
        (Query(channels=("etsy",)), False),
        (Query(references=("1042",)), True),
        (Query(references=("1043",)), False),
        (Query(countries=("DE",), statuses=("shipped",)), False),
    ],
)
def test_an_order_fits_or_not(query: Query, *, fits: bool):
    """All filters at once, any value of each, in any letter case."""
    assert list(fitting([ORDER], query)) == ([ORDER] if fits else [])


def test_the_end_that_was_asked_for_counts():
    """To the moment itself, and without an end always."""
    query = replace(Query(), until=NOON)
    assert is_within(NOON, query)
    assert not is_within(NOON.replace(hour=13), query)
    assert is_within(NOON.replace(year=2030), Query())
