"""Where the faults of Slack's side strike: in front of everything the bot calls."""

import asyncio
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.sandbox.slack.ledger import FROM_BOT, Entry
from bot.sandbox.slack.world import World

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
SLOW = 2.0
CALLED_BY_BOT = ("/api/", "/response/")
POSTS = ("/api/chat.postMessage", "/api/chat.postEphemeral", "/response/")


class Strikes:
    """A middleware; `sleep` is how it waits."""

    def __init__(self, world: World) -> None:
        self.sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
        self._world = world

    @web.middleware
    async def strike(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Slow answers, HTTP 500, and a line that is cut after the work was done."""
        if not request.path.startswith(CALLED_BY_BOT):
            return await handler(request)
        if "slow" in self._world.faults:
            await self.sleep(SLOW)
        if "http_500" in self._world.faults:
            return self._broken(request)
        response = await handler(request)
        if "cut" in self._world.faults and request.path.startswith(POSTS) and request.transport:
            request.transport.abort()
        return response

    def _broken(self, request: web.Request) -> web.Response:
        what = request.match_info.get("method", "response_url")
        self._world.ledger.note(Entry(self._world.now, FROM_BOT, what, 500, "http_500"))
        return web.Response(status=500, text="Internal Server Error")
