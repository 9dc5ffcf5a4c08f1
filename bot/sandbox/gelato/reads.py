"""Look-ups and searches, which change nothing."""

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
        return answered({"orders": found(self._book.findable(), asked, self._dialect)})

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
