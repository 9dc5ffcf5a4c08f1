"""`/order` and whatever follows it, from the typing to the answer."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from blocks import ids
from bot.orders.commands import COMMAND_WORDS
from bot.sandbox.slack.channels import ORDERS_EU, RANDOM, SUPPORT
from bot.sandbox.slack.people import ANN, GUS, LEE, TEAM

House = Any
Read = Callable[[Any], str]


async def test_an_order_is_shown_to_the_asker_alone(house: House, read: Read):
    """The card comes where it was asked for, and nobody else sees it."""
    card = await house.say("/order 1042")
    assert card.ephemeral
    assert card.visible_to == ANN
    assert "Order 1042" in read(card)
    assert "Maya R., Portland, United States" in read(card)
    assert house.slack.seen(LEE, SUPPORT) == []


async def test_a_look_up_leaves_one_row(house: House):
    """Who asked for what, from where, and what came of it."""
    await house.say("/order 1042")
    (row,) = house.rows()
    order_id = house.gelato.order("1042")["id"]
    told = {name: row[name] for name in ("operation", "outcome", "person", "team", "channel")}
    assert told == {
        "operation": "look_up",
        "outcome": "done",
        "person": ANN,
        "team": TEAM,
        "channel": SUPPORT,
    }
    assert (row["reference"], row["order_ids"]) == ("1042", f'["{order_id}"]')


async def test_an_order_is_found_by_gelatos_id(house: House, read: Read):
    """The id off Gelato's own pages leads to the same card."""
    assert "Order 1042" in read(await house.say(f"/order {house.gelato.order('1042')['id']}"))


async def test_it_works_where_the_bot_is_no_member(house: House, read: Read):
    """A slash command is answered in every channel."""
    card = await house.say("/order 1042", channel=RANDOM)
    assert card.visible_to == ANN
    assert "Order 1042" in read(card)


@pytest.mark.parametrize(
    ("typed", "parts"), [("1050", 2), ("1060", 3)], ids=["two parts", "three parts"]
)
async def test_a_split_order_shows_all_its_parts(house: House, read: Read, typed: str, parts: int):
    """One reference may be several orders at Gelato; none is forgotten."""
    text = read(await house.say(f"/order {typed}"))
    assert f"split into {parts} parts" in text
    assert f"Part {parts} of {parts}" in text
    assert "not shown" not in text


@pytest.mark.parametrize("gelato", ["v4"], indirect=True)
@pytest.mark.parametrize("typed", ["1042", "1050", "#1010", "REF/7"])
async def test_a_reference_finds_its_orders_over_v4(house: House, read: Read, typed: str):
    """The dialect that knows no references by itself finds them all the same."""
    assert f"Order {typed}" in read(await house.say(f"/order {typed}"))


async def test_several_orders_come_in_one_answer(house: House, read: Read):
    """Each is shown in brief, and one that does not exist costs only itself."""
    answer = await house.say("/order 1042 1050 99999")
    text = read(answer)
    assert "Order 1042" in text
    assert "Order 1050" in text
    assert "Gelato knows no order 99999." in text
    assert sorted(row["outcome"] for row in house.rows()) == ["done", "done", "order_not_found"]


async def test_one_of_several_opens_as_a_card(house: House, read: Read):
    """The button below a brief leads to the whole card."""
    answer = await house.say("/order 1042 1050")
    await house.press(answer, ids.OPEN)
    assert "Share to channel" in read(house.last())
    assert "Gelato id" in read(house.last())
    assert house.last().visible_to == ANN


async def test_several_unknown_orders_are_one_problem(house: House, read: Read):
    """Where nothing was found there is nothing to list."""
    assert read(await house.say("/order 99998 99999")).startswith("⚠️ Gelato knows no order 99998.")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param("help", "What Orderdesk can do", id="help"),
        pytest.param("HELP", "What Orderdesk can do", id="in capitals"),
        pytest.param("help stuck", "orders that do not move", id="on a word"),
        pytest.param("stuk", "Did you mean this? /order stuck", id="typing error"),
        pytest.param("cancle 1042", "Did you mean this? /order cancel 1042", id="with its order"),
        pytest.param("where is 1042?", "Order 1042", id="sentence"),
        pytest.param("#1042", "Order 1042", id="with its sign"),
        pytest.param("get 1042", "Order 1042", id="get"),
        pytest.param('"1042', "Order 1042", id="half a quote"),
        pytest.param("“1042”", "Order 1042", id="curled quotes"),
        *(
            pytest.param(word, f"/order {word} is not there yet.", id=word)
            for word, entry in COMMAND_WORDS.items()
            if not entry.built
        ),
    ],
)
async def test_whatever_is_typed_is_answered(house: House, read: Read, typed: str, said: str):
    """Commands, typing errors and sentences each get what they ask for, privately."""
    answer = await house.say(f"/order {typed}")
    assert said in read(answer)
    assert answer.visible_to == ANN


async def test_nothing_typed_opens_the_form(house: House):
    """`/order` alone asks which order."""
    await house.say("/order")
    assert house.view().raw["callback_id"] == ids.LOOK_UP_FORM


async def test_guests_get_nothing(house: House, read: Read):
    """Who is no full member is told so, sees no order, and leaves a row."""
    answer = await house.say("/order 1042", person=GUS, channel=ORDERS_EU)
    assert "full members" in read(answer)
    assert [row["outcome"] for row in house.rows()] == ["not_served"]
    assert len(house.gelato.requests) == 0


async def test_a_command_that_comes_twice_is_done_once(house: House):
    """What Slack delivers again is not looked up again."""
    for _ in range(2):
        assert await house.command("1042", trigger_id="1.2.same") == (200, "")
    assert len(house.rows()) == 1


@pytest.mark.parametrize("fields", ["missing", "null"])
async def test_an_order_of_which_gelato_tells_nothing_has_a_card(
    house: House, read: Read, fields: str
):
    """Every field but the id may be missing or null."""
    order = dict.fromkeys(house.gelato.order("1042") if fields == "null" else ()) | {"id": "g-1"}
    house.gelato.faults.add("status", "get", status=200, body=json.dumps(order))
    assert "Order g-1 ❔ No status" in read(await house.say("/order 1042"))
    assert [row["outcome"] for row in house.rows()] == ["done"]
