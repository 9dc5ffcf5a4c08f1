"""What orders are searched for, and whether a row is one of them."""

import unicodedata
from dataclasses import dataclass, fields
from datetime import UTC, datetime

from bot.orders.row import Row


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
    return Sieve(query).mismatch(row) is None


class Sieve:
    """A query, made ready to be held against many rows.

    Letter case never decides, and of the two dates one inside is enough: which of them Gelato
    looks at is not documented.
    """

    def __init__(self, query: Query) -> None:
        self._wanted = [
            (name, column, {word.casefold() for word in getattr(query, name)})
            for name, column in _COLUMNS
            if getattr(query, name)
        ]
        self._words = _plain(query.words).split()
        self._since, self._until = query.since or _DAWN, query.until or _DUSK

    def mismatch(self, row: Row) -> str | None:
        """The name of the first filter that this row does not pass; None when it passes all."""
        for name, column, wanted in self._wanted:
            if (getattr(row, column) or "").casefold() not in wanted:
                return name
        if self._words and not _says(row, self._words):
            return "words"
        ordered = row.ordered_at
        if ordered is not None and self._since <= ordered <= self._until:
            return None
        return self._outside(row)

    def _outside(self, row: Row) -> str | None:
        moments = [moment for moment in (row.ordered_at, row.created_at) if moment is not None]
        if not moments or any(self._since <= moment <= self._until for moment in moments):
            return None
        return "since" if all(moment < self._since for moment in moments) else "until"


_DAWN, _DUSK = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
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


def _says(row: Row, words: list[str]) -> bool:
    """Whether each word stands somewhere in the names or the reference, accents aside."""
    text = _plain(f"{row.first_name} {row.last_name} {row.order_reference_id}")
    return all(word in text for word in words)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
