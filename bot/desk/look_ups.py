"""Looking orders up, and searching for them."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import datetime

from bot.desk.families import read_family
from bot.desk.records import Asker, Records, Trace
from bot.desk.rights import Rights
from bot.desk.searches import extended
from bot.gelato.client import Gelato
from bot.orders.access import Act
from bot.orders.dialect import Dialect
from bot.orders.errors import GelatoTrouble, OrderdeskError
from bot.orders.family import Family
from bot.orders.found import Search
from bot.orders.order import Order
from bot.orders.past import Past
from bot.store.ports import Operation

log = logging.getLogger(__name__)

LONGEST_RECALL = 0.25
"""Seconds that a card waits for what is known of its past: it is shown without it then."""

Recall = Callable[[Sequence[str]], Awaitable[Mapping[str, Past]]]
"""What was seen of these orders before (bot.store.ledger_ports.Ledger.pasts)."""
Saw = Callable[[Sequence[Order], datetime], None]
"""Hears which whole orders were read, and when Gelato was asked for them."""


def unfollowed(_orders: Sequence[Order], _asked_at: datetime) -> None:
    """Where nobody follows."""


async def nothing_known(_order_ids: Sequence[str]) -> Mapping[str, Past]:
    """The same for what was seen before."""
    return {}


class LookUps:
    """Reads orders for people, with Gelato behind it and the audit log beside it."""

    def __init__(
        self,
        gelato: Gelato,
        records: Records,
        rights: Rights,
        saw: Saw = unfollowed,
        recall: Recall = nothing_known,
    ) -> None:
        """`saw` is told of every order that was read, and returns at once."""
        self._gelato = gelato
        self._records = records
        self._rights = rights
        self._saw = saw
        self._recall = recall

    @property
    def dialect(self) -> Dialect:
        """Which of Gelato's APIs is asked."""
        return self._gelato.dialect

    async def look_up(
        self, typed: str, by: Asker, operation: Operation = Operation.LOOK_UP
    ) -> Family:
        """All orders of a reference or Gelato id, read now.

        Raises NotAllowed, OrderNotFound, GelatoTrouble, or StoreTrouble when the audit row cannot
        be written: no row, no answer.
        """
        async with self._records.recorded(operation, typed, by) as trace:
            await self._rights.require(Act.LOOK_UP, by.person)
            return await self._read(typed, trace)

    async def reveal(self, order: Order, family: Family, by: Asker) -> None:
        """To be awaited before somebody is shown the recipient of one order.

        Raises NotAllowed, or StoreTrouble: no row, no address.
        """
        async with self._records.recorded(Operation.REVEAL, family.reference, by) as trace:
            trace.order_ids = (order.id,)
            await self._rights.require(Act.REVEAL, by.person)

    async def shipping_methods(self, country: str) -> Sequence[tuple[str, str]]:
        """What to offer for an ISO 3166-1 country: uids and names; nothing while Gelato is away."""
        try:
            methods = await self._gelato.shipping_methods(country)
        except GelatoTrouble:
            return ()
        return tuple((method.uid, method.name or method.uid) for method in methods)

    @asynccontextmanager
    async def showing(self, typed: str, by: Asker, operation: Operation) -> AsyncIterator[Family]:
        """The same, for who shows the orders to others inside: a row before, and one after.

        So nothing is shown without a row, and the second one tells what came of it.
        """
        async with self._records.recorded(operation, typed, by) as trace:
            await self._rights.require(Act.LOOK_UP, by.person)
            family = await self._read(typed, trace)
            await self._records.begun(trace)
            yield family

    async def search(self, search: Search, wanted: int, by: Asker) -> Search:
        """The search, read on until it holds `wanted` rows, its end, or its budget is reached.

        Raises GelatoTrouble, or StoreTrouble: no row, no answer. Turning a page is no new search,
        and leaves no row.
        """
        if search.rows or search.looked_at:
            await self._rights.require(Act.SEARCH, by.person)
            return await extended(self._gelato, search, wanted)
        async with self._records.recorded(Operation.SEARCH, "", by) as trace:
            trace.reference = ", ".join(search.query.filters) or "all orders"
            await self._rights.require(Act.SEARCH, by.person)
            return await extended(self._gelato, search, wanted)

    async def _read(self, typed: str, trace: Trace) -> Family:
        family = await read_family(self._gelato, typed, self._records.now())
        pasts = await self._pasts(family)
        self._saw(family.orders, family.read_at)
        trace.reference = self._records.shown(family.reference)
        trace.order_ids = tuple(order.id for order in family.orders)
        return replace(family, pasts=pasts)

    async def _pasts(self, family: Family) -> Mapping[str, Past]:
        """What the ledger knew before this read; a ledger in trouble costs no card."""
        try:
            async with asyncio.timeout(LONGEST_RECALL):
                return await self._recall([order.id for order in family.orders])
        except (OrderdeskError, TimeoutError) as error:
            log.warning("a card is shown without its past: %s", type(error).__name__)
            return {}
