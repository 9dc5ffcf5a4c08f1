"""What Slack demands of a message before it posts it."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox import block_kit
from bot.sandbox.slack.refusal import Refusal, invalid_arguments

Json = Mapping[str, Any]
LONGEST_TEXT = 40_000
LARGEST_METADATA = 15_000
MOST_ATTACHMENTS = 100


def check_content(body: Json) -> None:
    """Raises Refusal with Slack's code for the first thing that is wrong."""
    if not any(body.get(name) for name in ("text", "blocks", "attachments")):
        raise Refusal("no_text")
    if len(str(body.get("text") or "")) > LONGEST_TEXT:
        raise Refusal("msg_too_long")
    _check_attachments(body.get("attachments") or [])
    if body.get("blocks") is not None:
        check_blocks(body)


def _check_attachments(attachments: Any) -> None:
    if not isinstance(attachments, list) or not all(isinstance(a, dict) for a in attachments):
        raise Refusal("invalid_attachments")
    if len(attachments) > MOST_ATTACHMENTS:
        raise Refusal("too_many_attachments")
    faults = block_kit.message_faults({"attachments": attachments})
    if faults:
        raise Refusal("invalid_attachments", _explained(faults))


def check_blocks(body: Json) -> None:
    """The blocks of a message."""
    blocks = body["blocks"]
    if not isinstance(blocks, list) or not all(isinstance(each, dict) for each in blocks):
        raise Refusal("invalid_blocks_format")
    faults = block_kit.message_faults({"blocks": blocks})
    if "msg_blocks_too_long" in faults:
        raise Refusal("msg_blocks_too_long")
    if faults:
        raise Refusal("invalid_blocks", _explained(faults))


def _explained(faults: list[str]) -> dict[str, Any]:
    plain = [fault.removeprefix("[ERROR] ") for fault in faults]
    return {"errors": plain, "response_metadata": {"messages": faults}}


def check_view(view: Any) -> None:
    """A form or a Home tab. Raises Refusal `invalid_arguments`."""
    if not isinstance(view, dict):
        raise invalid_arguments("[ERROR] must be a valid view object [json-pointer:/view]")
    rules: Mapping[str, Callable[[dict[str, Any]], list[str]]] = {
        "modal": block_kit.modal_faults,
        "home": block_kit.home_faults,
    }
    kind = str(view.get("type"))
    if kind not in rules:
        raise invalid_arguments("[ERROR] must be a valid view type [json-pointer:/view/type]")
    faults = rules[kind](view)
    if faults == ["view_too_large"]:
        raise Refusal("view_too_large")
    if faults:
        raise invalid_arguments(*faults)


def check_metadata(metadata: Any) -> None:
    """Message metadata: `event_type` and `event_payload`, and nothing too big."""
    fine = (
        isinstance(metadata, dict)
        and isinstance(metadata.get("event_type"), str)
        and isinstance(metadata.get("event_payload"), dict)
    )
    if not fine:
        raise Refusal("invalid_metadata_format")
    if len(json.dumps(metadata)) > LARGEST_METADATA:
        raise Refusal("metadata_too_large")
