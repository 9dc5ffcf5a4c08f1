"""The countries of the world: codes, names, and what people type for them."""

import unicodedata
from collections.abc import Mapping
from functools import lru_cache

from babel import Locale, UnknownLocaleError
from rapidfuzz import fuzz, process

from bot.orders.errors import NotAsked

_TERRITORIES: Mapping[str, str] = Locale("en").territories
_NO_COUNTRIES = frozenset(
    ["AC", "CP", "CQ", "DG", "EA", "EU", "EZ", "IC", "QO", "TA", "UN", "XA", "XB", "ZZ"]
)
"""Codes of the CLDR that ISO 3166-1 does not give to a country."""
NAMES: Mapping[str, str] = {
    code: str(name)
    for code, name in _TERRITORIES.items()
    if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRIES
}
"""English names by ISO 3166-1 code, from the Unicode CLDR."""

_ALSO_CALLED = {
    "america": "US",
    "bosnia": "BA",
    "burma": "MM",
    "czech republic": "CZ",
    "england": "GB",
    "great britain": "GB",
    "holland": "NL",
    "hong kong": "HK",
    "ivory coast": "CI",
    "korea": "KR",
    "macau": "MO",
    "northern ireland": "GB",
    "scotland": "GB",
    "turkey": "TR",
    "uae": "AE",
    "uk": "GB",
    "united states of america": "US",
    "usa": "US",
    "wales": "GB",
}
_CODES = {name.casefold(): code for code, name in NAMES.items()} | _ALSO_CALLED
NEAR_ENOUGH = 75
MOST_SUGGESTED = 100
"""Slack draws at most a hundred options (slack-facts 1.1)."""


def country_name(code: str, locale: str = "") -> str:
    """The name of an ISO 3166-1 country; an unknown code as it came.

    `locale` is a person's, such as `de-DE`; English where there is none.
    """
    return names_in(locale).get(code.strip().upper(), code.strip())


def country_code(typed: str) -> str:
    """The code of a country that is typed as its code or its English name.

    Raises NotAsked, with the nearest country where there is one.
    """
    if found := known_country(typed):
        return found
    word = typed.strip().casefold()
    near = process.extractOne(word, list(_CODES), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
    hint = f" Did you mean {country_name(_CODES[near[0]])}?" if near else ""
    raise NotAsked(f"“{typed}” is no country.{hint}")


def known_country(typed: str) -> str | None:
    """The code of a country that is typed as its code or its English name; None for all else."""
    word = typed.strip().casefold()
    return _CODES.get(word) or (word.upper() if word.upper() in NAMES else None)


def suggested(typed: str, locale: str = "") -> list[str]:
    """Codes of the countries that these letters may mean, best first, at most a hundred.

    Names count in English and in the person's language, with and without accents.
    """
    word = _folded(typed)
    names = [*_folded_names(locale).items(), *_FOLDED.items()]
    starting = [code for name, code in names if name.startswith(word)]
    holding = [code for name, code in names if word in name]
    exact = [code for name, code in names if word in {name, code.casefold()}]
    in_order = sorted(starting, key=lambda code: _folded(country_name(code, locale)))
    return list(dict.fromkeys([*exact, *in_order, *holding]))[:MOST_SUGGESTED]


@lru_cache(maxsize=30)
def names_in(locale: str) -> Mapping[str, str]:
    """Names by code in the language of a locale such as `de-DE`, English where it is not known."""
    try:
        territories = Locale.parse(locale.replace("_", "-"), sep="-").territories
    except (ValueError, UnknownLocaleError):
        return NAMES
    return {code: str(territories.get(code, name)) for code, name in NAMES.items()}


def _folded(text: str) -> str:
    """Small letters without accents: `osterreich` finds Österreich."""
    apart = unicodedata.normalize("NFKD", text.strip().casefold())
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


_FOLDED = {_folded(name): code for name, code in _CODES.items()}


@lru_cache(maxsize=30)
def _folded_names(locale: str) -> Mapping[str, str]:
    return {_folded(name): code for code, name in names_in(locale).items()}
