"""Elements that Slack refuses, each beside the nearest one that it takes in the same place."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.sandbox.block_kit import message_faults

Json = Any
Row = tuple[str, Json, str, Json]

WEB = "https://example.com/"


def plain(text: str = "Order") -> Json:
    return {"type": "plain_text", "text": text}


def marked(text: str = "*Order*") -> Json:
    return {"type": "mrkdwn", "text": text}


def a(kind: str, **more: Json) -> Json:
    return {"type": kind, **more}


def option(value: Json = "a", **more: Json) -> Json:
    return {"text": plain("Choice"), "value": value, **more}


def options(count: int = 2) -> list[Json]:
    return [option(str(index)) for index in range(count)]


def button(**more: Json) -> Json:
    return {"type": "button", "text": plain("Press"), **more}


def confirmed(**more: Json) -> Json:
    words = {name: plain("x") for name in ("title", "text", "confirm", "deny")}
    return button(confirm={**words, **more})


def select(**more: Json) -> Json:
    return {"type": "static_select", "options": options(), **more}


def multi(**more: Json) -> Json:
    return {"type": "multi_static_select", "options": options(), **more}


def ticks(**more: Json) -> Json:
    return {"type": "checkboxes", "options": options(), **more}


def radio(**more: Json) -> Json:
    return {"type": "radio_buttons", "options": options(), **more}


def grouped(**more: Json) -> Json:
    group = {"label": plain("Group"), "options": options()}
    return {"type": "static_select", "option_groups": [group, group], **more}


def sifted(**kinds: Json) -> Json:
    return {"type": "conversations_select", "filter": kinds}


def amount(**more: Json) -> Json:
    return {"type": "number_input", "is_decimal_allowed": False, **more}


def dispatching(*moments: str) -> Json:
    return a("plain_text_input", dispatch_action_config={"trigger_actions_on": [*moments]})


def asked_on(day: Json) -> Json:
    return a("datepicker", initial_date=day)


def asked_at(time: str) -> Json:
    return a("timepicker", initial_time=time)


def picture(**more: Json) -> Json:
    return {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "Mug", **more}


def stored(**places: str) -> Json:
    return {"type": "image", "slack_file": places, "alt_text": "Mug"}


IN_ACTIONS: list[Row] = [
    ("unknown element", a("lever"), "unsupported type: lever", button()),
    ("picture", picture(), "unsupported type: image", button()),
    ("multi-select", multi(), "unsupported type: multi_static_select", select()),
    ("typing", a("plain_text_input"), "unsupported type: plain_text_input", select()),
    ("mrkdwn button", button(text=marked()), "/text/type]", button()),
    ("value a number", button(value=7), "must provide a string", button(value="7")),
    ("unknown style", button(style="default"), "valid enum value", button(style="primary")),
    ("address", button(url="example.com"), "invalid url", button(url="mailto:ann@example.com")),
    ("viewer", button(visible_to_user_ids="U1"), "an array", button(visible_to_user_ids=["U1"])),
    ("block_id", button(block_id="x"), "invalid additional property: block_id", button()),
    ("no action_id", button(action_id=""), "more than 0 characters", button(action_id="x")),
    ("focus", button(focus_on_load=True), "property: focus_on_load", select(focus_on_load=True)),
    ("half a confirm", button(confirm={}), "missing required field: deny", confirmed()),
    ("mrkdwn confirm", confirmed(title=marked()), "/title/type]", confirmed(text=marked())),
    ("confirm style", confirmed(style="x"), "/confirm/style]", confirmed(style="danger")),
    ("no such day", asked_on("2026-02-29"), "valid: date", asked_on("2028-02-29")),
    ("day of a week", asked_on("2026-W47-6"), "valid: date", asked_on("2026-11-21")),
    ("day a number", asked_on(20261121), "must provide a string", asked_on("2026-11-21")),
    ("24 o'clock", asked_at("24:00"), "valid: time", asked_at("23:59")),
    ("one digit", asked_at("9:00"), "valid: time", asked_at("09:00")),
    ("zone", a("timepicker", timezone="+1"), "/timezone]", a("timepicker", timezone="Europe/Oslo")),
    (
        "placeholder for a moment",
        a("datetimepicker", placeholder=plain()),
        "property: placeholder",
        a("datepicker", placeholder=plain()),
    ),
]

IN_SECTION: list[Row] = [
    ("typing", a("plain_text_input"), "unsupported type: plain_text_input", multi()),
    ("exact moment", a("datetimepicker"), "unsupported type", a("timepicker")),
    ("menu of nothing", a("static_select"), "either `options` or `option_groups`", grouped()),
    ("two lists", grouped(options=options()), "cannot define both", select()),
    ("mrkdwn option", select(options=[option(text=marked())]), "all allowed", ticks()),
    ("mrkdwn to tick", ticks(options=[option(text="*x*")]), "/0/text]", ticks()),
    ("empty value", select(options=[option("")]), "more than 0 characters", select()),
    ("value a number", select(options=[option(7)]), "must provide a string", select()),
    ("address", select(options=[option(url=WEB)]), "url", a("overflow", options=[option(url=WEB)])),
    ("not offered", select(initial_option=option("z")), "must match one of the", select()),
    (
        "nearly offered",
        select(initial_option=option("1", text=plain("Other"))),
        "/accessory/initial_option]",
        select(initial_option=option("1")),
    ),
    (
        "in no group",
        grouped(initial_option=option("2")),
        "must match one of the options",
        grouped(initial_option=option("1")),
    ),
    (
        "one of two not offered",
        multi(initial_options=[option("0"), option("z")]),
        "/accessory/initial_options]",
        multi(initial_options=options()),
    ),
    ("none to begin with", multi(initial_options=[]), "at least 1 items", multi()),
    ("null option", select(initial_option=None), "must provide an object", select()),
    ("many of one", select(max_selected_items=2), "max_selected", multi(max_selected_items=2)),
    ("at most none", multi(max_selected_items=0), "more than 0", multi(max_selected_items=1)),
    ("true for 1", multi(max_selected_items=True), "an integer", multi(max_selected_items=1)),
    ("1.0 for 1", multi(max_selected_items=1.0), "an integer", multi(max_selected_items=1)),
    ("two of a kind", radio(initial_options=options()), "initial_options", ticks()),
    (
        "ticked but not offered",
        ticks(initial_options=[option("z")]),
        "must match one of the options",
        ticks(initial_options=[option("1")]),
    ),
    (
        "radio not offered",
        radio(initial_option=option("z")),
        "must match one of the options",
        radio(initial_option=option("1")),
    ),
    ("filter of nothing", sifted(), "must define either", sifted(exclude_bot_users=True)),
    ("kind", sifted(include=["dm"]), "/include/0]", sifted(include=["im", "public"])),
    ("kind twice", sifted(include=["im", "im"]), "duplicate", sifted(include=["im"])),
    (
        "answer address",
        a("channels_select", response_url_enabled=True),
        "property: response_url_enabled",
        a("channels_select", initial_channel="C1"),
    ),
    (
        "one person of many",
        a("multi_users_select", initial_users="U1"),
        "must provide an array",
        a("multi_users_select", initial_users=["U1"]),
    ),
    ("no alt_text", a("image", image_url=WEB), "missing required field: alt_text", picture()),
    ("nowhere", a("image", alt_text="x"), "either `image_url` or `slack_file`", picture()),
    ("two places", picture(slack_file={"id": "F1"}), "cannot define both", stored(id="F1")),
    ("two names", stored(id="F1", url=WEB), "cannot define both `id` and `url`", stored(url=WEB)),
    ("no scheme", picture(image_url="example.com/a"), "invalid url", picture()),
]

IN_INPUT: list[Row] = [
    ("button", button(), "unsupported type: button", multi()),
    ("file in a message", a("file_input"), "unsupported type: file_input", a("url_text_input")),
    (
        "answer address in a message",
        a("conversations_select", response_url_enabled=True),
        "property: response_url_enabled",
        a("conversations_select", default_to_current_conversation=True),
    ),
    (
        "least above most",
        a("plain_text_input", min_length=3, max_length=2),
        "must not be greater than `max_length`",
        a("plain_text_input", min_length=2, max_length=2),
    ),
    (
        "unknown moment",
        dispatching("on_blur"),
        "/trigger_actions_on/0]",
        dispatching("on_enter_pressed"),
    ),
    (
        "moment twice",
        dispatching("on_enter_pressed", "on_enter_pressed"),
        "duplicate",
        dispatching("on_enter_pressed", "on_character_entered"),
    ),
    (
        "email on lines",
        a("email_text_input", multiline=True),
        "property: multiline",
        a("plain_text_input", multiline=True),
    ),
    ("which numbers", a("number_input"), "field: is_decimal_allowed", amount()),
    ("number", amount(min_value=1), "must provide a string", amount(min_value="1")),
    ("letters", amount(initial_value="ten"), "a number written", amount(initial_value="-10")),
    (
        "fraction",
        amount(initial_value="1.5"),
        "must be a whole number",
        amount(initial_value="1.5", is_decimal_allowed=True),
    ),
    (
        "ten above nine",
        amount(min_value="10", max_value="9"),
        "must not be greater",
        amount(min_value="9", max_value="10"),
    ),
    (
        "words for rich text",
        a("rich_text_input", initial_value="x"),
        "must provide an object",
        a("rich_text_input", initial_value={"type": "rich_text", "elements": []}),
    ),
]


def in_actions(element: Json) -> Json:
    return {"type": "actions", "elements": [element]}


def in_section(element: Json) -> Json:
    return {"type": "section", "text": plain(), "accessory": element}


def in_input(element: Json) -> Json:
    return {"type": "input", "label": plain(), "element": element}


PLACES: list[tuple[Callable[[Json], Json], list[Row]]] = [
    (in_actions, IN_ACTIONS),
    (in_section, IN_SECTION),
    (in_input, IN_INPUT),
]
ROWS = [
    pytest.param(place, *row[1:], id=f"{place.__name__}: {row[0]}")
    for place, rows in PLACES
    for row in rows
]


@pytest.mark.parametrize(("place", "refused", "words", "allowed"), ROWS)
def test_an_element_is_refused_and_its_neighbour_is_not(
    place: Callable[[Json], Json], refused: Json, words: str, allowed: Json
):
    """Each rule of an element refuses what breaks it, in words that say so, and nothing else."""
    assert any(words in said for said in message_faults({"blocks": [place(refused)]}))
    assert message_faults({"blocks": [place(allowed)]}) == []
