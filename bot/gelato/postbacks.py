"""Where a GelatoConnect postback keeps its fields: whatever the merchant's template says.

The default is what the vendor's payload reference shows (gelato-api-facts 6.2), and what the README
gives to paste. An `id` at the top is not read: a template may well put the order's there, and all
that is told of an order would be one event.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Kind = Literal["order", "package", "late"]

_TRIGGERS: Mapping[str, str] = {
    "order received": "received",
    "order failed": "failed",
    "order canceled": "canceled",
    "order cancelled": "canceled",
    "order returned": "returned",
    "order produced": "printed",
    "order shipped": "shipped",
    "order in transit": "in_transit",
    "order delivered": "delivered",
}
_PLACES: Mapping[str, tuple[str, ...]] = {
    "trigger": ("trigger", "eventName"),
    "orderId": ("order.id", "orderId", "orders.0.id"),
    "orderReferenceId": ("order.referenceId", "orderReferenceId", "orders.0.referenceId"),
    "fulfillmentStatus": ("order.status", "order.fulfillmentStatus", "fulfillmentStatus", "status"),
    "comment": ("order.comment", "comment"),
    "packageId": ("package.id",),
    "packageStatus": ("package.status",),
    "itemReferences": ("package.items.*.referenceId",),
    "trackingCode": ("shipment.tracking.code", "trackingCode"),
    "trackingUrl": ("shipment.tracking.url", "trackingUrl"),
    "shipmentMethodName": ("shipment.method.name",),
    "shipmentMethodUid": ("shipment.method.id",),
    "fulfillmentCountry": ("shipment.fulfillmentLocation.country",),
    "fulfillmentStateProvince": ("shipment.fulfillmentLocation.stateProvince",),
    "noticedAt": ("currentDate",),
}


@dataclass(frozen=True)
class Postback:
    """What a mapping found: the kind of news, its name, and its fields in v4's words."""

    kind: Kind
    name: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class PostbackMapping:
    """For each field, the places to look at, first come first served.

    A place is a path such as `order.id`; a number counts in a list, `*` takes all of it.
    `triggers` gives the status that a trigger's name stands for.
    """

    places: Mapping[str, tuple[str, ...]] = field(default_factory=lambda: _PLACES)
    triggers: Mapping[str, str] = field(default_factory=lambda: _TRIGGERS)

    def read(self, document: Mapping[str, Any]) -> Postback | None:
        """What the body tells, or None when it names no order."""
        found = {name: self._first(document, name) for name in self.places}
        fields = {name: value for name, value in found.items() if value is not None}
        if not {"orderId", "orderReferenceId"} & fields.keys():
            return None
        trigger = str(fields.pop("trigger", ""))
        if status := self.triggers.get(trigger.casefold()):
            fields.setdefault("fulfillmentStatus", status)
        kind = _kind(fields)
        return Postback(kind, trigger or _NAMES[kind], fields)

    def _first(self, document: Mapping[str, Any], name: str) -> Any:
        found = (value for place in self.places[name] for value in _at(document, place.split(".")))
        values = [value for value in found if value not in (None, "")]
        if not values:
            return None
        return values if any("*" in place for place in self.places[name]) else values[0]


DOCUMENTED = PostbackMapping()

_NAMES: Mapping[Kind, str] = {
    "order": "Order status",
    "package": "Package Status Updated",
    "late": "Delayed Order",
}


def _kind(fields: Mapping[str, Any]) -> Kind:
    """A package is told of by its status; what tells no status at all is about lateness."""
    if "packageStatus" in fields:
        return "package"
    return "late" if "noticedAt" in fields and "fulfillmentStatus" not in fields else "order"


def _at(document: Any, steps: list[str]) -> Iterator[Any]:
    if not steps:
        yield document
        return
    step, *rest = steps
    if isinstance(document, dict) and step in document:
        yield from _at(document[step], rest)
    elif isinstance(document, list):
        for part in _parts(document, step):
            yield from _at(part, rest)


def _parts(many: list[Any], step: str) -> list[Any]:
    if step == "*":
        return many
    return many[int(step) : int(step) + 1] if step.isdecimal() else []
