"""The two blocks that are tables.

https://docs.slack.dev/reference/block-kit/blocks/table-block and .../data-table-block
"""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.block_kit.rich_text import RICH_TEXT
from bot.sandbox.block_kit.rules import (
    Rule,
    array,
    boolean,
    fault,
    integer,
    number,
    one_of,
    or_null,
    string,
)
from bot.sandbox.block_kit.shapes import Fields, kind, kinds, shape
from bot.sandbox.block_kit.text import IDENTIFIER

COLUMNS = 20
CHARACTERS = 10_000

_CELLS: Fields = {
    "raw_text": kind("raw_text", {"text": string(1)}, {}),
    "raw_number": kind("raw_number", {"value": number, "text": string(1)}, {}),
    "rich_text": RICH_TEXT,
}
_row = array(kinds(_CELLS), 1, COLUMNS)
_settings = shape({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean})


def written_in(value: object) -> int:
    """The characters that a person would read: all strings under a `text`, however deep."""
    found, waiting = 0, [value]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            found += len(node["text"]) if isinstance(node.get("text"), str) else 0
            waiting.extend(node.values())
        elif isinstance(node, list):
            waiting.extend(node)
    return found


def _not_too_long(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    if written_in(value["rows"]) > CHARACTERS:
        yield fault(f"must be less than {CHARACTERS + 1} characters", f"{pointer}/rows")


def _even(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    width = len(value["rows"][0])
    for index, row in enumerate(value["rows"]):
        if len(row) != width:
            yield fault(f"must have {width} cells like the first row", f"{pointer}/rows/{index}")


def _plain_header(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    for index, cell in enumerate(value["rows"][0]):
        if cell["type"] == "rich_text":
            yield fault("unsupported type: rich_text", f"{pointer}/rows/0/{index}/type")


def _header_column(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    last = len(value["rows"][0]) - 1
    if value.get("row_header_column_index", 0) > last:
        yield fault(f"must be less than {last + 1}", f"{pointer}/row_header_column_index")


TABLE: Rule = kind(
    "table",
    {"rows": array(_row, 1, 100)},
    {"block_id": IDENTIFIER, "column_settings": array(or_null(_settings), 0, COLUMNS)},
    _not_too_long,
)

DATA_TABLE: Rule = kind(
    "data_table",
    {"caption": string(1), "rows": array(_row, 2, 101)},
    {
        "block_id": IDENTIFIER,
        "page_size": integer(1, 100),
        "row_header_column_index": integer(0),
    },
    _even,
    _plain_header,
    _header_column,
    _not_too_long,
)
