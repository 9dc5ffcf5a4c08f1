"""Messages as wholes: what Slack refuses, beside what it takes."""

from typing import Any

import pytest

from bot.sandbox.block_kit import message_faults

Json = Any
Row = tuple[str, Json, str, Json]

DIVIDER = {"type": "divider"}
EVENT = {"event_type": "order_cancelled", "event_payload": {"order": 7}}


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


def question() -> Json:
    return {"type": "input", "label": plain(), "element": {"type": "plain_text_input"}}


def message(*blocks: Json, **more: Json) -> Json:
    return {"blocks": [*blocks], **more}


def without(value: Json, name: str) -> Json:
    return {key: kept for key, kept in value.items() if key != name}


MESSAGES: list[Row] = [
    (
        "51 blocks",
        message(*[DIVIDER] * 51),
        "no more than 50 items allowed [json-pointer:/blocks]",
        message(*[DIVIDER] * 50),
    ),
    (
        "blocks undecoded",
        {"blocks": "[]"},
        "must provide an array [json-pointer:/blocks]",
        {"blocks": []},
    ),
    ("text a number", {"text": 7}, "must provide a string [json-pointer:/text]", {"text": "7"}),
    (
        "block_id twice",
        message(numbered("a"), DIVIDER, numbered("a")),
        '`block_id` "a" already exists [json-pointer:/blocks/2/block_id]',
        message(numbered("a"), DIVIDER, numbered("b")),
    ),
    (
        "block_id again inside",
        message(numbered("a"), container(numbered("a"))),
        "/blocks/1/child_blocks/0/block_id]",
        message(numbered("a"), container(numbered("b"))),
    ),
    (
        "two tables",
        message(table(), table("data_table")),
        "only_one_table_allowed [json-pointer:/blocks/1]",
        message(table("data_table")),
    ),
    (
        "a table inside too",
        message(table(), container(table())),
        "/blocks/1/child_blocks/0]",
        message(container(table())),
    ),
    (
        "much markdown",
        message(markdown(6000), markdown(6001)),
        "must be less than 12001 characters",
        message(markdown(6000), markdown(6000)),
    ),
    (
        "101 attachments",
        {"attachments": [{}] * 101},
        "no more than 100",
        {"attachments": [{}] * 100},
    ),
    (
        "unknown in attachment",
        {"attachments": [{"indent": False}]},
        "invalid_keys [json-pointer:/attachments/0]",
        {"attachments": [{"color": "#FF0000"}]},
    ),
    (
        "attachment of words",
        {"attachments": ["x"]},
        "must provide an object",
        {"attachments": [{"text": "x"}]},
    ),
    (
        "bad block in attachment",
        {"attachments": [message({})]},
        "/attachments/0/blocks/0]",
        {"attachments": [message(DIVIDER)]},
    ),
    (
        "event without payload",
        {"metadata": without(EVENT, "event_payload")},
        "missing required field: event_payload [json-pointer:/metadata]",
        {"metadata": EVENT},
    ),
    (
        "event_type over 255",
        {"metadata": {**EVENT, "event_type": "x" * 256}},
        "less than 256",
        {"metadata": {**EVENT, "event_type": "x" * 255}},
    ),
    (
        "payload of words",
        {"metadata": {**EVENT, "event_payload": "x"}},
        "/metadata/event_payload]",
        {"metadata": {"entities": [{}]}},
    ),
    ("no object at all", [], "must provide an object", {"blocks": None, "text": "x"}),
]


@pytest.mark.parametrize(
    ("refused", "words", "allowed"), [row[1:] for row in MESSAGES], ids=[row[0] for row in MESSAGES]
)
def test_a_message_is_refused_and_its_neighbour_is_not(refused: Json, words: str, allowed: Json):
    """Each rule of a message refuses what breaks it, in words that say so, and nothing else."""
    assert any(words in said for said in message_faults(refused))
    assert message_faults(allowed) == []


def test_a_message_of_too_much_text_has_an_error_of_its_own():
    """Past 13,200 characters in all, blocks that are each right get the code and nothing else."""
    full = [section(3000)] * 4
    assert message_faults(message(*full, section(1201))) == ["msg_blocks_too_long"]
    assert message_faults(message(*full, section(1200))) == []


def test_a_wrong_block_is_told_before_the_length_of_all():
    """A message that is wrong and too long is answered with what is wrong."""
    assert message_faults(message(*[section(3000)] * 5, {})) == [
        "[ERROR] missing required field: type [json-pointer:/blocks/5]"
    ]


def test_a_text_of_either_kind_is_refused_in_two_lines():
    """Where Slack tries several schemas it says so first, then why the nearest one failed."""
    assert message_faults(message(section(3001))) == [
        "[ERROR] failed to match all allowed schemas [json-pointer:/blocks/0/text]",
        "[ERROR] must be less than 3001 characters [json-pointer:/blocks/0/text/text]",
    ]


def test_an_input_may_stand_in_a_message():
    """Input blocks are taken on every surface, as the vendor's pages say."""
    assert message_faults(message(question())) == []
