"""Search: each dialect's filters and no others, its rows, and an order of rows like the real one.

A filter under the other dialect's name is ignored without a word, as misnamed filters are.
"""

import zlib
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any

from bot.sandbox.gelato.answers import Refused
from bot.sandbox.gelato.moments import read
from bot.sandbox.gelato.money import total_text
from bot.sandbox.gelato.words import Dialect

DEFAULT_LIMIT = 50
MAX_LIMIT = 100
"""v4's documented maximum; GelatoConnect's is not documented, the same is taken for it."""

Order = dict[str, Any]
Wanted = Callable[[Order, Any], bool]


def found(orders: Iterable[Order], asked: Mapping[str, Any], dialect: Dialect) -> list[Order]:
    """The rows of one page. Raises Refused(400) for a filter of the wrong kind."""
    complaints = [text for name in asked for text in _complaint(name, asked, dialect)]
    if complaints:
        raise Refused(400, "The search is not valid.", complaints)
    filters = {name: asked[name] for name in FILTERS[dialect] if asked.get(name) is not None}
    hits = [o for o in orders if all(FILTERS[dialect][n](o, v) for n, v in filters.items())]
    start, size = asked.get("offset") or 0, asked.get("limit") or DEFAULT_LIMIT
    return [row(order, dialect) for order in sorted(hits, key=_place)[start : start + size]]


def _place(order: Order) -> tuple[int, int]:
    """Newest day first and within a day no order at all: stable, but not by date.

    The vendor promises none, so nobody may lean on one.
    """
    moment = dated(order)
    return (-moment.toordinal() if moment else 0, zlib.crc32(order["id"].encode()))


def dated(order: Order) -> datetime | None:
    """When it was ordered, or made where it is a draft: what the date filters look at."""
    return read(order.get("orderedAt") or order.get("createdAt"))


def _one_of(name: str) -> Wanted:
    return lambda order, wanted: order.get(name) in wanted


def _country(order: Order, wanted: list[str]) -> bool:
    return order["shippingAddress"].get("country") in wanted


def _since(order: Order, start: str) -> bool:
    moment, bound = dated(order), read(start)
    return bool(moment and bound and moment >= bound)


def _until(order: Order, end: str) -> bool:
    moment, bound = dated(order), read(end)
    return bool(moment and bound and moment <= bound)


def _reference(order: Order, wanted: str) -> bool:
    return bool(order["orderReferenceId"] == wanted)


def _words(order: Order, text: str) -> bool:
    """Part of a first name, a last name or the reference; never e-mail or city (V4-search)."""
    address = order["shippingAddress"]
    places = (address.get("firstName"), address.get("lastName"), order["orderReferenceId"])
    return any(text.casefold() in str(place or "").casefold() for place in places)


FILTERS: dict[Dialect, dict[str, Wanted]] = {
    "connect": {
        "fulfillmentStatus": _one_of("fulfillmentStatus"),
        "startDate": _since,
        "endDate": _until,
        "orderReferenceId": _reference,
        "countries": _country,
    },
    "v4": {
        "channels": _one_of("channel"),
        "countries": _country,
        "currencies": _one_of("currency"),
        "startDate": _since,
        "endDate": _until,
        "financialStatuses": _one_of("financialStatus"),
        "fulfillmentStatuses": _one_of("fulfillmentStatus"),
        "ids": _one_of("id"),
        "orderReferenceId": _reference,
        "orderReferenceIds": _one_of("orderReferenceId"),
        "orderTypes": _one_of("orderType"),
        "search": _words,
        "storeIds": _one_of("storeId"),
    },
}
_TEXTS = frozenset({"orderReferenceId", "search"})
_DATES = frozenset({"startDate", "endDate"})


def _complaint(name: str, asked: Mapping[str, Any], dialect: Dialect) -> list[str]:
    """What is wrong with one filter; nothing for those this dialect does not know."""
    value = asked[name]
    if name in ("limit", "offset"):
        return [] if _counted(name, value) else [f"{name} is out of range."]
    if name not in FILTERS[dialect] or value is None:
        return []
    if name in _DATES:
        return [] if _dated(value) else [f"{name} must be an ISO 8601 date with an offset."]
    if name in _TEXTS:
        return [] if isinstance(value, str) else [f"{name} must be a string."]
    return [] if _listed(value) else [f"{name} must be a list of strings."]


def _counted(name: str, value: Any) -> bool:
    least, most = (1, MAX_LIMIT) if name == "limit" else (0, 10**9)
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _dated(value: Any) -> bool:
    """An ISO 8601 moment as one string; a bare date and a moment without an offset are refused."""
    try:
        return isinstance(value, str) and datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False


def _listed(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


def row(order: Order, dialect: Dialect) -> Order:
    """One row: no address beyond the country, no tracking, the total as a string."""
    address = order["shippingAddress"]
    names = _ROW[dialect]
    wide = {name: order.get(name) for name in names} | {
        "totalInclVat": total_text(order["receipts"]),
        "firstName": address.get("firstName"),
        "lastName": address.get("lastName"),
        "country": address.get("country"),
        "itemsCount": len(order["items"]),
    }
    return {name: wide[name] for name in names}


_ROW: dict[Dialect, tuple[str, ...]] = {
    "connect": (
        "id", "clientId", "orderReferenceId", "fulfillmentStatus", "financialStatus", "currency",
        "totalInclVat", "orderType", "channel", "firstName", "lastName", "country", "itemsCount",
        "createdAt", "updatedAt", "orderedAt", "customerReferenceId",
    ),
    "v4": (
        "id", "orderReferenceId", "customerReferenceId", "orderType", "channel", "storeId",
        "financialStatus", "fulfillmentStatus", "currency", "totalInclVat", "firstName",
        "lastName", "country", "itemsCount", "connectedOrderIds", "createdAt", "updatedAt",
        "orderedAt",
    ),
}  # fmt: skip
