"""The countries as people write them under an address: code, English name, own name."""

import re

from bot.orders.addresses.formats import format_of
from bot.orders.countries import NAMES, known_country

_OWN_NAMES = {
    "allemagne": "DE", "alemanha": "DE", "bundesrepublik deutschland": "DE", "deutschland": "DE",
    "austria": "AT", "österreich": "AT", "oesterreich": "AT",
    "schweiz": "CH", "suisse": "CH", "svizzera": "CH",
    "frankreich": "FR", "frança": "FR", "francia": "FR",
    "belgië": "BE", "belgique": "BE", "nederland": "NL", "the netherlands": "NL",
    "españa": "ES", "spanien": "ES", "italia": "IT", "italien": "IT",
    "brasil": "BR", "brasilien": "BR", "brésil": "BR", "méxico": "MX", "perú": "PE",
    "danmark": "DK", "sverige": "SE", "norge": "NO", "noreg": "NO", "suomi": "FI", "ísland": "IS",
    "polska": "PL", "česko": "CZ", "česká republika": "CZ", "slovensko": "SK",
    "magyarország": "HU", "românia": "RO", "hrvatska": "HR", "slovenija": "SI", "türkiye": "TR",
    "éire": "IE", "ελλάδα": "GR", "україна": "UA", "россия": "RU", "российская федерация": "RU",
    "日本": "JP", "日本国": "JP", "中国": "CN", "中华人民共和国": "CN",
    "대한민국": "KR", "한국": "KR",
    "台灣": "TW", "香港": "HK", "republic of korea": "KR",
    "großbritannien": "GB", "vereinigtes königreich": "GB", "royaume-uni": "GB",
    "reino unido": "GB", "u.k.": "GB",
    "vereinigte staaten": "US", "états-unis": "US", "estados unidos": "US", "u.s.a.": "US",
    "u.s.": "US",
}  # fmt: skip
_COUNTIES = re.compile(
    r"\w+shire|(?:east |west )?sussex|surrey|kent|essex|devon|cornwall|dorset|somerset|norfolk"
    r"|suffolk|cumbria|middlesex|merseyside|(?:greater )(?:london|manchester)|west midlands"
    r"|tyne and wear|(?:county|co\.?) \w+|isle of wight|rutland|northumberland",
    re.IGNORECASE,
)
"""Counties of the United Kingdom, which the Royal Mail does without and people still write."""
_LONGEST_NAME = 5
"""Words."""
_CODES_ON_ENVELOPES = {"D": "DE", "A": "AT", "F": "FR", "I": "IT", "B": "BE", "L": "LU", "E": "ES"}
_ENVELOPE = re.compile(r"\b([A-Z]{1,2})[-–](?=\d{4,5}\b)")


def named_country(text: str) -> str | None:
    """The country that this is the name or the code of, and nothing else."""
    word = " ".join(text.split()).casefold()
    return _OWN_NAMES.get(word) or known_country(word)


def country_at_end(text: str) -> tuple[str, int] | None:
    """The country that a line ends with, and where it begins there: `NY 10022 USA`."""
    starts = [match.start() for match in re.finditer(r"\S+", text)][-_LONGEST_NAME:]
    for start in starts:
        word = text[start:].strip(" .")
        is_short = len(word) == 2 and word.isascii()
        code = named_country(word)
        if code and (not is_short or (word.isupper() and start > 0)):
            return code, start
    return None


def country_before_code(text: str) -> str | None:
    """The country that old envelopes name before the postal code: `D-10115 Berlin`."""
    if not (found := _ENVELOPE.search(text)):
        return None
    code = _CODES_ON_ENVELOPES.get(found[1], found[1])
    return code if code in NAMES else None


def is_state(text: str, country: str) -> bool:
    """Whether this is a state of that country: `CA` may be California or Canada."""
    home = format_of(country)
    return home is not None and home.state(text) is not None


def is_county(text: str, country: str) -> bool:
    """Whether this is a county that British people write behind the town."""
    return country == "GB" and bool(_COUNTIES.fullmatch(text))
