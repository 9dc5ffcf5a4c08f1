"""What Gelato tells on its own: every spelling, every postback, and whatever else may come."""

import asyncio
import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gelato.events import (
    KINDS,
    EstimateMoved,
    Event,
    ItemMoved,
    OrderLate,
    OrderMoved,
    ParcelMoved,
    StockMoved,
    StoreProductChanged,
    TrackingKnown,
    UnknownEvent,
    read_event,
)
from bot.gelato.postbacks import PostbackMapping
from bot.orders.dialect import Dialect
from bot.orders.errors import AnswerNotUnderstood
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.serving import served

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HEAD = {"id": "os_1", "orderId": "o-1", "storeId": None, "orderReferenceId": "REF-1"}
PARCEL = {
    "trackingCode": "T1", "trackingUrl": "https://example.com/T1", "shipmentMethodName": "DHL",
    "shipmentMethodUid": "dhl",
}  # fmt: skip


def read(document: Any) -> Event:
    return read_event(json.dumps(document).encode())


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("order_status_updated", OrderMoved),
        ("orderStatus", OrderMoved),
        ("order_item_status_updated", ItemMoved),
        ("orderItemStatus", ItemMoved),
        ("order_item_tracking_code_updated", TrackingKnown),
        ("orderItemTrackingCode", TrackingKnown),
        ("order_delivery_estimate_updated", EstimateMoved),
        ("catalog_product_stock_availability_updated", StockMoved),
        ("store_product_created", StoreProductChanged),
        ("store_product_updated", StoreProductChanged),
        ("store_product_deleted", StoreProductChanged),
        ("store_product_template_created", StoreProductChanged),
        ("store_product_template_updated", StoreProductChanged),
        ("store_product_template_deleted", StoreProductChanged),
        ("order_eaten", UnknownEvent),
        ("", UnknownEvent),
    ],
)
@pytest.mark.parametrize("key", ["event", "object"])
def test_each_name_is_one_kind_of_event(key: str, name: str, kind: type[Event]):
    """Under `event` as today or `object` as before; what has no words yet is kept as such."""
    document = {"id": "x_1", key: name, "more": {"kept": 1}}
    event = read(document)
    assert type(event) is kind
    assert event.key == (name, "x_1")
    assert (event.model_extra or {})["more"] == {"kept": 1}


def test_an_order_moved():
    """The order, its reference, its status, its items and how they travel; with a reason."""
    event = read(
        {**HEAD, "event": "order_status_updated", "fulfillmentStatus": "shipped", "comment": "why",
         "items": [{"itemReferenceId": "I-1", "fulfillmentStatus": "shipped", "fulfillments": [
             {**PARCEL, "fulfillmentCountry": "BR", "fulfillmentStateProvince": "SP",
              "fulfillmentFacilityId": "f"}]}]}
    )  # fmt: skip
    assert isinstance(event, OrderMoved)
    assert (event.order_id, event.order_reference_id, event.store_id) == ("o-1", "REF-1", None)
    assert (event.fulfillment_status, event.comment) == ("shipped", "why")
    (item,) = event.items
    assert (item.item_reference_id, item.fulfillment_status) == ("I-1", "shipped")
    (parcel,) = item.fulfillments
    assert (parcel.tracking_code, parcel.tracking_url) == ("T1", "https://example.com/T1")
    assert (parcel.fulfillment_country, parcel.fulfillment_state_province) == ("BR", "SP")
    assert parcel.fulfillment_facility_id == "f"


@pytest.mark.parametrize("key", ["status", "fulfillmentStatus"])
def test_an_item_moved(key: str):
    """An item's status is called `status` there; both names count."""
    event = read({**HEAD, "event": "order_item_status_updated", key: "failed",
                  "itemReferenceId": "I-1", "comment": "why", "created": "2026-11-21T12:00:00+0000",
                  "fulfillmentCountry": "BR"})  # fmt: skip
    assert isinstance(event, ItemMoved)
    assert (event.fulfillment_status, event.comment, event.created) == ("failed", "why", NOON)
    assert (event.order_id, event.item_reference_id) == ("o-1", "I-1")
    assert event.fulfillment_country == "BR"


@pytest.mark.parametrize("prefix", ["production", "fulfillment"])
def test_a_parcel_can_be_tracked(prefix: str):
    """Where it was made is `production…` in the example and `fulfillment…` in the table."""
    event = read({**HEAD, **PARCEL, "event": "order_item_tracking_code_updated",
                  f"{prefix}Country": "US", f"{prefix}StateProvince": "NY",
                  f"{prefix}FacilityId": "f", "created": "2026-11-21T12:00:00+00:00"})  # fmt: skip
    assert isinstance(event, TrackingKnown)
    assert (event.tracking_code, event.shipment_method_uid) == ("T1", "dhl")
    assert (event.fulfillment_country, event.fulfillment_facility_id) == ("US", "f")
    assert (event.fulfillment_state_province, event.created) == ("NY", NOON)


def test_an_estimate_moved():
    """The days that are expected now."""
    event = read({**HEAD, "event": "order_delivery_estimate_updated",
                  "minDeliveryDate": "2026-12-01", "maxDeliveryDate": "2026-12-05"})  # fmt: skip
    assert isinstance(event, EstimateMoved)
    assert (event.min_delivery_date, event.max_delivery_date) == (
        date(2026, 12, 1), date(2026, 12, 5),
    )  # fmt: skip


@pytest.mark.parametrize("key", ["productAvailability", "productsAvailability"])
def test_stock_moved(key: str):
    """One name in the example, another in the table."""
    regions = [{"stockRegionUid": "EU", "status": "out-of-stock"}]
    event = read({"id": "sra_1", "event": "catalog_product_stock_availability_updated",
                  key: [{"productUid": "p", "availability": regions}]})  # fmt: skip
    assert isinstance(event, StockMoved)
    (product,) = event.products
    assert product.product_uid == "p"
    assert [(r.stock_region_uid, r.status) for r in product.availability] == [
        ("EU", "out-of-stock")
    ]


PACKAGE = {
    "customer": {"id": "c", "name": "Test Customer", "referenceId": "test-customer"},
    "order": {"id": "o-1", "referenceId": "REF-1", "metadata": {"isRush": "False"}},
    "package": {
        "id": "pk-1",
        "items": [{"id": "i", "quantity": 1, "referenceId": "I-1", "metadata": {"sku": "s"}},
                  {"id": "j", "quantity": 2, "referenceId": "I-2", "metadata": {}}],
        "status": "shipped",
        "weight": 9,
    },
    "shipment": {
        "fulfillmentLocation": {"country": "US", "stateProvince": "Wyoming"},
        "method": {"id": "dhl", "name": "DHL"},
        "tracking": {"code": "T1", "url": "https://example.com/T1"},
    },
}  # fmt: skip
"""The payload reference's "Package Status Updated" (gelato-api-facts 6.2)."""


def test_a_package_postback():
    """Everything that the documented payload tells is found."""
    event = read(PACKAGE)
    assert isinstance(event, ParcelMoved)
    assert (event.name, event.package_id) == ("Package Status Updated", "pk-1")
    assert (event.order_id, event.order_reference_id) == ("o-1", "REF-1")
    assert (event.package_status, event.item_references) == ("shipped", ("I-1", "I-2"))
    assert (event.tracking_code, event.tracking_url) == ("T1", "https://example.com/T1")
    assert (event.shipment_method_uid, event.shipment_method_name) == ("dhl", "DHL")
    assert (event.fulfillment_country, event.fulfillment_state_province) == ("US", "Wyoming")


@pytest.mark.parametrize(
    "order",
    [
        {"order": {"id": "o-1", "referenceId": "REF-1"}},
        {"orderId": "o-1", "orderReferenceId": "REF-1"},
        {"orders": [{"id": "o-1", "referenceId": "REF-1"}]},
    ],
    ids=["order", "flat", "list"],
)
def test_a_delayed_order_postback(order: dict[str, Any]):
    """A moment without a zone is taken as UTC; wherever the order stands in it, it is found."""
    event = read({"currentDate": "2026-11-21 12:00:00", "customerId": "c", **order})
    assert isinstance(event, OrderLate)
    assert (event.name, event.noticed_at) == ("Delayed Order", NOON)
    assert (event.order_id, event.order_reference_id) == ("o-1", "REF-1")


@pytest.mark.parametrize(
    ("trigger", "status"),
    [
        ("Order received", "received"),
        ("Order failed", "failed"),
        ("Order canceled", "canceled"),
        ("Order cancelled", "canceled"),
        ("Order returned", "returned"),
        ("Order produced", "printed"),
        ("Order delivered", "delivered"),
        ("Order shipped", "shipped"),
        ("ORDER IN TRANSIT", "in_transit"),
        ("Order eaten", ""),
    ],
)
def test_a_trigger_stands_for_a_status(trigger: str, status: str):
    """Where the template names only the trigger, that tells the status (GC-PB)."""
    event = read({"trigger": trigger, "order": {"id": "o-1"}})
    assert isinstance(event, OrderMoved)
    assert (event.name, event.fulfillment_status) == (trigger, status)


def test_a_status_counts_more_than_its_trigger():
    """What the template says outright is not overruled."""
    event = read({"trigger": "Order failed", "order": {"id": "o-1", "status": "on_hold"}})
    assert isinstance(event, OrderMoved)
    assert event.fulfillment_status == "on_hold"


def test_a_merchants_own_template_has_its_own_mapping():
    """The body is whatever a template renders: the places are a value, not code."""
    places = {"orderReferenceId": ("ref.no", "ref.number"), "fulfillmentStatus": ("state",),
              "itemReferences": ("lines.*.sku",), "packageStatus": ("box",)}  # fmt: skip
    mapping = PostbackMapping(places)
    body = {"ref": {"number": 1042}, "state": "shipped", "lines": [{"sku": "a"}, {}, {"sku": "b"}]}
    event = read_event(json.dumps(body).encode(), mapping)
    assert isinstance(event, OrderMoved)
    assert (event.order_reference_id, event.fulfillment_status) == ("1042", "shipped")
    boxed = read_event(json.dumps({**body, "box": "sealed"}).encode(), mapping)
    assert isinstance(boxed, ParcelMoved)
    assert boxed.item_references == ("a", "b")
    assert isinstance(read(body), UnknownEvent)


@pytest.mark.parametrize("document", [{}, {"id": 7}, {"hello": "world"}, {"order": {}}])
def test_what_names_no_event_and_no_order_is_kept(document: dict[str, Any]):
    """An object without a name is an unknown event, and nothing of it is lost."""
    event = read(document)
    assert type(event) is UnknownEvent
    assert event.model_extra == {k: v for k, v in document.items() if k != "id"}


@pytest.mark.parametrize("event_id", [None, "", True, [], {}, 1.5, 7, "o-1"])
def test_a_repeat_is_known_by_its_body(event_id: object):
    """Postbacks have no id that can be relied on, since a template may put the order's there: the
    same body is the same event, another body another."""
    first, repeat = (read({**PACKAGE, "id": event_id}) for _ in range(2))
    other = read({**PACKAGE, "id": event_id, "currentDate": "2026-11-21 12:00:00"})
    assert first.key == repeat.key != other.key
    assert len(first.id) == 64


def test_the_readme_gives_the_templates_that_are_read():
    """Who pastes them into GelatoConnect is understood."""
    readme = (Path(__file__).parents[3] / "README.md").read_text()
    templates = [part.split("```")[0] for part in readme.split("```json\n")[1:]]
    moved, late = (read_event(template.encode()) for template in templates)
    assert isinstance(moved, OrderMoved)
    assert isinstance(late, OrderLate)
    assert (moved.name, moved.fulfillment_status) == ("Order shipped", "shipped")
    assert [(e.order_id, e.order_reference_id) for e in (moved, late)] == [("…", "…")] * 2


def test_the_same_id_may_be_two_events():
    """The vendor's samples use one id for an order's and an item's event (facts 6.1)."""
    order = read({**HEAD, "event": "order_status_updated"})
    item = read({**HEAD, "event": "order_item_status_updated"})
    assert order.id == item.id
    assert order.key != item.key


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b"[]", b"7", b'"x"', b"<xml/>", b"\xff\xfe\x00", b"[" * 100_000,
     b'{"a":' * 100_000],
    ids=lambda body: repr(body[:12]),
)  # fmt: skip
def test_what_is_no_object_is_not_understood(body: bytes):
    """A body without an object is one error of ours, whatever it is."""
    with pytest.raises(AnswerNotUnderstood):
        read_event(body)


words = st.sampled_from(
    ["id", "event", "object", "order", "orderId", "items", "status", "package", "shipment",
     "tracking", "code", "currentDate", "trigger", "referenceId", "fulfillments", "comment"]
)  # fmt: skip
scalars = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4)
    | st.sampled_from(["\ud83d", *KINDS, "order_status_updated", "Order failed"])
)  # fmt: skip
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=6),
    max_leaves=20,
)


@settings(max_examples=500, deadline=None)
@given(st.dictionaries(words | st.text(max_size=3), anything, max_size=8) | anything)
def test_any_json_is_an_event_or_not_understood(document: Any):
    """Nothing that may be sent brings the receiver down, and every event can be told apart."""
    try:
        event = read(document)
    except AnswerNotUnderstood:
        assert not isinstance(document, dict)
        return
    assert isinstance(event, Event)
    assert event.id


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=80))
def test_any_bytes_are_not_understood(body: bytes):
    """Nor do bytes."""
    with pytest.raises(AnswerNotUnderstood):
        read_event(body)


@pytest.mark.parametrize("dialect", list(Dialect), ids=str)
async def test_what_the_stand_in_sends_is_understood(dialect: Dialect):
    """Over real HTTP: while orders move for weeks, each event has its kind and its order."""
    heard: list[Event] = []

    async def hear(request: web.Request) -> web.Response:
        heard.append(read_event(await request.read()))
        return web.Response()

    app = web.Application()
    app.router.add_post("/gelato/webhooks", hear)
    stand_in = StandInGelato(dialect.value, orders=120, clock=lambda: NOON)
    async with served(app) as ear, served(stand_in.app):
        stand_in.hooks.listen(f"{ear}/gelato/webhooks", "secret")
        stand_in.move("1042", "shipped")
        stand_in.advance(timedelta(days=20))
        async with asyncio.timeout(20):
            await stand_in.hooks.quiet()
    ids = {order["id"] for order in stand_in.orders}
    assert {event.order_id for event in heard if hasattr(event, "order_id")} <= ids
    kinds = {type(event) for event in heard}
    v4 = {OrderMoved, ItemMoved, TrackingKnown, EstimateMoved}
    assert kinds == (v4 if dialect is Dialect.V4 else {OrderMoved, ParcelMoved})
    assert len({event.key for event in heard}) == len(heard)
