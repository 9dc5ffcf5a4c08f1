"""What Gelato tells is a hint: the order is read again, and nothing that was told is lost."""

import json
from datetime import timedelta

import pytest

from bot.desk.hints import FIRST_PAUSE, MOST_TRIES
from bot.orders.dialect import Dialect
from bot.orders.errors import StoreTrouble
from bot.orders.sightings import How
from bot.store.inbox import CLAIMED_FOR

both = pytest.mark.parametrize("dialect", list(Dialect), ids=str, indirect=True)


def event(order, status, event_id="os_1"):
    """An order's event as v4 sends it."""
    told = {"id": event_id, "event": "order_status_updated", "orderId": order["id"]}
    told |= {"orderReferenceId": order["orderReferenceId"], "fulfillmentStatus": status}
    return json.dumps(told).encode()


@both
async def test_what_is_told_is_read_and_known_at_once(watch):
    """A state counts from the moment it was told of, not from when it was read."""
    await watch.swept()
    order = watch.of("in_production")
    watch.hands.turn(10)
    watch.stand_in.hooks.events.clear()
    watch.stand_in.move(order["id"], "printed")
    watch.stand_in.move(order["id"], "shipped")
    for told in list(watch.stand_in.hooks.events):
        await watch.hear(json.dumps(told).encode())
    told_at = watch.hands()
    watch.hands.turn(5)
    watch.stand_in.requests.clear()
    await watch.hints.work()
    last = (await watch.ledger.states(order["id"]))[-1]
    assert (last.since, last.how) == (
        told_at if watch.stand_in.dialect == "v4" else watch.hands(),
        How.WEBHOOK,
    )
    assert last.status == "shipped"
    assert watch.calls()[1] == 1
    assert not await watch.inbox.due(watch.hands() + timedelta(days=1))


async def test_a_late_event_moves_nothing_and_is_kept(watch):
    """What was told too late is visible as a contradiction; the order stays where it was read."""
    order = watch.of("shipped")
    await watch.swept()
    watch.hands.turn(10)
    await watch.hear(event(order, "printed"))
    await watch.hints.work()
    seen = await watch.ledger.observed(order["id"])
    assert seen.status == "shipped"
    (kept,) = await watch.ledger.contradictions(order["id"])
    assert (kept.said, kept.held, kept.how) == ("printed", "shipped", How.EVENT)
    assert (kept.at, kept.held_since) == (watch.hands(), seen.since)
    assert len(await watch.ledger.states(order["id"])) == 1


async def test_an_event_counts_once(watch):
    """A second delivery is known already, while it waits and when it is done."""
    told = event(watch.of("shipped"), "shipped")
    assert await watch.hear(told)
    assert not await watch.hear(told)
    await watch.hints.work()
    assert not await watch.hear(told)
    assert watch.calls()[1] == 1
    assert await watch.inbox.counts() == {"order_status_updated done": 1}


async def test_the_same_id_of_another_event_is_another_event(watch):
    """Gelato's own samples repeat an id; the name tells them apart."""
    order = watch.of("shipped")
    assert await watch.hear(event(order, "shipped"))
    other = event(order, "shipped").replace(b"order_status", b"order_item_status")
    assert await watch.hear(other)


@pytest.mark.parametrize("fault", [400, 404])
async def test_what_cannot_be_read_is_tried_again(watch, fault):
    """Gelato may refuse, or not know the order yet: the hint waits, longer each time, and ends."""
    order = watch.of("in_production")
    await watch.hear(event(order, "in_production"))
    watch.stand_in.faults.add("status", "get", status=fault)
    pause = FIRST_PAUSE
    for _ in range(MOST_TRIES):
        await watch.hints.work()
        watch.hands.moment += pause - timedelta(seconds=1)
        assert not await watch.inbox.due(watch.hands())
        watch.hands.moment += timedelta(seconds=1)
        pause *= 2
    assert await watch.inbox.counts() == {"order_status_updated given_up": 1}
    watch.stand_in.faults.clear()
    assert await watch.hear(event(order, "in_production"))
    await watch.hints.work()
    assert (await watch.ledger.observed(order["id"])).status == "in_production"


async def test_a_hint_is_done_when_its_read_is_written(watch, monkeypatch):
    """Where the ledger cannot be written, the event stays to be worked on."""
    order = watch.of("shipped")
    await watch.hear(event(order, "shipped"))
    monkeypatch.setattr(watch.ledger, "saw", _broken)
    with pytest.raises(ExceptionGroup):
        await watch.hints.work()
    monkeypatch.undo()
    watch.hands.moment += CLAIMED_FOR
    await watch.hints.work()
    assert (await watch.ledger.observed(order["id"])).status == "shipped"


async def _broken(_):
    raise StoreTrouble


async def test_a_hint_survives_a_restart(watch):
    """What was taken in and begun is gone on with by the next program."""
    order = watch.of("shipped")
    await watch.hear(event(order, "shipped"))
    assert len(await watch.inbox.due(watch.hands())) == 1
    await watch.restart()
    await watch.hints.work()
    assert await watch.ledger.observed(order["id"]) is None
    watch.hands.turn(5)
    await watch.hints.work()
    assert (await watch.ledger.observed(order["id"])).status == "shipped"


async def test_what_nobody_knows_is_kept_and_counted(watch):
    """An event without a use calls nothing, and can be counted."""
    assert await watch.hear(b'{"id": "x-1", "event": "moon_rose", "moon": "full"}')
    assert await watch.hear(b'{"id": "spc_1", "event": "store_product_created"}')
    await watch.hints.work()
    assert watch.calls() == (0, 0)
    assert await watch.inbox.counts() == {"moon_rose unused": 1, "store_product_created unused": 1}


async def test_a_delay_that_gelato_tells_of_is_noted(watch):
    """GelatoConnect's own "delayed" stands beside the state until the order moves."""
    order = watch.of("in_production")
    told = {"currentDate": "2026-11-21 12:00:00", "orderId": order["id"]}
    await watch.hear(json.dumps(told).encode())
    await watch.hints.work()
    assert (await watch.ledger.observed(order["id"])).delayed_at == watch.hands()


@both
async def test_an_event_that_names_a_reference_alone_finds_its_orders(watch):
    """Where no id is told, every order of the reference is read."""
    order = watch.of("shipped")
    told = {"id": "os_9", "event": "order_status_updated", "fulfillmentStatus": "shipped"}
    told["orderReferenceId"] = order["orderReferenceId"]
    await watch.hear(json.dumps(told).encode())
    await watch.hints.work()
    family = watch.stand_in.book.family(order["orderReferenceId"])
    assert await watch.believed() == {o["id"]: o["fulfillmentStatus"] for o in family}


@pytest.mark.parametrize(("reference", "parts"), [("1060", 3), ("1042", 1)])
async def test_what_is_told_of_a_reference_is_told_of_no_part(watch, reference, parts):
    """Which of several is late, or in that state, is not known: they are read, and no more."""
    named = {"orderReferenceId": reference}
    late = {"currentDate": "2026-11-21 12:00:00", **named}
    lost = {"id": "os_9", "event": "order_status_updated", "fulfillmentStatus": "lost", **named}
    for told in (late, lost):
        await watch.hear(json.dumps(told).encode())
    await watch.hints.work()
    family = watch.stand_in.book.family(reference)
    assert len(family) == parts
    for order in family:
        seen = await watch.ledger.observed(order["id"])
        doubts = await watch.ledger.contradictions(order["id"])
        assert (seen.delayed_at is None, doubts == []) == (parts > 1, parts > 1)
