"""What Gelato tells us on its own: v4's webhooks in all their spellings (gelato-api-facts 6.1).

An event is a hint: neither order nor exactly-once is promised, and it carries no signature. Whoever
acts on one reads the order again.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from pydantic import AliasChoices, Field

from bot.gelato.postbacks import DOCUMENTED, PostbackMapping
from bot.orders.errors import AnswerNotUnderstood
from bot.orders.wire import Many, Moment, Text, Wire


class Event(Wire):
    """Something that happened. `id` alone is not unique: the vendor's samples repeat it."""

    id: Text = ""
    name: Text = Field(default="", validation_alias=AliasChoices("event", "object"))

    @property
    def key(self) -> tuple[str, str]:
        """What makes two deliveries the same event."""
        return (self.name, self.id)


class OrderEvent(Event):
    """Something that happened to one order. Split orders each have their own events."""

    order_id: Text = ""
    order_reference_id: Text = ""
    store_id: str | None = None


class Facility(Wire):
    """Where something is made; examples say `production…`, tables `fulfillment…`."""

    fulfillment_country: Text = Field(
        default="", validation_alias=AliasChoices("fulfillmentCountry", "productionCountry")
    )
    fulfillment_state_province: str | None = Field(
        default=None,
        validation_alias=AliasChoices("fulfillmentStateProvince", "productionStateProvince"),
    )
    fulfillment_facility_id: str | None = Field(
        default=None, validation_alias=AliasChoices("fulfillmentFacilityId", "productionFacilityId")
    )


class Tracking(Facility):
    """One parcel under way."""

    tracking_code: Text = ""
    tracking_url: Text = ""
    shipment_method_name: Text = ""
    shipment_method_uid: Text = ""


class ItemState(Wire):
    """One item of an order, as an order's event tells it."""

    item_reference_id: Text = ""
    fulfillment_status: Text = ""
    fulfillments: Many[Tracking] = ()


class OrderMoved(OrderEvent):
    """An order has another status. There is no moment in it: the vendor sends none."""

    fulfillment_status: Text = Field(
        default="", validation_alias=AliasChoices("fulfillmentStatus", "status")
    )
    comment: Text = ""
    items: Many[ItemState] = ()


class ItemMoved(OrderEvent, Facility):
    """An item has another status; `comment` may say why."""

    item_reference_id: Text = ""
    fulfillment_status: Text = Field(
        default="", validation_alias=AliasChoices("status", "fulfillmentStatus")
    )
    comment: Text = ""
    created: Moment | None = None


class TrackingKnown(OrderEvent, Tracking):
    """An item can be tracked from now on."""

    item_reference_id: Text = ""
    created: Moment | None = None


class EstimateMoved(OrderEvent):
    """An order will come later than was said. Dates are days, without an hour."""

    min_delivery_date: date | None = None
    max_delivery_date: date | None = None
    created: Moment | None = None


class StockRegion(Wire):
    """How much of a product there is in one part of the world."""

    stock_region_uid: Text = ""
    status: Text = ""


class ProductStock(Wire):
    """How much of a product there is."""

    product_uid: Text = ""
    availability: Many[StockRegion] = ()


class StockMoved(Event):
    """Products ran out or came back."""

    products: Many[ProductStock] = Field(
        default=(),
        validation_alias=AliasChoices("productAvailability", "productsAvailability"),
    )


class StoreProductChanged(Event):
    """A product of a store, or its template, was made, changed or removed; no order in it."""


class UnknownEvent(Event):
    """An event that Orderdesk has no words for yet; all that was in it is kept."""


class ParcelMoved(OrderEvent, Tracking):
    """GelatoConnect's postback about a package."""

    package_id: str | None = None
    package_status: Text = ""
    item_references: Many[str] = ()


class OrderLate(OrderEvent):
    """GelatoConnect's postback about an order past its expected dispatch."""

    noticed_at: Moment | None = None


KINDS: Mapping[str, type[Event]] = {
    "orderstatus": OrderMoved,
    "orderitemstatus": ItemMoved,
    "orderitemtrackingcode": TrackingKnown,
    "orderdeliveryestimate": EstimateMoved,
    "catalogproductstockavailability": StockMoved,
    "storeproduct": StoreProductChanged,
    "storeproducttemplate": StoreProductChanged,
}
_POSTBACKS: Mapping[str, type[OrderEvent]] = {
    "order": OrderMoved,
    "package": ParcelMoved,
    "late": OrderLate,
}


def read_event(body: bytes, mapping: PostbackMapping = DOCUMENTED) -> Event:
    """The event in a body of either dialect. Raises AnswerNotUnderstood when it is no JSON object.

    What names no event and no order by the mapping is an UnknownEvent.
    """
    document = _object(body)
    name = document.get("event") or document.get("object")
    if isinstance(name, str):
        return _read(KINDS.get(_plain(name), UnknownEvent), document, body)
    found = mapping.read(document)
    if found is None:
        return _read(UnknownEvent, document, body)
    return _read(_POSTBACKS[found.kind], {**found.fields, "event": found.name}, body)


def _read(kind: type[Event], document: Mapping[str, Any], body: bytes) -> Event:
    """The event, and where it names no id of its own, the body's hash for one.

    A repeated delivery has the same body, so it has the same id.
    """
    event_id = document.get("id")
    if not isinstance(event_id, str | int) or event_id in ("", True, False):
        event_id = hashlib.sha256(body).hexdigest()
    try:
        whole = json.dumps({**document, "id": event_id}).encode()
    except RecursionError:
        raise AnswerNotUnderstood from None
    return kind.read(whole)


def _object(body: bytes) -> dict[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        raise AnswerNotUnderstood from None
    if not isinstance(document, dict):
        raise AnswerNotUnderstood
    return document


def _plain(name: str) -> str:
    """`order_status_updated` and the older `orderStatus` are the same word."""
    letters = "".join(filter(str.isalpha, name)).casefold()
    for ending in ("updated", "created", "deleted"):
        letters = letters.removesuffix(ending)
    return letters
