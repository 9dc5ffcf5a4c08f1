"""Random histories: whatever happens in whatever order, the ledger is what could have been seen."""

import asyncio
import contextlib
import json
import tempfile
from collections import defaultdict
from datetime import timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.orders.dialect import Dialect
from bot.orders.errors import StoreTrouble
from bot.orders.sighted import sighting_of_order
from bot.orders.sightings import SHIPPED, How, Transition

ORDERS = 24
PATHS = {
    "connect": ("received", "passed", "created", "in_production", "printed", "packaged"),
    "v4": ("created", "uploading", "passed", "in_production", "on_hold", "printed"),
}
LATER = ("shipped", "in_transit", "delivered")
BEYOND = {*LATER, "returned"}

number = st.integers(0, 10**6)
move = st.tuples(st.just("move"), number, st.integers(1, 4))
ACTIONS = st.one_of(
    move,
    move,
    st.tuples(st.just("wait"), st.integers(1, 600), st.just(0)),
    st.tuples(st.just("sweep"), st.integers(0, 1), st.just(0)),
    st.tuples(st.just("bad_sweep"), st.integers(1, 4), st.booleans()),
    st.tuples(st.just("crash"), st.integers(1, 6), st.just(0)),
    st.tuples(st.just("event"), number, st.integers(1, 2)),
    st.tuples(st.just("event"), number, st.integers(1, 2)),
    st.tuples(st.just("work"), st.just(0), st.just(0)),
    st.tuples(st.just("restart"), st.just(0), st.just(0)),
    st.tuples(st.just("person"), number, st.just(0)),
    st.tuples(st.just("fading"), number, st.just(0)),
)


class History:
    """What happens to a watch, and what was really so at each moment."""

    def __init__(self, watch):
        self.watch = watch
        self.really = defaultdict(lambda: defaultdict(set))
        self.feed = []
        self.began = watch.hands()
        self.note()

    def note(self):
        """Remembers the states of this moment."""
        self.watch.stand_in.catch_up()
        for order_id, status in self.watch.real().items():
            self.really[order_id][self.watch.hands()].add(status)

    def order(self, n):
        return self.watch.stand_in.orders[n % len(self.watch.stand_in.orders)]

    async def move(self, n, steps):
        """Forwards along its life, and now and then past some states."""
        order = self.order(n)
        path = (*PATHS[self.watch.stand_in.dialect], *LATER)
        status = order["fulfillmentStatus"]
        if status in path[:-1]:
            at = path.index(status)
            self.watch.stand_in.move(order["id"], path[min(at + steps, len(path) - 1)])

    async def wait(self, minutes, _):
        self.note()
        self.watch.hands.turn(minutes)

    async def sweep(self, twice, _):
        """What was walked before a crash is not walked again; the next sweep sees it all."""
        if await self.watch.log.unfinished():
            await self.watch.sweep.run()
        await asyncio.gather(*(self.watch.another_sweep().run() for _ in range(1 + twice)))
        freshness = await self.watch.ledger.freshness()
        assert freshness.complete
        assert await self.watch.believed() == self.watch.real()

    async def bad_sweep(self, times, of_reads):
        if await self.watch.log.unfinished():
            await self.watch.sweep.run()
        endpoint = "get" if of_reads else "search"
        self.watch.stand_in.faults.add("status", endpoint, status=400, times=times)
        freshness = await self.watch.sweep.run()
        self.watch.stand_in.faults.clear()
        if freshness.complete:
            assert await self.watch.believed() == self.watch.real()

    async def crash(self, after, _):
        """Dies when so many windows were walked."""
        log, left = self.watch.log.looked, after

        async def looked(*window):
            nonlocal left
            await log(*window)
            left -= 1
            if not left:
                raise StoreTrouble

        self.watch.log.looked = looked
        with contextlib.suppress(StoreTrouble):
            await self.watch.sweep.run()
        await self.watch.restart()

    async def event(self, n, times):
        """Something that was told at any time comes in now, maybe twice."""
        told = list(self.watch.stand_in.hooks.events)
        for _ in range(times if told else 0):
            await self.watch.hear(json.dumps(told[n % len(told)]).encode())

    async def work(self, *_):
        await self.watch.hints.work()

    async def restart(self, *_):
        await self.watch.restart()

    async def person(self, n, _):
        """Somebody looks an order up."""
        asked = self.watch.hands()
        order = await self.watch.gelato.order(self.order(n)["id"])
        await self.watch.ledger.saw([sighting_of_order(order, asked, How.READ, lambda _: None)])

    async def fading(self, n, _):
        """Somebody looked an order up, and it is written down when an hour has passed."""
        asked = self.watch.hands()
        order = await self.watch.gelato.order(self.order(n)["id"])
        await self.wait(60, 0)
        self.note()
        await self.watch.ledger.saw([sighting_of_order(order, asked, How.READ, lambda _: None)])

    async def run(self, actions):
        for name, first, second in actions:
            await getattr(self, name)(first, second)
            self.note()
            self.feed += await self.watch.ledger.changed_since(len(self.feed), 7)
        await self.wait(10, 0)
        await self.sweep(0, 0)
        await self.work()
        self.note()

    def was(self, order_id, moment):
        """The states in which an order may have been seen at a moment."""
        times = self.really[order_id]
        before = [at for at in times if at <= moment]
        return times[max(before)] if before else set()

    async def judge(self):
        ledger = self.watch.ledger
        while rest := await ledger.changed_since(len(self.feed), 100):
            self.feed += rest
        assert [each.number for each in self.feed] == list(range(1, len(self.feed) + 1))
        page = await ledger.shipped_since(self.began - timedelta(seconds=1), 1000)
        shipped = {each.order_id for each in page}
        assert len(shipped) == len(page)
        for order_id, status in self.watch.real().items():
            states = await ledger.states(order_id)
            seen = [e.change for e in self.feed if e.change.order_id == order_id]
            feed = [change for change in seen if isinstance(change, Transition)]
            assert [each.status for each in states] == [each.after for each in feed]
            assert [e.before for e in feed] == ["", *(e.after for e in feed[:-1])]
            assert all(e.before != e.after for e in feed)
            assert [s.since for s in states] == sorted(s.since for s in states)
            assert all(each.status in self.was(order_id, each.since) for each in states)
            assert states[-1].status == status
            seen_before = states[0].status not in BEYOND
            is_new = seen_before and any(s.status in SHIPPED for s in states)
            assert (order_id in shipped) is is_new
            assert not (seen_before and status in LATER) or is_new


@settings(max_examples=14, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(st.sampled_from(list(Dialect)), st.lists(ACTIONS, min_size=4, max_size=14))
def test_the_ledger_is_what_could_have_been_seen(watches, dialect, actions):
    """Sweeps, events doubled, late and lost, people, failures and restarts, in any order: a state
    is never invented, a change is always noticed, and none is counted twice."""

    async def lived():
        with tempfile.TemporaryDirectory() as folder:
            async with watches(dialect, ORDERS, Path(folder)) as watch:
                history = History(watch)
                await history.run(actions)
                await history.judge()

    asyncio.run(lived())
