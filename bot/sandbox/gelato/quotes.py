"""What an order would cost: quotes and shipment prices (v4)."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Any

from aiohttp import web

from bot.sandbox.gelato.address_rules import address_complaints
from bot.sandbox.gelato.answers import Refused, answered, body_of
from bot.sandbox.gelato.book import Book
from bot.sandbox.gelato.chance import chance, new_id
from bot.sandbox.gelato.data.carriers import Method, of_country
from bot.sandbox.gelato.data.products import BY_UID
from bot.sandbox.gelato.item_rules import item_complaints, reference_complaints
from bot.sandbox.gelato.moments import stamp
from bot.sandbox.gelato.money import converted, number
from bot.sandbox.gelato.order_rules import currency_complaints
from bot.sandbox.gelato.seeding.shipments import delivery_days, facility_of

Raw = dict[str, Any]


class Quotes:
    """Handlers of `quote` and `prices`."""

    def __init__(self, book: Book) -> None:
        self._book = book

    async def quote(self, request: web.Request) -> web.Response:
        """Methods and prices. A 200 can still refuse: no quotes, and a reason why."""
        body = await body_of(request)
        _check(body)
        luck = chance("quote", body["orderReferenceId"], body["currency"])
        answer: Raw = {"orderReferenceId": new_id(luck), "quotes": [], "errors": []}
        if not all(BY_UID[product["productUid"]].in_stock for product in body["products"]):
            refusal = {"refusalReasonCode": "stock", "refusalReason": "Out of stock."}
            return answered(answer | refusal)
        now = self._book.now()
        answer["quotes"] = [_quote(luck, body, part, now) for part in _parts(body)]
        return answered(answer)

    async def prices(self, request: web.Request) -> web.Response:
        """Flat prices of each method for each quantity."""
        body = await body_of(request)
        complaints = currency_complaints(body) + _price_complaints(body)
        if complaints:
            raise Refused(400, "Validation failed.", complaints)
        return answered({"prices": [_priced(body, product) for product in body["products"]]})


def _price_complaints(body: Raw) -> list[str]:
    found = [] if isinstance(body.get("country"), str) else ["country is required."]
    products = body.get("products")
    if not isinstance(products, list) or not products:
        return [*found, "products is required."]
    known = all(isinstance(p, dict) and str(p.get("productUid")) in BY_UID for p in products)
    counted = known and all(isinstance(p.get("quantities", []), list) for p in products)
    return found if counted else [*found, "products: productUid or quantities is not valid."]


def _check(body: Raw) -> None:
    complaints = [
        *reference_complaints(body, "orderReferenceId", "customerReferenceId"),
        *currency_complaints(body),
        *address_complaints(body.get("recipient"), "recipient", "v4"),
        *item_complaints(body.get("products"), "products", "v4", printed=False),
    ]
    if complaints:
        raise Refused(400, "Validation failed.", complaints)


def _parts(body: Raw) -> Iterable[list[Raw]]:
    """Textiles and paper come from different presses, unless one quote is asked for."""
    if body.get("allowMultipleQuotes") is False:
        return [body["products"]]
    textile = [p for p in body["products"] if p["productUid"].startswith("apparel")]
    paper = [p for p in body["products"] if p not in textile]
    return [part for part in (textile, paper) if part]


def _quote(luck: Random, body: Raw, products: Sequence[Raw], now: datetime) -> Raw:
    country = body["recipient"]["country"]
    weight = sum(BY_UID[p["productUid"]].weight * p["quantity"] for p in products)
    return {
        "id": new_id(luck),
        "itemReferenceIds": [p["itemReferenceId"] for p in products],
        "fulfillmentCountry": facility_of(country, luck),
        "deliveryPromiseId": new_id(luck),
        "expirationDateTime": stamp(now + timedelta(hours=1)),
        "packageCount": 1,
        "shipmentMethods": [
            _offer(method, body["currency"], weight, now) for method in of_country(country)
        ],
        "products": [_product(p, body["currency"]) for p in products],
    }


def _offer(method: Method, currency: str, weight: int, now: datetime) -> Raw:
    price = number(converted(method.price, currency), currency)
    return {
        "name": method.name,
        "shipmentMethodUid": method.uid,
        "price": price,
        "initialPrice": price,
        "currency": currency,
        **delivery_days(method, now),
        "type": method.type,
        "isPrivate": method.type != "pallet",
        "isBusiness": True,
        "totalWeight": weight,
        "numberOfParcels": 1,
        "incoTerms": None,
    }


def _product(wish: Raw, currency: str) -> Raw:
    price = converted(BY_UID[wish["productUid"]].price, currency) * wish["quantity"]
    return {
        "itemReferenceId": wish["itemReferenceId"],
        "productUid": wish["productUid"],
        "quantity": wish["quantity"],
        "price": number(price, currency),
        "currency": currency,
    }


def _priced(body: Raw, product: Raw) -> Raw:
    methods = [_flat(method, body["currency"]) for method in of_country(body["country"])]
    quantities = product.get("quantities") or [1]
    pages = product.get("pageCount")
    rows = [{"quantity": n, "pageCount": pages, "methods": methods} for n in quantities]
    return {"productUid": product.get("productUid"), "quantities": rows}


def _flat(method: Method, currency: str) -> Raw:
    price = number(converted(method.price, currency), currency)
    return {
        "shipmentMethodUid": method.uid,
        "type": method.type,
        "minPrice": price,
        "avgPrice": price,
        "minDays": method.days[0],
        "maxDays": method.days[1],
        "hasFlatRate": True,
    }
