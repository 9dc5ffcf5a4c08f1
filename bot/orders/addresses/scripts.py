"""Addresses in China, Japan, South Korea and Russia are written in the script of the country."""

import unicodedata
from collections.abc import Iterator

from bot.orders.addresses.complaint import Complaint
from bot.orders.addresses.fields import AddressField
from bot.orders.addresses.formats import LOCAL_SCRIPT
from bot.orders.addresses.labels import label_of
from bot.orders.addresses.request import AddressRequest

MOST_LATIN = 10
"""Latin letters that an address line may hold there (S2)."""
_SCRIPTS = {"CN": "Chinese", "JP": "Japanese", "KR": "Korean", "RU": "Russian"}


def script_complaints(address: AddressRequest) -> Iterator[Complaint]:
    """Warnings: carriers there ask for it, and Gelato may take it all the same."""
    if address.country not in LOCAL_SCRIPT:
        return
    for field, most in _MOST_LATIN_IN.items():
        if _latin_letters(address.text(field)) > most:
            label, script = label_of(field, address.country), _SCRIPTS[address.country]
            words = f"Carriers there read {script}. Please write “{label}” in {script} letters."
            yield Complaint(field, words, is_warning=True)


_MOST_LATIN_IN = {
    AddressField.ADDRESS_LINE1: MOST_LATIN,
    AddressField.ADDRESS_LINE2: MOST_LATIN,
    AddressField.CITY: 0,
}


def _latin_letters(text: str) -> int:
    return sum("LATIN" in unicodedata.name(character, "") for character in text)
