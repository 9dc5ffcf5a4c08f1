"""How each dialect is asked for orders: the names of its filters, and which it does not know.

A misnamed filter may be ignored without a word (gelato-api-facts 3.1), so a filter goes out only
under a name that the dialect's documents print.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.orders.dialect import Dialect
from bot.orders.query import Query


@dataclass(frozen=True)
class Asked:
    """A search as it goes out, and what our side has to do about the rest.

    `unknown` filters are not known to the dialect. Rows are sifted by `sifted`, which lacks the
    `unjudged` ones: what those ask for is not in the dialect's rows either.
    """

    body: Mapping[str, Any]
    unknown: tuple[str, ...]
    sifted: Query
    unjudged: tuple[str, ...] = ()


def asked(query: Query, dialect: Dialect) -> Asked:
    """The request body of a search, without limit and offset."""
    body: dict[str, Any] = {}
    unknown: list[str] = []
    for name in query.filters:
        key = _key(name, query, dialect)
        if key is None:
            unknown.append(name)
        else:
            body[key] = _VALUES.get(key, list)(getattr(query, name))
    if dialect is Dialect.CONNECT and query.store_ids:  # its rows name no store
        return Asked(body, tuple(unknown), replace(query, store_ids=()), ("store_ids",))
    return Asked(body, tuple(unknown), query)


_KEYS: Mapping[Dialect, Mapping[str, str]] = {
    Dialect.CONNECT: {
        "references": "orderReferenceId",
        "statuses": "fulfillmentStatus",
        "countries": "countries",
        "since": "startDate",
        "until": "endDate",
    },
    Dialect.V4: {
        "references": "orderReferenceIds",
        "ids": "ids",
        "statuses": "fulfillmentStatuses",
        "financial_statuses": "financialStatuses",
        "countries": "countries",
        "currencies": "currencies",
        "channels": "channels",
        "order_types": "orderTypes",
        "store_ids": "storeIds",
        "words": "search",
        "since": "startDate",
        "until": "endDate",
    },
}


def _key(name: str, query: Query, dialect: Dialect) -> str | None:
    """What the dialect calls this filter; both know one reference, only v4 several."""
    if name == "references" and len(query.references) == 1:
        return "orderReferenceId"
    if name == "references" and dialect is Dialect.CONNECT:
        return None
    return _KEYS[dialect].get(name)


def _first(values: tuple[str, ...]) -> str:
    return values[0]


def _telling(words: str) -> str:
    """The longest word: a search may look for the whole text within one name. We sift the rest."""
    return max(words.split(), key=len, default=words)


def _stamp(moment: datetime) -> str:
    """A moment as the documents print them, with its offset."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _stamp_after(moment: datetime) -> str:
    """The same, not earlier than the moment: whole seconds must not cut the last one off."""
    return _stamp(moment + timedelta(seconds=1) if moment.microsecond else moment)


_VALUES: Mapping[str, Callable[[Any], object]] = {
    "orderReferenceId": _first,
    "search": _telling,
    "startDate": _stamp,
    "endDate": _stamp_after,
}
