"""What the writes send, what they do at the server, and what comes back."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web

from bot.gelato.client import Gelato, GelatoAccess
from bot.orders.dialect import Dialect
from bot.orders.errors import (
    AnswerNotUnderstood,
    GelatoRefused,
    NotAsked,
    OrderNotFound,
    UnknownOutcome,
)
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.gelato.data.products import BY_UID
from bot.sandbox.serving import served

CONNECT, V4 = Dialect.CONNECT, Dialect.V4
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ADDRESS = {
    "firstName": "Ann",
    "lastName": "Lee",
    "addressLine1": "1 Main St",
    "city": "Oslo",
    "postCode": "0150",
    "country": "NO",
    "email": "ann@example.com",
}
ITEM = {
    "itemReferenceId": "I-1",
    "productUid": next(iter(BY_UID)),
    "quantity": 1,
    "files": [{"type": "default", "url": "https://files.example.com/a.pdf"}],
}
ORDER = {
    "orderReferenceId": "N-1",
    "customerReferenceId": "C-1",
    "currency": "EUR",
    "shippingAddress": ADDRESS,
    "items": [ITEM],
}


def in_status(stand_in: StandInGelato, *statuses: str) -> dict[str, Any]:
    """The first order that is in one of them."""
    return next(o for o in stand_in.orders if o["fulfillmentStatus"] in statuses)


async def test_a_cancelled_order_is_cancelled(gelato: Gelato, stand_in: StandInGelato):
    """One order, once; the other parts of its reference stay as they are."""
    part, *others = stand_in.book.family("1050")
    part["fulfillmentStatus"] = "passed"
    for item in part["items"]:
        item["fulfillmentStatus"] = "passed"
    before = [order["fulfillmentStatus"] for order in others]
    await gelato.cancel(part["id"])
    assert stand_in.effects == [("cancel", part["id"])]
    assert (await gelato.order(part["id"])).fulfillment_status == "canceled"
    assert [order["fulfillmentStatus"] for order in others] == before


@pytest.mark.parametrize(("dialect", "status"), [(CONNECT, "shipped"), (V4, "printed")])
async def test_what_is_too_late_is_refused_in_gelatos_words(
    gelato: Gelato, stand_in: StandInGelato, status: str
):
    """A person reads why, and nothing was done."""
    with pytest.raises(GelatoRefused, match=f"cannot be canceled, it is {status}"):
        await gelato.cancel(in_status(stand_in, status)["id"])
    assert stand_in.effects == []


async def test_a_new_order_is_told_by_its_id(gelato: Gelato, stand_in: StandInGelato):
    """The short answer and the whole order are read as the same thing."""
    submitted = await gelato.submit(ORDER)
    assert stand_in.effects == [("submit", submitted.id)]
    assert (submitted.order_reference_id, submitted.created_at) == ("N-1", NOON)
    assert submitted.fulfillment_status == {CONNECT: "", V4: "created"}[gelato.dialect]


@pytest.mark.parametrize(("fault", "found"), [("cut_after", 1), ("cut_before", 0)])
async def test_a_lost_submit_is_found_by_its_reference_later(
    gelato: Gelato, stand_in: StandInGelato, fault: str, found: int
):
    """Both look the same, and search does not know at once: who waits a little, sees."""
    stand_in.faults.add(fault, "submit")
    with pytest.raises(UnknownOutcome, match=r"not known.+looks again.+do not repeat"):
        await gelato.submit(ORDER)
    assert await gelato.rows_of_reference("N-1") == ()
    stand_in.advance(timedelta(seconds=2))
    rows = await gelato.rows_of_reference("N-1")
    assert [("submit", row.id) for row in rows] == stand_in.effects
    assert len(rows) == found


async def test_a_submit_to_a_wrong_address_names_the_settings(
    gelato: Gelato, stand_in: StandInGelato
):
    """A 404 to a submit is no missing order, and nothing was sent."""
    stand_in.faults.add("status", "submit", status=404)
    with pytest.raises(AnswerNotUnderstood, match="GELATO_API_URL and GELATO_PATHS"):
        await gelato.submit(ORDER)


@pytest.mark.parametrize("dialect", [CONNECT])
async def test_a_changed_shipment_is_read(gelato: Gelato, stand_in: StandInGelato):
    """The address as it is now, and the method, with the answer's own names for the days."""
    order = in_status(stand_in, "received", "created")
    change = {"shippingAddress": ADDRESS, "shipmentMethodUid": "dhl_global_parcel"}
    changed = await gelato.update_shipment(order["id"], change)
    assert stand_in.effects == [("update", order["id"])]
    assert changed.shipping_address is not None
    assert changed.shipment is not None
    assert (changed.shipping_address.city, changed.shipping_address.company_name) == ("Oslo", "")
    assert changed.shipment.shipment_method_uid == "dhl_global_parcel"
    assert changed.shipment.min_delivery_date == date.fromisoformat(
        order["shipment"]["minDeliveryDate"]
    )


@pytest.mark.parametrize("dialect", [CONNECT])
async def test_a_change_may_be_answered_with_no_more_than_ok(
    gelato: Gelato, stand_in: StandInGelato
):
    """What the answer leaves out is missing, not a failure."""
    ok = '{"code": 200, "message": "OK", "shipment": null}'
    stand_in.faults.add("status", "update", status=200, body=ok)
    changed = await gelato.update_shipment("1042", {"shipmentMethodUid": "express"})
    assert (changed.shipping_address, changed.shipment) == (None, None)


@pytest.mark.parametrize("dialect", [V4])
async def test_a_draft_becomes_an_order(gelato: Gelato, stand_in: StandInGelato):
    """As it is, when no more is said."""
    draft = in_status(stand_in, "draft")
    order = await gelato.release_draft(draft["id"])
    assert (order.id, order.order_type, order.fulfillment_status) == (
        draft["id"],
        "order",
        "created",
    )
    assert stand_in.effects == [("patch", draft["id"])]


@pytest.mark.parametrize("dialect", [V4])
async def test_a_draft_is_released_with_the_items_that_are_named(gelato: Gelato):
    """The others are removed, as the vendor says."""
    items = [ITEM, ITEM | {"itemReferenceId": "I-2"}]
    draft = await gelato.submit(ORDER | {"orderType": "draft", "items": items})
    _, second = (await gelato.order(draft.id)).items
    order = await gelato.release_draft(
        draft.id, {"orderType": "order", "items": [{"id": second.id}]}
    )
    assert [item.item_reference_id for item in order.items] == ["I-2"]


@pytest.mark.parametrize("dialect", [V4])
async def test_a_deleted_draft_is_gone(gelato: Gelato, stand_in: StandInGelato):
    """Gelato knows it no more."""
    draft = in_status(stand_in, "draft")
    await gelato.delete_draft(draft["id"])
    assert stand_in.effects == [("delete", draft["id"])]
    with pytest.raises(OrderNotFound):
        await gelato.delete_draft(draft["id"])


Write = Callable[[Gelato, str], Awaitable[object]]
WRITES: dict[str, Write] = {
    "cancel": lambda gelato, order_id: gelato.cancel(order_id),
    "update": lambda gelato, order_id: gelato.update_shipment(order_id, {"a": "注文"}),
    "release": lambda gelato, order_id: gelato.release_draft(order_id),
    "delete": lambda gelato, order_id: gelato.delete_draft(order_id),
    "submit": lambda gelato, _: gelato.submit({"b": 2}),
}


@pytest.mark.parametrize(
    ("dialect", "write", "words"),
    [
        (V4, "update", "shows it as Passed.+cancel the order"),
        (CONNECT, "release", "Release it in GelatoConnect"),
        (CONNECT, "delete", "Delete it in GelatoConnect"),
    ],
)
async def test_what_a_dialect_cannot_do_says_what_a_person_can(
    access: GelatoAccess, stand_in: StandInGelato, write: str, words: str
):
    """Nothing is sent, even where a path was set for it."""
    paths = dict.fromkeys(("update", "patch", "delete"), "/{id}")
    async with Gelato.opened(replace(access, paths=paths)) as gelato:
        with pytest.raises(NotAsked, match=words):
            await WRITES[write](gelato, "1042")
    assert len(stand_in.requests) == 0


@pytest.mark.parametrize(
    ("dialect", "write"),
    [(CONNECT, "cancel"), (CONNECT, "update"), (V4, "release"), (V4, "delete")],
)
@pytest.mark.parametrize("order_id", ["", ".."])
async def test_a_path_of_dots_is_never_written_to(
    gelato: Gelato, stand_in: StandInGelato, write: str, order_id: str
):
    """Nothing that could climb out of the endpoint leaves this machine."""
    with pytest.raises(OrderNotFound):
        await WRITES[write](gelato, order_id)
    assert len(stand_in.requests) == 0


@dataclass
class Recorder:
    """A server that takes everything, and remembers how it was told."""

    seen: list[tuple[str, str, str]] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.seen.append((request.method, request.raw_path, await request.text()))
        return web.json_response({"id": "1"})


@pytest.fixture
async def told(dialect: Dialect) -> AsyncIterator[tuple[Gelato, Recorder]]:
    app, recorder = web.Application(), Recorder()
    app.router.add_route("*", "/{path:.*}", recorder.take)
    async with served(app) as base, Gelato.opened(GelatoAccess(dialect, base, "k:s")) as gelato:
        yield gelato, recorder


@pytest.mark.parametrize(
    ("dialect", "write", "expected"),
    [
        (CONNECT, "cancel", ("POST", "/%237/cancel", "")),
        (CONNECT, "update", ("PUT", "/%237", '{"a":"注文"}')),
        (CONNECT, "submit", ("POST", "/order", '{"b":2}')),
        (V4, "cancel", ("POST", "/v4/orders/%237:cancel", "")),
        (V4, "release", ("PATCH", "/v4/orders/%237", '{"orderType":"order"}')),
        (V4, "delete", ("DELETE", "/v4/orders/%237", "")),
        (V4, "submit", ("POST", "/v4/orders", '{"b":2}')),
    ],
)
async def test_writes_go_out_as_documented(
    told: tuple[Gelato, Recorder], write: str, expected: tuple[str, str, str]
):
    """Verb, path and body are those of the vendor's documents; a cancel has no body."""
    gelato, recorder = told
    await WRITES[write](gelato, "#7")
    assert recorder.seen == [expected]
