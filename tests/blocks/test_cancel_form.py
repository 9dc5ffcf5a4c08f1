"""The cancel form, as drawn and as read back."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blocks import ids
from blocks.cancel_form import (
    LONGEST_NOTE,
    Cancellation,
    cancel_form,
    cancelable,
    cannot_cancel,
    offer_cancel,
    read_cancel_form,
)
from blocks.order_lines import Reader
from bot.orders.change import Reason
from bot.orders.dialect import Dialect
from bot.orders.family import Family
from bot.orders.order import Order
from bot.orders.recipient import Audience
from bot.sandbox.block_kit import message_faults, modal_faults

Make = Callable[..., Any]
AsText = Callable[[Any], list[str]]
POISON = "<!channel> *b* `c` https://x.example.com \u202e|<@U1>"


def part(n: int, status: str = "created", **fields: Any) -> Order:
    """One order of a reference that was split."""
    items = [{"productName": f"Poster {n}", "quantity": 2, "fulfillmentStatus": status}]
    given = {"id": f"g-{n}", "orderReferenceId": "1042", "fulfillmentStatus": status}
    created = f"2026-11-{n + 1:02}T12:00:00Z"
    return Order.model_validate({**given, "createdAt": created, "items": items, **fields})


def filled(
    form: Mapping[str, Any],
    reason: str | None = "TEST",
    note: str | None = None,
    parts: list[str] | None = None,
) -> dict[str, Any]:
    """The form as Slack sends it back; its parts as they were ticked, unless some are named."""
    option = {"text": {"type": "plain_text", "text": "–"}, "value": reason}
    values: dict[str, Any] = {
        ids.CANCEL_REASON: {ids.CANCEL_REASON: {"selected_option": option if reason else None}},
        ids.CANCEL_NOTE: {ids.CANCEL_NOTE: {"value": note}},
    }
    for block in form["blocks"]:
        if block.get("block_id") == ids.CANCEL_PARTS:
            ticked = block["element"]["initial_options"]
            if parts is not None:
                ticked = [{"value": each} for each in parts]
            values[ids.CANCEL_PARTS] = {ids.CANCEL_PARTS: {"selected_options": ticked}}
    return {**form, "id": "V1", "state": {"values": values}}


def element(form: Mapping[str, Any], block_id: str) -> dict[str, Any]:
    """The field of this name."""
    block = next(block for block in form["blocks"] if block.get("block_id") == block_id)
    return dict(block["element"])


@pytest.mark.parametrize("reason", list(Reason), ids=str)
def test_the_form_reads_what_it_drew(family: Make, reader: Make, reason: Reason):
    """What a person chooses is what the desk is asked for."""
    form = cancel_form(family(part(1)), reader())
    offered = [each["value"] for each in element(form, ids.CANCEL_REASON)["options"]]
    assert reason.name in offered
    read = read_cancel_form(filled(form, reason.name, "  because  "))
    assert read == Cancellation(None, reason, "because")


@pytest.mark.parametrize("count", [2, 3, 10])
def test_a_family_offers_its_parts(family: Make, reader: Make, count: int):
    """All parts that can be canceled are ticked at first, and each can be left out."""
    form = cancel_form(family(*map(part, range(count))), reader())
    everything = tuple(f"g-{n}" for n in range(count))
    assert modal_faults(form) == []
    assert read_cancel_form(filled(form)).order_ids == everything
    assert read_cancel_form(filled(form, parts=["g-1"])).order_ids == ("g-1",)
    assert form["submit"]["text"] == "Cancel these parts"


def test_nothing_ticked_is_nothing(family: Make, reader: Make):
    """A choice that comes back empty is an empty choice, not the whole family."""
    form = cancel_form(family(part(0), part(1)), reader())
    assert read_cancel_form(filled(form, parts=[])).order_ids == ()
    without = filled(form)
    del without["state"]["values"][ids.CANCEL_PARTS]
    assert read_cancel_form(without).order_ids == ()


def test_a_single_order_offers_no_parts(family: Make, reader: Make):
    """An order of one part has nothing to choose."""
    form = cancel_form(family(part(1)), reader())
    assert all(block.get("block_id") != ids.CANCEL_PARTS for block in form["blocks"])
    assert read_cancel_form(filled(form)).order_ids is None
    assert form["submit"]["text"] == "Cancel the order"


@pytest.mark.parametrize(
    "view",
    [
        pytest.param({}, id="no state"),
        pytest.param({"state": {"values": {}}}, id="no fields"),
        pytest.param({"state": {"values": {ids.CANCEL_REASON: {}}}}, id="no reason"),
    ],
)
def test_a_form_without_anything_reads_as_empty(view: dict[str, Any]):
    """What is not there asks for nothing, and breaks nothing."""
    assert read_cancel_form(view) == Cancellation(None, None, "")


@pytest.mark.parametrize("chosen", [None, "NOBODY_KNOWS", "other"])
def test_a_reason_is_one_of_the_list(family: Make, reader: Make, chosen: str | None):
    """A reason that was not offered is none."""
    form = cancel_form(family(part(1)), reader())
    assert read_cancel_form(filled(form, chosen)).reason is None


@pytest.mark.parametrize(
    ("reason", "note", "lacks"),
    [
        (Reason.OTHER, "", True),
        (Reason.OTHER, "words", False),
        (Reason.TEST, "", False),
        (None, "", False),
    ],
)
def test_another_reason_needs_words(reason: Reason | None, note: str, lacks: bool):
    """“Another reason” says nothing by itself."""
    assert Cancellation(None, reason, note).lacks_note is lacks


def test_only_blanks_are_no_words(family: Make, reader: Make):
    """Blanks say nothing either."""
    form = cancel_form(family(part(1)), reader())
    assert read_cancel_form(filled(form, "OTHER", "  \n ")).lacks_note


def test_what_is_too_late_is_not_offered(family: Make, reader: Make, as_text: AsText):
    """Parts that are too far along are named with the reason, and cannot be ticked."""
    parts = family(part(0), part(1, "shipped"), part(2, "in_production"), part(3, "canceled"))
    form = cancel_form(parts, reader())
    offered = [each["value"] for each in element(form, ids.CANCEL_PARTS)["options"]]
    assert offered == ["g-0", "g-2"] == [order.id for order in cancelable(parts)]
    drawn = [block for block in form["blocks"] if block["type"] != "input"]
    text = "\n".join(as_text(drawn))
    assert "Part 2 of 4: It is shipped" in text
    assert "Part 4 of 4: It is canceled already." in text
    assert "Nothing of it is made yet" in text
    assert "It is in production already" in text


@pytest.mark.parametrize(
    ("dialect", "status", "words"),
    [
        (Dialect.CONNECT, "created", "until it is shipped"),
        (Dialect.CONNECT, "printed", "what was made is lost"),
        (Dialect.V4, "passed", "only before it is printed"),
    ],
)
def test_it_says_what_canceling_means(
    family: Make, reader: Make, as_text: AsText, dialect: Dialect, status: str, words: str
):
    """In this status and dialect, before anything is asked."""
    form = cancel_form(family(part(1, status), dialect=dialect), reader())
    drawn = [block for block in form["blocks"] if block["type"] != "input"]
    assert words in "\n".join(as_text(drawn))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"more_parts": 3}, "3 more parts are not shown here"),
        ({"parts_certain": False}, "could not say whether there are other parts"),
    ],
)
@pytest.mark.parametrize("count", [1, 2])
def test_what_the_form_does_not_know_is_said(
    family: Make, reader: Make, as_text: AsText, fields: dict[str, Any], words: str, count: int
):
    """Who cancels what is shown is told that there may be more."""
    form = cancel_form(family(*map(part, range(count)), **fields), reader())
    drawn = [block for block in form["blocks"] if block["type"] != "input"]
    assert words in "\n".join(as_text(drawn))
    assert modal_faults(form) == []


@pytest.mark.parametrize("count", [1, 2, 10])
def test_an_order_that_is_too_late_says_so(family: Make, reader: Make, as_text: AsText, count: int):
    """Why each part cannot be canceled is read to its end, with what can be done instead."""
    long = [{"productName": "A product with a long name " * 4, "fulfillmentStatus": "printed"}] * 4
    parts = [part(n, "passed", items=long) for n in range(count)]
    message = cannot_cancel(family(*parts, dialect=Dialect.V4), reader())
    lines = as_text(message.blocks[1:2])
    assert len(lines) == count
    assert all("support about a refund" in line for line in lines)
    assert message_faults({"text": message.text, "blocks": list(message.blocks)}) == []


def test_an_offer_carries_the_order():
    """Where no form can be opened, a button knows which order is meant."""
    message = offer_cancel("1042")
    (button,) = message.blocks[-1]["elements"]
    assert (button["action_id"], button["value"]) == (ids.CANCEL, "1042")
    assert message_faults({"text": message.text, "blocks": list(message.blocks)}) == []


foreign = st.one_of(st.text(max_size=40), st.just(POISON), st.just("\n" * 300), st.just("x" * 4000))


@settings(max_examples=40, deadline=None)
@given(
    texts=st.lists(foreign, min_size=1, max_size=10),
    status=st.sampled_from(["created", "shipped", "in_production", "odd <!here>"]),
    dialect=st.sampled_from(list(Dialect)),
)
def test_slack_takes_it_whatever_stands_in_the_order(
    reader_of_noon: Any, texts: list[str], status: str, dialect: Dialect
):
    """Text from outside breaks neither the form nor the refusal, and nothing in it is markup."""
    orders = tuple(
        part(n, status, orderReferenceId=text, items=[{"productName": text, "quantity": n}])
        for n, text in enumerate(texts)
    )
    family = Family(orders, dialect, reader_of_noon.now)
    if cancelable(family):
        form = cancel_form(family, reader_of_noon)
        assert modal_faults(form) == []
        assert "mrkdwn" not in str([b for b in form["blocks"] if b["type"] != "context"])
    else:
        message = cannot_cancel(family, reader_of_noon)
        assert message_faults({"text": message.text, "blocks": list(message.blocks)}) == []
        assert "<!channel>" not in message.text
    offered = offer_cancel(texts[0])
    assert message_faults({"text": offered.text, "blocks": list(offered.blocks)}) == []


@pytest.fixture(scope="module")
def reader_of_noon() -> Any:
    """One reader for all examples."""
    return Reader(Audience.ASKER, datetime(2026, 11, 21, 12, tzinfo=UTC))


def test_a_note_is_bounded(family: Make, reader: Make):
    """Slack itself refuses a note that is too long to keep."""
    form = cancel_form(family(part(1)), reader())
    assert element(form, ids.CANCEL_NOTE)["max_length"] == LONGEST_NOTE
