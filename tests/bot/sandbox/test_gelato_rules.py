"""Whatever JSON comes in, the rules answer with a refusal or a sound order, never with a crash."""

from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.gelato import StandInGelato
from bot.sandbox.gelato.answers import Refused
from bot.sandbox.gelato.chance import chance
from bot.sandbox.gelato.data.products import PRODUCTS
from bot.sandbox.gelato.order_rules import order_complaints
from bot.sandbox.gelato.search import FILTERS, found
from bot.sandbox.gelato.submitted import submitted_order

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
WORLD = StandInGelato("v4", orders=60, clock=lambda: NOON).orders
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=12),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3)
    ),
    max_leaves=6,
)
ITEM = {
    "itemReferenceId": "1",
    "productUid": PRODUCTS[0].uid,
    "quantity": 1,
    "files": [{"type": "default", "url": "https://files.example.com/a.pdf"}],
}
ORDER: dict[str, Any] = {
    "orderReferenceId": "R",
    "customerReferenceId": "C",
    "currency": "USD",
    "metadata": [{"key": "k", "value": "v"}],
    "shipmentMethodUid": "normal",
    "shippingAddress": {
        "country": "US",
        "firstName": "Ann",
        "lastName": "Lee",
        "addressLine1": "1 Elm St",
        "city": "Salem",
        "postCode": "97301",
        "state": "OR",
        "email": "ann@example.com",
        "isBusiness": False,
    },
    "items": [ITEM],
}
PLACES = [
    *((name,) for name in (*ORDER, "orderType", "returnAddress")),
    *(("shippingAddress", name) for name in ORDER["shippingAddress"]),
    *(("items", 0, name) for name in (*ITEM, "productName", "pageCount")),
    *(("items", 0, "files", 0, name) for name in ("type", "url", "id", "threadColors")),
    ("metadata", 0, "key"),
]


@given(place=st.sampled_from(PLACES), value=JSON, dialect=st.sampled_from(["connect", "v4"]))
def test_a_submit_with_anything_anywhere_is_refused_or_made(place, value, dialect):
    """What passes the rules can be made into an order that adds up to one receipt."""
    body = deepcopy(ORDER)
    spot: Any = body
    for step in place[:-1]:
        spot = spot[step]
    spot[place[-1]] = value
    if not order_complaints(body, dialect):
        made = submitted_order(chance("t"), body, "created", NOON)
        assert len(made["receipts"]) == (made["orderType"] == "order")


@given(
    asked=st.dictionaries(st.sampled_from([*FILTERS["v4"], "limit", "offset"]), JSON, max_size=3)
)
def test_a_search_for_anything_is_refused_or_answered(asked):
    """Rows, or a refusal that says which filter was wrong."""
    try:
        rows = found(WORLD, asked, "v4")
    except Refused as refused:
        sound = refused.status == 400 and bool(refused.details)
    else:
        sound = len(rows) <= 100
    assert sound


@pytest.mark.parametrize("dialect", ["connect", "v4"])
def test_what_a_get_shows_can_be_ordered_again(dialect):
    """A reship: the items of an order, its address and a new reference make a sound submit."""
    gelato = StandInGelato(dialect, clock=lambda: NOON)
    wanted = ("itemReferenceId", "productUid", "quantity", "files", "pageCount")
    old = gelato.order("1042")
    items = [{k: item[k] for k in wanted if k in item} for item in old["items"]]
    body = ORDER | {"items": items, "shippingAddress": old["shippingAddress"]}
    assert order_complaints(body, dialect) == []
