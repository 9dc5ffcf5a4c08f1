"""The look-up form, from opening it to the answer in it."""

from collections.abc import Callable
from typing import Any

import pytest

from blocks import ids
from bot.sandbox.slack.channels import SUPPORT
from bot.sandbox.slack.people import ANN, LEE

House = Any
Read = Callable[[Any], str]


@pytest.fixture
async def form(house: House) -> Any:
    await house.say("/order")
    return house.view()


async def test_the_answer_stands_in_the_form(house: House, form: Any, read: Read):
    """Who asks in a form reads the card in the same form."""
    await house.submit(form, "1042")
    assert "Maya R., Portland, United States" in read(house.view())
    assert [row["operation"] for row in house.rows()] == ["look_up"]


async def test_the_form_says_at_once_that_it_is_checking(house: House):
    """The acknowledgement already replaces the form, before Gelato has answered."""
    view = {
        "id": "V1",
        "callback_id": ids.LOOK_UP_FORM,
        "state": {"values": {ids.LOOK_UP_REFERENCE: {ids.LOOK_UP_REFERENCE: {"value": "1042"}}}},
    }
    status, body = await house.interaction(type="view_submission", view=view)
    assert status == 200
    assert '"response_action": "update"' in body
    assert "Asking Gelato" in body


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        pytest.param(" , ; ", "Which order?", id="no reference"),
        pytest.param("1 2 3 4 5 6", "That is 6 orders", id="too many"),
        pytest.param("x" * 129, "at most 128 characters", id="too long"),
        pytest.param("10\x0742", "characters that no order number has", id="control characters"),
    ],
)
async def test_a_mistake_is_told_at_the_field(house: House, form: Any, typed: str, sentence: str):
    """The form stays open with what was typed, and says beside the field what is wrong."""
    await house.submit(form, typed)
    assert sentence in house.view().errors[ids.LOOK_UP_REFERENCE]
    assert len(house.gelato.requests) == 0


async def test_an_empty_form_asks_for_its_field(house: House, form: Any):
    """Nothing typed is a mistake at the field."""
    await house.submit(form, None)
    assert ids.LOOK_UP_REFERENCE in house.view().errors


async def test_an_unknown_order_is_told_in_the_form(house: House, form: Any, read: Read):
    """What went wrong stands where the answer would."""
    await house.submit(form, "99999")
    assert "Gelato knows no order 99999." in read(house.view())


async def test_a_card_in_a_form_is_refreshed_there(house: House, form: Any, read: Read):
    """Its buttons work as those of a message do."""
    await house.submit(form, "1042")
    house.gelato.move("1042", "delivered")
    await house.press(house.view(), ids.REFRESH)
    assert "✅ Delivered" in read(house.view())
    assert "Maya R." in read(house.view())


async def test_a_card_in_a_form_is_shared_where_the_form_was_opened(
    house: House, form: Any, read: Read
):
    """A form has no channel of its own: it remembers where it was asked for."""
    await house.submit(form, "1042")
    await house.press(house.view(), ids.SHARE)
    assert "Shared by ann" in read(house.last(LEE))
    assert "Maya" not in str(house.last(LEE).blocks)
    assert "Shared" in read(house.view())


async def test_one_of_several_opens_over_the_list(house: House, form: Any, read: Read):
    """The list stays below the card, to come back to."""
    await house.submit(form, "1042 1050")
    await house.press(house.view(), ids.OPEN)
    assert len(house.slack.views(ANN)) == 2
    assert "Share to channel" in read(house.view())


async def test_an_answer_finds_who_closed_the_form(house: House, read: Read):
    """An answer that comes after the form was closed comes as a message."""
    view = {
        "id": "VCLOSED",
        "callback_id": ids.LOOK_UP_FORM,
        "state": {"values": {ids.LOOK_UP_REFERENCE: {ids.LOOK_UP_REFERENCE: {"value": "1042"}}}},
    }
    await house.interaction(type="view_submission", view=view)
    assert "Maya R." in read(house.last(channel=ANN))
    assert house.slack.seen(LEE, SUPPORT) == []


async def test_help_leads_to_the_form(house: House):
    """The button on the help page opens it."""
    page = await house.say("/order help")
    await house.press(page, ids.OPEN_LOOK_UP)
    assert house.view().raw["callback_id"] == ids.LOOK_UP_FORM


async def test_a_form_that_comes_too_late_is_told(house: House, read: Read):
    """Slack opens a form within three seconds or not at all; then the person hears of it."""
    await house.command("", trigger_id="1.2.expired")
    assert "Slack could not open the form" in read(house.last())


async def test_a_form_of_an_older_version_is_only_closed(house: House):
    """What nobody reads any more is acknowledged, so that it closes."""
    view = {"id": "V1", "callback_id": "gone", "state": {"values": {}}}
    assert await house.interaction(type="view_submission", view=view) == (200, "")
