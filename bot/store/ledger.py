"""The ledger in SQLite: what was seen of every order, written a page at a time."""

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from bot.orders.freshness import Freshness
from bot.orders.observed import Observed
from bot.orders.past import Past
from bot.orders.sightings import Contradiction, How, Sighting, Transition
from bot.orders.suspects import Suspects
from bot.store.database import SqliteDatabase
from bot.store.feed import feed_behind, last_number
from bot.store.ledger_lines import COLUMNS, Line, chunks, lines, marks, observed
from bot.store.ledger_ports import (
    Known,
    Looked,
    NumberedChange,
    OpenFilter,
    Place,
    StateSeen,
    Stretch,
)
from bot.store.ledger_suspects import suspect_ids
from bot.store.ledger_writes import mark_neglected, mark_unfound, mark_vanished, write_down
from bot.store.looks import looks
from bot.store.sweep_log import freshness_of

_LINE = f"SELECT {COLUMNS}, due FROM orders_seen"  # noqa: S608  # names of ours
_NUMBER = "(SELECT number FROM orders_seen WHERE order_id = ?)"
_STATES = "SELECT status, since, is_exact, how FROM states_seen WHERE order_id = ? ORDER BY number"
_STATES_OF = "SELECT order_id, status, since, is_exact, how FROM states_seen"
_CONTRADICTIONS = "SELECT * FROM contradictions WHERE order_id = ? ORDER BY number"
_TO_READ = "SELECT order_id FROM orders_seen WHERE {} ORDER BY number DESC LIMIT ?"
_OPEN_WORDS = "SELECT DISTINCT status FROM orders_seen WHERE is_open"


class SqliteLedger:
    """One line an order, one row a state (bot.store.ledger_ports.SweptLedger)."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def saw(self, sightings: Sequence[Sighting]) -> Sequence[Transition]:
        """Writes sightings down in one transaction; the last one of an order comes last."""
        return await self._database.write(lambda db: write_down(db, sightings))

    async def observed(self, order_id: str) -> Observed | None:
        """One order, by Gelato's id."""
        found = await self._database.read(
            lambda db: _seen(db, f"{_LINE} WHERE order_id = ?", order_id)
        )
        return found[0] if found else None

    async def of_reference(self, reference: str) -> Sequence[Observed]:
        """The orders of a reference, letter by letter, oldest first."""
        question = f"{_LINE} WHERE reference = ? ORDER BY made_at, order_id"
        return await self._database.read(lambda db: _seen(db, question, reference))

    async def open(
        self, wanted: OpenFilter, limit: int = 500, after: Place | None = None
    ) -> Sequence[Observed]:
        """Open orders, failed ones too, longest in their state first."""
        where, values = _wanted(wanted)
        if after is not None:
            where += f" AND (since, number) > (?, {_NUMBER})"
            values += (after[0].timestamp(), after[1])
        question = f"{_LINE} WHERE is_open{where} ORDER BY since, number LIMIT ?"
        return await self._database.read(lambda db: _seen(db, question, *values, limit))

    async def suspects(self, bounds: Suspects) -> Sequence[Observed]:
        """Open orders that pass one of the bounds: all that can be stuck, and few others."""
        return await self._database.read(
            lambda db: list(_lines_seen(db, suspect_ids(db, bounds)).values())
        )

    async def pasts(self, order_ids: Sequence[str]) -> Mapping[str, Past]:
        """What was seen of these orders, those that are known, in one look."""
        return await self._database.read(lambda db: _pasts(db, order_ids))

    async def shipped_since(
        self, moment: datetime, limit: int = 100, after: Place | None = None
    ) -> Sequence[Observed]:
        """Orders first seen shipped after `moment`, once each, in the order of these moments."""
        begin = after or (moment, "")
        behind = f"(shipped_at, number) > (?, {_NUMBER})" if after else "shipped_at > ? AND ? = ''"
        question = (
            f"{_LINE} WHERE shipped_at IS NOT NULL AND {behind} ORDER BY shipped_at, number LIMIT ?"
        )
        values = (begin[0].timestamp(), begin[1], limit)
        return await self._database.read(lambda db: _seen(db, question, *values))

    async def states(self, order_id: str) -> Sequence[StateSeen]:
        """The history of an order, oldest first."""
        return await self._database.read(
            lambda db: [
                StateSeen(status, _moment(since), bool(exact), How(how))
                for status, since, exact, how in db.execute(_STATES, (order_id,))
            ]
        )

    async def contradictions(self, order_id: str) -> Sequence[Contradiction]:
        """What was said of an order too late to be believed, oldest first."""
        return await self._database.read(
            lambda db: [
                Contradiction(order, said, _moment(at), How(how), held, _moment(since))
                for _, order, said, at, how, held, since in db.execute(_CONTRADICTIONS, (order_id,))
            ]
        )

    async def changed_since(
        self, number: int, limit: int = 500, of: Collection[str] | None = None
    ) -> Sequence[NumberedChange]:
        """The feed of changes behind this number, in the order in which they were written."""
        return await self._database.read(lambda db: feed_behind(db, number, limit, of))

    async def last_number(self) -> int:
        """The number of the newest change, 0 before the first."""
        return await self._database.read(last_number)

    async def freshness(self) -> Freshness:
        """How far the ledger can be relied on."""
        return await self._database.read(freshness_of)

    async def known(self, order_ids: Sequence[str]) -> Mapping[str, Known]:
        """Those of these orders that are known. An order that is gone is not: it came back."""
        return await self._database.read(lambda db: _known(db, order_ids))

    async def open_words(self) -> Sequence[str]:
        """Every state that open orders are in, words that nobody knows too."""
        return await self._database.read(
            lambda db: [word for (word,) in db.execute(_OPEN_WORDS) if word]
        )

    async def vanished(self, stretch: Stretch, looked: Looked, listed: Collection[str]) -> int:
        """Marks open orders of a complete window to be read, which were known and not listed."""
        return await self._database.write(lambda db: mark_vanished(db, stretch, looked, listed))

    async def neglected(self, stretches: Sequence[Stretch], before: datetime, limit: int) -> int:
        """Marks open orders to be read that stand in no stretch and were last seen before then."""
        return await self._database.write(lambda db: mark_neglected(db, stretches, before, limit))

    async def to_read(self, limit: int, *, changed: bool) -> Sequence[str]:
        """Orders to be read by id, the newest states first."""
        question = _TO_READ.format("due >= 2" if changed else "due = 1")  # an index knows these
        return await self._database.read(
            lambda db: [order_id for (order_id,) in db.execute(question, (limit,))]
        )

    async def unfound(self, order_id: str, at: datetime) -> None:
        """Gelato knows no order by this id. It is gone if no list shows it either."""
        await self._database.write(lambda db: mark_unfound(db, order_id, at))


def _seen(db: Database, question: str, *values: Any) -> list[Observed]:
    found = looks(db)
    return [
        found.seen(Line(observed(row), row[-1])) for row in db.execute(question, values).fetchall()
    ]


def _lines_seen(db: Database, order_ids: Sequence[str]) -> dict[str, Observed]:
    found = looks(db)
    return {order_id: found.seen(line) for order_id, line in lines(db, order_ids).items()}


def _pasts(db: Database, order_ids: Sequence[str]) -> dict[str, Past]:
    states: dict[str, list[StateSeen]] = {}
    for some in chunks(order_ids):
        question = f"{_STATES_OF} WHERE order_id IN ({marks(some)}) ORDER BY number"
        for order_id, status, since, exact, how in db.execute(question, some):
            state = StateSeen(status, _moment(since), bool(exact), How(how))
            states.setdefault(order_id, []).append(state)
    seen = _lines_seen(db, order_ids)
    return {key: Past(order, tuple(states.get(key, ()))) for key, order in seen.items()}


def _known(db: Database, order_ids: Sequence[str]) -> dict[str, Known]:
    marks = ",".join("?" * len(order_ids))
    rows = db.execute(
        "SELECT order_id, status, updated_at FROM orders_seen "  # noqa: S608  # marks alone
        f"WHERE order_id IN ({marks}) AND gone_at IS NULL",
        order_ids,
    )
    return {
        order_id: Known(status, None if updated is None else _moment(updated))
        for order_id, status, updated in rows
    }


def _wanted(wanted: OpenFilter) -> tuple[str, tuple[Any, ...]]:
    where = ""
    values: tuple[Any, ...] = ()
    for column, words in (
        ("status", wanted.statuses),
        ("country", wanted.countries),
        ("store_id", wanted.store_ids),
    ):
        if words:
            where += f" AND {column} IN ({','.join('?' * len(words))})"
            values += words
    if wanted.in_state_since is not None:
        where += " AND since <= ?"
        values = (*values, wanted.in_state_since.timestamp())
    return where, values


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
