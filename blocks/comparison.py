"""Two versions of something beside each other."""

from collections.abc import Iterable
from typing import NamedTuple

from blocks.parts import Block, Element, escaped, markup, plain, tame

LONGEST_SIDE = 300
"""Characters of one side that are shown."""


class Sides(NamedTuple):
    """What one thing is called, in words of ours, and how it is on the left and on the right."""

    label: str
    left: str
    right: str


def compared_rows(left: str, right: str, rows: Iterable[Sides]) -> list[Block]:
    """A row for each, in two columns: `now: Caleb`, `after: Jane`, below its label."""
    return [
        {
            **markup(f"*{escaped(each.label)}*"),
            "fields": [_side(left, each.left), _side(right, each.right)],
        }
        for each in rows
    ]


def _side(word: str, text: str) -> Element:
    element = plain(f"{word}: ")
    return {**element, "text": f"{word}: {tame(text, LONGEST_SIDE) or '–'}"}
