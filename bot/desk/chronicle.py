"""What was seen of orders over time: newly shipped ones, and the trail of one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from bot.desk.families import read_family, spellings
from bot.desk.records import Asker, Records
from bot.desk.rights import Rights
from bot.gelato.client import Gelato
from bot.orders.access import Act, may
from bot.orders.followed import Asked, fitting, is_within
from bot.orders.freshness import Freshness
from bot.orders.observed import Observed
from bot.orders.shipped import Shipping
from bot.orders.trail import NOTE, TrailLine, newest_first, trail
from bot.store.claim_ports import Claims
from bot.store.ledger_ports import Ledger, Place
from bot.store.ports import AuditLog, AuditRow, Entry, Operation

A_LOOK = 1000
"""Shipped orders that are read at once."""
MOST_SHIPPED = 5000
"""What one list tells of: more than anybody turns the pages of."""
MOST_ACTS = 100
"""Audit rows of an order that are read for its trail."""
MOST_PARTS = 10
SOMEBODY = "somebody"
"""In the place of another person's id, for who may not read the audit log."""


@dataclass(frozen=True)
class ShippedFound:
    """What was shipped in the time that was asked for."""

    shippings: tuple[Shipping, ...]
    since: datetime
    freshness: Freshness
    at: datetime
    is_cut: bool = False
    """Whether there are more, later ones."""


@dataclass(frozen=True)
class HistoryFound:
    """The trail of one reference, the newest line first."""

    reference: str
    orders: tuple[Observed, ...]
    """Its orders, as far as they were seen."""
    lines: Sequence[TrailLine]
    at: datetime

    @property
    def last_seen(self) -> datetime | None:
        """When the bot last looked at all of them."""
        return min((order.last_seen for order in self.orders), default=None)


@dataclass(frozen=True)
class Trails:
    """Where it stands what was seen, what was done, and why."""

    ledger: Ledger
    audit: AuditLog
    claims: Claims


class Chronicle:
    """Everybody in the workspace may read it. Who did what is told to leads alone.

    Others see what was done, their own acts as theirs and everybody else's as somebody's: the
    audit log is for leads.
    """

    def __init__(self, trails: Trails, gelato: Gelato, records: Records, rights: Rights) -> None:
        self._ledger, self._audit, self._claims = trails.ledger, trails.audit, trails.claims
        self._gelato = gelato
        self._records, self._rights = records, rights

    async def shipped(self, asked: Asked, by: Asker) -> ShippedFound:
        """Orders first seen shipped since then, each once. Raises NotAllowed or StoreTrouble."""
        async with self._records.recorded(Operation.SHIPPED, "", by) as trace:
            trace.reference, trace.detail = "", ", ".join(asked.query.filters)
            await self._rights.require(Act.SEARCH, by.person)
            return await self._shipped(asked)

    async def shipped_again(self, asked: Asked, by: Asker) -> ShippedFound:
        """The same for who turns a page: nobody asked anew, so no row."""
        await self._rights.require(Act.SEARCH, by.person)
        return await self._shipped(asked)

    async def history(self, typed: str, by: Asker) -> HistoryFound:
        """The trail of a reference or Gelato id; an order that was never seen is asked of Gelato.

        Raises NotAllowed, OrderNotFound, GelatoTrouble or StoreTrouble.
        """
        async with self._records.recorded(Operation.HISTORY, typed, by) as trace:
            await self._rights.require(Act.LOOK_UP, by.person)
            orders = await self._known(typed)
            reference, ids = await self._named(typed, orders)
            trace.reference, trace.order_ids = self._records.shown(reference), tuple(ids)
            seen = [await self._seen(ids, n) for n in range(len(ids))]
            acts = trail((), await self._acts(ids, by), self._gelato.dialect)
            lines = newest_first([*chain.from_iterable(seen), *acts])
            return HistoryFound(reference, tuple(orders), lines, self._records.now())

    async def _shipped(self, asked: Asked) -> ShippedFound:
        since = asked.query.since
        if since is None:
            raise ValueError("shipped since when?")
        seen, is_cut = await self._shipped_since(since)
        found = tuple(
            Shipping(order, order.shipped_at)
            for order in fitting(seen, asked.query)
            if order.shipped_at and is_within(order.shipped_at, asked.query)
        )
        freshness = await self._ledger.freshness()
        return ShippedFound(found, since, freshness, self._records.now(), is_cut)

    async def _shipped_since(self, since: datetime) -> tuple[list[Observed], bool]:
        orders: list[Observed] = []
        after: Place | None = None
        while len(orders) < MOST_SHIPPED:
            some = await self._ledger.shipped_since(since, A_LOOK, after)
            orders += some
            if len(some) < A_LOOK:
                return orders, False
            last = some[-1]
            after = (last.shipped_at or since, last.order_id)
        return orders, True

    async def _known(self, typed: str) -> Sequence[Observed]:
        """What the ledger has by this number, in whichever way it is written."""
        for spelling in spellings(typed):
            if found := await self._ledger.of_reference(spelling):
                return found[:MOST_PARTS]
        one = await self._ledger.observed(typed)
        if one is None or not one.reference:  # what has none belongs to no other one
            return (one,) if one else ()
        return (await self._ledger.of_reference(one.reference) or (one,))[:MOST_PARTS]

    async def _named(self, typed: str, orders: Sequence[Observed]) -> tuple[str, Sequence[str]]:
        """The reference, and Gelato's ids: of Gelato, where the ledger has none."""
        if orders:
            first = orders[0]
            return first.reference or first.order_id, [order.order_id for order in orders]
        family = await read_family(self._gelato, typed, self._records.now())
        return family.reference, [order.id for order in family.orders]

    async def _seen(self, ids: Sequence[str], place: int) -> Iterable[TrailLine]:
        """What was seen of one of these orders; of several it is said which part that is."""
        states = await self._ledger.states(ids[place])
        doubted = await self._ledger.contradictions(ids[place])
        lines = trail(states, (), self._gelato.dialect, doubted)
        if len(ids) == 1:
            return lines
        return [replace(line, what=f"Part {place + 1}: {line.what}") for line in lines]

    async def _acts(self, ids: Sequence[str], by: Asker) -> list[Entry]:
        rows: dict[int, AuditRow] = {}
        for order_id in ids:
            rows |= {row.id: row for row in await self._audit.of_order(order_id, MOST_ACTS)}
        entries = [row.entry for row in rows.values()]
        if may(await self._rights.role_of(by.person), Act.AUDIT):
            notes = await self._claims.notes(ids)
            return [_with_note(entry, notes.get(entry.request_id, "")) for entry in entries]
        return [entry if entry.person == by.person else _unnamed(entry) for entry in entries]


def _with_note(entry: Entry, note: str) -> Entry:
    """What the person who canceled wrote in their own words; only a cancel has any."""
    has_note = note and entry.operation == Operation.CANCEL
    return replace(entry, detail=f"{entry.detail}{NOTE}{note}") if has_note else entry


def _unnamed(entry: Entry) -> Entry:
    return replace(entry, person=SOMEBODY)
