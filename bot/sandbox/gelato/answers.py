"""Answers of both dialects: JSON bodies, and refusals as exceptions on their way to one."""

import json
from collections.abc import Sequence
from typing import Any

from aiohttp import web

from bot.sandbox.gelato.words import Dialect

UNAUTHORIZED: dict[Dialect, dict[str, Any]] = {
    "connect": {"status": "Unauthorized."},  # captured from the real one
    "v4": {"message": "Unauthorized"},
}


class Refused(Exception):
    """The server says no, with a status code, a sentence and what is wrong in detail."""

    def __init__(self, status: int, message: str, details: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.status, self.message, self.details = status, message, tuple(details)


def not_found() -> Refused:
    """No such order."""
    return Refused(404, "Order not found.")


def error_body(dialect: Dialect, refused: Refused) -> dict[str, Any]:
    """`{"code", "message", "details"}` on v4; on connect the details join the message.

    Neither is documented; these are the shapes that client programs are seen to read.
    """
    if dialect == "connect":
        message = " ".join([refused.message, *refused.details])
        return {"code": refused.status, "message": message}
    if refused.status in (404, 405):
        return {"message": refused.message}
    details = [{"message": detail} for detail in refused.details]
    return {"code": refused.status, "message": refused.message, "details": details}


def answered(body: Any, status: int = 200) -> web.Response:
    """A JSON answer with its letters as they are, as the real ones send them."""
    return web.json_response(body, status=status, dumps=_dumps)


def _dumps(body: Any) -> str:
    return json.dumps(body, ensure_ascii=False)


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no JSON number")


async def body_of(request: web.Request) -> dict[str, Any]:
    """The JSON object a client sent. Raises Refused(400) for anything else."""
    try:
        body = json.loads(await request.text(), parse_constant=_no_number)
        _dumps(body).encode()  # half a surrogate pair could never be answered again
    except (ValueError, RecursionError):
        raise Refused(400, "The request body is not valid JSON.") from None
    if not isinstance(body, dict):
        raise Refused(400, "The request body must be a JSON object.")
    return body
