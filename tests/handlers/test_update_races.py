"""The race table of changing a shipment: one change is made, and everybody is told the truth."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from datetime import timedelta
from sqlite3 import connect
from typing import Any

import pytest

from blocks import ids
from bot.desk.asking import Tempo
from bot.sandbox.slack.people import ANN, LEE
from bot.sandbox.slack.views import View, wire

House = Any
Json = dict[str, Any]
Read = Callable[[Any], str]
HASTY = Tempo(patience=timedelta(seconds=2))
STREETS = {ANN: "77 Ann Street", LEE: "88 Lee Street"}


@pytest.fixture
def order(house: House) -> Json:
    """An order of one part whose shipment can be changed."""
    family = house.gelato.book.family
    waiting = (o for o in house.gelato.orders if o["fulfillmentStatus"] == "created")
    return next(o for o in waiting if len(family(o["orderReferenceId"])) == 1)


@pytest.fixture
async def other(house: House) -> AsyncIterator[House]:
    """A second program on the same database."""
    async with house.another(HASTY) as made:
        yield made


async def asked(house: House, order: Json, person: str, street: str = "") -> View:
    """The form before this person, which asks for the last yes to another street."""
    await house.say(f"/order update {order['orderReferenceId']}", person)
    form = house.view(person)
    held = {"type": "plain_text_input", "value": street or STREETS[person]}
    values = {"update.address_line1:0:": {ids.UPDATE_ADDRESS_LINE1: held}}
    await house.act("submit", view_id=form.id, values=values, **{"as": person})
    assert house.view(person).raw["submit"]["text"] == "Yes, change it"
    return house.view(person)


async def canceling(house: House, order: Json, person: str) -> View:
    """The form of canceling, before this person."""
    await house.say(f"/order cancel {order['orderReferenceId']}", person)
    return house.view(person)


def send(house: House, form: View, trigger: str, values: Json | None = None) -> Any:
    """Brings a form as Slack would, with a trigger id of its own."""
    view = wire(form)
    view["state"] = {"values": {**view["state"]["values"], **(values or {})}}
    user = {"id": form.person, "name": form.person.lower()}
    return house.interaction(type="view_submission", user=user, view=view, trigger_id=trigger)


def trail(house: House, *operations: str) -> list[tuple[str, str]]:
    """The audit rows of changing orders."""
    wanted = operations or ("update_shipment",)
    rows = (row for row in house.rows() if row["operation"] in wanted)
    return [(row["person"], row["outcome"]) for row in rows]


async def test_one_form_many_times_at_once(house: House, order: Json, read: Read):
    """However often one yes comes, the address is sent once."""
    form = await asked(house, order, ANN)
    house.gelato.faults.add("delay", "update", seconds=0.2)
    await asyncio.gather(*(send(house, form, f"{n}.1.x") for n in range(8)))
    assert house.gelato.effects == [("update", order["id"])]
    assert len(house.gelato.requests.of("update")) == 1
    assert trail(house) == [(ANN, "asked"), (ANN, "done")]


@pytest.mark.parametrize("same", [False, True], ids=["two streets", "one street"])
async def test_two_people_with_a_form_each(house: House, order: Json, read: Read, same: bool):
    """One of two wins; the other reads that theirs was not sent, or that it was done already."""
    street = STREETS[ANN] if same else ""
    forms = {person: await asked(house, order, person, street) for person in (ANN, LEE)}
    house.gelato.faults.add("delay", "update", seconds=0.4)
    await asyncio.gather(*(send(house, form, f"{who}.1.x") for who, form in forms.items()))
    ((winner, _), (_, outcome)) = trail(house)
    loser = ({ANN, LEE} - {winner}).pop()
    assert outcome == "done"
    assert house.gelato.effects == [("update", order["id"])]
    assert order["shippingAddress"]["addressLine1"] == (street or STREETS[winner])
    told = read(house.view(loser))
    if same:
        assert "asked for this a moment before you" in told
    else:
        assert "⚠️ What you asked for was not sent" in told
        assert "✅ Changed" not in told
        assert "Open the form again" in told
    assert street or STREETS[winner] not in told


async def test_who_comes_later_hears_what_moved(house: House, order: Json, read: Read):
    """A form that was opened before somebody else changed the address sends nothing."""
    ann, lee = [await asked(house, order, person) for person in (ANN, LEE)]
    await send(house, ann, "1.1.x")
    await send(house, lee, "2.1.x")
    assert order["shippingAddress"]["addressLine1"] == STREETS[ANN]
    assert len(house.gelato.requests.of("update")) == 1
    assert "its address was changed (Address line 1)" in read(house.view(LEE))
    assert STREETS[ANN] not in read(house.view(LEE))
    assert trail(house)[2:] == [(LEE, "asked"), (LEE, "refused")]


@pytest.mark.parametrize("first", ["update", "cancel"])
async def test_a_change_against_a_cancel(house: House, order: Json, read: Read, first: str):
    """Only one of two different changes is made; who is in second place is told that it was not."""
    update = await asked(house, order, ANN)
    cancel = await canceling(house, order, LEE)
    option = {"text": {"type": "plain_text", "text": "Test order"}, "value": "TEST"}
    reason = {"type": "static_select", "selected_option": option}
    because = {ids.CANCEL_REASON: {ids.CANCEL_REASON: reason}}
    house.gelato.faults.add("delay", first, seconds=0.8)
    sends = {
        "update": lambda: send(house, update, "1.1.x"),
        "cancel": lambda: send(house, cancel, "2.1.x", because),
    }
    begun = asyncio.ensure_future(sends.pop(first)())
    async with asyncio.timeout(10):
        while not house.gelato.requests.of(first):  # noqa: ASYNC110  # no event tells
            await asyncio.sleep(0.02)
    await asyncio.gather(begun, *(each() for each in sends.values()))
    assert house.gelato.effects == [(first, order["id"])]
    loser = LEE if first == "update" else ANN
    assert "⚠️ What you asked for was not sent" in read(house.view(loser))
    assert "✅" not in read(house.view(loser))
    assert len(trail(house, "update_shipment", "cancel")) == 2


async def test_two_people_at_two_processes(house: House, other: House, order: Json, read: Read):
    """Two people at two processes make one change, and the loser is told of it."""
    forms = {person: await asked(house, order, person) for person in (ANN, LEE)}
    house.gelato.faults.add("delay", "update", seconds=0.3)
    sent = send(house, forms[ANN], "1.1.x"), send(other, forms[LEE], "2.1.x")
    await asyncio.gather(*sent)
    ((winner, _), (_, outcome)) = trail(house)
    assert outcome == "done"
    assert house.gelato.effects == [("update", order["id"])]
    assert order["shippingAddress"]["addressLine1"] == STREETS[winner]
    loser = ({ANN, LEE} - {winner}).pop()
    assert "⚠️ What you asked for was not sent" in read(house.view(loser))


async def test_nothing_is_left_open(house: House, order: Json):
    """After a race nothing waits in the store, no address is kept, and nobody gets a message."""
    forms = {person: await asked(house, order, person) for person in (ANN, LEE)}
    await asyncio.gather(*(send(house, form, f"{who}.1.x") for who, form in forms.items()))
    with closing(connect(house.database)) as connection:
        rows = connection.execute("SELECT stage, told_at IS NULL, wish FROM changes").fetchall()
    assert {tuple(row) for row in rows} == {("ended", 0, "{}")}
    assert house.slack.calls("chat.postMessage") == []
