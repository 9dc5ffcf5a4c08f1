"""The race table: whoever asks at once, one change is made, and everybody is told the truth."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from sqlite3 import connect
from typing import Any

import pytest

from blocks import ids
from bot.desk.asking import Tempo
from bot.orders.change import Change, Kind
from bot.orders.person import Asker
from bot.sandbox.slack.channels import SUPPORT
from bot.sandbox.slack.people import ANN, LEE, TEAM
from bot.sandbox.slack.views import wire
from bot.store.audit import SqliteAudit
from bot.store.chain import first_broken
from bot.store.claim_ports import Cap
from bot.store.claims import SqliteClaims
from bot.store.database import SqliteDatabase
from bot.store.ports import Entry

House = Any
Json = dict[str, Any]
Read = Callable[[Any], str]
Chosen = Callable[..., Json]
HASTY = Tempo(patience=timedelta(seconds=0.5))


@pytest.fixture
def order(house: House) -> Json:
    """An order of one part that can be canceled."""
    family = house.gelato.book.family
    waiting = (o for o in house.gelato.orders if o["fulfillmentStatus"] == "created")
    return next(o for o in waiting if len(family(o["orderReferenceId"])) == 1)


@pytest.fixture
async def other(house: House) -> AsyncIterator[House]:
    """A second program on the same database, in which nobody waits long."""
    async with house.another(HASTY) as made:
        yield made


async def form_of(house: House, order: Json, person: str) -> Any:
    """The cancel form, before this person."""
    await house.say(f"/order cancel {order['orderReferenceId']}", person)
    return house.view(person)


@pytest.fixture
def send(chosen: Chosen) -> Callable[..., Any]:
    """Brings a filled form as Slack would, with a trigger id of its own unless one is given."""

    def sent(house: House, form: Any, trigger: str) -> Any:
        view = {**wire(form), "state": {"values": chosen(form)}}
        user = {"id": form.person, "name": form.person.lower()}
        return house.interaction(type="view_submission", user=user, view=view, trigger_id=trigger)

    return sent


async def trail(house: House) -> list[tuple[str, str]]:
    """The audit rows of canceling, once the chain was verified."""
    async with SqliteDatabase.opened(house.database) as database:
        rows = await SqliteAudit(database).rows()
    assert first_broken(rows) is None
    return [(e.person, e.outcome) for e in (r.entry for r in rows) if e.operation == "cancel"]


def names(form: Any) -> set[str]:
    """Whom the form names."""
    return {
        element["user_id"]
        for block in form.blocks
        for part in block.get("elements", ())
        for element in part.get("elements", ())
        if element.get("type") == "user"
    }


async def test_one_form_many_times_at_once(house: House, order: Json, send: Any, read: Read):
    """However often one form comes, it is one request: one change, and its outcome in the form."""
    form = await form_of(house, order, ANN)
    house.gelato.faults.add("delay", "cancel", seconds=0.2)
    answers = await asyncio.gather(*(send(house, form, f"{n}.1.x") for n in range(12)))
    assert {status for status, _ in answers} == {200}
    assert house.gelato.effects == [("cancel", order["id"])]
    assert len(house.gelato.requests.of("cancel")) == 1
    assert await trail(house) == [(ANN, "asked"), (ANN, "done")]
    assert "✅ Canceled" in read(house.view())


@pytest.mark.parametrize("second", ["1.1.x", "2.1.x"], ids=["same trigger", "another trigger"])
@pytest.mark.parametrize("at_once", [True, False], ids=["at once", "afterwards"])
async def test_slack_delivers_twice(
    house: House, order: Json, send: Any, read: Read, second: str, at_once: bool
):
    """A submission that comes a second time changes nothing, and shows what the first one did."""
    form = await form_of(house, order, ANN)
    if at_once:
        await asyncio.gather(send(house, form, "1.1.x"), send(house, form, second))
    else:
        await send(house, form, "1.1.x")
        await send(house, form, second)
    assert house.gelato.effects == [("cancel", order["id"])]
    assert await trail(house) == [(ANN, "asked"), (ANN, "done")]
    assert "✅ Canceled" in read(house.view())
    assert [m for m in house.slack.seen(ANN, house.slack.channel(ANN).id) if m.by_bot] == []


async def test_two_people_with_a_form_each(house: House, order: Json, send: Any, read: Read):
    """One of two wins; the other one reads the winner's result, and who that was."""
    forms = [await form_of(house, order, person) for person in (ANN, LEE)]
    house.gelato.faults.add("delay", "cancel", seconds=0.3)
    await asyncio.gather(*(send(house, form, f"{form.person}.1.x") for form in forms))
    ((winner, asked), (same, outcome)) = await trail(house)
    assert (same, asked, outcome) == (winner, "asked", "done")
    assert house.gelato.effects == [("cancel", order["id"])]
    loser = ({ANN, LEE} - {winner}).pop()
    assert names(house.view(winner)) == set()
    assert names(house.view(loser)) == {winner}
    assert "✅ Canceled" in read(house.view(loser))
    assert "asked for this a moment before you" in read(house.view(loser))


async def test_who_comes_later_hears_who_was_first(
    house: House, order: Json, send: Any, read: Read
):
    """A form that was opened before somebody else canceled says that it is done, and by whom."""
    ann, lee = [await form_of(house, order, person) for person in (ANN, LEE)]
    await send(house, ann, "1.1.x")
    await send(house, lee, "2.1.x")
    assert house.gelato.effects == [("cancel", order["id"])]
    assert len(house.gelato.requests.of("cancel")) == 1
    assert await trail(house) == [
        (ANN, "asked"),
        (ANN, "done"),
        (LEE, "asked"),
        (LEE, "already_done"),
    ]
    assert "Canceled already" in read(house.view(LEE))
    assert names(house.view(LEE)) == {ANN}


async def test_a_loser_reads_a_refusal_too(house: House, order: Json, send: Any, read: Read):
    """The winner's result is the loser's, also when Gelato refused it."""
    forms = [await form_of(house, order, person) for person in (ANN, LEE)]
    house.gelato.faults.add("delay", "get", seconds=0.3, times=1)
    house.gelato.move(order["id"], "shipped")
    await asyncio.gather(*(send(house, form, f"{form.person}.1.x") for form in forms))
    assert house.gelato.effects == []
    assert [outcome for _, outcome in await trail(house)] == ["asked", "refused"]
    for person in (ANN, LEE):
        assert "⛔ Not canceled" in read(house.view(person))
        assert "It is shipped" in read(house.view(person))


async def test_a_double_click_on_the_button(house: House, order: Json, send: Any):
    """Two presses open two forms; both sent, they are one change."""
    card = await house.say(f"/order {order['orderReferenceId']}")
    await asyncio.gather(house.press(card, ids.CANCEL), house.press(card, ids.CANCEL))
    keys = {call["view"]["private_metadata"] for call in house.slack.calls("views.open")[-2:]}
    assert len(keys) == 2
    form = house.view()
    house.gelato.faults.add("delay", "cancel", seconds=0.2)
    forms = [replace(form, raw={**form.raw, "private_metadata": key}) for key in keys]
    await asyncio.gather(*(send(house, each, f"{n}.1.x") for n, each in enumerate(forms)))
    assert house.gelato.effects == [("cancel", order["id"])]
    assert await trail(house) == [(ANN, "asked"), (ANN, "done")]


async def test_one_form_at_two_processes(house: House, other: House, order: Json, send: Any):
    """The same form that reaches two processes is one request."""
    form = await form_of(house, order, ANN)
    await asyncio.gather(send(house, form, "1.1.x"), send(other, form, "2.1.x"))
    assert house.gelato.effects == [("cancel", order["id"])]
    assert len(house.gelato.requests.of("cancel")) == 1
    assert await trail(house) == [(ANN, "asked"), (ANN, "done")]


async def test_two_people_at_two_processes(
    house: House, other: House, order: Json, send: Any, read: Read
):
    """Two people at two processes make one change, and the loser is told of it."""
    forms = {person: await form_of(house, order, person) for person in (ANN, LEE)}
    house.gelato.faults.add("delay", "cancel", seconds=0.2)
    await asyncio.gather(
        send(house, forms[ANN], "1.1.x"),
        send(other, forms[LEE], "2.1.x"),
    )
    ((winner, _), (_, outcome)) = await trail(house)
    assert outcome == "done"
    assert house.gelato.effects == [("cancel", order["id"])]
    assert winner in names(house.view(({ANN, LEE} - {winner}).pop()))


async def test_another_change_is_open(
    house: House, other: House, order: Json, send: Any, read: Read
):
    """While somebody else changes an order, nothing else is asked of it, and that is said."""
    form = await form_of(house, order, ANN)
    await claimed_by_lee(house, order, Kind.UPDATE)
    await send(other, form, "1.1.x")
    assert house.gelato.effects == []
    assert await trail(house) == []
    assert names(house.view()) == {LEE}
    assert "has asked to change its shipment" in read(house.view())


@pytest.mark.parametrize("person", [ANN, LEE])
async def test_a_form_for_an_order_that_is_being_changed(
    house: House, order: Json, read: Read, person: str
):
    """Who would like to change it reads at once that somebody has asked, or that they have."""
    await claimed_by_lee(house, order, Kind.CANCEL)
    await house.say(f"/order cancel {order['orderReferenceId']}", person)
    shown = read(house.view(person))
    assert "Gelato has not confirmed that yet" in shown
    assert ("You have asked to cancel this order" in shown) is (person == LEE)
    assert "callback_id" not in house.view(person).raw or "Why?" not in shown


async def claimed_by_lee(house: House, order: Json, kind: Kind) -> None:
    """Lee's process holds a change of this order."""
    now, by = datetime.now(UTC), Asker(LEE, TEAM, SUPPORT, "r-2")
    due, reference = now + timedelta(minutes=5), order["orderReferenceId"]
    change = Change("c-lee", "form-lee", kind, order["id"], reference, by, now, due)
    row = Entry(now, kind, "asked", LEE, TEAM, SUPPORT, reference, (), timedelta(), "r-2")
    async with SqliteDatabase.opened(house.database) as database:
        await SqliteClaims(database).claim([(change, row)], Cap(0, now))


async def test_changes_of_different_orders_do_not_wait(house: House, send: Any):
    """Two orders are changed at the same time, each once."""
    family = house.gelato.book.family
    waiting = [o for o in house.gelato.orders if o["fulfillmentStatus"] == "created"]
    one, two = [o for o in waiting if len(family(o["orderReferenceId"])) == 1][:2]
    forms = [await form_of(house, one, ANN), await form_of(house, two, LEE)]
    await asyncio.gather(*(send(house, form, f"{form.person}.1.x") for form in forms))
    assert sorted(house.gelato.effects) == sorted([("cancel", one["id"]), ("cancel", two["id"])])
    assert {person for person, outcome in await trail(house) if outcome == "done"} == {ANN, LEE}


async def test_everybody_is_told_and_nobody_twice(house: House, order: Json, send: Any):
    """After a race nothing is left open in the store, and nobody gets a message besides."""
    forms = [await form_of(house, order, person) for person in (ANN, LEE)]
    await asyncio.gather(*(send(house, form, f"{form.person}.1.x") for form in forms))
    with closing(connect(house.database)) as connection:
        left = connection.execute(
            "SELECT count(*) FROM changes WHERE stage <> 'ended' OR told_at IS NULL"
        ).fetchone()
    assert left == (0,)
    posts = [json.dumps(call["channel"]) for call in house.slack.calls("chat.postMessage")]
    assert posts == []
