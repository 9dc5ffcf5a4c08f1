"""The places in a pasted address: country, postal code, state and city."""

import re

from bot.orders.addresses.country_words import (
    country_at_end,
    country_before_code,
    is_county,
    is_state,
    named_country,
)
from bot.orders.addresses.fields import AddressField
from bot.orders.addresses.formats import CODE, Format, State, format_of
from bot.orders.addresses.reading import SIGNS, Reading

_CITY_SIGN = re.compile(r"^(\S{1,8}?[市区郡町村시])(?=\S)")
"""Where a city ends in Japanese, Chinese and Korean lines without spaces."""
_BEFORE = r"(?:\b(?:CEP|PLZ|CP)\s*[:\uff1a]?\s*|〒\s*|\b[A-Z]{1,2}[-–])?"


def take_country(reading: Reading) -> None:
    """The country that stands by itself, or behind the last line."""
    for place in range(len(reading.pieces) - 1, -1, -1):
        piece = reading.pieces[place].strip(" .")
        code = named_country(piece)
        is_short = len(piece) == 2 and piece.isascii()
        is_last = place == len(reading.pieces) - 1
        if code and (not is_short or (is_last and not is_state(piece, reading.country))):
            reading.country = code
            reading.take(place, AddressField.COUNTRY, code)
            return
    _take_country_at_end(reading)


def _take_country_at_end(reading: Reading) -> None:
    for place in range(len(reading.pieces) - 1, -1, -1):
        piece = reading.pieces[place]
        found = country_at_end(piece)
        if found and not is_state(piece[found[1] :], reading.country):
            reading.country, start = found
            reading.take_part(place, (start, len(piece)), AddressField.COUNTRY, found[0])
            return
        if code := country_before_code(piece):
            reading.country = code
            return


def take_code(reading: Reading) -> int | None:
    """The postal code, looked for from the end; the place where it stood."""
    home = format_of(reading.country)
    if home is None or home.code_pattern is None:
        return None
    pattern = re.compile(
        rf"(?<![\w-]){_BEFORE}(?P<code>{home.code_pattern.pattern})(?![\w])", re.IGNORECASE
    )
    for place in range(len(reading.pieces) - 1, -1, -1):
        piece = reading.pieces[place]
        matches = [m for m in pattern.finditer(piece) if not _is_house_number(m, piece, home)]
        if matches:
            count = len(reading.pieces)
            reading.take_part(
                place, matches[-1].span(), AddressField.POST_CODE, matches[-1]["code"]
            )
            return place + (len(reading.pieces) - count > 0)
    return None


def _is_house_number(match: re.Match[str], piece: str, home: Format) -> bool:
    """`12345 Main St`, in a country that writes the code behind the town."""
    is_ahead = match.start() == 0 and match.end() < len(piece) and match["code"].isdigit()
    return is_ahead and home.order[-1] == CODE


def take_state(reading: Reading, place: int | None) -> None:
    """The state beside the postal code: a whole piece, or the end or beginning of one."""
    home = format_of(reading.country)
    if home is None:
        return
    for at in _around(place, len(reading.pieces)):
        piece = reading.pieces[at]
        if state := home.state(piece.strip(SIGNS)):
            if _is_wanted_as_city(reading, at):
                continue
            reading.take(at, AddressField.STATE, state.code)
            return
        if is_county(piece, reading.country) and at > 0:
            reading.take(at, AddressField.STATE)
            return
        if part := _state_part(piece, home):
            reading.take_part(at, part[1], AddressField.STATE, part[0].code)
            return


def _around(place: int | None, count: int) -> list[int]:
    """The pieces in which to look: where the code stood, behind it, and the two before."""
    middle = count - 1 if place is None else min(place, count - 1)
    return [at for at in (middle, middle + 1, middle - 1) if 0 <= at < count]


def _is_wanted_as_city(reading: Reading, at: int) -> bool:
    """`New York, 10022`: the name of a state that is all there is for a city."""
    piece = reading.pieces[at]
    is_name = len(piece) > 3 or not piece.isascii()
    before = reading.pieces[at - 1] if at > 1 else ""
    return is_name and (not before or any(character.isdigit() for character in before))


def _state_part(piece: str, home: Format) -> tuple[State, tuple[int, int]] | None:
    for match in reversed(list(re.finditer(r"\S+", piece))[1:]):
        tail = piece[match.start() :]
        found = home.state(tail.strip(SIGNS))
        if found and (tail.strip(SIGNS).isupper() or len(tail) > 3):
            return found, (match.start(), len(piece))
    return _state_ahead(piece, home)


def _state_ahead(piece: str, home: Format) -> tuple[State, tuple[int, int]] | None:
    """Japan, China and Korea write from the large to the small, often without spaces."""
    heads = ((word, state) for state in home.states for word in state.also if not word.isascii())
    for word, state in sorted(heads, key=lambda head: -len(head[0])):
        if piece.startswith(word) and len(piece) > len(word):
            return state, (0, len(word))
    return None


def take_city(reading: Reading, place: int | None) -> None:
    """The piece where the postal code stood, or the one before it."""
    home = format_of(reading.country)
    for at in _around(place, len(reading.pieces)):
        piece = reading.pieces[at]
        if found := _CITY_SIGN.match(piece):
            reading.take_part(at, found.span(1), AddressField.CITY, found[1])
            return
    if home is None or (place is None and len(reading.pieces) < 3):
        return
    city = _city_place(reading, place)
    if city is not None:
        reading.take(city, AddressField.CITY)


def _city_place(reading: Reading, place: int | None) -> int | None:
    last = len(reading.pieces) - 1
    middle = last if place is None else min(place, last)
    for at in (middle, middle - 1):
        if at > 0 and not any(character.isdigit() for character in reading.pieces[at]):
            return at
    return None
