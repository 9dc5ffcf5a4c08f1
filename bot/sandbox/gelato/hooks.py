"""Sends events to whoever listens: three tries, five seconds apart, as the vendor does.

It can also be told to misbehave, for neither order nor exactly-once is promised.
"""

import asyncio
from collections import deque
from collections.abc import Coroutine, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.sandbox.gelato.events import Event
from bot.sandbox.gelato.mishaps import Sleep
from bot.sandbox.gelato.moments import Clock

TRIES = 3
PAUSE = 5.0
SECRET_HEADER = "X-Orderdesk-Secret"  # noqa: S105 - a header's name
_PATIENCE = ClientTimeout(total=10)
_KEPT = 5000


@dataclass
class Mischief:
    """What goes wrong on the way: so many next events doubled or lost, all held or reversed."""

    double: int = 0
    lose: int = 0
    hold: timedelta = timedelta()
    reverse: bool = False


@dataclass(frozen=True)
class Delivery:
    """One try: `status` is the listener's answer, 0 where nobody answered."""

    event: Event
    attempt: int
    status: int


@dataclass
class Hooks:
    """Where events go. With no `url` they are only remembered in `events`."""

    now: Clock
    sleep: Sleep
    url: str = ""
    secret: str = ""
    mischief: Mischief = field(default_factory=Mischief)
    events: deque[Event] = field(default_factory=lambda: deque(maxlen=_KEPT))
    deliveries: deque[Delivery] = field(default_factory=lambda: deque(maxlen=_KEPT))
    _held: list[tuple[datetime, Event]] = field(default_factory=list)
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def listen(self, url: str, secret: str) -> None:
        """Sends every later event to that address, with the secret in a header."""
        self.url, self.secret = url, secret

    def tell(self, events: list[Event]) -> None:
        """Takes what happened; it leaves with the next `release`."""
        self.events.extend(events)
        if self.url:
            due = self.now() + self.mischief.hold
            self._held += [(due, event) for event in self._spoilt(events)]

    def _spoilt(self, events: Iterable[Event]) -> Iterable[Event]:
        """The events, some lost and some doubled."""
        for event in events:
            if self.mischief.lose:
                self.mischief.lose -= 1
                continue
            yield event
            if self.mischief.double:
                self.mischief.double -= 1
                yield event

    def release(self) -> None:
        """Sends what is due. Needs a running event loop when there is something to send."""
        now = self.now()
        batch = [event for due, event in self._held if due <= now]
        self._held = [(due, event) for due, event in self._held if due > now]
        if batch:
            self._start(self._send_all(batch[::-1] if self.mischief.reverse else batch))

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _send_all(self, events: list[Event]) -> None:
        """First tries in order; what fails is tried again beside the others."""
        async with ClientSession(timeout=_PATIENCE) as session:
            for event in events:
                if not await self._sent(session, event, 1):
                    self._start(self._again(event))

    async def _again(self, event: Event) -> None:
        async with ClientSession(timeout=_PATIENCE) as session:
            for attempt in range(2, TRIES + 1):
                await self.sleep(PAUSE)
                if await self._sent(session, event, attempt):
                    return

    async def _sent(self, session: ClientSession, event: Event, attempt: int) -> bool:
        headers = {SECRET_HEADER: self.secret} if self.secret else {}
        try:
            async with session.post(self.url, json=event, headers=headers) as answer:
                status = answer.status
        except (ClientError, TimeoutError, OSError):
            status = 0
        self.deliveries.append(Delivery(event, attempt, status))
        return 200 <= status < 300

    async def quiet(self) -> None:
        """Returns when nothing is on its way any more."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def stop(self) -> None:
        """Gives up what is on its way."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
