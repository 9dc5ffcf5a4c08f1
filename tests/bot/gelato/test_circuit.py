"""Leaving a dead Gelato alone, and finding out when it lives again."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest

from bot.gelato.circuit import FAILURES_TO_OPEN, FIRST_REST, LONGEST_REST, Circuit
from bot.gelato.client import Gelato, GelatoAccess
from bot.orders.errors import (
    AnswerNotUnderstood,
    GelatoBusy,
    GelatoDown,
    GelatoRefused,
    GelatoResting,
    KeyRefused,
    OrderdeskError,
    OrderNotFound,
)
from bot.sandbox.gelato import StandInGelato


@dataclass
class Hands:
    """A clock that a test moves."""

    seconds: float = 100.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Hands:
    return Hands()


@pytest.fixture
def circuit(clock: Hands) -> Circuit:
    return Circuit(clock)


def call(circuit: Circuit, error: OrderdeskError | None = None) -> None:
    """One call that ends so; only what the circuit itself says comes out."""
    try:
        with circuit.passing():
            if error is not None:
                raise error
    except OrderdeskError as raised:
        if raised is not error:
            raise


def kill(circuit: Circuit) -> None:
    for _ in range(FAILURES_TO_OPEN):
        call(circuit, GelatoDown())


def test_it_opens_after_so_many_failures_and_no_earlier(circuit: Circuit):
    """A few lost calls shut nobody out; so many in a row do."""
    for _ in range(FAILURES_TO_OPEN - 1):
        call(circuit, GelatoDown())
    assert not circuit.is_open
    call(circuit, GelatoDown())
    assert circuit.is_open
    with pytest.raises(GelatoResting) as resting:
        call(circuit)
    assert resting.value.again_in == FIRST_REST


@pytest.mark.parametrize(
    "sign",
    [None, GelatoBusy(), GelatoRefused(), KeyRefused(), OrderNotFound(), AnswerNotUnderstood()],
    ids=lambda error: type(error).__name__,
)
def test_any_answer_is_a_sign_of_life(circuit: Circuit, sign: OrderdeskError | None):
    """Only silence counts, and only in a row: a refusal is an answer."""
    for _ in range(FAILURES_TO_OPEN - 1):
        call(circuit, GelatoDown())
    call(circuit, sign)
    call(circuit, GelatoDown())
    assert not circuit.is_open


def test_after_a_rest_one_call_goes_ahead(circuit: Circuit, clock: Hands):
    """Until then nothing passes; then a single probe, however many want to."""
    kill(circuit)
    clock.seconds += FIRST_REST - 0.1
    with pytest.raises(GelatoResting):
        circuit.check()
    clock.seconds += 0.1
    with circuit.passing(), pytest.raises(GelatoResting):
        call(circuit)
    assert not circuit.is_open
    call(circuit)


def test_each_failed_probe_doubles_the_rest(circuit: Circuit, clock: Hands):
    """The longer it is dead the seldomer it is asked, up to once a minute."""
    kill(circuit)
    rests = []
    for _ in range(7):
        with pytest.raises(GelatoResting) as resting:
            call(circuit)
        rests.append(resting.value.again_in)
        clock.seconds += resting.value.again_in
        call(circuit, GelatoDown())
    assert rests == [2.0, 4.0, 8.0, 16.0, 32.0, LONGEST_REST, LONGEST_REST]


def test_after_it_lived_the_rest_is_short_again(circuit: Circuit, clock: Hands):
    """A probe that is answered closes the circuit, and nothing of the past counts."""
    kill(circuit)
    clock.seconds += FIRST_REST
    call(circuit, GelatoDown())
    clock.seconds += 2 * FIRST_REST
    call(circuit)
    for _ in range(FAILURES_TO_OPEN - 1):
        call(circuit, GelatoDown())
    assert not circuit.is_open
    call(circuit, GelatoDown())
    with pytest.raises(GelatoResting) as resting:
        circuit.check()
    assert resting.value.again_in == FIRST_REST


@pytest.mark.parametrize(("is_late", "opens"), [(False, False), (True, True)])
def test_a_call_that_was_called_off_tells_nothing(circuit: Circuit, is_late: bool, opens: bool):
    """Somebody who leaves says nothing about Gelato; a deadline that passed does."""
    for _ in range(FAILURES_TO_OPEN):
        with pytest.raises(asyncio.CancelledError), circuit.passing(lambda: is_late):
            raise asyncio.CancelledError
    assert circuit.is_open is opens


@pytest.mark.parametrize("is_late", [False, True])
def test_a_probe_that_is_called_off_lets_another_go(circuit: Circuit, clock: Hands, is_late: bool):
    """Nobody waits for a probe that nobody makes any more."""
    kill(circuit)
    clock.seconds += FIRST_REST
    with pytest.raises(asyncio.CancelledError), circuit.passing(lambda: is_late):
        raise asyncio.CancelledError
    clock.seconds += LONGEST_REST
    call(circuit)
    assert not circuit.is_open


def test_late_losses_do_not_lengthen_the_rest(circuit: Circuit, clock: Hands):
    """Calls that were under way when it opened may fail without doing more harm."""
    for _ in range(FAILURES_TO_OPEN - 1):
        call(circuit, GelatoDown())
    with suppress(GelatoDown), circuit.passing():
        call(circuit, GelatoDown())
        clock.seconds += FIRST_REST / 2
        raise GelatoDown
    clock.seconds += FIRST_REST / 2
    call(circuit)
    assert not circuit.is_open


async def test_people_are_told_at_once_while_gelato_is_dead(
    gelato: Gelato, stand_in: StandInGelato
):
    """After so many lost requests nothing goes out any more, and a sentence says why."""
    stand_in.faults.add("cut_before", "get")
    for _ in range(FAILURES_TO_OPEN // 3):
        with pytest.raises(GelatoDown):
            await gelato.order("1042")
    assert len(stand_in.requests) == FAILURES_TO_OPEN
    for ask in (gelato.order("1042"), gelato.rows_of_reference("1042")):
        with pytest.raises(GelatoResting, match="gets a rest"):
            await ask
    assert len(stand_in.requests) == FAILURES_TO_OPEN


async def test_a_gelato_that_never_answers_is_dead_too(
    access: GelatoAccess, stand_in: StandInGelato
):
    """Deadlines that pass count like lines that break."""
    stand_in.faults.add("delay", "get", seconds=20.0)
    async with Gelato.opened(replace(access, patience=timedelta(seconds=0.4))) as gelato:
        lost = [gelato.order("1042") for _ in range(FAILURES_TO_OPEN)]
        errors = await asyncio.gather(*lost, return_exceptions=True)
        assert {type(error) for error in errors} == {GelatoDown}
        with pytest.raises(GelatoResting):
            await gelato.order("1042")
    assert len(stand_in.requests) <= FAILURES_TO_OPEN


async def test_it_goes_on_once_gelato_lives(gelato: Gelato, stand_in: StandInGelato):
    """The probe after the rest brings an answer, and everybody is served again."""
    stand_in.faults.add("cut_before", "get", times=FAILURES_TO_OPEN)
    order_id = stand_in.order("1042")["id"]
    lost = [gelato.order(order_id) for _ in range(FAILURES_TO_OPEN // 3)]
    await asyncio.gather(*lost, return_exceptions=True)
    gelato._door._circuit._open_until = 0.0  # the rest is over, without waiting for it
    assert (await gelato.order(order_id)).id == order_id
    assert (await gelato.order(order_id)).id == order_id
