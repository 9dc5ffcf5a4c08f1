"""Turns what Gelato answers, or fails to answer, into our errors (gelato-api-facts 7)."""

import json
import math
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpx

from bot.orders.errors import (
    AnswerNotUnderstood,
    GelatoBusy,
    GelatoDown,
    GelatoRefused,
    KeyRefused,
    OrderdeskError,
    OrderNotFound,
)

LONGEST_MESSAGE = 300
SHORTEST_HALF = 8
"""Characters. A half of a key shorter than this may be a word like any other."""
_MASK = "•••"
_UNSENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError)
"""What httpx raises before a request leaves. A proxy's refusal is one to build the tunnel."""
_BY_STATUS: Mapping[int, type[OrderdeskError]] = {
    401: KeyRefused,
    403: KeyRefused,
    404: OrderNotFound,
    408: GelatoDown,
}


def error_for(
    response: httpx.Response, body: bytes, secrets: Iterable[str], now: datetime
) -> OrderdeskError | None:
    """The error that an answer stands for, or None for a success."""
    status = response.status_code
    if 200 <= status < 300:
        return None
    if status in _BY_STATUS:
        return _BY_STATUS[status]()
    if status == 429:
        return GelatoBusy(retry_after=seconds_to_wait(response.headers.get("Retry-After"), now))
    if 400 <= status < 500:
        return GelatoRefused(_refusal(said(body, secrets)))
    return GelatoDown() if status >= 500 else AnswerNotUnderstood()


def error_without_answer(error: httpx.HTTPError | httpx.InvalidURL) -> OrderdeskError:
    """The error for a request that got no whole answer."""
    if isinstance(error, httpx.DecodingError | httpx.InvalidURL):
        return AnswerNotUnderstood()
    return GelatoDown(was_sent=not isinstance(error, _UNSENT))


def seconds_to_wait(retry_after: str | None, now: datetime) -> float | None:
    """What a Retry-After header asks for, as seconds or as a date; None when it says nothing."""
    if not retry_after:
        return None
    try:
        seconds = float(retry_after)
    except ValueError:
        return _seconds_until(retry_after, now)
    return max(0.0, seconds) if math.isfinite(seconds) else None


def said(body: bytes, secrets: Iterable[str]) -> str:
    """The sentence in an error body, as plain text without our keys; empty when there is none."""
    words = " ".join(_message(body).split())
    for secret in secrets:
        for part in (secret, *_halves(secret)):
            words = words.replace(part, _MASK)
    return words[:LONGEST_MESSAGE]


def _halves(secret: str) -> list[str]:
    """Keys are pairs, and a server may echo one half (gelato-api-facts 1.5)."""
    return [half for half in secret.split(":") if len(half) >= SHORTEST_HALF]


def _refusal(words: str) -> str:
    return f"Gelato refused: {words}" if words else ""


def _seconds_until(date: str, now: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(date)
    except ValueError:
        return None
    return max(0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - now).total_seconds())


def _message(body: bytes) -> str:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):
        return _plain_text(body)
    return next((text for text in _candidates(document) if isinstance(text, str) and text), "")


def _candidates(document: Any) -> Iterable[object]:
    """Where the known error shapes keep their sentence, best first (gelato-api-facts 7.2)."""
    if not isinstance(document, dict):
        return
    details, error = document.get("details"), document.get("error")
    if isinstance(details, list) and details and isinstance(details[0], dict):
        yield details[0].get("message")
    yield document.get("message")
    yield error.get("message") if isinstance(error, dict) else error
    yield document.get("refusalReason")
    yield document.get("status")


def _plain_text(body: bytes) -> str:
    text = body.decode("utf-8", "replace").strip()
    return "" if text.startswith("<") else text
