"""One look over a stretch of order dates: what changed is written down, what vanished is found."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime, timedelta
from math import inf
from typing import Self

from bot.gelato.client import Gelato
from bot.gelato.deadlines import Urgency
from bot.gelato.walk import Walk
from bot.gelato.windows import Window
from bot.orders.errors import DeskBusy, GelatoRefused, GelatoTrouble, OrderdeskError
from bot.orders.query import Query
from bot.orders.row import Row
from bot.orders.sighted import sighting_of_row
from bot.orders.sightings import Sighting
from bot.orders.statuses import canonical_status
from bot.store.ledger_ports import Known, Looked, Stretch, SweptLedger

log = logging.getLogger(__name__)

LARGEST_WRITE = 500
"""Orders that are written together, of several pages: one by one they touch the file more often."""
MOST_WRITES = 4
"""Writes under way while the next pages are fetched."""
PASSING = (GelatoTrouble, DeskBusy)
"""What ends a look, and not the sweep."""
UNFILTERED_FOR = timedelta(days=1)
"""After Gelato refused a filter; then it is sent again, since it may have been something else."""

Judged = Callable[[Looked], Awaitable[None]]


class Looking:
    """Compares Gelato's lists with the ledger: an order that did not change costs no write.

    What a window lists is as old as the moment at which its first page was asked for. Which states
    search takes as a filter is documented in part (gelato-api-facts 2.1). Once it refused some, all
    states are listed for a day: that costs more pages, and shows all that the filter would.
    """

    def __init__(self, gelato: Gelato, ledger: SweptLedger, now: Callable[[], datetime]) -> None:
        self._gelato, self._ledger, self._now = gelato, ledger, now
        self._refused_at: datetime | None = None

    async def over(self, stretch: Stretch, window: Window, judged: Judged) -> None:
        """Walks it; each window is told once all that was in it is written down.

        Raises what Gelato's calls raise, when the windows before it have been told. What was
        refused for its filter is asked for without one when the window is walked again.
        """
        query = Query(statuses=() if self._is_unfiltered() else stretch.statuses)
        listed, began = _Listed(), self._now()
        async with (
            _Writing(self._ledger) as writing,
            self._gelato.walk(query, window, now=self._now) as walk,
        ):
            verdicts, pages = _Verdicts(walk), aiter(walk)
            trouble: OrderdeskError | None = None
            rows: tuple[Row, ...] | None = ()
            while rows is not None:
                asked = self._now()
                try:
                    rows = await anext(pages, None)
                except PASSING as error:
                    rows, trouble = None, error
                for looked in verdicts.new(began):
                    await writing.finish()
                    await self._settle(stretch, looked, listed)
                    await judged(looked)
                    began = asked
                listed.add(rows or ())
                await writing.add(rows or (), began)
            await writing.finish()
        if trouble is not None:
            self._note(trouble, query)
            raise trouble

    async def newest(self, stretch: Stretch) -> None:
        """Orders made behind the end of the stretch. Raises what Gelato's calls raise."""
        query = Query(statuses=stretch.statuses, since=stretch.until)
        began = self._now()
        async with (
            _Writing(self._ledger) as writing,
            self._gelato.search(query, Urgency.SWEEP) as scan,
        ):
            async for rows in scan:
                await writing.add(rows, began)
            await writing.finish()

    def _is_unfiltered(self) -> bool:
        return self._refused_at is not None and self._now() < self._refused_at + UNFILTERED_FOR

    def _note(self, trouble: OrderdeskError, query: Query) -> None:
        if query.statuses and isinstance(trouble, GelatoRefused):
            log.warning("Gelato's search refused these states: %s", ", ".join(query.statuses))
            self._refused_at = self._now()

    async def _settle(self, stretch: Stretch, looked: Looked, listed: "_Listed") -> None:
        if looked.is_complete:
            await self._ledger.vanished(stretch, looked, listed.ids)
        listed.forget(looked.until)


class _Verdicts:
    """The windows that a walk has judged since it was asked last."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._told = (0, 0)

    def new(self, began: datetime) -> list[Looked]:
        """Those windows, which were begun at that moment or later."""
        complete, incomplete = self._walk.complete, self._walk.incomplete
        fresh = [
            *(Looked(w.since, w.until, began, is_complete=True) for w in complete[self._told[0] :]),
            *(
                Looked(w.since, w.until, began, is_complete=False)
                for w in incomplete[self._told[1] :]
            ),
        ]
        self._told = (len(complete), len(incomplete))
        return fresh


class _Listed:
    """The ids of the rows that came; those of windows that are over are forgotten."""

    def __init__(self) -> None:
        self._dates: dict[str, float] = {}

    @property
    def ids(self) -> dict[str, float]:
        """To ask whether an id is in it."""
        return self._dates

    def add(self, rows: Iterable[Row]) -> None:
        """They were listed."""
        for row in rows:
            dates = [date.timestamp() for date in (row.ordered_at, row.created_at) if date]
            self._dates[row.id] = max(dates, default=inf)

    def forget(self, until: datetime) -> None:
        """Nothing earlier is asked for any more."""
        end = until.timestamp()
        self._dates = {order_id: date for order_id, date in self._dates.items() if date >= end}


class _Writing:
    """Writes pages while others are fetched, a few at a time."""

    def __init__(self, ledger: SweptLedger) -> None:
        self._ledger = ledger
        self._sightings: list[Sighting] = []
        self._tasks: set[asyncio.Task[object]] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """What is under way is let end, so that nothing is left behind by a look that broke."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def add(self, rows: tuple[Row, ...], at: datetime) -> None:
        """Writes those that changed. Raises what an earlier page's writing raised."""
        if rows:
            self._sightings += await self._changed(rows, at)
        if len(self._sightings) >= LARGEST_WRITE:
            await self._write()

    async def finish(self) -> None:
        """Returns when all is on the disk."""
        await self._write()
        while self._tasks:
            await self._settle(asyncio.ALL_COMPLETED)

    async def _write(self) -> None:
        sightings, self._sightings = self._sightings, []
        if sightings:
            self._tasks.add(asyncio.ensure_future(self._ledger.saw(sightings)))
        while len(self._tasks) >= MOST_WRITES:
            await self._settle(asyncio.FIRST_COMPLETED)

    async def _settle(self, when: str) -> None:
        done, self._tasks = await asyncio.wait(self._tasks, return_when=when)
        for error in [task.exception() for task in done]:
            if error is not None:
                raise error

    async def _changed(self, rows: tuple[Row, ...], at: datetime) -> list[Sighting]:
        known = await self._ledger.known([row.id for row in rows])
        return [sighting_of_row(row, at) for row in rows if has_changed(row, known.get(row.id))]


def has_changed(row: Row, known: Known | None) -> bool:
    """Whether a list says more than is known; stamps are compared by whole seconds."""
    if known is None or canonical_status(row.fulfillment_status) != known.status:
        return True
    if row.updated_at is None:
        return False
    return known.updated_at is None or row.updated_at.replace(microsecond=0) > known.updated_at
