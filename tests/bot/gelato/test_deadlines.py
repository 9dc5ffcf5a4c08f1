"""Every fault against every call: what comes of it, after how many requests, and in time."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest

from bot.gelato.client import Gelato, GelatoAccess
from bot.gelato.deadlines import PATIENCE, Urgency
from bot.orders.dialect import Dialect
from bot.orders.errors import (
    AnswerNotUnderstood,
    GelatoBusy,
    GelatoDown,
    GelatoRefused,
    KeyRefused,
    OrderdeskError,
    OrderNotFound,
)
from bot.orders.order import Address
from bot.orders.query import Query
from bot.orders.quote import QuotedItem, QuoteWish
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.gelato.data.products import BY_UID
from bot.sandbox.serving import served

ADDRESS = Address(
    first_name="Ann", last_name="Lee", address_line1="1 Main St", city="Oslo", post_code="0150",
    country="NO", email="ann@example.com",
)  # fmt: skip
WISH = QuoteWish("Q-1", "C-1", "EUR", ADDRESS, (QuotedItem("I-1", next(iter(BY_UID)), 1),))
ALL = (Dialect.CONNECT, Dialect.V4)


@dataclass(frozen=True)
class Call:
    """One way to ask Gelato, by the endpoint that faults are switched on for."""

    endpoint: str
    ask: Callable[[Gelato], Awaitable[object]]
    dialects: tuple[Dialect, ...] = ALL
    urgency: Urgency = Urgency.PERSON
    is_of_one_order: bool = False


async def scanned(gelato: Gelato, urgency: Urgency) -> None:
    async with gelato.search(Query(), urgency) as scan:
        async for _ in scan:
            pass


CALLS = [
    Call("get", lambda gelato: gelato.order("1042"), is_of_one_order=True),
    Call("get", lambda gelato: gelato.order("1042", Urgency.SWEEP), urgency=Urgency.SWEEP,
         is_of_one_order=True),
    Call("search", lambda gelato: gelato.rows_of_reference("1042")),
    Call("search", lambda gelato: scanned(gelato, Urgency.PERSON)),
    Call("search", lambda gelato: scanned(gelato, Urgency.SWEEP), urgency=Urgency.SWEEP),
    Call("quote", lambda gelato: gelato.quote(WISH), (Dialect.V4,)),
    Call("methods", lambda gelato: gelato.shipping_methods(), (Dialect.V4,)),
]  # fmt: skip
PAIRS = [
    pytest.param(call, dialect, id=f"{call.endpoint}-{n}-{call.urgency}-{dialect}")
    for n, call in enumerate(CALLS)
    for dialect in call.dialects
]


@dataclass(frozen=True)
class Met:
    """A fault that is met, the error that comes of it, and whether it is tried again."""

    kind: str
    error: type[OrderdeskError]
    again: bool = False
    more: dict[str, Any] = field(default_factory=dict)


FAULTS = [
    pytest.param(Met("status", GelatoRefused, more={"status": 400}), id="400"),
    pytest.param(Met("status", KeyRefused, more={"status": 401}), id="401"),
    pytest.param(Met("status", OrderNotFound, more={"status": 404}), id="404"),
    pytest.param(Met("status", GelatoRefused, more={"status": 405}), id="405"),
    pytest.param(Met("status", GelatoRefused, more={"status": 409}), id="409"),
    pytest.param(Met("status", GelatoDown, again=True, more={"status": 500}), id="500"),
    pytest.param(Met("status", GelatoDown, again=True, more={"status": 504}), id="504"),
    pytest.param(Met("busy", GelatoBusy, again=True), id="429"),
    pytest.param(Met("busy", GelatoBusy, again=True, more={"retry_after": "1"}), id="429-a-second"),
    pytest.param(Met("busy", GelatoBusy, more={"retry_after": "31"}), id="429-too-long"),
    pytest.param(
        Met("busy", GelatoBusy, more={"retry_after": "date", "seconds": 9e8}), id="429-date"
    ),
    pytest.param(Met("cut_before", GelatoDown, again=True), id="cut"),
    pytest.param(Met("cut_after", GelatoDown, again=True), id="cut-after"),
    pytest.param(Met("torn", GelatoDown, again=True), id="torn"),
    pytest.param(Met("garbage", AnswerNotUnderstood), id="garbage"),
    pytest.param(Met("html", AnswerNotUnderstood), id="html"),
    pytest.param(Met("empty", AnswerNotUnderstood), id="empty"),
    pytest.param(Met("half", AnswerNotUnderstood), id="half"),
    pytest.param(Met("redirect", AnswerNotUnderstood), id="redirect"),
    pytest.param(Met("delay", GelatoDown, more={"seconds": 60.0}), id="delay"),
    pytest.param(Met("drip", GelatoDown, more={"seconds": 60.0}), id="drip"),
]


@pytest.fixture
def over() -> asyncio.Event:
    """Set when the test is over: until then, whom the stand-in lets wait for long waits."""
    return asyncio.Event()


@pytest.fixture
def stand_in(dialect: Dialect, over: asyncio.Event) -> StandInGelato:
    async def sleep(seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), seconds)

    return StandInGelato(dialect.value, orders=60, sleep=sleep)


@pytest.fixture
async def here(
    stand_in: StandInGelato, dialect: Dialect, over: asyncio.Event
) -> AsyncIterator[GelatoAccess]:
    for order in stand_in.orders[:1]:
        order["id"] = "1042"
    async with served(stand_in.app) as base:
        yield GelatoAccess(
            dialect, base + stand_in.base, stand_in.key, rate=0, shipment_address=base
        )
        over.set()


@pytest.mark.parametrize(("call", "dialect"), PAIRS)
@pytest.mark.parametrize("met", FAULTS)
async def test_every_fault_of_every_call(
    here: GelatoAccess, stand_in: StandInGelato, call: Call, met: Met
):
    """One error by name, as many requests as may help, and an end before the deadline."""
    stand_in.faults.add(met.kind, call.endpoint, **met.more)
    is_slow = met.kind in {"delay", "drip"}
    short = timedelta(seconds=0.8)  # enough for a busy machine to send the request at all
    access = replace(here, patience=short, sweep_patience=short) if is_slow else here
    async with Gelato.opened(access) as gelato, asyncio.timeout(5 if is_slow else 12):
        with pytest.raises(OrderdeskError) as caught:
            await call.ask(gelato)
    expected = met.error
    if expected is OrderNotFound and not call.is_of_one_order:
        expected = AnswerNotUnderstood  # what is missing is the endpoint, not an order
    assert type(caught.value) is expected
    assert len(stand_in.requests) == (PATIENCE[call.urgency].attempts if met.again else 1)
    assert {each.endpoint for each in stand_in.requests} == {call.endpoint}


@pytest.mark.parametrize(("call", "dialect"), PAIRS)
async def test_every_call_works_when_all_is_well(
    here: GelatoAccess, stand_in: StandInGelato, call: Call
):
    """The calls of the table above are right ones: without a fault each is one request."""
    async with Gelato.opened(here) as gelato:
        await call.ask(gelato)
    assert {each.endpoint for each in stand_in.requests} == {call.endpoint}


@pytest.mark.parametrize("dialect", ALL)
async def test_a_sweep_outlasts_what_a_person_does_not(here: GelatoAccess, stand_in: StandInGelato):
    """Four failures in a row end a click, and a sweep gets over them."""
    stand_in.faults.add("status", "get", times=4)
    async with Gelato.opened(here) as gelato:
        assert (await gelato.order("1042", Urgency.SWEEP)).id == "1042"
        stand_in.faults.add("status", "get", times=4)
        with pytest.raises(GelatoDown):
            await gelato.order("1042")


@pytest.mark.parametrize("dialect", [Dialect.V4])
async def test_a_person_waits_less_than_a_sweep(here: GelatoAccess, stand_in: StandInGelato):
    """Each has a patience of their own: what ends the one does not end the other."""
    stand_in.faults.add("delay", "get", seconds=2.0)
    hasty = replace(here, patience=timedelta(seconds=0.8))
    async with Gelato.opened(hasty) as gelato:
        with pytest.raises(GelatoDown):
            await gelato.order("1042")
        assert (await gelato.order("1042", Urgency.SWEEP)).id == "1042"


@pytest.mark.parametrize("dialect", [Dialect.V4])
async def test_a_sweep_leaves_connections_to_people(here: GelatoAccess, stand_in: StandInGelato):
    """However much is swept at once, a click reaches Gelato beside it."""
    stand_in.faults.add("delay", "search", seconds=30.0)
    async with Gelato.opened(replace(here, patience=timedelta(seconds=3))) as gelato:
        sweeps = [asyncio.ensure_future(scanned(gelato, Urgency.SWEEP)) for _ in range(40)]
        async with asyncio.timeout(20):
            while len(stand_in.requests) < 8:  # noqa: ASYNC110  # the journal tells of no event
                await asyncio.sleep(0.01)
        await asyncio.sleep(0.1)
        assert len(stand_in.requests) == 8
        assert (await gelato.order("1042")).id == "1042"
        for sweep in sweeps:
            sweep.cancel()
        await asyncio.gather(*sweeps, return_exceptions=True)
