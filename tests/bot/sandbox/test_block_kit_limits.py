"""How long and how many: at each limit Slack still takes it, one step past it no more."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.sandbox.block_kit import message_faults

Json = Any


def plain(text: str = "Order") -> Json:
    return {"type": "plain_text", "text": text}


def marked(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(**more: Json) -> Json:
    return {"type": "section", "text": plain(), **more}


def aside(kind: str, **more: Json) -> Json:
    return section(accessory={"type": kind, **more})


def choice(**more: Json) -> Json:
    return {"text": plain("Choice"), "value": "a", **more}


def select(**more: Json) -> Json:
    return aside("static_select", options=[choice(**more)])


def grouped(count: int = 1, held: int = 1, label: str = "Group") -> Json:
    group = {"label": plain(label), "options": [choice()] * held}
    return aside("static_select", option_groups=[group] * count)


def button(**more: Json) -> Json:
    return {"type": "button", "text": plain("Press"), **more}


def pressed(**more: Json) -> Json:
    return {"type": "actions", "elements": [button(**more)]}


def confirmed(**more: Json) -> Json:
    words = {name: plain("x") for name in ("title", "text", "confirm", "deny")}
    return pressed(confirm={**words, **more})


def image(**more: Json) -> Json:
    return {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "", **more}


def field(kind: str = "plain_text_input", *, around: Json = None, **more: Json) -> Json:
    inside = {"type": kind, **more}
    return {"type": "input", "label": plain(), "element": inside, **(around or {})}


def dispatch(count: int) -> Json:
    words = ["on_enter_pressed", "on_character_entered", "on_enter_pressed"]
    return field(dispatch_action_config={"trigger_actions_on": words[:count]})


def video(**more: Json) -> Json:
    place = "https://example.com/v"
    shown = {"video_url": place, "thumbnail_url": place, "title": plain(), "alt_text": "A film"}
    return {"type": "video", **shown, **more}


def card(**more: Json) -> Json:
    return {"type": "card", "title": plain("Mug"), **more}


def held(*children: Json, **more: Json) -> Json:
    return {"type": "container", "title": plain(), "child_blocks": [*children], **more}


def stack(kind: str, count: int, element: Json) -> Json:
    return {"type": kind, "elements": [element] * count}


def cells(rows: int, columns: int) -> list[Json]:
    return [[{"type": "raw_text", "text": "x"}] * columns] * rows


def table(rows: int, columns: int = 2, **more: Json) -> Json:
    return {"type": "table", "rows": cells(rows, columns), **more}


def data_table(rows: int, columns: int = 2, **more: Json) -> Json:
    return {"type": "data_table", "caption": "Orders", "rows": cells(rows, columns), **more}


def feedback(**more: Json) -> Json:
    sides = {"positive_button": {**OPINION, **more}, "negative_button": OPINION}
    return {"type": "feedback_buttons", **sides}


def icon(**more: Json) -> Json:
    shown = {"type": "icon_button", "icon": "trash", "text": plain("Delete"), **more}
    return stack("context_actions", 1, shown)


OPINION = {"text": plain("Good"), "value": "good"}
DIVIDER = {"type": "divider"}
LINK = "https://example.com/"

LENGTHS: dict[str, tuple[int, Callable[[str], Json]]] = {
    "block_id": (255, lambda text: {**DIVIDER, "block_id": text}),
    "section text": (3000, lambda text: section(text=marked(text))),
    "section field": (2000, lambda text: section(fields=[marked(text)])),
    "header": (150, lambda text: {"type": "header", "text": plain(text)}),
    "context text": (3000, lambda text: stack("context", 1, plain(text))),
    "markdown": (12_000, lambda text: {"type": "markdown", "text": text}),
    "alt_text": (2000, lambda text: image(alt_text=text)),
    "alt_text of an element": (2000, lambda text: stack("context", 1, image(alt_text=text))),
    "image address": (3000, lambda text: image(image_url=LINK + text[len(LINK) :])),
    "image title": (2000, lambda text: image(title=plain(text))),
    "video title": (199, lambda text: video(title=plain(text))),
    "video alt_text": (2000, lambda text: video(alt_text=text)),
    "video author": (49, lambda text: video(author_name=text)),
    "video description": (200, lambda text: video(description=plain(text))),
    "label": (2000, lambda text: field(around={"label": plain(text)})),
    "hint": (2000, lambda text: field(around={"hint": plain(text)})),
    "placeholder of an input": (150, lambda text: field(placeholder=plain(text))),
    "text to start with": (3000, lambda text: field(initial_value=text)),
    "action_id": (255, lambda text: pressed(action_id=text)),
    "action_id of an input": (255, lambda text: field(action_id=text)),
    "button text": (75, lambda text: pressed(text=plain(text))),
    "button value": (2000, lambda text: pressed(value=text)),
    "button address": (3000, lambda text: pressed(url=LINK + text[len(LINK) :])),
    "accessibility label": (75, lambda text: pressed(accessibility_label=text)),
    "agent prompt": (4000, lambda text: pressed(agent_prompt=text)),
    "opinion": (75, lambda text: stack("context_actions", 1, feedback(text=plain(text)))),
    "opinion value": (2000, lambda text: stack("context_actions", 1, feedback(value=text))),
    "icon text": (75, lambda text: icon(text=plain(text))),
    "icon value": (2000, lambda text: icon(value=text)),
    "icon label": (75, lambda text: icon(accessibility_label=text)),
    "confirm title": (100, lambda text: confirmed(title=plain(text))),
    "confirm text": (300, lambda text: confirmed(text=marked(text))),
    "confirm button": (30, lambda text: confirmed(confirm=plain(text))),
    "deny button": (30, lambda text: confirmed(deny=plain(text))),
    "placeholder of a menu": (150, lambda text: aside("users_select", placeholder=plain(text))),
    "option text": (75, lambda text: select(text=plain(text))),
    "option value": (150, lambda text: select(value=text)),
    "option description": (75, lambda text: select(description=plain(text))),
    "tick text": (75, lambda text: aside("checkboxes", options=[choice(text=marked(text))])),
    "tick description": (
        75,
        lambda text: aside("radio_buttons", options=[choice(description=marked(text))]),
    ),
    "group label": (75, lambda text: grouped(label=text)),
    "card title": (150, lambda text: card(title=marked(text))),
    "card subtitle": (150, lambda text: card(subtitle=marked(text))),
    "card body": (200, lambda text: card(body=marked(text))),
    "container title": (150, lambda text: held(DIVIDER, title=plain(text))),
    "container subtitle": (150, lambda text: held(DIVIDER, subtitle=plain(text))),
    "cells together": (
        10_000,
        lambda text: {"type": "table", "rows": [[{"type": "raw_text", "text": text}]]},
    ),
}

COUNTS: dict[str, tuple[int, int, Callable[[int], Json]]] = {
    "fields": (1, 10, lambda count: section(fields=[plain()] * count)),
    "context": (1, 10, lambda count: stack("context", count, plain())),
    "actions": (1, 25, lambda count: stack("actions", count, button())),
    "context_actions": (1, 5, lambda count: stack("context_actions", count, feedback())),
    "overflow": (1, 5, lambda count: aside("overflow", options=[choice()] * count)),
    "select": (1, 100, lambda count: aside("static_select", options=[choice()] * count)),
    "multi": (1, 100, lambda count: aside("multi_static_select", options=[choice()] * count)),
    "groups": (1, 100, grouped),
    "options of a group": (1, 100, lambda count: grouped(held=count)),
    "checkboxes": (1, 10, lambda count: aside("checkboxes", options=[choice()] * count)),
    "radio buttons": (1, 10, lambda count: aside("radio_buttons", options=[choice()] * count)),
    "moments of dispatch": (1, 2, dispatch),
    "rows": (1, 100, table),
    "columns": (1, 20, lambda count: table(1, count)),
    "rows of a data table": (2, 101, data_table),
    "columns of a data table": (1, 20, lambda count: data_table(2, count)),
    "buttons of a card": (1, 3, lambda count: card(actions=[button()] * count)),
    "cards": (1, 10, lambda count: stack("carousel", count, card())),
    "children": (1, 10, lambda count: held(*[DIVIDER] * count)),
}

RANGES: dict[str, tuple[int, int, Callable[[int], Json]]] = {
    "max_length": (1, 3000, lambda number: field(max_length=number)),
    "min_length": (0, 3000, lambda number: field(min_length=number)),
    "page_size": (1, 100, lambda number: data_table(2, page_size=number)),
    "header column": (0, 1, lambda number: data_table(2, row_header_column_index=number)),
    "moment": (10**9, 10**10 - 1, lambda at: field("datetimepicker", initial_date_time=at)),
}


@pytest.mark.parametrize("what", LENGTHS)
def test_a_text_may_be_this_long(what: str):
    """A text takes its last character, and the next one is refused where it stands."""
    most, block = LENGTHS[what]
    refused = message_faults({"blocks": [block("x" * (most + 1))]})
    assert any(f"must be less than {most + 1} characters" in said for said in refused)
    assert message_faults({"blocks": [block("x" * most)]}) == []


@pytest.mark.parametrize("what", COUNTS)
def test_a_list_may_hold_this_many(what: str):
    """A list takes its fewest and its most, and neither one less nor one more."""
    least, most, block = COUNTS[what]
    fewer, more = (message_faults({"blocks": [block(count)]}) for count in (least - 1, most + 1))
    assert any(f"must provide at least {least} items" in said for said in fewer)
    assert any(f"no more than {most} items allowed" in said for said in more)
    assert message_faults({"blocks": [block(least)]}) == []
    assert message_faults({"blocks": [block(most)]}) == []


@pytest.mark.parametrize("what", RANGES)
def test_a_number_may_be_this_great(what: str):
    """A number takes its lowest and its highest, and nothing outside them."""
    low, high, block = RANGES[what]
    assert "must be more than" in message_faults({"blocks": [block(low - 1)]})[0]
    assert "must be less than" in message_faults({"blocks": [block(high + 1)]})[0]
    assert message_faults({"blocks": [block(low)]}) == []
    assert message_faults({"blocks": [block(high)]}) == []


def test_column_settings_are_as_many_as_columns_can_be():
    """A table has settings for twenty columns, a null for each that needs none."""
    assert (
        "no more than 20" in message_faults({"blocks": [table(1, column_settings=[None] * 21)]})[0]
    )
    assert message_faults({"blocks": [table(1, column_settings=[None] * 20)]}) == []
