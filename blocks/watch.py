"""Watches: the card of one, the news below it, what is answered, and the form that asks."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from blocks import ids
from blocks.forms import View
from blocks.message import Message
from blocks.order import order_card
from blocks.order_lines import Reader
from blocks.parts import actions, button, context, plain, section
from blocks.reference_field import read_reference, reference_field
from blocks.replies import told
from bot.orders.family import Family
from bot.orders.recipient import Audience

_HERE = "👀 This thread is told of each change of this order."
_BELOW = "👀 You are told of each change of this order, in the thread of this message."


def watch_card(family: Family, reader: Reader, ended: str = "") -> Message:
    """The order's card, with what becomes of the watch above it and a way to end it below.

    What others can see stands in the thread that watches.
    """
    card, in_thread = order_card(family, reader), reader.audience is Audience.CHANNEL
    if ended:
        words = f"{_who(in_thread=in_thread)} told nothing more of this order: {ended}."
        return replace(card, blocks=(context(plain(words)), *card.blocks))
    words = _HERE if in_thread else _BELOW
    stop = actions(button("Stop watching", ids.WATCH_STOP, family.id))
    return replace(card, blocks=(context(plain(words)), *card.blocks, stop))


def thread_news(reference: str, words: str, by: str = "") -> Message:
    """What happened, where several orders may be watched; and the name of who did it here."""
    return told(f"Order {reference}: {words}{f' by {by}' if by else ''}")


def watch_begins(
    references: Sequence[str],
    known: Sequence[str],
    troubles: Iterable[str] = (),
    *,
    in_thread: bool = False,
) -> Message:
    """What is answered to whoever watches; the card comes as a direct message, or in the thread.

    `troubles` says in sentences what became of orders that are not watched.
    """
    who = _who(in_thread=in_thread)
    where = "the thread" if in_thread else "our direct messages"
    parts = [
        f"{who} told of every change of {', '.join(references)} now; the card is in {where}."
        if references
        else "",
        f"{who} told of every change of {', '.join(known)} already." if known else "",
        *troubles,
    ]
    return told(" ".join(part for part in parts if part))


def watch_ends(
    references: Sequence[str], unknown: Sequence[str], *, in_thread: bool = False
) -> Message:
    """What is answered to whoever stops watching; `unknown` was not watched."""
    who = _who(in_thread=in_thread)
    others = f" Nothing was told of {', '.join(unknown)} anyway." if unknown else ""
    return told(f"{who} told nothing more of {', '.join(references)}.{others}")


def watch_form(reference: str = "", *, in_thread: bool = True) -> View:
    """Asks which order to watch; `reference` is what its field holds already."""
    where = "in the thread of this message, for all to see" if in_thread else "to you alone"
    return {
        "type": "modal",
        "callback_id": ids.WATCH_FORM,
        "title": plain("Watch an order"),
        "submit": plain("Watch"),
        "close": plain("Cancel"),
        "blocks": [
            section(f"Each change of the order is told {where}."),
            reference_field(ids.WATCH_REFERENCE, reference),
        ],
    }


def read_watch_form(view: Mapping[str, Any]) -> str:
    """What was typed into the form."""
    return read_reference(view, ids.WATCH_REFERENCE)


def _who(*, in_thread: bool) -> str:
    return "This thread is" if in_thread else "You are"
