"""What is wrong with an address, by the vendor's tables (S2, gelato-api-facts 8), in sentences."""

import re
from collections.abc import Iterator

from bot.orders.addresses.brazil import brazilian_complaints, company_complaints
from bot.orders.addresses.complaint import Complaint, one_per_field
from bot.orders.addresses.fields import LENGTHS, AddressField
from bot.orders.addresses.labels import label_of
from bot.orders.addresses.layout import is_required
from bot.orders.addresses.phones import phone_complaints
from bot.orders.addresses.places import place_complaints
from bot.orders.addresses.request import AddressRequest, ReturnAddress
from bot.orders.addresses.scripts import script_complaints
from bot.orders.countries import NAMES
from bot.orders.dialect import Dialect

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
"""Something@something. The pattern that the vendor prints refuses every real address."""


def address_complaints(address: AddressRequest, dialect: Dialect) -> tuple[Complaint, ...]:
    """At most one sentence for each field of the recipient's address."""
    return one_per_field(
        [
            *_unreadable(address),
            *_missing(address),
            *_country(address),
            *_too_long(address, dialect),
            *_email(address),
            *phone_complaints(address),
            *place_complaints(address),
            *script_complaints(address),
            *brazilian_complaints(address),
            *company_complaints(address),
        ]
    )


def return_complaints(sender: ReturnAddress, dialect: Dialect) -> tuple[Complaint, ...]:
    """The same for a return address, of which nothing is required."""
    address = sender.as_recipient()
    return one_per_field(
        [
            *_unreadable(address),
            *(_country(address) if address.country.strip() else ()),
            *_too_long(address, dialect),
            *_email(address),
            *phone_complaints(address),
            *place_complaints(address),
            *_state_of_sender(address),
        ]
    )


def _unreadable(address: AddressRequest) -> Iterator[Complaint]:
    """Half a character cannot be sent at all: some programs cut emoji in two."""
    for field in AddressField:
        if any("\ud800" <= letter <= "\udfff" for letter in address.text(field)):
            label = label_of(field, address.country)
            words = f"{label} holds a character that is broken. Please type it again."
            yield Complaint(field, words)


def _missing(address: AddressRequest) -> Iterator[Complaint]:
    for field in AddressField:
        if is_required(field, address.country) and not address.text(field):
            label = label_of(field, address.country)
            yield Complaint(field, f"{label} is missing. Please fill it in.")


def _country(address: AddressRequest) -> Iterator[Complaint]:
    code = address.text(AddressField.COUNTRY)
    if code.upper() == "UK":
        yield Complaint(AddressField.COUNTRY, "The United Kingdom is written GB. Please choose it.")
    elif code and not re.fullmatch("[A-Z]{2}", code):
        words = "A country is two capital letters, such as US. Please choose it from the list."
        yield Complaint(AddressField.COUNTRY, words)
    elif code and code not in NAMES:
        words = f"{code} is no country that Orderdesk knows. Please check it."
        yield Complaint(AddressField.COUNTRY, words, is_warning=True)


def _too_long(address: AddressRequest, dialect: Dialect) -> Iterator[Complaint]:
    for field, most in LENGTHS.items():
        length = len(address.text(field))
        if length > most:
            label = label_of(field, address.country)
            yield _length_complaint(field, f"{label} has {length} characters", most, dialect)


def _length_complaint(
    field: AddressField, has_so_many: str, most: int, dialect: Dialect
) -> Complaint:
    if dialect is Dialect.V4:
        return Complaint(field, f"{has_so_many}, and Gelato takes {most}. Please shorten it.")
    words = f"{has_so_many}. More than {most} may not fit on the label; shorten it if you can."
    return Complaint(field, words, is_warning=True)


def _email(address: AddressRequest) -> Iterator[Complaint]:
    email = address.text(AddressField.EMAIL)
    if email and not _EMAIL.fullmatch(email):
        words = "That is no e-mail address. It looks like name@example.com, without spaces."
        yield Complaint(AddressField.EMAIL, words)


def _state_of_sender(address: AddressRequest) -> Iterator[Complaint]:
    if is_required(AddressField.STATE, address.country) and not address.text(AddressField.STATE):
        label = label_of(AddressField.STATE, address.country)
        words = f"{label} is missing; addresses of this country need it. Please fill it in."
        yield Complaint(AddressField.STATE, words, is_warning=True)
