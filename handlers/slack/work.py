"""The tasks behind the acknowledgements: held, bounded, counted, and finished at shutdown."""

import asyncio
import logging
from collections.abc import Coroutine
from datetime import timedelta

from bot.orders.errors import DeskBusy

log = logging.getLogger(__name__)

MOST_AT_ONCE = 64
MOST_WAITING = 500
LAST_WAIT = timedelta(seconds=15)
"""How long a shutdown waits for what is under way."""


class Work:
    """Runs coroutines in tasks of its own. They must not raise: a guard stands round each."""

    def __init__(self, most_at_once: int = MOST_AT_ONCE, most_waiting: int = MOST_WAITING) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._places = asyncio.Semaphore(most_at_once)
        self._most = most_at_once + most_waiting
        self.started = 0
        self.refused = 0

    @property
    def under_way(self) -> int:
        """Tasks that are running or waiting for a place."""
        return len(self._tasks)

    def start(self, coroutine: Coroutine[None, None, None]) -> None:
        """Runs it as soon as there is a place. Raises DeskBusy when too much is waiting."""
        if len(self._tasks) >= self._most:
            coroutine.close()
            self.refused += 1
            raise DeskBusy
        task = asyncio.create_task(self._placed(coroutine))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        self.started += 1

    async def finish(self, within: timedelta = LAST_WAIT) -> None:
        """Waits for what is under way, then stops the rest."""
        if not self._tasks:
            return
        _, late = await asyncio.wait(set(self._tasks), timeout=within.total_seconds())
        for task in late:
            task.cancel()
        if late:
            log.warning("stopped %d tasks that did not finish", len(late))
            await asyncio.wait(late)

    async def _placed(self, coroutine: Coroutine[None, None, None]) -> None:
        async with self._places:
            await coroutine
