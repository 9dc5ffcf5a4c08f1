"""One full order, with every field that documents and captured answers have."""

from dataclasses import dataclass
from datetime import datetime
from random import Random
from typing import Any

from bot.sandbox.gelato.chance import new_id
from bot.sandbox.gelato.data.carriers import chosen
from bot.sandbox.gelato.data.landmarks import Part
from bot.sandbox.gelato.data.places import PLACES, Place
from bot.sandbox.gelato.data.refusals import REFUSALS
from bot.sandbox.gelato.moments import ago, stamp
from bot.sandbox.gelato.money import currency_of
from bot.sandbox.gelato.seeding.addresses import (
    billing_entity,
    return_address,
    shipping_address,
)
from bot.sandbox.gelato.seeding.items import drawn_items
from bot.sandbox.gelato.seeding.receipts import purchase, refund
from bot.sandbox.gelato.seeding.shipments import packed, shipment, weight_of
from bot.sandbox.gelato.words import SENT, UNSHIPPABLE

CLIENT_ID = "ddb40000-ad83-4f68-b99d-000000000001"
_UNPAID = frozenset({"draft", "not_connected", "failed"})
_HOME = tuple(place for place in PLACES if place.country == "US")
_FINANCIAL = {
    "draft": ("draft",),
    "failed": ("refused", "canceled"),
    "canceled": ("canceled", "refunded"),
    "delivered": ("invoiced", "paid", "paid", "partially_refunded"),
    "returned": ("refunded", "paid"),
}
_STILL_OPEN = ("pending", "to_be_invoiced", "paid")


@dataclass(frozen=True)
class Frame:
    """What every order begins with, seeded or submitted."""

    id: str
    reference: str
    status: str
    currency: str
    made: datetime
    moved: datetime


def place_of(number: int) -> Place:
    """Every third order stays at home in the US, the others go round the world."""
    if number % 3 == 0:
        return _HOME[number % len(_HOME)]
    return PLACES[(number + number // 3) % len(PLACES)]


def seeded_order(luck: Random, plan: tuple[int, str], part: Part, now: datetime) -> dict[str, Any]:
    """One believable order. `plan` is the number and the reference."""
    number, reference = plan
    place = place_of(number)
    frame = Frame(
        new_id(luck),
        reference,
        part.status,
        currency_of(place.country),
        ago(now, part.age),
        ago(now, part.quiet),
    )
    order = framed(luck, frame)
    order["items"] = drawn_items(luck, part.status)
    order["shippingAddress"] = shipping_address(luck, frame.id, place)
    order["returnAddress"] = return_address(luck, frame.id)
    order |= _shop(luck)
    _travel(luck, order, part, frame.made)
    _money(luck, order, part)
    _refusal(luck, order)
    return order


def framed(luck: Random, frame: Frame) -> dict[str, Any]:
    """All top-level fields, in the order of the vendor's samples."""
    draft = frame.status == "draft"
    return {
        "id": frame.id,
        "clientId": CLIENT_ID,
        "orderType": "draft" if draft else "order",
        "orderReferenceId": frame.reference,
        "customerReferenceId": f"CUST-{luck.randrange(100, 999)}",
        "fulfillmentStatus": frame.status,
        "financialStatus": "draft" if draft else "pending",
        "currency": frame.currency,
        "channel": "api",
        "storeId": None,
        "createdAt": stamp(frame.made),
        "updatedAt": stamp(max(frame.moved, frame.made)),
        "orderedAt": None if draft else stamp(frame.made),
        "items": [],
        "metadata": [],
        "shipment": None,
        "billingEntity": billing_entity(luck),
        "shippingAddress": {},
        "returnAddress": None,
        "receipts": [],
        "connectedOrderIds": [],
        **_undocumented(),
    }


def _undocumented() -> dict[str, Any]:
    """Top-level fields of captured answers that no table lists (V4-LIFE, GC-DEV)."""
    return {
        "refusalReason": None,
        "refusalReasonCode": None,
        "orderedByUserId": None,
        "retailCurrency": None,
        "paymentMethodType": None,
        "paymentMethodId": None,
        "iossNumber": None,
        "discounts": [],
    }


def _shop(luck: Random) -> dict[str, Any]:
    """Where the order came from, and the shop's own notes."""
    channel = luck.choices(("api", "shopify", "etsy", "ui", None), (60, 20, 8, 10, 2))[0]
    notes = (("gift", "yes"), ("campaign", "autumn"), ("priority", "rush"), ("wrap", "kraft"))
    return {
        "channel": channel,
        "storeId": new_id(luck) if channel in ("shopify", "etsy") else None,
        "customerReferenceId": luck.choice((f"CUST-{luck.randrange(100, 999)}", None)),
        "metadata": [{"key": k, "value": v} for k, v in notes if luck.random() < 0.15],
        "paymentMethodType": luck.choice((None, "wallet", "credit_card")),
    }


def _travel(luck: Random, order: dict[str, Any], part: Part, made: datetime) -> None:
    country = order["shippingAddress"]["country"]
    method = chosen(luck.choice(("", "", "normal", "dhl_global_parcel", "express")), country)
    if part.status in UNSHIPPABLE or method is None:
        return
    order["shipment"] = shipment(luck, method, country, made)
    order["shipment"]["totalWeight"] = weight_of(order["items"])
    if part.status in SENT:
        packed(luck, order, part.parcels, method)


def _money(luck: Random, order: dict[str, Any], part: Part) -> None:
    """The financial status and the receipts that go with it."""
    words = _FINANCIAL.get(part.status, _STILL_OPEN)
    word = "partially_refunded" if part.oddity == "partly refunded" else luck.choice(words)
    order["financialStatus"] = word
    if part.status not in _UNPAID:
        order["receipts"] = [purchase(luck, order)]
    if word in ("refunded", "partially_refunded"):
        order["receipts"].append(refund(luck, order, whole=word == "refunded"))


def _refusal(luck: Random, order: dict[str, Any]) -> None:
    if order["fulfillmentStatus"] == "failed":
        order["refusalReasonCode"], order["refusalReason"] = luck.choice(REFUSALS)
