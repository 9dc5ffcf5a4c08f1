"""Addresses as they are sent to Gelato, in both dialects (S1, S2, gelato-api-facts 5.2 and 8)."""

from dataclasses import dataclass
from typing import Any

from pydantic.alias_generators import to_camel

from bot.orders.addresses.fields import AddressField
from bot.orders.dialect import Dialect
from bot.orders.order import Address


@dataclass(frozen=True, repr=False)
class AddressRequest:
    """Where an order shall go. Personal data: its `repr` shows the country alone."""

    country: str = ""
    """ISO 3166-1, two capital letters; GB, not UK."""
    first_name: str = ""
    last_name: str = ""
    company_name: str = ""
    address_line1: str = ""
    address_line2: str = ""
    city: str = ""
    post_code: str = ""
    state: str = ""
    email: str = ""
    phone: str = ""
    is_business: bool | None = None
    """None: not said, and not sent."""
    federal_tax_id: str = ""
    state_tax_id: str = ""
    registration_state: str = ""

    def __repr__(self) -> str:
        return f"AddressRequest(country={self.country!r})"

    @classmethod
    def of(cls, address: Address) -> "AddressRequest":
        """The address that an order has now."""
        return cls(
            country=address.country.strip(),
            is_business=address.is_business,
            federal_tax_id=address.federal_tax_id or "",
            state_tax_id=address.state_tax_id or "",
            registration_state=address.registration_state_code or "",
            **{name: getattr(address, name) for name in _SAME_NAMES},
        )

    def text(self, field: AddressField) -> str:
        """What stands in a field, without spaces round it; a tick reads as `Yes`."""
        value = getattr(self, field)
        return value.strip() if isinstance(value, str) else ("Yes" if value else "")

    def body(self, dialect: Dialect) -> dict[str, Any]:
        """The dialect's JSON; a field without anything is left out."""
        names = {AddressField.REGISTRATION_STATE: _REGISTRATION[dialect]}
        texts = {
            names.get(field, to_camel(field)): self.text(field)
            for field in AddressField
            if field is not AddressField.IS_BUSINESS and self.text(field)
        }
        business = {} if self.is_business is None else {"isBusiness": self.is_business}
        return texts | business


@dataclass(frozen=True, repr=False)
class ReturnAddress:
    """What replaces parts of the sender on the parcel. Every field may be left out (S2)."""

    company_name: str = ""
    address_line1: str = ""
    address_line2: str = ""
    city: str = ""
    post_code: str = ""
    state: str = ""
    country: str = ""
    email: str = ""
    phone: str = ""

    def __repr__(self) -> str:
        return f"ReturnAddress(country={self.country!r})"

    @classmethod
    def of(cls, address: Address) -> "ReturnAddress":
        """The one that an order has now; names of persons have no place in the request."""
        return cls(**{name: getattr(address, name) for name in cls.__dataclass_fields__})

    def as_recipient(self) -> AddressRequest:
        """The same fields where the rules for addresses can look at them."""
        return AddressRequest(**vars(self))

    def body(self, dialect: Dialect) -> dict[str, Any]:
        """The JSON, the same in both dialects."""
        return self.as_recipient().body(dialect)


_REGISTRATION = {
    Dialect.V4: "registrationStateCode",
    Dialect.CONNECT: "registrationState",
}
_SAME_NAMES = (
    "first_name",
    "last_name",
    "company_name",
    "address_line1",
    "address_line2",
    "city",
    "post_code",
    "state",
    "email",
    "phone",
)
