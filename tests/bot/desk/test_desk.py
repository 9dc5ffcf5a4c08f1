"""What a person asks for, and the row that each ask leaves."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

import pytest

from bot.desk.desk import Desk
from bot.desk.records import Asker
from bot.gelato.client import Gelato
from bot.orders.errors import (
    AnswerNotUnderstood,
    GelatoBusy,
    GelatoDown,
    KeyRefused,
    NotAsked,
    OrderdeskError,
    OrderNotFound,
    StoreTrouble,
)
from bot.sandbox.gelato import StandInGelato
from bot.store.audit import SqliteAudit
from bot.store.chain import first_broken
from bot.store.ports import Entry, Operation
from bot.store.secret_key import SecretKey


class Office(Protocol):
    desk: Desk
    stand_in: StandInGelato
    gelato: Gelato
    audit: SqliteAudit
    folder: Path
    asker: Asker

    def ids(self, reference: str) -> list[str]: ...

    async def entry(self) -> Entry: ...


def hashed(text: str) -> str:
    return SecretKey("a key of nobody").keyed_hash(text)


def lock_out(office: Office) -> Callable[[], None]:
    """Takes the trail away, as a full or broken disk would; the answer gives it back."""
    path = office.folder / "orderdesk.db"
    _done(path, "ALTER TABLE audit RENAME TO gone")
    return lambda: _done(path, "ALTER TABLE gone RENAME TO audit")


def _done(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize("operation", ["look_up", "refresh", "share"])
async def test_an_answer_leaves_a_row(office: Office, operation: Any):
    """Who asked, where, when, what for, which orders came and how long it took."""
    family = await office.desk.orders.look_up("1050", office.asker, operation)
    entry = await office.entry()
    assert (entry.operation, entry.outcome) == (operation, "done")
    assert (entry.person, entry.team, entry.channel, entry.request_id) == ("U1", "T1", "C1", "r-1")
    assert (entry.reference, entry.at) == ("1050", office.stand_in.book.now())
    assert sorted(entry.order_ids) == sorted(office.ids("1050"))
    assert entry.order_ids == tuple(order.id for order in family.orders)
    assert timedelta() <= entry.took < timedelta(minutes=1)


async def test_a_row_is_found_by_each_part(office: Office):
    """The trail of any part of a split names the look-up."""
    await office.desk.orders.look_up("1060", office.asker)
    for order_id in office.ids("1060"):
        assert len(await office.audit.of_order(order_id)) == 1


@pytest.mark.parametrize(
    ("kind", "more", "error", "outcome"),
    [
        ("status", {"status": 503}, GelatoDown, "gelato_down"),
        ("status", {"status": 401}, KeyRefused, "key_refused"),
        ("busy", {}, GelatoBusy, "gelato_busy"),
        ("html", {}, AnswerNotUnderstood, "answer_not_understood"),
    ],
)
async def test_a_failure_leaves_a_row(
    office: Office, kind: str, more: dict[str, Any], error: type[OrderdeskError], outcome: str
):
    """What went wrong is told to the person and written down once."""
    office.stand_in.faults.add(kind, "get", "search", **more)
    with pytest.raises(error):
        await office.desk.orders.look_up("1042", office.asker)
    entry = await office.entry()
    assert (entry.outcome, entry.reference, entry.order_ids) == (outcome, "1042", ())


@pytest.mark.parametrize(
    "typed",
    [
        "Jane Doe",
        "jane.doe@example.com",
        "jane7@example.com",
        "+47 123 45 678",
        "+4712345678",
        "Main Street 7",
        "Jane\u00a0Doe\u20091970",
        "SPRING",
        "1" * 65,
        "7\x00",
        "7\ud83d",
    ],
)
async def test_what_may_be_personal_is_only_written_as_its_hash(office: Office, typed: str):
    """A name, a mail address, a phone number that somebody typed is in the trail as a hash."""
    with pytest.raises(OrderNotFound):
        await office.desk.records.turn_away(typed, office.asker, OrderNotFound())
    entry = await office.entry()
    assert (entry.outcome, entry.reference) == ("order_not_found", hashed(typed))


@pytest.mark.parametrize("typed", ["9999", "#9999", "REF/99", "注文-99", "1" * 64])
async def test_a_number_that_is_not_found_is_written_as_it_is(office: Office, typed: str):
    """What can only be an order's number is told in the trail."""
    with pytest.raises(OrderNotFound):
        await office.desk.orders.look_up(typed, office.asker)
    entry = await office.entry()
    assert (entry.outcome, entry.reference) == ("order_not_found", typed)


async def test_whoever_is_turned_away_leaves_a_row(office: Office):
    """A refusal before any look-up is written down too, and Gelato is not asked."""
    with pytest.raises(NotAsked, match="Why"):
        await office.desk.records.turn_away("Jane Doe", office.asker, NotAsked("Why?"))
    entry = await office.entry()
    assert (entry.outcome, entry.reference) == ("not_asked", hashed("Jane Doe"))
    assert len(office.stand_in.requests) == 0


async def test_a_showing_that_breaks_is_written_down(office: Office):
    """What fails while the orders are shown is in the row of that showing."""
    with pytest.raises(LookupError):
        async with office.desk.orders.showing("1042", office.asker, Operation.SHARE):
            raise LookupError
    begun, ended = (row.entry for row in await office.audit.rows())
    assert (ended.operation, begun.outcome, ended.outcome) == ("share", "begun", "broke")
    assert list(ended.order_ids) == office.ids("1042")


async def test_a_showing_that_is_refused_is_written_down(office: Office):
    """An error of ours inside a showing gives the row its name."""
    with pytest.raises(KeyRefused):
        async with office.desk.orders.showing("1042", office.asker, Operation.SHARE):
            raise KeyRefused
    assert (await office.audit.rows())[-1].entry.outcome == "key_refused"


async def test_nothing_is_shown_to_others_without_a_row(office: Office):
    """When the row before a showing cannot be written, the showing does not begin."""
    give_back = lock_out(office)
    with pytest.raises(StoreTrouble):
        async with office.desk.orders.showing("1042", office.asker, Operation.SHARE):
            pytest.fail("it began")
    give_back()


@pytest.mark.parametrize("typed", ["1042", "9999"])
async def test_without_a_row_there_is_no_answer(office: Office, typed: str):
    """When the trail cannot be written, nothing is shown, and the person learns why."""
    give_back = lock_out(office)
    with pytest.raises(StoreTrouble):
        await office.desk.orders.look_up(typed, office.asker)
    with pytest.raises(StoreTrouble):
        await office.desk.records.turn_away(typed, office.asker, NotAsked())
    give_back()
    assert await office.audit.rows() == []
    await office.desk.orders.look_up("1042", office.asker)


def told(address: dict[str, Any]) -> set[str]:
    """What identifies the recipient in an address, long enough to be recognised."""
    names = ("firstName", "lastName", "companyName", "addressLine1", "addressLine2", "email")
    values = (str(address.get(name) or "") for name in (*names, "phone", "federalTaxId", "city"))
    return {value for value in values if len(value) > 3}


async def test_nothing_of_a_recipient_reaches_the_file(office: Office):
    """After every order was looked up, no byte of the database tells of a recipient."""
    orders = list(office.stand_in.orders)
    for order in orders:
        await office.desk.orders.look_up(order["orderReferenceId"], office.asker)
    address = orders[0]["shippingAddress"]
    for typed in (address["email"], f"{address['firstName']} {address['lastName']}"):
        with pytest.raises(OrderNotFound):
            await office.desk.orders.look_up(typed, office.asker)
    written = b"".join(file.read_bytes() for file in office.folder.iterdir())
    assert orders[0]["id"].encode() in written
    secrets = {part for order in orders for part in told(order["shippingAddress"])}
    assert len(secrets) > 100
    assert [part for part in secrets if part.encode() in written] == []
    rows = await office.audit.rows()
    assert len(rows) == len(orders) + 2
    assert first_broken(rows) is None
