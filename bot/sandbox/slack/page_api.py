"""The page's own routes: see the world, act in it, follow its changes."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from bot.sandbox.slack.acts import clicks, composer, forms, menus, shortcuts, told
from bot.sandbox.slack.acts.people import acting
from bot.sandbox.slack.delivery import Courier
from bot.sandbox.slack.gallery import entry
from bot.sandbox.slack.people import ANN
from bot.sandbox.slack.refusal import PageRefusal
from bot.sandbox.slack.snapshot import snapshot

Json = dict[str, Any]
Body = Mapping[str, Any]
HEARTBEAT = 15.0


class PageApi:
    """Answers `/page/…`. `links` and `gallery` come from whoever put the sandbox together."""

    def __init__(self, courier: Courier, gallery: Callable[[], list[Json]]) -> None:
        self.courier = courier
        self.world = courier.world
        self.links: list[Json] = []
        self._gallery = gallery
        self._closing = asyncio.Event()
        self._acts: Mapping[str, Callable[[Body], Awaitable[Json]]] = {
            "send": self._send,
            "click": self._click,
            "submit": self._submit,
            "close": self._close,
            "options": self._options,
            "shortcut": self._shortcut,
            "home": self._home,
            "fault": self._fault,
        }

    def routes(self) -> list[web.RouteDef]:
        """Where all this is found."""
        return [
            web.get("/page/world", self.show),
            web.get("/page/events", self.follow),
            web.get("/page/log", self.log),
            web.get("/page/gallery", self.gallery),
            web.post("/page/{act}", self.act),
        ]

    async def show(self, request: web.Request) -> web.Response:
        """`GET /page/world?as=U…`; without `as` it is Ann who looks."""
        try:
            person = acting(self.world, request.query.get("as", ANN))
        except PageRefusal as refusal:
            return _refused(refusal)
        seen = snapshot(self.world, person, self._delivery())
        return web.json_response({**seen, "links": self.links})

    async def log(self, _: web.Request) -> web.Response:
        """`GET /page/log`: the last requests, newest last, refusals among them."""
        listed = [each.listed() for each in self.world.ledger.entries]
        return web.json_response({"ok": True, "entries": listed})

    async def gallery(self, _: web.Request) -> web.Response:
        """`GET /page/gallery`."""
        stamps = self.world.stamps
        return web.json_response({"ok": True, "items": [entry(d, stamps) for d in self._gallery()]})

    async def act(self, request: web.Request) -> web.Response:
        """`POST /page/{act}`."""
        act = self._acts.get(request.match_info["act"])
        if act is None:
            raise web.HTTPNotFound
        try:
            body = await _body(request)
            return web.json_response({"ok": True, **await act(body)})
        except PageRefusal as refusal:
            return _refused(refusal)

    async def follow(self, request: web.Request) -> web.StreamResponse:
        """`GET /page/events`: says `changed` whenever there may be something new."""
        stream = web.StreamResponse(
            headers={"Content-Type": "text/event-stream", "Cache-Control": "no-store"}
        )
        await stream.prepare(request)
        stirred = asyncio.Event()
        stirred.set()
        unwatch = self.world.watch(stirred.set)
        try:
            await self._report(stream, stirred)
        except ConnectionResetError:
            pass
        finally:
            unwatch()
        return stream

    async def close(self, _: web.Application) -> None:
        """Lets every follower go."""
        self._closing.set()
        self.world.changed()

    async def _report(self, stream: web.StreamResponse, stirred: asyncio.Event) -> None:
        while not self._closing.is_set():
            try:
                await asyncio.wait_for(stirred.wait(), HEARTBEAT)
            except TimeoutError:
                await stream.write(b": still here\n\n")
                continue
            stirred.clear()
            news = json.dumps({"version": self.world.version})
            await stream.write(f"event: changed\ndata: {news}\n\n".encode())

    def _delivery(self) -> str:
        if self.courier.sockets.lines:
            return "socket"
        return "http" if self.courier.request_url else "none"

    async def _send(self, body: Body) -> Json:
        place = (_word(body, "channel"), body.get("thread_ts"))
        return await composer.send(self.courier, _word(body, "as"), place, _word(body, "text"))

    async def _click(self, body: Body) -> Json:
        container, action = _object(body, "container"), _object(body, "action")
        values = _object(body, "values") if body.get("values") else {}
        clicked = clicks.Press(container, action, values)
        return await clicks.click(self.courier, _word(body, "as"), clicked)

    async def _submit(self, body: Body) -> Json:
        values = _object(body, "values")
        return await forms.submit(self.courier, _word(body, "as"), _word(body, "view_id"), values)

    async def _close(self, body: Body) -> Json:
        return forms.close(self.courier, _word(body, "as"), _word(body, "view_id"))

    async def _options(self, body: Body) -> Json:
        container = _object(body, "container")
        return await menus.options(self.courier, _word(body, "as"), container, body)

    async def _shortcut(self, body: Body) -> Json:
        message = _object(body, "message") if body.get("message") else None
        person = _word(body, "as")
        return await shortcuts.take(self.courier, person, _word(body, "callback_id"), message)

    async def _home(self, body: Body) -> Json:
        return told.open_home(self.courier, _word(body, "as"))

    async def _fault(self, body: Body) -> Json:
        try:
            self.world.faults.switch(_word(body, "name"), on=body.get("on") is True)
        except KeyError as error:
            raise PageRefusal("no_such_fault", "There is no fault of that name.") from error
        self.world.changed()
        return {}


async def _body(request: web.Request) -> Body:
    try:
        body = await request.json()
    except ValueError as error:
        raise PageRefusal("invalid_json", "The page sent something unreadable.") from error
    if not isinstance(body, dict):
        raise PageRefusal("invalid_json", "The page sent something unreadable.")
    return body


def _word(body: Body, name: str) -> str:
    if not isinstance(body.get(name), str):
        raise PageRefusal("invalid_arguments", f"The page left out {name}.")
    return str(body[name])


def _object(body: Body, name: str) -> Json:
    if not isinstance(body.get(name), dict):
        raise PageRefusal("invalid_arguments", f"The page left out {name}.")
    return dict(body[name])


def _refused(refusal: PageRefusal) -> web.Response:
    return web.json_response({"ok": False, "error": refusal.code, "message": str(refusal)})
