"""What a change of address means: what is different, and what asks for one more yes."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.orders.addresses.complaint import Complaint, one_per_field
from bot.orders.addresses.fields import AddressField
from bot.orders.addresses.labels import label_of
from bot.orders.addresses.layout import address_layout
from bot.orders.addresses.request import AddressRequest
from bot.orders.addresses.rules import address_complaints
from bot.orders.countries import country_name
from bot.orders.dialect import Dialect

NOTHING_CHANGED = "Nothing was changed: neither the address nor the shipping method."


@dataclass(frozen=True, repr=False)
class Difference:
    """One field that changes; an empty text means that there is nothing. Personal data."""

    field: AddressField
    label: str
    before: str
    after: str

    def __repr__(self) -> str:
        return f"Difference({self.label!r})"


def compared(before: AddressRequest, after: AddressRequest) -> tuple[Difference, ...]:
    """The fields that differ, in the order of an address; countries by their names."""
    return tuple(
        Difference(
            field,
            label_of(field, after.country),
            _shown(field, before),
            _shown(field, after),
        )
        for field in AddressField
        if before.text(field) != after.text(field)
    )


def warnings(
    before: AddressRequest,
    after: AddressRequest,
    dialect: Dialect = Dialect.CONNECT,
    *,
    is_method_changed: bool = False,
) -> tuple[Complaint, ...]:
    """What asks for one more yes before the address is replaced. Errors are not among them.

    What was odd before, and stays as it was in the same country, is not mentioned again.
    """
    changed = {difference.field for difference in compared(before, after)}
    if not changed:
        return () if is_method_changed else (Complaint("", NOTHING_CHANGED, is_warning=True),)
    is_moved = AddressField.COUNTRY in changed
    odd = [
        complaint
        for complaint in address_complaints(after, dialect)
        if complaint.is_warning and (is_moved or complaint.field in changed)
    ]
    return one_per_field([*_moved(before, after), *odd, *_lost(before, after)])


def _moved(before: AddressRequest, after: AddressRequest) -> Iterator[Complaint]:
    if before.country.strip() != after.country.strip():
        there, here = country_name(after.country), country_name(before.country)
        words = (
            f"The country changes: {here or 'none'} before, {there or 'none'} now. "
            "Price, delivery time and customs may change, and Gelato may refuse it."
        )
        yield Complaint(AddressField.COUNTRY, words, is_warning=True)


def _lost(before: AddressRequest, after: AddressRequest) -> Iterator[Complaint]:
    """What was filled in and is not any more, unless the new country has no such thing."""
    is_moved = before.text(AddressField.COUNTRY) != after.text(AddressField.COUNTRY)
    wanted = address_layout(after.country).names if is_moved else frozenset(AddressField)
    for field in AddressField:
        if field in wanted and before.text(field) and not after.text(field):
            label = label_of(field, before.country)
            words = f"{label} was filled in and is empty now. It will be gone from the order."
            yield Complaint(field, words, is_warning=True)


def _shown(field: AddressField, address: AddressRequest) -> str:
    text = address.text(field)
    return country_name(text) if field is AddressField.COUNTRY else text
