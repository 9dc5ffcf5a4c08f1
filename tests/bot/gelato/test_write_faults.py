"""Every fault against every write: requests sent, effects at the server, and what is told."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import stamina
from aiohttp import web

from bot.gelato.client import LARGEST_ANSWER, Gelato, GelatoAccess
from bot.orders.dialect import Dialect
from bot.orders.errors import (
    AnswerNotUnderstood,
    GelatoBusy,
    GelatoDown,
    GelatoRefused,
    KeyRefused,
    OrderdeskError,
    OrderNotFound,
    UnknownOutcome,
)
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.gelato.data.products import BY_UID
from bot.sandbox.serving import served

CONNECT, V4 = Dialect.CONNECT, Dialect.V4
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SHORT = timedelta(seconds=0.8)
"""Enough for a busy machine to send the request at all."""
ADDRESS = {
    "firstName": "Ann",
    "lastName": "Lee",
    "addressLine1": "1 Main St",
    "city": "Oslo",
    "postCode": "0150",
    "country": "NO",
    "email": "ann@example.com",
}
ORDER = {
    "orderReferenceId": "N-1",
    "customerReferenceId": "C-1",
    "currency": "EUR",
    "shippingAddress": ADDRESS,
    "items": [
        {
            "itemReferenceId": "I-1",
            "productUid": next(iter(BY_UID)),
            "quantity": 1,
            "files": [{"type": "default", "url": "https://files.example.com/a.pdf"}],
        }
    ],
}


@dataclass(frozen=True)
class Write:
    """One write, and an order in the status that it is for. Some need no more than a success."""

    endpoint: str
    dialect: Dialect
    status: str
    send: Callable[[Gelato, str], Awaitable[object]]
    reads_the_answer: bool = True

    def __str__(self) -> str:
        return f"{self.dialect}-{self.endpoint}"


WRITES = [
    Write("cancel", CONNECT, "received", lambda g, key: g.cancel(key), reads_the_answer=False),
    Write("update", CONNECT, "received",
          lambda g, key: g.update_shipment(key, {"shippingAddress": ADDRESS})),
    Write("submit", CONNECT, "received", lambda g, _: g.submit(ORDER)),
    Write("cancel", V4, "passed", lambda g, key: g.cancel(key), reads_the_answer=False),
    Write("submit", V4, "passed", lambda g, _: g.submit(ORDER)),
    Write("patch", V4, "draft", lambda g, key: g.release_draft(key)),
    Write("delete", V4, "draft", lambda g, key: g.delete_draft(key), reads_the_answer=False),
]  # fmt: skip
READING = [write for write in WRITES if write.reads_the_answer]


@dataclass(frozen=True)
class Met:
    """Faults that are met, and what comes of them. No `error`: the person hears it was done."""

    faults: tuple[dict[str, Any], ...]
    error: type[OrderdeskError] | None
    requests: int
    is_done: bool


def met(
    error: type[OrderdeskError] | None, requests: int, done: int, *faults: dict[str, Any]
) -> Met:
    return Met(faults, error, requests, bool(done))


def fault(kind: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, **more}


FAULTS = {
    "none": met(None, 1, 1),
    # What Gelato answers was not done, and is not asked again.
    "400": met(GelatoRefused, 1, 0, fault("status", status=400)),
    "401": met(KeyRefused, 1, 0, fault("status", status=401)),
    "404": met(OrderNotFound, 1, 0, fault("status", status=404)),
    "409": met(GelatoRefused, 1, 0, fault("status", status=409)),
    # Too many requests: certainly not done, so it is asked again.
    "429": met(GelatoBusy, 3, 0, fault("busy")),
    "429-then-well": met(None, 3, 1, fault("busy", times=2)),
    "429-a-second-then-well": met(None, 2, 1, fault("busy", times=1, retry_after="1")),
    "429-too-long": met(GelatoBusy, 1, 0, fault("busy", retry_after="6")),
    "429-then-409": met(GelatoRefused, 2, 0, fault("busy", times=1), fault("status", status=409)),
    # Done or not, nobody can tell: it is not asked again.
    "408": met(UnknownOutcome, 1, 0, fault("status", status=408)),
    "500": met(UnknownOutcome, 1, 0, fault("status", status=500)),
    "502": met(UnknownOutcome, 1, 0, fault("status", status=502)),
    "503": met(UnknownOutcome, 1, 0, fault("status", status=503)),
    "503-after": met(UnknownOutcome, 1, 1, fault("status", status=503, after=True)),
    "cut-before": met(UnknownOutcome, 1, 0, fault("cut_before")),
    "cut-after": met(UnknownOutcome, 1, 1, fault("cut_after")),
    "redirect": met(UnknownOutcome, 1, 0, fault("redirect", status=307)),
    "redirect-after": met(UnknownOutcome, 1, 1, fault("redirect", status=303, after=True)),
    "slow-after": met(UnknownOutcome, 1, 1, fault("delay", seconds=60.0, after=True)),
    "429-then-cut-after": met(UnknownOutcome, 2, 1, fault("busy", times=1), fault("cut_after")),
}
BAD_ANSWERS = {
    "garbage": fault("garbage", after=True),
    "page": fault("html", after=True),
    "empty": fault("empty", after=True),
    "endless": fault("status", status=200, body='{"id":"' + "x" * LARGEST_ANSWER, after=True),
}
HALF_ANSWERS = {"half": fault("half"), "torn": fault("torn"), "drip": fault("drip", seconds=60.0)}


@pytest.fixture
def over() -> asyncio.Event:
    """Set when nobody is let wait any longer by the stand-in."""
    return asyncio.Event()


@pytest.fixture
def stand_in(write: Write, over: asyncio.Event) -> StandInGelato:
    async def sleep(seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), seconds)

    return StandInGelato(write.dialect.value, orders=60, clock=lambda: NOON, sleep=sleep)


def order_for(stand_in: StandInGelato, write: Write) -> str:
    """The id of the first order that is in the right status."""
    return str(next(o["id"] for o in stand_in.orders if o["fulfillmentStatus"] == write.status))


@dataclass
class Stage:
    """A stand-in, how to get in, and the order that is written to."""

    gelato: StandInGelato
    access: GelatoAccess
    write: Write
    order_id: str

    async def play(self, *faults: dict[str, Any]) -> type[OrderdeskError] | None:
        """Sends the write into these faults; the kind of error that came, if any did."""
        for each in faults:
            more = {name: value for name, value in each.items() if name != "kind"}
            self.gelato.faults.add(each["kind"], self.write.endpoint, **more)
        is_slow = any(each["kind"] in {"delay", "drip"} for each in faults)
        access = replace(self.access, patience=SHORT) if is_slow else self.access
        async with Gelato.opened(access) as gelato, asyncio.timeout(20):
            try:
                await self.write.send(gelato, self.order_id)
            except OrderdeskError as error:
                return type(error)
        return None

    @property
    def happened(self) -> tuple[int, list[str]]:
        """Requests that came, and what they changed. Nothing else was called or changed."""
        calls = [call.endpoint for call in self.gelato.requests]
        assert set(calls) == {self.write.endpoint}
        changed = {order_id for _, order_id in self.gelato.effects}
        assert self.write.endpoint == "submit" or changed <= {self.order_id}
        return len(calls), [kind for kind, _ in self.gelato.effects]

    def done(self, is_done: bool) -> list[str]:
        """What the journal of effects says then."""
        return [self.write.endpoint] if is_done else []


@pytest.fixture
async def stage(stand_in: StandInGelato, write: Write, over: asyncio.Event) -> AsyncIterator[Stage]:
    async with served(stand_in.app) as base:
        access = GelatoAccess(write.dialect, base + stand_in.base, stand_in.key, rate=0)
        yield Stage(stand_in, access, write, order_for(stand_in, write))
        over.set()


@pytest.mark.parametrize("write", WRITES, ids=str)
@pytest.mark.parametrize("met", FAULTS.values(), ids=FAULTS)
async def test_every_fault_of_every_write(stage: Stage, write: Write, met: Met):
    """Done at most once, asked again only when certainly not done, and doubt is told as doubt."""
    error = await stage.play(*met.faults)
    is_wrong_address = met.error is OrderNotFound and write.endpoint == "submit"
    assert error is (AnswerNotUnderstood if is_wrong_address else met.error)
    assert stage.happened == (met.requests, stage.done(met.is_done))


@pytest.mark.parametrize("write", WRITES, ids=str)
async def test_what_is_late_is_in_doubt_because_it_may_still_be_done(
    stage: Stage, over: asyncio.Event
):
    """When the deadline passes nothing was done yet; a moment later it is."""
    assert await stage.play(fault("delay", seconds=60.0)) is UnknownOutcome
    assert stage.happened == (1, [])
    over.set()
    async with asyncio.timeout(20):
        while not stage.gelato.effects:  # noqa: ASYNC110  # the stand-in tells of no event
            await asyncio.sleep(0.01)
    assert stage.happened == (1, stage.done(is_done=True))


@pytest.mark.parametrize("write", WRITES, ids=str)
@pytest.mark.parametrize("answer", BAD_ANSWERS.values(), ids=BAD_ANSWERS)
async def test_a_success_in_strange_words(stage: Stage, write: Write, answer: dict[str, Any]):
    """Enough where a success is all there is to say; else what was made is not known."""
    error = await stage.play(answer)
    assert error is (UnknownOutcome if write.reads_the_answer else None)
    assert stage.happened == (1, stage.done(is_done=True))


@pytest.mark.parametrize("write", READING, ids=str)
@pytest.mark.parametrize("answer", HALF_ANSWERS.values(), ids=HALF_ANSWERS)
async def test_half_a_success(stage: Stage, answer: dict[str, Any]):
    """What cannot be read to its end is not known, and not asked for again."""
    assert await stage.play(answer) is UnknownOutcome
    assert stage.happened == (1, stage.done(is_done=True))


@pytest.mark.parametrize("write", WRITES[:1], ids=str)
@pytest.mark.parametrize("answer", HALF_ANSWERS.values(), ids=HALF_ANSWERS)
async def test_half_an_ok_is_one(stage: Stage, answer: dict[str, Any]):
    """A cancel that was confirmed is done, whatever becomes of the rest of the answer."""
    assert await stage.play(answer) is None
    assert stage.happened == (1, stage.done(is_done=True))


@pytest.fixture
def retried() -> Iterator[list[Callable[[], object]]]:
    """What is to be done before a call is repeated, one thing before each repeat."""
    todo: list[Callable[[], object]] = []
    stamina.instrumentation.set_on_retry_hooks([lambda _: todo.pop(0)()])
    yield todo
    stamina.instrumentation.set_on_retry_hooks(None)


@pytest.mark.parametrize("write", WRITES, ids=str)
async def test_a_refused_connection_is_tried_again(
    stand_in: StandInGelato, write: Write, retried: list[Callable[[], object]]
):
    """Nothing can have been done then: it is sent again, and done once when somebody listens."""
    runner, port = web.AppRunner(stand_in.app, access_log=None), socket.socket()
    port.bind(("127.0.0.1", 0))  # nobody listens yet
    await runner.setup()
    opened = asyncio.Event()
    retried += [lambda: None, lambda: (port.listen(), opened.set())]
    address = "http://{}:{}".format(*port.getsockname()) + stand_in.base
    order = order_for(stand_in, write)
    stage = Stage(stand_in, GelatoAccess(write.dialect, address, stand_in.key), write, order)
    sent = asyncio.ensure_future(stage.play())
    async with asyncio.timeout(20):
        await opened.wait()
    await web.SockSite(runner, port).start()
    assert await sent is None
    assert stage.happened == (1, stage.done(is_done=True))
    await runner.cleanup()


@pytest.mark.parametrize("write", WRITES, ids=str)
async def test_where_nobody_listens_nothing_was_changed(
    stand_in: StandInGelato, write: Write, retried: list[Callable[[], object]]
):
    """After as many tries as a read has, a person hears that it was not done."""
    retried += [lambda: None] * 2
    access = GelatoAccess(write.dialect, "http://127.0.0.1:9", stand_in.key)
    stage = Stage(stand_in, access, write, order_for(stand_in, write))
    assert await stage.play() is GelatoDown
    assert retried == []
