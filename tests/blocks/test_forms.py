"""The look-up form, as drawn and as read back."""

from typing import Any

import pytest

from blocks import ids
from blocks.forms import checking_view, look_up_form, read_look_up_form, result_view
from blocks.replies import problem, told
from bot.sandbox.block_kit import modal_faults


def _filled(form: dict[str, Any], typed: str | None) -> dict[str, Any]:
    """The form as Slack sends it back when each of its fields holds this."""
    fields = [block for block in form["blocks"] if block["type"] == "input"]
    values = {
        field["block_id"]: {
            field["element"]["action_id"]: {"type": field["element"]["type"], "value": typed}
        }
        for field in fields
    }
    return {**form, "id": "V1", "state": {"values": values}}


@pytest.mark.parametrize("typed", ["1042", " #1042  REF/7 ", "<!channel> & *b*", "注文-2041"])
def test_the_form_reads_what_it_drew(typed: str):
    """What a person types is what the desk is asked for."""
    assert read_look_up_form(_filled(look_up_form(), typed)) == typed


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(_filled(look_up_form(), None), id="left empty"),
        pytest.param({"state": {"values": {}}}, id="no such field"),
        pytest.param({}, id="no state"),
    ],
)
def test_a_field_without_anything_reads_as_empty(view: dict[str, Any]):
    """A form that was sent empty asks for nothing, and breaks nothing."""
    assert read_look_up_form(view) == ""


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(look_up_form(), id="form"),
        pytest.param(checking_view(), id="checking"),
        pytest.param(result_view(told("It is there.")), id="result"),
        pytest.param(result_view(problem("It is not. " * 1000, "ABC123")), id="long problem"),
    ],
)
def test_slack_takes_every_view(view: dict[str, Any]):
    """Every form that can be drawn is one that Slack opens."""
    assert modal_faults(view) == []


def test_the_form_comes_back_under_its_own_name():
    """The submission is found again by the id that the form was drawn with."""
    assert look_up_form()["callback_id"] == ids.LOOK_UP_FORM
    assert look_up_form()["blocks"][0]["block_id"] == ids.LOOK_UP_REFERENCE


def test_a_view_that_asks_nothing_cannot_be_sent():
    """While it is checked, and once the answer stands there, there is nothing to submit."""
    assert not {"submit", "callback_id"} & (checking_view().keys() | result_view(told("x")).keys())
