"""The blocks that hold a small whole: card, carousel, alert, container.

https://docs.slack.dev/reference/block-kit/blocks/card-block and its neighbours
"""

from bot.sandbox.block_kit.blocks import ANYWHERE
from bot.sandbox.block_kit.elements import BUTTON, IMAGE
from bot.sandbox.block_kit.identity import own_action_ids
from bot.sandbox.block_kit.rich_text import RICH_TEXT
from bot.sandbox.block_kit.rules import array, boolean, one_of, string
from bot.sandbox.block_kit.shapes import Fields, at_least_one, kind, kinds, not_both, only_while
from bot.sandbox.block_kit.tables import TABLE
from bot.sandbox.block_kit.text import IDENTIFIER, either, plain

_ID: Fields = {"block_id": IDENTIFIER}

CARD = kind(
    "card",
    {},
    {
        **_ID,
        "hero_image": IMAGE,
        "icon": IMAGE,
        "slack_icon": kind("icon", {"name": string(1)}, {}),
        "title": either(150),
        "subtitle": either(150),
        "body": either(200),
        "actions": array(kinds({"button": BUTTON}), 1, 3),
    },
    at_least_one("hero_image", "title", "actions", "body"),
    not_both("icon", "slack_icon"),
    own_action_ids,
)
CAROUSEL = kind("carousel", {"elements": array(kinds({"card": CARD}), 1, 10)}, _ID)
ALERT = kind(
    "alert",
    {"text": either(200)},
    {**_ID, "level": one_of("default", "info", "warning", "error", "success")},
)

# The page lists rich_text, input and file too; the live check was seen to take only these
# (slack-morphism 2.31, SlackContainerBlock). What both allow is safe.
_HELD = ("actions", "context", "divider", "header", "image", "section", "video")
_CHILDREN: Fields = {**{name: ANYWHERE[name] for name in _HELD}, "table": TABLE}

CONTAINER = kind(
    "container",
    {"child_blocks": array(kinds(_CHILDREN), 1, 10)},
    {
        **_ID,
        "title": plain(150),
        "rich_text_title": RICH_TEXT,
        "subtitle": either(150),
        "icon": IMAGE,
        "width": one_of("narrow", "standard", "wide", "full"),
        "is_collapsible": boolean,
        "default_collapsed": boolean,
        "has_header_divider": boolean,
    },
    at_least_one("title", "rich_text_title"),
    only_while("default_collapsed", "is_collapsible", is_set=True),
    only_while("has_header_divider", "is_collapsible", is_set=False),
)
