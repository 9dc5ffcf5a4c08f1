"""Tells the ledger of every order that was read for a person."""

import asyncio
import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.desk.carriers import Carriers
from bot.orders.errors import OrderdeskError
from bot.orders.order import Order
from bot.orders.sighted import sighting_of_order
from bot.orders.sightings import How
from bot.store.ledger_ports import Ledger

log = logging.getLogger(__name__)

MOST_AT_ONCE = 200
"""Writes under way; beyond that orders are not written down: the next sweep sees them."""
LAST_WAIT = timedelta(seconds=5)


class Following:
    """Writes beside the answer: it costs the person no time, and no answer when it fails."""

    def __init__(self, ledger: Ledger, carriers: Carriers) -> None:
        self._ledger, self._carriers = ledger, carriers
        self._tasks: set[asyncio.Task[None]] = set()

    def saw(self, orders: Iterable[Order], asked_at: datetime) -> None:
        """Whole orders that Gelato was asked for at that moment. Returns at once."""
        if len(self._tasks) >= MOST_AT_ONCE:
            log.warning("too many orders are read at once for the ledger to follow")
            return
        task = asyncio.create_task(self._written(tuple(orders), asked_at))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def finish(self) -> None:
        """Returns when all is written, or could not be in time."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(set(self._tasks), timeout=LAST_WAIT.total_seconds())
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)

    async def _written(self, orders: tuple[Order, ...], asked_at: datetime) -> None:
        tracked = await self._carriers.tracked()
        sightings = [sighting_of_order(order, asked_at, How.READ, tracked) for order in orders]
        try:
            await self._ledger.saw(sightings)
        except OrderdeskError as error:
            log.warning("an order was read and not written into the ledger: %s", error)
