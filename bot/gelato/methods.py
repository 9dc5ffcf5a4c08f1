"""Remembers for an hour how parcels may travel: the list hardly ever changes."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.orders.errors import GelatoTrouble
from bot.orders.shipping import ShippingMethod

KEPT = timedelta(hours=1)

Methods = tuple[ShippingMethod, ...]


class MethodList:
    """Asks once an hour, however many want to know; an old list is better than none."""

    def __init__(
        self, ask: Callable[[], Awaitable[Methods]], now: Callable[[], float] = time.monotonic
    ) -> None:
        """`now` is a clock of seconds that never runs backwards."""
        self._ask, self._now = ask, now
        self._methods: Methods = ()
        self._good_until: float | None = None
        self._asking = asyncio.Lock()

    async def read(self) -> Methods:
        """The list. Raises GelatoTrouble only when there has never been one."""
        async with self._asking:
            if self._good_until is None or self._now() >= self._good_until:
                await self._renew()
        return self._methods

    async def _renew(self) -> None:
        try:
            self._methods = await self._ask()
        except GelatoTrouble:
            if self._good_until is None:
                raise
            return
        self._good_until = self._now() + KEPT.total_seconds()


def named(uids: tuple[str, ...]) -> Methods:
    """Methods of which only the uid is known, as a setting gives them."""
    return tuple(
        ShippingMethod(shipmentMethodUid=uid, name=uid.replace("_", " ").capitalize())
        for uid in uids
    )
