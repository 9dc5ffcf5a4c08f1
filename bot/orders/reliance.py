"""How far a list from the ledger can be relied on, in words."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from bot.orders.age import age_words
from bot.orders.freshness import Freshness

STALE = timedelta(hours=1)
"""From then on a reader is told that things may have changed."""


def is_whole(freshness: Freshness) -> bool:
    """Whether no open order can be missing."""
    ended = freshness.last_sweep_ended_at is not None
    return ended and freshness.complete and not freshness.incomplete_windows


def freshness_words(freshness: Freshness, now: datetime) -> str:
    """`Looked through 4 minutes ago: every open order of the last 90 days.`"""
    ended = freshness.last_sweep_ended_at
    if ended is None:
        return "Orders were not yet looked through to the end, so some are missing here."
    return " ".join(_sentences(freshness, ended, now))


def shipped_words(freshness: Freshness, since: datetime, now: datetime) -> str:
    """What is missing from what was shipped since a moment; empty if nothing is."""
    watched = freshness.watched_since
    if watched is None:
        return "What is shipped is noticed once all orders were looked through."
    if since >= watched:
        return ""
    return f"Watching began {age_words(watched, now)}: what was shipped before is missing here."


def _sentences(freshness: Freshness, ended: datetime, now: datetime) -> Iterator[str]:
    whole = is_whole(freshness)
    what = f"every open order{_span(freshness, now)}" if whole else _some(freshness)
    yield f"Looked through {age_words(ended, now)}: {what}."
    if freshness.last_complete_at and not whole:
        yield f"Every order was last seen {age_words(freshness.last_complete_at, now)}."
    if freshness.unread == 1:
        yield "1 order was not read in full since it changed."
    elif freshness.unread > 1:
        yield f"{freshness.unread:,} orders were not read in full since they changed."
    if now - ended >= STALE:
        yield "Things may have changed since."


def _some(freshness: Freshness) -> str:
    count = freshness.incomplete_windows
    unread = f"{count} part{'' if count == 1 else 's'}" if count else "some parts"
    return f"not every order, as Gelato did not give {unread} of its list"


def _span(freshness: Freshness, now: datetime) -> str:
    if freshness.covers_since is None:
        return ""
    days = max((now - freshness.covers_since).days, 1)
    return f" of the last {days} day{'' if days == 1 else 's'}"
