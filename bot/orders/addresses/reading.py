"""A pasted address while it is taken apart: pieces that wait, and what was read as what."""

import re
from dataclasses import dataclass, field

from bot.orders.addresses.fields import AddressField

_BREAKS = re.compile(r"[,;\uff0c、\uff1b\t]+")
SIGNS = " \t\n\r,;\uff0c、\uff1b.-–—|·•<>()[]:\uff1a\"'"
"""What may stand between two parts, and says nothing by itself."""


@dataclass
class Reading:
    """Pieces in the order of writing; each is moved to `taken` or stays. Nothing is dropped."""

    country: str
    """ISO 3166-1: the hint, until the text names one."""
    pieces: list[str]
    taken: list[tuple[AddressField, str]] = field(default_factory=list)
    """What was read, as it was written."""
    values: dict[AddressField, str] = field(default_factory=dict)
    """What stands in the proposal."""

    @classmethod
    def of(cls, text: str, country: str) -> "Reading":
        """The text in pieces: lines, and what stands between commas."""
        parts = (part for line in text.splitlines() for part in _BREAKS.split(line))
        return cls(country, [part.strip() for part in parts if part.strip(SIGNS)])

    def take(self, place: int, name: AddressField, value: str | None = None) -> None:
        """Reads a whole piece as this field, with `value` where it is written otherwise there."""
        written = self.pieces.pop(place)
        self.note(name, written, written if value is None else value)

    def take_part(self, place: int, span: tuple[int, int], name: AddressField, value: str) -> None:
        """Reads a part of a piece; what stands before and behind it waits on as pieces."""
        piece = self.pieces.pop(place)
        rest = (piece[: span[0]], piece[span[1] :])
        self.pieces[place:place] = [part.strip() for part in rest if part.strip(SIGNS)]
        self.note(name, piece[span[0] : span[1]], value)

    def note(self, name: AddressField, written: str, value: str) -> None:
        """Puts a value into the proposal."""
        self.taken.append((name, written))
        self.values[name] = value.strip(SIGNS) if name is not AddressField.PHONE else value.strip()
