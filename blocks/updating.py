"""What is said round a change of shipment: why not, which part, what Gelato holds now."""

from collections.abc import Iterator

from blocks import ids
from blocks.comparison import Sides, compared_rows
from blocks.message import Message
from blocks.order import order_card
from blocks.order_lines import Reader
from blocks.parts import (
    Block,
    actions,
    button,
    divider,
    escaped,
    section,
    section_lines,
    tame,
)
from bot.orders.addresses.changes import compared
from bot.orders.addresses.fields import AddressField
from bot.orders.addresses.labels import label_of
from bot.orders.addresses.request import AddressRequest
from bot.orders.countries import country_name
from bot.orders.family import Family
from bot.orders.order import Order
from bot.orders.statuses import status_words
from bot.orders.updating import Shipping, UpdateWish, is_another_method, judged_update

LONGEST_REFERENCE = 100


def updatable(family: Family) -> tuple[Order, ...]:
    """The parts whose shipment may be changed as they are now."""
    return tuple(o for o in family.orders if not judged_update(o, family.dialect).outcome)


def cannot_update(family: Family, reader: Reader) -> Message:
    """For an order that is too far along, or an account that takes no changes: what can be done."""
    title = f"The shipment of order {tame(family.reference, LONGEST_REFERENCE)} cannot be changed"
    words = dict.fromkeys(judged_update(o, family.dialect).words for o in family.orders)
    told = (section(f"⛔ {title}"), *map(section, words), divider())
    message = Message(
        escaped(f"{title}. {next(iter(words))}"), (*told, *order_card(family, reader).blocks)
    )
    return message if message.fits else Message(message.text, message.blocks[:2])


def choose_part(family: Family) -> Message:
    """For a family: each part has an address of its own at Gelato."""
    text = f"Order {tame(family.reference, LONGEST_REFERENCE)} was split. Change which part?"
    rows = (
        section(
            f"Part {number} of {len(family.orders)} · {_state(order, family)}",
            button("Change…", ids.UPDATE_PART, order.id),
        )
        for number, order in enumerate(family.orders, 1)
        if order in updatable(family)
    )
    return Message(escaped(text), (section(text), *rows))


def offer_update(reference: str) -> Message:
    """For where no form can be opened without a click."""
    shown = tame(reference, LONGEST_REFERENCE)
    text = f"Change the shipment of order {shown}? This opens a form that only you see."
    return Message(
        escaped(text), (section(text), actions(button("Change shipment…", ids.UPDATE, reference)))
    )


def go_on(key: str) -> Message:
    """What was not done can be gone on with: `key` leads to what was typed."""
    again = actions(button("Open the form again", ids.UPDATE_REOPEN, key))
    return Message("", (section("What you typed is kept for half an hour."), again))


def held_now(wish: UpdateWish, here: Shipping) -> Message:
    """What Gelato holds after a change, and where that differs from what was asked.

    It shows the whole address: for the one person whose form it is.
    """
    lines = [f"{label}: {text}" for label, text in _address_lines(here.address)]
    method = f"Shipping method: {here.method_words or '–'}"
    blocks: list[Block] = [section_lines(["It goes to:", *lines, method])]
    if rows := compared_rows("asked", "Gelato has", _otherwise(wish, here)):
        blocks += [section("Different from what you asked for:"), *rows]
    return Message("", tuple(blocks))


def _state(order: Order, family: Family) -> str:
    status = status_words(order.fulfillment_status, family.dialect)
    return f"{status.symbol} {status.label}"


def _address_lines(address: AddressRequest) -> Iterator[tuple[str, str]]:
    last = (AddressField.COUNTRY, AddressField.EMAIL, AddressField.PHONE)
    first = [field for field in AddressField if field not in last]
    for field in (*first, *last):
        if text := address.text(field):
            shown = country_name(text) if field is AddressField.COUNTRY else text
            yield label_of(field, address.country), shown


def _otherwise(wish: UpdateWish, here: Shipping) -> Iterator[Sides]:
    if wish.address is not None:
        for each in compared(wish.address, here.address):
            yield Sides(each.label, each.before, each.after)
    if is_another_method(wish, here):
        yield Sides("Shipping method", wish.method, here.method_words)
