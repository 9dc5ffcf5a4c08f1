"""Since when, and how it came there, in a line each."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest

from bot.orders.dialect import Dialect
from bot.orders.observed import Observed
from bot.orders.timeline import in_state_words, timeline_words

U, OSLO = ZoneInfo("UTC"), ZoneInfo("Europe/Oslo")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
SINCE = datetime(2026, 11, 18, 12, tzinfo=UTC)
ORDER = Observed(
    "g-1", "1042", "printed", SINCE, since_is_exact=True, first_seen=SINCE, last_seen=NOON,
    print_country="DE",
)  # fmt: skip


class Seen(NamedTuple):
    """A state as the ledger tells it."""

    status: str
    since: datetime
    how: str
    is_exact: bool = True


@pytest.mark.parametrize(
    ("since", "is_exact", "words"),
    [
        (SINCE, True, "In this state for 3 business days (since 18 Nov)"),
        (SINCE, False, "In this state for at least 3 business days (first seen 18 Nov)"),
        (NOON, True, "In this state for less than 1 business day (since 23 Nov)"),
        (NOON, False, "In this state since before it was first seen (23 Nov)"),
        (
            datetime(2025, 12, 30, tzinfo=UTC),
            True,
            "In this state for 228 business days (since 30 Dec 2025)",
        ),
    ],
)
def test_since_when_is_told_honestly(since: datetime, words: str, *, is_exact: bool):
    """`At least` and `first seen` where the bot came too late to know."""
    order = replace(ORDER, since=since, since_is_exact=is_exact)
    assert in_state_words(order, U, NOON) == words


@pytest.mark.parametrize("status", ["delivered", "canceled", "returned"])
def test_what_is_over_counts_no_days(status: str):
    """Nobody waits for an order that is over."""
    order = replace(ORDER, status=status)
    assert in_state_words(order, U, NOON) == "In this state since 18 Nov"
    late = replace(order, since_is_exact=False)
    assert in_state_words(late, U, NOON) == "In this state since before it was first seen (18 Nov)"


def _seen(*statuses: str) -> list[Seen]:
    start = datetime(2026, 11, 12, 23, 30, tzinfo=UTC)
    return [Seen(status, start + timedelta(days=n), "sweep") for n, status in enumerate(statuses)]


@pytest.mark.parametrize(
    ("sightings", "words"),
    [
        ([], ""),
        (
            _seen("created", "passed", "in_production"),
            "Created 12 Nov → Accepted 13 Nov → In production 14 Nov",
        ),
        (_seen("created", "passed")[::-1], "Created 12 Nov → Accepted 13 Nov"),
        (_seen("created", "created", "passed"), "Created 12 Nov → Accepted 14 Nov"),
        (
            _seen("passed", "on_hold", "passed"),
            "Accepted 12 Nov → On hold 13 Nov → Accepted 14 Nov",
        ),
        (
            [_seen("passed")[0]._replace(is_exact=False), *_seen("created", "printed")[1:]],
            "First seen as Accepted 12 Nov → Printed 13 Nov",
        ),
        (
            _seen(*"abcdef"),
            "A 12 Nov → B 13 Nov → C 14 Nov → D 15 Nov → E 16 Nov → F 17 Nov",
        ),
        (
            _seen(*"abcdefg"),
            "… → B 13 Nov → C 14 Nov → D 15 Nov → E 16 Nov → F 17 Nov → G 18 Nov",
        ),
    ],
)
def test_the_way_of_an_order_is_one_line(sightings: list[Seen], words: str):
    """Oldest first, each state once in a row, the last six of a long way."""
    assert timeline_words(sightings, Dialect.V4, U, NOON) == words


def test_days_of_a_way_are_those_of_the_zone():
    """Half past eleven at night in UTC is the next day in Oslo; another year is named."""
    assert timeline_words(_seen("created"), Dialect.V4, OSLO, NOON) == "Created 13 Nov"
    later = NOON + timedelta(days=90)
    assert timeline_words(_seen("created"), Dialect.V4, OSLO, later) == "Created 13 Nov 2026"
