"""Whether a write may have reached Gelato: what is told when it certainly did not."""

import asyncio
import socket
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from bot.gelato.circuit import FAILURES_TO_OPEN
from bot.gelato.client import Gelato, GelatoAccess
from bot.gelato.deadlines import PATIENCE, Urgency
from bot.gelato.flight import Flight
from bot.orders.dialect import Dialect
from bot.orders.errors import (
    AnswerNotUnderstood,
    DeskBusy,
    GelatoBusy,
    GelatoDown,
    GelatoRefused,
    GelatoResting,
    KeyRefused,
    OrderNotFound,
    UnknownOutcome,
)
from bot.sandbox.gelato import StandInGelato

SHORT = timedelta(seconds=0.8)
DIALECT = [Dialect.CONNECT]
HTTP1, HTTP2 = "http11.send_request_headers.started", "http2.send_request_headers.started"


def flight(*, is_watched: bool = True) -> Flight:
    return Flight(asyncio.timeout_at(1.0), is_watched=is_watched)


async def fail(write: Flight, event: str | None, error: Exception) -> None:
    """One attempt that gets as far as this event, and then fails."""
    with write.attempt():
        if event:
            await write.extensions["trace"](event, {})
        raise error


@pytest.mark.parametrize(
    ("event", "error", "told"),
    [
        (None, GelatoDown(), GelatoDown),
        ("connection.connect_tcp.started", GelatoDown(), GelatoDown),
        ("connection.start_tls.started", GelatoDown(), GelatoDown),
        ("connection.start_tls.started", ValueError(), ValueError),
        (HTTP1, GelatoDown(), UnknownOutcome),
        (HTTP2, GelatoDown(), UnknownOutcome),
        (HTTP1, AnswerNotUnderstood(), UnknownOutcome),
        (HTTP1, ValueError(), UnknownOutcome),
        (HTTP1, GelatoDown(was_sent=False), GelatoDown),
        (HTTP1, GelatoBusy(), GelatoBusy),
        (HTTP1, GelatoRefused(), GelatoRefused),
        (HTTP1, KeyRefused(), KeyRefused),
        (HTTP1, OrderNotFound(), OrderNotFound),
        (HTTP1, GelatoResting(), GelatoResting),
        (HTTP1, DeskBusy(), DeskBusy),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
async def test_doubt_begins_when_the_request_leaves(
    event: str | None, error: Exception, told: type[Exception]
):
    """Before, nothing was done; after, only an answer that says so ends the doubt."""
    write = flight()
    with pytest.raises(told) as caught:
        await fail(write, event, error)
    assert type(caught.value) is told
    assert type(write.lost()) is (UnknownOutcome if told is UnknownOutcome else GelatoDown)


async def test_a_new_attempt_begins_without_doubt():
    """What an earlier attempt left does not hang on to the next."""
    write = flight()
    with write.attempt():
        await write.extensions["trace"](HTTP1, {})
    assert type(write.lost()) is UnknownOutcome
    with pytest.raises(GelatoDown), write.attempt():
        raise GelatoDown
    assert type(write.lost()) is GelatoDown


def test_a_read_is_not_watched():
    """It leaves nothing behind, whatever becomes of it."""
    assert flight(is_watched=False).extensions == {}


@pytest.mark.parametrize("dialect", DIALECT)
async def test_a_deadline_while_connecting_is_no_doubt(access: GelatoAccess):
    """A machine that takes no connection has been asked nothing."""
    with socket.socket() as full:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        address = "http://{}:{}".format(*full.getsockname())
        async with Gelato.opened(replace(access, address=address, patience=SHORT)) as gelato:
            with socket.create_connection(full.getsockname()), pytest.raises(GelatoDown):
                await gelato.cancel("1042")


@pytest.mark.parametrize("dialect", DIALECT)
async def test_a_deadline_in_the_queue_is_no_doubt(access: GelatoAccess, stand_in: StandInGelato):
    """Who waited for a turn under the rate limit, or for one after a 429, asked nothing more."""
    stand_in.faults.add("busy", "cancel")
    async with Gelato.opened(replace(access, rate=0.1, patience=SHORT)) as gelato:
        with pytest.raises(GelatoDown):
            await gelato.cancel("1042")  # answered 429, and then waits for its turn
        with pytest.raises(GelatoDown):
            await gelato.cancel("1042")
    assert len(stand_in.requests) == 1


@pytest.mark.parametrize(
    ("dialect", "kind", "rests"),
    [
        (Dialect.CONNECT, "cut_after", True),
        (Dialect.V4, "status", True),
        (Dialect.V4, "redirect", False),
    ],
)
async def test_lost_writes_let_gelato_rest_like_lost_reads(
    gelato: Gelato, stand_in: StandInGelato, kind: str, rests: bool
):
    """Silence and 5xx count, any other answer is a sign of life; a rest is nothing done."""
    stand_in.faults.add(kind, "cancel")
    for _ in range(FAILURES_TO_OPEN):
        with pytest.raises(UnknownOutcome):
            await gelato.cancel("1042")
    with pytest.raises(GelatoResting if rests else UnknownOutcome):
        await gelato.cancel("1042")
    assert len(stand_in.requests) == FAILURES_TO_OPEN + (0 if rests else 1)


@pytest.mark.parametrize("dialect", DIALECT)
async def test_the_answer_to_a_write_is_awaited_longer(gelato: Gelato, stand_in: StandInGelato):
    """A read that is slow is asked again instead; a write cannot be, so it gets all the time."""
    order = next(o for o in stand_in.orders if o["fulfillmentStatus"] == "received")
    brief = replace(PATIENCE[Urgency.PERSON], timeouts=httpx.Timeout(2.0, read=0.2))
    gelato._door._patience[Urgency.PERSON] = brief
    stand_in.faults.add("delay", "get", "cancel", seconds=0.5)
    with pytest.raises(GelatoDown):
        await gelato.order(order["id"])
    await gelato.cancel(order["id"])
    assert [len(stand_in.requests.of(name)) for name in ("get", "cancel")] == [3, 1]
