"""How an order travels: the method, the delivery days, parcels with tracking."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

from bot.sandbox.gelato.chance import new_id
from bot.sandbox.gelato.data.carriers import Method
from bot.sandbox.gelato.data.products import BY_UID
from bot.sandbox.gelato.moments import day

_FACILITIES = ("GB", "US", "DE", "NO", "AU", "JP", "BR", "NL", "CA", "SG", "FR", "PL")
_STATES = {"US": "Texas", "AU": "Victoria", "CA": "Ontario"}
_UNKNOWN_WEIGHT = 200
_TRACKING = "https://track.example.com/parcel"


def facility_of(country: str, luck: Random) -> str:
    """The country that prints: the recipient's own where there is a press, else any."""
    return country if country in _FACILITIES else luck.choice(_FACILITIES)


def state_of(country: str) -> str | None:
    """The facility's state or province, as webhooks name it."""
    return _STATES.get(country)


def shipment(luck: Random, method: Method, country: str, made: datetime) -> dict[str, Any]:
    """A shipment before anything is packed: the promise. Delivery days count from `made`."""
    spelling = luck.choice(("packageCount", "packagesCount"))
    return {
        "id": new_id(luck),
        "shipmentMethodName": method.name,
        "shipmentMethodUid": method.uid,
        spelling: 1,
        **delivery_days(method, made),
        "totalWeight": 0,
        "fulfillmentCountry": facility_of(country, luck),
        "packages": [],
        "orderProductId": None,
        "shippingAddressId": None,
        "promiseUid": new_id(luck),
        "isCheapest": luck.random() < 0.7,
        "price": None,
        "status": None,
        "fulfillmentFacilityId": new_id(luck),
        "retailShippingPriceInclVat": None,
    }


def delivery_days(method: Method, made: datetime) -> dict[str, Any]:
    """The promise: two days of production, then the method's own days."""
    least, most = (days + 2 for days in method.days)
    return {
        "minDeliveryDays": least,
        "maxDeliveryDays": most,
        "minDeliveryDate": day(made + timedelta(days=least)),
        "maxDeliveryDate": day(made + timedelta(days=most)),
    }


def weight_of(items: list[dict[str, Any]]) -> int:
    """Grams of all items together."""
    return sum(item["quantity"] * _grams(item) for item in items)


def _grams(item: dict[str, Any]) -> int:
    product = BY_UID.get(item.get("productUid") or "")
    return product.weight if product else _UNKNOWN_WEIGHT


def packed(luck: Random, order: dict[str, Any], parcels: int, method: Method) -> None:
    """Puts the order's items into parcels; a method without tracking gives null codes."""
    items = [item["id"] for item in order["items"]]
    shares = [items[n::parcels] or items[-1:] for n in range(parcels)]
    order["shipment"]["packages"] = [_parcel(luck, share, method) for share in shares]
    spelling = "packageCount" if "packageCount" in order["shipment"] else "packagesCount"
    order["shipment"][spelling] = parcels


def _parcel(luck: Random, items: list[str], method: Method) -> dict[str, Any]:
    code = f"ZX{luck.randrange(10**9):09d}ED" if method.tracked else None
    return {
        "id": new_id(luck),
        "orderItemIds": items,
        "trackingCode": code,
        "trackingUrl": f"{_TRACKING}/{code}" if code else None,
    }
