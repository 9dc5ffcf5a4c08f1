"""Changing the shipment: until when, what moved, what came of it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.orders.addresses.request import AddressRequest
from bot.orders.change import GO, Change, Kind, Outcome
from bot.orders.dialect import Dialect
from bot.orders.order import Order
from bot.orders.person import Asker
from bot.orders.updating import (
    Shipping,
    UpdateWish,
    differences_from,
    judged_update,
    judged_wish,
    settled_update,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
CONNECT, V4 = Dialect.CONNECT, Dialect.V4
DONE, REFUSED = Outcome.DONE, Outcome.REFUSED
RAW: dict[str, Any] = {
    "id": "g-1",
    "orderReferenceId": "1042",
    "fulfillmentStatus": "created",
    "shippingAddress": {
        "country": "US",
        "firstName": "Jane",
        "lastName": "Doe",
        "addressLine1": "1 Main St",
        "city": "New York",
        "postCode": "10022",
        "state": "NY",
        "email": "jane@example.com",
        "phone": "+1 212 555 0100",
    },
    "shipment": {"shipmentMethodUid": "ups_ground"},
}
HERE = AddressRequest(
    country="US",
    first_name="Jane",
    last_name="Doe",
    address_line1="1 Main St",
    city="New York",
    post_code="10022",
    state="NY",
    email="jane@example.com",
    phone="+1 212 555 0100",
)
BEFORE = Shipping(HERE, "ups_ground", "created")


def order(status: str = "created", method: str = "ups_ground", **address: Any) -> Order:
    """The order as Gelato shows it, with some of its address otherwise."""
    changed = {"shippingAddress": {**RAW["shippingAddress"], **address}}
    shipment = {"shipment": {"shipmentMethodUid": method}}
    return Order.model_validate({**RAW, "fulfillmentStatus": status, **changed, **shipment})


def wished(wish: UpdateWish, *, accepted: bool = False) -> Change:
    by = Asker("U1", "T1", "C1", "r-1")
    change = Change("c-1", "form", Kind.UPDATE, "g-1", "1042", by, NOON, NOON)
    return replace(change, wish=wish.written(), accepted=accepted)


def to(method: str = "", **fields: Any) -> UpdateWish:
    """A wish for this method, and for these fields of the address."""
    return UpdateWish(BEFORE, method, replace(HERE, **fields) if fields else None)


def test_the_shipment_of_an_order():
    """What the form is filled with is what the order has."""
    assert Shipping.of(order()) == BEFORE
    bare = Order.model_validate({**RAW, "shipment": None, "shippingAddress": None})
    assert Shipping.of(bare) == Shipping(AddressRequest(), "", "created")


OPEN = ["draft", "created", "passed", "on_hold", "in_production", "printed", "failed", "a_new_word"]
TOO_LATE = ["shipped", "in_transit", "delivered", "returned"]


@pytest.mark.parametrize("status", OPEN)
def test_until_it_is_shipped(status: str):
    """GelatoConnect takes changes until then; a word that nobody knows is left to Gelato."""
    assert judged_update(order(status), CONNECT) == GO


@pytest.mark.parametrize("dialect", [CONNECT, V4])
@pytest.mark.parametrize("status", [*TOO_LATE, "SHIPPED", "cancelled", "canceled"])
def test_not_afterwards(status: str, dialect: Dialect):
    """Why not, and what can be done instead: what is sent or canceled is not canceled first."""
    verdict = judged_update(order(status), dialect)
    assert verdict.outcome is REFUSED
    instead = "as a new order" if "cancel" in status else "Ask the carrier"
    assert instead in verdict.words
    assert "cancel the order" not in verdict.words
    assert ("GelatoConnect" in verdict.words) is (dialect is CONNECT and "cancel" not in status)


@pytest.mark.parametrize("status", OPEN)
def test_never_in_v4(status: str):
    """v4 has no such call, whatever the status: cancel and send again, or the dashboard."""
    verdict = judged_update(order(status), V4)
    assert verdict.outcome is REFUSED
    assert "cancel the order and send it again" in verdict.words
    assert "dashboard" in verdict.words


@pytest.mark.parametrize(
    ("now", "moved"),
    [
        pytest.param({}, "", id="nothing"),
        pytest.param({"city": " New York "}, "", id="spaces at the ends"),
        pytest.param({"status": "Created"}, "", id="the same status otherwise written"),
        pytest.param(
            {"status": "passed"}, "its status moved from created to accepted", id="status"
        ),
        pytest.param({"city": "Albany"}, "its address was changed (City)", id="one field"),
        pytest.param(
            {"city": "Albany", "postCode": "12207"},
            "its address was changed (City, ZIP code)",
            id="two fields",
        ),
        pytest.param({"phone": ""}, "its address was changed (Phone)", id="a field that is gone"),
        pytest.param({"method": "dhl"}, "its shipping method was changed", id="method"),
        pytest.param(
            {"status": "printed", "city": "Albany", "method": "dhl"},
            "its status moved from created to printed, its address was changed (City) "
            "and its shipping method was changed",
            id="everything",
        ),
    ],
)
def test_what_moved_while_the_form_was_open(now: dict[str, str], moved: str):
    """Nothing is sent on what the person has not seen; what moved is said, without its contents."""
    verdict = judged_wish(order(**now), wished(to(city="Boston")), CONNECT)
    if not moved:
        assert verdict == GO
        return
    assert verdict.outcome is REFUSED
    assert verdict.words == (
        f"While the form was open, {moved}. Nothing was sent; please look again."
    )


def test_too_late_is_said_before_what_moved():
    """That it is shipped is the reason, and not that it moved."""
    assert "It is shipped" in judged_wish(order("shipped"), wished(to(city="X")), CONNECT).words
    assert "does not let Orderdesk change" in judged_wish(order(), wished(to(city="X")), V4).words


AS_ASKED = "Gelato now holds what was asked for."


def _took(method: str) -> str:
    return f"Gelato took it. The shipping method is {method} now."


def _something_else(*labels: str) -> str:
    return f"It was changed, and Gelato holds something else in: {', '.join(labels)}."


ACCEPTED = {
    "as asked": (to(city="Albany"), {"city": "Albany"}, AS_ASKED),
    "in capitals": (to(city="Albany"), {"city": "ALBANY"}, AS_ASKED),
    "with other spaces": (to(city="Saint  Paul"), {"city": " Saint Paul"}, AS_ASKED),
    "a postcode with its hyphen": (
        to(post_code="100221234"),
        {"postCode": "10022-1234"},
        AS_ASKED,
    ),
    "a phone without its spaces": (
        to(phone="+1 212 555 0199"),
        {"phone": "+12125550199"},
        AS_ASKED,
    ),
    "a house number is no code": (
        to(address_line1="1-2 Main St"),
        {"addressLine1": "12 Main St"},
        _something_else("Address line 1"),
    ),
    "a longer postcode": (
        to(post_code="10023"),
        {"postCode": "10023-1234"},
        _something_else("ZIP code"),
    ),
    "cut short": (
        to(address_line1="1234567890 Long Street"),
        {"addressLine1": "1234567890 Lo"},
        _something_else("Address line 1"),
    ),
    "another country": (to(country="CA"), {"country": "MX"}, _something_else("Country")),
    "method as asked": (to("dhl"), {"method": "dhl"}, AS_ASKED),
    "one of the methods": (to("dhl, express"), {"method": "dhl"}, AS_ASKED),
    "a kind becomes a method": (to("express"), {"method": "fed_ex_2_day"}, _took("fed_ex_2_day")),
    "a kind that was had": (to("normal"), {}, _took("ups_ground")),
    "a kind, and no method": (to("normal"), {"method": ""}, _took("not named")),
    "another method": (to("dhl"), {"method": "fed_ex"}, _something_else("Shipping method")),
    "both, one otherwise": (
        to("dhl", city="Albany"),
        {"city": "Albany"},
        _something_else("Shipping method"),
    ),
    "letter case alone": (to(city="NEW YORK"), {"city": "New York"}, AS_ASKED),
    "shipped since": (to(city="Albany"), {"city": "Albany", "status": "shipped"}, AS_ASKED),
    "not to be seen yet": (to(city="Albany"), {}, None),
    "not yet, the method": (to("dhl"), {}, None),
    "not yet, and a tick is written out": (to(city="Albany"), {"isBusiness": False}, None),
}


@pytest.mark.parametrize(("wish", "shown", "words"), ACCEPTED.values(), ids=ACCEPTED)
def test_what_gelato_took(wish: UpdateWish, shown: dict[str, Any], words: str | None):
    """After a yes, what differs is told; how Gelato writes an address does not count."""
    verdict = settled_update(order(**shown), wished(wish, accepted=True))
    assert (verdict.words if verdict else None) == words
    assert verdict is None or verdict.outcome is DONE


UNKNOWN = {
    "as asked": (to(city="Albany"), {"city": "Albany"}, AS_ASKED),
    "in capitals": (to(city="Albany"), {"city": "ALBANY"}, AS_ASKED),
    "a field that is to be empty": (to(phone=""), {"phone": ""}, AS_ASKED),
    "one of two fields": (
        to(city="Albany", post_code="12207"),
        {"city": "Albany", "postCode": "12208"},
        _something_else("ZIP code"),
    ),
    "method as asked": (to("dhl"), {"method": "dhl"}, AS_ASKED),
    "a kind becomes a method": (to("express"), {"method": "fed_ex_2_day"}, _took("fed_ex_2_day")),
    "the method alone of both": (
        to("dhl", city="Albany"),
        {"method": "dhl"},
        _something_else("City"),
    ),
    "letter case alone, taken": (to(city="NEW YORK"), {"city": "NEW YORK"}, AS_ASKED),
    "letter case alone, not taken": (to(city="NEW YORK"), {}, None),
    "nothing": (to(city="Albany"), {}, None),
    "a kind, and nothing to see": (to("normal"), {}, None),
    "another method than asked": (to("dhl"), {"method": "fed_ex"}, None),
    "changed by somebody else": (to(city="Albany"), {"phone": "+1 212 555 0199"}, None),
    "changed by somebody else, there": (to(city="Albany"), {"city": "Boston"}, None),
}


@pytest.mark.parametrize(("wish", "shown", "words"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_became_of_a_lost_answer(wish: UpdateWish, shown: dict[str, Any], words: str | None):
    """Without a yes, only what the wish itself explains counts as done."""
    verdict = settled_update(order(**shown), wished(wish))
    assert (verdict.words if verdict else None) == words
    assert verdict is None or verdict.outcome is DONE


@pytest.mark.parametrize("accepted", [False, True])
@pytest.mark.parametrize("status", [*TOO_LATE, "canceled"])
def test_shipped_before_it_was_changed(status: str, accepted: bool):
    """An order that ended as it was will not be changed any more."""
    verdict = settled_update(order(status), wished(to(city="Albany"), accepted=accepted))
    assert verdict
    assert verdict.outcome is REFUSED
    assert "cannot be changed any more" in verdict.words or "nothing to change" in verdict.words


@pytest.mark.parametrize(
    ("wish", "shown", "labels"),
    [
        pytest.param(to(city="Albany"), {"city": "albany "}, [], id="alike"),
        pytest.param(to(city="Albany"), {"method": "dhl"}, ["City"], id="the address alone"),
        pytest.param(to("dhl"), {"city": "Albany"}, ["Shipping method"], id="the method alone"),
        pytest.param(
            to("dhl", city="Albany", phone=""), {}, ["City", "Phone", "Shipping method"], id="all"
        ),
        pytest.param(to(country="CA"), {"country": "ca"}, ["Country"], id="countries are codes"),
        pytest.param(to(is_business=True), {}, ["The recipient is a company"], id="a tick"),
        pytest.param(to(is_business=False), {}, [], id="no tick"),
    ],
)
def test_what_differs_from_the_wish(wish: UpdateWish, shown: dict[str, str], labels: list[str]):
    """The fields in words, in the order of an address."""
    assert list(differences_from(wish, Shipping.of(order(**shown)))) == labels


def test_only_what_is_wished_is_sent():
    """A method alone carries no address, and an address is whole."""
    assert to("dhl, express").body == {"shipmentMethodUid": "dhl,express"}
    assert to(phone="").body == {
        "shippingAddress": {k: v for k, v in RAW["shippingAddress"].items() if k != "phone"}
    }


texts = st.text(max_size=12)
addresses = st.builds(
    AddressRequest,
    **{
        name: st.booleans() | st.none() if name == "is_business" else texts
        for name in AddressRequest.__dataclass_fields__
    },
)
shippings = st.builds(Shipping, addresses, texts, texts)


@settings(max_examples=60, deadline=None)
@given(st.builds(UpdateWish, shippings, texts, addresses | st.none()))
def test_a_wish_survives_being_kept(wish: UpdateWish):
    """Whatever stands in it, half characters included."""
    assert UpdateWish.read(json.loads(json.dumps(wish.written()))) == wish


@settings(max_examples=60, deadline=None)
@given(shippings, texts, addresses)
def test_nothing_personal_in_what_may_be_logged(
    before: Shipping, method: str, asked: AddressRequest
):
    """No wish shows what it holds, and no verdict about it does."""
    assert repr(UpdateWish(before, method, asked)) == "UpdateWish()"
    assert repr(before) == f"Shipping({before.status!r})"
    verdict = settled_update(order(city="Secret City"), wished(UpdateWish(before, method, asked)))
    assert "Secret City" not in (verdict.words if verdict else "")
