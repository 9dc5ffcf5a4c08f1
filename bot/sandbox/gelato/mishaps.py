"""Carries a fault out on the wire."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime

from aiohttp import web

from bot.sandbox.gelato.faults import Fault

Sleep = Callable[[float], Awaitable[None]]
_PAGE = (
    "<!doctype html><html><head><title>502 Bad Gateway</title></head>"
    "<body><h1>502 Bad Gateway</h1><hr><center>cloud</center></body></html>"
)
_BROKEN = bytes(range(128, 256)) + b"\x00{]"


@dataclass(frozen=True)
class Scene:
    """A call that meets a fault: the request, the work it would have done, the time."""

    request: web.Request
    work: Callable[[], Awaitable[web.StreamResponse]]
    now: datetime
    sleep: Sleep


async def met(fault: Fault, scene: Scene) -> web.StreamResponse:
    """The answer of a call that meets a fault."""
    done = _AFTER_WORK.get(fault.kind)
    if done:
        return await done(fault, scene, await scene.work())
    if fault.kind == "delay":
        return await _delayed(fault, scene)
    if fault.after:
        await scene.work()
    return _INSTEAD[fault.kind](fault, scene)


async def _delayed(fault: Fault, scene: Scene) -> web.StreamResponse:
    """Waits and works, or with `after` works and waits: the client that gives up was heard.

    The body is taken in before the wait, as gateways do, so that the work needs no client.
    """
    await scene.request.read()
    if fault.after:
        response = await scene.work()
        await scene.sleep(fault.seconds)
        return response
    await scene.sleep(fault.seconds)
    return await scene.work()


def cut(scene: Scene) -> web.Response:
    """Drops the TCP connection without a goodbye; the response returned is never sent."""
    if scene.request.transport is not None:
        scene.request.transport.abort()
    return web.Response(status=500)


def _status(fault: Fault, _scene: Scene) -> web.Response:
    body = fault.body if fault.body is not None else '{"message": "Something went wrong."}'
    bare = fault.status in (204, 304)
    return web.Response(
        status=fault.status,
        text=None if bare else body,
        content_type="application/json",
    )


def _busy(fault: Fault, scene: Scene) -> web.Response:
    later = scene.now + timedelta(seconds=fault.seconds)
    dated = fault.retry_after == "date"
    value = format_datetime(later, usegmt=True) if dated else fault.retry_after
    headers = {"Retry-After": value} if value else {}
    return web.json_response({"message": "Too many requests."}, status=429, headers=headers)


def _page(fault: Fault, _scene: Scene) -> web.Response:
    return web.Response(text=fault.body or _PAGE, content_type="text/html")


def _garbage(_fault: Fault, _scene: Scene) -> web.Response:
    return web.Response(body=_BROKEN, content_type="application/json")


def _empty(_fault: Fault, _scene: Scene) -> web.Response:
    return web.Response(body=b"", content_type="application/json")


def _redirect(fault: Fault, _scene: Scene) -> web.Response:
    status = fault.status if 300 <= fault.status < 400 else 302
    return web.Response(status=status, headers={"Location": fault.location})


def _cut_before(_fault: Fault, scene: Scene) -> web.Response:
    return cut(scene)


_INSTEAD: dict[str, Callable[[Fault, Scene], web.Response]] = {
    "status": _status,
    "busy": _busy,
    "html": _page,
    "garbage": _garbage,
    "empty": _empty,
    "redirect": _redirect,
    "cut_before": _cut_before,
}


def _bytes(response: web.StreamResponse) -> bytes:
    body = response.body if isinstance(response, web.Response) else None
    return body if isinstance(body, bytes) else b""


async def _cut_after(
    _fault: Fault, scene: Scene, _response: web.StreamResponse
) -> web.StreamResponse:
    return cut(scene)


async def _half(_fault: Fault, _scene: Scene, response: web.StreamResponse) -> web.StreamResponse:
    body = _bytes(response)
    return web.Response(
        body=body[: len(body) // 2], status=response.status, content_type="application/json"
    )


async def _torn(_fault: Fault, scene: Scene, response: web.StreamResponse) -> web.StreamResponse:
    body = _bytes(response)
    stream = web.StreamResponse(status=response.status)
    stream.content_type, stream.content_length = "application/json", len(body)
    await stream.prepare(scene.request)
    await stream.write(body[: len(body) // 2])
    cut(scene)
    return stream


async def _drip(fault: Fault, scene: Scene, response: web.StreamResponse) -> web.StreamResponse:
    """The body in twenty pieces, `seconds` spread between them."""
    body = _bytes(response)
    stream = web.StreamResponse(status=response.status)
    stream.content_type, stream.content_length = "application/json", len(body)
    await stream.prepare(scene.request)
    step = max(1, len(body) // 20)
    for start in range(0, len(body), step):
        await stream.write(body[start : start + step])
        await scene.sleep(fault.seconds / 20)
    await stream.write_eof()
    return stream


_AFTER_WORK: dict[
    str, Callable[[Fault, Scene, web.StreamResponse], Awaitable[web.StreamResponse]]
] = {"cut_after": _cut_after, "half": _half, "torn": _torn, "drip": _drip}
