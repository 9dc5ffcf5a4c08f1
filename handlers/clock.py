"""The clock: one tick a minute, which asks each duty whether something is due."""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = logging.getLogger(__name__)

TICK = timedelta(minutes=1)
LAST_WAIT = timedelta(seconds=1)
"""How long a shutdown waits for duties: all of them can be gone on with later."""


@dataclass(frozen=True)
class Duty:
    """Something that is done again and again. It asks itself whether it is due."""

    name: str
    run: Callable[[], Awaitable[object]]
    then: str = ""
    """The duty that waits for what this one may bring."""


class Clock:
    """Runs duties beside each other, none twice at once; one that breaks is logged, and due again.

    There is no job store: what is due stands in our own tables, so that nothing is lost while the
    program sleeps (slack-facts 2.2).
    """

    def __init__(self, duties: Iterable[Duty], tick: timedelta = TICK) -> None:
        self._duties = {duty.name: duty for duty in duties}
        self._tick_every = tick
        self._running: dict[str, asyncio.Task[None]] = {}
        self._nudged: set[str] = set()
        self._is_stopping = False

    @asynccontextmanager
    async def ticking(self) -> AsyncIterator[None]:
        """Ticks at once, and then every minute, while somebody stays inside."""
        scheduler = AsyncIOScheduler(
            timezone=UTC,
            job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
        )
        scheduler.add_listener(_tell, EVENT_JOB_ERROR | EVENT_JOB_MISSED)
        scheduler.add_job(
            self.tick,
            "interval",
            seconds=self._tick_every.total_seconds(),
            next_run_time=datetime.now(UTC),
        )
        scheduler.start()
        try:
            yield
        finally:
            scheduler.shutdown(wait=False)
            await asyncio.sleep(0)  # it shuts down in the loop's next turn

    async def tick(self) -> None:
        """Starts every duty that is not running."""
        for duty in self._duties.values():
            if duty.name not in self._running:
                self._start(duty)

    def nudge(self, name: str) -> None:
        """Runs a duty now; once more when it has ended, if it is running. Returns at once."""
        if name in self._running:
            self._nudged.add(name)
        else:
            self._start(self._duties[name])

    async def settled(self) -> None:
        """Returns when nothing is running any more."""
        while self._running:
            await asyncio.wait(set(self._running.values()))

    async def stop(self) -> None:
        """Waits a moment for what is running, then stops it."""
        self._is_stopping = True
        self._nudged.clear()
        running = set(self._running.values())
        if not running:
            return
        _, late = await asyncio.wait(running, timeout=LAST_WAIT.total_seconds())
        for task in late:
            task.cancel()
        if late:
            await asyncio.wait(late)

    def _start(self, duty: Duty) -> None:
        self._nudged.discard(duty.name)
        task = asyncio.create_task(_done(duty), name=f"duty {duty.name}")
        self._running[duty.name] = task
        task.add_done_callback(lambda _: self._ended(duty))

    def _ended(self, duty: Duty) -> None:
        del self._running[duty.name]
        if duty.name in self._nudged:
            self._start(duty)
        if duty.then and not self._is_stopping:
            self.nudge(duty.then)


async def _done(duty: Duty) -> None:
    try:
        await duty.run()
    except Exception:  # the one of the clock: a duty that breaks must not stop the others
        log.exception("the duty %s broke; it is tried again", duty.name)


def _tell(event: JobExecutionEvent) -> None:
    if event.code == EVENT_JOB_MISSED:
        log.warning("a tick of %s was missed", event.scheduled_run_time)
    else:
        log.error("a tick broke", exc_info=event.exception)
