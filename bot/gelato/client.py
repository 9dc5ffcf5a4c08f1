"""Asks Gelato: one short method an endpoint, one private door out."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any, Self
from urllib.parse import urlsplit

import httpx
import stamina

from bot.gelato.answers import error_for, error_without_answer
from bot.gelato.dialects import Call, endpoints
from bot.gelato.retry import pause_before_retry
from bot.orders.dialect import Dialect
from bot.orders.errors import AnswerNotUnderstood, GelatoDown, OrderNotFound
from bot.orders.order import Order, Row, Rows

LARGEST_ANSWER = 8 * 1024 * 1024
"""Bytes. A page of a hundred orders is far below it."""
MOST_CONNECTIONS = 16
"""More in flight is slower (perf.md 1.9)."""
TIMEOUTS = httpx.Timeout(connect=2.0, read=6.0, write=4.0, pool=4.0)
PATIENCE = timedelta(seconds=12)
"""How long a person waits for one call, repeats included."""


@dataclass(frozen=True)
class GelatoAccess:
    """Where Gelato is and how to be let in."""

    dialect: Dialect
    address: str
    key: str = field(repr=False)
    customer_reference_id: str | None = None
    paths: Mapping[str, str] = field(default_factory=dict)
    patience: timedelta = PATIENCE

    @property
    def headers(self) -> dict[str, str]:
        """What every request carries."""
        customer = self.customer_reference_id
        return {
            "X-API-KEY": self.key,
            "Accept": "application/json",
            **({"Customer-Reference-ID": customer} if customer else {}),
        }


class Gelato:
    """Gelato's order API, in the dialect that the settings name.

    Every method raises one of our GelatoTrouble errors, or OrderNotFound.
    """

    def __init__(self, access: GelatoAccess, http: httpx.AsyncClient) -> None:
        self.dialect = access.dialect
        self._access = access
        self._http = http
        self._endpoints = endpoints(access.dialect, access.paths)

    @classmethod
    @asynccontextmanager
    async def opened(cls, access: GelatoAccess) -> AsyncIterator[Self]:
        """A client with a pool of its own. One a program: making one costs 16 ms (perf.md 1.6)."""
        limits = httpx.Limits(max_connections=MOST_CONNECTIONS)
        on_this_machine = urlsplit(access.address).hostname in {"127.0.0.1", "localhost", "::1"}
        async with httpx.AsyncClient(
            headers=access.headers,
            timeout=TIMEOUTS,
            limits=limits,
            trust_env=not on_this_machine,
        ) as http:
            yield cls(access, http)

    async def order(self, order_id: str) -> Order:
        """The whole order. GelatoConnect takes the merchant's reference as well as Gelato's id."""
        if not order_id.strip("."):  # a path of dots would climb out of the endpoint
            raise OrderNotFound
        return Order.read(await self._call("get", order_id))

    async def rows_of_reference(self, reference: str) -> tuple[Row, ...]:
        """The orders that carry exactly this reference, as search lists them.

        The filter is applied again here: a misnamed one is ignored by Gelato without a word.
        """
        try:
            found = Rows.read(await self._call("search", json={"orderReferenceId": reference}))
        except OrderNotFound:  # an empty result is a success: it is the address that is wrong
            raise AnswerNotUnderstood from None
        wanted = reference.casefold()
        return tuple(row for row in found.orders if row.order_reference_id.casefold() == wanted)

    async def _call(
        self, call: Call, order_id: str = "", *, json: Any = None, is_read: bool = True
    ) -> bytes:
        on = partial(pause_before_retry, is_read=is_read)
        try:
            async with asyncio.timeout(self._access.patience.total_seconds()):
                async for attempt in stamina.retry_context(on, attempts=3, wait_initial=0.2):
                    with attempt:
                        return await self._sent(call, order_id, json)
        except TimeoutError:
            raise GelatoDown from None
        raise GelatoDown  # for the type checker: the last attempt has returned or raised

    async def _sent(self, call: Call, order_id: str, json: Any) -> bytes:
        endpoint = self._endpoints[call]
        url = endpoint.url(self._access.address, order_id)
        try:
            async with self._http.stream(endpoint.verb, url, json=json) as response:
                body = await _body(response)
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise error_without_answer(error) from error
        fault = error_for(response, body, [self._access.key], datetime.now(UTC))
        if fault is not None:
            raise fault
        return body


async def _body(response: httpx.Response) -> bytes:
    """The body, as long as it stays below the largest that makes sense."""
    chunks = bytearray()
    async for chunk in response.aiter_bytes():
        chunks += chunk
        if len(chunks) > LARGEST_ANSWER:
            raise AnswerNotUnderstood
    return bytes(chunks)
