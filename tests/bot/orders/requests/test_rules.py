"""The vendor's rules for requests: one row for each rule and boundary."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from bot.orders.addresses.request import AddressRequest, ReturnAddress
from bot.orders.dialect import Dialect
from bot.orders.requests.items import FileRequest, ItemRequest, MetadataEntry
from bot.orders.requests.orders import (
    CURRENCIES,
    DraftRelease,
    KeptItem,
    OrderRequest,
    ShipmentRequest,
)
from bot.orders.requests.rules import NO_RELEASE, NO_UPDATE, Request, complaints
from bot.sandbox.gelato.data.money import SUPPORTED

V4, CONNECT = Dialect.V4, Dialect.CONNECT
RECIPIENT = AddressRequest(
    country="DE",
    first_name="Erika",
    last_name="Mustermann",
    address_line1="Invalidenstraße 116",
    city="Berlin",
    post_code="10115",
    email="erika@example.com",
)
FILE = FileRequest("https://example.com/front.pdf", "default")
ITEM = ItemRequest("I-1", 1, "cards_pf_bx", files=(FILE,))
ORDER = OrderRequest(
    "R-1", "EUR", RECIPIENT, (ITEM,), customer_reference="C-1", shipment_method_uid="express"
)
CONNECT_ORDER = replace(ORDER, customer_reference="")
BAD = replace(RECIPIENT, city="")


def found(request: Request, dialect: Dialect) -> list[str]:
    return [
        f"{'warning' if c.is_warning else 'error'} {c.field}: {c.sentence}"
        for c in complaints(request, dialect)
    ]


def test_a_good_order_gets_no_complaint():
    """In each dialect as it is meant there, with all that it may hold."""
    assert found(ORDER, V4) == []
    assert found(CONNECT_ORDER, CONNECT) == []
    full = replace(
        CONNECT_ORDER,
        prevent_duplicate=True,
        retail_currency="EUR",
        retail_shipping_price_incl_vat=Decimal(0),
        return_address=ReturnAddress(city="Oslo", country="NO"),
        metadata=tuple(MetadataEntry("k" * 100, "v" * 100) for _ in range(20)),
        shipment_method_uid="normal, standard,fed_ex_2_day",
    )
    assert found(full, CONNECT) == []


ORDER_ROWS: tuple[tuple[Dialect, dict[str, Any], str], ...] = (
    (V4, {"reference": " "}, "error reference: The order has no number of your own."),
    (V4, {"customer_reference": ""}, "error customer_reference: The order names no customer."),
    (CONNECT, {}, "warning customer_reference: The number of the customer is not taken on this"),
    (V4, {"currency": ""}, "error currency: Which currency? Give its three letters, such as USD."),
    (CONNECT, {"currency": "eur"}, "error currency: Which currency?"),
    (V4, {"currency": "XAF"}, "error currency: Gelato does not charge in XAF."),
    (CONNECT, {"currency": "XAF"}, "warning currency: Gelato does not charge in XAF."),
    (V4, {"items": ()}, "error items: The order has no products."),
    (V4, {"shipping_address": BAD}, "error shipping_address.city: City is missing."),
    (
        V4,
        {"return_address": ReturnAddress(email="no")},
        "error return_address.email: That is no e-mail address.",
    ),
    (V4, {"shipment_method_uid": "normal,,express"}, "error shipment_method_uid: There is a comma"),
    (V4, {"shipment_method_uid": "by air"}, "error shipment_method_uid: A shipping method is one"),
    (
        V4,
        {"metadata": tuple(MetadataEntry("k", "v") for _ in range(21))},
        "error metadata: There are 21 notes, and Gelato takes 20.",
    ),
    (V4, {"metadata": (MetadataEntry("", "v"),)}, "error metadata[0].key: Each side of a note has"),
    (V4, {"metadata": (MetadataEntry("k" * 101, "v"),)}, "error metadata[0].key: Each side"),
    (V4, {"metadata": (MetadataEntry("k", ""),)}, "error metadata[0].value: Each side of a note"),
    (V4, {"metadata": (MetadataEntry("k", "v" * 101),)}, "error metadata[0].value: Each side"),
    (V4, {"prevent_duplicate": True}, "warning prevent_duplicate: The check for a second order"),
    (V4, {"retail_currency": "EUR"}, "warning retail_currency: The currency of retail prices"),
    (
        V4,
        {"retail_shipping_price_incl_vat": Decimal(1)},
        "warning retail_shipping_price_incl_vat: The retail price of shipping is not taken",
    ),
    (
        CONNECT,
        {"retail_shipping_price_incl_vat": Decimal(1)},
        "warning retail_currency: There are retail prices without a currency.",
    ),
    (
        CONNECT,
        {"items": (replace(ITEM, retail_price_incl_vat=Decimal(1)),)},
        "warning retail_currency: There are retail prices without a currency.",
    ),
    (CONNECT, {"retail_currency": "euro"}, "error retail_currency: A currency is three capital"),
    (
        CONNECT,
        {"retail_currency": "EUR", "retail_shipping_price_incl_vat": Decimal("-0.01")},
        "error retail_shipping_price_incl_vat: A price cannot be below zero.",
    ),
)


@pytest.mark.parametrize(("dialect", "fields", "sentence"), ORDER_ROWS)
def test_what_is_wrong_with_an_order(dialect: Dialect, fields: dict[str, Any], sentence: str):
    """Each rule of the tables has its sentence, at the field that it is about."""
    of_connect = {"customer_reference": ""} if fields and dialect is CONNECT else {}
    (one,) = found(replace(ORDER, **{**of_connect, **fields}), dialect)
    assert one.startswith(sentence)


ITEM_ROWS: tuple[tuple[Dialect, dict[str, Any], str], ...] = (
    (V4, {"reference": ""}, "error items[0].reference: This line has no number of its own."),
    (V4, {"quantity": 0}, "error items[0].quantity: How many? Type 1 or more."),
    (V4, {"page_count": 0}, "error items[0].page_count: How many pages, covers included?"),
    (V4, {"product_uid": " "}, "error items[0].product_uid: Which product? Please choose one."),
    (CONNECT, {"product_uid": ""}, "error items[0].product_uid: Which product?"),
    (
        V4,
        {"product_uid": "", "product_name": "Card"},
        "error items[0].product_uid: This account knows no customer products.",
    ),
    (
        CONNECT,
        {"product_uid": "", "product_name": "Card"},
        "error items[0].product_variant: Which variant?",
    ),
    (
        CONNECT,
        {"product_name": "Card"},
        "warning items[0].product_name: Gelato's product is ordered;",
    ),
    (
        V4,
        {"retail_price_incl_vat": Decimal(1)},
        "warning items[0].retail_price_incl_vat: Gelato takes no retail prices",
    ),
    (V4, {"files": ()}, "warning items[0].files: There is no print file."),
    (V4, {"files": (FileRequest(),)}, "error items[0].files[0].url: Where is the print file?"),
    (
        V4,
        {"files": (FILE, FileRequest("front.pdf"))},
        "error items[0].files[1].url: That is no web address.",
    ),
    (V4, {"files": (FileRequest("ftp://example.com/a"),)}, "error items[0].files[0].url: That is"),
    (V4, {"files": (FileRequest("https://"),)}, "error items[0].files[0].url: That is no web"),
    (V4, {"files": (FileRequest("https://[1"),)}, "error items[0].files[0].url: That is no web"),
    (V4, {"files": (FileRequest("https://example.com/a b"),)}, "error items[0].files[0].url: That"),
    (
        V4,
        {"files": (FileRequest("http://example.com/a"),)},
        "warning items[0].files[0].url: The file's address begins with http://",
    ),
    (
        V4,
        {"files": (replace(FILE, type="", thread_colors=("#ff0000",)),)},
        "error items[0].files[0].type: Where does the embroidery go?",
    ),
    (
        V4,
        {"files": (replace(FILE, type="left-pocket"),)},
        "warning items[0].files[0].type: Orderdesk does not know that print area.",
    ),
    (
        V4,
        {"files": (replace(FILE, thread_colors=("#ff0000",) * 7),)},
        "error items[0].files[0].thread_colors: Embroidery has at most 6 colours.",
    ),
    (
        V4,
        {"files": (replace(FILE, thread_colors=("red",)),)},
        "warning items[0].files[0].thread_colors: A thread colour looks like #ff0000.",
    ),
)


@pytest.mark.parametrize(("dialect", "fields", "sentence"), ITEM_ROWS)
def test_what_is_wrong_with_a_line(dialect: Dialect, fields: dict[str, Any], sentence: str):
    """Each rule of the tables has its sentence, at the line and file that it is about."""
    order = ORDER if dialect is V4 else CONNECT_ORDER
    (one,) = found(replace(order, items=(replace(ITEM, **fields),)), dialect)
    assert one.startswith(sentence)


@pytest.mark.parametrize(
    "fields",
    [
        {"product_uid": "", "product_name": "Card", "product_variant": {"Size": "A4"}},
        {"page_count": 1},
        {"retail_price_incl_vat": Decimal(0)},
        {"files": (FileRequest(id="f-1"),)},
        {"files": (FileRequest("HTTPS://EXAMPLE.COM/a"),)},
        {"files": (replace(FILE, thread_colors=("#ff0000", "abc") * 3),)},
    ],
)
def test_what_the_tables_allow_is_taken(fields: dict[str, Any]):
    """The other side of each boundary."""
    order = replace(CONNECT_ORDER, retail_currency="EUR", items=(replace(ITEM, **fields),))
    assert found(order, CONNECT) == []


def test_a_negative_retail_price_is_refused():
    """Customs want what was paid."""
    item = replace(ITEM, retail_price_incl_vat=Decimal(-1))
    order = replace(CONNECT_ORDER, items=(item,), retail_currency="EUR")
    assert found(order, CONNECT) == [
        "error items[0].retail_price_incl_vat: A price cannot be below zero."
    ]


def test_lines_with_the_same_number_are_both_named():
    """References are unique within an order, whatever spaces stand round them."""
    items = (ITEM, replace(ITEM, reference=" I-1 "), replace(ITEM, reference="2"))
    words = "Two lines have the same number. Please give each its own."
    assert found(replace(ORDER, items=items), V4) == [
        f"error items[0].reference: {words}",
        f"error items[1].reference: {words}",
    ]


def test_the_currencies_are_the_vendor_s_thirty_five():
    """The closed list of S2, the same that the stand-in has."""
    assert len(CURRENCIES) == 35
    assert CURRENCIES == SUPPORTED


@pytest.mark.parametrize(
    ("shipment", "sentences"),
    [
        (ShipmentRequest("express"), []),
        (ShipmentRequest("", RECIPIENT), []),
        (
            ShipmentRequest(" "),
            ["error : Nothing to change was given. Change the address or the method."],
        ),
        (
            ShipmentRequest("", BAD),
            ["error shipping_address.city: City is missing. Please fill it in."],
        ),
        (
            ShipmentRequest(","),
            [
                (
                    "error shipment_method_uid: There is a comma too many in the shipping method. "
                    "Please take it out."
                )
            ],
        ),
    ],
)
def test_what_is_wrong_with_a_changed_shipment(shipment: ShipmentRequest, sentences: list[str]):
    """A method or a whole address is needed; v4 takes neither, and says what can be done."""
    assert found(shipment, CONNECT) == sentences
    assert found(shipment, V4) == [f"error : {NO_UPDATE}"]


@pytest.mark.parametrize(
    ("release", "sentence"),
    [
        (DraftRelease(), ""),
        (DraftRelease((KeptItem("i-1", (FILE,)),)), ""),
        (DraftRelease(()), "error items: The draft would keep no product."),
        (DraftRelease((KeptItem(" "),)), "error items[0].id: Which product of the draft?"),
        (
            DraftRelease((KeptItem("i", (FileRequest(),)),)),
            "error items[0].files[0].url: Where is the print file?",
        ),
    ],
)
def test_what_is_wrong_with_letting_a_draft_go(release: DraftRelease, sentence: str):
    """What stays must be named; GelatoConnect has no such call, and says where to go."""
    assert [one.startswith(sentence) for one in found(release, V4)] == [True] * bool(sentence)
    assert found(release, CONNECT) == [f"error : {NO_RELEASE}"]


def test_addresses_alone_are_judged_too():
    """The form asks for the recipient's complaints without an order round them."""
    assert found(BAD, V4) == ["error city: City is missing. Please fill it in."]
    assert found(ReturnAddress(email="no"), V4)[0].startswith("error email")


def test_what_has_no_rules_is_a_fault_of_ours():
    """Nothing is waved through because nobody wrote its rules."""
    with pytest.raises(TypeError, match="no rules for str"):
        complaints("order", V4)  # type: ignore[arg-type]  # that is the point
