"""Turns a submit that was taken into a full order."""

from datetime import datetime
from random import Random
from typing import Any

from bot.sandbox.gelato.address_rules import FIELDS
from bot.sandbox.gelato.chance import new_id
from bot.sandbox.gelato.data.carriers import METHODS, chosen
from bot.sandbox.gelato.moments import stamp
from bot.sandbox.gelato.seeding.items import made_item
from bot.sandbox.gelato.seeding.orders import Frame, framed
from bot.sandbox.gelato.seeding.receipts import purchase
from bot.sandbox.gelato.seeding.shipments import shipment, weight_of

Raw = dict[str, Any]


def submitted_order(luck: Random, body: Raw, first: str, now: datetime) -> Raw:
    """A full order; `first` is the status that new orders of the dialect have."""
    draft = body.get("orderType") == "draft"
    status = "draft" if draft else first
    frame = Frame(new_id(luck), str(body["orderReferenceId"]), status, body["currency"], now, now)
    order = framed(luck, frame)
    order["customerReferenceId"] = _text(body.get("customerReferenceId"))
    order["items"] = [made_item(luck, item, status) for item in body["items"]]
    order["metadata"] = body.get("metadata") or []
    order["retailCurrency"] = body.get("retailCurrency")
    order["shippingAddress"] = kept_address(body["shippingAddress"], new_id(luck), frame.id)
    if body.get("returnAddress"):
        order["returnAddress"] = kept_address(body["returnAddress"], new_id(luck), frame.id)
    if not draft:
        charge(luck, order, str(body.get("shipmentMethodUid") or ""), now)
    return order


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def kept_address(given: Raw, address_id: str, order_id: str) -> Raw:
    """The known fields of an address as they were given; nothing of an older one stays."""
    return {"id": address_id, "orderId": order_id} | {k: given[k] for k in FIELDS if k in given}


def charge(luck: Random, order: Raw, wish: str, now: datetime) -> None:
    """Gives an order its shipment and the receipt for everything."""
    order["shipment"] = planned_shipment(luck, order, wish, now)
    order["receipts"] = [purchase(luck, order)]


def planned_shipment(luck: Random, order: Raw, wish: str, now: datetime) -> Raw:
    """The cheapest shipment that the wish allows."""
    country = order["shippingAddress"]["country"]
    method = chosen(wish, country) or METHODS[-1]
    return shipment(luck, method, country, now) | {"totalWeight": weight_of(order["items"])}


def released(luck: Random, order: Raw, first: str, now: datetime) -> None:
    """A draft becomes an order: it is charged and begins its life."""
    order |= {
        "orderType": "order",
        "fulfillmentStatus": first,
        "financialStatus": "pending",
        "orderedAt": stamp(now),
    }
    for item in order["items"]:
        item["fulfillmentStatus"] = first
    charge(luck, order, "", now)
