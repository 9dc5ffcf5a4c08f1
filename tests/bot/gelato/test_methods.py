"""Ways to send, and what an order would cost."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from bot.gelato.client import Gelato, GelatoAccess
from bot.gelato.methods import KEPT, MethodList, Methods, named
from bot.orders.dialect import Dialect
from bot.orders.errors import GelatoDown, GelatoRefused, NotAsked
from bot.orders.order import Address
from bot.orders.quote import QuotedItem, Quotes, QuoteWish
from bot.orders.shipping import ShippingMethod
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.gelato.data.carriers import of_country
from bot.sandbox.gelato.data.products import BY_UID
from bot.sandbox.serving import served

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
ADDRESS = Address(
    first_name="Ann", last_name="Lee", address_line1="1 Main St", city="Oslo", post_code="0150",
    country="NO", email="ann@example.com",
)  # fmt: skip


@pytest.fixture
def v4() -> StandInGelato:
    return StandInGelato("v4", orders=3, clock=lambda: NOON)


@pytest.fixture
async def shipping(v4: StandInGelato) -> AsyncIterator[Gelato]:
    """A Gelato whose shipment host is not that of its orders, as in the real world."""
    async with (
        served(v4.app) as base,
        Gelato.opened(
            GelatoAccess(Dialect.V4, "http://127.0.0.1:9", v4.key, shipment_address=base)
        ) as gelato,
    ):
        yield gelato


async def test_v4_lists_its_methods_once_an_hour(shipping: Gelato, v4: StandInGelato):
    """One request, however many ask and for which country; tracking is told as it is."""
    every = await shipping.shipping_methods()
    norway = await shipping.shipping_methods("no")
    assert [call.path for call in v4.requests] == ["/v1/shipment-methods"]
    assert {m.uid for m in norway} == {method.uid for method in of_country("NO")}
    assert 0 < len(norway) < len(every)
    assert {m.has_tracking for m in every} == {True, False}


async def test_connect_offers_what_the_setting_names(access: GelatoAccess, stand_in: StandInGelato):
    """GelatoConnect cannot list methods: nothing is asked, the setting counts, for any country."""
    if access.dialect is not Dialect.CONNECT:
        return
    offered = replace(access, shipment_methods=("express", "fed_ex_2_day"))
    async with Gelato.opened(offered) as gelato:
        methods = await gelato.shipping_methods("NO")
    assert [(m.uid, m.name, m.has_tracking) for m in methods] == [
        ("express", "Express", None),
        ("fed_ex_2_day", "Fed ex 2 day", None),
    ]
    assert len(stand_in.requests) == 0


class Counter:
    """Lists methods, or fails; counts how often it was asked. Its clock is moved by hand."""

    def __init__(self) -> None:
        self.asked, self.seconds, self.is_down = 0, 0.0, False

    async def ask(self) -> Methods:
        self.asked += 1
        if self.is_down:
            raise GelatoDown
        return named((f"m{self.asked}",))

    def clock(self) -> float:
        return self.seconds


HOUR = KEPT.total_seconds()


@pytest.mark.parametrize(("later", "asked"), [(0.0, 1), (HOUR - 0.1, 1), (HOUR, 2)])
async def test_the_list_is_kept_for_an_hour(later: float, asked: int):
    """Within the hour the list is remembered, then it is asked for again."""
    counter = Counter()
    methods = MethodList(counter.ask, counter.clock)
    await methods.read()
    counter.seconds = later
    assert [m.uid for m in await methods.read()] == [f"m{asked}"]


async def test_an_old_list_is_better_than_none():
    """When it cannot be renewed the old one goes on, and is renewed as soon as it can be."""
    counter = Counter()
    methods = MethodList(counter.ask, counter.clock)
    await methods.read()
    counter.seconds, counter.is_down = HOUR, True
    assert [m.uid for m in await methods.read()] == ["m1"]
    counter.is_down = False
    assert [m.uid for m in await methods.read()] == ["m3"]


async def test_without_any_list_the_trouble_is_told():
    """The first time there is nothing to fall back on, and the next asker tries again."""
    counter = Counter()
    counter.is_down = True
    methods = MethodList(counter.ask, counter.clock)
    for _ in range(2):
        with pytest.raises(GelatoDown):
            await methods.read()
    assert counter.asked == 2


@pytest.mark.parametrize(
    ("countries", "country", "serves"),
    [(["NO"], "NO", True), (["NO"], " no ", True), (["NO"], "SE", False), ([], "SE", True)],
)
def test_a_method_serves_the_countries_it_lists(countries: list[str], country: str, serves: bool):
    """Letter case does not matter; a method that lists none is not ruled out."""
    method = ShippingMethod(shipmentMethodUid="m", supportedCountries=countries)
    assert method.serves(country) is serves


def wish(uid: str, **more: Any) -> QuoteWish:
    return QuoteWish("Q-1", "C-1", "EUR", ADDRESS, (QuotedItem("I-1", uid, 2, **more),))


IN_STOCK = next(uid for uid, product in BY_UID.items() if product.in_stock)
SOLD_OUT = next(uid for uid, product in BY_UID.items() if not product.in_stock)


async def test_v4_quotes_an_order_that_might_be(v4: StandInGelato):
    """Prices are exact, in the currency asked for, with days and ways to send."""
    async with (
        served(v4.app) as base,
        Gelato.opened(GelatoAccess(Dialect.V4, base, v4.key)) as gelato,
    ):
        quotes = await gelato.quote(wish(IN_STOCK, files=("https://example.com/a.pdf",)))
        with pytest.raises(GelatoRefused, match="cannot make this order: Out of stock"):
            await gelato.quote(wish(SOLD_OUT))
        with pytest.raises(GelatoRefused, match=r"Gelato refused: .*productUid"):
            await gelato.quote(wish("nothing_of_this_kind"))
    (quote,) = quotes.quotes
    assert quote.products[0].price is not None
    assert quote.products[0].price > 0
    assert isinstance(quote.products[0].price, Decimal)
    assert {method.currency for method in quote.shipment_methods} == {"EUR"}
    assert all(method.min_delivery_date for method in quote.shipment_methods)


async def test_connect_says_that_it_has_no_quotes(access: GelatoAccess, stand_in: StandInGelato):
    """Nothing is asked where nothing is documented; a sentence says so."""
    if access.dialect is not Dialect.CONNECT:
        return
    async with Gelato.opened(access) as gelato:
        with pytest.raises(NotAsked, match="GelatoConnect does not tell prices"):
            await gelato.quote(wish(IN_STOCK))
    assert len(stand_in.requests) == 0


WELL = {
    "quotes": [
        {
            "shipmentMethods": [{"shipmentMethodUid": "dhl"}],
            "products": [{"productUid": "p", "price": 1.5}],
        }
    ]
}


def changed(part: str, value: Any) -> dict[str, Any]:
    return {"quotes": [{**WELL["quotes"][0], part: value}]}


@pytest.mark.parametrize(
    ("answer", "can_be_made"),
    [
        pytest.param(WELL, True, id="well"),
        pytest.param({**WELL, "refusalReasonCode": "stock"}, False, id="refused"),
        pytest.param({"quotes": []}, False, id="no-quotes"),
        pytest.param({"quotes": None}, False, id="null"),
        pytest.param(changed("shipmentMethods", []), False, id="no-way-to-send"),
        pytest.param(
            changed("shipmentMethods", [{"shipmentMethodUid": "api_out_of_stock_for_part_order"}]),
            False,
            id="out-of-stock-method",
        ),
        pytest.param(changed("products", [{"price": 0}]), False, id="a-price-of-nothing"),
        pytest.param(changed("products", [{"price": "0.00"}]), False, id="nothing-as-text"),
        pytest.param(changed("products", [{"price": None}]), True, id="no-price-told"),
    ],
)
def test_a_success_may_say_that_it_cannot_be_made(answer: Any, can_be_made: bool):
    """A 200 is not always a yes (facts 5.5)."""
    assert Quotes.read(json.dumps(answer).encode()).can_be_made is can_be_made


def test_a_wish_goes_out_in_the_words_of_quote():
    """Quote has other names than create; what is not known is left out."""
    body = replace(wish(IN_STOCK, page_count=30), in_one=True).body
    assert body == {
        "orderReferenceId": "Q-1",
        "customerReferenceId": "C-1",
        "currency": "EUR",
        "allowMultipleQuotes": False,
        "recipient": {
            "firstName": "Ann", "lastName": "Lee", "addressLine1": "1 Main St", "city": "Oslo",
            "postCode": "0150", "country": "NO", "email": "ann@example.com",
        },
        "products": [
            {"itemReferenceId": "I-1", "productUid": IN_STOCK, "quantity": 2, "pageCount": 30}
        ],
    }  # fmt: skip
