"""How fresh and how complete is what the bot has seen."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.orders.age import age_words

STALE = timedelta(hours=1)
"""From then on a reader is told that things may have changed."""


@dataclass(frozen=True)
class Freshness:
    """What a list that comes from the ledger can be relied on for."""

    last_sweep_ended_at: datetime | None
    """None while no sweep has come to its end."""
    complete: bool
    """Whether every window of the last sweep could be read."""
    incomplete_windows: int = 0
    """Windows of order dates that could not be read to their end."""
    covers_since: datetime | None = None
    """Order dates before are not looked at; None: all are."""

    @property
    def is_whole(self) -> bool:
        """Whether no open order can be missing."""
        return bool(self.last_sweep_ended_at and self.complete and not self.incomplete_windows)


def freshness_words(freshness: Freshness, now: datetime) -> str:
    """`Looked through 4 minutes ago: every open order of the last 90 days.`"""
    ended = freshness.last_sweep_ended_at
    if ended is None:
        return "Orders were not yet looked through to the end, so some are missing here."
    parts = (
        f"Looked through {age_words(ended, now)}: {_which(freshness)}{_span(freshness, now)}.",
        "Things may have changed since." if now - ended >= STALE else "",
    )
    return " ".join(part for part in parts if part)


def _which(freshness: Freshness) -> str:
    if freshness.is_whole:
        return "every open order"
    count = freshness.incomplete_windows
    unread = f"{count} part{'' if count == 1 else 's'}" if count else "some parts"
    return f"not every order, as Gelato did not give {unread} of its list"


def _span(freshness: Freshness, now: datetime) -> str:
    if freshness.covers_since is None:
        return ""
    return f" of the last {max((now - freshness.covers_since).days, 1)} days"
