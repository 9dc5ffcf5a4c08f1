"""Changing a shipment at the desk: what is sent, what is said, and what is kept of it."""

import asyncio
import logging
import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import Any

import pytest

from bot.desk.asking import Request
from bot.orders.change import Change, Kind, Outcome
from bot.orders.dialect import Dialect
from bot.orders.order import Order
from bot.orders.updating import Shipping, UpdateWish
from bot.sandbox.gelato import StandInGelato
from bot.store.database import SqliteDatabase

Office = Any
STREET = "Secret Street 77"
ECHO = f'{{"code": 400, "message": "No house at {STREET.upper()}, Ann Secretson."}}'


@pytest.fixture
def dialect() -> Dialect:
    """Only GelatoConnect has the call."""
    return Dialect.CONNECT


def open_order(stand_in: StandInGelato) -> dict[str, Any]:
    """One that could still be changed, with a phone."""
    ways = {"created", "passed"}
    return next(
        o
        for o in stand_in.orders
        if o["fulfillmentStatus"] in ways and o["shippingAddress"].get("phone")
    )


async def changed(office: Office, method: str = "", **fields: Any) -> Change:
    """A change of these fields, to its end."""
    order = open_order(office.stand_in)
    before = Shipping.of(Order.model_validate(order))
    address = replace(before.address, **fields) if fields else None
    wish = UpdateWish(before, method, address).written()
    by, reference = office.asker, order["orderReferenceId"]
    request = Request("form", Kind.UPDATE, (order["id"],), reference, by, wish=wish)
    desk = office.again(admins=("U1",))
    await desk.rights.begin()
    (report,) = await desk.changes.ask(request)
    return report.change


def contents(office: Office) -> bytes:
    """Every byte that the database keeps, wherever it does."""
    return b"".join(file.read_bytes() for file in office.folder.iterdir() if file.is_file())


END = {
    "done": ({}, Outcome.DONE),
    "refused with words": ({"kind": "status", "status": 400, "body": ECHO}, Outcome.REFUSED),
    "not asked": ({"kind": "busy"}, Outcome.NOT_DONE),
}


@pytest.mark.parametrize(("fault", "outcome"), END.values(), ids=END)
async def test_the_address_is_gone_after_the_end(
    office: Office, fault: dict[str, Any], outcome: Outcome, caplog: pytest.LogCaptureFixture
):
    """It is kept as long as the change lives: not in words, rows or logs, nor in free pages."""
    caplog.set_level(logging.DEBUG)
    if fault:
        more = {name: value for name, value in fault.items() if name != "kind"}
        office.stand_in.faults.add(fault["kind"], "update", **more)
    ended = await changed(office, address_line1=STREET, last_name="Secretson", first_name="Ann")
    assert ended.outcome is outcome
    assert ended.wish == {}
    async with SqliteDatabase.opened(office.folder / "orderdesk.db") as database:
        await database.tidy()
    kept = contents(office).lower()
    assert b"secret street" not in kept
    assert b"secretson" not in kept
    assert "Secret" not in caplog.text
    assert "secret" not in ended.words.lower()


async def test_the_address_is_kept_while_it_is_needed(office: Office):
    """Else whoever goes on with a change that was interrupted would not know what to send."""
    office.stand_in.faults.add("delay", "get", seconds=0.5)
    asked = asyncio.create_task(changed(office, address_line1=STREET))
    while not office.stand_in.requests.of("get"):  # noqa: ASYNC110  # the stand-in tells nobody
        await asyncio.sleep(0.01)
    assert STREET.encode() in contents(office)
    await asked


async def test_gelato_s_words_without_the_address(office: Office):
    """What Gelato says of a refusal is read, but for what was typed."""
    office.stand_in.faults.add("status", "update", status=400, body=ECHO)
    ended = await changed(office, address_line1=STREET, last_name="Secretson", first_name="Ann")
    assert ended.words == "Gelato refused: No house at •••, ••• •••."
    assert office.stand_in.effects == []


async def test_the_whole_address_is_replaced(office: Office):
    """What is left out is gone from the order: that is why a lost field asks for one more yes."""
    order = open_order(office.stand_in)
    assert order["shippingAddress"]["phone"]
    ended = await changed(office, phone="", address_line1=STREET)
    assert ended.outcome is Outcome.DONE
    assert not order["shippingAddress"].get("phone")
    assert order["shippingAddress"]["addressLine1"] == STREET
    assert order["shippingAddress"]["email"]


async def test_a_method_alone_leaves_the_address(office: Office):
    """What is not sent stays."""
    order = open_order(office.stand_in)
    address = dict(order["shippingAddress"])
    ended = await changed(office, "express")
    assert (ended.outcome, ended.words) == (
        Outcome.DONE,
        "Gelato took it. The shipping method is FedEx 2Day now.",
    )
    assert order["shippingAddress"] == address


async def test_gelato_finds_a_fault(office: Office):
    """A 400 is Gelato's refusal, in its words, and nothing was changed."""
    ended = await changed(office, email="")
    assert ended.outcome is Outcome.REFUSED
    assert ended.words.startswith("Gelato refused: ")
    assert office.stand_in.effects == []


@pytest.mark.parametrize("dialect", [Dialect.V4])
async def test_v4_has_no_such_call(office: Office):
    """It is refused in words, with what can be done, and nothing is sent."""
    ended = await changed(office, address_line1=STREET)
    assert ended.outcome is Outcome.REFUSED
    assert "cancel the order and send it again" in ended.words
    assert {call.endpoint for call in office.stand_in.requests} == {"get"}


async def test_the_trail_of_a_change(office: Office):
    """Two rows, which tell who, when and what order, and hold nothing of the address."""
    ended = await changed(office, address_line1=STREET)
    rows = [row.entry for row in await office.audit.rows()][1:]  # after the first admin's
    assert [(r.operation, r.outcome, r.person) for r in rows] == [
        ("update_shipment", "asked", "U1"),
        ("update_shipment", "done", "U1"),
    ]
    assert all(r.order_ids == (ended.order_id,) and not r.detail for r in rows)


async def test_what_is_deleted_is_overwritten(office: Office):
    """In the connection that writes, whatever SQLite was built with."""
    async with SqliteDatabase.opened(office.folder / "other.db") as database:
        found = await database.write(lambda db: db.execute("PRAGMA secure_delete").fetchone())
    assert found == (1,)
    with closing(sqlite3.connect(office.folder / "other.db")) as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
