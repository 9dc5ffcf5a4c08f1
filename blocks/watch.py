"""The card of a watch: how the order is now, and that its changes are told below."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from blocks import ids
from blocks.message import Message
from blocks.order import order_card
from blocks.order_lines import Reader
from blocks.parts import actions, button, context, escaped, plain
from bot.orders.family import Family


def watch_card(family: Family, reader: Reader, ended: str = "") -> Message:
    """The order's card, with what becomes of the watch above it and a way to end it below."""
    card = order_card(family, reader)
    if ended:
        words = f"You do not watch this order any more: {ended}."
        return replace(card, blocks=(context(plain(words)), *card.blocks))
    words = "👀 You watch this order. Each change is told in the thread of this message."
    stop = actions(button("Stop watching", ids.WATCH_STOP, family.id))
    return replace(card, blocks=(context(plain(words)), *card.blocks, stop))


def watch_begins(
    references: Sequence[str], known: Sequence[str], troubles: Iterable[str] = ()
) -> Message:
    """What `/order watch` answers; the card itself comes as a direct message.

    `troubles` says in sentences what became of orders that are not watched.
    """
    parts = [
        f"You watch {', '.join(references)} now; the card is in our direct messages."
        if references
        else "",
        f"You watched {', '.join(known)} already." if known else "",
        *troubles,
    ]
    sentence = " ".join(part for part in parts if part)
    return Message(escaped(sentence), (context(plain(sentence)),))
