"""What is written into the ledger, inside a transaction of the writer's."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlite_utils import Database

from bot.orders.amendments import Amendment, amended
from bot.orders.sightings import (
    Contradiction,
    How,
    Judgement,
    Sighting,
    Transition,
    gone,
    judged,
)
from bot.store.feed import put_in_feed
from bot.store.ledger_lines import (
    CHANGED,
    NEVER_READ,
    READ,
    VANISHED,
    Line,
    is_open,
    lines,
    marks,
    put,
)
from bot.store.ledger_ports import Looked, Stretch
from bot.store.looks import Looks, looks

_VANISHED = """
    SELECT order_id FROM orders_seen WHERE is_open AND due < 3 AND last_seen <= ?
    AND made_at > ? AND made_at < ? AND coalesce(created_at, made_at) > ?
    AND coalesce(created_at, made_at) < ?{}"""


def write_down(db: Database, sightings: Sequence[Sighting]) -> list[Transition]:
    """Judges each sighting against the line that is there now, and writes what comes of it."""
    known = lines(db, (sighting.order_id for sighting in sightings))
    lists = looks(db) if known else Looks(())
    before = dict(known)
    news: list[Transition | Amendment] = []
    contradictions: list[Contradiction] = []
    for sighting in sightings:
        line = known.get(sighting.order_id)
        judgement = judged(line.seen, sighting, lists.at(line)) if line else judged(None, sighting)
        news += [judgement.transition] if judgement.transition else []
        contradictions += [judgement.contradiction] if judgement.contradiction else []
        if judgement.line is not None:
            news += amended(line.seen, judgement.line) if line else []
            known[sighting.order_id] = Line(judgement.line, _due(line, judgement, sighting))
    put(db, [line for order_id, line in known.items() if line != before.get(order_id)])
    put_in_feed(db, news)
    _put_contradictions(db, contradictions)
    return [each for each in news if isinstance(each, Transition)]


def mark_vanished(db: Database, stretch: Stretch, looked: Looked, listed: Collection[str]) -> int:
    """Orders whose dates lie inside the window surely stand in its list, while they are open."""
    since, until = looked.since.timestamp(), looked.until.timestamp()
    values = (looked.began_at.timestamp(), since, until, since, until, *stretch.statuses)
    rows = db.execute(_VANISHED.format(_in_state(stretch)), values)
    return _mark(db, [order_id for (order_id,) in rows if order_id not in listed])


def mark_neglected(db: Database, stretches: Sequence[Stretch], before: datetime, limit: int) -> int:
    """Open orders that no list shows: too old, without a date, or in a state that is not asked."""
    outside, values = "", []
    for stretch in stretches:
        outside += (
            " AND NOT (coalesce(made_at, 0) > ? AND coalesce(created_at, made_at, 0) > ?"
            f"{_in_state(stretch)})"
        )
        values += [stretch.since.timestamp(), stretch.since.timestamp(), *stretch.statuses]
    rows = db.execute(
        f"SELECT order_id FROM orders_seen WHERE is_open AND due < 3 AND last_seen < ?{outside} "  # noqa: S608  # marks alone
        "ORDER BY last_seen LIMIT ?",
        (before.timestamp(), *values, limit),
    )
    return _mark(db, [order_id for (order_id,) in rows])


def _in_state(stretch: Stretch) -> str:
    return f" AND status IN ({marks(stretch.statuses)})" if stretch.statuses else ""


def mark_unfound(db: Database, order_id: str, at: datetime) -> None:
    """Closes the line of an order that no list shows either; one that is listed cannot be read."""
    line = lines(db, [order_id]).get(order_id)
    if line is None:
        return
    seen = gone(line.seen, at) if line.due == VANISHED else line.seen
    put(db, [Line(seen, READ)])


def _mark(db: Database, order_ids: Sequence[str]) -> int:
    update = "UPDATE orders_seen SET due = ? WHERE order_id = ?"
    db.conn.executemany(update, [(VANISHED, order_id) for order_id in order_ids])
    return len(order_ids)


def _due(line: Line | None, judgement: Judgement, sighting: Sighting) -> int:
    """Whether the order has to be read by its id after this sighting."""
    seen, before = judgement.line, line.due if line else READ
    if judgement.in_doubt:
        return CHANGED
    if seen is None or sighting.how is How.EVENT or seen.last_seen != sighting.at:
        return before
    if sighting.details is not None or not is_open(seen):
        return READ
    return CHANGED if line else NEVER_READ


def _put_contradictions(db: Database, contradictions: Sequence[Contradiction]) -> None:
    insert = "INSERT INTO contradictions VALUES (NULL, ?, ?, ?, ?, ?, ?)"
    db.conn.executemany(
        insert,
        [
            (c.order_id, c.said, c.at.timestamp(), c.how, c.held, c.held_since.timestamp())
            for c in contradictions
        ],
    )
