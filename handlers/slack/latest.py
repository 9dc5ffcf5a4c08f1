"""One running search a person: a new one takes the place of the old one."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from handlers.slack.errors import Overtaken


class Latest:
    """Knows what is running for whom."""

    def __init__(self) -> None:
        self._running: dict[str, asyncio.Task[object]] = {}
        self._overtaken: set[asyncio.Task[object]] = set()

    @asynccontextmanager
    async def alone(self, person: str) -> AsyncIterator[None]:
        """Stops what ran for this person before. Raises Overtaken when it is stopped itself."""
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("outside of a task")
        if older := self._running.get(person):
            self._overtaken.add(older)
            older.cancel()
        self._running[person] = task
        try:
            yield
        except asyncio.CancelledError:
            if task not in self._overtaken:
                raise
            task.uncancel()
            raise Overtaken from None
        finally:
            self._overtaken.discard(task)
            if self._running.get(person) is task:
                del self._running[person]
