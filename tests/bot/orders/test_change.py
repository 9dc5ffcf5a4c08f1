"""How long a change is waited for, looked for, and when one stops: tables with their boundaries."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.orders.change import (
    LONGEST_DOUBT,
    LONGEST_WAIT,
    PAUSES,
    Change,
    Kind,
    Stage,
    is_hopeless,
    is_stale,
    pause_before,
)
from bot.orders.person import Asker

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
BY = Asker("U1", "T1", "C1", "r-1")
CHANGE = Change("c1", "form", Kind.CANCEL, "g-1", "1042", BY, NOON, NOON)
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("waited", "stale"),
    [
        pytest.param(timedelta(), False, id="at once"),
        pytest.param(LONGEST_WAIT, False, id="at the limit"),
        pytest.param(LONGEST_WAIT + MOMENT, True, id="past it"),
    ],
)
def test_what_was_never_sent_grows_old(waited: timedelta, stale: bool):
    """What was interrupted before it was sent is begun within ten minutes, and not later."""
    assert is_stale(CHANGE, NOON + waited) is stale


@pytest.mark.parametrize(
    ("tries", "seconds"),
    list(enumerate([0, 1, 2, 4, 8, 15, 30, 60, 120, 300, 600, 600, 600])),
)
def test_looks_come_ever_later(tries: int, seconds: int):
    """A person waits for the first looks; the later ones leave Gelato alone."""
    assert pause_before(tries) == timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("tries", "asked_ago", "seen", "hopeless"),
    [
        pytest.param(len(PAUSES) - 1, timedelta(), True, False, id="one look is left"),
        pytest.param(len(PAUSES), timedelta(), True, True, id="the last look"),
        pytest.param(len(PAUSES), timedelta(), False, False, id="which was not answered"),
        pytest.param(10**6, LONGEST_DOUBT, False, False, id="a day without an answer"),
        pytest.param(10**6, LONGEST_DOUBT + MOMENT, False, True, id="more than a day"),
        pytest.param(0, LONGEST_DOUBT + MOMENT, True, True, id="more than a day, first look"),
    ],
)
def test_looking_has_an_end(tries: int, asked_ago: timedelta, seen: bool, hopeless: bool):
    """One stops after the last look that Gelato answered, or after a day."""
    assert is_hopeless(replace(CHANGE, tries=tries), NOON + asked_ago, seen=seen) is hopeless


@pytest.mark.parametrize("stage", list(Stage))
def test_only_what_has_ended_has_ended(stage: Stage):
    """Every other stage is gone on with."""
    assert replace(CHANGE, stage=stage).has_ended is (stage is Stage.ENDED)


def test_a_wish_is_never_shown():
    """What is to be sent may hold an address, so it stands in no log."""
    assert "Portland" not in repr(replace(CHANGE, wish={"city": "Portland"}))
