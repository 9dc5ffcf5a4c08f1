"""A search as a person turns its pages: what was found so far, and how far Gelato was read."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from pydantic import TypeAdapter

from bot.orders.query import Query
from bot.orders.row import Row

ROWS_A_PAGE = 10
MOST_LOOKED_AT = 2_000
"""Orders that are read for one click; a person is asked before more are."""


class Sort(StrEnum):
    """In which order what was fetched is shown."""

    AS_LISTED = "as Gelato lists them"
    NEWEST = "newest first"
    OLDEST = "oldest first"
    STATUS = "by status"
    COUNTRY = "by country"


@dataclass(frozen=True)
class Search:
    """A search and what came of it so far. Its rows hold no name and no address."""

    query: Query
    rows: tuple[Row, ...] = ()
    read_to: int = 0
    """Where Gelato's list is to be read on."""
    looked_at: int = 0
    """Orders that Gelato listed, fitting or not."""
    is_complete: bool = False
    """Whether Gelato's list was read to its end."""
    is_exact: bool = False
    """Whether it also held still meanwhile, and all of it could be read."""
    dropped: tuple[str, ...] = ()
    """Filters that our side had to apply: rows came that did not pass them."""
    unknown: tuple[str, ...] = ()
    """Filters that the dialect does not know."""
    unjudged: tuple[str, ...] = ()
    """Filters that nobody could apply: neither the dialect nor its rows know of them."""
    sort: Sort = Sort.AS_LISTED
    budget: int = field(default=MOST_LOOKED_AT)
    """Orders that may be looked at before the person is asked."""

    @property
    def is_paused(self) -> bool:
        """Whether there is more to look at, if the person wants it."""
        return not self.is_complete and self.looked_at >= self.budget

    def page(self, number: int) -> Sequence[Row]:
        """The rows of one page, the first being 0."""
        return self.rows[number * ROWS_A_PAGE : (number + 1) * ROWS_A_PAGE]

    def sorted_by(self, sort: Sort) -> "Search":
        """The same with what was fetched put in order; what is fetched later comes behind."""
        return replace(self, sort=sort, rows=tuple(in_order(self.rows, sort)))

    def going_on(self) -> "Search":
        """The same, allowed to look at as many again."""
        return replace(self, budget=self.looked_at + MOST_LOOKED_AT)

    def written(self) -> str:
        """As the store keeps it."""
        return _SEARCH.dump_json(self, by_alias=True).decode()

    def nameless(self) -> "Search":
        """The same without what rows tell of a recipient beside the country."""
        bare = {"first_name": "", "last_name": ""}
        return replace(self, rows=tuple(row.model_copy(update=bare) for row in self.rows))

    @staticmethod
    def read(text: str) -> "Search":
        """What `written` gave."""
        return _SEARCH.validate_json(text)


_SEARCH = TypeAdapter(Search)


def in_order(rows: Iterable[Row], sort: Sort) -> Sequence[Row]:
    """These rows in the order that a person chose."""
    key = _KEYS.get(sort)
    return sorted(rows, key=key, reverse=sort is Sort.NEWEST) if key else tuple(rows)


def _since(row: Row) -> float:
    at = row.ordered_at or row.created_at
    return at.timestamp() if at else 0.0


_KEYS: Mapping[Sort, Callable[[Row], Any]] = {
    Sort.NEWEST: _since,
    Sort.OLDEST: _since,
    Sort.STATUS: lambda row: row.fulfillment_status,
    Sort.COUNTRY: lambda row: row.country,
}
