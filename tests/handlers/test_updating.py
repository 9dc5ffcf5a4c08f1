"""Changing the shipment, from the command or the card to what the person reads afterwards."""

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from sqlite3 import connect
from typing import Any

import pytest

from blocks import ids
from bot.desk.asking import Tempo
from bot.orders.person import Asker
from bot.sandbox.slack.channels import SUPPORT
from bot.sandbox.slack.people import ANN, BOT_USER, IDA, LEE, MAX, TEAM
from bot.sandbox.slack.views import View, wire
from bot.store.database import SqliteDatabase
from bot.store.form_states import SqliteFormStates
from bot.store.ports import Entry, Operation
from bot.store.role_ports import Paused
from bot.store.switches import SqliteSwitches
from handlers.slack.asks import Submission
from handlers.slack.updating import submit_update

House = Any
Json = dict[str, Any]
Read = Callable[[Any], str]
STREET = "77 Secret Street"


@pytest.fixture
def order(house: House) -> Json:
    """An American order of one part whose shipment can be changed."""
    return american(house)


def american(house: House) -> Json:
    family = house.gelato.book.family
    return next(
        o
        for o in house.gelato.orders
        if o["fulfillmentStatus"] == "created"
        and o["shippingAddress"]["country"] == "US"
        and len(family(o["orderReferenceId"])) == 1
    )


def typed(view: View, fields: Mapping[str, Any]) -> Json:
    """What stands in these fields of a form, by the ends of their ids."""
    values: Json = {}
    for name, text in fields.items():
        action = f"update.{name}"
        block = next(b for b in view.blocks if b.get("element", {}).get("action_id") == action)
        values[block["block_id"]] = {action: _state(block["element"], text)}
    return values


def _state(element: Json, text: Any) -> Json:
    match element["type"]:
        case "external_select":
            shown = {"type": "plain_text", "text": text}
            return {"type": "external_select", "selected_option": {"text": shown, "value": text}}
        case "static_select":
            chosen = next(o for o in element["options"] if o["value"] == text)
            return {"type": "static_select", "selected_option": chosen}
        case "checkboxes":
            return {"type": "checkboxes", "selected_options": element["options"] if text else []}
        case _:
            return {"type": "plain_text_input", "value": text}


async def send(house: House, person: str = ANN, **fields: Any) -> None:
    """Types these, and sends the form on top."""
    form = house.view(person)
    assert form.raw.get("callback_id") == ids.UPDATE_FORM, form.raw
    await house.act("submit", view_id=form.id, values=typed(form, fields), **{"as": person})


async def press(house: House, action_id: str, person: str = ANN, **fields: Any) -> None:
    """Types these, and presses a button of the form on top, or picks in a list of it."""
    form = house.view(person)
    values, action = typed(form, fields), None
    for block in form.blocks:
        for element in [*block.get("elements", ()), block.get("element", {})]:
            if element.get("action_id") == action_id:
                action = {"block_id": block["block_id"], "action_id": action_id}
                if action_id in values.get(block["block_id"], {}):
                    action |= values[block["block_id"]][action_id]
    assert action
    container = {"view_id": form.id}
    await house.act("click", container=container, action=action, values=values, **{"as": person})


async def choose(house: House, country: str, **fields: Any) -> None:
    """Picks another country, with these typed before."""
    await press(house, ids.UPDATE_COUNTRY, country=country, **fields)


def held(view: View) -> dict[str, str]:
    """What stands in the fields of a form."""
    states = {a: s for each in view.values().values() for a, s in each.items()}
    return {
        name.removeprefix("update."): (s.get("selected_option") or s).get("value") or ""
        for name, s in states.items()
    }


def labels(view: View) -> list[str]:
    return [b["label"]["text"] for b in view.blocks if b["type"] == "input"]


def trail(house: House, *operations: str) -> list[tuple[str, str, str]]:
    """The audit rows of these operations."""
    wanted = operations or ("update_shipment",)
    rows = (row for row in house.rows() if row["operation"] in wanted)
    return [(row["person"], row["operation"], row["outcome"]) for row in rows]


ASKED, ENDED = (ANN, "update_shipment", "asked"), (ANN, "update_shipment", "done")


async def open_form(house: House, order: Json, person: str = ANN) -> View:
    await house.say(f"/order update {order['orderReferenceId']}", person)
    return house.view(person)


async def agree(house: House, **fields: Any) -> None:
    """Sends the form, and once more what it asks."""
    await send(house, **fields)
    await send(house)


async def test_an_address_is_changed(house: House, read: Read, order: Json):
    """The form shows the address; before it is sent it asks once more; then Gelato holds it."""
    form = await open_form(house, order)
    address = order["shippingAddress"]
    assert held(form)["address_line1"] == address["addressLine1"]
    assert held(form)["email"] == address["email"]
    before = address["addressLine1"]
    await send(house, address_line1=STREET)
    again = house.view()
    assert again.raw["submit"]["text"] == "Yes, change it"
    sides = [f["text"] for b in again.blocks for f in b.get("fields", ())]
    assert sides == [f"now: {before}", f"after: {STREET}"]
    assert house.gelato.effects == []
    await send(house)
    shown = read(house.view())
    assert "✅ Changed" in shown
    assert f"Address line 1: {STREET}" in shown
    assert "Different from" not in shown
    assert house.gelato.effects == [("update", order["id"])]
    assert order["shippingAddress"]["addressLine1"] == STREET
    assert trail(house) == [ASKED, ENDED]


# The form is a reveal.


async def test_opening_the_form_is_a_reveal(house: House, order: Json):
    """Before the address is shown there is a row that says who sees it."""
    await open_form(house, order)
    assert trail(house, "reveal") == [(ANN, "reveal", "done")]
    assert house.rows()[-1]["channel"] == SUPPORT


async def test_a_viewer_sees_nothing(house: House, read: Read, order: Json):
    """Who may not, reads who may; no address is asked for, and a row says that it was refused."""
    form = await open_form(house, order, IDA)
    assert "You need the role “agent”" in read(form)
    assert "callback_id" not in form.raw or form.raw["callback_id"] != ids.UPDATE_FORM
    assert order["shippingAddress"]["addressLine1"] not in json.dumps(form.raw)
    assert trail(house) == [(IDA, "update_shipment", "not_allowed")]
    assert house.gelato.requests.rows() == []


async def test_a_form_is_its_own_person_s(house: House, read: Read, order: Json):
    """The key of somebody else's form opens nothing, in a form or by a button."""
    form = await open_form(house, order)
    view = {**wire(form), "state": {"values": typed(form, {"city": "Albany"})}}
    user = {"id": LEE, "name": "lee"}
    await house.interaction(type="view_submission", user=user, view=view, trigger_id="7.7.x")
    assert trail(house) == []
    assert house.gelato.effects == []


# Judgement before sending.


async def test_one_more_yes_is_for_just_that(house: House, order: Json):
    """Who changes something after the question is asked again."""
    await open_form(house, order)
    await send(house, address_line1=STREET)
    await send(house, address_line1="78 Secret Street")
    assert house.gelato.effects == []
    assert "78 Secret Street" in json.dumps(house.view().raw)
    await send(house)
    assert order["shippingAddress"]["addressLine1"] == "78 Secret Street"


async def test_choosing_a_country_takes_the_yes_back(house: House, order: Json):
    """What was asked for is not what stands there any more."""
    await open_form(house, order)
    await send(house, address_line1=STREET)
    await choose(house, "CA")
    assert house.view().raw["submit"]["text"] == "Change it"
    await choose(house, "US")
    await send(house)
    assert house.gelato.effects == []
    await send(house)
    assert house.gelato.effects == [("update", order["id"])]


WARNINGS = {
    "country": ({"country": "CA", "state": "ON", "post_code": "M5V 2T6"}, "The country changes"),
    "long line": ({"address_line1": "x" * 36}, "may not fit on the label"),
    "lost": ({"phone": ""}, "Phone was filled in and is empty now"),
}


@pytest.mark.parametrize(("fields", "words"), WARNINGS.values(), ids=WARNINGS)
async def test_what_is_odd_is_said(
    house: House, read: Read, order: Json, fields: dict[str, str], words: str
):
    """A warning stops nothing, and asks for one more yes."""
    order["shippingAddress"]["phone"] = "+1 212 555 0100"
    await open_form(house, order)
    if "country" in fields:
        await choose(house, fields.pop("country"))
    await send(house, **fields)
    assert words in read(house.view())
    assert house.gelato.requests.of("update") == []
    await send(house)
    assert len(house.gelato.requests.of("update")) == 1


async def test_nothing_changed_is_never_sent(house: House, read: Read, order: Json):
    """However often it is sent: Gelato is not asked, and no change is claimed."""
    await open_form(house, order)
    for _ in range(3):
        await send(house)
        assert "Nothing was changed" in read(house.view())
        assert house.view().raw["submit"]["text"] == "Change it"
    assert trail(house) == []
    assert house.gelato.requests.of("update") == []


# Errors at their fields.

ERRORS = {
    "missing": ({"city": " "}, "city", "City is missing"),
    "e-mail": ({"email": "nobody"}, "email", "That is no e-mail address"),
    "phone": ({"phone": "call me"}, "phone", "phone"),
    "half a character": ({"city": "Alb\ud800any"}, "city", "a character that is broken"),
    "method": ({"other_method": "the fast one"}, "other_method", "A shipping method is one word"),
}


async def sent_raw(house: House, form: View, fields: dict[str, Any]) -> Json:
    """A submission as Slack sends it, which its own page would not let through; its answer."""
    values = {block: dict(states) for block, states in form.values().items()}
    for block, states in typed(form, fields).items():
        values[block] = values.get(block, {}) | states
    view = {**wire(form), "state": {"values": values}}
    status, body = await house.interaction(type="view_submission", view=view, trigger_id="9.9.x")
    assert status == 200
    return json.loads(body)


@pytest.mark.parametrize(("fields", "name", "words"), ERRORS.values(), ids=ERRORS)
async def test_an_error_stands_at_its_field(
    house: House, order: Json, fields: dict[str, str], name: str, words: str
):
    """In words, and the form stays as it is."""
    form = await open_form(house, order)
    answer = await sent_raw(house, form, fields)
    assert answer["response_action"] == "errors"
    ((block, sentence),) = answer["errors"].items()
    assert block.startswith(f"update.{name}:")
    assert block in {b.get("block_id") for b in form.blocks}
    assert words.lower() in sentence.lower()
    assert house.gelato.requests.of("update") == []


FAMILIES = {
    "DE": ({"post_code": "1234"}, "Postcode does not look right for this country."),
    "GB": ({"post_code": "12345"}, "Postcode does not look right for this country."),
    "JP": ({"city": "Tokyo"}, "Please write “City” in Japanese letters."),
    "CA": ({"post_code": "90210"}, "Postal code does not look right for this country."),
    "BR": ({"federal_tax_id": "123", "state": "SP"}, "That is no CPF"),
    "AU": ({"state": "NSW", "post_code": "4000"}, "Postcode does not belong to New South Wales."),
}


@pytest.mark.parametrize(("country", "row"), FAMILIES.items(), ids=FAMILIES)
async def test_each_country_has_its_rules(
    house: House, read: Read, order: Json, country: str, row: tuple[dict[str, str], str]
):
    """What the vendor does not surely refuse is said below its field, in the country's words."""
    fields, words = row
    await open_form(house, order)
    await choose(house, country)
    await send(house, **fields)
    form = house.view()
    name = next(iter(fields)) if country != "AU" else "post_code"
    place = [b.get("block_id", "").startswith(f"update.{name}:") for b in form.blocks].index(True)
    assert words in read(replace(form, raw={**form.raw, "blocks": form.blocks[place + 1 :]}))
    assert house.gelato.requests.of("update") == []


@pytest.mark.parametrize(
    ("country", "name", "label"),
    [("DE", "post_code", "Postcode"), ("AU", "city", "Suburb"), ("BR", "federal_tax_id", "CPF")],
)
async def test_what_is_missing_in_a_country(
    house: House, order: Json, country: str, name: str, label: str
):
    """It is said at its field, by its name there."""
    await open_form(house, order)
    await choose(house, country)
    answer = await sent_raw(house, house.view(), {name: " "})
    sentence = next(s for b, s in answer["errors"].items() if b.startswith(f"update.{name}:"))
    assert sentence.startswith(label)
    assert "is missing" in sentence


async def test_an_error_at_a_field_that_is_not_drawn(house: House, order: Json):
    """It is said at the country, which decides what is drawn."""
    form = await open_form(house, order)
    values = {b: s for b, s in form.values().items() if not b.startswith("update.city")}
    view = {**wire(form), "state": {"values": values}}
    _, body = await house.interaction(type="view_submission", view=view, trigger_id="9.9.x")
    ((block, sentence),) = json.loads(body)["errors"].items()
    assert block.startswith("update.country:")
    assert "City" in sentence


async def test_a_method_that_the_order_has_is_no_error(house: House, order: Json):
    """Whatever Gelato called it: who leaves it is not asked to mend it."""
    order["shipment"]["shipmentMethodUid"] = "two words"
    await open_form(house, order)
    await agree(house, address_line1=STREET)
    assert house.gelato.effects == [("update", order["id"])]


# Countries.


async def test_another_country_redraws_and_keeps(house: House, order: Json):
    """There and back, all that was typed is where it was."""
    await open_form(house, order)
    state = order["shippingAddress"]["state"]
    await choose(house, "DE", city="Berlin", address_line2="Hinterhaus")
    german = house.view()
    assert "State" not in labels(german)
    assert labels(german).index("Postcode") < labels(german).index("City")
    assert held(german)["city"] == "Berlin"
    assert f"State: {state}" in json.dumps(german.raw)
    await choose(house, "US", phone="+49 30 12345678")
    back = held(house.view())
    assert (back["city"], back["address_line2"]) == ("Berlin", "Hinterhaus")
    assert (back["phone"], back["state"]) == ("+49 30 12345678", state)
    assert house.gelato.requests.of("update") == []


async def test_brazil_asks_for_its_taxes(house: House, order: Json):
    """Its tax fields come with the country, and are sent."""
    await open_form(house, order)
    await choose(house, "BR")
    await agree(
        house,
        state="SP",
        city="São Paulo",
        post_code="01310-100",
        federal_tax_id="529.982.247-25",
    )
    address = order["shippingAddress"]
    assert (address["country"], address["state"]) == ("BR", "SP")
    assert address["federalTaxId"] == "529.982.247-25"


@pytest.mark.parametrize(
    ("person", "letters", "country"),
    [
        (ANN, "germ", "Germany (DE)"),
        (MAX, "verein", "Vereinigte Staaten (US)"),
        (MAX, "united st", "Vereinigte Staaten (US)"),
        (MAX, "germany", "Deutschland (DE)"),
        (ANN, "de", "Germany (DE)"),
    ],
)
async def test_countries_by_type_ahead(
    house: House, order: Json, person: str, letters: str, country: str
):
    """In the person's language, and in English too."""
    form = await open_form(house, order, person)
    block = next(b for b in form.blocks if b.get("dispatch_action"))
    asked = {"block_id": block["block_id"], "action_id": ids.UPDATE_COUNTRY, "value": letters}
    given = await house.act("options", container={"view_id": form.id}, **asked, **{"as": person})
    assert country in [each["text"]["text"] for each in given["options"]]
    chosen = "Vereinigte Staaten (US)" if person == MAX else "United States (US)"
    assert block["element"]["initial_option"]["text"]["text"] == chosen


# A pasted block.


async def test_a_pasted_address_is_taken_apart(house: House, read: Read, order: Json):
    """It fills the fields as a proposal, which is judged and sent like any other."""
    await open_form(house, order)
    block = "Jane Doe\n456 Park Ave, Apt 4B\nNew York, NY 10022\nDoor code 9"
    await press(house, ids.UPDATE_TAKE_APART, pasted=block, email="jane@example.com")
    form = house.view()
    found = held(form)
    assert (found["first_name"], found["last_name"]) == ("Jane", "Doe")
    assert (found["address_line1"], found["city"]) == ("456 Park Ave", "New York")
    assert (found["state"], found["post_code"]) == ("NY", "10022")
    assert found["email"] == "jane@example.com"
    assert "Door code 9" in read(form)
    await agree(house)
    assert order["shippingAddress"]["addressLine1"] == "456 Park Ave"


async def test_taking_nothing_apart_changes_nothing(house: House, order: Json):
    """The button without a text leaves the fields as they are."""
    form = await open_form(house, order)
    before = held(form)
    await press(house, ids.UPDATE_TAKE_APART)
    assert held(house.view()) == before


# The method.


async def test_the_method_alone(house: House, read: Read, order: Json):
    """From the list: the address is not sent along."""
    form = await open_form(house, order)
    address = dict(order["shippingAddress"])
    block = next(b for b in form.blocks if b["block_id"].startswith(ids.UPDATE_METHOD))
    offered = [o["value"] for o in block["element"]["options"]]
    assert {"normal", "standard", "express"} <= set(offered)
    await send(house, method="express")
    assert "after: Express" in read(house.view()).replace("\n", " ")
    await send(house)
    assert "✅ Changed" in read(house.view())
    assert order["shippingAddress"] == address
    assert house.gelato.effects == [("update", order["id"])]


async def test_a_method_of_one_s_own(house: House, order: Json):
    """What the list does not know is written, and counts before what is chosen."""
    await open_form(house, order)
    await agree(house, other_method="fed_ex_2_day")
    assert house.gelato.effects == [("update", order["id"])]


# Families and v4.


async def test_a_family_asks_which_part(house: House, read: Read):
    """Each part has an address of its own at Gelato, and is changed by its own id."""
    family = house.gelato.book.family
    single = [o for o in house.gelato.orders if len(family(o["orderReferenceId"])) == 1]
    made = [o for o in single if o["fulfillmentStatus"] == "created"][:2]
    parts = [*made, next(o for o in single if o["fulfillmentStatus"] == "shipped")]
    for each in parts:
        each["orderReferenceId"] = "FAM-1"
    await house.say("/order update FAM-1")
    asked = house.view()
    assert "Change which part?" in read(asked)
    assert trail(house, "reveal") == []
    buttons = [b["accessory"] for b in asked.blocks if b.get("accessory")]
    assert {b["value"] for b in buttons} == {o["id"] for o in made}
    which = next(o for o in made if o["id"] == buttons[1]["value"])
    block = next(b for b in asked.blocks if b.get("accessory") == buttons[1])
    action = {"block_id": block["block_id"], "action_id": ids.UPDATE_PART, "type": "button"}
    await house.act("click", container={"view_id": asked.id}, action=action, **{"as": ANN})
    assert len(house.slack.views(ANN)) == 1
    assert held(house.view())["address_line1"] == which["shippingAddress"]["addressLine1"]
    assert trail(house, "reveal") == [(ANN, "reveal", "done")]
    await agree(house, address_line1=STREET)
    assert house.gelato.effects == [("update", which["id"])]


@pytest.mark.parametrize("gelato", ["v4"], indirect=True)
async def test_v4_says_what_can_be_done(house: House, read: Read):
    """It has no such call: the form says so, and nothing is revealed or sent."""
    order = next(o for o in house.gelato.orders if o["fulfillmentStatus"] == "passed")
    form = await open_form(house, order)
    assert "cannot be changed" in read(form)
    assert "cancel the order and send it again" in read(form)
    assert "dashboard" in read(form)
    assert order["shippingAddress"]["addressLine1"] not in json.dumps(form.raw)
    assert trail(house, "reveal") == []


async def test_too_late_says_so_at_once(house: House, read: Read):
    """An order that is shipped opens no form, and says what can be done."""
    order = next(o for o in house.gelato.orders if o["fulfillmentStatus"] == "shipped")
    form = await open_form(house, order)
    assert "cannot be changed any more" in read(form)
    assert "Ask the carrier" in read(form)
    assert trail(house, "reveal") == []
    assert "submit" not in form.raw


# What moves between opening and sending.


def _ships(order: Json) -> None:
    order["fulfillmentStatus"] = "shipped"


def _goes_on(order: Json) -> None:
    order["fulfillmentStatus"] = "passed"


def _address(order: Json) -> None:
    order["shippingAddress"]["phone"] = "+1 212 555 0177"


def _method(order: Json) -> None:
    order["shipment"]["shipmentMethodUid"] = "fed_ex_2_day"


MOVED = {
    "shipped": (_ships, "It is shipped, so its shipment cannot be changed", False),
    "status": (_goes_on, "its status moved from created to accepted", True),
    "address": (_address, "its address was changed (Phone)", True),
    "method": (_method, "its shipping method was changed", True),
}


@pytest.mark.parametrize(("moves", "words", "may"), MOVED.values(), ids=MOVED)
async def test_what_moved_is_said(
    house: House, read: Read, order: Json, moves: Callable[[Json], None], words: str, may: bool
):
    """Nothing is sent; the form opens again with what was typed, on the order as it is now."""
    await open_form(house, order)
    await send(house, address_line1=STREET)
    moves(order)
    method = order["shipment"]["shipmentMethodUid"]
    await send(house)
    assert words in read(house.view())
    assert house.gelato.requests.of("update") == []
    assert trail(house) == [ASKED, (ANN, "update_shipment", "refused")]
    await press(house, ids.UPDATE_REOPEN)
    if not may:
        assert "cannot be changed any more" in read(house.view())
        return
    again = held(house.view())
    assert again["address_line1"] == STREET
    assert again["method"] == method
    assert again["phone"] == (order["shippingAddress"].get("phone") or "")
    await agree(house)
    assert "✅ Changed" in read(house.view())
    assert house.gelato.effects == [("update", order["id"])]
    assert len(house.slack.views(ANN)) == 1


async def test_gelato_s_refusal_can_be_gone_on_with(house: House, read: Read, order: Json):
    """What was typed is kept, and sent as a request of its own."""
    await open_form(house, order)
    house.gelato.faults.add("status", "update", status=400, times=1, body='{"message": "No."}')
    await agree(house, address_line1=STREET)
    assert "Gelato refused: No." in read(house.view())
    await press(house, ids.UPDATE_REOPEN)
    await agree(house)
    assert house.gelato.effects == [("update", order["id"])]
    outcomes = [outcome for _, _, outcome in trail(house)]
    assert outcomes == ["asked", "refused", "asked", "done"]


async def test_gelato_writes_it_otherwise(house: House, read: Read, order: Json):
    """What Gelato made of it is shown, beside what was asked for."""
    await open_form(house, order)
    await send(house, address_line1=STREET)
    house.gelato.faults.add("delay", "get", seconds=0.6)
    sending = asyncio.ensure_future(send(house))
    async with asyncio.timeout(10):
        while not house.gelato.effects:  # noqa: ASYNC110  # no event tells
            await asyncio.sleep(0.02)
    order["shippingAddress"]["addressLine1"] = "77 Secret St"
    await sending
    shown = read(house.view())
    assert "Gelato holds something else in: Address line 1." in shown
    sides = [f["text"] for b in house.view().blocks for f in b.get("fields", ())]
    assert sides == [f"asked: {STREET}", "Gelato has: 77 Secret St"]


# A form that is too old, or closed.


async def test_a_form_that_has_expired(house: House, read: Read, order: Json):
    """After half an hour it asks for nothing, says so, and nothing of it is left."""
    await open_form(house, order)
    await send(house, address_line1=STREET)
    with closing(connect(house.database)) as connection, connection:
        ends = connection.execute("SELECT max(ends_at) FROM form_states").fetchone()[0]
        assert ends - datetime.now(UTC).timestamp() <= 30 * 60
        connection.execute("UPDATE form_states SET ends_at = ends_at - 1801")
    await send(house)
    assert "has expired" in read(house.view())
    assert house.gelato.effects == []
    async with SqliteDatabase.opened(house.database) as database:
        await SqliteFormStates(database).forget_ended(datetime.now(UTC))
    files = house.database.parent.glob(f"{house.database.name}*")
    assert not any(STREET.encode() in each.read_bytes() for each in files)


async def test_nothing_is_kept_of_what_was_done(house: House, order: Json):
    """Once it is done, what was typed is gone from the form, and from what was kept of it."""
    await open_form(house, order)
    await agree(house, address_line1=STREET)
    with closing(connect(house.database)) as connection:
        rows = [*connection.execute("SELECT * FROM form_states")]
        for table in ("changes", "submissions"):
            rows += connection.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608  # ours
    assert STREET not in str(rows)


async def closed_while_it_is_sent(house: House, call: str = "update") -> None:
    """Ann closes the form while Gelato is asked."""
    house.gelato.faults.add("delay", call, seconds=0.5)
    view, before = house.view().id, len(house.gelato.requests.of(call))
    sending = asyncio.ensure_future(send(house))
    async with asyncio.timeout(10):
        while len(house.gelato.requests.of(call)) == before:  # noqa: ASYNC110  # no event tells
            await asyncio.sleep(0.02)
    body = {"view_id": view, "as": ANN}
    async with house.http.post(f"{house.slack.base_url}/page/close", json=body) as answer:
        assert answer.status == 200
    await sending


async def test_a_form_that_is_closed_early(house: House, read: Read, order: Json):
    """The outcome comes beside it, for this person alone, and without the address."""
    await open_form(house, order)
    await send(house, address_line1=STREET)
    await closed_while_it_is_sent(house)
    assert house.slack.views(ANN) == []
    told = house.last(ANN)
    assert "✅ Changed" in read(told)
    assert told.visible_to == ANN
    address = order["shippingAddress"]
    for private in (STREET, address["lastName"], address["email"], address["postCode"]):
        assert private not in read(told)


async def test_a_refusal_after_the_form_was_closed(house: House, read: Read, order: Json):
    """A button beside it leads back to what was typed, which stands in the form alone."""
    await open_form(house, order)
    await send(house, address_line1=STREET)
    house.gelato.faults.add("status", "update", status=400, times=1, body='{"message": "No."}')
    await closed_while_it_is_sent(house, "get")
    told = house.last(ANN)
    assert "Gelato refused: No." in read(told)
    assert STREET not in read(told)
    await house.press(told, ids.UPDATE_REOPEN)
    assert held(house.view())["address_line1"] == STREET


# What others may see, and what is kept.


async def test_the_channel_sees_who_and_the_country(house: House, read: Read, order: Json):
    """The shared card says that it was changed and by whom, with the country alone."""
    reference = order["orderReferenceId"]
    card = await house.say(f"/order {reference}")
    await house.press(card, ids.SHARE)
    shared = house.last(LEE)
    await house.press(shared, ids.UPDATE)
    await agree(house, address_line1=STREET, city="Albany", last_name="Secretson")
    after = house.last(LEE)
    assert after.ts == shared.ts
    assert "Shipment changed by ann" in read(after)
    assert "United States" in read(after)
    address = order["shippingAddress"]
    seen = json.dumps([after.blocks, after.text])
    for name in ("firstName", "lastName", "city", "addressLine1", "postCode", "email"):
        assert address[name] not in seen
    everything = json.dumps(house.slack.calls("chat.postMessage"))
    assert STREET not in everything
    assert "Secretson" not in everything


async def test_nothing_of_an_address_is_logged(
    house: House, order: Json, caplog: pytest.LogCaptureFixture
):
    """Not in logs, and not in the audit log, whatever goes wrong."""
    caplog.set_level(logging.DEBUG, "handlers")
    caplog.set_level(logging.DEBUG, "bot")
    await open_form(house, order)
    await choose(house, "CA", address_line1=STREET)
    await choose(house, "US")
    house.gelato.faults.add("cut_after", "update", times=1)
    await agree(house)
    assert STREET not in caplog.text
    assert STREET not in str(house.rows())
    assert order["shippingAddress"]["email"] not in caplog.text


async def test_what_takes_longer_is_told_without_the_address(house: House, read: Read, order: Json):
    """The direct message says what came of it, and nothing of where it goes."""
    async with house.in_place(Tempo(patience=timedelta(seconds=0.2))) as other:
        await open_form(other, order)
        await send(other, address_line1=STREET)
        other.gelato.faults.add("cut_after", "update", times=1)
        other.gelato.faults.add("delay", "get", seconds=0.4)
        await send(other)
        assert "Not known yet" in read(other.view())
        assert "Open the form again" not in read(other.view())
        assert STREET not in read(other.view())
        direct = house.slack.channel(ANN).id
        await house.slack.until(lambda: [m for m in house.slack.seen(ANN, direct) if m.by_bot])
    (told,) = [m for m in house.slack.seen(ANN, direct) if m.by_bot]
    assert "✅ Changed" in read(told)
    assert STREET not in json.dumps([told.blocks, told.text])


# Ways to ask, and who may when.


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("/order update", "Which order?"),
        ("/order update 1042 1043", "One order at a time"),
    ],
)
async def test_what_cannot_be_asked(house: House, read: Read, text: str, words: str):
    """A command that names no order, or several, opens nothing and says what to type."""
    assert words in read(await house.say(text))
    assert house.slack.views(ANN) == []
    assert trail(house) == [(ANN, "update_shipment", "not_asked")]


async def test_a_mention_gets_a_button(house: House, read: Read, order: Json):
    """Where Slack lets no form be opened, a button for the asker alone opens it."""
    offer = await house.say(f"<@{BOT_USER}> update {order['orderReferenceId']}")
    assert offer.visible_to == ANN
    assert "only you see" in read(offer)
    await house.press(offer, ids.UPDATE)
    await agree(house, address_line1=STREET)
    assert house.gelato.effects == [("update", order["id"])]


async def test_two_changes_from_one_result(house: House, read: Read, order: Json):
    """A second form over the same result is a new request, not a repeat of the first."""
    await house.say("/order")
    await house.submit(house.view(), str(order["orderReferenceId"]))
    for street in (STREET, "78 Secret Street"):
        await house.press(house.view(), ids.UPDATE)
        await agree(house, address_line1=street)
        assert "✅ Changed" in read(house.view())
        await house.act("close", view_id=house.view().id, **{"as": ANN})
    assert order["shippingAddress"]["addressLine1"] == "78 Secret Street"
    assert len(house.gelato.effects) == 2


async def test_read_only(house: House, read: Read, order: Json):
    """With ORDERDESK_READ_ONLY nobody changes anything, and no address is shown for it."""
    async with house.in_place(orderdesk_read_only=True) as other:
        form = await open_form(other, order, MAX)
        assert "set to look orders up only" in read(form)
        assert order["shippingAddress"]["addressLine1"] not in json.dumps(form.raw)


@pytest.mark.parametrize("is_open", [False, True], ids=["before the form", "before it is sent"])
async def test_a_pause(house: House, read: Read, order: Json, is_open: bool):
    """While changes are paused nothing is sent, and what was typed can be gone on with."""
    now = datetime.now(UTC)
    entry = Entry(now, Operation.PAUSE, "done", MAX, TEAM, "", "", (), timedelta(), "sandbox")
    if is_open:
        await open_form(house, order)
        await send(house, address_line1=STREET)
    async with SqliteDatabase.opened(house.database) as database:
        await SqliteSwitches(database).pause(Paused(MAX, now, "stock count"), entry)
    if is_open:
        await send(house)
    else:
        await open_form(house, order)
    assert "paused all changes" in read(house.view())
    assert house.gelato.requests.of("update") == []
    assert trail(house) == [(ANN, "update_shipment", "changes_paused")]


async def test_caps(house: House, read: Read, order: Json):
    """Beyond a day's share nothing is sent."""
    async with house.in_place(orderdesk_daily_changes=1) as other:
        await open_form(other, order)
        await agree(other, address_line1=STREET)
        assert "✅ Changed" in read(other.view())
        await open_form(other, order)
        await agree(other, address_line1="78 Secret Street")
        assert "One person may ask for 1 change a day" in read(other.view())
    assert len(house.gelato.effects) == 1


@pytest.mark.parametrize(
    ("button", "words"),
    [("Change it", "Looking at the address"), ("Yes, change it", "Changing…")],
)
def test_what_a_form_shows_meanwhile(button: str, words: str):
    """After the yes it says that it is being changed; before it, that the address is looked at."""
    by = Asker(ANN, TEAM, SUPPORT, "r-1")
    sent = Submission(
        by=by, keys=(), callback_id=ids.UPDATE_FORM, view={"submit": {"text": button}}
    )
    shown = json.dumps(submit_update(sent).payload, ensure_ascii=False)
    assert words in shown
