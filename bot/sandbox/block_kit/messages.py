"""What Slack objects to in a message.

https://docs.slack.dev/reference/methods/chat.postMessage
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.block_kit.attachments import attachments
from bot.sandbox.block_kit.blocks import ANYWHERE, CONTEXT_ACTIONS_BLOCK, FILE, INPUT, MARKDOWN
from bot.sandbox.block_kit.cards import CARD, CAROUSEL, CONTAINER
from bot.sandbox.block_kit.identity import blocks_within
from bot.sandbox.block_kit.rules import Rule, any_object, array, fault, string
from bot.sandbox.block_kit.shapes import Fields, shape
from bot.sandbox.block_kit.stacks import stack
from bot.sandbox.block_kit.tables import DATA_TABLE, TABLE, written_in

TOO_LONG = "msg_blocks_too_long"
CHARACTERS = 13_200  # undocumented; slackapi/bolt-js issue 2509
MARKDOWN_CHARACTERS = 12_000

BLOCKS: Fields = {
    **ANYWHERE,
    "input": INPUT,
    "context_actions": CONTEXT_ACTIONS_BLOCK,
    "markdown": MARKDOWN,
    "file": FILE,
    "table": TABLE,
    "data_table": DATA_TABLE,
    "card": CARD,
    "carousel": CAROUSEL,
    "container": CONTAINER,
}


def message_faults(payload: Mapping[str, Any]) -> list[str]:
    """What Slack objects to in `text`, `blocks`, `attachments` and `metadata` of a message.

    `blocks` and `attachments` come decoded; a null counts as left out; other keys are not looked
    at. When only the sum of all text in the blocks is too much, the answer is
    `["msg_blocks_too_long"]`: an error code and no fault.
    """
    if not isinstance(payload, Mapping):
        return [fault("must provide an object", "")]
    given = {name: payload[name] for name in _MESSAGE if payload.get(name) is not None}
    faults = [said for name, value in given.items() for said in _MESSAGE[name](value, f"/{name}")]
    faults += [] if faults else _together(given.get("blocks", []))
    return faults or ([TOO_LONG] if written_in(given.get("blocks")) > CHARACTERS else [])


def _together(blocks: list[Any]) -> Iterator[str]:
    """What only the blocks as a whole can get wrong."""
    held = list(blocks_within(blocks, "/blocks"))
    tables = [at for block, at in held if block["type"] in {"table", "data_table"}]
    for at in tables[1:]:
        yield fault("only_one_table_allowed", at)
    markdown = [block["text"] for block in blocks if block["type"] == "markdown"]
    if sum(map(len, markdown)) > MARKDOWN_CHARACTERS:
        yield fault(f"must be less than {MARKDOWN_CHARACTERS + 1} characters", "/blocks")


def _event(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    """Metadata without a Work Object is an event, with its type and its payload."""
    missing = {"event_type", "event_payload"} - value.keys()
    for name in sorted(missing if "entities" not in value else ()):
        yield fault(f"missing required field: {name}", pointer)


_stack: Rule = stack(BLOCKS, 50)
_metadata: Fields = {
    "event_type": string(1, 255),
    "event_payload": any_object,
    "entities": array(any_object),
}
_MESSAGE: Fields = {
    "text": string(),
    "blocks": _stack,
    "attachments": attachments(_stack),
    "metadata": shape({}, _metadata, _event),
}
