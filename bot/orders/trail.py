"""An order's trail: what was seen of it, and who did what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Protocol

from bot.orders.change import Reason
from bot.orders.dialect import Dialect
from bot.orders.statuses import status_words


class StateSeen(Protocol):
    """A state that the ledger saw an order in (bot.store.ledger_ports.StateSeen)."""

    @property
    def status(self) -> str:
        """Gelato's word."""

    @property
    def since(self) -> datetime:
        """When the bot first saw it."""

    @property
    def is_exact(self) -> bool:
        """False when the order may have been in this state long before."""

    @property
    def how(self) -> str:
        """Who told: `sweep`, `webhook`, `read`, `event`."""


class Doubted(Protocol):
    """What was said too late to be believed (bot.orders.sightings.Contradiction)."""

    @property
    def said(self) -> str:
        """The state that was said."""

    @property
    def at(self) -> datetime:
        """When."""

    @property
    def how(self) -> str:
        """Who said it."""

    @property
    def held(self) -> str:
        """The state that the order was known to be in."""


class Act(Protocol):
    """What somebody did (bot.store.ports.Entry)."""

    @property
    def at(self) -> datetime:
        """When."""

    @property
    def operation(self) -> str:
        """What was asked for."""

    @property
    def outcome(self) -> str:
        """What came of it."""

    @property
    def person(self) -> str:
        """Slack's user id."""

    @property
    def request_id(self) -> str:
        """The same on the row before an act and the one after it."""

    @property
    def detail(self) -> str:
        """What exactly, such as the reason of a cancellation."""


@dataclass(frozen=True)
class TrailLine:
    """One line of the trail, of what was seen or of what was done."""

    at: datetime
    what: str
    who: str = ""
    """Slack's user id of who did it; empty for what was seen."""
    how: str = ""
    """How it was seen, or what came of it."""
    is_look: bool = False
    """Whether it changed nothing: such lines are told together."""


_HOW_SEEN = {
    "sweep": "seen by Orderdesk",
    "webhook": "told by Gelato",
    "event": "told by Gelato",
    "read": "seen when read for a person",
}
_DONE = {
    "cancel": "Canceled",
    "update_shipment": "Shipment changed",
    "release_draft": "Draft released",
    "delete_draft": "Draft deleted",
    "reveal": "Address looked at",
    "look_up": "Looked up",
    "refresh": "Refreshed",
    "share": "Shared to a channel",
    "history": "History read",
    "take": "Taken in hand",
    "let_go": "Let go",
    "snooze": "Snoozed",
    "wake": "Snooze ended",
}
_LOOKS = frozenset({"look_up", "refresh", "history"})
_WHO_SAID = {
    "webhook": "A message of Gelato's",
    "event": "A message of Gelato's",
    "read": "An answer of Gelato's",
}
_NOT_DONE = {
    "cancel": "Cancel asked for",
    "update_shipment": "Change of shipment asked for",
    "release_draft": "Release of the draft asked for",
    "delete_draft": "Deletion of the draft asked for",
}
"""What to call a change that was not done, or whose outcome is not known yet."""
_BEGUN, _WELL = frozenset({"begun", "asked"}), "done"


NOTE = "\n"
"""Between a reason and the free words that belong to it, for who may read those."""


def trail(
    states: Iterable[StateSeen],
    acts: Iterable[Act],
    dialect: Dialect,
    doubted: Iterable[Doubted] = (),
) -> Sequence[TrailLine]:
    """Everything in one list, the newest first: what is asked for is mostly what happened last.

    Of an act that was noted before and after it, only what came of it is told.
    """
    by_time = sorted(states, key=lambda state: state.since)
    seen = (_seen_line(state, dialect, is_first=not n) for n, state in enumerate(by_time))
    doubts = (_doubted_line(each, dialect) for each in doubted)
    return newest_first((*seen, *doubts, *_act_lines(acts)))


def newest_first(lines: Iterable[TrailLine]) -> Sequence[TrailLine]:
    """Lines of several trails in one."""
    return sorted(lines, key=lambda line: line.at, reverse=True)


def folded(lines: Iterable[TrailLine]) -> Sequence[TrailLine]:
    """Looks that nothing else stands between in one line, so that they hide nothing else.

    It stands where the last of them does: the lines are the newest first.
    """
    runs = ((is_look, tuple(run)) for is_look, run in groupby(lines, lambda line: line.is_look))
    return tuple(line for is_look, run in runs for line in ((_in_one(run),) if is_look else run))


def _in_one(looks: Sequence[TrailLine]) -> TrailLine:
    last = looks[0]
    return last if len(looks) == 1 else replace(last, what=f"Looked up {len(looks)} times, last")


def _doubted_line(doubted: Doubted, dialect: Dialect) -> TrailLine:
    said, held = (status_words(each, dialect).label for each in (doubted.said, doubted.held))
    who = _WHO_SAID.get(doubted.how, "A list of Gelato's")
    return TrailLine(doubted.at, f"{who} said {said}", how=f"too late: it was {held} already")


def _seen_line(state: StateSeen, dialect: Dialect, *, is_first: bool) -> TrailLine:
    """A state that was there already at the first look may be old; a later one began in between."""
    words = status_words(state.status, dialect)
    what = f"{words.symbol} {words.label}"
    how = _HOW_SEEN.get(state.how, "seen")
    if state.is_exact:
        return TrailLine(state.since, what, how=how)
    if not is_first:
        return TrailLine(state.since, f"{what}, maybe earlier", how=how)
    return TrailLine(state.since, f"{what}, and maybe for long", how=f"first {how}")


def _act_lines(acts: Iterable[Act]) -> Iterable[TrailLine]:
    every = tuple(acts)
    ended = {(act.request_id, act.operation) for act in every if act.outcome not in _BEGUN}
    for act in every:
        if act.outcome not in _BEGUN or (act.request_id, act.operation) not in ended:
            is_look = act.operation in _LOOKS
            yield TrailLine(act.at, _done_words(act), act.person, _outcome_words(act), is_look)


def _done_words(act: Act) -> str:
    plain = act.operation.replace("_", " ").capitalize()
    done = _DONE.get(act.operation) or plain
    return done if act.outcome == _WELL else _NOT_DONE.get(act.operation, done)


def _outcome_words(act: Act) -> str:
    if act.outcome in _BEGUN:
        return "not known yet" if act.operation in _NOT_DONE else "begun, and never heard of again"
    outcome = "" if act.outcome == _WELL else act.outcome.replace("_", " ")
    return ", ".join(words for words in (outcome, _reason(act.detail)) if words)


def _reason(detail: str) -> str:
    """Why an order was canceled, as it was chosen from the list."""
    name, _, note = detail.partition(NOTE)
    reason = Reason[name.upper()].value if name.upper() in Reason.__members__ else ""
    return f"{reason}: “{note}”" if reason and note else reason
