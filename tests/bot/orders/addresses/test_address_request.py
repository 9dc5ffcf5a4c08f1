"""Addresses as they are sent, in both dialects."""

from typing import Any

import pytest

from bot.orders.addresses.request import AddressRequest, ReturnAddress
from bot.orders.dialect import Dialect
from bot.orders.order import Address

WHOLE: dict[str, Any] = {
    "country": "BR",
    "firstName": "Maria",
    "lastName": "Silva",
    "companyName": "Papel Ltda",
    "addressLine1": "Av. Paulista 1578",
    "addressLine2": "Apto 12",
    "city": "São Paulo",
    "postCode": "01310-200",
    "state": "SP",
    "email": "maria@example.com",
    "phone": "+55 11 2345-6789",
    "isBusiness": True,
    "federalTaxId": "11.222.333/0001-81",
    "stateTaxId": "110.042.490.114",
}


@pytest.mark.parametrize(
    ("dialect", "name"),
    [(Dialect.V4, "registrationStateCode"), (Dialect.CONNECT, "registrationState")],
)
@pytest.mark.parametrize("came_as", ["registrationStateCode", "registrationState"])
def test_an_address_goes_out_as_it_came_in(dialect: Dialect, name: str, came_as: str):
    """Every field of an order's address is sent back under the dialect's own names."""
    address = Address.model_validate({**WHOLE, "id": "a-1", "orderId": "o-1", came_as: "SP"})
    assert AddressRequest.of(address).body(dialect) == {**WHOLE, name: "SP"}


@pytest.mark.parametrize("dialect", Dialect)
def test_what_is_not_there_is_not_sent(dialect: Dialect):
    """An empty field is left out, and spaces round a text go."""
    assert AddressRequest(country=" NO ", city=" Oslo ", phone="  ").body(dialect) == {
        "country": "NO",
        "city": "Oslo",
    }


@pytest.mark.parametrize(("is_business", "sent"), [(None, {}), (False, {"isBusiness": False})])
def test_a_private_person_is_said_only_where_it_was(is_business: bool | None, sent: dict[str, Any]):
    """Not said and no are two things."""
    assert AddressRequest(is_business=is_business).body(Dialect.V4) == sent


def test_a_return_address_has_what_the_vendor_names():
    """Names of persons and tax numbers have no place in it."""
    address = Address.model_validate(WHOLE)
    names = ("companyName", "addressLine1", "addressLine2", "city", "postCode", "state")
    sent = {name: WHOLE[name] for name in (*names, "country", "email", "phone")}
    for dialect in Dialect:
        assert ReturnAddress.of(address).body(dialect) == sent
    assert ReturnAddress().body(Dialect.V4) == {}
