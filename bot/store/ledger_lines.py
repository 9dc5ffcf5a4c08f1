"""The ledger's lines as rows of a table, and back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from operator import attrgetter
from typing import Any

from sqlite_utils import Database

from bot.orders.observed import Observed
from bot.orders.sightings import TERMINAL, made_at

VANISHED, CHANGED, NEVER_READ, READ = 3, 2, 1, 0
"""Whether an order has to be read by its id, and why."""
MOST_IDS = 500
"""In one question."""

_NAMES = tuple(field.name for field in fields(Observed))
_MOMENTS = tuple(
    place for place, field in enumerate(fields(Observed)) if "datetime.datetime" in str(field.type)
)
_BOOLS = tuple(_NAMES.index(name) for name in ("since_is_exact", "was_shipped", "has_tracking"))
_DAY = _NAMES.index("promised_by")
_ALL = attrgetter(*_NAMES)
COLUMNS = ", ".join(f"orders_seen.{name}" for name in _NAMES)
_WRITTEN = (*_NAMES, "is_open", "made_at", "due")
_PUT = (
    f"INSERT INTO orders_seen ({', '.join(_WRITTEN)}) "  # noqa: S608  # names of ours
    f"VALUES ({', '.join('?' * len(_WRITTEN))}) ON CONFLICT (order_id) DO UPDATE SET "
    f"{', '.join(f'{name} = excluded.{name}' for name in _WRITTEN[1:])}"
)


@dataclass(frozen=True)
class Line:
    """An order, and whether it has to be read."""

    seen: Observed
    due: int


def lines(db: Database, order_ids: Iterable[str]) -> dict[str, Line]:
    """Those of these orders that are known."""
    found: dict[str, Line] = {}
    for some in chunks(tuple(dict.fromkeys(order_ids))):
        question = f"SELECT {COLUMNS}, due FROM orders_seen WHERE order_id IN ({marks(some)})"  # noqa: S608
        for row in db.execute(question, some):
            found[row[0]] = Line(observed(row), row[-1])
    return found


def put(db: Database, changed: Iterable[Line]) -> None:
    """Writes lines over what was there."""
    db.conn.executemany(_PUT, [_row(line) for line in changed])


def observed(row: Sequence[Any]) -> Observed:
    """The line in a row that begins with `COLUMNS`."""
    values = list(row[: len(_NAMES)])
    for place in _MOMENTS:
        if values[place] is not None:
            values[place] = datetime.fromtimestamp(values[place], UTC)
    for place in _BOOLS:
        if values[place] is not None:
            values[place] = bool(values[place])
    if values[_DAY] is not None:
        values[_DAY] = date.fromisoformat(values[_DAY])
    return Observed(*values)


def is_open(seen: Observed) -> bool:
    """Whether something can still happen to it."""
    return seen.status not in TERMINAL and seen.gone_at is None


def chunks(values: Sequence[str]) -> Iterable[Sequence[str]]:
    """So many at a time as one question may hold."""
    return (values[at : at + MOST_IDS] for at in range(0, len(values), MOST_IDS))


def marks(values: Sequence[object]) -> str:
    """A question mark for each."""
    return ",".join("?" * len(values))


def _row(line: Line) -> list[Any]:
    values = list(_ALL(line.seen))
    for place in _MOMENTS:
        if values[place] is not None:
            values[place] = values[place].timestamp()
    if values[_DAY] is not None:
        values[_DAY] = values[_DAY].isoformat()
    made = made_at(line.seen)
    return [*values, is_open(line.seen), made.timestamp() if made else None, line.due]
