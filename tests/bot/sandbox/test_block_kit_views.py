"""Modals and Home tabs as wholes: what Slack refuses, beside what it takes."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.sandbox.block_kit import home_faults, modal_faults

Json = Any
Row = tuple[str, Json, str, Json]

DIVIDER = {"type": "divider"}


def plain(text: str = "Order") -> Json:
    return {"type": "plain_text", "text": text}


def numbered(block_id: str) -> Json:
    return {**DIVIDER, "block_id": block_id}


def section(length: int = 10, **more: Json) -> Json:
    return {"type": "section", "text": plain("x" * length), **more}


def markdown(length: int) -> Json:
    return {"type": "markdown", "text": "x" * length}


def container(*children: Json) -> Json:
    return {"type": "container", "title": plain(), "child_blocks": [*children]}


def table(kind: str = "table") -> Json:
    cells = [[{"type": "raw_text", "text": "x"}]] * 2
    return {"type": kind, "rows": cells, **({"caption": "Orders"} if kind == "data_table" else {})}


def question(
    kind: str = "plain_text_input", *, dispatch_action: bool = False, **more: Json
) -> Json:
    element = {"type": kind, **more}
    label = {"label": plain(), "dispatch_action": dispatch_action}
    return {"type": "input", **label, "element": element}


def focused(**more: Json) -> Json:
    return question(focus_on_load=True, **more)


def chosen() -> Json:
    return {"type": "users_select", "focus_on_load": True}


def choosing() -> Json:
    return {"type": "actions", "elements": [chosen()]}


def heavy(length: int) -> Json:
    """A hundred full menus, whose options have texts of this length in four-byte letters."""
    option = {"text": plain("\U0001f381" * length), "value": "x"}
    menu = {"type": "static_select", "options": [option] * 100}
    return section(accessory=menu)


def modal(*blocks: Json, **more: Json) -> Json:
    words = {"title": plain("Cancel"), "submit": plain("Do it")}
    return {"type": "modal", **words, "blocks": [*blocks], **more}


def home(*blocks: Json, **more: Json) -> Json:
    return {"type": "home", "blocks": [*blocks], **more}


def without(value: Json, name: str) -> Json:
    return {key: kept for key, kept in value.items() if key != name}


CARD = {"type": "card", "title": plain()}
CAROUSEL = {"type": "carousel", "elements": [CARD]}
ALERT = {"type": "alert", "text": plain("Careful")}

MODALS: list[Row] = [
    (
        "101 blocks",
        modal(*[DIVIDER] * 101),
        "no more than 100 items allowed [json-pointer:/view/blocks]",
        modal(*[DIVIDER] * 100),
    ),
    (
        "title over 24",
        modal(title=plain("x" * 25)),
        "must be less than 25 characters [json-pointer:/view/title/text]",
        modal(title=plain("x" * 24)),
    ),
    (
        "submit over 24",
        modal(submit=plain("x" * 25)),
        "/view/submit/text]",
        modal(submit=plain("x" * 24)),
    ),
    (
        "close over 24",
        modal(close=plain("x" * 25)),
        "/view/close/text]",
        modal(close=plain("x" * 24)),
    ),
    ("mrkdwn title", modal(title={"type": "mrkdwn", "text": "x"}), "/view/title/type]", modal()),
    (
        "no title",
        without(modal(), "title"),
        "missing required field: title [json-pointer:/view]",
        modal(),
    ),
    ("no blocks", without(modal(), "blocks"), "missing required field: blocks", modal()),
    ("a Home tab", home(), "/view/type]", modal()),
    ("null submit", modal(submit=None), "must provide an object", without(modal(), "submit")),
    (
        "input without submit",
        without(modal(DIVIDER, question()), "submit"),
        "to use an `input` block in modals [json-pointer:/view/blocks/1/input]",
        without(modal(section(accessory={"type": "users_select"})), "submit"),
    ),
    (
        "private_metadata over 3000",
        modal(private_metadata="x" * 3001),
        "less than 3001",
        modal(private_metadata="x" * 3000),
    ),
    (
        "private_metadata an object",
        modal(private_metadata={}),
        "must provide a string",
        modal(private_metadata="{}"),
    ),
    (
        "callback_id over 255",
        modal(callback_id="x" * 256),
        "less than 256",
        modal(callback_id="x" * 255),
    ),
    (
        "external_id over 255",
        modal(external_id="x" * 256),
        "less than 256",
        modal(external_id="x" * 255),
    ),
    (
        "submit_disabled",
        modal(submit_disabled=True),
        "invalid additional property: submit_disabled [json-pointer:/view]",
        modal(notify_on_close=True),
    ),
    (
        "clear_on_close a word",
        modal(clear_on_close="yes"),
        "must be a boolean",
        modal(clear_on_close=True),
    ),
    (
        "block_id twice",
        modal(numbered("a"), numbered("a")),
        "/view/blocks/1/block_id]",
        modal(numbered("a"), numbered("b")),
    ),
    (
        "two in focus",
        modal(focused(), section(accessory=chosen()), question()),
        "/view/blocks/1/accessory/focus_on_load]",
        modal(focused(), question(), question()),
    ),
    (
        "focus in actions too",
        modal(focused(), choosing()),
        "/view/blocks/1/elements/0/focus_on_load]",
        modal(choosing()),
    ),
    (
        "file input that dispatches",
        modal(question("file_input", dispatch_action=True)),
        "`dispatch_action` cannot be used",
        modal(question("file_input")),
    ),
    (
        "11 files",
        modal(question("file_input", max_files=11)),
        "/max_files]",
        modal(question("file_input", max_files=10)),
    ),
    (
        "0 files",
        modal(question("file_input", max_files=0)),
        "/max_files]",
        modal(question("file_input", max_files=1)),
    ),
    (
        "kinds of file none",
        modal(question("file_input", filetypes=[])),
        "at least 1",
        modal(question("file_input", filetypes=["csv"])),
    ),
    (
        "answer address beside text",
        modal(section(accessory={"type": "channels_select", "response_url_enabled": True})),
        "response_url_enabled",
        modal(question("channels_select", response_url_enabled=True)),
    ),
    ("markdown", modal(markdown(1)), "unsupported type: markdown", modal(ALERT)),
    (
        "alert over 200",
        modal({**ALERT, "text": plain("x" * 201)}),
        "less than 201",
        modal({**ALERT, "text": plain("x" * 200)}),
    ),
    (
        "unknown alarm",
        modal({**ALERT, "level": "panic"}),
        "/level]",
        modal({**ALERT, "level": "error"}),
    ),
    ("table", modal(table()), "unsupported type: table", modal(CARD)),
    ("carousel", modal(CAROUSEL), "unsupported type: carousel", modal(CARD)),
    ("container", modal(container(DIVIDER)), "unsupported type: container", modal(DIVIDER)),
]

HOMES: list[Row] = [
    ("101 blocks", home(*[DIVIDER] * 101), "no more than 100", home(*[DIVIDER] * 100)),
    ("a modal", modal(), "/view/type]", home()),
    ("title", home(title=plain()), "invalid additional property: title", home(callback_id="home")),
    (
        "private_metadata over 3000",
        home(private_metadata="x" * 3001),
        "less than 3001",
        home(private_metadata="x" * 3000),
    ),
    ("file input", home(question("file_input")), "unsupported type: file_input", home(question())),
    (
        "answer address",
        home(question("channels_select", response_url_enabled=True)),
        "response_url_enabled",
        home(question("channels_select")),
    ),
    ("alert", home(ALERT), "unsupported type: alert", home(CAROUSEL, CARD)),
    ("data table", home(table("data_table")), "unsupported type: data_table", home(section())),
    ("container", home(container(DIVIDER)), "unsupported type: container", home(DIVIDER)),
    (
        "two in focus",
        home(focused(), focused()),
        "/view/blocks/1/element/focus_on_load]",
        home(focused()),
    ),
]

SURFACES: list[tuple[Callable[[Json], list[str]], list[Row]]] = [
    (modal_faults, MODALS),
    (home_faults, HOMES),
]
ROWS = [
    pytest.param(faults, *row[1:], id=f"{faults.__name__}: {row[0]}")
    for faults, rows in SURFACES
    for row in rows
]


@pytest.mark.parametrize(("faults", "refused", "words", "allowed"), ROWS)
def test_a_view_is_refused_and_its_neighbour_is_not(
    faults: Callable[[Json], list[str]], refused: Json, words: str, allowed: Json
):
    """Each rule of a view refuses what breaks it, in words that say so, and nothing else."""
    assert any(words in said for said in faults(refused))
    assert faults(allowed) == []


@pytest.mark.parametrize(("faults", "surface"), [(modal_faults, modal), (home_faults, home)])
def test_a_view_over_250_kilobytes_has_an_error_of_its_own(
    faults: Callable[[Json], list[str]], surface: Callable[..., Json]
):
    """A view is weighed in bytes, once every block in it is right."""
    assert faults(surface(*[heavy(75)] * 8)) == ["view_too_large"]
    assert faults(surface(*[heavy(1)] * 8)) == []
