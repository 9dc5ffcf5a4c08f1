"""What asks for one more yes, and what changes: before and after in two columns."""

from collections.abc import Sequence

from blocks.address_state import AddressForm
from blocks.comparison import Sides, compared_rows
from blocks.parts import Block, section, section_lines
from bot.orders.addresses.changes import NOTHING_CHANGED
from bot.orders.addresses.complaint import Complaint


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
    rows = [Sides(each.label, each.before, each.after) for each in form.differences]
    if form.is_method_changed:
        rows.append(_methods(form))
    return compared_rows("now", "after", rows)


def _methods(form: AddressForm) -> Sides:
    names = dict(form.methods)
    before, after = form.method_before, form.method
    return Sides("Shipping method", names.get(before) or before, names.get(after) or after)


def whole_complaints(complaints: Sequence[Complaint]) -> list[Block]:
    """What is to be said about the whole, and not about one field."""
    return [section(complaint.sentence) for complaint in complaints if not complaint.field]
