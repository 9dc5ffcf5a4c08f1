"""What asks for one more yes, and what changes: before and after in two columns."""

from collections.abc import Iterator, Sequence

from blocks.address_state import AddressForm
from blocks.parts import Block, Element, plain, section, section_lines, tame
from bot.orders.addresses.changes import NOTHING_CHANGED, Difference
from bot.orders.addresses.complaint import Complaint

LONGEST_SIDE = 300
"""Characters of one side that are shown."""
ROWS_A_SECTION = 5
"""A section holds ten fields (slack-facts 1.1)."""


def judgement_blocks(form: AddressForm) -> list[Block]:
    """What would change, and the warnings if there are any, once the form was sent."""
    if not form.asked:
        return []
    lines = [f"• {complaint.sentence}" for complaint in form.warnings]
    if not form.is_changed:
        return [section_lines(lines or [NOTHING_CHANGED])]
    asked = "Nothing is sent yet. Look at what changes, and press “Yes, change it” if it is meant."
    return [section_lines([asked, *lines]), *comparison_blocks(form)]


def comparison_blocks(form: AddressForm) -> list[Block]:
    """Before on the left, after on the right; nothing where nothing changes."""
    sides = [*map(_sides, form.differences)]
    if form.is_method_changed:
        sides.append(_pair("Shipping method", form.method_before, form.method))
    return [
        {"type": "section", "fields": [side for pair in rows for side in pair]}
        for rows in _chunks(sides)
    ]


def whole_complaints(complaints: Sequence[Complaint]) -> list[Block]:
    """What is to be said about the whole, and not about one field."""
    return [section(complaint.sentence) for complaint in complaints if not complaint.field]


def _sides(difference: Difference) -> tuple[Element, Element]:
    return _pair(difference.label, difference.before, difference.after)


def _pair(label: str, before: str, after: str) -> tuple[Element, Element]:
    return _side(f"{label} now", before), _side(f"{label} after", after)


def _side(label: str, text: str) -> Element:
    element = plain(label)
    return {**element, "text": f"{element['text']}\n{tame(text, LONGEST_SIDE) or '–'}"}


def _chunks(
    rows: Sequence[tuple[Element, Element]],
) -> Iterator[Sequence[tuple[Element, Element]]]:
    for start in range(0, len(rows), ROWS_A_SECTION):
        yield rows[start : start + ROWS_A_SECTION]
