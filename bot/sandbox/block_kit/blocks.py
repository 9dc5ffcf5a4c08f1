"""The plain blocks, and which blocks each surface takes.

https://docs.slack.dev/reference/block-kit/blocks
"""

from bot.sandbox.block_kit.composition import SLACK_FILE
from bot.sandbox.block_kit.elements import (
    CONTEXT_ACTIONS,
    IMAGE,
    IN_ACTIONS,
    IN_INPUT,
    IN_MODAL_INPUT,
    IN_SECTION,
)
from bot.sandbox.block_kit.identity import own_action_ids, quiet_file_input
from bot.sandbox.block_kit.rich_text import RICH_TEXT
from bot.sandbox.block_kit.rules import Rule, array, boolean, one_of, string
from bot.sandbox.block_kit.shapes import Fields, at_least_one, exactly_one, kind, kinds
from bot.sandbox.block_kit.text import IDENTIFIER, SECURE_ADDRESS, WEB_ADDRESS, either, plain

_ID: Fields = {"block_id": IDENTIFIER}

SECTION = kind(
    "section",
    {},
    {
        **_ID,
        "text": either(3000),
        "fields": array(either(2000), 1, 10),
        "accessory": kinds(IN_SECTION),
        "expand": boolean,
    },
    at_least_one("text", "fields", at="/type"),
)
HEADER = kind("header", {"text": plain(150)}, _ID)
DIVIDER = kind("divider", {}, _ID)

_text = either(3000)
_said: Fields = {"image": IMAGE, "plain_text": _text, "mrkdwn": _text}
CONTEXT = kind("context", {"elements": array(kinds(_said), 1, 10)}, _ID)
CONTEXT_ACTIONS_BLOCK = kind(
    "context_actions",
    {"elements": array(kinds(CONTEXT_ACTIONS), 1, 5)},
    _ID,
    own_action_ids,
)
ACTIONS = kind("actions", {"elements": array(kinds(IN_ACTIONS), 1, 25)}, _ID, own_action_ids)
PICTURE = kind(
    "image",
    {"alt_text": string(0, 2000)},
    {**_ID, "image_url": WEB_ADDRESS, "slack_file": SLACK_FILE, "title": plain(2000)},
    exactly_one("image_url", "slack_file"),
)
MARKDOWN = kind("markdown", {"text": string(1, 12_000)}, _ID)
FILE = kind("file", {"external_id": string(1), "source": one_of("remote")}, _ID)
VIDEO = kind(
    "video",
    {
        "alt_text": string(1, 2000),
        "title": plain(199),
        "thumbnail_url": WEB_ADDRESS,
        "video_url": SECURE_ADDRESS,
    },
    {
        **_ID,
        "title_url": SECURE_ADDRESS,
        "author_name": string(0, 49),
        "provider_name": string(),
        "provider_icon_url": WEB_ADDRESS,
        "description": plain(200),
    },
)


def input_block(elements: Fields) -> Rule:
    """An input block that holds one of `elements`."""
    return kind(
        "input",
        {"label": plain(2000), "element": kinds(elements)},
        {**_ID, "hint": plain(2000), "optional": boolean, "dispatch_action": boolean},
        quiet_file_input,
    )


INPUT = input_block(IN_INPUT)
MODAL_INPUT = input_block(IN_MODAL_INPUT)

ANYWHERE: Fields = {
    "section": SECTION,
    "header": HEADER,
    "divider": DIVIDER,
    "context": CONTEXT,
    "actions": ACTIONS,
    "image": PICTURE,
    "rich_text": RICH_TEXT,
    "video": VIDEO,
}
