"""The fields of an address form, in the order in which people of a country write them."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from bot.orders.addresses.fields import (
    ALWAYS_REQUIRED,
    BRAZIL,
    LENGTHS,
    STATE_REQUIRED,
    AddressField,
)
from bot.orders.addresses.formats import CODE, STATE, Format, State, format_of
from bot.orders.addresses.labels import label_of

MOST_CHOICES = 98
"""A list in Slack holds two more; Italy has 107 provinces, which are typed."""
_LETTERS: dict[str, tuple[AddressField, ...]] = {
    "N": (AddressField.FIRST_NAME, AddressField.LAST_NAME),
    "O": (AddressField.COMPANY_NAME,),
    "A": (AddressField.ADDRESS_LINE1, AddressField.ADDRESS_LINE2),
    "C": (AddressField.CITY,),
    "S": (AddressField.STATE,),
    "Z": (AddressField.POST_CODE,),
}
_PLAIN_ORDER = ("N", "O", "A", "C", "S", "Z")
FAMILY_NAME_FIRST = frozenset({"CN", "HU", "JP", "KR", "KP", "TW", "VN"})
_TAX = (
    AddressField.IS_BUSINESS,
    AddressField.FEDERAL_TAX_ID,
    AddressField.STATE_TAX_ID,
    AddressField.REGISTRATION_STATE,
)
_HINTS = {
    AddressField.ADDRESS_LINE1: "Street and number.",
    AddressField.PHONE: "With the country's code, such as +1.",
    AddressField.FEDERAL_TAX_ID: "CPF of a person, CNPJ of a company.",
}


@dataclass(frozen=True)
class LayoutField:
    """One field of the form."""

    name: AddressField
    label: str
    is_required: bool
    longest: int | None
    """Characters that Gelato surely takes; None where it names no limit."""
    hint: str = ""
    choices: tuple[State, ...] = ()


@dataclass(frozen=True)
class AddressLayout:
    """The form of one country, its country field first."""

    country: str
    fields: tuple[LayoutField, ...]
    is_known: bool
    """Whether the country's own way of writing is known."""

    def field(self, name: AddressField) -> LayoutField | None:
        """One of its fields, if it has that."""
        return next((field for field in self.fields if field.name is name), None)

    @property
    def names(self) -> frozenset[AddressField]:
        """The fields that it has."""
        return frozenset(field.name for field in self.fields)


def address_layout(country: str, also: Collection[AddressField] = ()) -> AddressLayout:
    """The layout of an ISO 3166-1 country; of one that is not known, a plain one.

    `also` are fields to keep though the country does not use them, because something stands there.
    """
    code = country.strip().upper()
    found = format_of(code)
    names = _in_order(code, found)
    kept = [name for name in AddressField if name in also and name not in names]
    return AddressLayout(
        country=code,
        fields=tuple(_field(name, code, found) for name in (*names, *kept)),
        is_known=found is not None,
    )


def is_code_required(country: str) -> bool:
    """Whether the country's addresses never lack a postal code."""
    found = format_of(country)
    return found is not None and CODE in found.required and found.has(CODE)


def _in_order(country: str, found: Format | None) -> list[AddressField]:
    letters = [*found.order] if found else [*_PLAIN_ORDER]
    if "C" not in letters:  # the vendor asks everybody for a city
        letters.insert(letters.index("A") + ("Z" not in letters[: letters.index("A")]), "C")
    written = [name for letter in letters for name in _LETTERS.get(letter, ())]
    tax = _TAX if country == BRAZIL else ()
    every = (AddressField.COUNTRY, *written, AddressField.EMAIL, AddressField.PHONE, *tax)
    return _family_first(every) if country in FAMILY_NAME_FIRST else list(dict.fromkeys(every))


def _family_first(names: Collection[AddressField]) -> list[AddressField]:
    swapped = {
        AddressField.FIRST_NAME: AddressField.LAST_NAME,
        AddressField.LAST_NAME: AddressField.FIRST_NAME,
    }
    return [swapped.get(name, name) for name in dict.fromkeys(names)]


def _field(name: AddressField, country: str, found: Format | None) -> LayoutField:
    field = LayoutField(
        name=name,
        label=label_of(name, country),
        is_required=is_required(name, country),
        longest=LENGTHS.get(name),
        hint=_HINTS.get(name, ""),
    )
    if name is AddressField.POST_CODE and found and found.code_example:
        return replace(field, hint=f"For example {found.code_example}.")
    if name in {AddressField.STATE, AddressField.REGISTRATION_STATE} and found:
        return replace(field, choices=_choices(found))
    if name is AddressField.ADDRESS_LINE2 and found and found.has("D"):
        return replace(field, hint="Flat, building, neighbourhood.")
    return field


def is_required(name: AddressField, country: str) -> bool:
    """Whether an address of the country is refused without this field."""
    if name is AddressField.STATE:
        return country in STATE_REQUIRED
    if name is AddressField.POST_CODE:
        return is_code_required(country)
    if name is AddressField.FEDERAL_TAX_ID:
        return country == BRAZIL
    return name in ALWAYS_REQUIRED


def _choices(found: Format) -> tuple[State, ...]:
    return found.states if len(found.states) <= MOST_CHOICES and found.has(STATE) else ()
