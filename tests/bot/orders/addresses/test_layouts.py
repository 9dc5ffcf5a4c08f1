"""The fields of an address form, country by country."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.orders.addresses.fields import ALWAYS_REQUIRED, LENGTHS, AddressField
from bot.orders.addresses.formats import codes_begin, format_of
from bot.orders.addresses.layout import MOST_CHOICES, address_layout
from bot.orders.addresses.request import AddressRequest
from bot.orders.addresses.rules import address_complaints
from bot.orders.countries import NAMES
from bot.orders.dialect import Dialect

COUNTRIES = sorted(NAMES)


def shown(country: str) -> list[str]:
    """The labels below the country, a star at what is required."""
    return [f.label + "*" * f.is_required for f in address_layout(country).fields[1:]]


BUSINESS = "The recipient is a company"
TAX = ["CPF or CNPJ*", "State registration (IE)", "State of registration"]
NAME = ["First name*", "Last name*"]
LINES = ["Address line 1*", "Address line 2"]
CONTACT = ["E-mail*", "Phone"]


@pytest.mark.parametrize(
    ("country", "labels"),
    [
        ("US", [*NAME, "Company", *LINES, "City*", "State*", "ZIP code*", *CONTACT]),
        ("CA", [*NAME, "Company", *LINES, "City*", "Province*", "Postal code*", *CONTACT]),
        ("AU", ["Company", *NAME, *LINES, "Suburb*", "State*", "Postcode*", *CONTACT]),
        ("GB", [*NAME, "Company", *LINES, "Town or city*", "Postcode*", *CONTACT]),
        ("DE", [*NAME, "Company", *LINES, "Postcode*", "City*", *CONTACT]),
        ("FR", ["Company", *NAME, *LINES, "Postcode*", "City*", *CONTACT]),
        ("IE", [*NAME, "Company", *LINES, "City*", "County", "Eircode", *CONTACT]),
        ("IN", [*NAME, "Company", *LINES, "City*", "PIN code*", "State", *CONTACT]),
        ("AE", [*NAME, "Company", *LINES, "City*", "Emirate", *CONTACT]),
        ("HK", ["Area", "City or district*", *LINES, "Company", *NAME, *CONTACT]),
        ("SG", [*NAME, "Company", *LINES, "City*", "Postcode*", *CONTACT]),
        (
            "JP",
            ["Postal code*", "Prefecture", "City*", *LINES, "Company", *NAME[::-1], *CONTACT],
        ),
        (
            "BR",
            ["Company", *NAME, *LINES, "City*", "State", "CEP*", *CONTACT, BUSINESS, *TAX],
        ),
        ("ZQ", [*NAME, "Company", *LINES, "City*", "State or province", "Postcode", *CONTACT]),
        ("", [*NAME, "Company", *LINES, "City*", "State or province", "Postcode", *CONTACT]),
    ],
)
def test_a_form_has_the_fields_of_its_country(country: str, labels: list[str]):
    """Order, names and required fields are those that people there know."""
    assert shown(country) == labels


@pytest.mark.parametrize(
    ("country", "code", "name"),
    [
        ("US", "NY", "New York"),
        ("CA", "QC", "Quebec"),
        ("CA", "NS", "Nova Scotia"),
        ("AU", "NSW", "New South Wales"),
        ("BR", "SP", "São Paulo"),
        ("JP", "東京都", "Tokyo"),
        ("RU", "Москва", "Moskva"),
        ("AE", "Dubai", "Dubai"),
        ("TH", "Bangkok", "Bangkok"),
    ],
)
def test_states_are_listed_with_the_code_that_gelato_wants(country: str, code: str, name: str):
    """A local key is sent where carriers read that script, else letters that all can read."""
    field = address_layout(country).field(AddressField.STATE)
    assert field
    assert [state.name for state in field.choices if state.code == code] == [name]


@pytest.mark.parametrize(
    ("country", "text", "code"),
    [
        ("US", "ny", "NY"),
        ("US", "  new   york ", "NY"),
        ("CA", "Québec", "QC"),
        ("JP", "Tokyo", "東京都"),
        ("AE", "دبي", "Dubai"),
        ("US", "Paris", None),
        ("US", "", None),
        ("DE", "Berlin", None),
    ],
)
def test_a_state_is_known_by_code_and_by_name(country: str, text: str, code: str | None):
    """In any of the country's languages, and in any letter case."""
    home = format_of(country)
    assert home
    found = home.state(text)
    assert (found.code if found else None) == code


@pytest.mark.parametrize("country", COUNTRIES)
def test_every_country_can_be_typed(country: str):
    """Every form asks for what Gelato requires, each field once, and no list is too long."""
    layout = address_layout(country)
    names = [field.name for field in layout.fields]
    assert layout.is_known
    assert names[0] is AddressField.COUNTRY
    assert len(set(names)) == len(names)
    assert set(ALWAYS_REQUIRED) <= set(names)
    assert {field.name for field in layout.fields if field.is_required} >= set(ALWAYS_REQUIRED)
    for field in layout.fields:
        codes = [state.code for state in field.choices]
        assert len(set(codes)) == len(codes) <= MOST_CHOICES
        assert all(0 < len(state.code) <= LENGTHS[AddressField.STATE] for state in field.choices)
        assert field.longest == LENGTHS.get(field.name)


@pytest.mark.parametrize("country", COUNTRIES)
def test_each_example_of_a_code_and_each_state_is_taken(country: str):
    """What a form offers or hints at never gets a complaint."""
    home = format_of(country)
    assert home
    assert not home.code_example or home.is_code(home.code_example)
    states = address_layout(country).field(AddressField.STATE)
    for state in states.choices if states else ():
        found = address_complaints(AddressRequest(country=country, state=state.code), Dialect.V4)
        assert [c for c in found if c.field == "state"] == []


@pytest.mark.parametrize("country", COUNTRIES)
def test_a_required_field_is_one_whose_absence_is_an_error(country: str):
    """The form and the rules never disagree about what must be there."""
    found = address_complaints(AddressRequest(country=country), Dialect.CONNECT)
    required = {f.name for f in address_layout(country).fields if f.is_required}
    errors = {complaint.field for complaint in found if not complaint.is_warning}
    assert errors == required - {AddressField.COUNTRY}


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=8), st.sets(st.sampled_from(AddressField)))
def test_any_country_has_a_layout_that_keeps_what_was_typed(country: str, also: set[AddressField]):
    """An unknown country gets the plain form, and no field that is asked for is missing."""
    layout = address_layout(country, also)
    assert also <= layout.names
    assert set(ALWAYS_REQUIRED) <= layout.names


@pytest.mark.parametrize(
    ("country", "field", "hint"),
    [
        ("US", AddressField.ADDRESS_LINE2, ""),
        ("BR", AddressField.ADDRESS_LINE2, "Flat, building, neighbourhood."),
        ("ZQ", AddressField.ADDRESS_LINE2, ""),
        ("DE", AddressField.POST_CODE, "For example 26133."),
        ("ZQ", AddressField.POST_CODE, ""),
        ("BR", AddressField.FEDERAL_TAX_ID, "CPF of a person, CNPJ of a company."),
        ("US", AddressField.CITY, ""),
    ],
)
def test_hints_say_what_the_label_cannot(country: str, field: AddressField, hint: str):
    """An example of the code, and what else stands in the second line there."""
    drawn = address_layout(country).field(field)
    assert drawn
    assert drawn.hint == hint


def test_a_field_is_found_by_its_name():
    """A form without a field says so."""
    assert address_layout("DE").field(AddressField.STATE) is None
    assert address_layout("DE", {AddressField.STATE}).field(AddressField.STATE)


@pytest.mark.parametrize(
    ("country", "state", "fits", "fits_not"),
    [
        ("US", "NY", "10022", "90210"),
        ("US", "ny", "10022", "90210"),
        ("CA", "QC", "H2X 1Y4", "M5H 2M9"),
        ("AU", "NSW", "2000", "3000"),
        ("JP", "東京都", "100-0001", "530-0001"),
        ("BR", "SP", "01310-200", "20040-002"),
        ("AE", "Dubai", "", ""),
        ("DE", "BE", "", ""),
    ],
)
def test_a_state_knows_how_its_codes_begin(country: str, state: str, fits: str, fits_not: str):
    """Where Google's data has it."""
    begins = codes_begin(country, state)
    assert (begins is not None) == bool(fits)
    if begins:
        assert begins.match(fits)
        assert not begins.match(fits_not)
