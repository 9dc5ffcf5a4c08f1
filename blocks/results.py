"""The result of a search, ten orders a page."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from blocks import ids
from blocks.message import Message
from blocks.order_lines import count_words
from blocks.parts import (
    Block,
    Element,
    actions,
    button,
    choice,
    context,
    escaped,
    header,
    option,
    plain,
    section,
    tame,
)
from bot.orders.age import age_words
from bot.orders.countries import country_name
from bot.orders.dialect import Dialect
from bot.orders.filters import query_words, typed
from bot.orders.found import ROWS_A_PAGE, Search, Sort
from bot.orders.money import amount_words
from bot.orders.row import Row
from bot.orders.statuses import status_words

LONGEST_TYPED = 1_500
NOT_KEPT = "-"
"""In a button's place of filters, where they are none or too long."""
_FILTER_WORDS = {
    "words": "the name",
    "financial_statuses": "the payment status",
    "references": "the references",
    "store_ids": "the store",
    "channels": "the channel",
    "statuses": "the status",
    "countries": "the country",
    "since": "the date",
    "until": "the date",
}


_NOTHING = "Nothing fits all of these filters. Refine the search to see more."
_NOTHING_YET = "Nothing that was looked at fits all of these filters."


@dataclass(frozen=True)
class Turn:
    """What a button of a result carries."""

    key: str
    """Leads to the search in the store."""
    page: int
    """The page to show, the first being 0."""
    again: str
    """The filters, for when the search is no longer kept."""


def read_turn(value: str) -> Turn:
    """What a button that was drawn here carried."""
    key, _, rest = value.partition(" ")
    page, _, again = rest.partition(" ")
    return Turn(key, int(page) if page.isdecimal() else 0, again)


@dataclass(frozen=True)
class Shown:
    """One page of a search, for one person."""

    search: Search
    turn: Turn
    dialect: Dialect
    zone: ZoneInfo
    now: datetime


def results(shown: Shown) -> Message:
    """A page of rows, each with a button that opens its card."""
    search = shown.search
    understood = query_words(search.query, shown.zone)
    title = _count(search)
    blocks = [
        header(title),
        context(plain(f"Searched for: {understood}")),
        *_rows(shown),
        *(context(plain(note)) for note in _notes(shown)),
        actions(*_buttons(shown)),
    ]
    return Message(f"{title}: {escaped(understood)}", tuple(blocks))


def search_expired(again: str) -> Message:
    """For a click on a result whose search is no longer kept."""
    text = "This search has expired."
    return Message(
        text, (section(text), actions(button("Search again", ids.SEARCH_AGAIN, again or NOT_KEPT)))
    )


def _count(search: Search) -> str:
    count = len(search.rows)
    if not count:
        return "No orders found" if search.is_complete else "No orders found so far"
    words = count_words(count, "order")
    return words if search.is_exact else f"At least {words}"


def _rows(shown: Shown) -> Iterator[Block]:
    if not shown.search.rows:
        yield section(_NOTHING if shown.search.is_complete else _NOTHING_YET)
    for row in shown.search.page(shown.turn.page):
        yield section(_row_words(row, shown), button("Open", ids.OPEN, row.id))


def _row_words(row: Row, shown: Shown) -> str:
    status = status_words(row.fulfillment_status, shown.dialect)
    total = amount_words(row.total_incl_vat, row.currency) if row.total_incl_vat else ""
    items = count_words(row.items_count, "item") if row.items_count else ""
    changed = f"changed {age_words(row.updated_at, shown.now)}" if row.updated_at else ""
    parts = (
        f"{status.symbol} {tame(row.order_reference_id or row.id, 60)}",
        tame(status.label, 40),
        country_name(row.country),
        items,
        total,
        changed,
    )
    return " · ".join(part for part in parts if part)


def _notes(shown: Shown) -> Iterator[str]:
    """What the person should know about how far this can be relied on."""
    search = shown.search
    unknown = [name for name in search.unknown if name not in search.unjudged]
    if unknown and (search.looked_at or search.rows):
        names = ", ".join(dict.fromkeys(_FILTER_WORDS.get(name, name) for name in unknown))
        yield (
            f"Gelato cannot filter by {names}; "
            f"{search.looked_at:,} orders were looked at one by one for that."
        )
    if ignored := set(search.dropped) - set(search.unknown):
        names = ", ".join(sorted({_FILTER_WORDS.get(name, name) for name in ignored}))
        yield f"Gelato also listed orders that do not fit {names}; they were left out."
    if search.unjudged:
        names = ", ".join(_FILTER_WORDS.get(name, name) for name in search.unjudged)
        yield f"Gelato does not tell {names} of an order here, so that filter was not applied."
    if search.is_paused:
        yield f"The first {search.looked_at:,} orders were looked at. There may be more."
    if search.sort is not Sort.AS_LISTED and not search.is_complete:
        yield "Sorted is what was fetched so far; what is fetched later comes behind."


def _buttons(shown: Shown) -> Iterator[Element]:
    search, page = shown.search, shown.turn.page
    if page > 0:
        yield button("← Previous", ids.SEARCH_PREVIOUS, _value(shown, page - 1))
    if len(search.rows) > (page + 1) * ROWS_A_PAGE or not (search.is_complete or search.is_paused):
        yield button("Next →", ids.SEARCH_NEXT, _value(shown, page + 1))
    elif search.is_paused:
        yield button("Look at more", ids.SEARCH_MORE, _value(shown, page))
    yield button("Refine…", ids.SEARCH_REFINE, _value(shown, page))
    if search.rows:
        yield button("As CSV", ids.SEARCH_SHEET, _value(shown, page))
    if len(search.rows) > 1:
        yield choice(ids.SEARCH_SORT, "Sort", [_sort_option(sort, shown) for sort in Sort])


def _sort_option(sort: Sort, shown: Shown) -> Element:
    return option(sort.capitalize(), f"{sort.name} {shown.turn.key} 0")


def _value(shown: Shown, page: int) -> str:
    """What a button carries: the key, the page, and the filters for when the search is gone."""
    again = typed(shown.search.query, shown.zone)
    return f"{shown.turn.key} {page} {again if len(again) <= LONGEST_TYPED else ''}"
