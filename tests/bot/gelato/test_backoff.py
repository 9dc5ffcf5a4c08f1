"""How long is waited before a call is repeated."""

from dataclasses import replace
from datetime import timedelta

import pytest
import stamina
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gelato.deadlines import PATIENCE, Patience, Urgency
from bot.gelato.retry import (
    FIRST_BACKOFF,
    LONGEST_BACKOFF,
    Pauses,
    full_jitter,
    pause_before_retry,
)
from bot.orders.errors import GelatoBusy, GelatoDown, GelatoResting, KeyRefused

PERSON, SWEEP = PATIENCE[Urgency.PERSON], PATIENCE[Urgency.SWEEP]


@pytest.mark.parametrize(
    ("failures", "longest"),
    [(1, 0.4), (2, 0.8), (3, 1.6), (4, 3.2), (6, 12.8), (7, 20.0), (8, 20.0), (5000, 20.0)],
)
def test_full_jitter_is_any_share_of_an_exponential_backoff(failures: int, longest: float):
    """From nothing to the whole backoff, which doubles each time up to its cap."""
    assert full_jitter(failures, 0.0) == 0.0
    assert full_jitter(failures, 0.5) == pytest.approx(longest / 2)
    assert full_jitter(failures, 1.0) == pytest.approx(longest)
    assert FIRST_BACKOFF <= longest <= LONGEST_BACKOFF


@pytest.mark.parametrize(
    ("error", "patience", "pause"),
    [
        pytest.param(GelatoBusy(retry_after=30), SWEEP, 30, id="a-sweep-waits-half-a-minute"),
        pytest.param(GelatoBusy(retry_after=30.1), SWEEP, False, id="a-sweep-waits-no-longer"),
        pytest.param(GelatoBusy(retry_after=5.1), PERSON, False, id="a-person-does-not"),
        pytest.param(GelatoResting(again_in=2), PERSON, False, id="a-person-hears-of-a-rest"),
        pytest.param(GelatoResting(again_in=2), SWEEP, 2, id="a-sweep-sits-it-out"),
        pytest.param(GelatoResting(again_in=0), SWEEP, 0.4, id="and-waits-for-the-probe"),
        pytest.param(GelatoDown(), SWEEP, True, id="a-sweep-repeats"),
        pytest.param(KeyRefused(), SWEEP, False, id="a-sweep-gives-up-too"),
    ],
)
def test_a_sweep_is_more_patient_than_a_person(
    error: Exception, patience: Patience, pause: bool | float
):
    """What Gelato asks for is honoured up to a cap, and a rest only by those who have time."""
    asked = pause_before_retry(error, is_read=True, patience=patience)
    assert (type(asked) is bool, asked) == (type(pause) is bool, pause)


@pytest.mark.parametrize(
    ("error", "left", "pause"),
    [
        (GelatoDown(), 9.0, 0.2),
        (GelatoDown(), 0.2, False),
        (GelatoBusy(retry_after=2.0), 2.1, 2.0),
        (GelatoBusy(retry_after=2.0), 2.0, False),
        (GelatoBusy(retry_after=0.0), 9.0, 0.0),
        (GelatoBusy(), 9.0, 0.2),
        (KeyRefused(), 9.0, False),
    ],
)
def test_no_wait_outlasts_the_deadline(error: Exception, left: float, pause: bool | float):
    """Rather than wait for the end, a call says at once what went wrong."""
    asked = Pauses(is_read=True, patience=PERSON, seconds_left=lambda: left, chance=lambda: 0.5)
    answer = asked(error)
    assert (type(answer) is bool, answer) == (type(pause) is bool, pause)


async def test_stamina_waits_just_so_long():
    """The seconds that are asked for are those that stamina sleeps, with nothing added."""
    waits: list[float] = []
    dice = iter([0.0, 1.0, 0.5])
    pauses = Pauses(is_read=True, patience=PERSON, seconds_left=lambda: 9.0,
                    chance=lambda: next(dice))  # fmt: skip

    def note(details: stamina.instrumentation.RetryDetails) -> None:
        waits.append(details.wait_for)

    stamina.instrumentation.set_on_retry_hooks([note])
    try:
        with stamina.set_testing(False):
            waits += await _real_waits(pauses)
    finally:
        stamina.instrumentation.set_on_retry_hooks(None)
    assert waits == [0.0, pytest.approx(0.08), pytest.approx(0.08)]


async def _real_waits(pauses: Pauses) -> list[float]:
    """Lets a call fail three times; the backoff is cut to a tenth so that nobody sleeps."""
    tenth = replace(pauses.patience, longest_pause=timedelta(seconds=1))
    short = Pauses(pauses.is_read, tenth, pauses.seconds_left, lambda: pauses.chance() / 10)
    async for attempt in stamina.retry_context(short, attempts=4, timeout=None):
        with attempt:
            if attempt.num < 4:
                raise GelatoDown
    return []


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 60), st.floats(0, 1), st.floats(-1, 100))
def test_any_wait_fits(failures: int, chance: float, left: float):
    """However many failures: a wait is shorter than the time left, or there is none."""
    pauses = Pauses(is_read=True, patience=SWEEP, seconds_left=lambda: left, chance=lambda: chance)
    pauses.failures = failures
    pause = pauses(GelatoDown())
    assert pause is False or 0 <= pause < left
