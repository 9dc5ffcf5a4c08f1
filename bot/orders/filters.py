"""Understands the filters of `/order search …`, and says them back in words. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rapidfuzz.distance import Levenshtein

from bot.orders.countries import country_code, country_name
from bot.orders.errors import NotAsked
from bot.orders.moments import end_of, is_edge, start_of
from bot.orders.query import Query
from bot.orders.statuses import GROUPS, STATUSES, canonical_status, status_label
from bot.orders.words import unquoted, words_of

MOST_VALUES = 50
"""Of one filter; Gelato names no limit."""
LONGEST_VALUE = 100
FINANCIAL_STATUSES = (
    "draft",
    "pending",
    "invoiced",
    "to_be_invoiced",
    "paid",
    "canceled",
    "partially_refunded",
    "refunded",
    "refused",
)
"""The words of the vendor's documents (gelato-api-facts 2.3); the set stays open."""
NEAR = 3


@dataclass(frozen=True)
class Typist:
    """Whose words these are: dates are read in their zone, counted from now."""

    zone: ZoneInfo
    now: datetime


Read = Callable[[str, Typist], Any]


def read_filters(text: str, by: Typist) -> Query:
    """The query that these words ask for: `status:shipped country:US,CA since:7d name:"Ann Lee"`.

    Raises NotAsked, with the nearest right filter or value where there is one.
    """
    found: dict[str, Any] = {}
    for word in words_of(text):
        key, colon, value = word.partition(":")
        if not colon or not unquoted(value).strip(", "):
            raise NotAsked(_no_filter(word))
        name, read = _filter(key)
        if name in found:
            raise NotAsked(f"“{key}” stands there twice. Values go behind one: {key}:one,two")
        found[name] = read(value, by)
    return checked(Query(**found))


def checked(query: Query) -> Query:
    """The query, if it can have an answer. Raises NotAsked."""
    if query.since and query.until and query.until < query.since:
        raise NotAsked("The end of that time lies before its start.")
    for name in query.filters:
        if isinstance(values := getattr(query, name), tuple):
            _refuse_too_much(values)
    return query


def query_words(query: Query, zone: ZoneInfo) -> str:
    """What a query asks for, for people: `shipped or printed · to US or CA · since 14 Nov 2026`."""
    parts = [
        _either(status_label(s).lower() for s in query.statuses),
        _either((_plain(s) for s in query.financial_statuses), "payment "),
        _either(map(country_name, query.countries), "to "),
        f"“{query.words}” in the name or reference" if query.words else "",
        _either(query.references, "reference "),
        _either(query.store_ids, "store "),
        _either(query.channels, "from "),
        f"ordered since {_day(query.since, zone)}" if query.since else "",
        f"until {_day(query.until, zone)}" if query.until else "",
    ]
    return " · ".join(part for part in parts if part) or "all orders"


def typed(query: Query, zone: ZoneInfo) -> str:
    """The filters that give this query again: `status:shipped since:2026-11-14`."""
    parts = {
        "status": ",".join(query.statuses),
        "payment": ",".join(query.financial_statuses),
        "country": ",".join(query.countries),
        "name": query.words,
        "ref": ",".join(query.references),
        "store": ",".join(query.store_ids),
        "channel": ",".join(query.channels),
        "since": _iso(query.since, zone),
        "until": _iso(query.until, zone),
    }
    return " ".join(
        f'{key}:"{value}"' if " " in value else f"{key}:{value}"
        for key, text in parts.items()
        if (value := unquoted(text))
    )


def _filter(key: str) -> tuple[str, Read]:
    known = _FILTERS.get(key.casefold())
    if known is None:
        raise NotAsked(f"There is no filter “{key}”.{_nearest(key.casefold(), _FILTERS)}")
    return known


def _no_filter(word: str) -> str:
    if ":" in word:
        return f"What of “{word}”? A value goes right behind the colon, such as country:US"
    return f'“{word}” is no filter. They look like status:shipped or name:"Ann Lee".'


def _values(value: str) -> tuple[str, ...]:
    several = tuple(dict.fromkeys(part for word in value.split(",") if (part := unquoted(word))))
    _refuse_too_much(several)
    return several


def _refuse_too_much(values: tuple[str, ...]) -> None:
    if len(values) > MOST_VALUES:
        raise NotAsked(f"That is {len(values)} values; one filter takes at most {MOST_VALUES}.")
    if any(len(value) > LONGEST_VALUE for value in values):
        raise NotAsked(f"A value has at most {LONGEST_VALUE} characters.")


def _statuses(value: str, by: Typist) -> tuple[str, ...]:
    del by
    return tuple(dict.fromkeys(s for part in _values(value) for s in _status(part)))


def _status(part: str) -> Iterable[str]:
    word = canonical_status(part)
    if word in GROUPS:
        return GROUPS[word]
    if word in STATUSES:
        return (word,)
    raise NotAsked(f"“{part}” is no status.{_nearest(word, [*STATUSES, *GROUPS])}")


def _financial(value: str, by: Typist) -> tuple[str, ...]:
    del by
    found = []
    for part in _values(value):
        word = "_".join(part.casefold().split())
        if word not in FINANCIAL_STATUSES:
            raise NotAsked(f"“{part}” is no payment status.{_nearest(word, FINANCIAL_STATUSES)}")
        found.append(word)
    return tuple(dict.fromkeys(found))


def _countries(value: str, by: Typist) -> tuple[str, ...]:
    del by
    return tuple(dict.fromkeys(map(country_code, _values(value))))


def _texts(value: str, by: Typist) -> tuple[str, ...]:
    del by
    return _values(value)


def _text(value: str, by: Typist) -> str:
    del by
    if len(value) > LONGEST_VALUE:
        raise NotAsked(f"A name has at most {LONGEST_VALUE} characters.")
    return unquoted(value)


def _since(value: str, by: Typist) -> datetime:
    return start_of(value, by.zone, by.now)


def _until(value: str, by: Typist) -> datetime:
    return end_of(value, by.zone, by.now)


_FILTERS: Mapping[str, tuple[str, Read]] = {
    "status": ("statuses", _statuses),
    "payment": ("financial_statuses", _financial),
    "country": ("countries", _countries),
    "since": ("since", _since),
    "until": ("until", _until),
    "name": ("words", _text),
    "ref": ("references", _texts),
    "store": ("store_ids", _texts),
    "channel": ("channels", _texts),
}


def _nearest(word: str, known: Iterable[str]) -> str:
    best = min(known, key=lambda one: Levenshtein.distance(word, one))
    near = Levenshtein.distance(word, best) <= NEAR
    return f" Did you mean {best}?" if near else f" Known are: {', '.join(known)}."


def _either(values: Iterable[str], lead: str = "") -> str:
    every = list(values)
    return f"{lead}{' or '.join(every)}" if every else ""


def _plain(word: str) -> str:
    return word.replace("_", " ")


def _day(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    if not is_edge(local):
        return f"{local.day} {local:%b %Y, %H:%M}"
    return f"{local.day} {local:%b %Y}"


def _iso(moment: datetime | None, zone: ZoneInfo) -> str:
    if moment is None:
        return ""
    local = moment.astimezone(zone)
    return local.date().isoformat() if is_edge(local) else local.strftime("%Y-%m-%dT%H:%M")
