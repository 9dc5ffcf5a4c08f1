"""Pages of a list that is drawn anew from the store whenever somebody turns one."""

from collections.abc import Iterator
from dataclasses import dataclass

from blocks.parts import Block, actions, button, context, plain
from bot.orders.found import ROWS_A_PAGE

LONGEST_AGAIN = 500


@dataclass(frozen=True)
class Page:
    """One page of so many rows. A page that is no longer there is the last one."""

    wanted: int
    rows: int
    again: str = ""
    """What was asked for, for whoever draws the list again; the buttons carry it."""

    @property
    def count(self) -> int:
        """How many pages there are, at least one."""
        return max(-(-self.rows // ROWS_A_PAGE), 1)

    @property
    def number(self) -> int:
        """The page that is shown, the first being 0."""
        return min(max(self.wanted, 0), self.count - 1)

    @property
    def cut(self) -> slice:
        """Its rows."""
        return slice(self.number * ROWS_A_PAGE, (self.number + 1) * ROWS_A_PAGE)


@dataclass(frozen=True)
class PageTurn:
    """What a button of a page carries."""

    page: int
    again: str


def read_page_turn(value: str) -> PageTurn:
    """What a button that was drawn here carried; anything else leads to the first page."""
    page, _, again = value.partition(" ")
    is_number = page.isascii() and page.isdecimal() and len(page) < 7
    return PageTurn(int(page) if is_number else 0, again)


def page_blocks(page: Page, previous_id: str, next_id: str) -> Iterator[Block]:
    """Which page this is, and the buttons that do something."""
    if page.count == 1:
        return
    yield context(plain(f"Page {page.number + 1} of {page.count}"))
    if len(page.again) > LONGEST_AGAIN:
        # Half of what was asked for would be something else.
        yield context(plain("To see the other pages, ask with fewer words."))
        return
    turns = [
        button(label, action_id, f"{number} {page.again}")
        for label, action_id, number in (
            ("← Previous", previous_id, page.number - 1),
            ("Next →", next_id, page.number + 1),
        )
        if 0 <= number < page.count
    ]
    yield actions(*turns)
