"""A simulated year: every slot once, whatever the clocks, the programs and their ends do."""

import asyncio
import random
import tempfile
from collections import Counter
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.orders.schedule import WEEKDAYS, Schedule, slots_due
from bot.store.database import SqliteDatabase
from bot.store.subscription_ports import RunState

BEGIN = datetime(2028, 1, 15, 12, tzinfo=UTC)  # a leap year
END = BEGIN + timedelta(days=366)
ZONES = [
    "Europe/Oslo",
    "America/New_York",
    "Australia/Lord_Howe",
    "Antarctica/Troll",
    "Africa/Casablanca",
    "Asia/Kathmandu",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
]
STEPS = [timedelta(minutes=m) for m in (1, 7, 30, 59, 300, 1440)] + [timedelta(days=4)]
CHANCES = [8, 4, 8, 20, 40, 19, 1]


class Killed(Exception):
    """The program died here."""


def mortal(house, luck):
    """The same program, which dies now and then: before a post, or behind it."""
    post = house.wall.post

    async def posted(digest, mark):
        fate = luck.random()
        if fate < 0.05:
            raise Killed
        place = await post(digest, mark)
        if fate < 0.1:
            raise Killed
        return place

    async def stuck(now):
        if luck.random() < 0.05:
            raise Killed
        return []

    house.digests._poster = type("Mortal", (), {"post": staticmethod(posted)})()
    house.digests._poster.find, house.digests._poster.tell = house.wall.find, house.wall.tell
    blind = house.digests._composer._seen = type("Blind", (), {"stuck": staticmethod(stuck)})()
    blind.shipped_since = house.ledger.shipped_since
    blind.freshness = house.ledger.freshness
    return house


async def lived(schedules, seed, path, make):
    """The wall, and the slots that should have been, after a year of two programs."""
    luck = random.Random(seed)  # noqa: S311
    async with AsyncExitStack() as stack:
        files = [await stack.enter_async_context(SqliteDatabase.opened(path)) for _ in "ab"]
        first = make(files[0])
        first.clock.at = BEGIN
        subs = [
            await first.subscribe(channel=f"C{n}", schedule=schedule, created_at=BEGIN)
            for n, schedule in enumerate(schedules)
        ]
        programs = [mortal(make(file, first), luck) for file in files]
        while first.clock.at < END:
            first.clock.at += luck.choices(STEPS, CHANCES)[0]
            await asyncio.gather(
                *(each.digests.tick() for each in programs), return_exceptions=True
            )
        last = first.clock.at
        for _ in range(3):  # what was left is taken over in the end
            first.clock.at += timedelta(minutes=6)
            await first.digests.tick()
        runs = [await first.runs.last(sub.id) for sub in subs]
        late = first.clock.at
    assert all(run.state is RunState.POSTED for run in runs)
    expected = Counter({sub.id: len(slots_due(sub.schedule, BEGIN, late)) for sub in subs})
    assert last >= END
    return first.wall, expected


@given(
    zones=st.lists(st.sampled_from(ZONES), min_size=3, max_size=3),
    days=st.sets(st.sampled_from(WEEKDAYS), min_size=5),
    at=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    seed=st.integers(0, 2**32),
)
@settings(max_examples=3, deadline=None)
def test_each_slot_of_a_year_comes_once(world, zones, days, at, seed):
    """Posted, or folded into a later one that says so: none twice, none never."""
    schedules = [Schedule(tuple(days), at, zone) for zone in zones]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "year.db")
        wall, expected = asyncio.run(lived(schedules, seed, path, world))
    marks = Counter((mark.subscription, mark.slot) for mark, _ in wall.posts)
    assert set(marks.values()) == {1}
    told = Counter()
    for mark, made in wall.posts:
        told[mark.subscription] += 1 + made.occasion.folded
    assert told == expected
