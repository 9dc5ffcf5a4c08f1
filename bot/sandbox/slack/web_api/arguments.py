"""Reads the arguments of a Web API call, however they came."""

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from typing import Any

from aiohttp import web

from bot.sandbox.slack.refusal import Refusal, missing

Args = Mapping[str, Any]
Json = dict[str, Any]
STRUCTURES = {"blocks", "view", "metadata", "attachments", "files"}
DEFAULT_PAGE = 100


async def arguments(request: web.Request) -> Json:
    """Query, form or JSON; what Slack takes as JSON in a form field comes decoded.

    Raises Refusal for a body that cannot be read.
    """
    args: Json = dict(request.query)
    if request.content_type == "application/json":
        args.update(await _json(request))
    elif request.can_read_body:
        args.update(await request.post())
    return {name: _decoded(name, value) for name, value in args.items()}


async def _json(request: web.Request) -> Json:
    try:
        body = json.loads(await request.text() or "{}")
    except ValueError as error:
        raise Refusal("invalid_json") from error
    if not isinstance(body, dict):
        raise Refusal("json_not_object")
    return body


def _decoded(name: str, value: Any) -> Any:
    if name not in STRUCTURES or not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        if name == "blocks":
            raise Refusal("invalid_blocks_format") from error
        if name == "metadata":
            raise Refusal("invalid_metadata_format") from error
        raise Refusal("invalid_arguments") from error


def need(args: Args, name: str) -> str:
    """A required field, as text. Raises Refusal `invalid_arguments`."""
    if args.get(name) in (None, ""):
        raise missing(name)
    return str(args[name])


def yes(value: Any) -> bool:
    """Is a flag set, in any of the ways Slack takes?"""
    return value is True or str(value).lower() in {"1", "true"}


def moment_of(args: Args, name: str, otherwise: str) -> float:
    """A timestamp argument in seconds. Raises Refusal `invalid_ts_oldest` and the like."""
    try:
        return float(args.get(name) or otherwise)
    except (TypeError, ValueError) as error:
        raise Refusal(f"invalid_ts_{name}") from error


def page(items: Sequence[Any], args: Args) -> tuple[list[Any], str]:
    """One page of a list and the cursor of the next, empty at the end.

    Raises Refusal `invalid_limit` or `invalid_cursor`.
    """
    start, limit = _start(args), _limit(args)
    following = start + limit
    more = following < len(items)
    return list(items[start:following]), _cursor(following) if more else ""


def _limit(args: Args) -> int:
    try:
        limit = int(args.get("limit") or 0) or DEFAULT_PAGE
    except (TypeError, ValueError) as error:
        raise Refusal("invalid_limit") from error
    if not 1 <= limit <= 1000:
        raise Refusal("invalid_limit")
    return limit


def _cursor(offset: int) -> str:
    return base64.b64encode(f"offset:{offset}".encode()).decode()


def _start(args: Args) -> int:
    cursor = args.get("cursor")
    if not cursor:
        return 0
    try:
        return int(base64.b64decode(str(cursor), validate=True).decode().removeprefix("offset:"))
    except (binascii.Error, ValueError) as error:
        raise Refusal("invalid_cursor") from error
