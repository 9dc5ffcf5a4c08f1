"""Puts handlers on their paths, fixed paths before those with an id in them."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.sandbox.gelato.endpoints import METHODS


def add_routes(app: web.Application, paths: Mapping[str, str], handlers: Mapping[str, Any]) -> None:
    """One resource for each endpoint, named like it. A fixed path answers 405 to other verbs.

    Where a verb follows the id after a colon (v4), ids have no colon; references may.
    """
    one_id = r"{id:[^{}/:]+}" if any("{id}:" in path for path in paths.values()) else "{id}"
    for name in sorted(paths, key=lambda name: "{id}" in paths[name]):
        template = paths[name].replace("{id}", one_id)
        resource = app.router.add_resource(template, name=name)
        resource.add_route(METHODS[name], handlers[name])
        if "{id}" not in paths[name]:
            app.router.add_route("*", template, _not_allowed(METHODS[name]))


def _not_allowed(method: str) -> Any:
    """Keeps `GET /search` from being read as a look-up of the order called "search"."""

    async def refuse(request: web.Request) -> web.StreamResponse:
        raise web.HTTPMethodNotAllowed(request.method, [method])

    return refuse
