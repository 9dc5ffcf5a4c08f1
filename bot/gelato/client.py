"""Asks Gelato: one short method an endpoint. What stands between is behind the door."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self
from urllib.parse import urlsplit

import httpx

from bot.gelato.access import GelatoAccess
from bot.gelato.deadlines import PATIENCE, Urgency
from bot.gelato.dialects import Call, endpoints, shipment_endpoints
from bot.gelato.door import LARGEST_ANSWER, Door, Request
from bot.gelato.methods import MethodList, Methods, named
from bot.gelato.pages import Page, Scan, Start, read_page
from bot.gelato.search import Asked, asked
from bot.gelato.walk import Walk
from bot.gelato.windows import Window
from bot.orders.dialect import Dialect
from bot.orders.errors import AnswerNotUnderstood, GelatoRefused, NotAsked, OrderNotFound
from bot.orders.order import Order
from bot.orders.query import Query, matches
from bot.orders.quote import Quotes, QuoteWish
from bot.orders.row import Row, Rows
from bot.orders.shipping import ShippingMethods

__all__ = ["LARGEST_ANSWER", "Gelato", "GelatoAccess"]

MOST_CONNECTIONS = 16
"""More is slower (perf.md 1.6); sweeps fill half of them."""


class Gelato:
    """Gelato's order API, in the dialect that the settings name.

    Every method raises one of our GelatoTrouble errors, or DeskBusy; `order` OrderNotFound too.
    """

    def __init__(self, access: GelatoAccess, http: httpx.AsyncClient) -> None:
        self.dialect = access.dialect
        self._access = access
        self._door = Door(access, http)
        self._endpoints = endpoints(access.dialect, access.paths)
        self._shipment_endpoints = shipment_endpoints(access.paths)
        self._methods = MethodList(self._listed_methods)

    @classmethod
    @asynccontextmanager
    async def opened(cls, access: GelatoAccess) -> AsyncIterator[Self]:
        """A client with a pool of its own. One a program: making one costs 16 ms (perf.md 1.6)."""
        limits = httpx.Limits(max_connections=MOST_CONNECTIONS)
        on_this_machine = urlsplit(access.address).hostname in {"127.0.0.1", "localhost", "::1"}
        async with httpx.AsyncClient(
            headers=access.headers,
            timeout=PATIENCE[Urgency.PERSON].timeouts,
            limits=limits,
            trust_env=not on_this_machine,
        ) as http:
            yield cls(access, http)

    async def order(self, order_id: str, urgency: Urgency = Urgency.PERSON) -> Order:
        """The whole order. GelatoConnect takes the merchant's reference as well as Gelato's id."""
        if not order_id.strip("."):  # a path of dots would climb out of the endpoint
            raise OrderNotFound
        return Order.read(await self._door.call(self._request("get", order_id), urgency))

    async def rows_of_reference(
        self, reference: str, urgency: Urgency = Urgency.PERSON
    ) -> tuple[Row, ...]:
        """The orders that carry exactly this reference, as search lists them.

        The filter is applied again here: a misnamed one is ignored by Gelato without a word.
        """
        query = Query(references=(reference,))
        request = self._request("search", json=asked(query, self.dialect).body)
        body = await self._answer(request, urgency)
        return tuple(row for row in Rows.read(body).orders if matches(row, query))

    @asynccontextmanager
    async def search(
        self,
        query: Query,
        urgency: Urgency = Urgency.PERSON,
        within: timedelta | None = None,
        *,
        start: Start = Start(),  # noqa: B008  # it is frozen
    ) -> AsyncIterator[Scan]:
        """A scan of all pages; leaving it calls off what is under way. It stops after `within`.

        An earlier scan is gone on with by the row it was `read_to`, and the ids that it gave.
        """
        begin = replace(start, seen=set(start.seen), ends=_moment_after(within))
        async with self._scanned(query, begin, urgency) as scan:
            yield scan

    @asynccontextmanager
    async def walk(
        self,
        query: Query,
        over: Window,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        within: timedelta | None = None,
    ) -> AsyncIterator[Walk]:
        """A sweep of a long stretch, in closed windows. The query's own dates are not used."""

        def scanned(query: Query, start: Start) -> Any:
            return self._scanned(query, start, Urgency.SWEEP)

        walk = Walk(scanned, query, over, now=now(), ends=_moment_after(within))
        try:
            yield walk
        finally:
            await walk.close()

    async def shipping_methods(self, country: str = "") -> Methods:
        """The ways to send, to one ISO 3166-1 country if it is named.

        GelatoConnect cannot list them: there it is what the setting offers, for every country.
        """
        if self.dialect is Dialect.CONNECT:
            return named(self._access.shipment_methods)
        methods = await self._methods.read()
        return tuple(method for method in methods if not country or method.serves(country))

    async def quote(self, wish: QuoteWish) -> Quotes:
        """What this order would cost. Raises NotAsked on GelatoConnect, which has no quotes.

        Raises GelatoRefused when the order could not be made, as a success may say.
        """
        if self.dialect is Dialect.CONNECT:
            raise NotAsked("GelatoConnect does not tell prices before an order is sent.")
        body = await self._answer(self._request("quote", json=wish.body), Urgency.PERSON)
        quotes = Quotes.read(body)
        if not quotes.can_be_made:
            raise GelatoRefused(_refusal(quotes))
        return quotes

    @asynccontextmanager
    async def _scanned(self, query: Query, start: Start, urgency: Urgency) -> AsyncIterator[Scan]:
        question, limit = asked(query, self.dialect), self._access.rows_a_page

        async def fetch(offset: int) -> Page:
            return await self._page(question, offset, limit, urgency)

        scan = Scan(fetch, limit, question, start)
        try:
            yield scan
        finally:
            await scan.close()

    async def _page(self, question: Asked, offset: int, limit: int, urgency: Urgency) -> Page:
        body = {**question.body, "limit": limit, "offset": offset}
        return read_page(await self._answer(self._request("search", json=body), urgency), limit)

    async def _listed_methods(self) -> Methods:
        endpoint = self._shipment_endpoints["methods"]
        request = Request(endpoint.verb, endpoint.url(self._access.shipment_address))
        return ShippingMethods.read(await self._answer(request, Urgency.PERSON)).shipment_methods

    async def _answer(self, request: Request, urgency: Urgency) -> bytes:
        """The answer to a call that names no order: what is missing then is the endpoint."""
        try:
            return await self._door.call(request, urgency)
        except OrderNotFound:
            raise AnswerNotUnderstood from None

    def _request(self, call: Call, order_id: str = "", *, json: Any = None) -> Request:
        endpoint = self._endpoints[call]
        return Request(endpoint.verb, endpoint.url(self._access.address, order_id), json)


def _moment_after(within: timedelta | None) -> float | None:
    if within is None:
        return None
    return asyncio.get_running_loop().time() + within.total_seconds()


def _refusal(quotes: Quotes) -> str:
    reason = quotes.refusal_reason or "a part of it is out of stock or cannot be sent there."
    return f"Gelato cannot make this order: {reason}"
