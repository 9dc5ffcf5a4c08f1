"""The clock asks every duty each minute, whatever becomes of the others."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.events import EVENT_JOB_ERROR, EVENT_JOB_MISSED, JobExecutionEvent

from handlers.clock import Clock, Duty, _tell


class Times:
    """A duty that counts how often it was begun, and waits for a sign to end."""

    def __init__(self, broken: bool = False, enough: int = 1) -> None:
        self.begun, self.broken, self._most = 0, broken, enough
        self.sign, self.enough = asyncio.Event(), asyncio.Event()

    async def run(self) -> None:
        self.begun += 1
        if self.begun >= self._most:
            self.enough.set()
        await self.sign.wait()
        if self.broken:
            raise ValueError("broken")


async def test_the_first_tick_comes_at_once():
    """What is due at the start is not left for a minute."""
    duty = Times()
    clock = Clock([Duty("x", duty.run)])
    async with clock.ticking(), asyncio.timeout(20):
        await duty.enough.wait()
    duty.sign.set()
    await clock.stop()


async def test_ticks_go_on():
    """A clock that runs faster shows that one tick follows the other."""
    duty = Times(enough=3)
    duty.sign.set()
    clock = Clock([Duty("x", duty.run)], tick=timedelta(milliseconds=20))
    async with clock.ticking(), asyncio.timeout(20):
        await duty.enough.wait()
    await clock.stop()


async def test_a_slow_duty_holds_up_no_other():
    """A duty that still runs is not begun again, and the others are."""
    slow, quick = Times(), Times()
    quick.sign.set()
    clock = Clock([Duty("slow", slow.run), Duty("quick", quick.run)])
    for _ in range(3):
        await clock.tick()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
    assert (slow.begun, quick.begun) == (1, 3)
    slow.sign.set()
    await clock.settled()


async def test_a_broken_duty_is_logged_and_due_again(caplog: pytest.LogCaptureFixture):
    """One that raises stops neither the clock nor itself."""
    broken, well = Times(broken=True), Times()
    broken.sign.set()
    well.sign.set()
    clock = Clock([Duty("broken", broken.run), Duty("well", well.run)])
    for _ in range(2):
        await clock.tick()
        await clock.settled()
    assert (broken.begun, well.begun) == (2, 2)
    assert caplog.text.count("the duty broken broke") == 2


async def test_a_nudge_while_it_runs_runs_it_once_more():
    """What comes in while a duty works is not left lying; many nudges are one more run."""
    duty = Times()
    clock = Clock([Duty("x", duty.run)])
    for _ in range(5):
        clock.nudge("x")
        await asyncio.sleep(0)
    assert duty.begun == 1
    duty.sign.set()
    await clock.settled()
    assert duty.begun == 2


async def test_what_one_duty_brings_another_is_told_at_once():
    """A duty that waits for another runs when that has ended, and not after the clock stopped."""
    sweep, watches = Times(), Times()
    watches.sign.set()
    clock = Clock([Duty("sweep", sweep.run, then="watches"), Duty("watches", watches.run)])
    clock.nudge("sweep")
    await asyncio.sleep(0)
    assert (sweep.begun, watches.begun) == (1, 0)
    sweep.sign.set()
    await clock.settled()
    assert (sweep.begun, watches.begun) == (1, 1)
    clock.nudge("sweep")
    await clock.stop()
    await clock.settled()
    assert (sweep.begun, watches.begun) == (2, 1)


async def test_a_stopped_clock_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch):
    """A duty that does not end in time is called off."""
    monkeypatch.setattr("handlers.clock.LAST_WAIT", timedelta(milliseconds=10))
    duty = Times()
    clock = Clock([Duty("x", duty.run)])
    clock.nudge("x")
    await asyncio.sleep(0)
    clock.nudge("x")
    await clock.stop()
    await clock.settled()
    assert duty.begun == 1


@pytest.mark.parametrize(
    ("code", "words"), [(EVENT_JOB_MISSED, "was missed"), (EVENT_JOB_ERROR, "a tick broke")]
)
def test_what_the_scheduler_says_is_logged(code, words, caplog: pytest.LogCaptureFixture):
    """A tick that was missed, or broke, is told."""
    now = datetime(2026, 11, 21, 12, tzinfo=UTC)
    with caplog.at_level(logging.WARNING):
        _tell(JobExecutionEvent(code, "tick", "default", now, exception=ValueError("x")))
    assert words in caplog.text
