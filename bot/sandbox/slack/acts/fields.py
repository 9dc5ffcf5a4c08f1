"""What Slack checks in a form before it sends it off."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.slack.elements import STATES, Element, elements
from bot.sandbox.slack.views import View

Json = dict[str, Any]
LONGEST = 3000
REQUIRED = "Please complete this required field."
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def field_errors(view: View) -> dict[str, str]:
    """A sentence for each field that Slack would not let pass, `{block_id: sentence}`."""
    values = view.values()
    errors: dict[str, str] = {}
    for each in elements(view.blocks):
        if each.in_input and each.kind in STATES:
            held = values[each.block_id][each.action_id][STATES[each.kind][0]]
            said = _said_of(each, held)
            errors |= {each.block_id: said} if said else {}
    return errors


def _said_of(element: Element, held: Any) -> str | None:
    if held in (None, "", []):
        return None if element.block.get("optional") else REQUIRED
    rule = _RULES.get(element.kind)
    return rule(str(held), element.raw) if rule else None


def _text(held: str, raw: Mapping[str, Any]) -> str | None:
    least, most = raw.get("min_length", 0), raw.get("max_length", LONGEST)
    if len(held) < least:
        return f"This must be at least {least} characters."
    return f"This must be at most {most} characters." if len(held) > most else None


def _number(held: str, raw: Mapping[str, Any]) -> str | None:
    whole = not raw.get("is_decimal_allowed")
    if not _NUMBER.fullmatch(held) or (whole and "." in held):
        return "This must be a number."
    if "min_value" in raw and float(held) < float(raw["min_value"]):
        return f"This must be {raw['min_value']} or more."
    if "max_value" in raw and float(held) > float(raw["max_value"]):
        return f"This must be {raw['max_value']} or less."
    return None


def _email(held: str, _: Mapping[str, Any]) -> str | None:
    return None if _EMAIL.fullmatch(held) else "This must be an email address."


def _url(held: str, _: Mapping[str, Any]) -> str | None:
    return None if _URL.fullmatch(held) else "This must be a web address."


_RULES: Mapping[str, Callable[[str, Mapping[str, Any]], str | None]] = {
    "plain_text_input": _text,
    "number_input": _number,
    "email_text_input": _email,
    "url_text_input": _url,
}
