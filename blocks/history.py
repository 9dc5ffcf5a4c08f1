"""The trail of an order: what was seen of it, and who did what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from blocks import ids
from blocks.message import Message
from blocks.order_lines import Line
from blocks.pages import Page, page_blocks
from blocks.parts import (
    SOMEBODY,
    Block,
    Element,
    context,
    escaped,
    foreign,
    foreign_bold,
    header,
    mention,
    moment,
    ours,
    plain,
    rich,
    section,
    tame,
)
from bot.orders.age import age_words
from bot.orders.recipient import Audience
from bot.orders.trail import TrailLine

LONGEST_TITLE = 128


@dataclass(frozen=True)
class HistoryShown:
    """A page of the trail of one order, for whoever sees it."""

    reference: str
    lines: Sequence[TrailLine]
    """All of them, the newest first."""
    now: datetime
    last_seen: datetime | None = None
    """When the bot last looked at the order."""
    audience: Audience = Audience.ASKER
    opening: Sequence[Line] = ()
    """What stands above it, such as since when the order is in its state."""
    page: int = 0
    again: str = ""
    """The number as it was typed; page buttons carry it."""
    is_cut: bool = False
    """Whether more was done, longer ago."""


def history(shown: HistoryShown) -> Message:
    """A page of the trail. Pings nobody."""
    title = f"History of {tame(shown.reference, LONGEST_TITLE) or 'an order'}"
    return Message(escaped(title), (header(title), *_body(shown), *_footer(shown)))


def _body(shown: HistoryShown) -> Iterator[Block]:
    if shown.opening:
        yield rich(*shown.opening)
    if not shown.lines:
        yield section("Orderdesk has not seen this order yet, and nobody asked for it.")
        return
    page = Page(shown.page, len(shown.lines), shown.again)
    yield rich(*(_line(line, shown.audience) for line in shown.lines[page.cut]))
    yield from page_blocks(page, ids.HISTORY_PREVIOUS, ids.HISTORY_NEXT)


def _footer(shown: HistoryShown) -> Iterator[Block]:
    if shown.is_cut:
        yield context(plain("More was done with it, longer ago; that is in the audit log alone."))
    if shown.last_seen:
        yield context(plain(f"Last looked at {age_words(shown.last_seen, shown.now)}."))


def _line(line: TrailLine, audience: Audience) -> Line:
    by = [ours(" by "), _person(line.who, audience)] if line.who else []
    how = [ours(" · "), foreign(line.how, 80)] if line.how else []
    return [moment(line.at), ours("  "), foreign_bold(line.what, 80), *by, *how]


def _person(user_id: str, audience: Audience) -> Element:
    return mention(user_id) if audience is Audience.ASKER else ours(SOMEBODY)
