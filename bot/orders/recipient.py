"""What may be read of a recipient, and by whom (interface.md, "What others may see")."""

from enum import StrEnum

from bot.orders.countries import country_name
from bot.orders.order import Address


class Audience(StrEnum):
    """Who can see what is drawn."""

    ASKER = "asker"
    """Only the person who asked."""

    CHANNEL = "channel"
    """Everybody in a channel."""


def recipient_words(address: Address | None, audience: Audience) -> str:
    """`Jane D., Oslo, Norway` for the asker, `Norway` for others; empty when nothing is known."""
    if address is None:
        return ""
    country = country_name(address.country)
    if audience is not Audience.ASKER:
        return country
    return ", ".join(part for part in (_short_name(address), address.city.strip(), country) if part)


def _short_name(address: Address) -> str:
    """One word and one letter: some shops put both names into the first field."""
    first, *more = address.first_name.split() or [""]
    initial = _initial(address.last_name) or _initial("".join(more[-1:]))
    return f"{first} {initial}".strip()


def _initial(name: str) -> str:
    letter = next(filter(str.isalpha, name), "")
    return f"{letter}." if letter else ""
