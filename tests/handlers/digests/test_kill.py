"""SIGKILL between claim, post and memory: one message in the channel, and it is remembered."""

import asyncio
import os
import signal
import sys
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.orders.schedule import WEEKDAYS, Schedule
from bot.orders.subscription import Subscription, What
from bot.sandbox.slack.channels import SUPPORT
from bot.sandbox.slack.people import ANN, LEE, TEAM
from bot.store.database import SqliteDatabase
from bot.store.digest_runs import SqliteDigestRuns
from bot.store.ports import Entry
from bot.store.subscription_ports import RunState
from bot.store.subscriptions import SqliteSubscriptions

VICTIM = Path(__file__).with_name("victim.py")
ROOT = Path(__file__).parents[3]
DUE = datetime.now(UTC).replace(second=0, microsecond=0)
"""Now: the stand-in Slack stamps its messages by the real clock."""


@pytest.fixture
async def path(tmp_path):
    """A database with one subscription, due this very minute."""
    file = tmp_path / "orderdesk.db"
    made = Subscription(
        channel=SUPPORT,
        team=TEAM,
        owner=LEE,
        what=What.BOTH,
        schedule=Schedule(WEEKDAYS, time(DUE.hour, DUE.minute), "UTC"),
        created_at=DUE - timedelta(hours=3),
    )
    entry = Entry(DUE, "subscription", "done", LEE, TEAM, SUPPORT, "", (), timedelta(), "r")
    async with SqliteDatabase.opened(file) as database:
        await SqliteSubscriptions(database).add(made, entry)
    return file


async def ran(path, slack, point, now=DUE):
    """The program, until it says that it reached its point, or is done."""
    program = await asyncio.create_subprocess_exec(
        sys.executable,
        str(VICTIM),
        str(path),
        f"{slack.base_url}/api",
        now.isoformat(),
        point,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert program.stdout
    async with asyncio.timeout(30):
        said = (await program.stdout.readline()).decode().strip()
    if said == "here":
        program.send_signal(signal.SIGKILL)
    await program.wait()
    return said


def posted(slack):
    return [message for message in slack.seen(ANN, SUPPORT) if message.by_bot]


@pytest.mark.parametrize(("point", "there"), [("claim", 0), ("begin", 0), ("post", 1)])
async def test_killed_there_it_is_one_message_in_the_end(slack, path, point, there):
    """Whoever takes the claim over finds what was posted, or posts it; then it is remembered."""
    assert await ran(path, slack, point) == "here"
    assert len(posted(slack)) == there
    assert await ran(path, slack, "", DUE + timedelta(minutes=1)) == "done"
    assert len(posted(slack)) == there  # its lease has not ended: it might live
    assert await ran(path, slack, "", DUE + timedelta(minutes=6)) == "done"
    assert await ran(path, slack, "", DUE + timedelta(minutes=20)) == "done"
    [message] = posted(slack)
    async with SqliteDatabase.opened(path) as database:
        run = await SqliteDigestRuns(database).last(1)
    assert (run.state, run.ts) == (RunState.POSTED, message.ts)


async def test_killed_again_and_again(slack, path):
    """Killed at each point in turn, there is still one message."""
    for number, point in enumerate(("begin", "post", "begin", "claim")):
        await ran(path, slack, point, DUE + number * timedelta(minutes=6))
    assert await ran(path, slack, "", DUE + timedelta(hours=2)) == "done"
    assert len(posted(slack)) == 1
