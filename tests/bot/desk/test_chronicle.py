"""Newly shipped orders, and an order's trail: who sees what of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk import chronicle, shipped
from bot.desk.asking import Request
from bot.desk.desk import Desk
from bot.desk.records import Asker
from bot.orders.access import Role
from bot.orders.change import Kind, Reason
from bot.orders.errors import NotAllowed, OrderNotFound
from bot.orders.filters import Typist
from bot.orders.followed import Asked, read_shipped
from bot.orders.observed import Observed
from bot.orders.person import Standing
from bot.orders.recipient import Audience
from bot.orders.sightings import How, Sighting
from bot.store.database import SqliteDatabase
from bot.store.ledger import SqliteLedger
from bot.store.ledger_lines import Line, put

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
ORDER = Observed(
    "g-1", "S-1", "in_transit", NOON - HOUR, since_is_exact=True, first_seen=NOON - 9 * HOUR,
    last_seen=NOON, country="NO", shipped_at=NOON - 2 * HOUR, was_shipped=True,
)  # fmt: skip
VIEWER, LEAD, ADMIN = "U0VIEWER", "U0LEAD", "U0ADMIN"


def asked(text: str = "") -> Asked:
    return read_shipped(text, Typist(ZoneInfo("UTC"), NOON))


def by(person: str) -> Asker:
    return Asker(person, "T1", "C1", "r-1")


@pytest.fixture
async def desk(office):
    desk = office.again(admins=(ADMIN,))
    await desk.rights.begin()
    await desk.rights.grant(LEAD, Role.LEAD, by(ADMIN))
    return desk


@pytest.fixture
async def database(office):
    async with SqliteDatabase.opened(office.folder / "orderdesk.db") as database:
        yield database


async def _kept(database: SqliteDatabase, orders: Sequence[Observed]) -> None:
    await database.write(lambda db: put(db, [Line(order, 0) for order in orders]))


def _shipped(count: int) -> list[Observed]:
    return [
        replace(ORDER, order_id=f"g-{n}", reference=f"S-{n}", shipped_at=NOON - n * HOUR)
        for n in range(count)
    ]


async def _references(desk: Desk, text: str = "") -> list[str]:
    found = await desk.chronicle.shipped(asked(text), by(VIEWER))
    return [each.order.reference for each in found.shippings]


async def test_what_was_shipped_since_yesterday_is_told(desk, database, office):
    """By default since the start of yesterday, with how fresh that is, and one row."""
    old = replace(ORDER, order_id="g-9", shipped_at=NOON - 40 * HOUR)
    await _kept(database, [ORDER, old])
    found = await desk.chronicle.shipped(asked(), by(VIEWER))
    assert [(each.order, each.shipped_at) for each in found.shippings] == [
        (ORDER, ORDER.shipped_at)
    ]
    assert found.since == datetime(2026, 11, 20, tzinfo=UTC)
    assert found.freshness.watched_since is None
    rows = [row.entry for row in await office.audit.rows()]
    assert (rows[-1].operation, rows[-1].detail) == ("shipped", "since")


async def test_filters_and_an_end_narrow_it(desk, database):
    """Since when, until when, and where to."""
    other = replace(ORDER, order_id="g-2", reference="S-2", country="DE")
    old = replace(ORDER, order_id="g-3", reference="S-3", shipped_at=NOON - 40 * HOUR)
    await _kept(database, [ORDER, other, old])
    assert await _references(desk, "since:3d") == ["S-3", "S-1", "S-2"]
    assert await _references(desk, "since:3d until:2026-11-20") == ["S-3"]
    assert await _references(desk, "DE") == ["S-2"]


async def test_many_come_in_looks_each_once(desk, database, monkeypatch):
    """None twice, none left out; beyond a limit it is said that there are more."""
    await _kept(database, _shipped(7))
    monkeypatch.setattr(shipped, "A_PAGE", 3)
    assert sorted(await _references(desk)) == [f"S-{n}" for n in range(7)]
    monkeypatch.setattr(chronicle, "MOST_SHIPPED", 6)
    found = await desk.chronicle.shipped_again(asked(), by(VIEWER))
    assert (len(found.shippings), found.is_cut) == (6, True)


async def test_guests_see_nothing(desk, office):
    """Neither lists nor trails."""
    office.people.standings["U0GUEST"] = Standing.GUEST
    guest = by("U0GUEST")
    for ask in (desk.chronicle.shipped, desk.chronicle.shipped_again):
        with pytest.raises(NotAllowed):
            await ask(asked(), guest)
    with pytest.raises(NotAllowed):
        await desk.chronicle.history_again("1042", guest, Audience.ASKER)
    with pytest.raises(NotAllowed):
        await desk.chronicle.history("1042", guest)


async def _seen(office, database: SqliteDatabase, reference: str) -> None:
    """Each order of a reference was created, then printed; then an event came too late."""
    ledger = SqliteLedger(database)
    for order_id in office.ids(reference):
        made = NOON - timedelta(days=2)
        sighting = Sighting(order_id, "created", made, How.SWEEP, reference, created_at=made)
        printed = replace(sighting, status="printed", at=NOON - HOUR, how=How.WEBHOOK)
        event = replace(sighting, status="passed", at=NOON, how=How.EVENT)
        await ledger.saw([sighting, printed, event])


@pytest.mark.parametrize("typed", ["1042", "#1042"])
async def test_a_trail_holds_states_doubts_and_acts(desk, office, database, typed):
    """The newest first: what was seen, what was said too late, and who asked for it."""
    await _seen(office, database, "1042")
    await desk.orders.look_up("1042", by(VIEWER))
    found = await desk.chronicle.history(typed, by(LEAD))
    lines = [(line.what, line.who, line.how) for line in found.lines]
    assert sorted(lines) == sorted(
        [
            ("Looked up", VIEWER, ""),
            ("A message of Gelato's said Accepted", "", "too late: it was Printed already"),
            ("🖨️ Printed, maybe earlier", "", "told by Gelato"),
            (lines[-1][0], "", "seen by Orderdesk"),
        ]
    )
    assert found.last_seen == NOON - HOUR
    assert (await office.audit.rows())[-1].entry.order_ids == tuple(office.ids("1042"))


async def test_who_did_what_is_for_leads(desk, office, database):
    """Others see what was done: their own acts as theirs, those of others as somebody's."""
    await _seen(office, database, "1042")
    await desk.orders.look_up("1042", by(VIEWER))
    await desk.follow_ups.take(office.ids("1042")[0], by(LEAD))
    for reader, people in ((LEAD, {VIEWER, LEAD}), (VIEWER, {VIEWER, "somebody"})):
        found = await desk.chronicle.history_again("1042", by(reader), Audience.ASKER)
        assert {line.who for line in found.lines if line.who} == people


async def test_looks_hide_nothing(desk, office, database, monkeypatch):
    """However often it was looked up, what was seen and done long ago is there; who turns a page
    leaves no row. Only beyond thousands of rows it is said that there are more."""
    await _seen(office, database, "1042")
    await desk.follow_ups.take(office.ids("1042")[0], by(LEAD))
    for _ in range(7):
        await desk.orders.look_up("1042", by(VIEWER))
    rows = len(await office.audit.rows())
    monkeypatch.setattr(chronicle, "A_LOOK", 3)
    found = await desk.chronicle.history_again("1042", by(LEAD), Audience.ASKER)
    assert [line.what for line in found.lines if line.who] == [
        "Looked up 7 times, last",
        "Taken in hand",
    ]
    assert (len(found.lines), found.is_cut) == (5, False)
    assert len(await office.audit.rows()) == rows
    monkeypatch.setattr(chronicle, "MOST_ACTS", 6)
    found = await desk.chronicle.history_again("1042", by(LEAD), Audience.ASKER)
    assert ([line.what for line in found.lines if line.who], found.is_cut) == (
        ["Looked up 6 times, last"], True,
    )  # fmt: skip


async def test_a_gelato_id_has_the_same_trail(desk, office, database):
    """Whichever number somebody has at hand."""
    await _seen(office, database, "1042")
    found = await desk.chronicle.history(office.ids("1042")[0], by(VIEWER))
    assert (found.reference, len(found.lines)) == ("1042", 3)


async def test_an_order_that_was_never_seen_is_asked_of_gelato(desk, office):
    """Its trail holds what was done with it; a number that nobody knows is said to be none."""
    await desk.orders.look_up("1042", by(VIEWER))
    found = await desk.chronicle.history("1042", by(VIEWER))
    assert [line.what for line in found.lines] == ["Looked up"]
    assert (found.orders, found.last_seen) == ((), None)
    with pytest.raises(OrderNotFound):
        await desk.chronicle.history("9999", by(VIEWER))


async def test_a_card_knows_its_past(desk, office, database):
    """What was seen before this look, in one; nothing for an order that is new."""
    assert (await desk.orders.look_up("1042", by(VIEWER))).pasts == {}
    await _seen(office, database, "1042")
    family = await desk.orders.look_up("1042", by(VIEWER))
    assert set(family.pasts) == set(office.ids("1042"))
    past = family.pasts[family.id]
    assert [state.status for state in past.states] == ["created", "printed"]


async def test_a_ledger_in_trouble_costs_no_card(desk, office, database):
    """The card comes without its past."""
    await database.write(lambda db: db.execute("DROP TABLE states_seen") and None)
    family = await desk.orders.look_up("1042", by(VIEWER))
    assert (family.reference, family.pasts) == ("1042", {})


async def test_orders_without_a_reference_are_no_family(desk, database):
    """The trail of one of them tells nothing of the others."""
    some = [replace(ORDER, order_id=f"g-{n}", reference="") for n in range(3)]
    await _kept(database, some)
    found = await desk.chronicle.history("g-1", by(VIEWER))
    assert [order.order_id for order in found.orders] == ["g-1"]


async def test_who_canceled_and_in_which_words_is_for_leads(desk, office):
    """Everybody reads the reason from the list; the person's own words are for leads, and not
    where a lead asked for all to see."""
    order = next(o for o in office.stand_in.orders if o["fulfillmentStatus"] == "passed")
    asker = replace(by(LEAD), request_id="r-2")
    await desk.changes.ask(
        Request(
            key="form",
            kind=Kind.CANCEL,
            order_ids=(order["id"],),
            reference=order["orderReferenceId"],
            by=asker,
            reason=Reason.CUSTOMER,
            note="she moved",
        )
    )
    told = {
        (person, seen_by): next(
            line
            for line in (await desk.chronicle.history(order["id"], by(person), seen_by)).lines
            if line.what == "Canceled" and line.who
        )
        for person in (LEAD, VIEWER)
        for seen_by in Audience
    }
    alone = told.pop((LEAD, Audience.ASKER))
    assert alone.how == "customer asked for it: “she moved”"
    assert {line.how for line in told.values()} == {"customer asked for it"}
    assert told[VIEWER, Audience.ASKER].who == "somebody"
