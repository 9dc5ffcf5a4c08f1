"""The form that sets how long orders may stay as they are: drawn and read back in one file."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from blocks import ids
from blocks.forms import View
from blocks.message import Message
from blocks.parts import Block, Element, context, divider, header, input_block, plain, section
from blocks.search_form import country_option
from bot.orders.dialect import Dialect
from bot.orders.patience import LONGEST_FAILED, LONGEST_LIMIT, Limit, Patience
from bot.orders.statuses import STATUSES, Phase, status_words

_LIMIT = "patience "
"""Before the status in the name of a block."""
_UNKNOWN, _PROMISE, _FAILED = "patience.unknown", "patience.promise", "patience.failed"
_WHOLE = "Type a whole number from {} to {}."
_PARTS = {
    Phase.WAITING: "Waits for a person",
    Phase.IN_PROGRESS: "With the print partner",
    Phase.SHIPPED: "With the carrier, without any movement",
}


@dataclass(frozen=True)
class PatienceWish:
    """What was filled in. Limits in business days; None for no limit."""

    limits: Mapping[str, Limit]
    unknown: Limit
    past_promise: Limit
    failed_for: int
    office: str
    troubles: Mapping[str, str] = field(default_factory=dict)
    """By block, what is wrong there."""

    def changing(self, dialect: Dialect) -> Callable[[Patience], Patience]:
        """What it makes of the patience that holds by then."""

        def changed(before: Patience) -> Patience:
            others = replace(
                before,
                unknown=self.unknown,
                past_promise=self.past_promise,
                failed_for=self.failed_for,
                office=self.office,
            )
            return others.with_limits(dialect, self.limits)

        return changed


def patience_form(patience: Patience, dialect: Dialect) -> View:
    """Every limit as it is now."""
    return {
        "type": "modal",
        "callback_id": ids.PATIENCE_FORM,
        "title": plain("Patience"),
        "submit": plain("Save"),
        "close": plain("Cancel"),
        "blocks": [*_fields(patience, dialect)],
    }


def read_patience_form(view: Mapping[str, Any]) -> PatienceWish:
    """What a person filled in, and at which field it is no limit."""
    values: Mapping[str, Any] = view.get("state", {}).get("values", {})
    troubles: dict[str, str] = {}

    def limit(block_id: str, most: int = LONGEST_LIMIT) -> Limit:
        text = str(_state(values, block_id, ids.PATIENCE_LIMIT).get("value") or "").strip()
        is_number = text.isascii() and text.isdecimal() and len(text) < 6
        if text and not (is_number and int(text) <= most):
            troubles[block_id] = _WHOLE.format(0, most)
            return None
        return int(text) if text else None

    limits = {
        block_id.removeprefix(_LIMIT): limit(block_id)
        for block_id in values
        if block_id.startswith(_LIMIT) and block_id.removeprefix(_LIMIT) in STATUSES
    }
    unknown, promise, failed = limit(_UNKNOWN), limit(_PROMISE), limit(_FAILED, LONGEST_FAILED)
    if failed is None:
        troubles.setdefault(_FAILED, _WHOLE.format(0, LONGEST_FAILED))
    chosen = _state(values, ids.PATIENCE_OFFICE, ids.PATIENCE_OFFICE).get("selected_option") or {}
    office = str(chosen.get("value") or "")
    return PatienceWish(limits, unknown, promise, failed or 0, office, troubles)


def patience_saved() -> Message:
    """For the admin who changed it."""
    text = "The limits are saved. What is stuck is judged by them from now on."
    return Message(text, (section(text),))


def _fields(patience: Patience, dialect: Dialect) -> Iterator[Block]:
    yield section(
        "For how many business days an order may stay as it is before it counts as stuck. "
        "An empty field is no limit."
    )
    for phase, title in _PARTS.items():
        yield header(title)
        for status in STATUSES:
            words = status_words(status, dialect)
            if words.phase is phase:
                label = f"{words.symbol} {words.label}"
                yield _number(f"{_LIMIT}{status}", label, patience.limit(status, dialect))
        if phase is Phase.WAITING:
            yield _office(patience.office)
    yield divider()
    yield _number(_PROMISE, "After the promised day of delivery", patience.past_promise)
    yield _number(_UNKNOWN, "In a state that Orderdesk does not know", patience.unknown)
    yield _number(
        _FAILED, "Failed orders stay listed for so many days", patience.failed_for, LONGEST_FAILED
    )
    yield context(plain("Business days are those of the country where the order is made or goes."))


def _number(block_id: str, label: str, now: Limit, most: int = LONGEST_LIMIT) -> Block:
    initial = {} if now is None else {"initial_value": str(now)}
    return {
        "type": "input",
        "block_id": block_id,
        "optional": True,
        "label": plain(label),
        "element": {
            "type": "number_input",
            "action_id": ids.PATIENCE_LIMIT,
            "is_decimal_allowed": False,
            "min_value": "0",
            "max_value": str(most),
            **initial,
        },
    }


def _office(country: str) -> Block:
    element: Element = {
        "type": "external_select",
        "min_query_length": 0,
        "placeholder": plain("Where the order is printed"),
    }
    if country:
        element["initial_option"] = country_option(country)
    return input_block(
        ids.PATIENCE_OFFICE,
        "Whose business days count for these",
        element,
        optional=True,
        hint="The country of the people whom these orders wait for.",
    )


def _state(values: Mapping[str, Any], block_id: str, action_id: str) -> Mapping[str, Any]:
    state: Mapping[str, Any] = values.get(block_id, {}).get(action_id, {})
    return state
