"""The countries of the world: codes, names, and what people type for them."""

from collections.abc import Mapping

from babel import Locale
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


def country_name(code: str) -> str:
    """The English name of an ISO 3166-1 country; an unknown code as it came."""
    return NAMES.get(code.strip().upper(), code.strip())


def country_code(typed: str) -> str:
    """The code of a country that is typed as its code or its English name.

    Raises NotAsked, with the nearest country where there is one.
    """
    word = typed.strip().casefold()
    if found := _CODES.get(word):
        return found
    if word.upper() in NAMES:
        return word.upper()
    near = process.extractOne(word, list(_CODES), scorer=fuzz.ratio, score_cutoff=NEAR_ENOUGH)
    hint = f" Did you mean {country_name(_CODES[near[0]])}?" if near else ""
    raise NotAsked(f"“{typed}” is no country.{hint}")


def suggested(typed: str) -> list[str]:
    """Codes of the countries that these letters may mean, best first, at most a hundred."""
    word = typed.strip().casefold()
    starting = [code for name, code in _CODES.items() if name.startswith(word)]
    holding = [code for name, code in _CODES.items() if word in name]
    exact = [word.upper()] if word.upper() in NAMES else []
    return list(dict.fromkeys([*exact, *sorted(starting, key=country_name), *holding]))[
        :MOST_SUGGESTED
    ]
