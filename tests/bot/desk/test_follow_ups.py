"""What is stuck, and who looks after it: rights, audit rows, snoozes, takes and patience."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk.desk import Desk
from bot.desk.records import Asker
from bot.orders.access import Role
from bot.orders.dialect import Dialect
from bot.orders.errors import NotAllowed, NotAsked, OrderNotFound
from bot.orders.filters import Typist
from bot.orders.followed import Asked, read_stuck
from bot.orders.observed import Observed
from bot.orders.person import Standing
from bot.store.audit import SqliteAudit
from bot.store.database import SqliteDatabase
from bot.store.ledger_lines import Line, put
from bot.store.ports import Entry

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
DAY = timedelta(days=1)
ORDER = Observed(
    "g-1", "1042", "in_production", NOON - 12 * DAY, since_is_exact=True,
    first_seen=NOON - 12 * DAY, last_seen=NOON, country="NO", print_country="DE",
)  # fmt: skip
YOUNG = replace(ORDER, order_id="g-2", reference="1043", since=NOON)
FAILED = replace(ORDER, order_id="g-3", reference="1044", status="failed", country="DE")
VIEWER, AGENT, LEAD, ADMIN = "U0VIEWER", "U0AGENT", "U0LEAD", "U0ADMIN"


def asked(text: str = "") -> Asked:
    return read_stuck(text, Typist(ZoneInfo("UTC"), NOON))


def by(person: str) -> Asker:
    return Asker(person, "T1", "C1", "r-1")


@dataclass
class Shop:
    """A desk that has seen three orders, of which two are stuck."""

    desk: Desk
    database: SqliteDatabase
    audit: SqliteAudit

    async def see(self, orders: Sequence[Observed]) -> None:
        await self.database.write(lambda db: put(db, [Line(order, 0) for order in orders]))

    async def listed(self, text: str = "", person: str = VIEWER) -> list[str]:
        found = await self.desk.follow_ups.stuck(asked(text), by(person))
        return [each.stuck.order.reference for each in found.listed]

    async def entries(self) -> list[Entry]:
        """The trail, without how people got their roles."""
        rows = [row.entry for row in await self.audit.rows()]
        return [entry for entry in rows if entry.operation != "role"]


@pytest.fixture
async def shop(office):
    desk = office.again(admins=(ADMIN,))
    await desk.rights.begin()
    await desk.rights.grant(AGENT, Role.AGENT, by(ADMIN))
    await desk.rights.grant(LEAD, Role.LEAD, by(ADMIN))
    async with SqliteDatabase.opened(office.folder / "orderdesk.db") as database:
        made = Shop(desk, database, office.audit)
        await made.see([ORDER, YOUNG, FAILED])
        yield made


async def test_everybody_may_see_what_is_stuck(shop):
    """The worst first, with how fresh that is, and one row that names no filter's value."""
    found = await shop.desk.follow_ups.stuck(asked("NO DE"), by(VIEWER))
    assert [each.stuck.order for each in found.listed] == [FAILED, ORDER]
    assert found.freshness.last_sweep_ended_at is None
    (entry,) = await shop.entries()
    assert (entry.operation, entry.outcome, entry.detail) == ("stuck", "done", "countries")
    assert entry.reference == ""


async def test_a_page_that_is_turned_leaves_no_row(shop):
    """Nobody asked anew; who may is judged all the same."""
    found = await shop.desk.follow_ups.stuck_again(asked(), by(VIEWER))
    assert len(found.listed) == 2
    assert await shop.entries() == []


async def test_guests_see_nothing(shop, office):
    """Not at first and not on any page, and the row says that it was refused."""
    office.people.standings["U0GUEST"] = Standing.GUEST
    for ask in (shop.desk.follow_ups.stuck, shop.desk.follow_ups.stuck_again):
        with pytest.raises(NotAllowed):
            await ask(asked(), by("U0GUEST"))
    assert [entry.outcome for entry in await shop.entries()] == ["not_allowed"]


async def test_who_left_has_nothing_in_hand(shop):
    """What they took is let go of, each with a row; snoozes and others' stay."""
    follow_ups = shop.desk.follow_ups
    await follow_ups.take(ORDER.order_id, by(AGENT))
    await follow_ups.snooze(ORDER.order_id, NOON + DAY, by(AGENT))
    await follow_ups.take(FAILED.order_id, by(LEAD))
    assert await follow_ups.release(AGENT) == [ORDER.reference]
    found = await follow_ups.stuck(asked(), by(LEAD))
    assert [(each.stuck.order, each.taken.by) for each in found.listed] == [(FAILED, LEAD)]
    assert found.snoozed == 1
    (row,) = [each for each in await shop.entries() if each.operation == "let_go"]
    assert (row.person, row.order_ids) == ("orderdesk", (ORDER.order_id,))
    assert await follow_ups.release(AGENT) == []


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("", ["1044", "1042"]),
        ("DE", ["1044"]),
        ("status:in_production", ["1042"]),
        ("NO status:failed", []),
        ("ref:1042", ["1042"]),
        ("snoozed", []),
    ],
)
async def test_filters_narrow_the_list(shop, text, listed):
    """Country, state, reference, and all of them together."""
    assert await shop.listed(text) == listed


async def test_who_takes_an_order_has_it_for_three_days(shop):
    """The list names them until they let it go; each act has its row."""
    taken = await shop.desk.follow_ups.take("g-1", by(AGENT))
    found = await shop.desk.follow_ups.stuck_again(asked(), by(VIEWER))
    assert {each.taken for each in found.listed} == {None, taken}
    assert (taken.by, taken.until) == (AGENT, NOON + 3 * DAY)
    assert await shop.desk.follow_ups.let_go("g-1", by(LEAD)) == taken
    assert await shop.desk.follow_ups.let_go("g-1", by(LEAD)) is None
    rows = [(e.operation, e.person, e.order_ids, e.reference) for e in await shop.entries()]
    assert rows[:2] == [
        ("take", AGENT, ("g-1",), "1042"),
        ("let_go", LEAD, ("g-1",), "1042"),
    ]


async def test_a_snoozed_order_rests_for_everybody(shop):
    """It is counted, listed with the snoozed ones, and comes back when it is woken."""
    await shop.desk.follow_ups.snooze("g-1", NOON + DAY, by(AGENT))
    found = await shop.desk.follow_ups.stuck_again(asked(), by(VIEWER))
    assert ([each.stuck.order.order_id for each in found.listed], found.snoozed) == (["g-3"], 1)
    assert await shop.listed("snoozed") == ["1042"]
    await shop.desk.follow_ups.wake("g-1", by(AGENT))
    assert await shop.listed() == ["1044", "1042"]
    details = {entry.operation: entry.detail for entry in await shop.entries()}
    assert details["snooze"] == "until 2026-11-22T12:00+00:00"


async def test_a_snooze_ends_when_the_state_moves_on(shop):
    """What was put off was this state, and not the next one."""
    await shop.desk.follow_ups.snooze("g-1", NOON + DAY, by(AGENT))
    await shop.see([replace(ORDER, status="failed", since=NOON + timedelta(minutes=1))])
    assert "1042" in await shop.listed()


@pytest.mark.parametrize("until", [NOON, NOON - DAY, NOON + 91 * DAY])
async def test_a_snooze_ends_within_ninety_days(shop, until):
    """Not in the past and not for ever, and the row says that it came to nothing."""
    with pytest.raises(NotAsked):
        await shop.desk.follow_ups.snooze("g-1", until, by(AGENT))
    assert [entry.outcome for entry in await shop.entries()] == ["not_asked"]


@pytest.mark.parametrize("act", ["take", "let_go", "wake"])
async def test_viewers_look_after_nothing(shop, act):
    """A snooze hides an order from everybody, so that is for agents."""
    with pytest.raises(NotAllowed):
        await getattr(shop.desk.follow_ups, act)("g-1", by(VIEWER))
    with pytest.raises(NotAllowed):
        await shop.desk.follow_ups.snooze("g-1", NOON + DAY, by(VIEWER))
    assert [entry.outcome for entry in await shop.entries()] == ["not_allowed"] * 2


async def test_only_an_order_that_was_seen_is_looked_after(shop):
    """A forged id leads nowhere, and leaves a row."""
    with pytest.raises(OrderNotFound):
        await shop.desk.follow_ups.take("g-9", by(AGENT))
    with pytest.raises(OrderNotFound):
        await shop.desk.follow_ups.reference_of("g-9")
    assert [entry.outcome for entry in await shop.entries()] == ["order_not_found"]


async def test_an_admin_sets_patience(shop, dialect):
    """More patience, and the order is no longer stuck; the other dialect keeps its limits."""

    def change(before):
        return replace(before.with_limits(dialect, {"in_production": 60}), failed_for=1)

    await shop.desk.follow_ups.set_patience(change, by(ADMIN))
    assert await shop.listed() == []
    (entry, _) = await shop.entries()
    changed = {f"{dialect} in_production: usual -> 60", "failed_for: 30 -> 1"}
    assert set(entry.detail.split(", ")) == changed
    other = next(each for each in Dialect if each is not dialect)
    assert (await shop.desk.follow_ups.patience()).limit("in_production", other) == 3


async def test_leads_do_not_set_patience(shop):
    """It is a rule of the workspace: for admins."""
    with pytest.raises(NotAllowed):
        await shop.desk.follow_ups.set_patience(lambda before: before, by(LEAD))
    assert [entry.outcome for entry in await shop.entries()] == ["not_allowed"]
