"""Long scans in windows of order date: none twice, gaps known, and healed by another walk."""

import asyncio
import json
import weakref
from bisect import bisect_left, bisect_right, insort
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gelato.client import Gelato, GelatoAccess
from bot.gelato.pages import MOST_AHEAD
from bot.gelato.windows import (
    FIRST_SPAN,
    LONGEST_SPAN,
    MOST_ROWS,
    SHORTEST_SPAN,
    Part,
    Parts,
    Window,
)
from bot.orders.dialect import Dialect
from bot.orders.errors import GelatoDown
from bot.orders.query import Query
from bot.orders.row import Row
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.serving import served

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(days=1)
LAST_DAYS = Window(NOON - 60 * DAY, NOON)


def cut(over: Window, rows_a_day: int) -> tuple[list[Window], int]:
    """The windows of a stretch in which each day has so many rows, and how many overflowed."""
    parts, windows, overflows = Parts(over), [], 0
    while (part := parts.next()) is not None:
        rows = int(rows_a_day * (part.window.span / DAY))
        if rows > MOST_ROWS and parts.overflowed(part):
            overflows += 1
            continue
        windows.append(part.window)
        parts.walked(part, rows)
    return windows, overflows


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 100_000), st.integers(0, 400 * 86_400))
def test_windows_cover_a_stretch_without_a_hole(rows_a_day: int, seconds: int):
    """However many orders there are, the windows meet, and cover all that was asked for."""
    over = Window(NOON, NOON + timedelta(seconds=seconds))
    windows, _ = cut(over, rows_a_day)
    assert all(w.since.microsecond == 0 for w in windows)
    assert [w.since for w in windows[1:]] == [w.until for w in windows[:-1]]
    assert not windows or (windows[0].since, windows[-1].until) == (over.since, over.until)
    assert bool(windows) == bool(seconds)
    assert all(w.span <= LONGEST_SPAN for w in windows)
    assert all(w.span / DAY * rows_a_day <= MOST_ROWS + 1 for w in windows if w.span > FIRST_SPAN)


@pytest.mark.parametrize(
    ("rows_a_day", "count", "overflows"),
    [(0, 6, 0), (4000, 31, 0), (8000, 60, 0), (8004, 120, 1), (80_000, 960, 15)],
)
def test_windows_are_as_long_as_orders_are_rare(rows_a_day: int, count: int, overflows: int):
    """A quiet shop is walked in few windows, a busy one in many, and what overflowed once is
    not tried again."""
    windows, overflowed = cut(LAST_DAYS, rows_a_day)
    assert (len(windows), overflowed) == (count, overflows)


def test_the_shortest_window_is_walked_whole():
    """However full it is, a window of seconds is not cut any more."""
    parts = Parts(Window(NOON, NOON + 2 * SHORTEST_SPAN))
    part = parts.next()
    assert part is not None
    assert parts.overflowed(part)
    half = parts.next()
    assert half is not None
    assert half.window == Window(NOON, NOON + SHORTEST_SPAN)
    assert half.seen is part.seen
    assert not parts.overflowed(half)


@pytest.mark.parametrize(
    ("ordered", "created", "is_held"),
    [
        (timedelta(hours=1), timedelta(hours=1), True),
        (timedelta(hours=1), timedelta(hours=-1), False),
        (timedelta(hours=25), timedelta(hours=1), False),
        (timedelta(), timedelta(hours=1), False),
        (timedelta(hours=1), timedelta(hours=24), False),
        (None, timedelta(hours=1), False),
        (timedelta(hours=1), None, False),
    ],
)
def test_a_row_is_held_when_no_other_window_can_list_it(
    ordered: timedelta | None, created: timedelta | None, is_held: bool
):
    """Only rows with both dates inside need not be remembered for the other windows."""
    row = Row(
        id="1",
        ordered_at=None if ordered is None else NOON + ordered,
        created_at=None if created is None else NOON + created,
    )
    assert Window(NOON, NOON + DAY).holds(row) is is_held


@dataclass
class Warehouse:
    """A server of raw rows, listed by either of their dates, while orders come and go."""

    shelf: list[tuple[str, str]] = field(default_factory=list)
    rows: dict[str, bytes] = field(default_factory=dict)
    requests: int = 0
    under_way: int = 0
    most_under_way: int = 0
    is_busy: bool = False
    gone: set[str] = field(default_factory=set)

    def add(self, order_id: str, ordered: datetime, created: datetime | None = None) -> None:
        dates = {"orderedAt": stamp(ordered), "createdAt": stamp(created or ordered)}
        for date in set(dates.values()):
            insort(self.shelf, (date, order_id))
        more = {"fulfillmentStatus": "passed", "country": "NO", "firstName": "Ann"}
        self.rows[order_id] = json.dumps({"id": order_id, **dates, **more}).encode()

    async def search(self, request: web.Request) -> web.Response:
        asked = await request.json()
        self.requests += 1
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        await asyncio.sleep(0)
        first = bisect_left(self.shelf, (asked["startDate"], ""))
        if self.is_busy and self.requests % 25 == 0 and asked["offset"]:
            for _, order_id in self.shelf[first : first + 3]:
                self.ship(order_id)
            self.add(f"new-{self.requests}", NOON - timedelta(seconds=self.requests))
        last = bisect_right(self.shelf, (asked["endDate"], "~"))
        start = first + asked["offset"]
        ids = [name for _, name in self.shelf[start : min(last, start + asked["limit"])]]
        self.under_way -= 1
        body = b'{"orders":[' + b",".join(self.rows[each] for each in ids) + b"]}"
        return web.Response(body=body, content_type="application/json")

    def ship(self, order_id: str) -> None:
        """It has another status now, and is not listed any more: all rows behind it move up."""
        self.shelf = [entry for entry in self.shelf if entry[1] != order_id]
        self.gone.add(order_id)


def stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


@pytest.fixture
def warehouse() -> Warehouse:
    return Warehouse()


@pytest.fixture
async def keeper(warehouse: Warehouse) -> AsyncIterator[Gelato]:
    app = web.Application()
    app.router.add_post("/v4/orders:search", warehouse.search)
    async with (
        served(app) as base,
        Gelato.opened(GelatoAccess(Dialect.V4, base, "key", rate=0)) as gelato,
    ):
        yield gelato


def now() -> datetime:
    return NOON


async def test_a_hundred_thousand_orders_while_they_come_and_go(
    warehouse: Warehouse, keeper: Gelato
):
    """None twice, little remembered, and what is missing lies in windows that say so: the next
    walk of those finds it."""
    fill(warehouse, 100_000)
    warehouse.is_busy = True
    stayed, found, pages, most_alive = set(warehouse.rows), [], [], 0
    query = Query(statuses=("passed",))
    async with keeper.walk(query, LAST_DAYS, now=now) as walk:
        async for rows in walk:
            found += [row.id for row in rows]
            pages.append(weakref.ref(rows[0]))
            most_alive = max(most_alive, sum(page() is not None for page in pages))
    warehouse.is_busy = False
    assert len(found) == len(set(found)) > 99_000
    assert warehouse.most_under_way <= MOST_AHEAD
    assert most_alive <= 2
    assert len(walk._restless) < 2_000
    assert walk.dropped == {}

    missed = stayed - warehouse.gone - set(found)
    assert missed, "nothing moved, so nothing was shown"
    assert all(any(holds(w, warehouse, each) for w in walk.incomplete) for each in missed)
    healed = set(found)
    for window in walk.incomplete:
        async with keeper.walk(query, window, now=now) as again:
            healed |= {row.id async for rows in again for row in rows}
        open_end = [w for w in again.incomplete if w.until > NOON - timedelta(minutes=5)]
        assert again.incomplete == open_end
    assert stayed - warehouse.gone <= healed


def fill(warehouse: Warehouse, count: int) -> None:
    """Sixty days of orders; one day has ten thousand, and one order in 300 was a draft before."""
    busy_day, step = NOON - 30 * DAY, 60 * DAY / count
    for number in range(count):
        ordered = NOON - 60 * DAY + number * step
        if number % 10 == 0:
            ordered = busy_day + number * DAY / count
        created = ordered - 2 * DAY if number % 300 == 0 else ordered
        dates = {"orderedAt": stamp(ordered), "createdAt": stamp(created)}
        name = f"order-{number:06}"
        warehouse.shelf += [(date, name) for date in set(dates.values())]
        more = {"fulfillmentStatus": "passed", "country": "NO", "firstName": "Ann"}
        warehouse.rows[name] = json.dumps({"id": name, **dates, **more}).encode()
    warehouse.shelf.sort()


def holds(window: Window, warehouse: Warehouse, order_id: str) -> bool:
    row = Row.read(warehouse.rows[order_id])
    dates = [date for date in (row.ordered_at, row.created_at) if date is not None]
    return any(window.since <= date <= window.until for date in dates)


async def test_a_row_that_two_windows_list_comes_once(warehouse: Warehouse, keeper: Gelato):
    """On the edge of two windows, or with its dates in two: it is the same order."""
    warehouse.add("edge", LAST_DAYS.since + DAY)
    warehouse.add("both", NOON - DAY, created=NOON - 50 * DAY)
    async with keeper.walk(Query(), LAST_DAYS, now=now) as walk:
        found = [row.id async for rows in walk for row in rows]
    assert sorted(found) == ["both", "edge"]
    assert len(walk.complete) > 1


async def test_a_window_that_overflows_is_walked_in_halves(warehouse: Warehouse, keeper: Gelato):
    """More orders in one day than a window may hold: all come, once, from smaller windows."""
    for number in range(MOST_ROWS + 500):
        warehouse.add(f"o{number:05}", NOON - 20 * DAY + number * timedelta(seconds=8))
    over = Window(NOON - 20 * DAY, NOON - 19 * DAY)
    async with keeper.walk(Query(), over, now=now) as walk:
        found = [row.id async for rows in walk for row in rows]
    assert len(found) == len(set(found)) == MOST_ROWS + 500
    assert len(walk.complete) == 2
    assert walk.incomplete == []


@pytest.mark.parametrize(
    ("until", "is_complete"),
    [
        (NOON - timedelta(minutes=5), True),
        (NOON - timedelta(minutes=5) + timedelta(seconds=1), False),
        (NOON + DAY, False),
    ],
)
async def test_a_window_that_has_not_ended_is_never_complete(
    keeper: Gelato, until: datetime, is_complete: bool
):
    """Where orders may still arrive nobody can say that all were seen."""
    over = Window(until - timedelta(hours=2), until)
    async with keeper.walk(Query(), over, now=now) as walk:
        assert [rows async for rows in walk] == []
    assert (walk.complete, walk.incomplete) == (([over], []) if is_complete else ([], [over]))


async def test_what_is_not_known_is_sifted_and_counted(warehouse: Warehouse, keeper: Gelato):
    """A filter that the server ignores drops rows here, over all windows."""
    warehouse.add("a", NOON - 3 * DAY)
    warehouse.add("b", NOON - 40 * DAY)
    async with keeper.walk(Query(countries=("US",)), LAST_DAYS, now=now) as walk:
        assert [rows async for rows in walk] == []
    assert walk.dropped == {"countries": 2}


async def test_a_stray_of_one_window_is_at_home_in_another(warehouse: Warehouse, keeper: Gelato):
    """A row that a server lists beyond the end of a window is not lost to the next one."""
    warehouse.add("early", NOON - 60 * DAY)
    warehouse.add("home", NOON - 50 * DAY)
    name = "home"
    warehouse.shelf = [(stamp(NOON - 60 * DAY), name), *warehouse.shelf]
    async with keeper.walk(Query(), LAST_DAYS, now=now) as walk:
        found = [row.id async for rows in walk for row in rows]
    assert found == ["early", "home"]
    assert walk.dropped == {"until": 1}


async def test_an_error_tells_where_it_stood(access: GelatoAccess, stand_in: StandInGelato):
    """The windows before are complete, the one that failed is not, the rest was not reached."""

    async def walked() -> None:
        async for _ in walk:
            stand_in.faults.add("status", "search", status=500)

    async with (
        Gelato.opened(replace(access, rate=0)) as gelato,
        gelato.walk(Query(), LAST_DAYS, now=now) as walk,
    ):
        with pytest.raises(GelatoDown):
            await walked()
    (failed,) = walk.incomplete
    assert all(window.until <= failed.since for window in walk.complete)
    assert failed.until < LAST_DAYS.until


async def test_a_walk_stops_at_its_deadline(keeper: Gelato, warehouse: Warehouse):
    """It does not raise, and only what was walked to its end is called complete."""
    warehouse.add("a", NOON - 59 * DAY)
    async with keeper.walk(Query(), LAST_DAYS, now=now, within=timedelta()) as walk:
        assert [rows async for rows in walk] == []
    assert (walk.complete, walk.incomplete) == ([], [])


@pytest.mark.parametrize("leaves_after", [1, 3])
async def test_who_leaves_a_walk_leaves_nothing_behind(
    warehouse: Warehouse, keeper: Gelato, leaves_after: int
):
    """Nothing is under way once the consumer has gone."""
    fill(warehouse, 3_000)
    tasks: set[asyncio.Task[Any]] = asyncio.all_tasks()
    async with keeper.walk(Query(), LAST_DAYS, now=now) as walk:
        async for _ in walk:
            leaves_after -= 1
            if not leaves_after:
                break
    left = {task for task in asyncio.all_tasks() - tasks if "RequestHandler" not in repr(task)}
    assert left == set()


async def test_the_stand_in_is_walked_whole(access: GelatoAccess, stand_in: StandInGelato):
    """Both dialects, over real HTTP: every order of the stretch, drafts too, once each."""
    over = Window(NOON - 400 * DAY, NOON)
    async with (
        Gelato.opened(replace(access, page_size=7, rate=0)) as gelato,
        gelato.walk(Query(), over, now=now) as walk,
    ):
        found = [row.id async for rows in walk for row in rows]
    assert sorted(found) == sorted(order["id"] for order in stand_in.book.findable())
    assert walk.dropped == {}
    assert Part(over).seen == set()
