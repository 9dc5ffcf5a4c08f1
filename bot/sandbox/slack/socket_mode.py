"""Socket Mode: the bot dials in, and each delivery goes down one of its lines."""

import asyncio
import itertools
import json
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSMsgType, web

from bot.sandbox.slack.people import APP
from bot.sandbox.slack.stamps import Stamps

MOST = 10
TICKET_LIFE = 30.0
HOST = "applink-sandbox"
Json = dict[str, Any]


@dataclass(eq=False)
class Line:
    """One open WebSocket, and the envelopes that wait for its acknowledgement."""

    socket: web.WebSocketResponse
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)

    async def ask(self, envelope: Json) -> Json:
        """Sends one envelope, gives back the acknowledgement. Raises ConnectionError on hang-up."""
        answer: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self.waiting[envelope["envelope_id"]] = answer
        try:
            await self.socket.send_json(envelope)
            return await answer
        finally:
            self.waiting.pop(envelope["envelope_id"], None)

    def heard(self, text: str) -> None:
        """Takes an acknowledgement; what is none is passed over, as Slack does."""
        try:
            said = json.loads(text)
        except ValueError:
            return
        waiting = self.waiting.get(str(said.get("envelope_id"))) if isinstance(said, dict) else None
        if waiting and not waiting.done():
            waiting.set_result(said)

    def hang_up(self) -> None:
        """Nobody will answer what still waits."""
        for each in self.waiting.values():
            if not each.done():
                each.set_exception(ConnectionError("the socket was closed"))


class Sockets:
    """Tickets and open lines of one app, ten at most."""

    def __init__(self, stamps: Stamps) -> None:
        self._stamps = stamps
        self._tickets: dict[str, float] = {}
        self._turn = itertools.count()
        self.lines: list[Line] = []

    def ticket(self) -> str:
        """A key for one connection, good for half a minute."""
        now = self._stamps.clock()
        self._tickets = {k: t for k, t in self._tickets.items() if now - t <= TICKET_LIFE}
        made = self._stamps.token(40)
        self._tickets[made] = now
        return made

    def line(self) -> Line | None:
        """The line whose turn it is."""
        return self.lines[next(self._turn) % len(self.lines)] if self.lines else None

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """`GET /socket/{ticket}`: holds one line until either side lets go."""
        made = self._tickets.pop(request.match_info["ticket"], None)
        if made is None or self._stamps.clock() - made > TICKET_LIFE:
            raise web.HTTPForbidden(text="expired ticket")
        socket = web.WebSocketResponse(heartbeat=30)
        await socket.prepare(request)
        if len(self.lines) >= MOST:
            await socket.send_json(_goodbye("too_many_websockets"))
            await socket.close()
        else:
            await self._hold(Line(socket))
        return socket

    async def disconnect(self, reason: str = "refresh_requested") -> None:
        """Asks every client to dial in again; hangs up once nothing waits for an answer."""
        leaving, self.lines = self.lines, []
        for line in leaving:
            await line.socket.send_json(_goodbye(reason))
            await asyncio.gather(*line.waiting.values(), return_exceptions=True)
            await line.socket.close()

    async def close(self, _: web.Application) -> None:
        """Hangs up on everybody, at the end."""
        for line in list(self.lines):
            await line.socket.close()

    async def _hold(self, line: Line) -> None:
        self.lines.append(line)
        try:
            await line.socket.send_json(_hello(len(self.lines)))
            async for said in line.socket:
                if said.type is WSMsgType.TEXT:
                    line.heard(said.data)
        finally:
            self.lines = [each for each in self.lines if each is not line]
            line.hang_up()


def _hello(connections: int) -> Json:
    return {
        "type": "hello",
        "num_connections": connections,
        "debug_info": {"host": HOST, "build_number": 1, "approximate_connection_time": 18060},
        "connection_info": {"app_id": APP},
    }


def _goodbye(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": HOST}}
