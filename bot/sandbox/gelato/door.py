"""What every call passes: the journal, refusals made JSON, faults, the moving world, the key."""

import asyncio
import hmac
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.sandbox.gelato.answers import UNAUTHORIZED, Refused, answered, error_body
from bot.sandbox.gelato.faults import Faults
from bot.sandbox.gelato.journal import CUT, Call, Journal
from bot.sandbox.gelato.mishaps import Scene, Sleep, met
from bot.sandbox.gelato.moments import Clock
from bot.sandbox.gelato.words import Dialect

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
UNKNOWN = "unknown"
_ASIDE = frozenset({"/control", "/favicon.ico"})  # a browser asks for the second by itself


class Door:
    """A middleware. The control page passes it untouched."""

    def __init__(self, dialect: Dialect, key: str, faults: Faults, journal: Journal) -> None:
        self._dialect, self._key = dialect, key
        self._faults, self._journal = faults, journal
        self.sleep: Sleep = asyncio.sleep
        self.now: Clock
        self.before_work: Callable[[], object] = lambda: None
        self.after_work: Callable[[], object] = lambda: None

    def middleware(self) -> Callable[..., Awaitable[web.StreamResponse]]:
        """The function that aiohttp wants."""

        @web.middleware
        async def pass_door(request: web.Request, handler: Handler) -> web.StreamResponse:
            if request.path in _ASIDE or request.path.startswith("/control/"):
                return await handler(request)
            call = self._journal.begun(endpoint_of(request), request.method, request.path)
            return await self._answer(request, handler, call)

        return pass_door

    async def _answer(
        self, request: web.Request, handler: Handler, call: Call
    ) -> web.StreamResponse:
        async def work() -> web.StreamResponse:
            return await self._worked(request, handler)

        fault = self._faults.take(call.endpoint)
        scene = Scene(request, work, self.now(), self.sleep)
        response = await (met(fault, scene) if fault else work())
        gone = request.transport is None or request.transport.is_closing()
        call.status = CUT if gone else response.status
        return response

    async def _worked(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """The real work, with its refusals as JSON of the dialect."""
        if not hmac.compare_digest(_key_of(request), self._key.encode()):
            return answered(UNAUTHORIZED[self._dialect], 401)
        self.before_work()
        try:
            return await handler(request)
        except Refused as refused:
            return answered(error_body(self._dialect, refused), refused.status)
        except web.HTTPException as error:
            return _in_json(self._dialect, error)
        finally:
            self.after_work()


def _key_of(request: web.Request) -> bytes:
    return request.headers.get("X-API-KEY", "").encode("utf-8", "surrogateescape")


def _in_json(dialect: Dialect, error: web.HTTPException) -> web.Response:
    """aiohttp's own 404 and 405 with a JSON body, and the methods that would be allowed."""
    response = answered(
        error_body(dialect, Refused(error.status, f"{error.reason}.")), error.status
    )
    if "Allow" in error.headers:
        response.headers["Allow"] = error.headers["Allow"]
    return response


def endpoint_of(request: web.Request) -> str:
    """The name of the endpoint that a call is for; `unknown` for an address that is none."""
    resource = request.match_info.route.resource
    return (resource.name if resource else None) or UNKNOWN
