"""The HTTP side: the routes, and a cap on what anybody may send."""

import asyncio
import logging
from collections.abc import Iterable
from datetime import timedelta
from typing import cast

from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 1024 * 1024
"""Bytes. Slack's largest payload holds one view, of at most 250 KB (slack-facts 1.1)."""
LONGEST_UPLOAD = timedelta(seconds=10)
"""For a whole body to arrive."""
_UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, RecursionError)
"""What Bolt stumbles over: it takes a payload apart before it checks who sent it."""

log = logging.getLogger(__name__)


def http_app(slack: AsyncApp | None) -> ASGIApp:
    """All routes of the program; without Slack's, where it comes over a socket.

    Bolt's own ASGI adapter is the fastest way in (perf.md 1.11).
    """
    routes = [Route("/healthz", healthz, methods=["GET"])]
    if slack is not None:
        events = cast("ASGIApp", AsyncSlackRequestHandler(slack, path="/slack/events"))
        routes.append(Route("/slack/events", CappedBody(events), methods=["POST"]))
    return Starlette(routes=routes)


async def healthz(request: Request) -> Response:
    """200 while the process lives."""
    del request
    return PlainTextResponse("alive")


class CappedBody:
    """Reads the body within size and time, before anybody else sees the request."""

    def __init__(self, app: ASGIApp, longest_upload: timedelta = LONGEST_UPLOAD) -> None:
        self._app = app
        self._patience = longest_upload.total_seconds()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a whole body through; refuses one that is too large, too slow or no text."""
        try:
            body = await _body(scope, receive, self._patience)
        except ClientDisconnect:
            return
        except _Refused as refused:
            await refused.response(scope, receive, send)
            return
        try:
            await self._app(scope, _replayed(body), send)
        except _UNREADABLE as error:
            log.warning("refused a request that cannot be read: %s", type(error).__name__)
            await PlainTextResponse("not a payload of Slack's", 400)(scope, receive, send)


class _Refused(Exception):
    """A request that is not let in."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        close = {"connection": "close"}  # what is still being sent is not read
        self.response = PlainTextResponse(sentence, status, close)


async def _body(scope: Scope, receive: Receive, patience: float) -> bytes:
    if _announced(scope["headers"]) > LARGEST_BODY:
        raise _Refused(413, "too large")
    try:
        async with asyncio.timeout(patience):
            return await _read(receive)
    except TimeoutError:
        raise _Refused(408, "too slow") from None


def _announced(headers: Iterable[tuple[bytes, bytes]]) -> int:
    value = dict(headers).get(b"content-length", b"0")
    return int(value) if value.isdigit() else 0


async def _read(receive: Receive) -> bytes:
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > LARGEST_BODY:
            raise _Refused(413, "too large")
    try:
        body.decode()
    except UnicodeDecodeError:
        raise _Refused(400, "not UTF-8") from None
    return bytes(body)


def _replayed(body: bytes) -> Receive:
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return messages.pop() if messages else {"type": "http.disconnect"}

    return receive
