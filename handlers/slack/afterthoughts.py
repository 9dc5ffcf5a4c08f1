"""Small things to do a moment later, which a shutdown may drop."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

log = logging.getLogger(__name__)

MOST_PLANNED = 500


class Afterthoughts:
    """Holds what is planned; beyond a bound nothing more is."""

    def __init__(self) -> None:
        self._tasks: dict[str, asyncio.Task[None]] = {}

    def plan(self, key: str, seconds: float, act: Callable[[], Awaitable[object]]) -> None:
        """Does it after so many seconds, in place of what was planned under this key before.

        What it raises is only logged.
        """
        self.forget(key)
        if len(self._tasks) < MOST_PLANNED:
            self._tasks[key] = asyncio.create_task(self._after(key, seconds, act))

    def forget(self, key: str) -> None:
        """Drops what is planned, since something newer happened."""
        if task := self._tasks.pop(key, None):
            task.cancel()

    async def drop(self) -> None:
        """Lets go of everything."""
        tasks = list(self._tasks.values())
        for key in list(self._tasks):
            self.forget(key)
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _after(self, key: str, seconds: float, act: Callable[[], Awaitable[object]]) -> None:
        await asyncio.sleep(seconds)
        del self._tasks[key]
        try:
            await act()
        except Exception:
            log.exception("an afterthought broke")
