"""Reads orders by their ids for the ledger: those that changed, then those that were never read."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from math import inf

from bot.desk.carriers import Carriers
from bot.gelato.client import Gelato
from bot.gelato.deadlines import Urgency
from bot.orders.errors import DeskBusy, GelatoTrouble, OrderNotFound
from bot.orders.sighted import Tracked, sighting_of_order
from bot.orders.sightings import How, Sighting
from bot.store.ledger_ports import SweptLedger

AT_ONCE = 32
"""Orders that are read side by side, and written together; the client's door lets in eight."""
FIRST_READS = 1000
"""Orders a sweep that are read for the first time: a shop that is new is read within hours."""
MOST_FAILURES = 8
"""Reads that may fail before the rest is left for the next sweep."""


class Reading:
    """What is to be read stands in the ledger, so a restart goes on where it stopped.

    Orders that could not be read are tried again last: a few that never can hold up no others.
    """

    def __init__(
        self,
        gelato: Gelato,
        ledger: SweptLedger,
        carriers: Carriers,
        now: Callable[[], datetime],
    ) -> None:
        self._gelato, self._ledger, self._now = gelato, ledger, now
        self._carriers = carriers
        self._failed: dict[str, None] = {}
        """Their ids, the one first whose last try is the longest ago."""

    async def read(self) -> None:
        """Everything that changed, a share of what was never read, then what failed before."""
        failed = tuple(self._failed)
        changed = _Queue(self._ledger, changed=True, besides=failed)
        never_read = _Queue(self._ledger, changed=False, besides=failed, most=FIRST_READS)
        for queue in (changed, never_read, _Again(failed)):
            if not await self._read(queue):
                return

    async def _read(self, queue: "_Queue | _Again") -> bool:
        """Whether it is worth going on: Gelato answers. No order is read twice."""
        failures = 0
        while ids := await queue.next(AT_ONCE):
            failures += await self._read_some(ids)
            if failures >= MOST_FAILURES:
                return False
        return True

    async def _read_some(self, ids: Sequence[str]) -> int:
        """How many of them could not be read."""
        tracked = await self._carriers.tracked()
        answers = await asyncio.gather(*(self._sighting(order_id, tracked) for order_id in ids))
        await self._ledger.saw([answer for answer in answers if isinstance(answer, Sighting)])
        failed = [each for each, answer in zip(ids, answers, strict=True) if answer is False]
        for order_id in ids:
            self._failed.pop(order_id, None)
        self._failed |= dict.fromkeys(failed)
        return len(failed)

    async def _sighting(self, order_id: str, tracked: Tracked) -> Sighting | bool:
        """The order; False when Gelato could not answer, True when it knows no such order."""
        at = self._now()
        try:
            order = await self._gelato.order(order_id, Urgency.SWEEP)
        except (GelatoTrouble, DeskBusy):
            return False
        except OrderNotFound:
            order = None
        if order is None or order.id != order_id:  # GelatoConnect takes references for ids
            await self._ledger.unfound(order_id, at)
            return True
        return sighting_of_order(order, at, How.READ, tracked)


class _Queue:
    """What the ledger wants to have read, each order once, besides some, and at most so many."""

    def __init__(
        self,
        ledger: SweptLedger,
        *,
        changed: bool,
        besides: Iterable[str],
        most: float = inf,
    ) -> None:
        self._ledger, self._changed, self._left = ledger, changed, most
        self._tried = set(besides)
        self._stayed: set[str] = set()

    async def next(self, most: int) -> Sequence[str]:
        """The next ones; nothing at the end. Those that stay in the ledger's list are passed by."""
        wanted = int(min(most, self._left))
        while wanted:
            found = await self._ledger.to_read(wanted + len(self._stayed), changed=self._changed)
            fresh = [order_id for order_id in found if order_id not in self._tried][:wanted]
            stayed = {order_id for order_id in found if order_id in self._tried}
            if fresh or stayed <= self._stayed:
                self._tried.update(fresh)
                self._left -= len(fresh)
                return fresh
            self._stayed |= stayed
        return ()


class _Again:
    """Orders that are tried again, each once."""

    def __init__(self, ids: Sequence[str]) -> None:
        self._ids = ids

    async def next(self, most: int) -> Sequence[str]:
        """The next ones; nothing at the end."""
        some, self._ids = self._ids[:most], self._ids[most:]
        return some
