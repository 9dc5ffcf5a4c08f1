"""How fresh and complete a list is, in words."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.orders.freshness import STALE, Freshness, freshness_words

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
AGO = NOON - timedelta(minutes=4)
NOT_ALL = "Looked through 4 minutes ago: not every order, as Gelato did not give"
TICK = timedelta.resolution


@pytest.mark.parametrize(
    ("freshness", "words"),
    [
        (
            Freshness(None, complete=False),
            "Orders were not yet looked through to the end, so some are missing here.",
        ),
        (Freshness(AGO, complete=True), "Looked through 4 minutes ago: every open order."),
        (
            Freshness(AGO, complete=True, covers_since=NOON - timedelta(days=90)),
            "Looked through 4 minutes ago: every open order of the last 90 days.",
        ),
        (
            Freshness(AGO, complete=False, incomplete_windows=1),
            f"{NOT_ALL} 1 part of its list.",
        ),
        (
            Freshness(AGO, complete=True, incomplete_windows=2),
            f"{NOT_ALL} 2 parts of its list.",
        ),
        (
            Freshness(AGO, complete=False),
            f"{NOT_ALL} some parts of its list.",
        ),
        (
            Freshness(NOON - STALE + TICK, complete=True),
            "Looked through 59 minutes ago: every open order.",
        ),
        (
            Freshness(NOON - STALE, complete=True),
            "Looked through 1 hour ago: every open order. Things may have changed since.",
        ),
    ],
)
def test_a_list_says_how_far_it_can_be_relied_on(freshness: Freshness, words: str):
    """When the last look ended, what it left out, and from when it may be out of date."""
    assert freshness_words(freshness, NOON) == words
