"""Leaves a dead Gelato alone for a while, says so, and sends one call ahead to see."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bot.orders.errors import GelatoDown, GelatoResting, OrderdeskError

FAILURES_TO_OPEN = 12
"""Calls that went without an answer in a row, repeats counted: two look-ups of a family, all lost.

Fewer would shut people out for what a repeat gets over.
"""
FIRST_REST = 2.0
"""Seconds; each probe that fails doubles it."""
LONGEST_REST = 60.0


class Circuit:
    """Closed: calls pass. Open: none does. Half-open, after a rest: one passes, as a probe."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._failures = 0
        self._rest = 0.0
        self._open_until = 0.0
        self._is_probing = False

    @property
    def is_open(self) -> bool:
        """Whether Gelato is held for dead; also while a probe is under way."""
        return self._rest > 0

    def check(self) -> None:
        """Raises GelatoResting when no call would be let through now."""
        if self.is_open and (self._is_probing or self._now() < self._open_until):
            raise GelatoResting(again_in=max(0.0, self._open_until - self._now()))

    @contextmanager
    def passing(self, is_late: Callable[[], bool] = lambda: False) -> Iterator[None]:
        """Holds one call. `is_late` tells a call that Gelato let wait from one that was called off.

        Raises GelatoResting. A refusal of Gelato's is a sign of life like any answer.
        """
        self.check()
        is_probe = self._is_probing = self.is_open
        try:
            yield
        except GelatoDown:
            self._failed(is_probe=is_probe)
            raise
        except OrderdeskError:
            self._answered()
            raise
        except asyncio.CancelledError:
            if is_late():
                self._failed(is_probe=is_probe)
            raise
        else:
            self._answered()
        finally:
            self._is_probing = self._is_probing and not is_probe

    def _answered(self) -> None:
        self._failures, self._rest = 0, 0.0

    def _failed(self, *, is_probe: bool) -> None:
        self._failures += 1
        opens = not self.is_open and self._failures >= FAILURES_TO_OPEN
        if opens or is_probe:
            self._rest = min(LONGEST_REST, self._rest * 2 or FIRST_REST)
            self._open_until = self._now() + self._rest
