"""What was seen of orders over time: newly shipped ones, and the trail of one."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import chain

from bot.desk.families import read_family, spellings
from bot.desk.records import Asker, Records
from bot.desk.rights import Rights
from bot.desk.shipped import shipped_behind
from bot.gelato.client import Gelato
from bot.orders.access import Act, may
from bot.orders.followed import Asked, fitting, is_within
from bot.orders.freshness import Freshness
from bot.orders.observed import Observed
from bot.orders.recipient import Audience
from bot.orders.shipped import Shipping
from bot.orders.trail import NOTE, TrailLine, folded, newest_first, trail
from bot.store.claim_ports import Claims
from bot.store.ledger_ports import Ledger
from bot.store.ports import AuditLog, AuditRow, Entry, Operation

A_LOOK = 1000
"""Audit rows that are read at once."""
MOST_SHIPPED = 5000
"""What one list tells of: more than anybody turns the pages of."""
MOST_ACTS = 5000
"""Audit rows of an order that its trail is made of; nearly all of them are looks."""
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
    is_cut: bool = False
    """Whether more was done, longer ago."""

    @property
    def last_seen(self) -> datetime | None:
        """When the bot last looked at all of them."""
        return min((order.last_seen for order in self.orders), default=None)


@dataclass(frozen=True)
class _Named:
    """The orders of a reference: Gelato's ids, and what the ledger has of them."""

    reference: str
    ids: tuple[str, ...]
    seen: tuple[Observed, ...] = ()


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

    async def history(
        self, typed: str, by: Asker, seen_by: Audience = Audience.ASKER
    ) -> HistoryFound:
        """The trail of a reference or Gelato id; an order that was never seen is asked of Gelato.

        Raises NotAllowed, OrderNotFound, GelatoTrouble or StoreTrouble.
        """
        async with self._records.recorded(Operation.HISTORY, typed, by) as trace:
            await self._rights.require(Act.LOOK_UP, by.person)
            named = await self._named(typed)
            trace.reference, trace.order_ids = self._records.shown(named.reference), named.ids
            return await self._history(named, by, seen_by)

    async def history_again(self, typed: str, by: Asker, seen_by: Audience) -> HistoryFound:
        """The same for who turns a page: nobody asked anew, so no row."""
        await self._rights.require(Act.LOOK_UP, by.person)
        return await self._history(await self._named(typed), by, seen_by)

    async def _history(self, named: _Named, by: Asker, seen_by: Audience) -> HistoryFound:
        seen = [await self._seen(named.ids, n) for n in range(len(named.ids))]
        rows, is_cut = await self._rows(named.ids)
        entries = await self._told([row.entry for row in rows], named.ids, by, seen_by)
        acts = trail((), entries, self._gelato.dialect)
        lines = folded(newest_first([*chain.from_iterable(seen), *acts]))
        return HistoryFound(named.reference, named.seen, lines, self._records.now(), is_cut)

    async def _shipped(self, asked: Asked) -> ShippedFound:
        since = asked.query.since
        if since is None:
            raise ValueError("shipped since when?")
        seen, is_cut = await shipped_behind(self._ledger, since, MOST_SHIPPED)
        found = tuple(
            Shipping(order, order.shipped_at)
            for order in fitting(seen, asked.query)
            if order.shipped_at and is_within(order.shipped_at, asked.query)
        )
        freshness = await self._ledger.freshness()
        return ShippedFound(found, since, freshness, self._records.now(), is_cut)

    async def _known(self, typed: str) -> Sequence[Observed]:
        """What the ledger has by this number, in whichever way it is written."""
        for spelling in spellings(typed):
            if found := await self._ledger.of_reference(spelling):
                return found[:MOST_PARTS]
        one = await self._ledger.observed(typed)
        if one is None or not one.reference:  # what has none belongs to no other one
            return (one,) if one else ()
        return (await self._ledger.of_reference(one.reference) or (one,))[:MOST_PARTS]

    async def _named(self, typed: str) -> _Named:
        """By the ledger, or by Gelato where the ledger has none of them."""
        if orders := await self._known(typed):
            reference = orders[0].reference or orders[0].order_id
            return _Named(reference, tuple(order.order_id for order in orders), tuple(orders))
        family = await read_family(self._gelato, typed, self._records.now())
        return _Named(family.reference, tuple(order.id for order in family.orders))

    async def _seen(self, ids: Sequence[str], place: int) -> Iterable[TrailLine]:
        """What was seen of one of these orders; of several it is said which part that is."""
        states = await self._ledger.states(ids[place])
        doubted = await self._ledger.contradictions(ids[place])
        lines = trail(states, (), self._gelato.dialect, doubted)
        if len(ids) == 1:
            return lines
        return [replace(line, what=f"Part {place + 1}: {line.what}") for line in lines]

    async def _rows(self, ids: Sequence[str]) -> tuple[Iterable[AuditRow], bool]:
        """What was done with these orders, each act once, and whether that is not all."""
        found = [await self._rows_of(order_id) for order_id in ids]
        rows = {row.id: row for some in found for row in some}
        return rows.values(), any(len(some) >= MOST_ACTS for some in found)

    async def _rows_of(self, order_id: str) -> list[AuditRow]:
        rows: list[AuditRow] = []
        while len(rows) < MOST_ACTS:
            some = await self._audit.of_order(order_id, A_LOOK, rows[-1].id if rows else None)
            rows += some
            if len(some) < A_LOOK:
                break
        return rows

    async def _told(
        self, entries: Sequence[Entry], ids: Sequence[str], by: Asker, seen_by: Audience
    ) -> Sequence[Entry]:
        """Names, and what people wrote in their own words, are for a lead whom nobody watches."""
        is_lead = may(await self._rights.role_of(by.person), Act.AUDIT)
        if is_lead and seen_by is Audience.ASKER:
            notes = await self._claims.notes(ids)
            return [_with_note(entry, notes.get(entry.request_id, "")) for entry in entries]
        return [entry if entry.person == by.person else _unnamed(entry) for entry in entries]


def _with_note(entry: Entry, note: str) -> Entry:
    """What the person who canceled wrote in their own words; only a cancel has any."""
    has_note = note and entry.operation == Operation.CANCEL
    return replace(entry, detail=f"{entry.detail}{NOTE}{note}") if has_note else entry


def _unnamed(entry: Entry) -> Entry:
    return replace(entry, person=SOMEBODY)
