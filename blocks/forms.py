"""The look-up form: drawn and read back in one file."""

from collections.abc import Mapping
from typing import Any

from blocks import ids
from blocks.message import Message
from blocks.parts import Block, actions, button, plain, section

View = dict[str, Any]


def look_up_form() -> View:
    """Asks for order numbers."""
    return {
        **_modal(
            "Look up an order",
            [
                {
                    "type": "input",
                    "block_id": ids.LOOK_UP_REFERENCE,
                    "label": plain("Order number or Gelato id"),
                    "hint": plain("Up to five, with spaces between."),
                    "element": {
                        "type": "plain_text_input",
                        "action_id": ids.LOOK_UP_REFERENCE,
                        "placeholder": plain("1042"),
                        "max_length": 1000,
                        "focus_on_load": True,
                    },
                },
                actions(button("Search instead…", ids.OPEN_SEARCH, "look_up")),
            ],
        ),
        "callback_id": ids.LOOK_UP_FORM,
        "submit": plain("Look up"),
        "close": plain("Cancel"),
    }


def read_look_up_form(view: Mapping[str, Any]) -> str:
    """What was typed into the form."""
    values = view.get("state", {}).get("values", {})
    typed = values.get(ids.LOOK_UP_REFERENCE, {}).get(ids.LOOK_UP_REFERENCE, {}).get("value")
    return str(typed or "")


def checking_view(text: str = "Asking Gelato…") -> View:
    """Stands until the answer is there."""
    return {**_modal("Orders", [section(text)]), "close": plain("Close")}


def result_view(message: Message) -> View:
    """An answer, inside the form it was asked in."""
    return {**_modal("Orders", list(message.blocks)), "close": plain("Close")}


def _modal(title: str, blocks: list[Block]) -> View:
    return {"type": "modal", "title": plain(title), "blocks": blocks}
