"""Which open orders are worth judging, asked by indexes: few of many are read (perf.md 2.11)."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.orders.statuses import STATUSES
from bot.orders.suspects import Suspects

Question = tuple[str, tuple[Any, ...]]

_OPEN_WORDS = """
    WITH RECURSIVE word(status) AS (
        SELECT min(status) FROM orders_seen WHERE is_open
        UNION ALL
        SELECT (SELECT min(status) FROM orders_seen WHERE is_open AND status > word.status)
        FROM word WHERE word.status IS NOT NULL
    )
    SELECT status FROM word WHERE status IS NOT NULL"""
"""Every word, by a jump each through the index: DISTINCT would read all of it."""


def suspect_ids(db: Database, bounds: Suspects) -> list[str]:
    """The ids of open orders that pass one of the bounds, each once."""
    found: dict[str, None] = {}
    words = [word for (word,) in db.execute(_OPEN_WORDS)]
    for where, values in _questions(bounds, words):
        question = f"SELECT order_id FROM orders_seen WHERE is_open AND {where}"  # noqa: S608  # ours
        found |= dict.fromkeys(order_id for (order_id,) in db.execute(question, values))
    return list(found)


def _questions(bounds: Suspects, words: Sequence[str]) -> Iterator[Question]:
    """One for each index that knows something. A failed order is judged by its age alone."""
    for word in words:
        if word == "failed":
            yield "status = ? AND since > ?", (word, bounds.failed_since.timestamp())
        elif before := _before(bounds, word):
            yield "status = ? AND since < ?", (word, before.timestamp())
    yield "delayed_at IS NOT NULL AND status <> 'failed'", ()
    if bounds.promised_before is not None:
        day = bounds.promised_before.isoformat()
        yield "promised_by < ? AND status <> 'failed'", (day,)


def _before(bounds: Suspects, word: str) -> datetime | None:
    return bounds.in_state_before.get(word) if word in STATUSES else bounds.unknown_before
