"""What follows `/order stuck` and `/order shipped`: countries, states, days, and filters."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.orders.countries import known_country
from bot.orders.errors import NotAsked
from bot.orders.filters import Typist, read_filters, typed
from bot.orders.moments import start_of
from bot.orders.observed import Observed
from bot.orders.query import Query
from bot.orders.statuses import GROUPS, STATUSES, canonical_status
from bot.orders.words import words_of

_OF_STUCK = frozenset({"statuses", "countries", "store_ids", "channels", "references"})
_OF_SHIPPED = _OF_STUCK | {"since", "until"}
_DATE = re.compile(r"today|yesterday|\d{1,4}[hdwmy]|\d{4}-\d{2}-\d{2}", re.IGNORECASE)
_SMALL_WORDS = {"in", "to", "for", "from", "since", "the", "orders"}
"""Of a sentence such as "what is stuck in Germany?"; alone they may be countries."""
SNOOZED = "snoozed"


@dataclass(frozen=True)
class Asked:
    """Which orders; an empty query asks for all."""

    query: Query
    again: str
    """What gives the same when it is typed again."""
    snoozed: bool = False
    """Whether those are asked for that somebody snoozed."""


def read_stuck(text: str, by: Typist) -> Asked:
    """What follows `stuck`: `DE`, `in Germany`, `country:DE status:printed`, `snoozed`.

    Raises NotAsked.
    """
    words = words_of(text)
    others = [word for word in words if word.casefold() != SNOOZED]
    query = _query(others, by, _OF_STUCK, "Stuck orders")
    snoozed = len(others) < len(words)
    again = " ".join(part for part in (SNOOZED if snoozed else "", typed(query, by.zone)) if part)
    return Asked(query, again, snoozed)


def read_shipped(text: str, by: Typist) -> Asked:
    """What follows `shipped`: the same, and since when: `since:2d`, `today`. Raises NotAsked.

    Without a beginning it is the start of yesterday, where this person is.
    """
    query = _query(words_of(text), by, _OF_SHIPPED, "Shipped orders")
    again = typed(query, by.zone)
    since = query.since or start_of("yesterday", by.zone, by.now)
    if query.until and query.until < since:
        raise NotAsked("The end of that time lies before its start.")
    return Asked(replace(query, since=since), again)


def fitting(orders: Iterable[Observed], query: Query) -> Iterator[Observed]:
    """Those that the query asks for, dates aside; letter case never decides."""
    wanted = [
        (read, {word.casefold().removeprefix("#") for word in getattr(query, name)})
        for name, read in _COLUMNS.items()
        if getattr(query, name)
    ]
    for order in orders:
        if all(read(order).casefold().removeprefix("#") in words for read, words in wanted):
            yield order


def is_within(moment: datetime, query: Query) -> bool:
    """Whether it is not after the end that was asked for."""
    return query.until is None or moment <= query.until


_COLUMNS: Mapping[str, Callable[[Observed], str]] = {
    "statuses": lambda order: order.status,
    "countries": lambda order: order.country,
    "store_ids": lambda order: order.store_id,
    "channels": lambda order: order.sales_channel,
    "references": lambda order: order.reference,
}


def _query(words: list[str], by: Typist, allowed: frozenset[str], what: str) -> Query:
    filters = [_quoted(word) for word in words if ":" in word]
    bare = [word.strip("?!.,;\"'") for word in words if ":" not in word]
    query = read_filters(" ".join([*filters, *_meant([word for word in bare if word])]), by)
    if strange := [name for name in query.filters if name not in allowed]:
        raise NotAsked(
            f"{what} cannot be filtered by {_LABELS.get(strange[0], strange[0])}. "
            f"Try a country, such as DE, or status:printed."
        )
    return query


_LABELS = {
    "words": "name",
    "financial_statuses": "payment",
    "since": "the date of the order",
    "until": "the date of the order",
}


def _quoted(word: str) -> str:
    key, _, value = word.partition(":")
    return f'{key}:"{value}"' if " " in value else word


def _meant(bare: list[str]) -> list[str]:
    """Words without a colon as filters: a country, states, a day."""
    if len(bare) > 1:
        bare = [word for word in bare if word.casefold() not in _SMALL_WORDS] or bare
    if code := known_country(" ".join(bare)):
        return [f"country:{code}"]
    found: dict[str, list[str]] = {}
    for word in (part for each in bare for part in each.split(",") if part):
        key, value = _filter(word)
        found.setdefault(key, []).append(value)
    return [f"{key}:{','.join(values)}" for key, values in found.items()]


def _filter(word: str) -> tuple[str, str]:
    if code := known_country(word):
        return "country", code
    if canonical_status(word) in {*STATUSES, *GROUPS}:
        return "status", canonical_status(word)
    if _DATE.fullmatch(word):
        return "since", word
    raise NotAsked(
        f"“{word}” is no country and no status. Try a country, such as DE, or status:printed."
    )
