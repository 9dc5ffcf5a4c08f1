"""A digest as a channel reads it: what changed, the worst orders with a menu each, what shipped."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from blocks import ids
from blocks.message import Message, first_that_fits
from blocks.parts import (
    Block,
    Element,
    bold,
    context,
    escaped,
    foreign,
    foreign_bold,
    header,
    is_web_address,
    link,
    moment_token,
    option,
    ours,
    plain,
    rich,
    section_lines,
    small,
    tame,
)
from bot.orders.countries import country_name
from bot.orders.digest import (
    MOST_SHIPPED,
    Digest,
    Named,
    Since,
    missing_words,
    occasion_words,
    opening,
    shipped_groups,
)
from bot.orders.schedule import local_words
from bot.orders.seen import Attended, StuckNow
from bot.orders.statuses import status_label

OPEN, TAKE, SNOOZE_DAY, SNOOZE_WEEK, CANCEL = "open", "take", "snooze-1", "snooze-7", "cancel"
MENU = {
    OPEN: "Open",
    TAKE: "I take it",
    SNOOZE_DAY: "Snooze for a day",
    SNOOZE_WEEK: "Snooze for a week",
    CANCEL: "Cancel…",
}
"""Slack draws at most five choices in a menu (slack-facts 1.1)."""
PREVIEW_MENU = {act: MENU[act] for act in (OPEN, CANCEL)}
"""The others act on a row of a posted digest."""
LONGEST_ID = 120
_PERSON = re.compile(r"[UW][A-Z0-9]+")


@dataclass(frozen=True)
class _Room:
    """How much there is room for: newly shipped orders, and characters of a reason."""

    shipped: int
    why: int


_ROOMS = (
    _Room(MOST_SHIPPED, 200),
    _Room(MOST_SHIPPED, 80),
    _Room(6, 120),
    _Room(3, 120),
    _Room(0, 60),
)


def digest_message(made: Digest, since: Since | None = None) -> Message:
    """The message: a new one, or what it is after people acted on its rows."""
    return first_that_fits(partial(_drawn, made, since, room) for room in _ROOMS)


def digest_preview(made: Digest, note: str) -> Message:
    """The same for who alone sees it, under a note: rows of no message cannot be acted on."""
    drawings = (partial(_drawn, made, None, room, note) for room in _ROOMS)
    return first_that_fits(drawings)


def named_in_message(made: Digest) -> Named:
    """Which orders the message of a new digest names."""
    fitting = (room for room in _ROOMS if _drawn(made, None, room).fits)
    return Named(shipped=next(fitting, _ROOMS[-1]).shipped)


def read_menu(value: str) -> tuple[str, str]:
    """What was chosen in the menu of a row, and the id of its order."""
    act, _, order_id = value.partition(" ")
    return act, order_id


def _drawn(made: Digest, since: Since | None, room: _Room, note: str = "") -> Message:
    """A note makes it a preview."""
    row = partial(_row, made, room, PREVIEW_MENU if note else MENU)
    blocks = [
        *([context(plain(note))] if note else []),
        header(opening(made)),
        context(plain(_about(made, is_preview=bool(note)))),
        *(block for line in made.worst for block in (row(line), *_became(line, made, since))),
        *_rest(made),
        *_shipped(made, room.shipped, is_in_table=_is_in_table(made, since)),
        *_footer(made),
    ]
    return Message(f"Print orders: {escaped(opening(made))}", tuple(blocks))


def _about(made: Digest, *, is_preview: bool) -> str:
    parts = [made.what.words.capitalize(), made.wanted]
    return " · ".join(parts if is_preview else [*parts, occasion_words(made.occasion)])


def _row(made: Digest, room: _Room, menu: Mapping[str, str], line: StuckNow) -> Block:
    facts = (
        line.reference or line.order_id,
        status_label(line.status),
        line.age,
        country_name(line.country) if line.country else "",
        "new" if line.order_id in made.difference.new else "",
    )
    lines = [" · ".join(fact for fact in facts if fact), tame(line.why, room.why)]
    return section_lines(lines, _menu(line.order_id, menu))


def _menu(order_id: str, menu: Mapping[str, str]) -> Element:
    choices = [option(text, f"{act} {order_id[:LONGEST_ID]}") for act, text in menu.items()]
    return {"type": "overflow", "action_id": ids.DIGEST_ROW, "options": choices}


def _became(line: StuckNow, made: Digest, since: Since | None) -> Iterator[Block]:
    """What people did about a row, and whether it cleared; of an old message, as of now alone."""
    if since is None:
        words = list(_attended(line.attended, made.occasion.now, may_name=False))
    else:
        held = since.attended.get(line.order_id, Attended())
        words = list(_attended(held, since.now, may_name=True))
        if line.order_id in since.no_longer_stuck and not held.is_snoozed(since.now):
            words.append(plain("✅ No longer stuck"))
    if words:
        yield context(*words)


def _attended(held: Attended, now: datetime, *, may_name: bool) -> Iterator[Element]:
    """A new message would ping whom it names; an edited one pings nobody."""
    if may_name and _PERSON.fullmatch(held.taken_by):
        yield small(f"✋ <@{held.taken_by}> takes it")
    elif held.taken_by:
        yield plain("✋ Somebody has it in hand")
    if held.snoozed_until and held.is_snoozed(now):
        yield small(f"💤 Snoozed until {moment_token(held.snoozed_until)}")


def _rest(made: Digest) -> Iterator[Block]:
    if made.rest:
        count = len(made.rest)
        orders = "orders" if count > 1 else "order"
        yield _more(f"{count} more stuck {orders}", "/order stuck", is_in_table=made.has_thread)
    if made.cleared_references:
        shown = ", ".join(made.cleared_references[:MOST_SHIPPED])
        more = len(made.cleared_references) - MOST_SHIPPED
        yield context(plain(f"Cleared: {shown}{f' and {more} more' if more > 0 else ''}"))


def _is_in_table(made: Digest, since: Since | None) -> bool:
    """Whether newly shipped orders that are not drawn stand in the thread.

    After people acted there may be less room than when it was posted, without a table.
    """
    return made.has_thread and (since is None or bool(made.shipped_left_out))


def _shipped(made: Digest, most: int, *, is_in_table: bool) -> Iterator[Block]:
    """Groups by country and method, as far as there is room."""
    left, lines = most, []
    for name, group in shipped_groups(made):
        shown = group[:left]
        left -= len(shown)
        if shown:
            lines.append([foreign_bold(name), ours(f"  {len(group)}")])
        lines += [
            [foreign(each.reference), *_tracking(each.tracking_code, each.tracking_url)]
            for each in shown
        ]
    if lines:
        yield rich([bold("Newly shipped")], *lines)
    hidden = len(made.shipped) - (most - left)
    if hidden:
        yield _more(f"{hidden} more newly shipped", "/order shipped", is_in_table=is_in_table)


def _more(words: str, command: str, *, is_in_table: bool) -> Block:
    """What was left out; where no table names it, how it can be read."""
    return context(plain(words if is_in_table else f"{words}: {command} lists all"))


def _tracking(code: str, url: str) -> list[Element]:
    if is_web_address(url):
        return [ours("  "), link(url, code or "Track it")]
    return [ours("  "), foreign(code)] if code else []


def _footer(made: Digest) -> Iterator[Block]:
    fresh = made.freshness
    if fresh.as_of is None:
        words: list[Element] = [plain("Nothing has been seen of the orders yet")]
    else:
        words = [small(f"As of {moment_token(fresh.as_of)}")]
    if missing := missing_words(made):
        words.append(plain(f"⚠️ {missing}"))
    if made.occasion.next_run:
        words.append(plain(f"Next: {local_words(made.occasion.next_run)}, {made.zone}"))
    words.append(plain(f"Digest {made.subscription} · /order digest changes it"))
    yield context(*words)
