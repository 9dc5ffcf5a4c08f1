"""How long ago, in words."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.orders.age import age_words

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("ago", "words"),
    [
        (-DAY, "just now"),
        (-MOMENT, "just now"),
        (timedelta(), "just now"),
        (MINUTE - MOMENT, "just now"),
        (MINUTE, "1 minute ago"),
        (2 * MINUTE - MOMENT, "1 minute ago"),
        (2 * MINUTE, "2 minutes ago"),
        (HOUR - MOMENT, "59 minutes ago"),
        (HOUR, "1 hour ago"),
        (2 * HOUR, "2 hours ago"),
        (DAY - MOMENT, "23 hours ago"),
        (DAY, "1 day ago"),
        (7 * DAY, "7 days ago"),
        (800 * DAY, "800 days ago"),
    ],
    ids=str,
)
def test_an_age_is_rounded_down_to_its_largest_unit(ago: timedelta, words: str):
    """A unit is named once it is full; what is still to come is `just now`."""
    assert age_words(NOON - ago, NOON) == words
