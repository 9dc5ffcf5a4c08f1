"""Pasted addresses, taken apart as a proposal."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.orders.addresses.fields import AddressField
from bot.orders.addresses.formats import format_of
from bot.orders.addresses.pasting import Proposal, proposed_address
from bot.orders.addresses.request import AddressRequest
from bot.orders.countries import NAMES

SAMPLES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    (
        ("Jane Doe, 456 Park Ave, Apt 4B, New York, NY 10022, USA, jane@example.com, "
        "+1 212 555 0100"),
        "",
        {
            "country": "US", "first_name": "Jane", "last_name": "Doe",
            "address_line1": "456 Park Ave", "address_line2": "Apt 4B", "city": "New York",
            "state": "NY", "post_code": "10022", "email": "jane@example.com",
            "phone": "+1 212 555 0100",
        },
    ),
    (
        "Jane Doe\n456 Park Ave\nNew York NY 10022",
        "US",
        {
            "country": "US", "first_name": "Jane", "last_name": "Doe",
            "address_line1": "456 Park Ave", "city": "New York", "state": "NY",
            "post_code": "10022",
        },
    ),
    (
        "Jane Doe\n1 Main St\nSan Francisco, CA 94105 US",
        "",
        {
            "country": "US", "first_name": "Jane", "last_name": "Doe",
            "address_line1": "1 Main St", "city": "San Francisco", "state": "CA",
            "post_code": "94105",
        },
    ),
    (
        "Jane Doe; 1 Main St; San Francisco; CA",
        "US",
        {
            "country": "US", "first_name": "Jane", "last_name": "Doe",
            "address_line1": "1 Main St", "city": "San Francisco", "state": "CA",
        },
    ),
    (
        "Jane Doe, 456 Park Ave, New York, 10022",
        "US",
        {
            "country": "US", "first_name": "Jane", "last_name": "Doe",
            "address_line1": "456 Park Ave", "city": "New York", "post_code": "10022",
        },
    ),
    (
        "Max Mustermann\nInvalidenstraße 116\n10115 Berlin\nDeutschland\nmax@example.com",
        "US",
        {
            "country": "DE", "first_name": "Max", "last_name": "Mustermann",
            "address_line1": "Invalidenstraße 116", "post_code": "10115", "city": "Berlin",
            "email": "max@example.com",
        },
    ),
    (
        "Muster GmbH\nErika Mustermann\nLindenweg 5\nD-80331 München\nTel.: +49 89 123456",
        "",
        {
            "country": "DE", "company_name": "Muster GmbH", "first_name": "Erika",
            "last_name": "Mustermann", "address_line1": "Lindenweg 5", "post_code": "80331",
            "city": "München", "phone": "+49 89 123456",
        },
    ),
    (
        "Sherlock Holmes, Flat 2, 221B Baker Street, London, NW1 6XE, United Kingdom",
        "",
        {
            "country": "GB", "first_name": "Sherlock", "last_name": "Holmes",
            "address_line1": "Flat 2", "address_line2": "221B Baker Street", "city": "London",
            "post_code": "NW1 6XE",
        },
    ),
    (
        "Ann Lee\n10 High Street\nGuildford\nSurrey\nGU1 1AA\nUK",
        "",
        {
            "country": "GB", "first_name": "Ann", "last_name": "Lee",
            "address_line1": "10 High Street", "city": "Guildford", "state": "Surrey",
            "post_code": "GU1 1AA",
        },
    ),
    (
        "Marie Dupont\n12, rue de Rivoli\n75001 Paris\nFrance\nmarie@example.com",
        "",
        {
            "country": "FR", "first_name": "Marie", "last_name": "Dupont",
            "address_line1": "12, rue de Rivoli", "post_code": "75001", "city": "Paris",
            "email": "marie@example.com",
        },
    ),
    (
        "〒100-0001\n東京都千代田区千代田1-1\n山田 太郎\n日本",
        "",
        {
            "country": "JP", "post_code": "100-0001", "state": "東京都", "city": "千代田区",
            "address_line1": "千代田1-1", "last_name": "山田", "first_name": "太郎",
        },
    ),
    (
        ("Maria Silva, Av. Paulista, 1578 - Bela Vista, São Paulo - SP, 01310-200, Brasil, "
        "CPF 529.982.247-25, maria@example.com"),
        "",
        {
            "country": "BR", "first_name": "Maria", "last_name": "Silva",
            "address_line1": "Av. Paulista, 1578 - Bela Vista", "city": "São Paulo",
            "state": "SP", "post_code": "01310-200", "federal_tax_id": "529.982.247-25",
            "email": "maria@example.com",
        },
    ),
    (
        ("Papel Ltda\nJoão Souza\nRua Augusta, 1500, Apto 12\n01304-001 São Paulo SP\n"
        "CNPJ: 11.222.333/0001-81"),
        "BR",
        {
            "country": "BR", "company_name": "Papel Ltda", "first_name": "João",
            "last_name": "Souza", "address_line1": "Rua Augusta, 1500",
            "address_line2": "Apto 12", "post_code": "01304-001", "city": "São Paulo",
            "state": "SP", "federal_tax_id": "11.222.333/0001-81", "is_business": True,
        },
    ),
    (
        "John Smith, 1 George St, Sydney NSW 2000, Australia",
        "",
        {
            "country": "AU", "first_name": "John", "last_name": "Smith",
            "address_line1": "1 George St", "city": "Sydney", "state": "NSW",
            "post_code": "2000",
        },
    ),
    (
        "Ann Lee, 123 Queen St W, Toronto, Ontario, M5H 2M9, Canada",
        "",
        {
            "country": "CA", "first_name": "Ann", "last_name": "Lee",
            "address_line1": "123 Queen St W", "city": "Toronto", "state": "ON",
            "post_code": "M5H 2M9",
        },
    ),
    (
        "Jan Jansen, Keizersgracht 123, 1015 CJ Amsterdam, Nederland",
        "",
        {
            "country": "NL", "first_name": "Jan", "last_name": "Jansen",
            "address_line1": "Keizersgracht 123", "post_code": "1015 CJ", "city": "Amsterdam",
        },
    ),
    (
        "Ola Nordmann, Karl Johans gate 1, 0154 Oslo, Norge, 22 22 22 22",
        "",
        {
            "country": "NO", "first_name": "Ola", "last_name": "Nordmann",
            "address_line1": "Karl Johans gate 1", "post_code": "0154", "city": "Oslo",
            "phone": "22 22 22 22",
        },
    ),
    (
        "Иван Петров, ул. Ленина 1, Москва, 101000, Россия",
        "",
        {
            "country": "RU", "first_name": "Иван", "last_name": "Петров",
            "address_line1": "ул. Ленина 1", "city": "Москва", "post_code": "101000",
        },
    ),
    (
        "Jane Doe\n12345 Main St\nSpringfield, IL",
        "US",
        {
            "country": "US", "first_name": "Jane", "last_name": "Doe",
            "address_line1": "12345 Main St", "city": "Springfield", "state": "IL",
        },
    ),
    (
        "Rua Augusta, 1500, Apto 12, 01304-001 São Paulo SP",
        "BR",
        {
            "country": "BR", "address_line1": "Rua Augusta, 1500", "address_line2": "Apto 12",
            "post_code": "01304-001", "city": "São Paulo", "state": "SP",
        },
    ),
    (
        "Rua Augusta, 1500, João Souza, 01304-001 São Paulo SP",
        "BR",
        {
            "country": "BR", "address_line1": "Rua Augusta, 1500", "first_name": "João",
            "last_name": "Souza", "post_code": "01304-001", "city": "São Paulo", "state": "SP",
        },
    ),
    ("Jane", "", {"first_name": "Jane"}),
    ("", "DE", {"country": "DE"}),
)  # fmt: skip


@pytest.mark.parametrize(("text", "hint", "fields"), SAMPLES)
def test_a_block_is_taken_apart(text: str, hint: str, fields: dict[str, Any]):
    """Lines or commas, from many countries: each part stands in its field, and none is left."""
    proposal = proposed_address(text, hint)
    assert vars(proposal.address) == vars(AddressRequest(**fields))
    assert proposal.unplaced == ()


@pytest.mark.parametrize(
    ("text", "unplaced"),
    [
        ("Jane Doe\n1 Main St\nApt 2\nDoor 3\nNew York, NY 10022", ("Door 3",)),
        ("〒100-0001\n東京都千代田区千代田1-1\n山田 太郎 様\n日本", ("様",)),
        ("jane@example.com, ann@example.com", ("ann@example.com",)),
        (
            "Jane Doe, jane@example.com, ann@example.com, 1 Main St, Apt 2, NY 10022",
            ("ann@example.com",),
        ),
    ],
)
def test_what_has_no_place_is_kept(text: str, unplaced: Sequence[str]):
    """A third line, a title, a second e-mail: each is shown rather than dropped."""
    proposal = proposed_address(text, "US")
    assert proposal.unplaced == unplaced
    assert letters(everything(proposal)) == letters(text)


def everything(proposal: Proposal) -> str:
    return " ".join([*proposal.unplaced, *(written for _, written in proposal.taken)])


def letters(text: str) -> Counter[str]:
    return Counter(character for character in text if character.isalnum() or character == "@")


words = st.one_of(
    st.sampled_from([word for text, _, _ in SAMPLES for word in text.split()]),
    st.sampled_from(["NY", "USA", "Deutschland", "10115", "様", "Herr", "1500", "1500 - x", "@"]),
    st.text(max_size=8),
)
blocks = st.lists(st.tuples(words, st.sampled_from([" ", ", ", "\n", "; ", " - "])), max_size=14)
hints = st.sampled_from(["", "US", "BR", "JP", "GB", "DE", "KR", "ZQ"])


@settings(max_examples=300, deadline=None)
@given(blocks, hints)
def test_nothing_that_was_pasted_is_lost(parts: list[tuple[str, str]], hint: str):
    """Every letter and digit was read as some field, or is shown as left over."""
    text = "".join(word + gap for word, gap in parts)
    assert letters(everything(proposed_address(text, hint))) == letters(text)


@settings(max_examples=100, deadline=None)
@given(blocks, hints)
def test_what_was_read_stands_in_its_field(parts: list[tuple[str, str]], hint: str):
    """But for countries and states, which become codes, a field holds what was written."""
    proposal = proposed_address("".join(word + gap for word, gap in parts), hint)
    for field, written in proposal.taken:
        if field not in {AddressField.COUNTRY, AddressField.STATE}:
            assert proposal.address.text(field) in written
    assert {field for field, _ in proposal.taken} >= {
        field
        for field in AddressField
        if proposal.address.text(field)
        and field not in {AddressField.COUNTRY, AddressField.IS_BUSINESS}
    }


@pytest.mark.parametrize("country", sorted(NAMES))
def test_every_country_is_named_by_its_name(country: str):
    """And its postal code is found in front of the city, where it has one."""
    home = format_of(country)
    assert home
    code = home.code_example
    text = f"Jane Doe\nMain Street 1\n{code} Springfield\n{NAMES[country]}"
    address = proposed_address(text, "US").address
    assert address.country == country
    assert (address.first_name, address.last_name) == ("Jane", "Doe")


@pytest.mark.parametrize(
    "text",
    [
        *("A" * 3000, "A1" * 1500, "1" * 3000, "1 " * 1500, "(" * 3000, "a," * 1500),
        *("CEP " * 750, "@" * 3000, "a@" * 1500, " " * 3000, "tel" * 1000, "x-" * 1500),
    ],
)
@pytest.mark.parametrize("hint", ["BR", "JP", "GB"])
def test_the_longest_text_is_read_at_once(text: str, hint: str):
    """No pattern loses itself in what a field can hold; a test that hangs is a failed one."""
    assert letters(everything(proposed_address(text, hint))) == letters(text)


def test_a_proposal_shows_no_address_in_a_log():
    """Personal data never comes out of a repr."""
    assert repr(proposed_address("Jane, USA")) == "Proposal(AddressRequest(country='US'))"
