"""The cancel form: drawn and read back in one file."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from blocks import ids
from blocks.forms import View
from blocks.message import Message
from blocks.order import order_card
from blocks.order_lines import Line, Reader, fact_lines, facts, item_block, status_line
from blocks.parts import (
    Block,
    Element,
    actions,
    bold,
    button,
    divider,
    escaped,
    foreign,
    header,
    input_block,
    option,
    ours,
    plain,
    rich,
    section,
    tame,
)
from bot.orders.cancelling import judged_cancel, limit_of_cancel, meaning_of_cancel, too_late
from bot.orders.change import Reason
from bot.orders.family import Family
from bot.orders.order import Order
from bot.orders.product import product_words
from bot.orders.statuses import status_words

LONGEST_NOTE = 500
LONGEST_REFERENCE = 100
LONGEST_REASON = 1_000
MOST_ITEMS = 5
MOST_OPTIONS = 10
"""Checkboxes that Slack draws in one block."""


@dataclass(frozen=True)
class Cancellation:
    """What was chosen in the form."""

    order_ids: tuple[str, ...] | None
    """Gelato's ids of the parts; None for an order of one part, which offers no choice."""
    reason: Reason | None
    note: str = ""

    @property
    def lacks_note(self) -> bool:
        """Whether the reason says nothing without words of the person's own."""
        return self.reason is Reason.OTHER and not self.note


def cancelable(family: Family) -> tuple[Order, ...]:
    """The parts that may be canceled as they are now, as many as one form can offer."""
    may = (order for order in family.orders if not judged_cancel(order, family.dialect).outcome)
    return tuple(may)[:MOST_OPTIONS]


def cancel_form(family: Family, reader: Reader) -> View:
    """Asks which parts and why, and says what canceling means now. Some part must be cancelable."""
    may = cancelable(family)
    return {
        "type": "modal",
        "callback_id": ids.CANCEL_FORM,
        "title": plain("Cancel an order"),
        "submit": plain("Cancel the order" if len(family.orders) == 1 else "Cancel these parts"),
        "close": plain("Keep it"),
        "blocks": [
            header(f"Order {tame(family.reference, LONGEST_REFERENCE)}"),
            *(_single(family, reader) if len(family.orders) == 1 else _parts(family, may)),
            *_left_out(family),
            divider(),
            *_questions(),
        ],
    }


def read_cancel_form(view: Mapping[str, Any]) -> Cancellation:
    """What a person chose."""
    values = view.get("state", {}).get("values", {})
    offers_parts = any(b.get("block_id") == ids.CANCEL_PARTS for b in view.get("blocks", ()))
    chosen = _element(values, ids.CANCEL_PARTS).get("selected_options") or ()
    reason = str((_element(values, ids.CANCEL_REASON).get("selected_option") or {}).get("value"))
    return Cancellation(
        order_ids=tuple(str(each["value"]) for each in chosen) if offers_parts else None,
        reason=Reason[reason] if reason in Reason.__members__ else None,
        note=str(_element(values, ids.CANCEL_NOTE).get("value") or "").strip(),
    )


def cannot_cancel(family: Family, reader: Reader) -> Message:
    """For an order that is too far along: why, what can be done, and where it is."""
    lines = list(_refusals(family))
    card = order_card(family, reader)
    title = f"Order {tame(family.reference, LONGEST_REFERENCE)} cannot be canceled"
    blocks = (section(f"⛔ {title}"), _reasons(lines), divider(), *card.blocks)
    message = Message(escaped(f"{title}. {lines[0]}"), blocks)
    return message if message.fits else Message(message.text, message.blocks[:2])


def offer_cancel(reference: str) -> Message:
    """For where no form can be opened without a click."""
    text = f"Cancel order {tame(reference, LONGEST_REFERENCE)}? This opens a form that asks why."
    return Message(
        escaped(text), (section(text), actions(button("Cancel…", ids.CANCEL, reference)))
    )


def _single(family: Family, reader: Reader) -> Iterator[Block]:
    order = family.orders[0]
    known = {k: line for k, line in facts(order, reader).items() if k in {"Ordered", "To", "Total"}}
    yield rich(status_line(order, family.dialect), *fact_lines(known))
    if order.items:
        yield item_block(order, family.dialect, reader, MOST_ITEMS)
    yield rich(_meaning(order, family))


def _parts(family: Family, may: tuple[Order, ...]) -> Iterator[Block]:
    count = len(family.orders) + family.more_parts
    yield section(f"This order was split into {count} parts. Each one is canceled by itself.")
    options = [_part_option(order, family) for order in may]
    boxes = {"type": "checkboxes", "options": options, "initial_options": options}
    yield input_block(ids.CANCEL_PARTS, "Parts to cancel", boxes)
    if late := list(_late_lines(family)):
        yield _reasons([*late, limit_of_cancel(family.dialect)])
    meanings = dict.fromkeys(meaning_of_cancel(order, family.dialect) for order in may)
    yield rich(*([bold("What this means: "), ours(meaning)] for meaning in meanings))


def _left_out(family: Family) -> Iterator[Block]:
    """Parts that this form knows nothing of."""
    if family.more_parts:
        yield section(f"{family.more_parts} more parts are not shown here, and stay as they are.")
    elif not family.parts_certain:
        yield section(
            "Gelato could not say whether there are other parts of this order. "
            "Only what is shown here is canceled."
        )


def _reasons(lines: Iterable[str]) -> Block:
    return rich(*([foreign(line, LONGEST_REASON)] for line in lines))


def _part_option(order: Order, family: Family) -> Element:
    status = status_words(order.fulfillment_status, family.dialect)
    items = ", ".join(f"{item.quantity or 1} × {product_words(item)}" for item in order.items[:3])
    words = f"{_part(order, family)} · {status.symbol} {status.label}"
    return {**option(words, order.id), **({"description": plain(items, 75)} if items else {})}


def _part(order: Order, family: Family) -> str:
    number = family.orders.index(order) + 1
    return f"Part {number} of {len(family.orders) + family.more_parts}"


def _refusals(family: Family) -> Iterator[str]:
    """Why each part cannot be canceled, and what can be done."""
    for order in family.orders:
        words = judged_cancel(order, family.dialect).words
        yield words if len(family.orders) == 1 else f"{_part(order, family)}: {words}"


def _late_lines(family: Family) -> Iterator[str]:
    """The parts that the form leaves out, and why."""
    for order in family.orders:
        verdict = judged_cancel(order, family.dialect)
        if verdict.outcome:
            why = too_late(order, family.dialect) or verdict.words
            yield f"{_part(order, family)}: {why.rstrip('.')}."


def _meaning(order: Order, family: Family) -> Line:
    return [bold("What this means: "), ours(meaning_of_cancel(order, family.dialect))]


def _questions() -> Iterator[Block]:
    reasons = {
        "type": "static_select",
        "placeholder": plain("Choose a reason"),
        "options": [option(reason.capitalize(), reason.name) for reason in Reason],
    }
    yield input_block(ids.CANCEL_REASON, "Why?", reasons)
    yield input_block(
        ids.CANCEL_NOTE,
        "In your own words",
        {"type": "plain_text_input", "max_length": LONGEST_NOTE},
        optional=True,
        hint="Stays in Orderdesk; Gelato and the channel do not see it.",
    )


def _element(values: Mapping[str, Any], block_id: str) -> Mapping[str, Any]:
    element: Mapping[str, Any] = values.get(block_id, {}).get(block_id, {})
    return element
