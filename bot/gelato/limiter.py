"""Keeps our calls below a rate, and lets a person's call go before a sweep's."""

import asyncio
from collections import deque

from bot.gelato.deadlines import Urgency
from bot.orders.errors import DeskBusy

PEOPLES_SHARE = 0.2
"""Of the rate; a sweep leaves so much free, so that a click seldom waits for its turn at all."""
LONGEST_QUEUE = 8.0
"""Seconds of work that may wait, so that nobody's patience ends in the queue."""


class Window:
    """The calls of the last while: never more than `rate` in any second (gelato-api-facts 7.3).

    Pure but for what it remembers; times are seconds of one clock.
    """

    def __init__(self, rate: float) -> None:
        self.most = max(1, int(rate))
        self.seconds = self.most / rate
        self._gone: deque[float] = deque(maxlen=self.most)
        self._ceilings = {
            Urgency.PERSON: self.most,
            Urgency.SWEEP: max(1, int(self.most * (1 - PEOPLES_SHARE))),
        }

    def wait(self, now: float, urgency: Urgency) -> float:
        """Seconds until such a call may go; 0 when it may now."""
        ceiling = self._ceilings[urgency]
        if len(self._gone) < ceiling:
            return 0.0
        return max(0.0, self._gone[-ceiling] + self.seconds - now)

    def take(self, now: float) -> None:
        """A call goes."""
        self._gone.append(now)


class Limiter:
    """Hands out turns, to people first, else in the order of asking. A rate of 0 is no limit."""

    def __init__(self, rate: float) -> None:
        self._window = Window(rate) if rate else None
        self._longest = max(16, int(rate * LONGEST_QUEUE))
        self._queues: dict[Urgency, deque[asyncio.Future[None]]] = {
            Urgency.PERSON: deque(),
            Urgency.SWEEP: deque(),
        }
        self._timer: asyncio.TimerHandle | None = None

    async def turn(self, urgency: Urgency) -> None:
        """Returns when a call may go. Raises DeskBusy when too many wait already."""
        if self._window is None or self._goes_at_once(self._window, urgency):
            return
        queue = self._queues[urgency]
        if len(queue) >= self._longest:
            raise DeskBusy
        turn = asyncio.get_running_loop().create_future()
        queue.append(turn)
        self._admit()
        try:
            await turn
        finally:
            self._leave(queue, turn)

    def _goes_at_once(self, window: Window, urgency: Urgency) -> bool:
        now = asyncio.get_running_loop().time()
        if any(self._queues[before] for before in _UP_TO[urgency]) or window.wait(now, urgency):
            return False
        window.take(now)
        return True

    def _leave(self, queue: deque[asyncio.Future[None]], turn: asyncio.Future[None]) -> None:
        """Somebody who stopped waiting must hold up nobody."""
        if turn in queue:
            queue.remove(turn)
            self._admit()

    def _admit(self) -> None:
        """Gives out the turns that are due, and comes back for the next one."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        loop = asyncio.get_running_loop()
        while (head := self._head()) is not None and self._window is not None:
            pause = self._window.wait(loop.time(), head)
            if pause > 0:
                self._timer = loop.call_later(pause, self._admit)
                return
            self._give(self._window, head, loop.time())

    def _give(self, window: Window, urgency: Urgency, now: float) -> None:
        turn = self._queues[urgency].popleft()
        if not turn.done():
            window.take(now)
            turn.set_result(None)

    def _head(self) -> Urgency | None:
        return next((urgency for urgency in Urgency if self._queues[urgency]), None)


_UP_TO = {
    Urgency.PERSON: (Urgency.PERSON,),
    Urgency.SWEEP: (Urgency.PERSON, Urgency.SWEEP),
}
