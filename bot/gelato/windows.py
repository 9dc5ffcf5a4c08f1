"""Stretches of order date, and how a long one is cut: by how many orders there are in it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.orders.row import Row

MOST_ROWS = 8000
"""Rows in a window before it is halved: pages enough to be quick, in which little can move.

Servers often refuse to count beyond ten thousand; Gelato's documents name no such end.
"""
FIRST_SPAN = timedelta(days=1)
SHORTEST_SPAN = timedelta(minutes=1)
LONGEST_SPAN = timedelta(days=32)


@dataclass(frozen=True)
class Window:
    """A stretch of order dates, ends included: which ends Gelato includes is not documented."""

    since: datetime
    until: datetime

    @property
    def span(self) -> timedelta:
        """How long it is."""
        return self.until - self.since

    def halves(self) -> "tuple[Window, Window]":
        """Two that meet in the middle, on a whole second as Gelato's dates are."""
        middle = (self.since + self.span / 2).replace(microsecond=0)
        return Window(self.since, middle), Window(middle, self.until)

    def holds(self, row: Row) -> bool:
        """Whether the row is listed here and nowhere else: both its dates are known, and inside."""
        ordered, created = row.ordered_at, row.created_at
        if ordered is None or created is None:
            return False
        return self.since < ordered < self.until and self.since < created < self.until


@dataclass(frozen=True)
class Part:
    """A window to walk, and the ids of its rows that were seen already."""

    window: Window
    seen: set[str] = field(default_factory=set)


class Parts:
    """Cuts a stretch of time into windows, oldest first, and learns how long they may be."""

    def __init__(self, over: Window) -> None:
        self._cursor = over.since.replace(microsecond=0)
        self._end = over.until
        self._span = FIRST_SPAN
        self._halved: list[Part] = []
        self._expected = 0

    @property
    def expected(self) -> int:
        """How many rows the next window will have, if it is like the last."""
        return self._expected

    def next(self) -> Part | None:
        """The window to walk next; None when all have been given out."""
        if self._halved:
            return self._halved.pop()
        if self._cursor >= self._end:
            return None
        since, self._cursor = self._cursor, min(self._cursor + self._span, self._end)
        return Part(Window(since, self._cursor))

    def walked(self, part: Part, rows: int) -> None:
        """Tells how many rows a whole window had: after one that is not half full they grow."""
        self._expected = rows
        if rows <= MOST_ROWS / 2 and part.window.span >= self._span:
            self._span = min(LONGEST_SPAN, self._span * 2)

    def overflowed(self, part: Part) -> bool:
        """Whether the window can be walked in halves instead, which are then given out next."""
        if part.window.span < 2 * SHORTEST_SPAN:
            return False
        older, newer = part.window.halves()
        self._halved += [Part(newer, part.seen), Part(older, part.seen)]
        self._span = min(self._span, older.span)
        return True
