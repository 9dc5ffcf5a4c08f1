"""What Brazil asks for on top: tax numbers, and a company's registrations (S2)."""

import re
from collections.abc import Iterator, Sequence

from bot.orders.addresses.complaint import Complaint
from bot.orders.addresses.fields import BRAZIL, AddressField
from bot.orders.addresses.labels import label_of
from bot.orders.addresses.request import AddressRequest

_SEPARATORS = re.compile(r"[\s./-]")
_CPF = re.compile(r"\d{11}", re.ASCII)
_CNPJ = re.compile(r"[0-9A-Z]{12}\d{2}", re.ASCII)
"""Letters stand in the numbers of companies that were founded from July 2026."""
_OF_COMPANIES = (AddressField.STATE_TAX_ID, AddressField.REGISTRATION_STATE)


def brazilian_complaints(address: AddressRequest) -> Iterator[Complaint]:
    """A company's missing registrations, and tax numbers with a typing error."""
    if address.country != BRAZIL:
        return
    if address.is_business:
        yield from _registrations(address)
    tax_id = bare_tax_id(address.federal_tax_id)
    if tax_id:
        yield from _tax_id(tax_id, is_business=bool(address.is_business))


def company_complaints(address: AddressRequest) -> Iterator[Complaint]:
    """Registrations are taken from companies alone, in any country."""
    if address.is_business:
        return
    for field in _OF_COMPANIES:
        if address.text(field):
            words = "Gelato takes this from companies only. Tick that the recipient is one."
            yield Complaint(field, words, is_warning=True)


def bare_tax_id(text: str) -> str:
    """A tax number without the signs between its digits."""
    return _SEPARATORS.sub("", text).upper()


def is_cpf(text: str) -> bool:
    """Whether this is the tax number of a person, its check digits included."""
    number = bare_tax_id(text)
    return bool(_CPF.fullmatch(number)) and _checks(number, range(10, 1, -1), range(11, 1, -1))


def is_cnpj(text: str) -> bool:
    """Whether this is the tax number of a company, its check digits included."""
    number = bare_tax_id(text)
    weights = (5, 4, 3, 2, *range(9, 1, -1))
    return bool(_CNPJ.fullmatch(number)) and _checks(number, weights, (6, *weights))


def _registrations(address: AddressRequest) -> Iterator[Complaint]:
    for field in _OF_COMPANIES:
        if not address.text(field):
            label = label_of(field, BRAZIL)
            yield Complaint(field, f"{label} is missing; a company needs it. Please fill it in.")


def _tax_id(number: str, *, is_business: bool) -> Iterator[Complaint]:
    if is_business and is_cpf(number):
        words = "That is the CPF of a person; a company has a CNPJ. Please check it."
    elif not is_business and is_cnpj(number):
        words = "That is the CNPJ of a company. Tick that the recipient is one."
    elif is_business and not is_cnpj(number):
        words = "That is no CNPJ: 14 characters, the last two of which check the others."
    elif not is_business and not is_cpf(number):
        words = "That is no CPF: 11 digits, the last two of which check the others."
    else:
        return
    yield Complaint(AddressField.FEDERAL_TAX_ID, words, is_warning=True)


def _checks(number: str, first: Sequence[int], second: Sequence[int]) -> bool:
    is_one_digit = len(set(number)) == 1
    return not is_one_digit and number[-2:] == f"{_digit(number, first)}{_digit(number, second)}"


def _digit(number: str, weights: Sequence[int]) -> int:
    """Modulo 11; a letter counts as its place behind the digit zero in ASCII."""
    rest = (
        sum(
            (ord(character) - ord("0")) * weight
            for character, weight in zip(number, weights, strict=False)
        )
        % 11
    )
    return 0 if rest < 2 else 11 - rest
