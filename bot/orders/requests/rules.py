"""What is wrong with a request, in words for people, before anything is sent (S1, S2)."""

import re
from collections.abc import Iterator
from functools import singledispatch

from bot.orders.addresses.complaint import Complaint, one_per_field
from bot.orders.addresses.request import AddressRequest, ReturnAddress
from bot.orders.addresses.rules import address_complaints, return_complaints
from bot.orders.dialect import Dialect
from bot.orders.requests.item_rules import (
    files_complaints,
    items_complaints,
    metadata_complaints,
)
from bot.orders.requests.orders import CURRENCIES, DraftRelease, OrderRequest, ShipmentRequest

Request = AddressRequest | ReturnAddress | OrderRequest | ShipmentRequest | DraftRelease

NO_UPDATE = (
    "Gelato does not let Orderdesk change the address or the shipping of this order. While "
    "Gelato's dashboard shows it as Passed, its address can be changed there, but not its "
    "country. Otherwise cancel the order and send it again."
)
"""Of v4. Where an address can be changed in the dashboard: gelato-api-facts 2.5."""
NO_RELEASE = (
    "GelatoConnect does not let Orderdesk turn a draft into an order. Release it in "
    "GelatoConnect, or send a new order."
)
_METHOD = re.compile(r"[\w.-]+")


def complaints(request: Request, dialect: Dialect) -> tuple[Complaint, ...]:
    """At most one complaint for each field; none when Gelato is sure to find nothing either."""
    return one_per_field(_found(request, dialect))


@singledispatch
def _found(request: Request, dialect: Dialect) -> Iterator[Complaint]:
    raise TypeError(f"no rules for {type(request).__name__} in {dialect}")


@_found.register
def _(request: AddressRequest, dialect: Dialect) -> Iterator[Complaint]:
    yield from address_complaints(request, dialect)


@_found.register
def _(request: ReturnAddress, dialect: Dialect) -> Iterator[Complaint]:
    yield from return_complaints(request, dialect)


@_found.register
def _(request: OrderRequest, dialect: Dialect) -> Iterator[Complaint]:
    yield from _references(request, dialect)
    yield from _currency(request, dialect)
    yield from items_complaints(request.items, dialect)
    yield from metadata_complaints(request.metadata)
    yield from _addresses(request, dialect)
    yield from _method(request.shipment_method_uid)
    yield from _customs(request, dialect)


@_found.register
def _(request: ShipmentRequest, dialect: Dialect) -> Iterator[Complaint]:
    if dialect is Dialect.V4:
        yield Complaint("", NO_UPDATE)
        return
    if request.shipping_address is None and not request.shipment_method_uid.strip():
        yield Complaint("", "Nothing to change was given. Change the address or the method.")
    if request.shipping_address is not None:
        for complaint in address_complaints(request.shipping_address, dialect):
            yield complaint.under("shipping_address")
    yield from _method(request.shipment_method_uid)


@_found.register
def _(request: DraftRelease, dialect: Dialect) -> Iterator[Complaint]:
    if dialect is Dialect.CONNECT:
        yield Complaint("", NO_RELEASE)
        return
    if request.items is not None and not request.items:
        yield Complaint("items", "The draft would keep no product. Please keep at least one.")
    for number, item in enumerate(request.items or ()):
        if not item.id.strip():
            yield Complaint(f"items[{number}].id", "Which product of the draft? It has no id.")
        for complaint in files_complaints(item.files):
            yield complaint.under(f"items[{number}]")


def _references(request: OrderRequest, dialect: Dialect) -> Iterator[Complaint]:
    if not request.reference.strip():
        yield Complaint("reference", "The order has no number of your own. Please give it one.")
    is_named = bool(request.customer_reference.strip())
    if dialect is Dialect.V4 and not is_named:
        words = "The order names no customer. Please give your number of the customer."
        yield Complaint("customer_reference", words)
    elif dialect is Dialect.CONNECT and is_named:
        yield _left_out("customer_reference", "The number of the customer")


def _currency(request: OrderRequest, dialect: Dialect) -> Iterator[Complaint]:
    currency = request.currency.strip()
    if not re.fullmatch("[A-Z]{3}", currency):
        yield Complaint("currency", "Which currency? Give its three letters, such as USD.")
    elif currency not in CURRENCIES:
        words = f"Gelato does not charge in {currency}. Please choose another currency."
        yield Complaint("currency", words, is_warning=dialect is Dialect.CONNECT)


def _addresses(request: OrderRequest, dialect: Dialect) -> Iterator[Complaint]:
    for complaint in address_complaints(request.shipping_address, dialect):
        yield complaint.under("shipping_address")
    if request.return_address is not None:
        for complaint in return_complaints(request.return_address, dialect):
            yield complaint.under("return_address")


def _method(text: str) -> Iterator[Complaint]:
    parts = [part.strip() for part in text.split(",")]
    if not text.strip():
        return
    if not all(parts):
        words = "There is a comma too many in the shipping method. Please take it out."
        yield Complaint("shipment_method_uid", words)
    elif not all(_METHOD.fullmatch(part) for part in parts):
        words = "A shipping method is one word, such as express; several have commas between."
        yield Complaint("shipment_method_uid", words)


def _customs(request: OrderRequest, dialect: Dialect) -> Iterator[Complaint]:
    if dialect is Dialect.V4:
        yield from _not_in_v4(request)
        return
    has_prices = request.retail_shipping_price_incl_vat is not None or any(
        item.retail_price_incl_vat is not None for item in request.items
    )
    if has_prices and not request.retail_currency.strip():
        words = "There are retail prices without a currency. Give its three letters, such as USD."
        yield Complaint("retail_currency", words, is_warning=True)
    if request.retail_currency.strip() and not re.fullmatch(
        "[A-Z]{3}", request.retail_currency.strip()
    ):
        words = "A currency is three capital letters, such as USD. Please check it."
        yield Complaint("retail_currency", words)
    price = request.retail_shipping_price_incl_vat
    if price is not None and price < 0:
        yield Complaint("retail_shipping_price_incl_vat", "A price cannot be below zero.")


def _not_in_v4(request: OrderRequest) -> Iterator[Complaint]:
    if request.prevent_duplicate:
        yield _left_out("prevent_duplicate", "The check for a second order with this number")
    if request.retail_currency.strip():
        yield _left_out("retail_currency", "The currency of retail prices")
    if request.retail_shipping_price_incl_vat is not None:
        yield _left_out("retail_shipping_price_incl_vat", "The retail price of shipping")


def _left_out(field: str, what: str) -> Complaint:
    return Complaint(
        field, f"{what} is not taken on this account; it is left out.", is_warning=True
    )
