"""How fresh and complete a list is, in words."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.orders.freshness import Freshness
from bot.orders.reliance import STALE, freshness_words, is_whole, shipped_words

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
AGO = NOON - timedelta(minutes=4)
NOT_ALL = "Looked through 4 minutes ago: not every order, as Gelato did not give"
WHOLE = "Looked through 4 minutes ago: every open order."
TICK, DAY = timedelta.resolution, timedelta(days=1)


def _looked(**fields: Any) -> Freshness:
    whole = {"last_sweep_ended_at": AGO, "complete": True, "incomplete_windows": 0,
             "covers_since": None}  # fmt: skip
    return Freshness(**whole | fields)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {"last_sweep_ended_at": None, "complete": False},
            "Orders were not yet looked through to the end, so some are missing here.",
        ),
        ({}, WHOLE),
        (
            {"covers_since": NOON - 90 * DAY},
            "Looked through 4 minutes ago: every open order of the last 90 days.",
        ),
        (
            {"covers_since": NOON - DAY},
            "Looked through 4 minutes ago: every open order of the last 1 day.",
        ),
        ({"complete": False, "incomplete_windows": 1}, f"{NOT_ALL} 1 part of its list."),
        ({"incomplete_windows": 2}, f"{NOT_ALL} 2 parts of its list."),
        ({"complete": False}, f"{NOT_ALL} some parts of its list."),
        (
            {"complete": False, "last_complete_at": NOON - DAY},
            f"{NOT_ALL} some parts of its list. Every order was last seen 1 day ago.",
        ),
        ({"last_complete_at": AGO}, WHOLE),
        ({"unread": 1}, f"{WHOLE} 1 order was not read in full since it changed."),
        ({"unread": 2000}, f"{WHOLE} 2,000 orders were not read in full since they changed."),
        (
            {"last_sweep_ended_at": NOON - STALE + TICK},
            "Looked through 59 minutes ago: every open order.",
        ),
        (
            {"last_sweep_ended_at": NOON - STALE},
            "Looked through 1 hour ago: every open order. Things may have changed since.",
        ),
    ],
)
def test_a_list_says_how_far_it_can_be_relied_on(fields: dict[str, Any], words: str):
    """When the last look ended, what it left out, and from when it may be out of date."""
    assert freshness_words(_looked(**fields), NOON) == words


@pytest.mark.parametrize(
    ("fields", "whole"),
    [
        ({}, True),
        ({"complete": False}, False),
        ({"incomplete_windows": 1}, False),
        ({"last_sweep_ended_at": None}, False),
    ],
)
def test_nothing_is_missing_after_a_whole_look_alone(fields: dict[str, Any], *, whole: bool):
    """A look that did not end, or left something out, says nothing about the rest."""
    assert is_whole(_looked(**fields)) is whole


@pytest.mark.parametrize(
    ("watched", "words"),
    [
        (None, "What is shipped is noticed once all orders were looked through."),
        (AGO, ""),
        (AGO + TICK, "Watching began 3 minutes ago: what was shipped before is missing here."),
    ],
)
def test_what_was_shipped_before_anybody_looked_is_said_to_be_missing(
    watched: datetime | None, words: str
):
    """The bot can only tell what it has seen leaving."""
    assert shipped_words(_looked(watched_since=watched), AGO, NOON) == words
