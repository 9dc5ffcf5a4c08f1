"""The HTTP side: its routes."""

from typing import cast

from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from handlers.gate import Gate

WEBHOOKS_PATH = "/gelato/webhooks"


def http_app(
    slack: AsyncApp | None, signing_secret: str = "", webhooks: ASGIApp | None = None
) -> ASGIApp:
    """All routes of the program; without Slack's, where it comes over a socket.

    Bolt's own ASGI adapter is the fastest way in (perf.md 1.11).
    """
    routes = [Route("/healthz", healthz, methods=["GET"])]
    if slack is not None:
        events = cast("ASGIApp", AsyncSlackRequestHandler(slack, path="/slack/events"))
        routes.append(Route("/slack/events", Gate(events, signing_secret), methods=["POST"]))
    if webhooks is not None:
        routes.append(Route(WEBHOOKS_PATH, webhooks, methods=["POST"]))
    return Starlette(routes=routes)


async def healthz(request: Request) -> Response:
    """200 while the process lives."""
    del request
    return PlainTextResponse("alive")
