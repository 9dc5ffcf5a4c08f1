"""Our own rate: never above it, people first, nobody stuck."""

import asyncio
import time
from collections.abc import Awaitable, Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gelato.client import Gelato, GelatoAccess
from bot.gelato.deadlines import Urgency
from bot.gelato.limiter import Limiter, Window
from bot.orders.errors import DeskBusy
from bot.sandbox.gelato import StandInGelato

PERSON, SWEEP = Urgency.PERSON, Urgency.SWEEP


@settings(max_examples=200, deadline=None)
@given(
    st.floats(0.2, 60),
    st.lists(st.tuples(st.floats(0, 2), st.sampled_from(Urgency)), max_size=150),
)
def test_no_second_holds_more_than_the_rate(rate: float, calls: list[tuple[float, Urgency]]):
    """Whoever calls whenever: no stretch as long as the window has more than are allowed."""
    window, now, gone = Window(rate), 0.0, []
    for pause, urgency in calls:
        now += pause
        now += window.wait(now, urgency)
        window.take(now)
        gone.append(now)
    for n, first in enumerate(gone[: -window.most or None]):
        if n + window.most < len(gone):
            assert gone[n + window.most] - first >= window.seconds * (1 - 1e-9)
    assert window.most / window.seconds == pytest.approx(rate)


@pytest.mark.parametrize(
    ("gone", "urgency", "wait"),
    [
        ([], PERSON, 0.0),
        ([0.0] * 7, SWEEP, 0.0),
        ([0.0] * 8, SWEEP, 0.9),
        ([0.0] * 9, PERSON, 0.0),
        ([0.0] * 10, PERSON, 0.9),
        ([0.0] * 2 + [0.05] * 8, SWEEP, 0.95),
        ([0.05] * 8 + [0.1] * 2, PERSON, 0.95),
    ],
)
def test_a_sweep_leaves_a_fifth_to_people(gone: list[float], urgency: Urgency, wait: float):
    """Of ten calls a second a sweep takes eight, and a click goes at once."""
    window = Window(10)
    for moment in gone:
        window.take(moment)
    assert window.wait(0.1, urgency) == pytest.approx(wait)


@pytest.mark.parametrize("rate", [1, 1.5])
def test_the_slowest_rate_has_room_for_a_sweep(rate: float):
    """A fifth of one call is no call: a sweep may still go where nobody else does."""
    assert Window(rate).wait(0.0, SWEEP) == 0.0


async def queued(limiter: Limiter, calls: list[Urgency]) -> list[int]:
    """The order in which these calls, all asked for at once, get their turns."""
    gone: list[int] = []

    async def call(number: int, urgency: Urgency) -> None:
        await limiter.turn(urgency)
        gone.append(number)

    await asyncio.gather(*(call(number, urgency) for number, urgency in enumerate(calls)))
    return gone


async def test_people_go_before_a_sweep_that_waits():
    """Whoever clicks overtakes what runs in the background; among themselves, first come."""
    limiter = Limiter(200)
    await queued(limiter, [PERSON] * 200)
    assert await queued(limiter, [SWEEP, SWEEP, PERSON, SWEEP, PERSON]) == [2, 4, 0, 1, 3]


async def test_without_a_rate_nobody_waits():
    """A rate of 0 is no limit."""
    assert await queued(Limiter(0), [SWEEP] * 500) == list(range(500))


async def test_the_queue_has_an_end():
    """Those for whom no turn could come in time are told at once, and the others are served."""
    limiter = Limiter(16)
    calls = [asyncio.ensure_future(limiter.turn(PERSON)) for _ in range(16 + 128)]
    await asyncio.sleep(0)
    with pytest.raises(DeskBusy):
        await limiter.turn(PERSON)
    assert sum(call.done() for call in calls) == 16
    for call in calls:
        call.cancel()
    await asyncio.gather(*calls, return_exceptions=True)
    waits = asyncio.ensure_future(limiter.turn(PERSON))
    await asyncio.sleep(0)
    assert not waits.done()
    waits.cancel()
    await asyncio.gather(waits, return_exceptions=True)


async def test_nobody_slips_in_before_those_who_wait():
    """Even when a turn is due and has not been handed out yet, it is the first one's."""
    limiter, gone = Limiter(1.9), []

    async def call(name: str) -> None:
        await limiter.turn(PERSON)
        gone.append(name)

    await call("first")
    waiting = asyncio.ensure_future(call("waiting"))
    await asyncio.sleep(0)
    time.sleep(0.6)  # noqa: ASYNC251 - the turn falls due while nothing else can run
    await asyncio.gather(call("late"), waiting)
    assert gone == ["first", "waiting", "late"]


async def test_who_gives_up_holds_up_nobody():
    """A call that was called off in the queue neither takes a turn nor stands in the way."""
    limiter = Limiter(100)
    await queued(limiter, [PERSON] * 100)
    given_up = [asyncio.ensure_future(limiter.turn(PERSON)) for _ in range(50)]
    await asyncio.sleep(0)
    served = asyncio.ensure_future(limiter.turn(SWEEP))
    await asyncio.sleep(0)
    for call in given_up:
        call.cancel()
    await asyncio.wait_for(served, 5)
    await asyncio.gather(*given_up, return_exceptions=True)
    assert sorted(await queued(limiter, [SWEEP, PERSON])) == [0, 1]


@pytest.mark.parametrize(
    "ask",
    [
        lambda gelato: gelato.order("1042"),
        lambda gelato: gelato.rows_of_reference("1042"),
    ],
    ids=["get", "search"],
)
async def test_every_call_takes_its_turn(
    access: GelatoAccess, stand_in: StandInGelato, ask: Callable[[Gelato], Awaitable[object]]
):
    """The limiter stands before every call: a rate that is used up lets nothing out."""
    slow = GelatoAccess(access.dialect, access.address, access.key, rate=0.05)
    async with Gelato.opened(slow) as gelato:
        await asyncio.gather(ask(gelato), return_exceptions=True)
        late = asyncio.ensure_future(ask(gelato))
        await asyncio.sleep(0.1)
        assert not late.done()
        assert len(stand_in.requests) == 1
        late.cancel()
        await asyncio.gather(late, return_exceptions=True)
