"""What the tests of the stand-ins share."""

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import Clock as SlackClock
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.serving import served
from bot.sandbox.slack import StandInSlack
from bot.sandbox.slack.keys import SIGNS, XOXB

Json = dict[str, Any]
NOON = 1_795_262_400.0  # 2026-11-21 12:00 UTC


@dataclass
class Hands:
    """A clock that a test moves."""

    moment: float = NOON

    def __call__(self) -> float:
        return self.moment

    def now(self) -> float:
        return self.moment


@dataclass
class SlackBot:
    """A small bot on the other side: checks signatures, remembers, answers what it is told to."""

    clock: Hands
    heard: list[Json] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    answers: dict[str, Callable[[Json], Awaitable[web.Response]]] = field(default_factory=dict)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    queued: dict[str, deque[web.Response]] = field(default_factory=lambda: defaultdict(deque))

    async def take(self, request: web.Request) -> web.Response:
        body = await request.text()
        verifier = SignatureVerifier(SIGNS, clock=_SlackHands(self.clock))
        assert verifier.is_valid_request(body, dict(request.headers))
        payload = _read(request, body)
        self.heard.append(payload)
        self.headers.append(dict(request.headers))
        kind = payload.get("type", "command")
        if self.queued[kind]:
            return self.queued[kind].popleft()
        answer = self.answers.get(kind)
        return await answer(payload) if answer else web.Response()

    async def late(self, _: Json) -> web.Response:
        """An answer that comes when nobody waits any more: at the end of the test."""
        await self.over.wait()
        return web.Response()

    def last(self, kind: str) -> Json:
        return next(p for p in reversed(self.heard) if p.get("type", "command") == kind)

    def events(self) -> list[Json]:
        return [p["event"] for p in self.heard if p.get("type") == "event_callback"]


class _SlackHands(SlackClock):
    def __init__(self, clock: Hands) -> None:
        self._clock = clock

    def now(self) -> float:
        return self._clock()


def _read(request: web.Request, body: str) -> Json:
    if request.content_type == "application/json":
        return json.loads(body)
    form = dict(parse_qsl(body, keep_blank_values=True))
    return json.loads(form["payload"]) if "payload" in form else form


@dataclass
class SlackPage:
    """A person's page: its requests, and what it would show."""

    slack: StandInSlack
    http: aiohttp.ClientSession

    async def post(self, act: str, **body: Any) -> Json:
        async with self.http.post(f"{self.slack.base_url}/page/{act}", json=body) as answer:
            return await answer.json()

    async def send(self, person: str, channel: str, text: str, **more: Any) -> Json:
        return await self.post("send", **{"as": person}, channel=channel, text=text, **more)

    async def press(self, person: str, container: Json, action: Json, **more: Any) -> Json:
        return await self.post(
            "click", **{"as": person}, container=container, action=action, **more
        )

    async def world(self, person: str) -> Json:
        url = f"{self.slack.base_url}/page/world?as={person}"
        async with self.http.get(url) as answer:
            return await answer.json()


@pytest.fixture
def slack_clock() -> Hands:
    return Hands()


@pytest.fixture
async def slack(slack_clock: Hands) -> AsyncIterator[StandInSlack]:
    stand_in = StandInSlack(clock=slack_clock)
    async with stand_in.opened():
        yield stand_in


@pytest.fixture
async def slack_bot(slack: StandInSlack, slack_clock: Hands) -> AsyncIterator[SlackBot]:
    bot = SlackBot(slack_clock)
    app = web.Application()
    app.router.add_post("/slack/events", bot.take)
    async with served(app) as base:
        slack.request_url = f"{base}/slack/events"
        yield bot
        bot.over.set()


@pytest.fixture
def slack_client(slack: StandInSlack) -> AsyncWebClient:
    return AsyncWebClient(XOXB, base_url=slack.api_url, retry_handlers=[])


@pytest.fixture
async def slack_page(slack: StandInSlack) -> AsyncIterator[SlackPage]:
    async with aiohttp.ClientSession() as http:
        yield SlackPage(slack, http)


@pytest.fixture
def slack_refused() -> Callable[[Awaitable[Any]], Awaitable[Json]]:
    async def refused(call: Awaitable[Any]) -> Json:
        with pytest.raises(SlackApiError) as caught:
            await call
        response = caught.value.response
        return {**response.data, "status": response.status_code, "headers": response.headers}

    return refused
