"""What the outside is told when an order moves: v4 webhooks, GelatoConnect postbacks."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from bot.sandbox.gelato.chance import share
from bot.sandbox.gelato.moments import stamp
from bot.sandbox.gelato.seeding.shipments import state_of
from bot.sandbox.gelato.words import Dialect

Event = dict[str, Any]
Order = dict[str, Any]
CUSTOMER = {
    "id": "ea000000-8a31-42b7-b38a-000000000001",
    "name": "Kestrel Prints",
    "referenceId": "kestrel-prints",
}
TRIGGERS: dict[str, str] = {
    "received": "Order received",
    "failed": "Order failed",
    "canceled": "Order canceled",
    "returned": "Order returned",
    "printed": "Order produced",
    "delivered": "Order delivered",
    "in_transit": "Order in transit",
}
"""Postback triggers besides "Package Status Updated", by the status that sets them off (GC-PB)."""


def told(order: Order, dialect: Dialect, moment: datetime, *, later: bool) -> list[Event]:
    """Everything said about an order that has just moved. `later`: its promised day did too."""
    if dialect == "connect":
        return _postbacks(order, moment)
    events = [_item_status(order, item, moment) for item in order["items"]]
    events.append(_order_status(order))
    if order["fulfillmentStatus"] == "shipped":
        events += _tracking_codes(order, moment)
    return [*events, _estimate(order, moment)] if later else events


def _number(*words: object) -> int:
    """Ten digits that belong to an event, so that a repeat of it has the same id."""
    return int(share("event", *words) * 9 * 10**9) + 10**9


def _head(order: Order, event: str, event_id: str) -> Event:
    return {
        "id": event_id,
        "event": event,
        "orderId": order["id"],
        "storeId": order["storeId"],
        "orderReferenceId": order["orderReferenceId"],
    }


def _facility(order: Order, prefix: str) -> Event:
    shipment = order["shipment"] or {}
    country = shipment.get("fulfillmentCountry")
    return {
        f"{prefix}Country": country,
        f"{prefix}StateProvince": state_of(country) if country else None,
        f"{prefix}FacilityId": shipment.get("fulfillmentFacilityId"),
    }


def _method(order: Order) -> Event:
    shipment = order["shipment"] or {}
    return {name: shipment.get(name) for name in ("shipmentMethodName", "shipmentMethodUid")}


def _parcels(order: Order, item: Event) -> list[Event]:
    packages = (order["shipment"] or {}).get("packages", [])
    return [parcel for parcel in packages if item["id"] in parcel["orderItemIds"]]


def _tracked(parcel: Event) -> Event:
    return {name: parcel[name] for name in ("trackingCode", "trackingUrl")}


def _order_status(order: Order) -> Event:
    """No moment in it: the vendor sends none."""
    status = order["fulfillmentStatus"]
    return {
        **_head(order, "order_status_updated", f"os_{_number(order['id'], status)}"),
        "fulfillmentStatus": status,
        "comment": order["refusalReason"] or "",
        "items": [_order_status_item(order, item) for item in order["items"]],
    }


def _order_status_item(order: Order, item: Event) -> Event:
    place = _facility(order, "fulfillment")
    return {
        "itemReferenceId": item["itemReferenceId"],
        "fulfillmentStatus": item["fulfillmentStatus"],
        "fulfillments": [
            {**_tracked(parcel), **_method(order), **place} for parcel in _parcels(order, item)
        ],
    }


def _item_status(order: Order, item: Event, moment: datetime) -> Event:
    status = item["fulfillmentStatus"]
    return {
        **_head(order, "order_item_status_updated", f"is_{_number(item['id'], status)}"),
        "itemReferenceId": item["itemReferenceId"],
        **_facility(order, "fulfillment"),
        "status": status,
        "comment": order["refusalReason"] or "",
        "created": stamp(moment),
    }


def _tracking_codes(order: Order, moment: datetime) -> Iterable[Event]:
    """One for each item that travels with a code, with the example's `production...` names."""
    for item in order["items"]:
        for parcel in _parcels(order, item):
            if parcel["trackingCode"]:
                number = _number(item["id"], parcel["trackingCode"])
                yield {
                    **_head(order, "order_item_tracking_code_updated", f"tc_{number}"),
                    "itemReferenceId": item["itemReferenceId"],
                    **_tracked(parcel),
                    **_method(order),
                    **_facility(order, "production"),
                    "created": stamp(moment),
                }


def _estimate(order: Order, moment: datetime) -> Event:
    shipment = order["shipment"]
    number = _number(order["id"], shipment["maxDeliveryDate"])
    return {
        **_head(order, "order_delivery_estimate_updated", f"os_{number}"),
        "minDeliveryDate": shipment["minDeliveryDate"],
        "maxDeliveryDate": shipment["maxDeliveryDate"],
        "created": stamp(moment),
    }


def _postbacks(order: Order, moment: datetime) -> list[Event]:
    """The documented package payload once shipped, else this stand-in's own order template."""
    status = order["fulfillmentStatus"]
    if status == "shipped":
        return [_package(order, parcel) for parcel in order["shipment"]["packages"]]
    return [_triggered(order, moment)] if status in TRIGGERS else []


def _reference(order: Order) -> Event:
    return {
        "id": order["id"],
        "referenceId": order["orderReferenceId"],
        "metadata": {note["key"]: note["value"] for note in order["metadata"]},
    }


def _package(order: Order, parcel: Event) -> Event:
    """GC-PBREF's "Package Status Updated", field by field. It has no id and no moment."""
    shipment = order["shipment"]
    country = shipment["fulfillmentCountry"]
    items = [item for item in order["items"] if item["id"] in parcel["orderItemIds"]]
    return {
        "customer": CUSTOMER,
        "order": _reference(order),
        "package": {
            "id": parcel["id"],
            "items": [_package_item(item) for item in items],
            "status": "shipped",
            "weight": shipment["totalWeight"],
        },
        "shipment": {
            "fulfillmentLocation": {"country": country, "stateProvince": state_of(country)},
            "method": {
                "id": shipment["shipmentMethodUid"],
                "name": shipment["shipmentMethodName"],
            },
            "tracking": {"code": parcel["trackingCode"], "url": parcel["trackingUrl"]},
        },
    }


def _package_item(item: Event) -> Event:
    return {
        "id": item["id"],
        "quantity": item["quantity"],
        "referenceId": item["itemReferenceId"],
        "metadata": {},
    }


def _triggered(order: Order, moment: datetime) -> Event:
    """An invented template: the payloads of these triggers are not in any text seen."""
    status = order["fulfillmentStatus"]
    return {
        "trigger": TRIGGERS[status],
        "currentDate": f"{moment:%Y-%m-%d %H:%M:%S}",
        "customer": CUSTOMER,
        "order": _reference(order) | {"status": status},
    }
