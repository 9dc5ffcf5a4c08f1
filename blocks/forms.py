"""The look-up form: drawn and read back in one file."""

from collections.abc import Mapping
from typing import Any

from blocks import ids
from blocks.message import Message
from blocks.parts import Block, actions, button, plain, section
from blocks.reference_field import read_reference, reference_field

View = dict[str, Any]


def look_up_form() -> View:
    """Asks for order numbers."""
    return {
        **_modal(
            "Look up an order",
            [
                reference_field(ids.LOOK_UP_REFERENCE),
                actions(button("Search instead…", ids.OPEN_SEARCH, "look_up")),
            ],
        ),
        "callback_id": ids.LOOK_UP_FORM,
        "submit": plain("Look up"),
        "close": plain("Cancel"),
    }


def read_look_up_form(view: Mapping[str, Any]) -> str:
    """What was typed into the form."""
    return read_reference(view, ids.LOOK_UP_REFERENCE)


def checking_view(text: str = "Asking Gelato…") -> View:
    """Stands until the answer is there."""
    return {**_modal("Orders", [section(text)]), "close": plain("Close")}


def result_view(message: Message) -> View:
    """An answer, inside the form it was asked in."""
    return {**_modal("Orders", list(message.blocks)), "close": plain("Close")}


def _modal(title: str, blocks: list[Block]) -> View:
    return {"type": "modal", "title": plain(title), "blocks": blocks}
