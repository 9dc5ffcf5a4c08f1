"""Walks the pages of one search: fetches ahead within a bound, gives each row once, streams.

Neither API promises an order of rows or a total (gelato-api-facts 3.2). So pages overlap by one
row: where the seam between two pages does not match, rows moved while they were read, and some may
be missing, though one that left between two pages costs nothing. What comes twice is given once.
"""

import asyncio
import json
import sys
from collections import Counter, deque
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from typing import Self

from bot.gelato.search import Asked
from bot.orders.query import Sieve
from bot.orders.row import Row, Rows

MOST_AHEAD = 8
"""Pages in flight: more is hardly faster and costs memory (perf.md 1.9)."""


@dataclass(frozen=True)
class Page:
    """What one request brought. `unreadable` rows were listed and could not be read."""

    rows: tuple[Row, ...]
    is_last: bool
    unreadable: int = 0


def read_page(body: bytes, limit: int) -> Page:
    """The page in a body; one shorter than `limit` is the last. Raises AnswerNotUnderstood."""
    rows = Rows.read(body).orders
    if len(rows) >= limit:
        return Page(rows, is_last=False)
    listed = _listed(body)
    return Page(rows, listed < limit, max(0, listed - len(rows)))


def _listed(body: bytes) -> int:
    """How many rows stand in the body, readable or not; asked only of pages that look short."""
    orders = json.loads(body.decode(json.detect_encoding(body), "replace"))["orders"]
    return len(orders) if isinstance(orders, list) else 0


Fetch = Callable[[int], Awaitable[Page]]
"""Reads the page that starts at this row."""


@dataclass(frozen=True)
class Start:
    """With what a scan begins: `at` which row, how many are `expected`, ids that were `seen`.

    `ends` is a moment of the loop's clock, at which it stops, as it does at `most` listed rows.
    """

    expected: int = 0
    seen: set[str] = field(default_factory=set)
    ends: float | None = None
    at: int = 0
    most: int = sys.maxsize


class Scan:
    """The rows of one search, a page at a time: `async for rows in scan`.

    An error of Gelato's comes out of the iteration, and ends it.
    """

    def __init__(
        self,
        fetch: Fetch,
        limit: int,
        asked: Asked,
        start: Start,
    ) -> None:
        self.asked = asked
        self.dropped: Counter[str] = Counter()
        """Rows that did not pass a filter, by its name: ours did it where Gelato's did not."""
        self.listed = 0
        """Rows that came, repeats too."""
        self.is_complete = False
        """Whether the search was walked to its end, and nothing moved meanwhile."""
        self._fetch, self._ends, self._most = fetch, start.ends, start.most
        self._sieve = Sieve(asked.sifted)
        self._step = max(1, limit - 1)
        self._overlap = limit - self._step
        self._expected, self._beyond = start.expected, 1
        self._offset = self.read_to = start.at
        """`read_to` is the row at which a later scan may go on."""
        self.is_over = False
        """Whether the last page has come."""
        self._ahead: deque[asyncio.Future[Page]] = deque()
        self._seen = start.seen
        self._strays: set[str] = set()
        self._last: str | None = None
        self._is_over = self._has_moved = False

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> tuple[Row, ...]:
        while not self._is_over and self.listed < self._most:
            page = await self._next_page()
            if page is not None and (rows := self._kept(page.rows)):
                return rows
        raise StopAsyncIteration

    async def close(self) -> None:
        """Calls off what is under way; nothing is left behind."""
        self._is_over = True
        tasks, self._ahead = self._ahead, deque()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _next_page(self) -> Page | None:
        """The next page; None when time is up."""
        self._fetch_ahead()
        try:
            async with asyncio.timeout_at(self._ends):
                page = await self._ahead[0]
        except TimeoutError:
            await self.close()
            return None
        except BaseException:
            self._is_over = True
            raise
        self._ahead.popleft()
        self.read_to += self._step
        self.is_over = page.is_last
        self._check_seam(page)
        if page.is_last:
            await self.close()
            self.is_complete = not self._has_moved
        return page

    def _fetch_ahead(self) -> None:
        """Fills what may be in flight: eight pages where rows are expected.

        Beyond that twice as many with each page that came, so that a short search is a single
        request and a long one soon has eight in flight.
        """
        if self.listed > self._expected:
            self._beyond = min(MOST_AHEAD, self._beyond * 2)
        while len(self._ahead) < self._most_ahead():
            self._ahead.append(asyncio.ensure_future(self._fetch(self._offset)))
            self._offset += self._step

    def _most_ahead(self) -> int:
        return MOST_AHEAD if self._offset < self._expected else self._beyond

    def _check_seam(self, page: Page) -> None:
        self.listed += len(page.rows)
        first = page.rows[0].id if page.rows else None
        self._has_moved |= bool(self._overlap and self._last and first != self._last)
        self._has_moved |= page.unreadable > 0
        self._last = page.rows[-1].id if page.rows else None

    def _kept(self, rows: Iterable[Row]) -> tuple[Row, ...]:
        """The rows that were not there yet and pass the filters."""
        kept = []
        for row in rows:
            if row.id in self._seen or row.id in self._strays:
                continue
            failed = self._sieve.mismatch(row)
            if failed is None:
                self._seen.add(row.id)
                kept.append(row)
            else:
                self._strays.add(row.id)  # not seen: it may be at home in another window
                self.dropped[failed] += 1
        return tuple(kept)
