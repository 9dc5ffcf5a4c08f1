"""A new order, a draft let go, and a changed shipment, as they are sent (S1, S2, V4-patch)."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from bot.orders.addresses.request import AddressRequest, ReturnAddress
from bot.orders.dialect import Dialect
from bot.orders.requests.items import FileRequest, ItemRequest, MetadataEntry, filled, price

CURRENCIES = frozenset({
    "EUR", "USD", "JPY", "BGN", "CZK", "DKK", "GBP", "HUF", "PLN", "RON", "SEK", "CHF", "ISK",
    "NOK", "HRK", "RUB", "TRY", "AUD", "BRL", "CAD", "CNY", "HKD", "IDR", "ILS", "INR", "KRW",
    "MXN", "MYR", "NZD", "PHP", "SGD", "THB", "ZAR", "CLP", "AED",
})  # fmt: skip
"""What an order can be charged in (S2)."""


class OrderType(StrEnum):
    """Whether production starts at once."""

    ORDER = "order"
    DRAFT = "draft"


@dataclass(frozen=True, repr=False)
class OrderRequest:
    """A whole new order. Its `repr` shows the reference alone."""

    reference: str
    currency: str
    shipping_address: AddressRequest
    items: tuple[ItemRequest, ...]
    type: OrderType = OrderType.ORDER
    customer_reference: str = ""
    """v4 only, and required there."""
    metadata: tuple[MetadataEntry, ...] = ()
    shipment_method_uid: str = ""
    """One uid or class, or several with commas between; empty: the cheapest way."""
    return_address: ReturnAddress | None = None
    prevent_duplicate: bool | None = None
    """GelatoConnect only, like the retail prices for customs."""
    retail_currency: str = ""
    retail_shipping_price_incl_vat: Decimal | None = None

    def __repr__(self) -> str:
        return f"OrderRequest({self.reference!r})"

    def body(self, dialect: Dialect) -> dict[str, Any]:
        """The dialect's JSON; what the dialect does not know is left out."""
        sender = self.return_address.body(dialect) if self.return_address else {}
        own = self._of_connect() if dialect is Dialect.CONNECT else self._of_v4()
        return filled(
            {
                "orderType": self.type.value,
                "orderReferenceId": self.reference.strip(),
                **own,
                "currency": self.currency.strip(),
                "items": [item.body(dialect) for item in self.items],
                "metadata": [entry.body for entry in self.metadata],
                "shippingAddress": self.shipping_address.body(dialect),
                "shipmentMethodUid": methods_written(self.shipment_method_uid),
                "returnAddress": sender,
            }
        )

    def _of_v4(self) -> dict[str, Any]:
        return {"customerReferenceId": self.customer_reference.strip()}

    def _of_connect(self) -> dict[str, Any]:
        return {
            "preventDuplicate": self.prevent_duplicate,
            "retailCurrency": self.retail_currency.strip(),
            "retailShippingPriceInclVat": price(self.retail_shipping_price_incl_vat),
        }


@dataclass(frozen=True)
class ShipmentRequest:
    """A changed shipment (GelatoConnect): a method, a whole address, or both."""

    shipment_method_uid: str = ""
    shipping_address: AddressRequest | None = None
    """Replaces the old one: what is left out is gone."""

    def body(self, dialect: Dialect) -> dict[str, Any]:
        """The JSON; v4 has no such call, and takes nothing."""
        if dialect is Dialect.V4:
            return {}
        address = self.shipping_address.body(dialect) if self.shipping_address else {}
        return filled(
            {
                "shipmentMethodUid": methods_written(self.shipment_method_uid),
                "shippingAddress": address,
            }
        )


@dataclass(frozen=True)
class KeptItem:
    """An item of a draft that stays, with other files if there are any."""

    id: str
    files: tuple[FileRequest, ...] = ()

    @property
    def body(self) -> dict[str, Any]:
        """The JSON of v4."""
        return filled({"id": self.id, "files": [file.body for file in self.files]})


@dataclass(frozen=True)
class DraftRelease:
    """A draft becomes an order (v4). Items that are not named are removed; None keeps all."""

    items: tuple[KeptItem, ...] | None = None

    def body(self, dialect: Dialect) -> dict[str, Any]:
        """The JSON; GelatoConnect documents no such call, and takes nothing."""
        if dialect is Dialect.CONNECT:
            return {}
        items = {} if self.items is None else {"items": [item.body for item in self.items]}
        return {"orderType": OrderType.ORDER.value, **items}


def methods_written(text: str) -> str:
    """One or several method uids as Gelato reads them: `normal,standard`, without spaces."""
    return ",".join(part.strip() for part in text.split(",") if part.strip())
