"""What a change of address means."""

from dataclasses import replace
from typing import Any

import pytest

from bot.orders.addresses.changes import NOTHING_CHANGED, Difference, compared, warnings
from bot.orders.addresses.complaint import Complaint
from bot.orders.addresses.fields import AddressField
from bot.orders.addresses.request import AddressRequest
from bot.orders.dialect import Dialect

BEFORE = AddressRequest(
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
    is_business=True,
)


def told(dialect: Dialect = Dialect.CONNECT, **fields: Any) -> list[str]:
    after = replace(BEFORE, **fields)
    return [f"{c.field}: {c.sentence}" for c in warnings(BEFORE, after, dialect)]


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        pytest.param({}, [f": {NOTHING_CHANGED}"], id="nothing"),
        pytest.param({"city": " New York "}, [f": {NOTHING_CHANGED}"], id="only spaces"),
        pytest.param({"first_name": "Ann"}, [], id="harmless"),
        pytest.param({"address_line1": "x" * 35}, [], id="line that fits"),
        pytest.param(
            {"address_line1": "x" * 36},
            [
                (
                    "address_line1: Address line 1 has 36 characters. More than 35 may not fit on "
                    "the label; shorten it if you can."
                )
            ],
            id="long line",
        ),
        pytest.param(
            {"post_code": "90210"},
            ["post_code: ZIP code does not belong to New York. Please check both."],
            id="code of another state",
        ),
        pytest.param({"email": "nobody"}, [], id="an error is no warning"),
        *(
            pytest.param(
                {field: nothing},
                [
                    (
                        f"{field}: {label} was filled in and is empty now. "
                        "It will be gone from the order."
                    )
                ],
                id=f"{field} lost",
            )
            for field, label, nothing in (
                ("address_line2", "Address line 2", ""),
                ("company_name", "Company", ""),
                ("phone", "Phone", "  "),
                ("is_business", "The recipient is a company", None),
                ("is_business", "The recipient is a company", False),
            )
        ),
    ],
)
def test_a_change_asks_for_one_more_yes_where_it_may_hurt(fields: dict[str, Any], found: list[str]):
    """One sentence at the field that it is about; what cannot hurt is not mentioned."""
    assert told(**fields) == found


def test_another_country_is_told_with_all_that_follows():
    """The country comes first, then what does not fit there, then what is lost."""
    assert told(country="JP", city="千代田区", state="", post_code="100-0001") == [
        (
            "country: The country changes: United States before, Japan now. Price, delivery time "
            "and customs may change, and Gelato may refuse it."
        ),
        "state: Prefecture is empty; addresses of this country usually have it.",
    ]
    german = {"country": "DE", "post_code": "10115", "phone": "+49 30 12345678"}
    moved = (
        "country: The country changes: United States before, Germany now. Price, delivery time and "
        "customs may change, and Gelato may refuse it."
    )
    line = "address_line2: Address line 2 was filled in and is empty now. "
    assert told(**german, state="") == [moved]
    assert told(**german, state="", address_line2="") == [
        moved,
        f"{line}It will be gone from the order.",
    ]
    assert "Please write “City” in Japanese letters." in "".join(told(country="JP"))


def test_a_changed_method_alone_needs_no_second_yes():
    """The address is not sent then, so its oddities are not mentioned."""
    odd = replace(BEFORE, phone="1")
    assert warnings(odd, odd, is_method_changed=True) == ()
    assert warnings(odd, odd) == (Complaint("", NOTHING_CHANGED, is_warning=True),)


def test_what_was_odd_before_is_not_told_again():
    """Only what the person touches is judged, unless the country changes."""
    odd = replace(BEFORE, phone="1")
    assert warnings(odd, replace(odd, first_name="Ann")) == ()
    moved = warnings(odd, replace(odd, country="CA", state="ON", post_code="M5H 2M9"))
    assert [complaint.field for complaint in moved] == ["country", "phone"]


def test_every_warning_is_a_warning():
    """None of them stops the change by itself."""
    found = warnings(BEFORE, AddressRequest(country="JP"))
    assert found
    assert all(complaint.is_warning for complaint in found)


def test_a_comparison_has_both_sides_of_each_difference():
    """In the order of an address, with the labels of the new country and names of countries."""
    after = replace(BEFORE, country="BR", post_code="01310-200", address_line2="", is_business=None)
    assert compared(BEFORE, after) == (
        Difference(AddressField.COUNTRY, "Country", "United States", "Brazil"),
        Difference(AddressField.ADDRESS_LINE2, "Address line 2", "Apt 4B", ""),
        Difference(AddressField.POST_CODE, "CEP", "10022", "01310-200"),
        Difference(AddressField.IS_BUSINESS, "The recipient is a company", "Yes", ""),
    )
    assert compared(BEFORE, BEFORE) == ()


def test_a_difference_shows_no_address_in_a_log():
    """Personal data never comes out of a repr."""
    assert repr(compared(BEFORE, replace(BEFORE, city="Oslo"))) == "(Difference('City'),)"
