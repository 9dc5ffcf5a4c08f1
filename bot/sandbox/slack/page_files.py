"""Serves the page itself, and lets nothing but this machine look at it."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
FOLDER = Path(__file__).parent / "page"
LOOPBACK = {"127.0.0.1", "localhost", "::1"}
KINDS = {
    ".html": "text/html",
    ".css": "text/css",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".ico": "image/x-icon",
}
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def routes() -> list[web.RouteDef]:
    """Where the page's files are found."""
    return [
        web.get("/", _page("index.html")),
        web.get("/gallery", _page("gallery.html")),
        web.get("/static/{file}", _static),
    ]


@web.middleware
async def at_home(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuses other machines' names in Host (DNS rebinding) and other sites' pages as origin."""
    host = request.headers.get("Host", "")
    if not _here(host):
        raise web.HTTPForbidden(text="This address answers on this machine only.")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{host}":
        raise web.HTTPForbidden(text="Another site may not do this.")
    if request.method == "POST" and request.path.startswith("/page/"):
        _check_page_post(request)
    return await handler(request)


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """The page's safety headers on every answer."""
    del request
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)


def _here(host: str) -> bool:
    try:
        return urlsplit(f"//{host}").hostname in LOOPBACK
    except ValueError:
        return False


def _check_page_post(request: web.Request) -> None:
    """JSON only: a form of another site cannot send that without asking first."""
    if request.content_type != "application/json":
        raise web.HTTPUnsupportedMediaType(text="The page speaks JSON.")
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise web.HTTPForbidden(text="Another site may not do this.")


def _page(name: str) -> Handler:
    async def answer(_: web.Request) -> web.StreamResponse:
        return _file(name)

    return answer


async def _static(request: web.Request) -> web.StreamResponse:
    return _file(request.match_info["file"])


def _file(name: str) -> web.Response:
    """One file right inside the folder; anything else is not there."""
    path = FOLDER / name
    if path.name != name or path.suffix not in KINDS or not path.is_file():
        raise web.HTTPNotFound
    return web.Response(
        body=path.read_bytes(), headers={"Content-Type": f"{KINDS[path.suffix]}; charset=utf-8"}
    )
