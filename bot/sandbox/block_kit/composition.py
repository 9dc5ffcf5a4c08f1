"""What elements are composed of: options, confirmations, filters, files.

https://docs.slack.dev/reference/block-kit/composition-objects
"""

from bot.sandbox.block_kit.rules import (
    Rule,
    among_schemas,
    array,
    boolean,
    distinct,
    one_of,
    string,
)
from bot.sandbox.block_kit.shapes import at_least_one, exactly_one, shape
from bot.sandbox.block_kit.text import ANY_ADDRESS, WEB_ADDRESS, either, plain

STYLE = one_of("primary", "danger")

_value = {"value": string(1, 150)}
_plain_text = {"text": among_schemas(plain(75)), **_value}
_plain_description = {"description": among_schemas(plain(75))}

OPTION = shape(_plain_text, _plain_description)
MENU_OPTION = shape(_plain_text, {**_plain_description, "url": ANY_ADDRESS})
TICK_OPTION = shape({"text": either(75), **_value}, {"description": either(75)})
OPTION_GROUP = shape({"label": plain(75), "options": array(OPTION, 1, 100)}, {})

CONFIRM = shape(
    {"title": plain(100), "text": either(300), "confirm": plain(30), "deny": plain(30)},
    {"style": STYLE},
)

DISPATCH = shape(
    {
        "trigger_actions_on": distinct(
            array(one_of("on_enter_pressed", "on_character_entered"), 1, 2)
        )
    },
    {},
)

_filters: dict[str, Rule] = {
    "include": distinct(array(one_of("im", "mpim", "private", "public"), 1)),
    "exclude_external_shared_channels": boolean,
    "exclude_bot_users": boolean,
}
FILTER = shape({}, _filters, at_least_one(*_filters))

SLACK_FILE = shape({}, {"id": string(1), "url": WEB_ADDRESS}, exactly_one("id", "url"))
