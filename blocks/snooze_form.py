"""The form that snoozes a stuck order: drawn and read back in one file."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from blocks import ids
from blocks.forms import View
from blocks.parts import input_block, option, plain, section, tame
from bot.orders.day import short_day_words

LONGEST_REFERENCE = 60
_MONDAY = 7


@dataclass(frozen=True)
class Snoozing:
    """What was chosen: a day of the person's own zone, on which the order is listed again."""

    day: date | None
    trouble: str = ""
    """What is wrong with it, in a sentence; empty when it is fine."""


def snooze_form(reference: str, today: date) -> View:
    """Asks until when. `today` is the person's."""
    days = _choices(today)
    options = [option(f"{days[day]}, {_day(day)}", day.isoformat()) for day in days]
    choice = {"type": "static_select", "options": options, "initial_option": options[0]}
    return {
        "type": "modal",
        "callback_id": ids.SNOOZE_FORM,
        "title": plain("Snooze an order"),
        "submit": plain("Snooze"),
        "close": plain("Cancel"),
        "blocks": [
            section(
                f"Order {tame(reference, LONGEST_REFERENCE)} leaves the list of stuck orders, for "
                "everybody. It comes back on that day, or as soon as its state changes."
            ),
            input_block(ids.SNOOZE_CHOICE, "Until", choice),
            input_block(
                ids.SNOOZE_DAY, "Or until another day", {"type": "datepicker"}, optional=True
            ),
        ],
    }


def read_snooze_form(view: Mapping[str, Any]) -> Snoozing:
    """The day that was chosen; one from the calendar counts more than one from the list."""
    values = view.get("state", {}).get("values", {})
    picked = _state(values, ids.SNOOZE_DAY).get("selected_date")
    chosen = (_state(values, ids.SNOOZE_CHOICE).get("selected_option") or {}).get("value")
    day, earliest = _read(picked or chosen), _earliest(view)
    if day is None or (earliest and day < earliest):
        return Snoozing(None, "Choose a day after today.")
    if earliest and day > earliest + timedelta(days=88):
        return Snoozing(None, "Choose a day within the next 90.")
    return Snoozing(day)


def _choices(today: date) -> dict[date, str]:
    """The days, each once, the nearest first."""
    tomorrow = today + timedelta(days=1)
    monday = today + timedelta(days=_MONDAY - today.weekday())
    named = {monday: "Next Monday", today + timedelta(days=3): "In 3 days", tomorrow: "Tomorrow"}
    return dict(sorted(named.items()))


def _day(day: date) -> str:
    return f"{day:%A} {short_day_words(day)}"


def _earliest(view: Mapping[str, Any]) -> date | None:
    """Tomorrow, as it was when the form was drawn: the first choice."""
    for block in view.get("blocks", ()):
        if block.get("block_id") == ids.SNOOZE_CHOICE:
            return _read(block["element"]["options"][0]["value"])
    return None


def _read(day: object) -> date | None:
    try:
        return date.fromisoformat(str(day)) if day else None
    except ValueError:
        return None


def _state(values: Mapping[str, Any], block_id: str) -> Mapping[str, Any]:
    state: Mapping[str, Any] = values.get(block_id, {}).get(block_id, {})
    return state
