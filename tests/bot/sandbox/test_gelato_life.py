"""Time: orders move, listeners hear of it, and the wire between may misbehave."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from bot.sandbox.gelato import Mischief, StandInGelato
from bot.sandbox.gelato.words import PATHS_OF_LIFE, Dialect
from bot.sandbox.serving import served

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(days=1)
WAITING = {"draft", "pending_approval", "pending_personalization", "not_connected", "on_hold"}


@dataclass
class Listener:
    """Somebody who hears events and answers what it is told to, 200 when there is nothing."""

    answers: list[int] = field(default_factory=list)
    heard: list[dict[str, Any]] = field(default_factory=list)
    secrets: set[str | None] = field(default_factory=set)

    async def hear(self, request: web.Request) -> web.Response:
        self.heard.append(await request.json())
        self.secrets.add(request.headers.get("X-Orderdesk-Secret"))
        return web.Response(status=self.answers.pop(0) if self.answers else 200)

    def app(self) -> web.Application:
        app = web.Application()
        app.router.add_post("/hooks", self.hear)
        return app


@dataclass
class Scene:
    """A stand-in that speaks to a listener, and the waits between its tries."""

    gelato: StandInGelato
    listener: Listener
    waits: list[float]

    async def move(self, key: str, status: str) -> list[dict[str, Any]]:
        self.gelato.move(key, status)
        await self.gelato.hooks.quiet()
        return self.listener.heard


async def opened(dialect: Dialect) -> AsyncIterator[Scene]:
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        await asyncio.sleep(0)

    gelato, listener = StandInGelato(dialect, clock=lambda: NOON, sleep=wait), Listener()
    async with served(gelato.app), served(listener.app()) as ear:
        gelato.hooks.listen(f"{ear}/hooks", "open sesame")
        yield Scene(gelato, listener, waits)


@pytest.fixture
async def v4() -> AsyncIterator[Scene]:
    async for scene in opened("v4"):
        yield scene


@pytest.fixture
async def connect() -> AsyncIterator[Scene]:
    async for scene in opened("connect"):
        yield scene


def statuses(gelato: StandInGelato) -> list[str]:
    return [order["fulfillmentStatus"] for order in gelato.orders]


@pytest.mark.parametrize("dialect", ["connect", "v4"])
def test_orders_move_along_their_life(dialect: Dialect):
    """After a month those that were on their way have arrived; waiting ones still wait."""
    gelato = StandInGelato(dialect, clock=lambda: NOON)
    before = statuses(gelato)
    gelato.advance(30 * DAY)
    after = statuses(gelato)
    assert Counter(after)["delivered"] > Counter(before)["delivered"]
    for old, new in zip(before, after, strict=True):
        assert new == old or (old not in WAITING and old not in {"delivered", "canceled"})


@pytest.mark.parametrize("dialect", ["connect", "v4"])
def test_time_in_steps_is_time_at_once(dialect: Dialect):
    """The same orders in the same state, however the days were cut."""
    at_once, in_steps = (StandInGelato(dialect, clock=lambda: NOON) for _ in range(2))
    at_once.advance(4 * DAY)
    for _ in range(8):
        in_steps.advance(DAY / 2)
    assert at_once.orders == in_steps.orders
    assert list(at_once.hooks.events) == list(in_steps.hooks.events)


def test_the_clock_alone_moves_orders():
    """Nobody needs to say so: a later call finds a later world."""
    now = [NOON]
    gelato = StandInGelato("v4", clock=lambda: now[0])
    before = statuses(gelato)
    gelato.catch_up()
    assert statuses(gelato) == before
    now[0] += 5 * DAY
    gelato.catch_up()
    assert statuses(gelato) != before


def test_stuck_orders_stay_stuck():
    """Some orders were quiet for days before and stay so: there is something to find."""
    gelato = StandInGelato("v4", clock=lambda: NOON)
    gelato.advance(30 * DAY)
    assert "in_production" in statuses(gelato)
    assert "shipped" in statuses(gelato)


def test_time_does_not_run_backwards():
    """A negative step is refused."""
    gelato = StandInGelato("v4", orders=1, clock=lambda: NOON)
    with pytest.raises(ValueError, match="forwards"):
        gelato.advance(timedelta(seconds=-1))


@pytest.mark.parametrize("dialect", ["connect", "v4"])
def test_a_life_follows_the_documented_path(dialect: Dialect):
    """Each move is to a later word of the path, and a sent order has its parcels."""
    gelato = StandInGelato(dialect, clock=lambda: NOON)
    order = next(
        o for o in gelato.orders if o["fulfillmentStatus"] == PATHS_OF_LIFE[dialect][0]
        and NOON - datetime.fromisoformat(o["updatedAt"]) < timedelta(hours=1)
    )  # fmt: skip
    seen = [order["fulfillmentStatus"]]
    for _ in range(24 * 30):
        gelato.advance(timedelta(hours=1))
        if order["fulfillmentStatus"] != seen[-1]:
            seen.append(order["fulfillmentStatus"])
    path = [word for word in PATHS_OF_LIFE[dialect] if word in seen]
    assert [word for word in seen if word in path] == path
    assert path[-2:] in (["in_transit", "delivered"], ["shipped", "in_transit"])
    assert order["shipment"]["packages"]


async def test_v4_tells_the_documented_events(v4: Scene):
    """Items, then the order, then tracking codes, with the vendor's fields and no others."""
    order = v4.gelato.order("1042")
    heard = await v4.move("1042", "shipped")
    kinds = [event["event"] for event in heard]
    lines = len(order["items"])
    assert kinds == [
        *["order_item_status_updated"] * lines,
        "order_status_updated",
        *["order_item_tracking_code_updated"] * lines,
    ]
    item, told, code = heard[0], heard[lines], heard[-1]
    head = {"id", "event", "orderId", "storeId", "orderReferenceId"}
    place = {"Country", "StateProvince", "FacilityId"}
    method = {"shipmentMethodName", "shipmentMethodUid"}
    tracking = {"trackingCode", "trackingUrl"}
    assert set(item) == head | {"itemReferenceId", "status", "comment", "created"} | {
        f"fulfillment{name}" for name in place
    }
    assert set(told) == head | {"fulfillmentStatus", "comment", "items"}
    assert set(told["items"][0]) == {"itemReferenceId", "fulfillmentStatus", "fulfillments"}
    assert set(told["items"][0]["fulfillments"][0]) == tracking | method | {
        f"fulfillment{name}" for name in place
    }
    assert set(code) == head | tracking | method | {"itemReferenceId", "created"} | {
        f"production{name}" for name in place
    }
    assert [event["id"][:3] for event in (item, told, code)] == ["is_", "os_", "tc_"]


async def test_connect_tells_the_documented_package(connect: Scene):
    """One postback for each parcel, field by field as GC-PBREF shows it."""
    heard = await connect.move("1042", "shipped")
    assert len(heard) == 2
    assert {name: set(heard[0][name]) for name in heard[0]} == {
        "customer": {"id", "name", "referenceId"},
        "order": {"id", "referenceId", "metadata"},
        "package": {"id", "items", "status", "weight"},
        "shipment": {"fulfillmentLocation", "method", "tracking"},
    }
    assert isinstance(heard[0]["order"]["metadata"], dict)


@pytest.mark.parametrize(("status", "count"), [("delivered", 1), ("printed", 1), ("packaged", 0)])
async def test_connect_tells_what_has_a_trigger(connect: Scene, status: str, count: int):
    """A status without a trigger of its own passes in silence."""
    heard = await connect.move("1042", status)
    assert len(heard) == count
    assert all(event["order"]["referenceId"] == "1042" for event in heard)


async def test_each_part_of_a_split_order_is_told_alone(v4: Scene):
    """Events come per connected order, under its own id."""
    first, second = v4.gelato.book.family("1050")
    await v4.move(second["id"], "printed")
    assert {event["orderId"] for event in v4.listener.heard} == {second["id"]} != {first["id"]}


async def test_the_secret_travels_in_a_header(v4: Scene):
    """Every call carries it."""
    await v4.move("1042", "delivered")
    assert v4.listener.secrets == {"open sesame"}


@pytest.mark.parametrize(
    ("answers", "tries"),
    [([200], 1), ([204], 1), ([500, 200], 2), ([302, 404, 200], 3), ([500, 500, 500, 200], 3)],
)
async def test_a_failed_event_is_tried_three_times(connect: Scene, answers: list[int], tries: int):
    """Five seconds apart, until a 2xx; after the third it is lost."""
    connect.listener.answers = answers
    await connect.move("1042", "delivered")
    assert len(connect.gelato.hooks.deliveries) == tries
    assert connect.waits == [5.0] * (tries - 1)


async def test_nobody_listening_is_three_tries_too(connect: Scene):
    """A refused connection counts like a bad answer."""
    connect.gelato.hooks.listen("http://127.0.0.1:9/hooks", "s")
    await connect.move("1042", "delivered")
    assert [d.status for d in connect.gelato.hooks.deliveries] == [0, 0, 0]


async def test_events_can_be_doubled_and_lost(connect: Scene):
    """The next ones, so many, then all is well again."""
    connect.gelato.hooks.mischief = Mischief(double=1)
    assert len(await connect.move("1042", "delivered")) == 2
    assert connect.listener.heard[0] == connect.listener.heard[1]
    connect.gelato.hooks.mischief = Mischief(lose=1)
    assert len(await connect.move("1042", "returned")) == 2
    assert len(await connect.move("1042", "delivered")) == 3


async def test_events_can_be_reversed(v4: Scene):
    """The last first."""
    v4.gelato.hooks.mischief = Mischief(reverse=True)
    heard = await v4.move("1042", "delivered")
    assert heard == list(v4.gelato.hooks.events)[::-1]


async def test_events_can_be_held_back(connect: Scene):
    """They leave when their time has come."""
    connect.gelato.hooks.mischief = Mischief(hold=timedelta(seconds=60))
    assert await connect.move("1042", "delivered") == []
    connect.gelato.advance(timedelta(seconds=60))
    await connect.gelato.hooks.quiet()
    assert [event["order"]["referenceId"] for event in connect.listener.heard][:1] == ["1042"]


async def test_what_is_on_its_way_ends_with_the_server():
    """A stand-in that stops leaves nothing running behind."""
    pausing = asyncio.Event()

    async def pause_for_ever(_: float) -> None:
        pausing.set()
        await asyncio.Event().wait()

    gelato = StandInGelato("connect", orders=1, clock=lambda: NOON, sleep=pause_for_ever)
    async with served(gelato.app):
        gelato.hooks.listen("http://127.0.0.1:9/hooks", "s")
        gelato.move("1042", "delivered")
        await pausing.wait()
    await gelato.hooks.quiet()
    assert len(gelato.hooks.deliveries) == 1


def test_estimates_are_told_only_when_they_grow_later():
    """The beta event: never an earlier day than before."""
    gelato = StandInGelato("v4", clock=lambda: NOON)
    promised = {o["id"]: o["shipment"]["maxDeliveryDate"] for o in gelato.orders if o["shipment"]}
    gelato.advance(10 * DAY)
    told = [e for e in gelato.hooks.events if e["event"] == "order_delivery_estimate_updated"]
    assert told
    for event in told:
        assert event["maxDeliveryDate"] > promised.get(event["orderId"], "")
