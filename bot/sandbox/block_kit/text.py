"""Text objects, and the strings with a form of their own: addresses of pages, dates, times."""

import re
from collections.abc import Iterator
from datetime import date

from bot.sandbox.block_kit.rules import Rule, among_schemas, boolean, fault, string, written
from bot.sandbox.block_kit.shapes import kind, kinds

WEB_ADDRESS = written(r"https?://[^\s/?#]+\S*", "invalid url", most=3000)
SECURE_ADDRESS = written(r"https://[^\s/?#]+\S*", "invalid url", most=3000)
ANY_ADDRESS = written(r"[A-Za-z][A-Za-z0-9+.-]*:\S+", "invalid url", most=3000)
TIME_OF_DAY = written(r"([01]\d|2[0-3]):[0-5]\d", "input must be a valid: time")
TIME_ZONE = written(r"[A-Za-z]\w*(/[\w+-]+)*", "invalid timezone")
NUMERAL = written(r"-?\d{1,30}(\.\d{1,30})?", "must be a number written as a string", most=62)
IDENTIFIER = string(1, 255)


def plain(most: int) -> Rule:
    """A text object that must be `plain_text`."""
    return kind("plain_text", {"text": string(1, most)}, {"emoji": boolean})


def either(most: int) -> Rule:
    """A text object, `plain_text` or `mrkdwn`. Only the first takes `emoji`."""
    marked = kind("mrkdwn", {"text": string(1, most)}, {"verbatim": boolean})
    return among_schemas(kinds({"plain_text": plain(most), "mrkdwn": marked}))


def day(value: object, pointer: str) -> Iterator[str]:
    """A date that the calendar has, as `YYYY-MM-DD`."""
    if not isinstance(value, str):
        yield fault("must provide a string", pointer)
    elif not _is_day(value):
        yield fault("input must be a valid: date", pointer)


def _is_day(value: str) -> bool:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
