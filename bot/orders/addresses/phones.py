"""Telephone numbers: E.123, and whether a country has such numbers (phonenumbers)."""

import re
from collections.abc import Iterator

import phonenumbers

from bot.orders.addresses.complaint import Complaint
from bot.orders.addresses.fields import AddressField
from bot.orders.addresses.request import AddressRequest

_E123 = re.compile(r"[0-9+() ./-]+")


def phone_complaints(address: AddressRequest) -> Iterator[Complaint]:
    """What is wrong with the phone number. Only one without digits is surely refused."""
    phone = address.text(AddressField.PHONE)
    if not phone:
        return
    if not any(character.isdigit() for character in phone):
        words = "That is no phone number. Type its digits, such as +1 212 555 0100, or leave it."
        yield Complaint(AddressField.PHONE, words)
    elif not _E123.fullmatch(phone):
        words = "A phone number has digits, spaces and + ( ) - . / only. Please take out the rest."
        yield Complaint(AddressField.PHONE, words, is_warning=True)
    elif not is_phone(phone, address.country):
        words = "That does not look like a phone number of this country. Please check it."
        yield Complaint(AddressField.PHONE, words, is_warning=True)


def is_phone(phone: str, country: str) -> bool:
    """Whether the country has such numbers, or the country that a + names."""
    try:
        number = phonenumbers.parse(phone, country.upper() or None)
    except phonenumbers.NumberParseException:
        return False
    return phonenumbers.is_valid_number(number)
