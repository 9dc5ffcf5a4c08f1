"""An order's trail: what was seen of it, and who did what."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.orders.dialect import Dialect
from bot.orders.statuses import status_words


class How(StrEnum):
    """What made the bot look at an order."""

    SWEEP = "sweep"
    WEBHOOK = "webhook"
    READ = "read"
    """Read for a person."""


@dataclass(frozen=True)
class Sighting:
    """A state, and when and how the bot first saw the order in it."""

    status: str
    at: datetime
    how: How
    is_exact: bool = True
    """False when the order was in this state already when it was first seen."""


@dataclass(frozen=True)
class Act:
    """What somebody did, as the audit log has it."""

    at: datetime
    operation: str
    outcome: str
    person: str
    """Slack's user id."""
    request_id: str


@dataclass(frozen=True)
class TrailLine:
    """One line of the trail, of what was seen or of what was done."""

    at: datetime
    what: str
    who: str = ""
    """Slack's user id of who did it; empty for what was seen."""
    how: str = ""
    """How it was seen, or what came of it."""


_HOW_SEEN = {
    How.SWEEP: "seen when looking through all open orders",
    How.WEBHOOK: "told by Gelato",
    How.READ: "seen when read for a person",
}
_DONE = {
    "look_up": "Looked up",
    "refresh": "Refreshed",
    "share": "Shared to a channel",
}
_BEGUN, _WELL = "begun", "done"


def trail(
    sightings: Iterable[Sighting], acts: Iterable[Act], dialect: Dialect
) -> Sequence[TrailLine]:
    """Everything in one list, the newest first: what is asked for is mostly what happened last.

    Of an act that was noted before and after it, only what came of it is told.
    """
    seen = (_seen_line(sighting, dialect) for sighting in sightings)
    return sorted((*seen, *_act_lines(acts)), key=lambda line: line.at, reverse=True)


def _seen_line(sighting: Sighting, dialect: Dialect) -> TrailLine:
    words = status_words(sighting.status, dialect)
    what = f"{words.symbol} {words.label}"
    how = _HOW_SEEN[sighting.how]
    if sighting.is_exact:
        return TrailLine(sighting.at, what, how=how)
    return TrailLine(sighting.at, f"{what}, and maybe for long", how=f"first {how}")


def _act_lines(acts: Iterable[Act]) -> Iterable[TrailLine]:
    every = tuple(acts)
    ended = {act.request_id for act in every if act.outcome != _BEGUN}
    for act in every:
        if act.outcome != _BEGUN or act.request_id not in ended:
            yield TrailLine(act.at, _done_words(act.operation), act.person, _outcome_words(act))


def _done_words(operation: str) -> str:
    return _DONE.get(operation) or operation.replace("_", " ").capitalize()


def _outcome_words(act: Act) -> str:
    if act.outcome == _BEGUN:
        return "begun, and never heard of again"
    return "" if act.outcome == _WELL else act.outcome.replace("_", " ")
