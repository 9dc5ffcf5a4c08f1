"""Requests as each dialect reads them, beside the vendors' own examples (S1, S2, GC-DEV)."""

from decimal import Decimal
from typing import Any

import pytest

from bot.orders.addresses.request import AddressRequest, ReturnAddress
from bot.orders.dialect import Dialect
from bot.orders.requests.items import FileRequest, ItemRequest, MetadataEntry
from bot.orders.requests.orders import (
    DraftRelease,
    KeptItem,
    OrderRequest,
    OrderType,
    ShipmentRequest,
)

RECIPIENT = AddressRequest(
    country="US",
    first_name="Paul",
    last_name="Smith",
    company_name="Example",
    address_line1="451 Clarkson Ave",
    address_line2="Brooklyn",
    city="New York",
    post_code="11203",
    state="NY",
    email="paul@example.com",
    phone="123456789",
)
SENT_RECIPIENT = {
    "companyName": "Example",
    "firstName": "Paul",
    "lastName": "Smith",
    "addressLine1": "451 Clarkson Ave",
    "addressLine2": "Brooklyn",
    "state": "NY",
    "city": "New York",
    "postCode": "11203",
    "country": "US",
    "email": "paul@example.com",
    "phone": "123456789",
}
FILES = (
    FileRequest("https://example.com/front.pdf", "default"),
    FileRequest(
        "https://example.com/back.pdf",
        "back",
        id="f-1",
        thread_colors=("#ff0000",),
        is_visible=False,
    ),
)
SENT_FILES = [
    {"type": "default", "url": "https://example.com/front.pdf"},
    {
        "id": "f-1",
        "type": "back",
        "url": "https://example.com/back.pdf",
        "threadColors": ["#ff0000"],
        "isVisible": False,
    },
]
ORDER = OrderRequest(
    reference="ORDER-1",
    customer_reference="CUSTOMER-1",
    currency="USD",
    shipping_address=RECIPIENT,
    items=(
        ItemRequest(
            "ITEM-1",
            2,
            "cards_pf_bx",
            page_count=4,
            files=FILES,
            adjust_product_uid_by_file_types=True,
            retail_price_incl_vat=Decimal("19.99"),
        ),
    ),
    metadata=(MetadataEntry("shop", "oslo"),),
    shipment_method_uid="normal, standard",
    return_address=ReturnAddress(company_name="My company", country="US"),
    prevent_duplicate=True,
    retail_currency="GBP",
    retail_shipping_price_incl_vat=Decimal("6.99"),
)
SHARED: dict[str, Any] = {
    "orderType": "order",
    "orderReferenceId": "ORDER-1",
    "currency": "USD",
    "metadata": [{"key": "shop", "value": "oslo"}],
    "shippingAddress": SENT_RECIPIENT,
    "shipmentMethodUid": "normal,standard",
    "returnAddress": {"companyName": "My company", "country": "US"},
}
SENT_ITEM: dict[str, Any] = {
    "itemReferenceId": "ITEM-1",
    "productUid": "cards_pf_bx",
    "pageCount": 4,
    "files": SENT_FILES,
    "quantity": 2,
    "adjustProductUidByFileTypes": True,
}


def test_a_whole_order_in_v4():
    """Retail prices and the check for duplicates stay out; the customer is named."""
    sent = SHARED | {"customerReferenceId": "CUSTOMER-1", "items": [SENT_ITEM]}
    assert ORDER.body(Dialect.V4) == sent


def test_a_whole_order_in_connect():
    """The customer stays out; retail prices are numbers, and duplicates are refused."""
    assert ORDER.body(Dialect.CONNECT) == SHARED | {
        "items": [{**SENT_ITEM, "retailPriceInclVat": 19.99}],
        "preventDuplicate": True,
        "retailCurrency": "GBP",
        "retailShippingPriceInclVat": 6.99,
    }


@pytest.mark.parametrize("dialect", Dialect)
def test_the_smallest_order_holds_nothing_empty(dialect: Dialect):
    """Fields in which nothing stands are not sent, and a draft says that it is one."""
    order = OrderRequest(
        " R-1 ", "EUR", AddressRequest(country="NO"), (ItemRequest(" I-1 "),), OrderType.DRAFT
    )
    assert order.body(dialect) == {
        "orderType": "draft",
        "orderReferenceId": "R-1",
        "currency": "EUR",
        "items": [{"itemReferenceId": "I-1", "quantity": 1}],
        "shippingAddress": {"country": "NO"},
    }


def test_a_customer_product_goes_to_connect_alone():
    """It stands in the place of the uid, and gives way to one."""
    item = ItemRequest("I-1", 100, product_name="Business Card", product_variant={"Size": "A4"})
    named = {"productName": "Business Card", "productVariant": {"Size": "A4"}}
    plain = {"itemReferenceId": "I-1", "quantity": 100}
    assert item.body(Dialect.CONNECT) == {**plain, **named}
    assert item.body(Dialect.V4) == plain
    both = ItemRequest("I-1", 100, "uid", "Business Card", {"Size": "A4"})
    assert both.body(Dialect.CONNECT) == {**plain, "productUid": "uid"}


@pytest.mark.parametrize(
    ("request_", "sent"),
    [
        (ShipmentRequest("fed_ex_2_day"), {"shipmentMethodUid": "fed_ex_2_day"}),
        (ShipmentRequest("", RECIPIENT), {"shippingAddress": SENT_RECIPIENT}),
        (
            ShipmentRequest(" normal ,express,", RECIPIENT),
            {"shipmentMethodUid": "normal,express", "shippingAddress": SENT_RECIPIENT},
        ),
        (ShipmentRequest(), {}),
    ],
)
def test_a_changed_shipment_sends_what_is_given(request_: ShipmentRequest, sent: dict[str, Any]):
    """A method, a whole address, or both; and nothing at all where there is no such call."""
    assert request_.body(Dialect.CONNECT) == sent
    assert request_.body(Dialect.V4) == {}


@pytest.mark.parametrize(
    ("release", "sent"),
    [
        (DraftRelease(), {"orderType": "order"}),
        (
            DraftRelease((KeptItem("i-1"), KeptItem("i-2", FILES[:1]))),
            {
                "orderType": "order",
                "items": [{"id": "i-1"}, {"id": "i-2", "files": SENT_FILES[:1]}],
            },
        ),
        (DraftRelease(()), {"orderType": "order", "items": []}),
    ],
)
def test_a_draft_is_let_go_with_the_items_that_stay(release: DraftRelease, sent: dict[str, Any]):
    """None keeps all; an empty list would remove all, so the two are not the same."""
    assert release.body(Dialect.V4) == sent
    assert release.body(Dialect.CONNECT) == {}


def test_no_request_shows_personal_data_in_a_log():
    """A repr holds the reference and the country at most."""
    shown = f"{ORDER!r} {ShipmentRequest('', RECIPIENT)!r}"
    assert "ORDER-1" in shown
    assert not any(word in shown for word in ("Paul", "Smith", "451", "11203", "paul@"))
