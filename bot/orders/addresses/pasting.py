"""Takes a pasted block apart into the fields of an address: a proposal, never more."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.orders.addresses.fields import AddressField
from bot.orders.addresses.layout import FAMILY_NAME_FIRST
from bot.orders.addresses.pasted_contacts import (
    take_company,
    take_email,
    take_phone,
    take_tax_id,
)
from bot.orders.addresses.pasted_places import take_city, take_code, take_country, take_state
from bot.orders.addresses.reading import SIGNS, Reading
from bot.orders.addresses.request import AddressRequest

_NUMBER = re.compile(r"(?:n[ºo°.]*\s*)?\d+\s?[A-Za-z]?(?:\s*[-–]\s.*)?", re.IGNORECASE)
"""A house number that a comma parts from its street: `Av. Paulista, 1578 - Bela Vista`."""
_STREET = re.compile(
    r"(?:rue|avenue|av|boulevard|bd|place|chemin|all[ée]e|impasse|quai|route|cours|square)\b",
    re.IGNORECASE,
)
"""What follows a house number in French: `12, rue de Rivoli`."""
_TITLES = frozenset({"様", "先生", "님", "귀하", "herr", "frau", "mr", "mrs", "ms", "mme", "m"})


@dataclass(frozen=True, repr=False)
class Proposal:
    """What a pasted block seems to say. Personal data."""

    address: AddressRequest
    unplaced: tuple[str, ...] = ()
    """What no field was found for, as it was written."""
    taken: tuple[tuple[AddressField, str], ...] = ()
    """Every other part as it was written, and the field that it was read as."""

    def __repr__(self) -> str:
        return f"Proposal({self.address!r})"


def proposed_address(text: str, country_hint: str = "") -> Proposal:
    """The address in a pasted block of lines or commas. `country_hint`: ISO 3166-1.

    Every letter and digit of the text is in `taken` or in `unplaced`.
    """
    reading = Reading.of(text, country_hint.strip().upper())
    take_email(reading)
    take_country(reading)
    take_tax_id(reading)
    take_phone(reading)
    take_company(reading)
    place = take_code(reading)
    take_state(reading, place)
    take_city(reading, place)
    _take_name(reading)
    _join_numbers(reading.pieces)
    _take_lines(reading)
    return Proposal(_address(reading), tuple(reading.pieces), tuple(reading.taken))


def _address(reading: Reading) -> AddressRequest:
    texts = {k: v for k, v in reading.values.items() if k is not AddressField.IS_BUSINESS}
    is_business = True if AddressField.IS_BUSINESS in reading.values else None
    fields = {"country": reading.country} | {field.value: text for field, text in texts.items()}
    return AddressRequest(**fields, is_business=is_business)


def _take_name(reading: Reading) -> None:
    place = _name_place(reading.pieces)
    if place is None:
        return
    words = [word for word in reading.pieces[place].split() if not _is_title(word)]
    if not words or "@" in reading.pieces[place]:
        return
    written = reading.pieces.pop(place)
    titles = [word for word in written.split() if _is_title(word)]
    reading.pieces.extend([" ".join(titles)] if titles else [])
    if reading.country in FAMILY_NAME_FIRST and not written.isascii():
        family, given = words[:1], words[1:]
    else:
        family, given = (words[-1:], words[:-1]) if len(words) > 1 else ([], words)
    for field, part in ((AddressField.FIRST_NAME, given), (AddressField.LAST_NAME, family)):
        if part:
            reading.note(field, " ".join(part), " ".join(part))


def _name_place(pieces: Sequence[str]) -> int | None:
    """The first piece, or the last where the address comes first; never one with digits."""
    if not pieces:
        return None
    if _begins_with_street(pieces):
        return None if len(pieces) == 2 or _has_digit(pieces[-1]) else len(pieces) - 1
    if not _has_digit(pieces[0]):
        return 0
    last = len(pieces) - 1
    return None if _has_digit(pieces[last]) else last


def _begins_with_street(pieces: Sequence[str]) -> bool:
    """Whether a house number follows the first piece, and no street follows that number."""
    if len(pieces) < 2 or _has_digit(pieces[0]) or not _NUMBER.fullmatch(pieces[1]):
        return False
    return not _is_street(pieces, 2)


def _is_street(pieces: Sequence[str], place: int) -> bool:
    return place < len(pieces) and bool(_STREET.match(pieces[place]))


def _is_title(word: str) -> bool:
    return word.strip(SIGNS).casefold() in _TITLES


def _is_line(piece: str) -> bool:
    """Whether this may be a line of an address: a second e-mail address is none."""
    return not _is_title(piece) and "@" not in piece


def _has_digit(text: str) -> bool:
    return any(character.isdigit() for character in text)


def _join_numbers(pieces: list[str]) -> None:
    """Puts a house number back to the street that stands before it, or else behind it."""
    for place, piece in enumerate(pieces):
        if not _NUMBER.fullmatch(piece):
            continue
        if place and not _has_digit(pieces[place - 1]) and not _is_street(pieces, place + 1):
            pieces[place - 1 : place + 1] = [f"{pieces[place - 1]}, {piece}"]
        elif place + 1 < len(pieces) and not _has_digit(pieces[place + 1]):
            pieces[place : place + 2] = [f"{piece}, {pieces[place + 1]}"]
        return


def _take_lines(reading: Reading) -> None:
    for field in (AddressField.ADDRESS_LINE1, AddressField.ADDRESS_LINE2):
        place = next((i for i, p in enumerate(reading.pieces) if _is_line(p)), None)
        if place is not None:
            reading.take(place, field)
