"""What Gelato was told to be kept is kept, when the program dies in the middle."""

import asyncio
import itertools
import os
import random
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from bot.store.database import SqliteDatabase
from bot.store.inbox import SqliteInbox

RECEIVER = Path(__file__).with_name("receiver.py")
ROOT = Path(__file__).parents[2]
SECRET = {"X-Orderdesk-Secret": "secret"}
NUMBERS = itertools.count()


def receiving(path: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, str(RECEIVER), str(path)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


async def told(address: str, answered: list[str]) -> None:
    """Sends one event after the other, until nobody answers."""
    async with aiohttp.ClientSession(headers=SECRET) as http:
        while True:
            key = f"os_{next(NUMBERS)}"
            event = {"id": key, "event": "order_status_updated", "orderId": f"order of {key}"}
            try:
                async with http.post(f"{address}/gelato/webhooks", json=event) as answer:
                    assert answer.status == 200
            except (aiohttp.ClientError, OSError):
                return
            answered.append(key)


async def killed(program: "subprocess.Popen[str]", answered: list[str], after: int) -> None:
    """Kills it at some moment after so many answers more."""
    enough = len(answered) + after
    while len(answered) < enough:  # noqa: ASYNC110  # the senders know nothing of it
        await asyncio.sleep(0.001)
    program.send_signal(signal.SIGKILL)


@pytest.mark.parametrize("lives", [3])
async def test_what_was_answered_survives_a_kill(tmp_path: Path, lives: int):
    """Every event that was answered with 200 is there to be worked on, kill after kill."""
    path, answered, luck = tmp_path / "orderdesk.db", [], random.Random(11)  # noqa: S311
    for _ in range(lives):
        program = receiving(path)
        assert program.stdout
        address = await asyncio.to_thread(program.stdout.readline)
        senders = (told(address.strip(), answered) for _ in range(6))
        await asyncio.gather(killed(program, answered, luck.randint(1, 80)), *senders)
        assert await asyncio.to_thread(program.wait) == -signal.SIGKILL
        program.stdout.close()
    async with SqliteDatabase.opened(path) as database:
        waiting = await SqliteInbox(database).due(datetime.now(UTC), 10**6)
    kept = [each.subject.removeprefix("order of ") for each in waiting]
    assert set(answered) <= set(kept)
    assert len(kept) == len(set(kept))
    assert all(each.body for each in waiting)
