"""The vendor's rules for addresses: one row for each rule, boundary and family of countries."""

from dataclasses import replace
from typing import Any

import pytest

from bot.orders.addresses.complaint import Complaint, one_per_field
from bot.orders.addresses.fields import AddressField
from bot.orders.addresses.request import AddressRequest, ReturnAddress
from bot.orders.addresses.rules import address_complaints, return_complaints
from bot.orders.dialect import Dialect
from bot.sandbox.gelato.address_rules import address_complaints as refusals

NEW_YORK = AddressRequest(
    country="US",
    first_name="Jane",
    last_name="Doe",
    company_name="Acme Inc",
    address_line1="456 Park Ave",
    address_line2="Apt 4B",
    city="New York",
    post_code="10022",
    state="NY",
    email="jane@example.com",
    phone="+1 212 555 0100",
)
BERLIN = AddressRequest(
    country="DE",
    first_name="Erika",
    last_name="Mustermann",
    address_line1="Invalidenstraße 116",
    city="Berlin",
    post_code="10115",
    email="erika@example.com",
    phone="030 12345678",
)
LONDON = replace(
    BERLIN,
    country="GB",
    address_line1="221B Baker Street",
    city="London",
    post_code="NW1 6XE",
    phone="+44 20 7946 0958",
)
TOKYO = AddressRequest(
    country="JP",
    first_name="太郎",
    last_name="山田",
    address_line1="千代田1-1",
    city="千代田区",
    post_code="100-0001",
    state="東京都",
    email="taro@example.com",
)
MOSCOW = replace(
    TOKYO,
    country="RU",
    address_line1="ул. Ленина 1",
    city="Москва",
    post_code="101000",
    state="Москва",
)
BEIJING = replace(
    TOKYO,
    country="CN",
    address_line1="长安街1号",
    city="东城区",
    post_code="100010",
    state="北京市",
)
SEOUL = replace(
    TOKYO,
    country="KR",
    address_line1="종로구 세종대로 1",
    city="서울",
    post_code="03154",
    state="서울특별시",
)
SAO_PAULO = AddressRequest(
    country="BR",
    first_name="Maria",
    last_name="Silva",
    address_line1="Av. Paulista 1578",
    city="São Paulo",
    post_code="01310-200",
    state="SP",
    email="maria@example.com",
    federal_tax_id="529.982.247-25",
)
BRAZILIAN_COMPANY = replace(
    SAO_PAULO,
    is_business=True,
    federal_tax_id="11.222.333/0001-81",
    state_tax_id="110.042.490.114",
    registration_state="SP",
)
DUBAI = replace(BERLIN, country="AE", city="Dubai", state="Dubai", post_code="", phone="")
DUBLIN = replace(BERLIN, country="IE", city="Dublin", post_code="D02 AF30", phone="")
ZURICH = replace(BERLIN, country="CH", city="Zürich", post_code="CH-8001", phone="")
SYDNEY = replace(NEW_YORK, country="AU", city="Sydney", state="NSW", post_code="2000", phone="")
TORONTO = replace(NEW_YORK, country="CA", city="Toronto", state="ON", post_code="M5H 2M9")
HONG_KONG = replace(BERLIN, country="HK", city="Central", state="Kowloon", post_code="", phone="")
ROME = replace(BERLIN, country="IT", city="Roma", state="RM", post_code="00144", phone="")

GOOD = {
    name.lower(): value
    for name, value in dict(globals()).items()
    if isinstance(value, AddressRequest)
}


def row(address: AddressRequest, dialect: Dialect = Dialect.V4, **fields: Any) -> tuple[str, ...]:
    found = address_complaints(replace(address, **fields), dialect)
    return tuple(f"{'warning' if c.is_warning else 'error'} {c.field}: {c.sentence}" for c in found)


@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize("name", GOOD)
def test_a_good_address_of_every_family_gets_no_complaint(name: str, dialect: Dialect):
    """Whoever types an address as their country writes it is left alone."""
    assert address_complaints(GOOD[name], dialect) == ()


@pytest.mark.parametrize("dialect", Dialect)
@pytest.mark.parametrize("name", GOOD)
def test_the_stand_in_takes_what_gets_no_complaint(name: str, dialect: Dialect):
    """Two readings of the vendor's table, written apart, agree about good addresses."""
    body = GOOD[name].body(dialect)
    assert refusals(body, "shippingAddress", dialect.value) == []


@pytest.mark.parametrize("field", AddressField)
def test_the_stand_in_refuses_what_is_an_error(field: AddressField):
    """And about each field that is left out or too long."""
    for address in (NEW_YORK, SAO_PAULO, BRAZILIAN_COMPANY, TOKYO, LONDON):
        for text in ("", "1" * 70):
            value = bool(text) if field is AddressField.IS_BUSINESS else text
            changed = replace(address, **{field: value})
            errors = {c.field for c in address_complaints(changed, Dialect.V4) if not c.is_warning}
            body = changed.body(Dialect.V4)
            if errors:
                assert refusals(body, "shippingAddress", "v4")


@pytest.mark.parametrize(
    ("address", "field", "label"),
    [
        (NEW_YORK, "first_name", "First name"),
        (NEW_YORK, "last_name", "Last name"),
        (NEW_YORK, "address_line1", "Address line 1"),
        (NEW_YORK, "city", "City"),
        (NEW_YORK, "post_code", "ZIP code"),
        (NEW_YORK, "state", "State"),
        (NEW_YORK, "email", "E-mail"),
        (NEW_YORK, "country", "Country"),
        (TORONTO, "state", "Province"),
        (TORONTO, "post_code", "Postal code"),
        (SYDNEY, "state", "State"),
        (SYDNEY, "city", "Suburb"),
        (LONDON, "post_code", "Postcode"),
        (LONDON, "city", "Town or city"),
        (TOKYO, "city", "City"),
        (SAO_PAULO, "post_code", "CEP"),
        (SAO_PAULO, "federal_tax_id", "CPF or CNPJ"),
    ],
)
@pytest.mark.parametrize("nothing", ["", "  "])
@pytest.mark.parametrize("dialect", Dialect)
def test_what_is_missing_is_named_as_the_country_names_it(
    address: AddressRequest, field: str, label: str, nothing: str, dialect: Dialect
):
    """An empty field that Gelato requires is an error, and spaces are nothing."""
    found = row(address, dialect, **{field: nothing})
    assert found[0] == f"error {field}: {label} is missing. Please fill it in."


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        (NEW_YORK, {"company_name": "", "address_line2": "", "phone": ""}),
        (BERLIN, {"phone": "", "state": ""}),
        (HONG_KONG, {"post_code": ""}),
        (replace(NEW_YORK, country="ZW"), {"post_code": "", "state": ""}),
    ],
)
def test_what_is_not_required_may_be_empty(address: AddressRequest, fields: dict[str, str]):
    """Nobody is asked for what the country, or Gelato, does not have."""
    assert row(address, **fields) == ()


@pytest.mark.parametrize(
    ("field", "most"),
    [
        ("first_name", 25),
        ("last_name", 25),
        ("company_name", 60),
        ("address_line1", 35),
        ("address_line2", 35),
        ("city", 30),
        ("post_code", 15),
        ("state", 35),
        ("phone", 25),
    ],
)
def test_lengths_are_errors_in_v4_and_warnings_in_connect(field: str, most: int):
    """The table of v4 is certain; what GelatoConnect takes is not known."""
    plain = AddressRequest(**{**vars(BERLIN), "country": "ZQ"})
    fitting, long = "1" * most, "1" * (most + 1)
    shown = [f for f in row(plain, **{field: fitting}) if f.split()[1] == f"{field}:"]
    assert not [f for f in shown if "characters" in f]
    (error,) = [f for f in row(plain, **{field: long}) if f.split()[1] == f"{field}:"]
    (warning,) = [
        f for f in row(plain, Dialect.CONNECT, **{field: long}) if f.split()[1] == f"{field}:"
    ]
    assert error.startswith("error")
    assert f"has {most + 1} characters, and Gelato takes {most}. Please shorten it." in error
    assert warning.startswith("warning")
    assert f"has {most + 1} characters. More than {most} may not fit on the label" in warning


@pytest.mark.parametrize(
    ("address", "fields", "found"),
    [
        pytest.param(
            NEW_YORK,
            {"country": "UK"},
            "error country: The United Kingdom is written GB. Please choose it.",
            id="uk",
        ),
        pytest.param(
            NEW_YORK,
            {"country": "us"},
            "error country: A country is two capital letters, such as US. "
            "Please choose it from the list.",
            id="small letters",
        ),
        pytest.param(
            NEW_YORK,
            {"country": "USA"},
            "error country: A country is two capital letters, such as US. "
            "Please choose it from the list.",
            id="three letters",
        ),
        pytest.param(
            BERLIN,
            {"country": "ZQ", "phone": ""},
            "warning country: ZQ is no country that Orderdesk knows. Please check it.",
            id="unknown country",
        ),
        pytest.param(
            NEW_YORK,
            {"state": "New York"},
            "warning state: Gelato wants the code here. Write NY.",
            id="state by name",
        ),
        pytest.param(
            NEW_YORK,
            {"state": "ZZ"},
            "warning state: State is not in the country's list.",
            id="no such state",
        ),
        pytest.param(
            TOKYO,
            {"state": ""},
            "warning state: Prefecture is empty; addresses of this country usually have it.",
            id="prefecture left out",
        ),
        pytest.param(
            DUBAI,
            {"state": ""},
            "warning state: Emirate is empty; addresses of this country usually have it.",
            id="emirate left out",
        ),
        pytest.param(
            NEW_YORK,
            {"post_code": "1002"},
            "warning post_code: ZIP code does not look right for this country. "
            "One looks like 95014.",
            id="zip too short",
        ),
        pytest.param(
            LONDON,
            {"post_code": "90210"},
            "warning post_code: Postcode does not look right for this country. "
            "One looks like EC1Y 8SY.",
            id="british postcode",
        ),
        pytest.param(
            BERLIN,
            {"post_code": "1011"},
            "warning post_code: Postcode does not look right for this country. "
            "One looks like 26133.",
            id="german postcode",
        ),
        pytest.param(
            TOKYO,
            {"post_code": "10001"},
            "warning post_code: Postal code does not look right for this country. "
            "One looks like 154-0023.",
            id="japanese postal code",
        ),
        pytest.param(
            NEW_YORK,
            {"state": "CA"},
            "warning post_code: ZIP code does not belong to California. Please check both.",
            id="zip of another state",
        ),
        pytest.param(
            DUBLIN,
            {"post_code": ""},
            "warning post_code: Eircode is empty. Fill it in if the address has one.",
            id="eircode left out",
        ),
        pytest.param(
            TOKYO,
            {"city": "千代田 X"},
            "warning city: Carriers there read Japanese. Please write “City” in Japanese letters.",
            id="latin city in Japan",
        ),
        pytest.param(
            TOKYO,
            {"address_line1": "千代田 abcdefghijk"},
            "warning address_line1: Carriers there read Japanese. "
            "Please write “Address line 1” in Japanese letters.",
            id="eleven latin letters in Japan",
        ),
        pytest.param(
            BEIJING,
            {"address_line2": "Chang'an Avenue"},
            "warning address_line2: Carriers there read Chinese. "
            "Please write “Address line 2” in Chinese letters.",
            id="latin line in China",
        ),
        pytest.param(
            SEOUL,
            {"city": "Seoul"},
            "warning city: Carriers there read Korean. Please write “City” in Korean letters.",
            id="latin city in Korea",
        ),
        pytest.param(
            MOSCOW,
            {"city": "Moskva"},
            "warning city: Carriers there read Russian. Please write “City” in Russian letters.",
            id="latin city in Russia",
        ),
        pytest.param(
            SAO_PAULO,
            {"federal_tax_id": "529.982.247-26"},
            "warning federal_tax_id: That is no CPF: 11 digits, the last two of which check "
            "the others.",
            id="cpf mistyped",
        ),
        pytest.param(
            SAO_PAULO,
            {"federal_tax_id": "111.111.111-11"},
            "warning federal_tax_id: That is no CPF: 11 digits, the last two of which check "
            "the others.",
            id="cpf of one digit",
        ),
        pytest.param(
            SAO_PAULO,
            {"federal_tax_id": "11.222.333/0001-81"},
            "warning federal_tax_id: That is the CNPJ of a company. "
            "Tick that the recipient is one.",
            id="cnpj of a person",
        ),
        pytest.param(
            BRAZILIAN_COMPANY,
            {"federal_tax_id": "529.982.247-25"},
            "warning federal_tax_id: That is the CPF of a person; a company has a CNPJ. "
            "Please check it.",
            id="cpf of a company",
        ),
        pytest.param(
            BRAZILIAN_COMPANY,
            {"federal_tax_id": "11.222.333/0001-82"},
            "warning federal_tax_id: That is no CNPJ: 14 characters, the last two of which "
            "check the others.",
            id="cnpj mistyped",
        ),
        pytest.param(
            BRAZILIAN_COMPANY,
            {"state_tax_id": ""},
            "error state_tax_id: State registration (IE) is missing; a company needs it. "
            "Please fill it in.",
            id="company without ie",
        ),
        pytest.param(
            BRAZILIAN_COMPANY,
            {"registration_state": " "},
            "error registration_state: State of registration is missing; a company needs it. "
            "Please fill it in.",
            id="company without its state",
        ),
        pytest.param(
            SAO_PAULO,
            {"state_tax_id": "110.042.490.114"},
            "warning state_tax_id: Gelato takes this from companies only. "
            "Tick that the recipient is one.",
            id="person with ie",
        ),
        pytest.param(
            BERLIN,
            {"registration_state": "BE"},
            "warning registration_state: Gelato takes this from companies only. "
            "Tick that the recipient is one.",
            id="person with a state of registration",
        ),
    ],
)
def test_what_is_odd_gets_one_sentence(address: AddressRequest, fields: dict[str, Any], found: str):
    """Each rule says in words what it saw and what to do, at its field."""
    assert found in row(address, **fields)


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        pytest.param(TOKYO, {"address_line1": "千代田 abcdefghij"}, id="ten latin letters"),
        pytest.param(TOKYO, {"post_code": "〒100-0001"}, id="code with its sign"),
        pytest.param(TOKYO, {"post_code": "\uff11\uff10\uff10-0001"}, id="full-width code"),
        pytest.param(BERLIN, {"address_line1": "Strasse abcdefghijk"}, id="latin elsewhere"),
        pytest.param(LONDON, {"post_code": "nw1 6xe"}, id="code in small letters"),
        pytest.param(NEW_YORK, {"post_code": "10022-1234"}, id="long zip"),
        pytest.param(BRAZILIAN_COMPANY, {"federal_tax_id": "12.ABC.345/01DE-35"}, id="new cnpj"),
        pytest.param(SAO_PAULO, {"federal_tax_id": "52998224725"}, id="bare cpf"),
        pytest.param(SAO_PAULO, {"federal_tax_id": "12345670592"}, id="cpf that checks as nine"),
        pytest.param(SAO_PAULO, {"federal_tax_id": "12345671300"}, id="cpf that checks as nought"),
        pytest.param(DUBAI, {"state": "دبي"}, id="state in its own script"),
        pytest.param(BEIJING, {"state": "北京"}, id="state by its short name"),
        pytest.param(BERLIN, {"state": "Berlin"}, id="state where none is listed"),
    ],
)
def test_other_ways_to_write_the_same_are_taken(address: AddressRequest, fields: dict[str, Any]):
    """A rule does not stop what people in the country write every day."""
    assert row(address, **fields) == ()


@pytest.mark.parametrize(
    ("email", "is_taken"),
    [
        ("jane@example.com", True),
        ("jane.doe+shop@mail.example.com", True),
        ("jane@localhost", True),
        ("用户@example.com", True),
        ("jane", False),
        ("jane@", False),
        ("@example.com", False),
        ("jane@@example.com", False),
        ("jane doe@example.com", False),
        ("jane@example.com, ann@example.com", False),
    ],
)
def test_an_email_is_something_at_something(email: str, is_taken: bool):
    """The vendor's printed pattern, which refuses every real address, is not used."""
    found = row(NEW_YORK, email=email)
    wrong = (
        "error email: That is no e-mail address. It looks like name@example.com, without spaces."
    )
    assert found == (() if is_taken else (wrong,))


@pytest.mark.parametrize(
    ("phone", "found"),
    [
        ("+1 212 555 0100", ""),
        ("(212) 555-0100", ""),
        ("212.555.0100", ""),
        ("+49 30 12345678", ""),
        ("call me", "error"),
        ("+", "error"),
        ("+1 212 555 0100 ext. 5", "warning A phone number has digits"),
        ("+1 212 555 01", "warning That does not look like a phone number of this country."),
        ("1", "warning That does not look like a phone number of this country."),
        ("123-456-7890", "warning That does not look like a phone number of this country."),
    ],
)
def test_a_phone_number_is_judged_by_its_country(phone: str, found: str):
    """Only what holds no digit is refused; the rest asks to look again."""
    complaints = row(NEW_YORK, phone=phone)
    assert [c.replace(" phone:", "").startswith(found) for c in complaints] == [True] * bool(found)


def test_a_field_gets_one_sentence():
    """An error hides the warnings of its field, and the first of a kind stays."""
    first, second = Complaint("a", "first", is_warning=True), Complaint("a", "second")
    third, other = Complaint("a", "third"), Complaint("b", "other")
    assert one_per_field([first, second, third, other]) == (second, other)
    assert row(NEW_YORK, state="x" * 36) == (
        "error state: State has 36 characters, and Gelato takes 35. Please shorten it.",
    )


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, ""),
        ({"city": "Oslo"}, ""),
        ({"company_name": "x" * 61}, "error company_name"),
        ({"address_line1": "x" * 36}, "error address_line1"),
        ({"email": "nobody"}, "error email"),
        ({"country": "UK"}, "error country"),
        ({"country": "US"}, "warning state"),
        ({"country": "US", "state": "NY"}, ""),
        ({"country": "DE", "post_code": "1"}, "warning post_code"),
        ({"phone": "none"}, "error phone"),
    ],
)
def test_a_return_address_requires_nothing(fields: dict[str, str], found: str):
    """Each part may replace the sender's alone, and what is given keeps the same rules."""
    complaints = return_complaints(ReturnAddress(**fields), Dialect.V4)
    kinds = [f"{'warning' if c.is_warning else 'error'} {c.field}" for c in complaints]
    assert kinds == ([found] if found else [])


def test_no_address_shows_itself_in_a_log():
    """Personal data never comes out of a repr."""
    assert repr(NEW_YORK) == "AddressRequest(country='US')"
    assert repr(ReturnAddress(city="Oslo", country="NO")) == "ReturnAddress(country='NO')"
