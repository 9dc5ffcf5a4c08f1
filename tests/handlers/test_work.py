"""The tasks behind the acknowledgements."""

import asyncio
from datetime import timedelta

import pytest

from bot.orders.errors import DeskBusy
from handlers.slack.work import Work


async def test_work_is_done_in_the_background():
    """Starting returns at once; finishing waits."""
    work, done = Work(), asyncio.Event()

    async def job() -> None:
        done.set()

    work.start(job())
    assert not done.is_set()
    await work.finish()
    assert done.is_set()
    assert (work.started, work.under_way) == (1, 0)


async def test_no_more_is_taken_on_than_there_is_room_for():
    """When everything is taken the next one is refused, counted, and leaves nothing behind."""
    work, gate = Work(most_at_once=1, most_waiting=1), asyncio.Event()

    async def job() -> None:
        await gate.wait()

    work.start(job())
    work.start(job())
    with pytest.raises(DeskBusy):
        work.start(job())
    assert (work.started, work.refused, work.under_way) == (2, 1, 2)
    gate.set()
    await work.finish()
    work.start(job())
    await work.finish()


async def test_only_so_many_run_at_once():
    """The others wait for a place."""
    work, gate, running = Work(most_at_once=2, most_waiting=9), asyncio.Event(), []

    async def job() -> None:
        running.append(1)
        await gate.wait()

    for _ in range(5):
        work.start(job())
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert len(running) == 2
    gate.set()
    await work.finish()
    assert len(running) == 5


async def test_a_shutdown_does_not_wait_for_ever(caplog: pytest.LogCaptureFixture):
    """What is not done within the limit is stopped, and the log says how much."""
    work, stopped = Work(), asyncio.Event()

    async def job() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()

    work.start(job())
    await work.finish(within=timedelta(milliseconds=50))
    assert stopped.is_set()
    assert work.under_way == 0
    assert "stopped 1 tasks" in caplog.text
