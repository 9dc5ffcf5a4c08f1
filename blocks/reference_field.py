"""The field for order numbers, drawn and read back in one file; several forms have it."""

from collections.abc import Mapping
from typing import Any

from blocks.parts import Block, input_block, plain


def reference_field(block_id: str, reference: str = "") -> Block:
    """An input, with a number that stands there already."""
    element = {
        "type": "plain_text_input",
        "placeholder": plain("1042"),
        "max_length": 1000,
        "focus_on_load": True,
        **({"initial_value": reference} if reference else {}),
    }
    hint = "Up to five, with spaces between."
    return input_block(block_id, "Order number or Gelato id", element, hint=hint)


def read_reference(view: Mapping[str, Any], block_id: str) -> str:
    """What was typed into it."""
    values = view.get("state", {}).get("values", {})
    return str(values.get(block_id, {}).get(block_id, {}).get("value") or "")
