"""The orders that exist, when each may be found, and what has really been done to them."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from bot.sandbox.gelato.moments import Clock, stamp

SEARCH_LAG = timedelta(seconds=2)
"""How long a new order stays out of search (v2 documents one to three seconds)."""


class Book:
    """All orders, as raw dicts in the shape that get answers. Tests may add and alter them."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._ahead = timedelta()
        self._findable: dict[str, datetime] = {}
        self.orders: list[dict[str, Any]] = []
        self.effects: list[tuple[str, str]] = []

    def now(self) -> datetime:
        """The clock's moment, plus all the time that was skipped."""
        return self._clock() + self._ahead

    def skip(self, time: timedelta) -> None:
        """Moves this book's now ahead of the clock."""
        self._ahead += time

    def by_id(self, order_id: str) -> dict[str, Any] | None:
        """The order with that Gelato id."""
        return next((order for order in self.orders if order["id"] == order_id), None)

    def by_any(self, key: str) -> dict[str, Any] | None:
        """By Gelato id, else the first of those that share the reference."""
        return self.by_id(key) or next(iter(self.family(key)), None)

    def family(self, reference: str) -> list[dict[str, Any]]:
        """All orders of one reference."""
        return [order for order in self.orders if order["orderReferenceId"] == reference]

    def findable(self) -> Iterator[dict[str, Any]]:
        """The orders that search knows of by now."""
        now = self.now()
        return (o for o in self.orders if self._findable.get(o["id"], now) <= now)

    def add(self, order: dict[str, Any]) -> None:
        """A new order; search finds it a moment later."""
        self.orders.append(order)
        self._findable[order["id"]] = self.now() + SEARCH_LAG
        self.effects.append(("submit", order["id"]))

    def remove(self, order: dict[str, Any]) -> None:
        """Forgets a draft."""
        self.orders.remove(order)
        self.effects.append(("delete", order["id"]))

    def changed(self, kind: str, order: dict[str, Any]) -> None:
        """Writes down one real change."""
        order["updatedAt"] = stamp(self.now())
        self.effects.append((kind, order["id"]))
