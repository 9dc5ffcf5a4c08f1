"""What an order would cost (gelato-api-facts 5.5): what is asked, and what Gelato offers."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pydantic import Field

from bot.orders.order import Address
from bot.orders.wire import Many, Moment, Money, Text, Wire

OUT_OF_STOCK_METHOD = "api_out_of_stock_for_part_order"


@dataclass(frozen=True)
class QuotedItem:
    """One product of the order that might be."""

    reference: str
    product_uid: str
    quantity: int
    page_count: int | None = None
    files: tuple[str, ...] = ()
    """Addresses of print files."""


@dataclass(frozen=True)
class QuoteWish:
    """The order that might be. `currency` is an ISO 4217 code."""

    reference: str
    customer: str
    currency: str
    recipient: Address
    items: tuple[QuotedItem, ...]
    in_one: bool = False
    """Whether all parts shall have one quote with merged delivery days."""

    @property
    def body(self) -> dict[str, Any]:
        """The request in v4's words, which are others than those of create."""
        return {
            "orderReferenceId": self.reference,
            "customerReferenceId": self.customer,
            "currency": self.currency,
            "allowMultipleQuotes": not self.in_one,
            "recipient": _written(self.recipient),
            "products": [_product(item) for item in self.items],
        }


class OfferedMethod(Wire):
    """One way to send a part, with its price. Delivery dates are days, without an hour."""

    uid: str = Field(alias="shipmentMethodUid", min_length=1)
    name: Text = ""
    type: Text = ""
    price: Money | None = None
    initial_price: Money | None = None
    currency: Text = ""
    min_delivery_days: int | None = None
    max_delivery_days: int | None = None
    min_delivery_date: date | None = None
    max_delivery_date: date | None = None
    is_private: bool | None = None
    is_business: bool | None = None
    total_weight: int | None = None
    """Grams."""
    number_of_parcels: int | None = None
    inco_terms: str | None = None


class OfferedProduct(Wire):
    """What one product costs."""

    item_reference_id: Text = ""
    product_uid: Text = ""
    quantity: int | None = None
    price: Money | None = None
    currency: Text = ""


class Quote(Wire):
    """One part of the order: where it would be made, and the ways to send it."""

    id: Text = ""
    item_reference_ids: Many[str] = ()
    fulfillment_country: Text = ""
    expiration_date_time: Moment | None = None
    shipment_methods: Many[OfferedMethod] = ()
    products: Many[OfferedProduct] = ()


class Quotes(Wire):
    """Gelato's answer: a success can still mean that the order cannot be made."""

    order_reference_id: Text = ""
    quotes: Many[Quote] = ()
    refusal_reason: str | None = None
    refusal_reason_code: str | None = None

    @property
    def can_be_made(self) -> bool:
        """Whether every part has a price and a way to go."""
        return (
            bool(self.quotes)
            and not self.refusal_reason_code
            and all(_can_be_made(quote) for quote in self.quotes)
        )


def _can_be_made(quote: Quote) -> bool:
    ways = [method for method in quote.shipment_methods if method.uid != OUT_OF_STOCK_METHOD]
    return bool(ways) and all(product.price != 0 for product in quote.products)


def _written(address: Address) -> dict[str, Any]:
    document = address.model_dump(by_alias=True, include=set(Address.model_fields), mode="json")
    return {k: v for k, v in document.items() if v not in ("", None) and k not in {"id", "orderId"}}


def _product(item: QuotedItem) -> dict[str, Any]:
    pages = {} if item.page_count is None else {"pageCount": item.page_count}
    files = {"files": [{"type": "default", "url": url} for url in item.files]} if item.files else {}
    return {
        "itemReferenceId": item.reference,
        "productUid": item.product_uid,
        "quantity": item.quantity,
        **pages,
        **files,
    }
