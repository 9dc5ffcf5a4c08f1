"""What is answered to Slack at once, and what is done afterwards."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from blocks.forms import View, result_view
from blocks.replies import problem
from bot.desk.changes import NOT_RECORDED
from bot.desk.desk import Desk
from handlers.slack.asks import Body, Command, Mention
from handlers.slack.reply import Reply

Listener = Callable[[Any, Desk, Reply], Awaitable[None]]
WordListener = Callable[[str, Command | Mention, Desk, Reply], Awaitable[None]]
"""Hears a word after `/order`; the text is what followed that word."""


@dataclass(frozen=True)
class Acknowledged:
    """`payload` travels in the acknowledgement itself.

    What is kept is on the disk before that, and so is not lost.
    """

    payload: dict[str, Any] | None = None
    then: Listener | None = None
    is_kept: bool = False


@dataclass(frozen=True)
class Typing:
    """Letters that somebody types into a list."""

    text: str
    locale: str
    """Theirs, such as `de-DE`; empty while it is not known."""


Suggest = Callable[[Typing, Desk], list[dict[str, Any]]]


def field_error(block_id: str, sentence: str) -> Acknowledged:
    """Says it at the field, and the form stays."""
    return Acknowledged({"response_action": "errors", "errors": {block_id: sentence}})


def not_recorded(view: Body) -> dict[str, Any]:
    """Says so at the first field, where what was typed stays; else in the form's place."""
    fields = (block["block_id"] for block in view["blocks"] if block["type"] == "input")
    field = next(fields, None)
    if field:
        return {"response_action": "errors", "errors": {field: NOT_RECORDED}}
    return {"response_action": "update", "view": result_view(problem(NOT_RECORDED))}


def update(view: View, then: Listener, *, is_kept: bool = False) -> Acknowledged:
    """Puts another view in the form's place."""
    return Acknowledged({"response_action": "update", "view": view}, then, is_kept)
