"""The list of stuck orders, the worst first, each with a menu of what to do about it."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import partial

from blocks import ids
from blocks.message import Message, first_that_fits
from blocks.order_lines import count_words
from blocks.pages import Page, PageTurn, page_blocks, read_page_turn
from blocks.parts import (
    SOMEBODY,
    Block,
    Element,
    actions,
    button,
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
from bot.orders.flag import Flag, Rule
from bot.orders.followed import SNOOZED
from bot.orders.freshness import Freshness
from bot.orders.recipient import Audience
from bot.orders.reliance import freshness_words, is_whole
from bot.orders.statuses import status_words

LONGEST_ASKED = 200
LONGEST_CHOICE = 150
"""Slack's limit for what an option carries."""
LONGEST_PLACE = 120
"""What names a row's block, which Slack lets be twice as long: ten of them are in a message."""


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
    WAKE = "wake"
    CANCEL = "cancel"


_LABELS = {
    StuckAct.OPEN: "Open",
    StuckAct.TAKE: "I take it",
    StuckAct.RELEASE: "Let it go",
    StuckAct.SNOOZE: "Snooze…",
    StuckAct.WAKE: "List it again",
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
    """What the menus offer; in the place of `take` a taken order offers `release`, and a snoozed
    one `wake` for `snooze`."""
    may_set_patience: bool = False

    @property
    def is_of_snoozed(self) -> bool:
        """Whether these are the snoozed ones."""
        return self.again.split(" ", 1)[0] == SNOOZED

    @property
    def only(self) -> str:
        """The filters without the word for the snoozed ones."""
        return self.again.removeprefix(SNOOZED).strip() if self.is_of_snoozed else self.again


def stuck_list(shown: StuckShown) -> Message:
    """A page of rows, with how fresh and complete they are. Holds no personal data."""
    return first_that_fits(partial(_list, shown, detail) for detail in DETAILS)


def stuck_row(each: Listed, shown: StuckShown, detail: RowDetail = WHOLE) -> Iterator[Block]:
    """One stuck order: what it is, why, what would clear it, and who has it in hand."""
    menu = _menu(each, shown.acts[: detail.acts])
    yield section_lines(_lines(each, shown.dialect, detail.flags), menu)
    if each.taken:
        yield _attended("Taken", each.taken, shown)
    if each.snoozed:
        yield _attended("Snoozed", each.snoozed, shown)


def read_stuck_place(block_id: str) -> PageTurn | None:
    """Which page of which list a row stood on; None where its block does not tell."""
    number, _, place = block_id.partition(" ")
    return read_page_turn(place) if number.isdecimal() and place else None


def _list(shown: StuckShown, detail: RowDetail) -> Message:
    page = Page(shown.page, len(shown.listed), shown.again)
    title = _title(shown)
    blocks = [
        header(title),
        *([context(plain(f"Only: {tame(shown.only, LONGEST_ASKED)}"))] if shown.only else []),
        *_summary(shown),
        *_rows(shown, page, detail),
        *([] if shown.listed else [section(_nothing(shown))]),
        *page_blocks(page, ids.STUCK_PREVIOUS, ids.STUCK_NEXT),
        *_footer(shown),
        *_buttons(shown, page),
    ]
    text = f"{title}: {escaped(shown.only, LONGEST_ASKED)}" if shown.only else title
    return Message(text, tuple(blocks))


def _rows(shown: StuckShown, page: Page, detail: RowDetail) -> Iterator[Block]:
    """Each row's block is named by where it stands: a menu's choice has no room for that.

    What the row above has said already is not said again: ten failed orders are ten lines.
    """
    above = None
    for number, each in enumerate(shown.listed[page.cut]):
        below, above = above, _explained(each)
        brief = replace(detail, flags=0) if below == above else detail
        row, *others = stuck_row(each, shown, brief)
        place = f"{number} {page.number} {shown.again}"
        yield {**row, "block_id": place} if len(place) <= LONGEST_PLACE else row
        yield from others


def _explained(each: Listed) -> list[tuple[str, str, str]]:
    return [(flag.why, _counted(flag), flag.clears) for flag in each.stuck.flags]


def _summary(shown: StuckShown) -> Iterator[Block]:
    """How many by which rule, where there are several."""
    count = Counter(each.stuck.worst.rule for each in shown.listed)
    if len(count) > 1:
        parts = (f"{count[rule]} {_RULE_WORDS[rule]}" for rule in Rule if count[rule])
        yield context(plain(" · ".join(parts)))


_RULE_WORDS = {
    Rule.FAILED: "failed",
    Rule.PAST_PROMISE: "past the promised day",
    Rule.WAITING: "waiting for a person",
    Rule.DELAYED: "delayed, says Gelato",
    Rule.NO_MOVEMENT: "without movement",
    Rule.TOO_LONG: "too long in one state",
}


def _buttons(shown: StuckShown, page: Page) -> Iterator[Block]:
    here = f"{page.number} {shown.again}"
    if len(here) > LONGEST_PLACE:
        return
    row = [button("Refresh", ids.STUCK_REFRESH, here)]
    if shown.is_of_snoozed:
        row.append(button("What is stuck", ids.STUCK_SNOOZED, f"0 {shown.only}"))
    elif shown.snoozed:
        row.append(button("Show the snoozed", ids.STUCK_SNOOZED, f"0 {SNOOZED} {shown.again}"))
    if shown.may_set_patience:
        row.append(button("Patience…", ids.STUCK_PATIENCE, here))
    yield actions(*row)


def _title(shown: StuckShown) -> str:
    count = len(shown.listed)
    what = "snoozed" if shown.is_of_snoozed else "stuck"
    if count:
        return f"{count_words(count, 'order')} {'is' if count == 1 else 'are'} {what}"
    if shown.is_of_snoozed or is_whole(shown.freshness):
        return f"Nothing is {what}"
    return "Nothing stuck was seen"


def _nothing(shown: StuckShown) -> str:
    if shown.is_of_snoozed:
        return "No stuck order is snoozed now."
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
    instead = {StuckAct.TAKE: StuckAct.RELEASE} if each.taken else {}
    instead |= {StuckAct.SNOOZE: StuckAct.WAKE} if each.snoozed else {}
    values = {
        act: f"{act} {each.stuck.order.order_id}" for act in (instead.get(act, act) for act in acts)
    }
    if not values or max(map(len, values.values())) > LONGEST_CHOICE:
        return None
    return overflow(ids.STUCK_MENU, [option(_LABELS[act], values[act]) for act in values])


def _attended(what: str, attention: Attention, shown: StuckShown) -> Block:
    """Small, and not rich text, so that ten of them fit beside their rows."""
    until = small(f"until {moment_token(attention.until)}")
    if name := tame(shown.names.get(attention.by, ""), 60):
        return context(plain(f"{what} by {name}"), until)
    by = mention_token(attention.by) if shown.audience is Audience.ASKER else SOMEBODY
    return context(small(f"{what} by {by}"), until)
