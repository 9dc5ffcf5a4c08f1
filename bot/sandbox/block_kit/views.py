"""What Slack objects to in a modal or a Home tab.

https://docs.slack.dev/reference/views
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.block_kit.blocks import ANYWHERE, INPUT, MODAL_INPUT
from bot.sandbox.block_kit.cards import ALERT, CARD, CAROUSEL
from bot.sandbox.block_kit.rules import Rule, boolean, fault, string
from bot.sandbox.block_kit.shapes import Fields, kind
from bot.sandbox.block_kit.stacks import stack
from bot.sandbox.block_kit.text import plain

TOO_LARGE = "view_too_large"
BYTES = 250_000

MODAL_BLOCKS: Fields = {**ANYWHERE, "input": MODAL_INPUT, "card": CARD, "alert": ALERT}
HOME_BLOCKS: Fields = {**ANYWHERE, "input": INPUT, "card": CARD, "carousel": CAROUSEL}


def modal_faults(view: object) -> list[str]:
    """What Slack objects to in a view for `views.open`, `views.push`, `views.update`.

    A view over 250 kB, and otherwise right, is answered with `["view_too_large"]`: an error code.
    """
    return _faults(_MODAL, view)


def home_faults(view: object) -> list[str]:
    """What Slack objects to in a view for `views.publish`; too large as in `modal_faults`."""
    return _faults(_HOME, view)


def _faults(rule: Rule, view: object) -> list[str]:
    faults = list(rule(view, "/view"))
    return faults or ([TOO_LARGE] if _size(view) > BYTES else [])


def _size(view: object) -> int:
    return len(json.dumps(view, ensure_ascii=False).encode(errors="replace"))


def _submit_for_input(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    for index, block in enumerate(value["blocks"]):
        if block["type"] == "input" and "submit" not in value:
            words = "must define `submit` to use an `input` block in modals"
            yield fault(words, f"{pointer}/blocks/{index}/input")


def _one_focus(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    held = _elements(value["blocks"], f"{pointer}/blocks")
    focused = [at for element, at in held if element.get("focus_on_load")]
    for at in focused[1:]:
        yield fault("only one element may have `focus_on_load`", f"{at}/focus_on_load")


def _elements(blocks: list[Any], pointer: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    for index, block in enumerate(blocks):
        at = f"{pointer}/{index}"
        yield from (
            (block[name], f"{at}/{name}") for name in ("element", "accessory") if name in block
        )
        for place, element in enumerate(block.get("elements", [])):
            yield element, f"{at}/elements/{place}"


_NAMED: Fields = {
    "private_metadata": string(0, 3000),
    "callback_id": string(0, 255),
    "external_id": string(0, 255),
}
_MODAL = kind(
    "modal",
    {"title": plain(24), "blocks": stack(MODAL_BLOCKS, 100)},
    {
        **_NAMED,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
    },
    _submit_for_input,
    _one_focus,
)
_HOME = kind("home", {"blocks": stack(HOME_BLOCKS, 100)}, _NAMED, _one_focus)
