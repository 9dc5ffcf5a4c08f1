"""The parts that everything is drawn from. Text from outside is made harmless here.

Foreign text stands only in `plain_text` objects and in rich text, where Slack reads no markup:
nothing in it pings, links or formats. Limits are Slack's (slack-facts 1.1).
"""

import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

Block = dict[str, Any]
Element = dict[str, Any]

LONGEST_HEADER = 150
LONGEST_BUTTON = 75
LONGEST_VALUE = 2000
LONGEST_TEXT = 3000
LONGEST_LINE = 200
"""Our own limit for one line of foreign text: what a person still reads."""
LONGEST_URL = 500
"""Ours, too: longer addresses are shown as text, so that a card stays within its size."""
SOMEBODY = "somebody"
MOST_PADDING = 8
"""How many times its limit a text may hold before the rest of it is not even looked at."""
_BOLD = {"style": {"bold": True}}
_MOMENT = "{date_short_pretty} at {time}"
_STEERING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_JOINERS = {"\u200c", "\u200d"}
"""Format characters that scripts and emoji need; the others can reorder or hide text."""


def tame(text: str, limit: int = LONGEST_LINE) -> str:
    """One line without steering characters, at most `limit` characters, cut with an ellipsis."""
    visible = "".join(
        " " if character.isspace() else character
        for character in text[: limit * MOST_PADDING]
        if character.isspace() or character in _JOINERS or not _steers(character)
    )
    line = " ".join(visible.split())
    return line if len(line) <= limit else f"{line[: limit - 1].rstrip()}…"


def _steers(character: str) -> bool:
    return unicodedata.category(character) in _STEERING


def plain(text: str, limit: int = LONGEST_TEXT) -> Element:
    """A text object in which Slack reads nothing, not even emoji names."""
    return {"type": "plain_text", "text": tame(text, limit) or "–", "emoji": False}


def header(text: str) -> Block:
    """A line in large letters."""
    return {"type": "header", "text": plain(text, LONGEST_HEADER)}


def section(text: str, accessory: Element | None = None) -> Block:
    """A paragraph of plain text, with a picture or a button beside it."""
    return {
        "type": "section",
        "text": plain(text),
        **({"accessory": accessory} if accessory else {}),
    }


def section_lines(lines: Iterable[str], accessory: Element | None = None) -> Block:
    """A paragraph of several plain lines, with a picture beside it."""
    block = section("", accessory)
    text = "\n".join(tame(line, LONGEST_LINE) for line in lines)
    return {**block, "text": {**block["text"], "text": text[:LONGEST_TEXT] or "–"}}


def divider() -> Block:
    """A thin line."""
    return {"type": "divider"}


def context(*texts: Element) -> Block:
    """Small grey text."""
    return {"type": "context", "elements": list(texts)}


def actions(*elements: Element) -> Block:
    """A row of buttons."""
    return {"type": "actions", "elements": list(elements)}


def button(text: str, action_id: str, value: str) -> Element:
    """A button that carries `value` back."""
    return {
        "type": "button",
        "text": plain(text, LONGEST_BUTTON),
        "action_id": action_id,
        "value": value[:LONGEST_VALUE],
    }


def option(text: str, value: str) -> Element:
    """One choice of a list. At most 75 characters of text and 150 of value."""
    return {"text": plain(text, LONGEST_BUTTON), "value": value}


def choice(action_id: str, placeholder: str, options: list[Element]) -> Element:
    """A list of which one is chosen."""
    return {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain(placeholder, LONGEST_BUTTON),
        "options": options,
    }


def overflow(action_id: str, options: list[Element]) -> Element:
    """The menu behind three dots, for beside a section. At most five options."""
    return {"type": "overflow", "action_id": action_id, "options": options}


def input_block(
    block_id: str, label: str, element: Element, *, optional: bool = False, hint: str = ""
) -> Block:
    """A field of a form; block and element bear the same id."""
    return {
        "type": "input",
        "block_id": block_id,
        "optional": optional,
        "label": plain(label),
        **({"hint": plain(hint)} if hint else {}),
        "element": {"action_id": block_id, **element},
    }


def picture(url: str, alt_text: str) -> Element:
    """An image for beside a section."""
    return {"type": "image", "image_url": url, "alt_text": tame(alt_text) or "–"}


def markup(text: str) -> Block:
    """A paragraph of mrkdwn. For texts of our own alone: foreign text could ping or link in it."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def small(text: str) -> Element:
    """A text object of mrkdwn for a context block. For texts of our own alone."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def rich(*lines: Iterable[Element]) -> Block:
    """Lines of rich text."""
    elements = [element for line in lines for element in (*line, ours("\n"))]
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_section", "elements": elements[:-1]}],
    }


def ours(text: str) -> Element:
    """Rich text of our own, as it stands."""
    return {"type": "text", "text": text}


def bold(text: str) -> Element:
    """Rich text of our own that stands out."""
    return {**ours(text), **_BOLD}


def foreign(text: str, limit: int = LONGEST_LINE) -> Element:
    """Rich text from outside: one tame line."""
    return ours(tame(text, limit) or "–")


def foreign_bold(text: str, limit: int = LONGEST_LINE) -> Element:
    """Rich text from outside that stands out."""
    return {**foreign(text, limit), **_BOLD}


def link(url: str, text: str) -> Element:
    """A link that shows `text`, if the address is one that a browser may be sent to; else text."""
    if not is_web_address(url):
        return foreign(text)
    return {"type": "link", "url": url, "text": tame(text) or "–"}


def is_web_address(url: str) -> bool:
    """Whether this is a whole http(s) address without spaces or steering characters."""
    if len(url) > LONGEST_URL or any(c.isspace() or _steers(c) for c in url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname)


def mention(user_id: str) -> Element:
    """Rich text: a person in Slack. It pings, so only where no more than one person sees it."""
    return {"type": "user", "user_id": user_id} if _is_user(user_id) else ours(SOMEBODY)


def mention_token(user_id: str) -> str:
    """The same for mrkdwn."""
    return f"<@{user_id}>" if _is_user(user_id) else SOMEBODY


def _is_user(user_id: str) -> bool:
    """Whether this is an id of a person as Slack makes them, and nothing that a mention reads."""
    return user_id.isascii() and user_id.isalnum() and user_id[0] in "UW"


def moment(at: datetime) -> Element:
    """Rich text: a time that each reader sees in their own zone."""
    return {
        "type": "date",
        "timestamp": int(at.timestamp()),
        "format": _MOMENT,
        "fallback": utc_words(at),
    }


def moment_token(at: datetime) -> str:
    """The same for mrkdwn."""
    return f"<!date^{int(at.timestamp())}^{_MOMENT}|{utc_words(at)}>"


def utc_words(at: datetime) -> str:
    """A time in words, for who cannot see it in their own zone."""
    utc = at.astimezone(UTC)
    return f"{utc.day} {utc:%B %Y, %H:%M} UTC"


def escaped(text: str, limit: int = LONGEST_TEXT) -> str:
    """Foreign text for a message's top-level `text`, which Slack reads as mrkdwn."""
    return tame(text, limit).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
