"""Blocks that Slack refuses, each beside the nearest one that it takes."""

from typing import Any

import pytest

from bot.sandbox.block_kit import message_faults

Json = Any
Row = tuple[str, Json, str, Json]

WEB = "https://example.com/"
DIVIDER = {"type": "divider"}
ONE = {"action_id": "one"}


def plain(text: str = "Order", **more: Json) -> Json:
    return {"type": "plain_text", "text": text, **more}


def marked(text: Json = "*Order*", **more: Json) -> Json:
    return {"type": "mrkdwn", "text": text, **more}


def without(value: Json, name: str) -> Json:
    return {key: kept for key, kept in value.items() if key != name}


def said(text: Json) -> Json:
    return {"type": "section", "text": text}


def section(**more: Json) -> Json:
    return {"type": "section", "text": marked(), **more}


def button(**more: Json) -> Json:
    return {"type": "button", "text": plain("Press"), **more}


def holding(kind: str, *elements: Json) -> Json:
    return {"type": kind, "elements": [*elements]}


def image(**more: Json) -> Json:
    return {"type": "image", "image_url": WEB, "alt_text": "A mug", **more}


def question(**more: Json) -> Json:
    element = {"type": "plain_text_input"}
    return {"type": "input", "label": plain(), "element": element, **more}


def header(text: Json) -> Json:
    return {"type": "header", "text": text}


def file(source: str) -> Json:
    return {"type": "file", "external_id": "1", "source": source}


def video(**more: Json) -> Json:
    shown = {"video_url": WEB, "thumbnail_url": WEB, "title": plain(), "alt_text": "A film"}
    return {"type": "video", **shown, **more}


def bin_button(**more: Json) -> Json:
    return {"type": "icon_button", "icon": "trash", "text": plain(), **more}


def icon(name: str) -> Json:
    return holding("context_actions", bin_button(icon=name))


def feedback(**sides: Json) -> Json:
    return holding("context_actions", {"type": "feedback_buttons", **sides})


def card(**more: Json) -> Json:
    return {"type": "card", "title": plain("Mug"), **more}


def container(*children: Json, **more: Json) -> Json:
    return {"type": "container", "title": plain("All"), "child_blocks": [*children], **more}


def cell(text: str = "mug") -> Json:
    return {"type": "raw_text", "text": text}


def figure(value: Json) -> Json:
    return {"type": "raw_number", "value": value, "text": "3"}


def table(*rows: list[Json], **more: Json) -> Json:
    return {"type": "table", "rows": [*rows], **more}


def aligned(where: str) -> Json:
    return table([cell()], column_settings=[None, {"align": where, "is_wrapped": True}])


def data_table(*rows: list[Json]) -> Json:
    return {"type": "data_table", "caption": "Orders", "rows": [*rows]}


def rich(*elements: Json) -> Json:
    return holding("rich_text", *elements)


def line(*elements: Json) -> Json:
    return holding("rich_text_section", *elements)


def bullets(*lines: Json, **more: Json) -> Json:
    return {**holding("rich_text_list", *lines), "style": "bullet", **more}


def written(kind: str, **more: Json) -> Json:
    return rich(line({"type": kind, **more}))


def quoted(border: Json) -> Json:
    return rich({**holding("rich_text_quote"), "border": border})


SIDE = {"text": plain("Good"), "value": "good"}
TICKET = {"type": "icon", "name": "star"}
PERSON = {"type": "user", "user_id": "U1"}

TEXT: list[Row] = [
    ("empty", said(marked("")), "must be more than 0 characters", said(marked("x"))),
    ("a number", said(marked(7)), "must provide a string", said(marked("7"))),
    ("emoji in mrkdwn", said(marked(emoji=True)), "property: emoji", said(plain(emoji=True))),
    ("verbatim", said(plain(verbatim=True)), "property: verbatim", said(marked(verbatim=True))),
    ("1 for true", said(plain(emoji=1)), "must be a boolean", said(plain(emoji=True))),
    ("bare string", said("x"), "must provide an object", said(plain("x"))),
    ("no text", said({"type": "mrkdwn"}), "missing required field: text", said(marked())),
    ("unknown type", said({"type": "html"}), "unsupported type: html", said(marked())),
    ("type a list", said({"type": []}), "/blocks/0/text/type]", said(marked())),
]

PLAIN: list[Row] = [
    ("unknown", {"type": "foo"}, "type: foo [json-pointer:/blocks/0/type]", DIVIDER),
    ("no type", {}, "missing required field: type [json-pointer:/blocks/0]", DIVIDER),
    ("no object", "divider", "must provide an object [json-pointer:/blocks/0]", DIVIDER),
    ("unknown key", {**DIVIDER, "x": 1}, "additional property: x", {**DIVIDER, "block_id": "x"}),
    ("no block_id", {**DIVIDER, "block_id": ""}, "more than 0 characters", DIVIDER),
    ("section of nothing", {"type": "section"}, "either `text` or `fields`", section()),
    ("expand", section(expand="yes"), "must be a boolean", section(expand=True)),
    ("null accessory", section(accessory=None), "must provide an object", section()),
    ("mrkdwn header", header(marked()), "must be a valid enum value", header(plain())),
    (
        "button in context",
        holding("context", button()),
        "type: button",
        holding("context", image()),
    ),
    (
        "action_id twice",
        holding("actions", button(**ONE), button(**ONE)),
        '`action_id` "one" already exists [json-pointer:/blocks/0/elements/1/action_id]',
        holding("actions", button(**ONE), button(), button(), button(action_id="two")),
    ),
    (
        "action_id twice in context",
        holding("context_actions", bin_button(**ONE), bin_button(**ONE)),
        "/blocks/0/elements/1/action_id]",
        holding("context_actions", bin_button(**ONE), bin_button()),
    ),
    ("unknown icon", icon("cat"), "/icon]", icon("trash")),
    (
        "half an opinion",
        feedback(positive_button=SIDE),
        "missing required field: negative_button",
        feedback(positive_button=SIDE, negative_button=SIDE),
    ),
    ("no alt_text", without(image(), "alt_text"), "missing required field: alt_text", image()),
    ("image of nowhere", without(image(), "image_url"), "either `image_url`", image()),
    ("image of two places", image(slack_file={"id": "F1"}), "cannot define both", image()),
    ("image title", image(title=marked()), "/title/type]", image(title=plain())),
    (
        "markdown",
        {"type": "markdown", "text": marked()},
        "a string",
        {"type": "markdown", "text": "x"},
    ),
    ("file", file("local"), "/source]", file("remote")),
    ("unsafe video", video(video_url="http://example.com"), "invalid url", video()),
    ("no label", without(question(), "label"), "missing required field: label", question()),
    ("mrkdwn label", question(label=marked()), "/label/type]", question()),
    ("optional", question(optional="no"), "must be a boolean", question(optional=False)),
    ("alert", {"type": "alert", "text": plain()}, "unsupported type: alert", section()),
]

TABLES: list[Row] = [
    ("button in a cell", table([button()]), "unsupported type: button", table([rich(), figure(3)])),
    ("empty cell", table([cell("")]), "more than 0 characters", table([cell(" ")])),
    ("true", table([figure(True)]), "must provide a number", table([figure(1.5)])),
    ("alignment", aligned("middle"), "/column_settings/1/align]", aligned("right")),
    ("uneven", data_table([cell()], []), "/rows/1]", data_table([cell()], [cell()])),
    (
        "unequal",
        data_table([cell()], [cell(), cell()]),
        "must have 1 cells",
        data_table([cell(), cell()], [cell(), cell()]),
    ),
    ("header", data_table([rich()], [cell()]), "/rows/0/0/type]", data_table([cell()], [rich()])),
    (
        "no caption",
        without(data_table([cell()], [cell()]), "caption"),
        "missing required field: caption",
        data_table([cell()], [cell()]),
    ),
    (
        "too much to read",
        data_table([cell()], [cell("x" * 9_998)]),
        "must be less than 10001 characters",
        data_table([cell()], [cell("x" * 9_997)]),
    ),
]

CARDS: list[Row] = [
    ("nothing", {"type": "card", "subtitle": plain()}, "either `hero_image`", card()),
    ("menu", card(actions=[{"type": "overflow"}]), "unsupported", card(actions=[button()])),
    ("twice", card(actions=[button(**ONE)] * 2), "/actions/1/action_id]", card(actions=[button()])),
    ("two icons", card(icon=image(), slack_icon=TICKET), "define both", card(slack_icon=TICKET)),
    ("icon", card(slack_icon={"type": "icon"}), "required field: name", card(icon=image())),
    ("carousel", holding("carousel", section()), "unsupported type", holding("carousel", card())),
    ("nested", container(container(DIVIDER)), "/child_blocks/0/type]", container(section())),
    ("rich child", container(rich()), "unsupported type: rich_text", container(image())),
    ("untitled", without(container(DIVIDER), "title"), "either `title`", container(DIVIDER)),
    (
        "rich title",
        container(DIVIDER, rich_text_title="x"),
        "must provide an object",
        without(container(DIVIDER, rich_text_title=rich()), "title"),
    ),
    ("width", container(DIVIDER, width="huge"), "/width]", container(DIVIDER, width="full")),
    (
        "collapsed for good",
        container(DIVIDER, default_collapsed=True),
        "`default_collapsed` needs `is_collapsible` to be true",
        container(DIVIDER, default_collapsed=True, is_collapsible=True),
    ),
    (
        "line on a collapsible",
        container(DIVIDER, has_header_divider=True, is_collapsible=True),
        "`has_header_divider` needs `is_collapsible` to be false",
        container(DIVIDER, has_header_divider=True),
    ),
]

RICH: list[Row] = [
    ("loose word", rich({"type": "text", "text": "x"}), "type: text", written("text", text="x")),
    ("empty word", written("text", text=""), "/elements/0/text]", written("text", text=" ")),
    (
        "unknown flag",
        written("text", text="x", style={"big": True}),
        "invalid additional property: big",
        written("text", text="x", style={"bold": True, "code": False}),
    ),
    ("link to nowhere", written("link", text="x"), "field: url", written("link", url=WEB)),
    ("audience", written("broadcast", range="all"), "/range]", written("broadcast", range="here")),
    ("emoji", written("emoji", name=""), "/name]", written("emoji", name="wave", skin_tone=6)),
    ("skin", written("emoji", name="wave", skin_tone=7), "/skin_tone]", written("emoji", name="x")),
    ("colour", written("color", value="red"), "/value]", written("color", value="#FF0000")),
    (
        "time as word",
        written("date", timestamp="1", format="{date}"),
        "must provide an integer",
        written("date", timestamp=1, format="{date}"),
    ),
    (
        "list",
        rich(bullets(line(), style="dash")),
        "/style]",
        rich(bullets(line(), style="ordered")),
    ),
    ("list in list", rich(bullets(bullets())), "unsupported type", rich(bullets(line(PERSON)))),
    ("empty list", rich(bullets()), "at least 1 items", rich(bullets(line()))),
    ("indent", rich(bullets(line(), indent=9)), "/indent]", rich(bullets(line(), indent=8))),
    ("border", quoted(2), "less than 2", quoted(1)),
    ("border true", quoted(True), "must provide an integer", quoted(0)),
    (
        "person in code",
        rich(holding("rich_text_preformatted", PERSON)),
        "unsupported type: user",
        rich(holding("rich_text_preformatted", {"type": "text", "text": "x"}), line(PERSON)),
    ),
]

ROWS = [
    pytest.param(*row[1:], id=f"{table}: {row[0]}")
    for table, rows in {
        "text": TEXT,
        "block": PLAIN,
        "table": TABLES,
        "card": CARDS,
        "rich": RICH,
    }.items()
    for row in rows
]


@pytest.mark.parametrize(("refused", "words", "allowed"), ROWS)
def test_a_block_is_refused_and_its_neighbour_is_not(refused: Json, words: str, allowed: Json):
    """Each rule of a block refuses what breaks it, in words that say so, and nothing else."""
    assert any(words in fault for fault in message_faults({"blocks": [refused]}))
    assert message_faults({"blocks": [allowed]}) == []
