"""The trail of an order: what was seen of it, and who did what."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from blocks.message import Message, first_that_fits
from blocks.order_lines import Line, more_lines
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

MOST_LINES = 25
LONGEST_TITLE = 128


@dataclass(frozen=True)
class HistoryShown:
    """The trail of one order, for whoever sees it."""

    reference: str
    lines: Sequence[TrailLine]
    """The newest first."""
    now: datetime
    last_seen: datetime | None = None
    """When the bot last looked at the order."""
    audience: Audience = Audience.ASKER
    opening: Sequence[Line] = ()
    """What stands above it, such as since when the order is in its state."""


def history(shown: HistoryShown) -> Message:
    """The newest lines of the trail, and how many older ones there are. Pings nobody."""
    return first_that_fits(partial(_history, shown, most) for most in (MOST_LINES, 10))


def _history(shown: HistoryShown, most: int) -> Message:
    title = f"History of {tame(shown.reference, LONGEST_TITLE) or 'an order'}"
    return Message(escaped(title), (header(title), *_body(shown, most), *_footer(shown)))


def _body(shown: HistoryShown, most: int) -> Iterator[Block]:
    if shown.opening:
        yield rich(*shown.opening)
    if not shown.lines:
        yield section("Orderdesk has not seen this order yet, and nobody asked for it.")
        return
    lines = [_line(line, shown.audience) for line in shown.lines[:most]]
    yield rich(*lines, *more_lines(len(shown.lines) - len(lines), "line"))


def _footer(shown: HistoryShown) -> Iterator[Block]:
    if shown.last_seen:
        yield context(plain(f"Last looked at {age_words(shown.last_seen, shown.now)}."))


def _line(line: TrailLine, audience: Audience) -> Line:
    by = [ours(" by "), _person(line.who, audience)] if line.who else []
    how = [ours(" · "), foreign(line.how, 80)] if line.how else []
    return [moment(line.at), ours("  "), foreign_bold(line.what, 80), *by, *how]


def _person(user_id: str, audience: Audience) -> Element:
    return mention(user_id) if audience is Audience.ASKER else ours(SOMEBODY)
