"""The stand-in's own switchboard below /control: faults, time, listener, what was called."""

from collections.abc import Mapping
from datetime import timedelta
from math import isfinite, nan
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web

from bot.sandbox.gelato.answers import answered
from bot.sandbox.gelato.control_page import control_page
from bot.sandbox.gelato.faults import read_fault
from bot.sandbox.gelato.moments import stamp
from bot.sandbox.gelato.switchboard import Switchboard

_SAFE = {
    "Content-Security-Policy": "default-src 'self'; form-action 'self'; frame-ancestors 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_LONGEST = timedelta(days=366)


class Control:
    """Handlers of /control. They take JSON and forms alike; a form is sent back to the page."""

    def __init__(self, gelato: Switchboard) -> None:
        self._gelato = gelato

    def add_to(self, app: web.Application) -> None:
        """Adds the routes."""
        app.router.add_get("/control", self.page)
        app.router.add_get("/control/style.css", self.style)
        app.router.add_get("/control/requests", self.requests)
        app.router.add_get("/control/effects", self.effects)
        app.router.add_post("/control/faults", self.fault)
        app.router.add_post("/control/faults/clear", self.clear)
        app.router.add_post("/control/time", self.time)
        app.router.add_post("/control/hooks", self.hooks)

    async def page(self, _: web.Request) -> web.Response:
        """A page of plain forms."""
        return web.Response(
            text=control_page(self._gelato), content_type="text/html", headers=_SAFE
        )

    async def style(self, _: web.Request) -> web.Response:
        """The page's style."""
        return web.Response(text=STYLE, content_type="text/css", headers=_SAFE)

    async def requests(self, _: web.Request) -> web.Response:
        """The last calls."""
        return answered({"requests": self._gelato.requests.rows()})

    async def effects(self, _: web.Request) -> web.Response:
        """What calls have really changed."""
        rows = [{"kind": kind, "orderId": order_id} for kind, order_id in self._gelato.book.effects]
        return answered({"effects": rows})

    async def fault(self, request: web.Request) -> web.Response:
        """Switches a fault on; 400 with a sentence for what is no fault."""
        given = await _given(request)
        try:
            self._gelato.faults.active.append(read_fault(given))
        except (ValueError, TypeError) as error:
            raise web.HTTPBadRequest(text=str(error)) from None
        return _done(request, {"faults": len(self._gelato.faults.active)})

    async def clear(self, request: web.Request) -> web.Response:
        """Switches all faults off."""
        await _given(request)
        self._gelato.faults.clear()
        return _done(request, {"faults": 0})

    async def time(self, request: web.Request) -> web.Response:
        """Lets `hours`, `minutes` or `seconds` pass, at most a year at once."""
        given = await _given(request)
        units = {name: _number(given, name) for name in ("hours", "minutes", "seconds")}
        time = timedelta(**units)
        if not timedelta() <= time <= _LONGEST:
            raise web.HTTPBadRequest(text="Time can move forward by at most a year.")
        self._gelato.advance(time)
        return _done(request, {"now": stamp(self._gelato.book.now())})

    async def hooks(self, request: web.Request) -> web.Response:
        """Says where events go, and how many of the next are doubled, lost, held, reversed."""
        given, hooks = await _given(request), self._gelato.hooks
        if "url" in given:
            hooks.listen(str(given["url"]), str(given.get("secret") or hooks.secret))
        hooks.mischief.double = int(_number(given, "double"))
        hooks.mischief.lose = int(_number(given, "lose"))
        hooks.mischief.hold = timedelta(seconds=_number(given, "hold"))
        hooks.mischief.reverse = str(given.get("reverse", "")).lower() in ("true", "on", "1", "yes")
        return _done(request, {"url": hooks.url})


async def _given(request: web.Request) -> Mapping[str, Any]:
    """The fields of a form or of a JSON object. Refuses calls that another site's page makes."""
    origin = request.headers.get("Origin")
    if origin and urlsplit(origin).netloc != request.host:
        raise web.HTTPForbidden(text="This page is for its own site only.")
    if request.content_type != "application/json":
        return {name: str(value) for name, value in (await request.post()).items()}
    try:
        given = await request.json()
    except ValueError:
        raise web.HTTPBadRequest(text="The request body is not valid JSON.") from None
    if not isinstance(given, dict):
        raise web.HTTPBadRequest(text="The request body must be a JSON object.")
    return given


def _number(given: Mapping[str, Any], name: str) -> float:
    try:
        number = float(given.get(name) or 0)
    except (TypeError, ValueError):
        number = nan
    if not isfinite(number):
        raise web.HTTPBadRequest(text=f"{name} must be a number.")
    return number


def _done(request: web.Request, answer: dict[str, Any]) -> web.Response:
    """JSON for programs; a browser's form goes back to the page."""
    if request.content_type == "application/json":
        return answered(answer)
    raise web.HTTPSeeOther("/control")


STYLE = """
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 60rem; margin: 1rem auto; padding: 0 1rem;
       color: #1d1c1d; background: #fff; }
fieldset { margin: 0 0 1rem; border: 1px solid #767676; border-radius: 4px; }
label { display: inline-block; margin: 0 1rem .5rem 0; }
input, select, button { font: inherit; padding: .25rem .5rem; }
:focus-visible { outline: 3px solid #1264a3; outline-offset: 2px; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; padding: .25rem .5rem; border-bottom: 1px solid #ccc;
         overflow-wrap: anywhere; }
@media (prefers-color-scheme: dark) { body { color: #eee; background: #1a1d21; } }
"""
