"""Asks Gelato, and tells it: one short method an endpoint. What stands between is the door's."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Self, TypeVar
from urllib.parse import urlsplit

import httpx

from bot.gelato.access import GelatoAccess
from bot.gelato.deadlines import PATIENCE, Urgency
from bot.gelato.dialects import NOT_THERE, Call, endpoints, shipment_endpoints
from bot.gelato.door import LARGEST_ANSWER, Door, Request
from bot.gelato.methods import MethodList, Methods, named
from bot.gelato.pages import Page, Scan, Start, read_page
from bot.gelato.search import Asked, asked
from bot.gelato.walk import Walk
from bot.gelato.windows import Window
from bot.orders.dialect import Dialect
from bot.orders.errors import (
    AnswerNotUnderstood,
    GelatoRefused,
    NotAsked,
    OrderNotFound,
    UnknownOutcome,
)
from bot.orders.order import Order
from bot.orders.query import Query, matches
from bot.orders.quote import Quotes, QuoteWish
from bot.orders.row import Row, Rows
from bot.orders.shipping import ShippingMethods
from bot.orders.wire import Wire
from bot.orders.written import ChangedShipment, Submitted

__all__ = ["LARGEST_ANSWER", "Gelato", "GelatoAccess"]

MOST_CONNECTIONS = 16
"""More is slower (perf.md 1.6); sweeps fill half of them."""
_RELEASE = {"orderType": "order"}
_NO_SUCH_ADDRESS = (
    "Gelato takes no orders at the address that Orderdesk was given, so nothing was sent. Whoever "
    "runs Orderdesk should check GELATO_API_URL and GELATO_PATHS."
)

Answer = TypeVar("Answer", bound=Wire)


class Gelato:
    """Gelato's order API, in the dialect that the settings name.

    Every method raises one of our GelatoTrouble errors, or DeskBusy; what is about one order
    OrderNotFound too; what the dialect does not know NotAsked, with no request made.

    A write is sent again only where nothing can have been done. It raises UnknownOutcome when it
    may have been done: the caller then looks, with `order`, or after a submit for a while with
    `rows_of_reference` (a new order is found late), and lets a person decide what that leaves
    open. Calling a write off leaves the same doubt; after any other error nothing was changed.
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
        return Order.read(await self._door.call(self._of_order("get", order_id), urgency))

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
        body = await self._answer(self._request("quote", json=wish.body), Urgency.PERSON)
        quotes = Quotes.read(body)
        if not quotes.can_be_made:
            raise GelatoRefused(_refusal(quotes))
        return quotes

    async def submit(self, body: Mapping[str, Any]) -> Submitted:
        """Sends a new order or draft, as JSON in the dialect's words.

        v4 takes a reference as often as it comes, so a second submit is a second order. After
        UnknownOutcome, `rows_of_reference` shows the order some seconds later if there is one; a
        row that is older than the submit is another, and none is no proof for a while.
        """
        try:
            return await self._written(Submitted, self._request("submit", json=dict(body)))
        except OrderNotFound:
            raise AnswerNotUnderstood(_NO_SUCH_ADDRESS) from None

    async def cancel(self, order_id: str) -> None:
        """Stops one order, by Gelato's id: parts of a split order share their reference.

        That it was done is Gelato's word alone; what it means shows in the order.
        """
        await self._done(self._of_order("cancel", order_id))

    async def update_shipment(self, order_id: str, body: Mapping[str, Any]) -> ChangedShipment:
        """Connect: a new `shippingAddress`, whole, a new `shipmentMethodUid`, or both.

        Raises NotAsked on v4, with what a person can do there.
        """
        request = self._of_order("update", order_id, json=dict(body))
        return await self._written(ChangedShipment, request)

    async def release_draft(self, order_id: str, body: Mapping[str, Any] | None = None) -> Order:
        """v4: turns a draft into an order, which costs money. Raises NotAsked on GelatoConnect.

        With `items` in the body, those that it leaves out are removed (gelato-api-facts 5.4).
        """
        request = self._of_order("patch", order_id, json=dict(body or _RELEASE))
        return await self._written(Order, request)

    async def delete_draft(self, order_id: str) -> None:
        """v4: a draft goes away for good. Raises NotAsked on GelatoConnect."""
        await self._done(self._of_order("delete", order_id))

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

    async def _written(self, model: type[Answer], request: Request) -> Answer:
        """What a write answers; a success that cannot be read leaves doubt."""
        body = await self._door.call(replace(request, is_read=False), Urgency.PERSON)
        try:
            return model.read(body)
        except AnswerNotUnderstood as error:
            raise UnknownOutcome from error

    async def _done(self, request: Request) -> None:
        """A write whose answer says no more than that it was done, in whatever words."""
        write = replace(request, is_read=False, status_decides=True)
        await self._door.call(write, Urgency.PERSON)

    def _of_order(self, call: Call, order_id: str, *, json: Any = None) -> Request:
        request = self._request(call, order_id, json=json)
        if not order_id.strip("."):  # a path of dots would climb out of the endpoint
            raise OrderNotFound
        return request

    def _request(self, call: Call, order_id: str = "", *, json: Any = None) -> Request:
        endpoint = self._endpoints.get(call)
        if endpoint is None:
            raise NotAsked(NOT_THERE[self.dialect, call])
        return Request(endpoint.verb, endpoint.url(self._access.address, order_id), json)


def _moment_after(within: timedelta | None) -> float | None:
    if within is None:
        return None
    return asyncio.get_running_loop().time() + within.total_seconds()


def _refusal(quotes: Quotes) -> str:
    reason = quotes.refusal_reason or "a part of it is out of stock or cannot be sent there."
    return f"Gelato cannot make this order: {reason}"
