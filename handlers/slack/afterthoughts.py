"""Small things to do a moment later, which a shutdown may drop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

MOST_PLANNED = 500


class Afterthoughts:
    """Holds what is planned; beyond a bound nothing more is."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def plan(self, seconds: float, act: Callable[[], Awaitable[object]]) -> None:
        """Does it after so many seconds. What it raises is only logged."""
        if len(self._tasks) >= MOST_PLANNED:
            return
        task = asyncio.create_task(_after(seconds, act))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def drop(self) -> None:
        """Lets go of everything."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)


async def _after(seconds: float, act: Callable[[], Awaitable[object]]) -> None:
    await asyncio.sleep(seconds)
    try:
        await act()
    except Exception:
        log.exception("an afterthought broke")
