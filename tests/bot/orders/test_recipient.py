"""What may be read of a recipient."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.orders.order import Address
from bot.orders.recipient import Audience, country_name, recipient_words

ASKER, CHANNEL = Audience.ASKER, Audience.CHANNEL
JANE = {"first_name": "Jane", "last_name": "Doe", "city": "Oslo", "country": "NO"}
SECRET = {
    "company_name": "Doe Ltd",
    "address_line1": "Main Street 1",
    "address_line2": "Flat 2",
    "post_code": "0150",
    "state": "Viken",
    "email": "jane.doe@example.com",
    "phone": "+4712345678",
    "federal_tax_id": "12345678909",
}


@pytest.mark.parametrize(
    ("address", "audience", "words"),
    [
        pytest.param(JANE | SECRET, ASKER, "Jane D., Oslo, Norway", id="asker"),
        pytest.param(JANE | SECRET, CHANNEL, "Norway", id="channel"),
        pytest.param(JANE | {"last_name": ""}, ASKER, "Jane, Oslo, Norway", id="one-name"),
        pytest.param(
            JANE | {"first_name": "Jane van Doe", "last_name": " "},
            ASKER,
            "Jane D., Oslo, Norway",
            id="both-names-in-one-field",
        ),
        pytest.param(
            JANE | {"first_name": "Jane Doe", "last_name": "."},
            ASKER,
            "Jane D., Oslo, Norway",
            id="both-names-and-a-dot",
        ),
        pytest.param(
            JANE | {"first_name": "Jane Doe"}, ASKER, "Jane D., Oslo, Norway", id="name-twice"
        ),
        pytest.param(
            JANE | {"first_name": ""}, ASKER, "D., Oslo, Norway", id="only-a-last-name"
        ),
        pytest.param(
            {"city": " Oslo ", "country": "no"}, ASKER, "Oslo, Norway", id="spaces-small-letters"
        ),
        pytest.param(JANE | {"country": "XY"}, CHANNEL, "XY", id="unknown-country"),
        pytest.param({}, ASKER, "", id="nothing"),
        pytest.param(None, ASKER, "", id="no-address"),
        pytest.param(None, CHANNEL, "", id="no-address-in-a-channel"),
    ],
)  # fmt: skip
def test_the_words_fit_the_audience(address: dict[str, str] | None, audience: Audience, words: str):
    """First name, initial, city and country for the asker; for others the country alone."""
    given_address = None if address is None else Address(**address)
    assert recipient_words(given_address, audience) == words


@settings(max_examples=200, deadline=None)
@given(
    st.fixed_dictionaries({name: st.text(max_size=30) for name in (*JANE, *SECRET)}),
    st.sampled_from(["NO", "us", "XK", "", "Q1"]),
)
def test_a_channel_reads_the_country_and_nothing_else(parts: dict[str, str], country: str):
    """Whatever stands in an address, others see its country's name and no more."""
    address = Address(**parts | {"country": country})
    assert recipient_words(address, CHANNEL) == country_name(country)


@settings(max_examples=200, deadline=None)
@given(st.fixed_dictionaries({name: st.text("xyz", min_size=9) for name in SECRET}))
def test_the_asker_reads_no_street_and_no_contact(secret: dict[str, str]):
    """Nothing beyond name, initial, city and country reaches even the asker's card."""
    assert recipient_words(Address(**JANE | secret), ASKER) == "Jane D., Oslo, Norway"
