"""Look-ups and searches, which change nothing."""

from collections.abc import Collection, Mapping
from typing import Any

from aiohttp import web

from bot.sandbox.gelato.answers import Refused, answered, body_of, not_found
from bot.sandbox.gelato.book import Book
from bot.sandbox.gelato.data.carriers import METHODS, Method, of_country
from bot.sandbox.gelato.search import found
from bot.sandbox.gelato.words import Dialect


class Reads:
    """Handlers of `get`, `search` and `methods`."""

    def __init__(self, book: Book, dialect: Dialect) -> None:
        self._book, self._dialect = book, dialect
        self.known_statuses: Collection[str] | None = None
        """Search refuses others as a filter; it takes any word while this is None."""

    async def get(self, request: web.Request) -> web.Response:
        """One order: by id or reference on connect, by Gelato id alone on v4."""
        key = request.match_info["id"]
        look = self._book.by_any if self._dialect == "connect" else self._book.by_id
        order = look(key)
        if order is None:
            raise not_found()
        return answered(order)

    async def search(self, request: web.Request) -> web.Response:
        """A page of rows; no match is an empty list, not an error."""
        asked = await body_of(request)
        self._refuse_strange_statuses(asked)
        return answered({"orders": found(self._book.findable(), asked, self._dialect)})

    def _refuse_strange_statuses(self, asked: Mapping[str, Any]) -> None:
        if self.known_statuses is None:
            return
        name = "fulfillmentStatus" if self._dialect == "connect" else "fulfillmentStatuses"
        if strange := [word for word in asked.get(name) or () if word not in self.known_statuses]:
            details = [f"{word} is no {name}." for word in strange]
            raise Refused(400, "The search is not valid.", details)

    async def methods(self, request: web.Request) -> web.Response:
        """Shipment methods, of one country if it is named (V4-SHIP)."""
        country = request.query.get("country")
        if country is not None and not (len(country) == 2 and country.isupper()):
            raise Refused(400, "Validation failed.", ["country must be two capital letters."])
        methods = METHODS if country is None else of_country(country)
        return answered({"shipmentMethods": [_listed(method) for method in methods]})


def _listed(method: Method) -> dict[str, object]:
    return {
        "shipmentMethodUid": method.uid,
        "type": method.type,
        "name": method.name,
        "isBusiness": True,
        "isPrivate": method.type != "pallet",
        "hasTracking": method.tracked,
        "supportedCountries": list(method.countries),
    }
