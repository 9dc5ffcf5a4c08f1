"""An order as Gelato's get-order call answers it, in both dialects (gelato-api-facts 4)."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AliasChoices, BeforeValidator, Field

from bot.orders.wire import Many, Moment, Money, Text, Wire


def _either(*names: str) -> Any:
    """A field that the vendor spells in several ways; the first that is there counts."""
    return Field(default=None, validation_alias=AliasChoices(*names))


def _pairs(value: object) -> object:
    """A list of {key, value} in v4, an object in GelatoConnect's postbacks."""
    if isinstance(value, dict):
        return [{"key": key, "value": content} for key, content in value.items()]
    return () if value is None else value


class Pair(Wire):
    """One entry of metadata."""

    key: Text = ""
    value: Text = ""


class File(Wire):
    """A print file of an item."""

    id: str | None = None
    type: Text = ""
    url: Text = ""
    thread_colors: Many[str] = ()
    is_visible: bool | None = None
    fit_method: str | None = None
    fill_method: str | None = None
    mime_type: str | None = None


class Preview(Wire):
    """A picture of the product as it will look."""

    type: Text = ""
    url: Text = ""


class Option(Wire):
    """Something added to an item, such as an envelope."""

    id: str | None = None
    type: Text = ""
    product_uid: Text = ""
    quantity: int | None = None


class Attribute(Wire):
    """A property of a product in words."""

    name: Text = ""
    title: Text = ""
    value: Text = ""
    formatted_value: Text = ""


class Item(Wire):
    """One product of an order."""

    id: str | None = None
    item_reference_id: Text = ""
    item_reference_name: str | None = None
    product_uid: Text = ""
    final_product_uid: str | None = None
    product_name: str | None = None
    product_name_uid: str | None = None
    product_type_uid: str | None = None
    product_category_uid: str | None = None
    category: str | None = None
    page_count: int | None = None
    quantity: int | None = None
    fulfillment_status: Text = ""
    files: Many[File] = ()
    file_url: str | None = None
    processed_file_url: str | None = None
    product_file_mime_type: str | None = None
    previews: Many[Preview] = ()
    options: Many[Option] = ()
    attributes: Many[Attribute] = ()
    metadata: Annotated[tuple[Pair, ...], BeforeValidator(_pairs)] = ()
    price: Money | None = None
    retail_price_incl_vat: Money | None = None
    store_product_id: str | None = None
    store_product_variant_id: str | None = None
    design_id: str | None = None
    is_ignored: bool | None = None
    print_jobs: Many[Any] = ()
    event_log: Many[Any] = ()


class Package(Wire):
    """One parcel; `order_item_ids` are Gelato's item ids."""

    id: str | None = None
    order_item_ids: Many[str] = ()
    tracking_code: str | None = None
    tracking_url: str | None = None


class Shipment(Wire):
    """How an order travels. Weights are grams; delivery dates are days, without an hour."""

    id: str | None = None
    shipment_method_name: Text = ""
    shipment_method_uid: Text = ""
    min_delivery_days: int | None = None
    max_delivery_days: int | None = None
    min_delivery_date: date | None = _either("minDeliveryDate", "initialMinDeliveryDate")
    max_delivery_date: date | None = _either("maxDeliveryDate", "initialMaxDeliveryDate")
    total_weight: int | None = None
    fulfillment_country: Text = ""
    fulfillment_facility_id: str | None = None
    package_count: int | None = _either("packageCount", "packagesCount")
    packages: Many[Package] = ()
    status: str | None = None
    price: Money | None = None
    promise_uid: str | None = None
    is_cheapest: bool | None = None
    service_type: str | None = None
    order_product_id: str | None = None
    shipping_address_id: str | None = None
    retail_shipping_price_incl_vat: Money | None = None


class Address(Wire):
    """Where an order goes, or comes back to. Personal data: never drawn without an audience."""

    id: str | None = None
    order_id: str | None = None
    country: Text = ""
    first_name: Text = ""
    last_name: Text = ""
    company_name: Text = ""
    address_line1: Text = ""
    address_line2: Text = ""
    city: Text = ""
    post_code: Text = Field(
        default="",
        # The vendor's tables print a Cyrillic letter in this name.
        validation_alias=AliasChoices("postCode", "post\u0421ode"),
    )
    state: Text = ""
    email: Text = ""
    phone: Text = ""
    is_business: bool | None = None
    federal_tax_id: str | None = None
    state_tax_id: str | None = None
    registration_state_code: str | None = _either("registrationStateCode", "registrationState")


class BillingEntity(Wire):
    """Who pays."""

    id: str | None = None
    company_name: Text = ""
    company_number: str | None = None
    company_vat_number: str | None = None
    country: Text = ""
    recipient_name: Text = ""
    address_line1: Text = ""
    address_line2: Text = ""
    city: Text = ""
    post_code: Text = Field(default="", validation_alias=AliasChoices("postCode", "post\u0421ode"))
    state: Text = ""
    email: Text = ""
    phone: Text = ""


class ReceiptItem(Wire):
    """One line of a receipt; `reference_id` names an item or the shipment."""

    id: str | None = None
    receipt_id: str | None = None
    reference_id: str | None = None
    type: Text = ""
    title: Text = ""
    currency: Text = ""
    price_base: Money | None = None
    amount: Money | None = None
    price_initial: Money | None = None
    discount: Money | None = None
    price: Money | None = None
    vat: Money | None = None
    price_incl_vat: Money | None = None
    created_at: Moment | None = None
    updated_at: Moment | None = None


class Receipt(Wire):
    """A purchase or a refund."""

    id: str | None = None
    order_id: str | None = None
    transaction_type: Text = ""
    type: str | None = None
    receipt_number: str | None = None
    currency: Text = ""
    items: Many[ReceiptItem] = ()
    products_price_initial: Money | None = None
    products_price_discount: Money | None = None
    products_price: Money | None = None
    products_price_vat: Money | None = None
    products_price_incl_vat: Money | None = None
    packaging_price_initial: Money | None = None
    packaging_price_discount: Money | None = None
    packaging_price: Money | None = None
    packaging_price_vat: Money | None = None
    packaging_price_incl_vat: Money | None = None
    shipping_price_initial: Money | None = None
    shipping_price_discount: Money | None = None
    shipping_price: Money | None = None
    shipping_price_vat: Money | None = None
    shipping_price_incl_vat: Money | None = None
    discount: Money | None = None
    discount_vat: Money | None = None
    discount_incl_vat: Money | None = None
    total_initial: Money | None = None
    total: Money | None = None
    total_vat: Money | None = None
    total_incl_vat: Money | None = None

    @property
    def signed_total(self) -> Decimal | None:
        """What this receipt adds to the bill: a refund counts against it, whatever its sign."""
        if self.total_incl_vat is None:
            return None
        refund = self.transaction_type.casefold() == "refund"
        return -abs(self.total_incl_vat) if refund else self.total_incl_vat


class Discount(Wire):
    """A voucher that was used."""

    id: str | None = None
    type: Text = ""
    code: str | None = None
    discount_id: str | None = None
    title: str | None = None
    expire_at: Moment | None = None
    status: str | None = None


class Order(Wire):
    """One order. Only the id is certain to be there; statuses stay the words Gelato sent."""

    id: str = Field(min_length=1)
    order_type: Text = ""
    order_reference_id: Text = ""
    customer_reference_id: Text = ""
    client_id: str | None = None
    fulfillment_status: Text = ""
    financial_status: Text = ""
    refusal_reason: str | None = None
    refusal_reason_code: str | None = None
    currency: Text = ""
    retail_currency: str | None = None
    channel: Text = ""
    store_id: str | None = None
    ordered_by_user_id: str | None = None
    created_at: Moment | None = None
    updated_at: Moment | None = None
    ordered_at: Moment | None = None
    items: Many[Item] = ()
    shipment: Shipment | None = None
    billing_entity: BillingEntity | None = None
    shipping_address: Address | None = None
    return_address: Address | None = None
    receipts: Many[Receipt] = ()
    connected_order_ids: Many[str] = ()
    metadata: Annotated[tuple[Pair, ...], BeforeValidator(_pairs)] = ()
    discounts: Many[Discount] = ()
    payment_method_type: str | None = None
    payment_method_id: str | None = None
    ioss_number: str | None = None
