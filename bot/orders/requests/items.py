"""The products of a new order, as they are sent (S1, S2)."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bot.orders.dialect import Dialect


@dataclass(frozen=True)
class FileRequest:
    """A print file: an address to fetch it from, or the id of one that Gelato has."""

    url: str = ""
    type: str = ""
    """The print area, such as `default` or `back`; empty: Gelato's own choice."""
    id: str = ""
    thread_colors: tuple[str, ...] = ()
    """Hex colours of embroidery, at most six."""
    is_visible: bool | None = None

    @property
    def body(self) -> dict[str, Any]:
        """The JSON, the same in both dialects."""
        return filled(
            {
                "id": self.id,
                "type": self.type,
                "url": self.url,
                "threadColors": list(self.thread_colors),
                "isVisible": self.is_visible,
            }
        )


@dataclass(frozen=True)
class ItemRequest:
    """One line of the order: a product of Gelato's, or (GelatoConnect) one of the customer's."""

    reference: str
    quantity: int = 1
    product_uid: str = ""
    product_name: str = ""
    """A customer product, in place of the uid."""
    product_variant: Mapping[str, str] = field(default_factory=dict)
    """What was chosen for it: `{"Size": "A4"}`."""
    page_count: int | None = None
    """All pages, covers included."""
    files: tuple[FileRequest, ...] = ()
    adjust_product_uid_by_file_types: bool | None = None
    retail_price_incl_vat: Decimal | None = None
    """For customs, of one piece."""

    def body(self, dialect: Dialect) -> dict[str, Any]:
        """The dialect's JSON. A customer product without uid goes to GelatoConnect alone."""
        own = self._customs() if dialect is Dialect.CONNECT else {}
        return filled(
            {
                "itemReferenceId": self.reference.strip(),
                "productUid": self.product_uid.strip(),
                **own,
                "pageCount": self.page_count,
                "files": [file.body for file in self.files],
                "quantity": self.quantity,
                "adjustProductUidByFileTypes": self.adjust_product_uid_by_file_types,
            }
        )

    def _customs(self) -> dict[str, Any]:
        product = {} if self.product_uid.strip() else self._customer_product()
        return {**product, "retailPriceInclVat": price(self.retail_price_incl_vat)}

    def _customer_product(self) -> dict[str, Any]:
        return {
            "productName": self.product_name.strip(),
            "productVariant": dict(self.product_variant),
        }


@dataclass(frozen=True)
class MetadataEntry:
    """A note that Gelato keeps with the order; up to 100 characters each."""

    key: str
    value: str

    @property
    def body(self) -> dict[str, str]:
        """The JSON, the same in both dialects."""
        return {"key": self.key, "value": self.value}


def filled(document: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON without the fields in which nothing stands."""
    return {name: value for name, value in document.items() if value not in (None, "", [], {})}


def price(amount: Decimal | None) -> float | None:
    """A number, as S1 has it: `6.99`."""
    return None if amount is None else float(amount)
