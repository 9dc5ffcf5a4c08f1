"""The list of stuck orders, the worst first, each with a menu of what to do about it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import partial

from blocks import ids
from blocks.message import Message, first_that_fits
from blocks.order_lines import count_words
from blocks.pages import Page, page_blocks
from blocks.parts import (
    SOMEBODY,
    Block,
    Element,
    context,
    escaped,
    header,
    mention_token,
    moment_token,
    option,
    overflow,
    plain,
    section,
    section_lines,
    small,
    tame,
)
from bot.orders.attention import Attention, Listed
from bot.orders.countries import country_name
from bot.orders.dialect import Dialect
from bot.orders.flag import Flag
from bot.orders.freshness import Freshness
from bot.orders.recipient import Audience
from bot.orders.reliance import freshness_words, is_whole
from bot.orders.statuses import status_words

LONGEST_ASKED = 200
LONGEST_CHOICE = 150
"""Slack's limit for what an option carries."""


@dataclass(frozen=True)
class RowDetail:
    """How much of each row is drawn: ten long rows are drawn with less, so that they fit."""

    flags: int
    """At most so many; with none a row is one line."""
    acts: int
    """At most so many choices of the menu."""


WHOLE = RowDetail(flags=3, acts=5)
DETAILS = (WHOLE, RowDetail(2, 5), RowDetail(1, 5), RowDetail(1, 1), RowDetail(0, 1))


class StuckAct(StrEnum):
    """What the menu of a row offers."""

    OPEN = "open"
    TAKE = "take"
    RELEASE = "release"
    SNOOZE = "snooze"
    CANCEL = "cancel"


_LABELS = {
    StuckAct.OPEN: "Open",
    StuckAct.TAKE: "I take it",
    StuckAct.RELEASE: "Nobody has it",
    StuckAct.SNOOZE: "Snooze…",
    StuckAct.CANCEL: "Cancel the order…",
}


@dataclass(frozen=True)
class StuckChoice:
    """What was chosen in the menu of a row."""

    act: StuckAct
    order_id: str


def read_stuck_choice(value: str) -> StuckChoice | None:
    """What an option that was drawn here carried; None for anything else."""
    act, _, order_id = value.partition(" ")
    return StuckChoice(StuckAct(act), order_id) if act in set(StuckAct) and order_id else None


@dataclass(frozen=True)
class StuckShown:
    """One page of stuck orders, for whoever sees it."""

    listed: Sequence[Listed]
    """All of them, the worst first, without the snoozed ones."""
    page: int
    dialect: Dialect
    freshness: Freshness
    now: datetime
    snoozed: int = 0
    """How many were left out because somebody snoozed them."""
    again: str = ""
    """The filters as they were typed; page buttons carry them."""
    audience: Audience = Audience.ASKER
    names: Mapping[str, str] = field(default_factory=dict)
    """By Slack's user id. Whose name is not here is mentioned, or is "somebody" in a channel."""
    acts: Sequence[StuckAct] = (StuckAct.OPEN, StuckAct.TAKE, StuckAct.SNOOZE)
    """What the menus offer; in the place of `take` a taken order offers `release`."""


def stuck_list(shown: StuckShown) -> Message:
    """A page of rows, with how fresh and complete they are. Holds no personal data."""
    return first_that_fits(partial(_list, shown, detail) for detail in DETAILS)


def stuck_row(each: Listed, shown: StuckShown, detail: RowDetail = WHOLE) -> Iterator[Block]:
    """One stuck order: what it is, why, what would clear it, and who has it in hand."""
    menu = _menu(each, shown.acts[: detail.acts])
    yield section_lines(_lines(each, shown.dialect, detail.flags), menu)
    if each.taken:
        yield _taken(each.taken, shown)


def _list(shown: StuckShown, detail: RowDetail) -> Message:
    page = Page(shown.page, len(shown.listed), shown.again)
    title = _title(len(shown.listed), shown.freshness)
    blocks = [
        header(title),
        *([context(plain(f"Only: {tame(shown.again, LONGEST_ASKED)}"))] if shown.again else []),
        *(block for each in shown.listed[page.cut] for block in stuck_row(each, shown, detail)),
        *([] if shown.listed else [section(_nothing(shown))]),
        *page_blocks(page, ids.STUCK_PREVIOUS, ids.STUCK_NEXT),
        *_footer(shown),
    ]
    text = f"{title}: {escaped(shown.again, LONGEST_ASKED)}" if shown.again else title
    return Message(text, tuple(blocks))


def _title(count: int, freshness: Freshness) -> str:
    if count:
        return f"{count_words(count, 'order')} {'is' if count == 1 else 'are'} stuck"
    return "Nothing is stuck" if is_whole(freshness) else "Nothing stuck was seen"


def _nothing(shown: StuckShown) -> str:
    what = "that was asked for " if shown.again else ""
    waiting = "Apart from the snoozed ones, no order" if shown.snoozed else "No order"
    return f"{waiting} {what}is late or waits for anybody."


def _footer(shown: StuckShown) -> Iterator[Block]:
    if shown.snoozed:
        yield context(plain(f"{count_words(shown.snoozed, 'order')} more snoozed."))
    yield context(plain(freshness_words(shown.freshness, shown.now)))


def _lines(each: Listed, dialect: Dialect, most: int) -> Iterator[str]:
    order, (worst, *others) = each.stuck.order, each.stuck.flags
    status = status_words(order.status, dialect)
    parts = (
        f"{status.symbol} {tame(order.reference or order.order_id, 60)}",
        tame(status.label, 40),
        worst.clock,
        tame(country_name(order.country), 60),
    )
    yield " · ".join(part for part in parts if part)
    if not most:
        return
    yield f"Why: {worst.why}{_counted(worst)}"
    for flag in others[: most - 1]:
        yield f"Also: {flag.why} ({flag.clock})"
    yield worst.clears


def _counted(flag: Flag) -> str:
    return "" if flag.limit is None else f" Counted {flag.waited.calendar}."


def _menu(each: Listed, acts: Sequence[StuckAct]) -> Element | None:
    """No menu for an id that does not fit: a cut one would be another order's."""
    taken = {StuckAct.TAKE: StuckAct.RELEASE} if each.taken else {}
    values = {
        act: f"{act} {each.stuck.order.order_id}" for act in (taken.get(act, act) for act in acts)
    }
    if not values or max(map(len, values.values())) > LONGEST_CHOICE:
        return None
    return overflow(ids.STUCK_MENU, [option(_LABELS[act], values[act]) for act in values])


def _taken(taken: Attention, shown: StuckShown) -> Block:
    """Small, and not rich text, so that ten of them fit beside their rows."""
    until = small(f"until {moment_token(taken.until)}")
    if name := tame(shown.names.get(taken.by, ""), 60):
        return context(plain(f"Taken by {name}"), until)
    by = mention_token(taken.by) if shown.audience is Audience.ASKER else SOMEBODY
    return context(small(f"Taken by {by}"), until)
