"""The feed: what was seen to happen to orders, numbered in the order in which it was written.

States and everything else stand in tables of their own, which share one numbering.
"""

import json
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from bot.orders.amendments import Amendment, What
from bot.orders.sightings import How, Transition
from bot.store.ledger_ports import NumberedChange

_LAST = (
    "SELECT max(coalesce((SELECT max(number) FROM states_seen), 0),"
    " coalesce((SELECT max(number) FROM amendments_seen), 0))"
)
_BEHIND = "WHERE number > ?{} ORDER BY number LIMIT ?"
_OF = " AND order_id IN (SELECT value FROM json_each(?))"


def last_number(db: Database) -> int:
    """The number of the newest entry, 0 before the first."""
    return int(db.execute(_LAST).fetchone()[0])


def put_in_feed(db: Database, news: Sequence[Transition | Amendment]) -> None:
    """Writes what happened behind all that is there."""
    if not news:
        return
    numbered = list(enumerate(news, last_number(db) + 1))
    db.conn.executemany(
        "INSERT INTO states_seen VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (number, c.order_id, c.before, c.after, c.at.timestamp(), c.is_exact, c.how)
            for number, c in numbered
            if isinstance(c, Transition)
        ],
    )
    db.conn.executemany(
        "INSERT INTO amendments_seen VALUES (?, ?, ?, ?, ?, ?)",
        [
            (number, c.order_id, c.what, c.value, c.at.timestamp(), c.person)
            for number, c in numbered
            if isinstance(c, Amendment)
        ],
    )


def feed_behind(
    db: Database, number: int, limit: int, of: Collection[str] | None
) -> list[NumberedChange]:
    """What stands behind this number, of these orders where some are named."""
    behind = _BEHIND.format("" if of is None else _OF)
    orders = () if of is None else (json.dumps(list(of)),)
    values = (number, *orders, limit)
    found = [*_states(db, behind, values), *_amendments(db, behind, values)]
    return sorted(found, key=lambda each: each.number)[:limit]


def _states(db: Database, behind: str, values: Sequence[Any]) -> Iterator[NumberedChange]:
    rows = db.execute(f"SELECT * FROM states_seen {behind}", values)  # noqa: S608  # words of ours
    for number, order_id, before, after, since, exact, how in rows:
        change = Transition(order_id, before, after, _moment(since), How(how), bool(exact))
        yield NumberedChange(number, change)


def _amendments(db: Database, behind: str, values: Sequence[Any]) -> Iterator[NumberedChange]:
    rows = db.execute(f"SELECT * FROM amendments_seen {behind}", values)  # noqa: S608  # the same
    for number, order_id, what, value, at, person in rows:
        yield NumberedChange(number, Amendment(order_id, What(what), value, _moment(at), person))


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
