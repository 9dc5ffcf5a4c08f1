"""Puts the stand-in Slack together: one web application, and handles for those who drive it."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from typing import Any, TypeVar

from aiohttp import web

from bot.sandbox.serving import served
from bot.sandbox.slack import manifest as manifests
from bot.sandbox.slack import page_files
from bot.sandbox.slack.acts import leaving, told
from bot.sandbox.slack.acts.writing import stored_text
from bot.sandbox.slack.bot_routes import BotRoutes
from bot.sandbox.slack.channels import Channel
from bot.sandbox.slack.delivery import Courier
from bot.sandbox.slack.keys import SIGNS, XAPP, XOXB
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.page_api import PageApi
from bot.sandbox.slack.page_files import Handler
from bot.sandbox.slack.socket_mode import Sockets
from bot.sandbox.slack.stamps import Clock
from bot.sandbox.slack.strikes import Strikes
from bot.sandbox.slack.views import View
from bot.sandbox.slack.web_api.door import Door, Tokens
from bot.sandbox.slack.web_api.pace import Pace
from bot.sandbox.slack.world import World

Json = dict[str, Any]
T = TypeVar("T")
LARGEST_BODY = 6_000_000


def _no_gallery() -> list[Json]:
    return []


class StandInSlack:
    """A workspace with the bot installed.

    `manifest` is a Slack app manifest (as JSON): commands, shortcuts, scopes and events are what
    it grants. `post_rate` is messages a second and channel, None for no limit. Set `request_url`
    to where the bot takes signed HTTP; while a socket is open, deliveries go there instead.
    """

    def __init__(
        self,
        *,
        signing_secret: str = SIGNS,
        bot_token: str = XOXB,
        app_token: str = XAPP,
        clock: Clock = time.time,
        seed: int = 7,
        manifest: Mapping[str, Any] = manifests.DEFAULT,
        gallery: Callable[[], list[Json]] = _no_gallery,
        post_rate: float | None = 1.0,
        post_burst: int = 4,
    ) -> None:
        self.world = World(clock, seed, manifest)
        self.sockets = Sockets(self.world.stamps)
        self.courier = Courier(self.world, signing_secret, self.sockets)
        pace = Pace(post_rate, post_burst)
        self.door = Door(self.world, self.sockets, Tokens(bot_token, app_token), pace)
        self.strikes = Strikes(self.world)
        self.page = PageApi(self.courier, gallery)
        self.world.on_bot_message = partial(told.tell_of_bot, self.courier)
        self.app = self._application()

    @property
    def request_url(self) -> str | None:
        """Where signed HTTP goes."""
        return self.courier.request_url

    @request_url.setter
    def request_url(self, url: str | None) -> None:
        self.courier.request_url = url

    @property
    def links(self) -> list[Json]:
        """Further addresses the page shows, `{"label", "url"}`; a list to add to."""
        return self.page.links

    @property
    def base_url(self) -> str:
        """Where this stand-in is served; set by `opened`, or learned from the first request."""
        return self.world.base_url

    @base_url.setter
    def base_url(self, url: str) -> None:
        self.world.base_url = url

    @property
    def api_url(self) -> str:
        """What a Slack client takes as `base_url`."""
        return f"{self.base_url}/api/"

    @asynccontextmanager
    async def opened(self, host: str = "127.0.0.1", port: int = 0) -> AsyncIterator["StandInSlack"]:
        """Serves this stand-in; raises OSError when the port is taken."""
        async with served(self.app, host, port) as base:
            self.base_url = base
            yield self

    def channel(self, channel_id: str) -> Channel:
        """A conversation by id; a person's id is the direct conversation with the bot."""
        if channel_id in self.world.people:
            return self.world.direct(channel_id)
        return self.world.channels[channel_id]

    def say(self, person: str, channel_id: str, text: str) -> Message:
        """Puts a person's words into a conversation without telling the bot: a scene's setting."""
        words = stored_text(self.world, text)
        return self.world.post(self.channel(channel_id), person, words)

    def leaves(self, person_id: str) -> None:
        """Somebody's account is switched off; a bot that is subscribed hears of it."""
        leaving.leave(self.courier, person_id)

    def seen(self, person: str, channel_id: str) -> list[Message]:
        """What one person sees in a conversation, oldest first."""
        return list(self.channel(channel_id).seen_by(person))

    def views(self, person: str) -> list[View]:
        """The forms one person has open, bottom first."""
        return self.world.views.stack(person)

    def calls(self, method: str) -> list[Mapping[str, Any]]:
        """The arguments of every call of a Web API method, without the token."""
        return self.world.ledger.calls(method)

    async def verify_request_url(self) -> bool:
        """Slack's first question to a new request URL; must be answered with the challenge."""
        return await self.courier.verify()

    async def settled(self) -> None:
        """Waits until every event was delivered, or given up."""
        await self.courier.settled()

    async def until(self, holds: Callable[[], T], patience: float = 20.0) -> T:
        """What `holds` gives, once that is something; raises TimeoutError after `patience` seconds.

        For tests: a bot acts after its acknowledgement, so its answer comes a moment later.
        """
        stirred = asyncio.Event()
        unwatch = self.world.watch(stirred.set)
        try:
            async with asyncio.timeout(patience):
                while not (found := holds()):
                    await stirred.wait()
                    stirred.clear()
                return found
        finally:
            unwatch()

    def _application(self) -> web.Application:
        app = web.Application(
            middlewares=[page_files.at_home, self._learn_base, self.strikes.strike],
            client_max_size=LARGEST_BODY,
        )
        app.on_response_prepare.append(page_files.add_headers)
        app.on_shutdown.extend([self.page.close, self.sockets.close])
        app.on_cleanup.append(self._close)
        app.add_routes(
            [
                web.route("*", "/api/{method}", self.door.answer),
                web.get("/socket/{ticket}", self.sockets.answer),
                *BotRoutes(self.world).routes(),
                *self.page.routes(),
                *page_files.routes(),
            ]
        )
        return app

    @web.middleware
    async def _learn_base(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        if not self.base_url:
            self.base_url = str(request.url.origin())
        return await handler(request)

    async def _close(self, _: web.Application) -> None:
        await self.courier.close()
