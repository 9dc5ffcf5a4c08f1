"""What orders are searched for, and whether a row is one of them."""

import unicodedata
from dataclasses import dataclass, fields
from datetime import datetime

from bot.orders.order import Row


@dataclass(frozen=True)
class Query:
    """Every filter of either dialect; an empty one asks for nothing (gelato-api-facts 3.1).

    `since` and `until` are about when an order was ordered, or created, ends included. They know
    their zone. `words` stand in a first name, a last name or a reference.
    """

    references: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    financial_statuses: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    currencies: tuple[str, ...] = ()
    channels: tuple[str, ...] = ()
    order_types: tuple[str, ...] = ()
    store_ids: tuple[str, ...] = ()
    words: str = ""
    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        for moment in (self.since, self.until):
            if moment is not None and moment.tzinfo is None:
                raise ValueError("a moment without a zone")

    @property
    def filters(self) -> tuple[str, ...]:
        """The names of the filters that are set."""
        return tuple(field.name for field in fields(self) if getattr(self, field.name))


def matches(row: Row, query: Query) -> bool:
    """Whether this row is what was asked for, as far as a row can tell."""
    return mismatch(row, query) is None


def mismatch(row: Row, query: Query) -> str | None:
    """The first filter that this row does not pass; None when it passes all.

    Letter case never decides, and of the two dates one inside is enough: which of them Gelato
    looks at is not documented.
    """
    for name, column in _COLUMNS:
        wanted: tuple[str, ...] = getattr(query, name)
        if wanted and not _is_one_of(getattr(row, column), wanted):
            return name
    if query.words and not _says(row, query.words):
        return "words"
    if query.since or query.until:
        return _outside(row, query.since, query.until)
    return None


_COLUMNS = (
    ("references", "order_reference_id"),
    ("ids", "id"),
    ("statuses", "fulfillment_status"),
    ("financial_statuses", "financial_status"),
    ("countries", "country"),
    ("currencies", "currency"),
    ("channels", "channel"),
    ("order_types", "order_type"),
    ("store_ids", "store_id"),
)


def _is_one_of(value: str | None, wanted: tuple[str, ...]) -> bool:
    if value is None:
        return False
    return value in wanted or value.casefold() in {word.casefold() for word in wanted}


def _says(row: Row, words: str) -> bool:
    """Whether each word stands somewhere in the names or the reference, accents aside."""
    text = _plain(f"{row.first_name} {row.last_name} {row.order_reference_id}")
    return all(word in text for word in _plain(words).split())


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _outside(row: Row, since: datetime | None, until: datetime | None) -> str | None:
    moments = [moment for moment in (row.ordered_at, row.created_at) if moment is not None]
    if not moments or any(_is_between(moment, since, until) for moment in moments):
        return None
    return "since" if since and all(moment < since for moment in moments) else "until"


def _is_between(moment: datetime, since: datetime | None, until: datetime | None) -> bool:
    return (since is None or since <= moment) and (until is None or moment <= until)
