"""Reads orders by their ids for the ledger: those that changed, then those that were never read."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime

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
    """What is to be read stands in the ledger, so a restart goes on where it stopped."""

    def __init__(
        self,
        gelato: Gelato,
        ledger: SweptLedger,
        carriers: Carriers,
        now: Callable[[], datetime],
    ) -> None:
        self._gelato, self._ledger, self._now = gelato, ledger, now
        self._carriers = carriers

    async def read(self) -> None:
        """Everything that changed, and a share of what was never read."""
        if await self._read(changed=True, most=None):
            await self._read(changed=False, most=FIRST_READS)

    async def _read(self, *, changed: bool, most: int | None) -> bool:
        """Whether it is worth going on: Gelato answers. No order is read twice."""
        queue, failed = _Queue(self._ledger, changed=changed), 0
        while most is None or most > 0:
            ids = await queue.next(min(AT_ONCE, most or AT_ONCE))
            if not ids:
                return True
            failed += await self._read_some(ids)
            if failed >= MOST_FAILURES:
                return False
            most = None if most is None else most - len(ids)
        return True

    async def _read_some(self, ids: Sequence[str]) -> int:
        """How many of them could not be read."""
        tracked = await self._carriers.tracked()
        answers = await asyncio.gather(*(self._sighting(order_id, tracked) for order_id in ids))
        await self._ledger.saw([answer for answer in answers if isinstance(answer, Sighting)])
        return sum(answer is False for answer in answers)

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
    """What the ledger wants to have read, each order once."""

    def __init__(self, ledger: SweptLedger, *, changed: bool) -> None:
        self._ledger, self._changed = ledger, changed
        self._tried: set[str] = set()
        self._stayed: set[str] = set()

    async def next(self, most: int) -> list[str]:
        """The next ones; nothing at the end. Those that stay in the ledger's list are passed by."""
        while True:
            found = await self._ledger.to_read(most + len(self._stayed), changed=self._changed)
            fresh = [order_id for order_id in found if order_id not in self._tried][:most]
            stayed = {order_id for order_id in found if order_id in self._tried}
            if fresh or stayed <= self._stayed:
                self._tried.update(fresh)
                return fresh
            self._stayed |= stayed
