"""Walking pages: each row once, fetched ahead within a bound, called off cleanly."""

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gelato.client import Gelato, GelatoAccess
from bot.gelato.deadlines import Urgency
from bot.gelato.pages import MOST_AHEAD, Page, Scan, Start, read_page
from bot.gelato.search import asked
from bot.orders.dialect import Dialect
from bot.orders.errors import AnswerNotUnderstood, GelatoDown
from bot.orders.query import Query
from bot.orders.row import Row
from bot.sandbox.gelato import StandInGelato

ALL = asked(Query(), Dialect.V4)


@dataclass
class Shelf:
    """Rows behind pages, which may change between one page and the next."""

    ids: list[str]
    limit: int = 4
    asked: list[int] = field(default_factory=list)
    under_way: int = 0
    most_under_way: int = 0
    hold: asyncio.Event | None = None

    async def fetch(self, offset: int) -> Page:
        self.asked.append(offset)
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        try:
            await (self.hold.wait() if self.hold else asyncio.sleep(0))
        finally:
            self.under_way -= 1
        ids = self.ids[offset : offset + self.limit]
        return Page(tuple(Row(id=each) for each in ids), is_last=len(ids) < self.limit)

    def scan(self, start: Start | None = None) -> Scan:
        return Scan(self.fetch, self.limit, ALL, start or Start())


def names(count: int) -> list[str]:
    return [f"o{number}" for number in range(count)]


async def taken(scan: Scan) -> list[str]:
    return [row.id async for rows in scan for row in rows]


@pytest.mark.parametrize("limit", [1, 2, 4, 50])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 4, 5, 7, 8, 49, 50, 51, 200])
async def test_every_row_comes_once_and_in_order(count: int, limit: int):
    """However many rows and pages: all, none twice, and the end is found by itself."""
    shelf = Shelf(names(count), limit)
    scan = shelf.scan()
    assert await taken(scan) == names(count)
    assert scan.is_complete
    assert shelf.under_way == 0


async def test_a_short_search_is_one_request():
    """Where the first page is short, nothing else was asked for."""
    shelf = Shelf(names(3))
    await taken(shelf.scan())
    assert shelf.asked == [0]


async def test_a_long_search_has_eight_in_flight_and_no_more():
    """It starts with one page and soon fetches ahead up to the bound."""
    shelf = Shelf(names(400))
    await taken(shelf.scan())
    assert shelf.most_under_way == MOST_AHEAD
    assert shelf.asked == [3 * n for n in range(len(shelf.asked))]


@pytest.mark.parametrize(("expected", "first"), [(0, 1), (9, 3), (300, MOST_AHEAD)])
async def test_what_is_expected_is_fetched_at_once(expected: int, first: int):
    """A scan that knows roughly how much there is does not feel its way."""
    shelf = Shelf(names(400), hold=asyncio.Event())
    scan = shelf.scan(Start(expected=expected))
    reading = asyncio.ensure_future(taken(scan))
    for _ in range(3):
        await asyncio.sleep(0)
    assert shelf.under_way == first
    assert shelf.hold is not None
    shelf.hold.set()
    await reading


async def test_no_more_pages_are_kept_than_the_bound():
    """Who reads slowly holds back the fetching: pages do not pile up."""
    shelf = Shelf(names(4000))
    scan = shelf.scan()
    async for _ in scan:
        await asyncio.sleep(0)
        if len(shelf.asked) > 100:
            break
    await asyncio.sleep(0)
    assert len(shelf.asked) - shelf.asked.index(scan._offset - 3 * MOST_AHEAD) <= MOST_AHEAD
    await scan.close()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(names(40), ["new", *names(40)], id="an-order-arrives"),
        pytest.param(names(40), names(40)[1:], id="an-order-leaves"),
        pytest.param(names(40), names(40)[::-1], id="another-order-of-rows"),
        pytest.param(names(40), [], id="all-leave"),
    ],
)
async def test_rows_that_move_are_noticed(before: list[str], after: list[str]):
    """No row comes twice, and a scan over moving rows does not call itself complete."""
    shelf = Shelf(before)
    scan = shelf.scan()
    rows = [row.id for row in await anext(scan)]
    shelf.ids = after
    rows += await taken(scan)
    assert len(rows) == len(set(rows))
    assert set(rows) <= {*before, *after}
    assert not scan.is_complete


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["arrive", "leave", "still"]), max_size=30), st.integers(2, 6))
def test_whatever_moves_no_row_comes_twice(moves: list[str], limit: int):
    """Under any arrivals and departures each row comes once, and a complete scan lacks none
    that stayed."""

    async def walk() -> None:
        shelf = Shelf(names(25), limit)
        scan, rows, steps = shelf.scan(), [], iter(moves)
        async for page in scan:
            rows += [row.id for row in page]
            step = next(steps, "still")
            if step == "arrive":
                shelf.ids = [f"n{len(rows)}-{len(shelf.ids)}", *shelf.ids]
            elif step == "leave":
                shelf.ids = shelf.ids[1:]
        assert len(rows) == len(set(rows))
        if scan.is_complete:
            assert {each for each in shelf.ids if each.startswith("o")} <= set(rows)

    asyncio.run(walk())


async def test_who_leaves_leaves_nothing_behind(gelato: Gelato, stand_in: StandInGelato):
    """After a walk is left with pages in flight, no task and no request is left."""
    tasks = asyncio.all_tasks()
    async with (
        asyncio.timeout(15),
        small_pages(gelato) as client,
        client.search(Query(), Urgency.SWEEP) as scan,
    ):
        await anext(scan)
        stand_in.faults.add("delay", "search", seconds=20.0)
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(taken(scan), 0.2)
    assert ours(asyncio.all_tasks() - tasks) == set()


async def test_who_is_called_off_leaves_nothing_behind(gelato: Gelato, stand_in: StandInGelato):
    """A sweep that is cancelled while it waits for a page ends at once and whole."""
    stand_in.faults.add("delay", "search", seconds=20.0)
    tasks = asyncio.all_tasks()

    async def sweep() -> None:
        async with gelato.search(Query()) as scan:
            await taken(scan)

    task = asyncio.ensure_future(sweep())
    await asyncio.sleep(0.1)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert ours(asyncio.all_tasks() - tasks) == set()


def ours(tasks: set["asyncio.Task[Any]"]) -> set["asyncio.Task[Any]"]:
    """Tasks of the client; the stand-in's server has its own in the same loop."""
    return {task for task in tasks if "RequestHandler" not in repr(task)}


def small_pages(gelato: Gelato, **more: Any) -> Any:
    """The same Gelato, five rows a page."""
    return Gelato.opened(replace(gelato._access, page_size=5, **more))


async def test_a_scan_stops_at_its_deadline(gelato: Gelato, stand_in: StandInGelato):
    """It gives what it has, does not raise, and does not call itself complete."""
    soon = timedelta(seconds=0.3)
    async with small_pages(gelato) as client, client.search(Query(), within=soon) as scan:
        first = await anext(scan)
        stand_in.faults.add("delay", "search", seconds=20.0)
        rest = await taken(scan)
    assert len(first) == 5
    assert len(rest) < 60
    assert not scan.is_complete


async def test_an_error_ends_the_scan(gelato: Gelato, stand_in: StandInGelato):
    """A page that cannot be had comes out as an error of ours, and nothing after it."""
    async with small_pages(gelato) as client, client.search(Query()) as scan:
        await anext(scan)
        stand_in.faults.add("status", "search", status=500)
        with pytest.raises(GelatoDown):
            await taken(scan)
        assert await taken(scan) == []
        assert not scan.is_complete


@pytest.mark.parametrize("size", [7, 30, None])
async def test_the_stand_in_is_walked_whole(
    access: GelatoAccess, stand_in: StandInGelato, size: int | None
):
    """Over real HTTP, whatever the page size: every order that can be found, once."""
    sized = replace(access, page_size=size, rate=0)
    async with Gelato.opened(sized) as client, client.search(Query()) as scan:
        ids = await taken(scan)
    assert sorted(ids) == sorted(order["id"] for order in stand_in.book.findable())
    assert scan.is_complete
    assert scan.dropped == {}


@pytest.mark.parametrize(
    ("orders", "limit", "rows", "is_last", "unreadable"),
    [
        ([], 2, [], True, 0),
        ([{"id": "1"}], 2, ["1"], True, 0),
        ([{"id": "1"}, {"id": "2"}], 2, ["1", "2"], False, 0),
        ([{"id": "1"}, {"noId": 2}], 2, ["1"], False, 1),
        ([{"noId": 1}, 7], 2, [], False, 2),
        ([{"id": "1"}, {"id": "2"}, {"id": "3"}], 2, ["1", "2", "3"], False, 0),
        (None, 2, [], True, 0),
    ],
)
def test_a_page_with_a_broken_row_is_not_a_short_one(
    orders: Any, limit: int, rows: Sequence[str], is_last: bool, unreadable: int
):
    """Only a page that lists less than was asked for is the last: the end is never invented."""
    page = read_page(json.dumps({"orders": orders}).encode(), limit)
    assert ([row.id for row in page.rows], page.is_last) == (rows, is_last)
    assert page.unreadable == unreadable


async def test_a_scan_that_could_not_read_a_row_is_not_complete():
    """What was listed and could not be read is a gap."""

    async def fetch(_: int) -> Page:
        return Page((Row(id="1"),), is_last=True, unreadable=1)

    scan = Scan(fetch, 5, ALL, Start())
    assert await taken(scan) == ["1"]
    assert not scan.is_complete


anything = st.recursive(
    st.none() | st.integers() | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["orders", "id"]), inner)
    ),
    max_leaves=9,
)


@settings(max_examples=200, deadline=None)
@given(anything)
def test_any_json_is_a_page_or_not_understood(document: Any):
    """No answer to a search brings the walk down."""
    try:
        assert isinstance(read_page(json.dumps(document).encode(), 2), Page)
    except AnswerNotUnderstood:
        return
