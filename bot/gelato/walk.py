"""Walks a long search in windows of order date, so that its rows hold still and gaps are known.

While orders arrive or change status, the rows behind them move to other pages. In a window that has
ended nothing arrives any more; what still moves shows at the seams of the pages, and the next walk
of that window heals it.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import replace
from datetime import datetime, timedelta

from bot.gelato.pages import Scan, Start
from bot.gelato.windows import MOST_ROWS, Part, Parts, Window
from bot.orders.errors import OrderdeskError
from bot.orders.query import Query
from bot.orders.row import Row

SETTLING = timedelta(minutes=5)
"""An order may be listed this much later than it was made (gelato-api-facts 9), clocks included."""

Rows = tuple[Row, ...]
Scanned = Callable[[Query, Start], AbstractAsyncContextManager[Scan]]
"""Opens the scan of a query."""


class Walk:
    """The rows of a search over a stretch of time, page by page, none twice: `async for rows`.

    `complete` and `incomplete` tell how far it can be relied on, after an error too; a window in
    neither was not walked to its end. What was not complete may be walked again.
    """

    def __init__(
        self, scanned: Scanned, query: Query, over: Window, *, now: datetime, ends: float | None
    ) -> None:
        """`ends` is a moment of the loop's clock, at which the walk stops."""
        self.complete: list[Window] = []
        """Windows that had ended, and whose rows held still while they were read."""
        self.incomplete: list[Window] = []
        self.dropped: Counter[str] = Counter()
        """Rows that did not pass a filter, by its name."""
        self._scanned, self._query = scanned, query
        self._closed_before, self._ends = now - SETTLING, ends
        self._parts = Parts(over)
        self._restless: set[str] = set()
        self._pages = self._walked()

    def __aiter__(self) -> AsyncIterator[Rows]:
        return self._pages

    async def close(self) -> None:
        """Calls off what is under way; nothing is left behind."""
        await self._pages.aclose()

    async def _walked(self) -> AsyncGenerator[Rows, None]:
        while not self._is_late() and (part := self._parts.next()) is not None:
            async with self._scanned(self._query_of(part), self._start_of(part)) as scan:
                try:
                    async for rows in scan:
                        if fresh := self._fresh(rows, part.window):
                            yield fresh
                        if scan.listed > MOST_ROWS and self._parts.overflowed(part):
                            self.dropped += scan.dropped
                            break
                    else:
                        self._judge(part, scan)
                except OrderdeskError:
                    self.incomplete.append(part.window)
                    raise

    def _query_of(self, part: Part) -> Query:
        return replace(self._query, since=part.window.since, until=part.window.until)

    def _start_of(self, part: Part) -> Start:
        return Start(self._parts.expected, part.seen, self._ends)

    def _fresh(self, rows: Iterable[Row], window: Window) -> Rows:
        """The rows that no other window has given; only those that may stand in several are kept.

        So what is remembered does not grow with the number of orders.
        """
        fresh = []
        for row in rows:
            if not window.holds(row):
                if row.id in self._restless:
                    continue
                self._restless.add(row.id)
            fresh.append(row)
        return tuple(fresh)

    def _judge(self, part: Part, scan: Scan) -> None:
        self._parts.walked(part, scan.listed)
        self.dropped += scan.dropped
        is_closed = part.window.until <= self._closed_before
        verdict = self.complete if is_closed and scan.is_complete else self.incomplete
        verdict.append(part.window)

    def _is_late(self) -> bool:
        return self._ends is not None and asyncio.get_running_loop().time() >= self._ends
