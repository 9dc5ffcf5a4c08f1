"""Keeps what an address says out of sentences that stay, such as Gelato's words for a refusal."""

import re
from collections.abc import Iterator, Mapping

from pydantic.alias_generators import to_camel

from bot.orders.addresses.fields import AddressField

HIDDEN = "•••"
SHORTEST = 3
"""Characters. What is shorter may be a part of any word; codes of countries and states are, and
tell nobody who it is."""
_FIELDS = frozenset(name for field in AddressField for name in (field, to_camel(field)))


def discreet(words: str, wish: Mapping[str, object]) -> str:
    """The words without what was typed, in whatever field it stands."""
    texts = {" ".join(text.split()) for text in _texts(wish)}
    for text in sorted(texts, key=len, reverse=True):
        if len(text) >= SHORTEST:
            pattern = rf"(?<!\w){re.escape(text)}(?!\w)"
            words = re.sub(pattern, HIDDEN, words, flags=re.IGNORECASE)
    return words


def _texts(held: object) -> Iterator[str]:
    if isinstance(held, Mapping):
        for name, value in held.items():
            if isinstance(value, str) and name in _FIELDS:
                yield value
            yield from _texts(value)
    elif isinstance(held, list | tuple):
        for each in held:
            yield from _texts(each)
