"""Elements that a person presses or chooses from, and where each of them may stand.

https://docs.slack.dev/reference/block-kit/block-elements
"""

from bot.sandbox.block_kit.choices import initial_is_offered
from bot.sandbox.block_kit.composition import (
    CONFIRM,
    FILTER,
    MENU_OPTION,
    OPTION,
    OPTION_GROUP,
    SLACK_FILE,
    STYLE,
    TICK_OPTION,
)
from bot.sandbox.block_kit.inputs import FILE_INPUT, TEXT_INPUTS
from bot.sandbox.block_kit.rules import Rule, array, boolean, integer, one_of, string
from bot.sandbox.block_kit.shapes import Fields, exactly_one, kind, shape
from bot.sandbox.block_kit.text import (
    ANY_ADDRESS,
    IDENTIFIER,
    TIME_OF_DAY,
    TIME_ZONE,
    WEB_ADDRESS,
    day,
    plain,
)

_ACTION: Fields = {"action_id": IDENTIFIER, "confirm": CONFIRM}
_FOCUS: Fields = {**_ACTION, "focus_on_load": boolean}
_MENU: Fields = {**_FOCUS, "placeholder": plain(150)}
_SEVERAL: Fields = {**_MENU, "max_selected_items": integer(1)}

IMAGE = kind(
    "image",
    {"alt_text": string(0, 2000)},
    {"image_url": WEB_ADDRESS, "slack_file": SLACK_FILE},
    exactly_one("image_url", "slack_file"),
)

BUTTON = kind(
    "button",
    {"text": plain(75)},
    {
        **_ACTION,
        "url": ANY_ADDRESS,
        "value": string(0, 2000),
        "style": STYLE,
        "accessibility_label": string(0, 75),
        "visible_to_user_ids": array(string(1)),
        "agent_prompt": string(0, 4000),
        "agent_prompt_display": string(),
    },
)

OVERFLOW = kind("overflow", {"options": array(MENU_OPTION, 1, 5)}, _ACTION)


def _listed(name: str, initial: Fields, rest: Fields) -> Rule:
    """A menu whose options come with it."""
    lists = {"options": array(OPTION, 1, 100), "option_groups": array(OPTION_GROUP, 1, 100)}
    optional = {**rest, **initial, **lists}
    return kind(name, {}, optional, exactly_one("options", "option_groups"), initial_is_offered)


_INITIAL: Fields = {"initial_option": OPTION}
_INITIALS: Fields = {"initial_options": array(OPTION, 1)}
_QUERY: Fields = {"min_query_length": integer(0)}
_FIRST: Fields = {"default_to_current_conversation": boolean, "filter": FILTER}

SELECTS: Fields = {
    "static_select": _listed("static_select", _INITIAL, _MENU),
    "external_select": kind("external_select", {}, {**_MENU, **_INITIAL, **_QUERY}),
    "users_select": kind("users_select", {}, {**_MENU, "initial_user": string(1)}),
}


def _conversations(more: Fields) -> Fields:
    first = {**_MENU, **_FIRST, **more, "initial_conversation": string(1)}
    channel = {**_MENU, **more, "initial_channel": string(1)}
    return {
        "conversations_select": kind("conversations_select", {}, first),
        "channels_select": kind("channels_select", {}, channel),
    }


_PLACES = _conversations({})
# `response_url_enabled` is a field only in an input block of a modal.
_ANSWERED_PLACES = _conversations({"response_url_enabled": boolean})

MULTI_SELECTS: Fields = {
    "multi_static_select": _listed("multi_static_select", _INITIALS, _SEVERAL),
    "multi_external_select": kind("multi_external_select", {}, {**_SEVERAL, **_INITIALS, **_QUERY}),
    "multi_users_select": kind(
        "multi_users_select", {}, {**_SEVERAL, "initial_users": array(string(1), 1)}
    ),
    "multi_conversations_select": kind(
        "multi_conversations_select",
        {},
        {**_SEVERAL, **_FIRST, "initial_conversations": array(string(1), 1)},
    ),
    "multi_channels_select": kind(
        "multi_channels_select", {}, {**_SEVERAL, "initial_channels": array(string(1), 1)}
    ),
}

_TICKS: Fields = {"options": array(TICK_OPTION, 1, 10)}

CHOICES: Fields = {
    "checkboxes": kind(
        "checkboxes",
        _TICKS,
        {**_FOCUS, "initial_options": array(TICK_OPTION, 1)},
        initial_is_offered,
    ),
    "radio_buttons": kind(
        "radio_buttons", _TICKS, {**_FOCUS, "initial_option": TICK_OPTION}, initial_is_offered
    ),
}

PICKERS: Fields = {
    "datepicker": kind("datepicker", {}, {**_MENU, "initial_date": day}),
    "timepicker": kind(
        "timepicker", {}, {**_MENU, "initial_time": TIME_OF_DAY, "timezone": TIME_ZONE}
    ),
}

# Ten digits of Unix seconds, as the vendor's page asks: 2001 to 2286.
DATETIMEPICKER: Fields = {
    "datetimepicker": kind(
        "datetimepicker", {}, {**_FOCUS, "initial_date_time": integer(10**9, 10**10 - 1)}
    )
}

_WORDS: Fields = {"text": plain(75), "value": string(0, 2000)}
_OPINION = shape(_WORDS, {"accessibility_label": string(0, 75)})

CONTEXT_ACTIONS: Fields = {
    "feedback_buttons": kind(
        "feedback_buttons",
        {"positive_button": _OPINION, "negative_button": _OPINION},
        {"action_id": IDENTIFIER},
    ),
    "icon_button": kind(
        "icon_button",
        {"icon": one_of("trash"), "text": plain(75)},
        {
            **_ACTION,
            "value": string(0, 2000),
            "accessibility_label": string(0, 75),
            "visible_to_user_ids": array(string(1)),
        },
    ),
}

# Slack's server refuses a multi-select in an actions block although its page lists it:
# slackapi/python-slack-sdk issue 1631.
IN_ACTIONS: Fields = {
    "button": BUTTON,
    "overflow": OVERFLOW,
    **SELECTS,
    **_PLACES,
    **CHOICES,
    **PICKERS,
    **DATETIMEPICKER,
}
IN_SECTION: Fields = {
    "button": BUTTON,
    "overflow": OVERFLOW,
    "image": IMAGE,
    **SELECTS,
    **_PLACES,
    **MULTI_SELECTS,
    **CHOICES,
    **PICKERS,
}
IN_INPUT: Fields = {
    **SELECTS,
    **_PLACES,
    **MULTI_SELECTS,
    **CHOICES,
    **PICKERS,
    **DATETIMEPICKER,
    **TEXT_INPUTS,
}
IN_MODAL_INPUT: Fields = {**IN_INPUT, **_ANSWERED_PLACES, **FILE_INPUT}
