"""The parts of a pasted address that show by their form: e-mail, phone, tax number, company."""

import re

from bot.orders.addresses.brazil import bare_tax_id, is_cnpj, is_cpf
from bot.orders.addresses.fields import BRAZIL, AddressField
from bot.orders.addresses.formats import format_of
from bot.orders.addresses.phones import is_phone
from bot.orders.addresses.reading import Reading

SHORTEST_PHONE = 7
"""Digits."""
_EMAIL = re.compile(
    r"(?:e-?mail\s*[:\uff1a]\s*|mailto:)?([^\s@<>()\[\]:]+@[^\s@<>()\[\]]+)", re.IGNORECASE
)
_PHONE = re.compile(
    r"(?P<label>(?:tel(?:efone|efon|ephone)?|phone|fone|mobile|mob|mobil|cell|handy|ph|t|電話)"
    r"\s*[.:\uff1a]+\s*)?(?P<number>\+?[\d(][\d\s().\-/]{5,}\d)",
    re.IGNORECASE,
)
_TAX = re.compile(r"(?:(?:cpf|cnpj)\s*[:\uff1a]?\s*)?([0-9A-Z](?:[./-]?[0-9A-Z])+)", re.IGNORECASE)
_COMPANY = re.compile(
    r"(?:\b(?:gmbh|ag|kg|ug|e\.?k|ltd|limited|plc|llc|inc|corp|sarl|sas|s\.?a|sl|s\.?l|srl"
    r"|spa|bv|nv|ab|as|a/s|aps|oy|ltda|eireli|pty|pte|kk|co)\b\.?$)"
    r"|株式会社|有限会社|有限公司|주식회사|\b\u043e\u043e\u043e\b",
    re.IGNORECASE,
)


def take_email(reading: Reading) -> None:
    """The first e-mail address."""
    for place, piece in enumerate(reading.pieces):
        if found := _EMAIL.search(piece):
            reading.take_part(place, found.span(), AddressField.EMAIL, found[1])
            return


def take_tax_id(reading: Reading) -> None:
    """Brazil's CPF or CNPJ; the latter says that the recipient is a company."""
    if reading.country != BRAZIL:
        return
    for place, piece in enumerate(reading.pieces):
        found = _TAX.fullmatch(piece)
        if found and (is_cpf(found[1]) or is_cnpj(found[1])):
            reading.take(place, AddressField.FEDERAL_TAX_ID, found[1])
            if is_cnpj(bare_tax_id(found[1])):
                reading.values[AddressField.IS_BUSINESS] = "Yes"
            return


def take_phone(reading: Reading) -> None:
    """The last piece that is a phone number by its sign, its label, or the country's rules."""
    for place in range(len(reading.pieces) - 1, -1, -1):
        found = _PHONE.fullmatch(reading.pieces[place])
        if found and (found["label"] or _is_surely_phone(found["number"], reading.country)):
            reading.take(place, AddressField.PHONE, found["number"])
            return


def take_company(reading: Reading) -> None:
    """The first piece that ends like the name of a company."""
    for place, piece in enumerate(reading.pieces):
        has_words = len(piece.split()) > 1 or not piece.isascii()
        if has_words and not piece[0].isdigit() and _COMPANY.search(piece):
            reading.take(place, AddressField.COMPANY_NAME)
            return


def _is_surely_phone(number: str, country: str) -> bool:
    digits = sum(character.isdigit() for character in number)
    if number.startswith("+"):
        return digits >= SHORTEST_PHONE
    home = format_of(country)
    is_code = home is not None and home.code_pattern is not None and home.is_code(number)
    return digits > SHORTEST_PHONE and not is_code and is_phone(number, country)
