"""What the fields of an address are called, in the words of the country."""

from collections.abc import Mapping

from bot.orders.addresses.fields import AddressField
from bot.orders.addresses.formats import Format, format_of

_PLAIN: Mapping[AddressField, str] = {
    AddressField.COUNTRY: "Country",
    AddressField.FIRST_NAME: "First name",
    AddressField.LAST_NAME: "Last name",
    AddressField.COMPANY_NAME: "Company",
    AddressField.ADDRESS_LINE1: "Address line 1",
    AddressField.ADDRESS_LINE2: "Address line 2",
    AddressField.CITY: "City",
    AddressField.POST_CODE: "Postcode",
    AddressField.STATE: "State or province",
    AddressField.EMAIL: "E-mail",
    AddressField.PHONE: "Phone",
    AddressField.IS_BUSINESS: "The recipient is a company",
    AddressField.FEDERAL_TAX_ID: "CPF or CNPJ",
    AddressField.STATE_TAX_ID: "State registration (IE)",
    AddressField.REGISTRATION_STATE: "State of registration",
}
_CODES = {"zip": "ZIP code", "pin": "PIN code", "eircode": "Eircode"}
_CODES_OF = {"BR": "CEP", "CA": "Postal code", "JP": "Postal code"}
_CITIES = {"post_town": "Town or city", "suburb": "Suburb", "district": "City or district"}
_STATES = {
    "state": "State",
    "province": "Province",
    "prefecture": "Prefecture",
    "emirate": "Emirate",
    "area": "Area",
    "county": "County",
    "department": "Department",
    "district": "District",
    "do_si": "Province or city",
    "island": "Island",
    "oblast": "Region",
    "parish": "Parish",
}


def label_of(field: AddressField, country: str) -> str:
    """What people of the country call this field: `ZIP code`, `Prefecture`, `CEP`."""
    found = format_of(country)
    return (_country_word(field, found) if found else None) or _PLAIN[field]


def _country_word(field: AddressField, found: Format) -> str | None:
    if field is AddressField.POST_CODE:
        return _CODES_OF.get(found.country) or _CODES.get(found.code_kind)
    if field is AddressField.CITY:
        return _CITIES.get(found.city_kind)
    if field is AddressField.STATE:
        return _STATES.get(found.state_kind)
    return None
