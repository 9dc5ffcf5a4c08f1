"""Elements that a person types or drops something into; they stand only in input blocks."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.block_kit.composition import DISPATCH
from bot.sandbox.block_kit.rich_text import RICH_TEXT
from bot.sandbox.block_kit.rules import array, boolean, fault, integer, string
from bot.sandbox.block_kit.shapes import Fields, kind, ordered
from bot.sandbox.block_kit.text import IDENTIFIER, NUMERAL, plain

_TYPED: Fields = {
    "action_id": IDENTIFIER,
    "dispatch_action_config": DISPATCH,
    "focus_on_load": boolean,
    "placeholder": plain(150),
}


def _whole(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    """Without `is_decimal_allowed` no number here has a fraction."""
    for name in ("initial_value", "min_value", "max_value"):
        if not value["is_decimal_allowed"] and "." in value.get(name, ""):
            yield fault("must be a whole number", f"{pointer}/{name}")


TEXT_INPUTS: Fields = {
    "plain_text_input": kind(
        "plain_text_input",
        {},
        {
            **_TYPED,
            "initial_value": string(0, 3000),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
        ordered("min_length", "max_length"),
    ),
    "email_text_input": kind("email_text_input", {}, {**_TYPED, "initial_value": string()}),
    "url_text_input": kind("url_text_input", {}, {**_TYPED, "initial_value": string()}),
    "number_input": kind(
        "number_input",
        {"is_decimal_allowed": boolean},
        {**_TYPED, "initial_value": NUMERAL, "min_value": NUMERAL, "max_value": NUMERAL},
        _whole,
        ordered("min_value", "max_value"),
    ),
    "rich_text_input": kind("rich_text_input", {}, {**_TYPED, "initial_value": RICH_TEXT}),
}

FILE_INPUT: Fields = {
    "file_input": kind(
        "file_input",
        {},
        {
            "action_id": IDENTIFIER,
            "filetypes": array(string(1), 1),
            "max_files": integer(1, 10),
        },
    ),
}
