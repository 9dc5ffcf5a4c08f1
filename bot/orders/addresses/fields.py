"""The fields of a recipient's address, and how long the vendor lets them be."""

from collections.abc import Mapping
from enum import StrEnum


class AddressField(StrEnum):
    """One field; its value is the attribute of an AddressRequest."""

    COUNTRY = "country"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    COMPANY_NAME = "company_name"
    ADDRESS_LINE1 = "address_line1"
    ADDRESS_LINE2 = "address_line2"
    CITY = "city"
    POST_CODE = "post_code"
    STATE = "state"
    EMAIL = "email"
    PHONE = "phone"
    IS_BUSINESS = "is_business"
    FEDERAL_TAX_ID = "federal_tax_id"
    STATE_TAX_ID = "state_tax_id"
    REGISTRATION_STATE = "registration_state"


LENGTHS: Mapping[AddressField, int] = {
    AddressField.FIRST_NAME: 25,
    AddressField.LAST_NAME: 25,
    AddressField.COMPANY_NAME: 60,
    AddressField.ADDRESS_LINE1: 35,
    AddressField.ADDRESS_LINE2: 35,
    AddressField.CITY: 30,
    AddressField.POST_CODE: 15,
    AddressField.STATE: 35,
    AddressField.PHONE: 25,
}
"""Characters, by v4's table (S2). What GelatoConnect takes is not known."""

ALWAYS_REQUIRED = (
    AddressField.COUNTRY,
    AddressField.FIRST_NAME,
    AddressField.LAST_NAME,
    AddressField.ADDRESS_LINE1,
    AddressField.CITY,
    AddressField.EMAIL,
)
STATE_REQUIRED = frozenset({"US", "CA", "AU"})
"""Where the vendor's table asks for a state (S2)."""
BRAZIL = "BR"
