"""A sweep that is killed goes on where it was, and what it said to have walked is written down."""

import asyncio
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.sandbox.gelato import StandInGelato
from bot.sandbox.gelato.moments import read
from bot.sandbox.serving import served
from bot.store.database import SqliteDatabase
from bot.store.ledger import SqliteLedger
from bot.store.sweep_log import SqliteSweepLog

SWEEPER = Path(__file__).with_name("sweeper.py")
ROOT = Path(__file__).parents[4]


def sweeping(path: Path, address: str, key: str) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(  # noqa: S603  # our own program
        [sys.executable, str(SWEEPER), str(path), address, key],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


async def killed(program: "subprocess.Popen[bytes]", stand_in: StandInGelato, calls: int) -> None:
    """Kills it when it has asked so often."""
    while len(stand_in.requests) < calls:  # noqa: ASYNC110  # another program asks
        await asyncio.sleep(0.001)
    program.send_signal(signal.SIGKILL)
    assert await asyncio.to_thread(program.wait) == -signal.SIGKILL


async def lapse(path: Path) -> None:
    """The lease of the dead lapses at once, so that a test need not wait."""
    async with SqliteDatabase.opened(path) as database:
        await database.write(lambda db: db.execute("UPDATE leases SET ends_at = 0") and None)


async def walked(path: Path, stand_in: StandInGelato) -> tuple[list[datetime], int]:
    """Where the windows end that are said to be walked, and how many orders stand in them.

    Every one of these orders is in the ledger.
    """
    inside = 0
    async with SqliteDatabase.opened(path) as database:
        begun, ledger = await SqliteSweepLog(database).unfinished(), SqliteLedger(database)
        windows = begun.looked.get("all", ()) if begun else ()
        for order in stand_in.orders:
            made = read(order["orderedAt"] or order["createdAt"])
            if any(w.since < made < w.until and w.is_complete for w in windows):
                assert await ledger.observed(order["id"])
                inside += 1
    return [each.until for each in windows], inside


@pytest.mark.parametrize("calls", [(6, 18, 20, 60)])
async def test_a_killed_sweep_goes_on(tmp_path: Path, calls: tuple[int, ...]):
    """Kill after kill, windows stay walked, reads stay read, and no state is counted twice."""
    path, stand_in = tmp_path / "orderdesk.db", StandInGelato(orders=120)
    stand_in.life.settle = lambda: None  # orders keep their states while it runs
    stand_in.faults.add("delay", "search", seconds=0.01)
    ends: list[datetime] = []
    inside: dict[int, int] = {}
    async with served(stand_in.app) as base:
        address = base + stand_in.base
        for count in calls:
            stand_in.requests.clear()
            await killed(sweeping(path, address, stand_in.key), stand_in, count)
            again, inside[count] = await walked(path, stand_in)
            assert set(ends) <= set(again)
            ends = again
            await lapse(path)
        stand_in.requests.clear()
        program = sweeping(path, address, stand_in.key)
        assert await asyncio.to_thread(program.wait) == 0
    async with SqliteDatabase.opened(path) as database:
        ledger = SqliteLedger(database)
        feed = await ledger.changed_since(0, 10_000)
        freshness = await ledger.freshness()
    assert len({0, len(stand_in.orders), *inside.values()}) > 2  # one was killed in the middle
    assert freshness.complete
    assert freshness.last_sweep_ended_at <= datetime.now(UTC)
    real = {order["id"]: order["fulfillmentStatus"] for order in stand_in.orders}
    assert sorted((e.change.order_id, e.change.after) for e in feed) == sorted(real.items())
    assert len(stand_in.requests.of("get")) < len(real)
