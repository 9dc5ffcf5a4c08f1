"""What reaches Slack late, and what never answers: in the end the person has the card."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

import aiohttp
from aiohttp import web

from blocks import ids
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.serving import served
from bot.sandbox.slack import StandInSlack
from bot.sandbox.slack.people import ANN
from bot.sandbox.slack.triggers import LIFE
from handlers import app
from handlers.manifest import manifest
from handlers.sandbox import APP_TOKEN, over_socket, sandbox_settings

House = Any
Read = Callable[[Any], str]


@asynccontextmanager
async def _late_acknowledgements(bot: str, seconds: float) -> AsyncIterator[str]:
    """A way to the bot that brings back the answers to sent forms so much later."""

    async def forward(request: web.Request) -> web.Response:
        body, url = await request.read(), f"{bot}{request.path}"
        async with aiohttp.ClientSession() as http:
            async with http.post(url, data=body, headers=dict(request.headers)) as answer:
                acknowledgement = await answer.read()
            if _is_submission(body):
                await asyncio.sleep(seconds)
        return web.Response(
            status=answer.status, body=acknowledgement, content_type=answer.content_type
        )

    proxy = web.Application()
    proxy.router.add_post("/slack/events", forward)
    async with served(proxy) as base:
        yield f"{base}/slack/events"


def _is_submission(body: bytes) -> bool:
    payload = parse_qs(body.decode()).get("payload", ["{}"])[0]
    return json.loads(payload).get("type") == "view_submission"


async def _sent_form(house: House, seconds: float) -> None:
    """Ann asks for 1042 in a form, over a way that is so slow."""
    async with _late_acknowledgements(house.bot, seconds) as way:
        house.slack.request_url = way
        await house.say("/order")
        await house.submit(house.view(), "1042")


async def test_a_late_acknowledgement_does_not_cover_the_answer(house: House, read: Read):
    """An acknowledgement that is overtaken by the answer is overwritten in the end."""
    await _sent_form(house, seconds=1.0)
    assert "Asking Gelato" in read(house.view())
    await house.slack.until(lambda: "Maya R." in read(house.view()))


async def test_an_acknowledgement_of_the_usual_speed_is_waited_for(house: House, read: Read):
    """The answer comes after the acknowledgement that it replaces, at once."""
    await _sent_form(house, seconds=0.1)
    assert "Maya R." in read(house.view())
    assert len(house.slack.calls("views.update")) == 1


async def test_a_form_that_comes_too_late_is_offered(house: House, read: Read):
    """Who waited too long for a form to open gets the button that opens one."""
    trigger, clock = house.slack.world.triggers.issue(ANN), house.slack.world.stamps.clock
    house.slack.world.stamps.clock = lambda: clock() + LIFE + 1
    await house.command("", trigger_id=trigger)
    assert house.slack.views(ANN) == []
    assert "Which order?" in read(house.last())
    await house.press(house.last(), ids.OPEN_LOOK_UP)
    assert house.view().raw["callback_id"] == ids.LOOK_UP_FORM


class FirstSilent:
    """Lets the first connection wait for ever, and brings every later one to where it wanted."""

    def __init__(self) -> None:
        self.port = 0
        self.given_up = asyncio.Event()
        self._connections = 0

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connections += 1
        if self._connections == 1:
            while await reader.read(1000):
                pass
            self.given_up.set()
        else:
            there, through = await asyncio.open_connection("127.0.0.1", self.port)
            await asyncio.gather(_pipe(reader, through), _pipe(there, writer))
        writer.close()


async def _pipe(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while some := await reader.read(1000):
        writer.write(some)
    writer.close()


async def test_a_silent_socket_is_given_up(tmp_path, monkeypatch):
    """An endpoint that takes the connection and says nothing is left, and the next try gets in.

    It takes the five seconds that the SDK pauses after a failure. The patience is for opening
    alone: an open connection outlives it.
    """
    monkeypatch.setattr("handlers.slack.socket.HANDSHAKE", 0.2)
    gelato, slack = StandInGelato(orders=60), StandInSlack(manifest=manifest(), app_token=APP_TOKEN)
    silent = FirstSilent()
    server = await asyncio.start_server(silent.take, "127.0.0.1", 0)
    way = server.sockets[0].getsockname()[1]
    async with served(gelato.app) as gelato_url, slack.opened() as slack, server:
        settings = over_socket(sandbox_settings(gelato, gelato_url, slack.base_url, tmp_path))
        silent.port = int(slack.base_url.rpartition(":")[2])
        slack.base_url = f"http://127.0.0.1:{way}"  # where the socket's address leads
        async with app.opened(settings) as program, program.connection:
            assert silent.given_up.is_set()
            (line,) = slack.sockets.lines
            await asyncio.sleep(0.3)
            assert slack.sockets.lines == [line]
