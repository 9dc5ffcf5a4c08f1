"""The sweep sees every change, asks for little, and never says that it saw what it did not."""

import asyncio
from datetime import timedelta

import pytest

from bot.desk import reading as readings
from bot.desk import sweep as sweeps
from bot.desk.carriers import Carriers
from bot.orders.dialect import Dialect
from bot.orders.errors import StoreTrouble
from bot.orders.sightings import TERMINAL, Transition
from bot.orders.statuses import STATUSES
from bot.orders.wire import MOST_FAULTS
from bot.sandbox.gelato.moments import stamp
from bot.sandbox.gelato.words import STRANGE
from bot.store.leases import LASTS, SqliteLeases
from bot.store.ledger_ports import OpenFilter

SHIPPED = {"shipped", "in_transit", "delivered"}
SEARCHABLE = {
    "created", "passed", "failed", "canceled", "printed", "shipped", "draft", "pending_approval",
    "not_connected", "on_hold",
}  # fmt: skip
"""All that Gelato's page on search names (gelato-api-facts 2.1)."""
both = pytest.mark.parametrize("dialect", list(Dialect), ids=str, indirect=True)


@both
async def test_a_first_sweep_knows_every_order(watch):
    """At the first start every order is written down, in whatever state it is, open ones whole."""
    freshness = await watch.swept()
    assert await watch.believed() == watch.real()
    assert (freshness.complete, freshness.incomplete_windows, freshness.unread) == (True, 0, 0)
    assert freshness.covers_since <= watch.hands() - sweeps.BACKFILL
    printed = await watch.ledger.observed(watch.of("in_production")["id"])
    shipment = watch.of("in_production")["shipment"]
    assert printed.print_country == shipment["fulfillmentCountry"]
    assert printed.promised_by.isoformat() == shipment["maxDeliveryDate"]
    assert not printed.since_is_exact
    assert await watch.ledger.shipped_since(watch.hands() - timedelta(days=400)) == []


@both
async def test_a_quiet_sweep_reads_and_writes_nothing(watch):
    """Where nothing changed, lists are all that is asked for, and no line is written."""
    await watch.swept()
    before = await watch.ledger.last_number()
    watch.hands.turn(1)
    watch.stand_in.life.wake = lambda: None
    stamps = {order["id"]: order["updatedAt"] for order in watch.stand_in.orders}
    await watch.swept()
    lists, reads = watch.calls()
    moved = [o for o in watch.stand_in.orders if stamps[o["id"]] != o["updatedAt"]]
    assert (reads, await watch.ledger.last_number()) == (len(moved), before + len(moved))
    assert lists <= 20


@pytest.mark.parametrize("moved", [1, 7])
async def test_a_busy_sweep_reads_what_changed(watch, moved):
    """Reads follow the changes: one for each, and each is in the feed once."""
    await watch.swept()
    number = await watch.ledger.last_number()
    watch.hands.turn(1)
    settled = watch.real()
    open_ones = [o for o in watch.stand_in.orders if o["fulfillmentStatus"] == "in_production"]
    for order in open_ones[:moved]:
        watch.stand_in.move(order["id"], "printed")
    await watch.swept()
    changed = {key for key, status in watch.real().items() if settled[key] != status}
    assert len(changed) >= min(moved, len(open_ones))
    assert watch.calls()[1] == len(changed)
    feed = await watch.ledger.changed_since(number)
    assert sorted(each.change.order_id for each in feed) == sorted(changed)
    assert await watch.believed() == watch.real()


async def test_orders_that_did_not_change_were_seen(watch):
    """Nothing is written for an order that stays as it is, and yet it was last seen just now."""
    await watch.swept()
    first = await watch.ledger.observed(
        watch.of("on_hold" if watch.stand_in.dialect == "v4" else "draft")["id"]
    )
    watch.hands.turn(30)
    await watch.swept()
    again = await watch.ledger.observed(first.order_id)
    assert again.since == first.since
    assert again.last_seen == watch.hands()


async def test_a_change_is_exact_when_the_sweeps_were_close(watch):
    """A state that began between two sweeps is as old as the later one; after a long rest it may
    be older."""
    await watch.swept()
    old, new = watch.of("in_production", 0), watch.of("in_production", 1)
    for _ in range(3):
        watch.hands.turn(30)
        await watch.swept()
    watch.hands.turn(10)
    watch.stand_in.move(old["id"], "on_hold")
    await watch.swept()
    seen = await watch.ledger.observed(old["id"])
    assert (seen.since, seen.since_is_exact) == (watch.hands(), True)
    assert seen.not_before == watch.hands() - timedelta(minutes=10)
    watch.hands.turn(60 * 5)
    watch.stand_in.move(new["id"], "on_hold")
    await watch.swept()
    seen = await watch.ledger.observed(new["id"])
    assert (seen.since, seen.since_is_exact) == (watch.hands(), False)


@both
async def test_a_vanished_order_is_read_by_its_id(watch):
    """An order that leaves the lists is read, and its last state is known."""
    await watch.swept()
    order = next(
        o
        for o in watch.stand_in.orders
        if o["fulfillmentStatus"] == "in_transit" and _days(watch, o) > sweeps.YOUNG.days
    )
    watch.hands.turn(1)
    watch.stand_in.move(order["id"], "delivered")
    await watch.swept()
    seen = await watch.ledger.observed(order["id"])
    assert (seen.status, seen.since) == ("delivered", watch.hands())
    assert any(order["id"] in call.path for call in watch.stand_in.requests.of("get"))


async def test_a_vanished_order_that_cannot_be_read_was_not_seen(watch):
    """Where neither list nor read told of it, it was last seen before, and the sweep says so."""
    await watch.swept()
    order = next(
        o
        for o in watch.stand_in.orders
        if o["fulfillmentStatus"] == "in_transit" and _days(watch, o) > sweeps.YOUNG.days
    )
    watch.hands.turn(10)
    watch.stand_in.move(order["id"], "delivered")
    watch.stand_in.faults.add("status", "get", status=400)
    assert not (await watch.swept()).complete
    seen = await watch.ledger.observed(order["id"])
    assert seen.last_seen == watch.hands() - timedelta(minutes=10)


async def test_a_word_that_nobody_knows_is_followed(watch):
    """An order in a state without words stays in the ledger, and the next state is noticed."""
    await watch.swept()
    order = watch.of("in_production")
    for status in ("never_heard_of", "printed"):
        watch.hands.turn(10)
        watch.stand_in.move(order["id"], status)
        await watch.swept()
        assert (await watch.ledger.observed(order["id"])).status == status


@both
async def test_a_filter_that_gelato_refuses_blinds_no_sweep(watch, caplog):
    """Where search takes the documented states alone, all are listed: an old order that moved is
    seen, one that vanished is found, and the refusal is met and told once a day."""
    watch.stand_in.reads.known_statuses = SEARCHABLE
    moved, deleted = watch.of("in_production"), watch.of("draft")
    for order in (moved, deleted):
        order["orderedAt"] = order["createdAt"] = stamp(watch.hands() - timedelta(days=10))
    await watch.swept()
    watch.stand_in.orders.remove(deleted)
    refusals = []
    for minutes, status in ((10, "printed"), (10, "on_hold"), (60 * 24, "shipped")):
        watch.hands.turn(minutes)
        watch.stand_in.move(moved["id"], status)
        assert (await watch.swept()).complete
        assert (await watch.ledger.observed(moved["id"])).status == status
        refusals.append([call.status for call in watch.stand_in.requests.of("search")].count(400))
    assert refusals == [1, 0, 1]
    assert caplog.text.count("search refused these states") == 2
    assert (await watch.ledger.observed(deleted["id"])).gone_at is not None


@pytest.mark.parametrize("dialect", [Dialect.V4], ids=str, indirect=True)
async def test_no_state_of_the_other_dialect_is_asked_for(watch):
    """A Gelato that refuses what only GelatoConnect says refuses nothing."""
    watch.stand_in.reads.known_statuses = {*STATUSES, STRANGE} - {"received", "packaged"}
    for _ in range(2):
        await watch.swept()
        watch.hands.turn(10)
    assert {call.status for call in watch.stand_in.requests.of("search")} == {200}


async def test_orders_made_during_the_sweep_are_known_at_its_end(watch):
    """What is too young for the windows, which wait until they have settled, is asked for too."""
    await watch.swept()
    order = watch.of("in_production")
    order["id"], order["orderedAt"] = "g-new", stamp(watch.hands())
    await watch.swept()
    assert "g-new" in await watch.believed()


@pytest.mark.parametrize("namesake", [False, True])
async def test_a_deleted_draft_is_gone(watch, namesake):
    """A draft that Gelato knows no more is open no longer, until Gelato knows it again. Another
    order that has its id for a reference is another one."""
    order = watch.of("draft")
    if namesake:
        watch.of("delivered")["orderReferenceId"] = order["id"]
    await watch.swept()
    watch.stand_in.orders.remove(order)
    watch.hands.turn(10)
    assert (await watch.swept()).complete
    seen = await watch.ledger.observed(order["id"])
    assert seen.gone_at == watch.hands()
    assert seen.order_id not in {each.order_id for each in await watch.ledger.open(OpenFilter())}
    watch.stand_in.orders.append(order)
    watch.hands.turn(10)
    await watch.swept()
    assert seen.order_id in {each.order_id for each in await watch.ledger.open(OpenFilter())}
    assert len(await watch.ledger.states(seen.order_id)) == 1


async def test_an_order_that_is_listed_and_cannot_be_read_stays(watch):
    """When single orders cannot be found, what the lists say holds, and nothing is gone."""
    watch.stand_in.faults.add("status", "get", status=404)
    freshness = await watch.swept()
    assert await watch.believed() == watch.real()
    lines = await watch.ledger.open(OpenFilter())
    assert all(each.gone_at is None for each in lines)
    assert freshness.complete


async def test_a_failed_page_makes_its_window_incomplete(watch):
    """A stretch that could not be walked is said to be incomplete, and what vanished there is not
    called so."""
    await watch.swept()
    order = watch.of("in_production")
    watch.hands.turn(10)
    watch.stand_in.move(order["id"], "canceled")
    watch.stand_in.faults.add("status", "search", status=400)
    freshness = await watch.swept()
    assert not freshness.complete
    assert freshness.incomplete_windows > 0
    assert freshness.last_complete_at == watch.hands() - timedelta(minutes=10)
    assert watch.calls()[1] == 0
    assert (await watch.ledger.observed(order["id"])).status == "in_production"
    watch.stand_in.faults.clear()
    watch.hands.turn(10)
    assert (await watch.swept()).complete
    assert (await watch.ledger.observed(order["id"])).status == "canceled"


async def test_a_window_that_failed_once_is_walked_again(watch, caplog):
    """One bad answer among many costs a second look at that window, and nothing else: it is not
    taken for a refused filter, where none was sent."""
    watch.stand_in.faults.add("status", "search", status=400, times=1)
    freshness = await watch.swept()
    assert (freshness.complete, freshness.incomplete_windows) == (True, 0)
    assert await watch.believed() == watch.real()
    assert "refused" not in caplog.text


async def test_reads_that_fail_are_caught_up(watch):
    """Orders that could not be read stay to be read, in the next sweep."""
    watch.stand_in.faults.add("status", "get", status=400)
    freshness = await watch.swept()
    assert freshness.unread > 0
    watch.stand_in.faults.clear()
    watch.hands.turn(10)
    assert (await watch.swept()).unread == 0


async def test_a_few_that_can_never_be_read_hold_up_no_others(watch, monkeypatch):
    """They are tried last from then on, and read once that is possible. So many a sweep are read
    for the first time."""
    fault = watch.stand_in.faults.add("status", "get", status=400)
    await watch.swept()
    queue = await watch.ledger.to_read(100, changed=False)
    odd = [watch.stand_in.order(order_id) for order_id in queue[:3]]
    for order in odd:
        order["discounts"] = ["unreadable"] * (MOST_FAULTS + 1)
    fault.times = 0
    monkeypatch.setattr(readings, "AT_ONCE", 1)
    monkeypatch.setattr(readings, "MOST_FAILURES", 2)
    monkeypatch.setattr(readings, "FIRST_READS", len(queue) - 5)
    reading = readings.Reading(watch.gelato, watch.ledger, Carriers(watch.gelato), watch.hands)
    left = []
    for _ in range(4):
        await reading.read()
        left.append(len(await watch.ledger.to_read(100, changed=False)))
        for order in odd if len(left) == 3 else ():
            order["discounts"] = []
    assert left == [len(queue), 5 + 1, 3, 0]
    watch.stand_in.requests.clear()
    await reading.read()
    assert watch.calls() == (0, 0)


async def test_a_sweep_goes_on_where_it_was_stopped(watch, monkeypatch):
    """After a restart the windows that were walked are not walked again."""
    walked = []
    looked = watch.log.looked

    async def stopped(sweep, stretch, window):
        await looked(sweep, stretch, window)
        walked.append(window)
        if len(walked) == 3:
            raise StoreTrouble

    monkeypatch.setattr(watch.log, "looked", stopped)
    with pytest.raises(StoreTrouble):
        await watch.swept()
    assert (await watch.ledger.freshness()).last_sweep_ended_at is None
    before = list(walked)
    await watch.restart()
    begun = await watch.log.unfinished()
    assert sorted(begun.looked["all"], key=lambda each: each.since) == before
    looked = watch.log.looked
    monkeypatch.setattr(watch.log, "looked", stopped)
    watch.hands.turn(1)
    assert (await watch.swept()).complete
    assert walked[3].since == before[-1].until
    assert all(each.since >= before[-1].until for each in walked[3:])
    assert set(await watch.believed()) == set(watch.real())


async def test_a_sweep_that_is_called_off_leaves_nothing_behind(watch):
    """At a shutdown the sweep ends at once, gives its lease back, and can be gone on with."""
    watch.stand_in.faults.add("delay", "search", seconds=0.02)
    sweep = asyncio.create_task(watch.sweep.run())
    while len(watch.stand_in.requests) < 5:  # noqa: ASYNC110  # the stand-in tells nobody
        await asyncio.sleep(0.001)
    sweep.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sweep
    left = [repr(task.get_coro()) for task in asyncio.all_tasks()]
    assert not any("Sqlite" in each or "Gelato" in each for each in left)
    await watch.restart()
    watch.stand_in.faults.clear()
    assert (await watch.sweep.run()).complete


async def test_an_old_sweep_is_not_gone_on_with(watch, monkeypatch):
    """What was walked hours ago says little: the sweep begins anew, the old one was not whole."""
    monkeypatch.setattr(watch.log, "end", _broken)
    with pytest.raises(StoreTrouble):
        await watch.swept()
    await watch.restart()
    first = await watch.log.unfinished()
    watch.hands.turn(61)
    assert (await watch.swept()).complete
    rows = "SELECT id, is_complete FROM sweeps ORDER BY id"
    found = await watch.database.read(lambda db: db.execute(rows).fetchall())
    assert found == [(first.id, 0), (first.id + 1, 1)]


async def _broken(*_):
    raise StoreTrouble


async def test_two_processes_sweep_once(watch):
    """Of two sweeps at once one works, and the other says that it did nothing."""
    answers = await asyncio.gather(watch.sweep.run(), watch.another_sweep().run())
    assert [answer is None for answer in answers].count(True) == 1
    assert len(await watch.ledger.changed_since(0)) == len(watch.real())


async def test_the_lease_of_a_dead_process_lapses(watch):
    """Whoever died with the lease holds up the sweep for a minute, and not for ever."""
    dead = SqliteLeases(watch.database, watch.hands).held("sweep")
    assert await dead.__aenter__()
    assert await watch.sweep.run() is None
    watch.hands.moment += LASTS
    assert await watch.sweep.run() is not None
    await dead.__aexit__(None, None, None)


async def test_sweeps_are_due_every_ten_minutes(watch):
    """At the start at once, then ten minutes after the last began; a tick a little early counts."""
    assert await watch.sweep.run_if_due() is not None
    watch.hands.turn(9.9)
    assert await watch.sweep.run_if_due() is None
    watch.hands.turn(0.02)
    assert await watch.sweep.run_if_due() is not None
    assert await watch.another_sweep().run_if_due() is not None


async def test_orders_that_no_list_shows_are_read_once_a_day(watch):
    """A parcel that is older than the lists go back is still followed, by its id."""
    order = watch.of("in_transit")
    old = watch.hands() - sweeps.SHIPPED_FOR - timedelta(days=5)
    order["orderedAt"] = order["createdAt"] = stamp(old)
    await watch.swept()
    watch.hands.turn(10)
    watch.stand_in.move(order["id"], "returned")
    await watch.swept()
    assert (await watch.ledger.observed(order["id"])).status == "in_transit"
    watch.hands.turn(60 * 24)
    await watch.swept()
    assert (await watch.ledger.observed(order["id"])).status == "returned"


@both
async def test_what_is_newly_shipped_is_told_once(watch):
    """Orders that were seen before they were shipped, each once, page after page."""
    await watch.swept()
    begin = watch.hands()
    number = await watch.ledger.last_number()
    moving = [o["id"] for o in watch.stand_in.orders if o["fulfillmentStatus"] == "in_production"]
    for order_id in moving:
        watch.hands.turn(1)
        watch.stand_in.move(order_id, "shipped")
    for status in ("shipped", "in_transit"):
        for order_id in moving:
            watch.stand_in.move(order_id, status)
        watch.hands.turn(10)
        await watch.swept()
    told, after = [], None
    while page := await watch.ledger.shipped_since(begin, 3, after):
        told += [each.order_id for each in page]
        after = (page[-1].shipped_at, page[-1].order_id)
    states = [
        e for e in await watch.ledger.changed_since(0, 10_000) if isinstance(e.change, Transition)
    ]
    sent = [e for e in states if e.change.after in SHIPPED]
    due = {e.change.order_id for e in sent if e.number > number and e.change.before}
    already = {e.change.order_id for e in sent if e.number <= number}
    assert sorted(told) == sorted(due - already)
    assert set(moving) <= set(told)
    assert await watch.ledger.shipped_since(watch.hands()) == []


async def test_open_orders_come_in_pages(watch):
    """Every open order once, those longest in their state first, and by filter."""
    await watch.swept()
    found, after = [], None
    while page := await watch.ledger.open(OpenFilter(), 7, after):
        found += page
        after = (page[-1].since, page[-1].order_id)
    expected = {key for key, status in watch.real().items() if status not in TERMINAL}
    assert sorted(each.order_id for each in found) == sorted(expected)
    assert [each.since for each in found] == sorted(each.since for each in found)
    country = found[0].country
    wanted = OpenFilter(statuses=("in_production", "printed"), countries=(country,))
    fitting = await watch.ledger.open(wanted)
    assert fitting == [e for e in found if e.status in wanted.statuses and e.country == country]
    assert await watch.ledger.open(OpenFilter(in_state_since=watch.hands())) == found
    earlier = watch.hands() - timedelta(seconds=1)
    assert await watch.ledger.open(OpenFilter(in_state_since=earlier)) == []


def _days(watch, order) -> float:
    made = order["orderedAt"] or order["createdAt"]
    return (watch.hands() - type(watch.hands()).fromisoformat(made)) / timedelta(days=1)


async def test_a_clock_that_was_ahead_stops_no_sweep(watch):
    """Set back by an hour, it is no hour until the next look at the orders."""
    assert await watch.sweep.run_if_due() is not None
    watch.hands.turn(-60)
    assert await watch.sweep.run_if_due() is not None
    assert await watch.sweep.run_if_due() is None
