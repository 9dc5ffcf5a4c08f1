"""The HTTP side: the routes, and a cap on what anybody may send."""

import asyncio
from collections.abc import Iterable
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
LONGEST_UPLOAD = 10.0
"""Seconds for a whole body to arrive."""


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

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a whole body through; refuses one that is too large, too slow or no text."""
        try:
            body = await _body(scope, receive)
        except ClientDisconnect:
            return
        except _Refused as refused:
            await refused.response(scope, receive, send)
            return
        await self._app(scope, _replayed(body), send)


class _Refused(Exception):
    """A request that is not let in."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        close = {"connection": "close"}  # what is still being sent is not read
        self.response = PlainTextResponse(sentence, status, close)


async def _body(scope: Scope, receive: Receive) -> bytes:
    if _announced(scope["headers"]) > LARGEST_BODY:
        raise _Refused(413, "too large")
    try:
        async with asyncio.timeout(LONGEST_UPLOAD):
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
