"""Which shipping methods have tracking at all, as far as Gelato tells."""

import asyncio
import logging
import time
from collections.abc import Callable

from bot.gelato.client import Gelato
from bot.orders.errors import OrderdeskError
from bot.orders.sighted import Tracked

log = logging.getLogger(__name__)

REST = 600.0
"""Seconds before Gelato is asked again after it could not tell."""


class Carriers:
    """Asks for the list of methods, which the client keeps for an hour."""

    def __init__(self, gelato: Gelato, now: Callable[[], float] = time.monotonic) -> None:
        """`now` is a clock of seconds that never runs backwards."""
        self._gelato, self._now = gelato, now
        self._not_before = now()
        self._asking = asyncio.Lock()

    async def tracked(self) -> Tracked:
        """Tells it by a method's uid; None where Gelato does not. Raises nothing of Gelato's."""
        async with self._asking:
            if self._now() < self._not_before:
                return _unknown
            try:
                methods = await self._gelato.shipping_methods()
            except OrderdeskError as error:
                log.warning("shipping methods are not known: %s", type(error).__name__)
                self._not_before = self._now() + REST
                return _unknown
        return {method.uid: method.has_tracking for method in methods}.get


def _unknown(_uid: str) -> None:
    return None
