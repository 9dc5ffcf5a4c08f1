"""The one door out to Gelato: deadline, retries, limiter, circuit and errors stand behind it."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import stamina

from bot.gelato.access import GelatoAccess
from bot.gelato.answers import error_for, error_without_answer
from bot.gelato.circuit import Circuit
from bot.gelato.deadlines import Patience, Urgency
from bot.gelato.flight import Flight
from bot.gelato.limiter import Limiter
from bot.gelato.retry import Pauses
from bot.orders.errors import AnswerNotUnderstood, GelatoTrouble

LARGEST_ANSWER = 1024 * 1024
"""Bytes. A page of a hundred orders is a tenth of it; reading a larger answer would hold up all."""

MOST_IN_FLIGHT = {Urgency.PERSON: 16, Urgency.SWEEP: 8}
"""Requests; more of a sweep would make people wait for the event loop, and is hardly faster."""


@dataclass(frozen=True)
class Request:
    """One call as it goes out. Only reads are repeated when nobody answered.

    Where the `status_decides`, nothing of a success is read but that it is one.
    """

    verb: str
    url: str
    json: Any = None
    query: Mapping[str, str] = field(default_factory=dict)
    is_read: bool = True
    status_decides: bool = False


class Door:
    """Sends requests. What comes back is a body, or one of our errors."""

    def __init__(self, access: GelatoAccess, http: httpx.AsyncClient) -> None:
        self._access = access
        self._http = http
        self._limiter = Limiter(access.most_a_second)
        self._circuit = Circuit()
        self._in_flight = {u: asyncio.Semaphore(most) for u, most in MOST_IN_FLIGHT.items()}
        self._patience = {urgency: access.patience_of(urgency) for urgency in Urgency}
        self._seconds = {
            u: patience.total.total_seconds() for u, patience in self._patience.items()
        }

    async def call(self, request: Request, urgency: Urgency) -> bytes:
        """The body of a success. Raises GelatoTrouble, OrderNotFound or DeskBusy.

        After any error but UnknownOutcome nothing was changed. Whoever calls off a write knows as
        little as after that one.
        """
        deadline = asyncio.timeout_at(asyncio.get_running_loop().time() + self._seconds[urgency])
        flight = Flight(deadline, is_watched=not request.is_read)
        try:
            async with deadline:
                try:
                    return await self._sent(request, urgency, flight)
                except GelatoTrouble as error:
                    return await self._repeated(error, request, urgency, flight)
        except TimeoutError:
            raise flight.lost() from None

    async def _repeated(
        self, error: GelatoTrouble, request: Request, urgency: Urgency, flight: Flight
    ) -> bytes:
        """Goes on after a first failure: nearly all calls do without stamina's 30 µs."""
        patience = self._patience[urgency]
        pauses = Pauses(request.is_read, patience, flight.seconds_left)
        async for attempt in stamina.retry_context(
            pauses, attempts=patience.attempts, timeout=None
        ):
            with attempt:
                if attempt.num == 1:
                    raise error
                return await self._sent(request, urgency, flight)
        raise error  # for the type checker: the last attempt has returned or raised

    async def _sent(self, request: Request, urgency: Urgency, flight: Flight) -> bytes:
        self._circuit.check()
        async with self._in_flight[urgency]:
            await self._limiter.turn(urgency)
            with flight.attempt(), self._circuit.passing(flight.is_late):
                return await self._answered(request, self._patience[urgency], flight)

    async def _answered(self, request: Request, patience: Patience, flight: Flight) -> bytes:
        try:
            async with self._http.stream(
                request.verb,
                request.url,
                json=request.json,
                params=request.query or None,
                timeout=patience.timeouts if request.is_read else patience.timeouts_of_a_write,
                extensions=flight.extensions,
            ) as response:
                if request.status_decides and response.is_success:
                    return b""
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
