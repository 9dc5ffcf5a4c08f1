"""Searching through the desk: what is found, what it costs Gelato, and how it goes on."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.orders.dialect import Dialect
from bot.orders.errors import NotAsked, OrderdeskError
from bot.orders.filters import Typist, read_filters
from bot.orders.found import MOST_LOOKED_AT, ROWS_A_PAGE, Search, Sort
from bot.orders.query import Query
from bot.store.ports import Operation

NOON = datetime.fromisoformat("2026-11-21T12:00Z")
ANN = Typist(ZoneInfo("Europe/Oslo"), NOON)
ALL = 10_000
PAGE = {Dialect.CONNECT: 50, Dialect.V4: 100}

Order = dict[str, Any]


def _asked(text: str) -> Search:
    return Search(read_filters(text, ANN))


def _name(order: Order) -> str:
    address = order["shippingAddress"]
    return f"{address.get('firstName')} {address.get('lastName')} {order['orderReferenceId']}"


def _ordered(order: Order) -> datetime:
    return datetime.fromisoformat(order["orderedAt"] or order["createdAt"])


def _country(order: Order) -> str:
    return order["shippingAddress"].get("country")


FITTING = {
    "": lambda _: True,
    "status:shipped,delivered": lambda o: o["fulfillmentStatus"] in {"shipped", "delivered"},
    "country:US": lambda o: _country(o) == "US",
    "country:US,CA,DE": lambda o: _country(o) in {"US", "CA", "DE"},
    "payment:paid": lambda o: o["financialStatus"] == "paid",
    "channel:shopify": lambda o: o["channel"] == "shopify",
    "ref:1042": lambda o: o["orderReferenceId"] == "1042",
    "ref:1042,1050": lambda o: o["orderReferenceId"] in {"1042", "1050"},
    "name:maya": lambda o: "maya" in _name(o).casefold(),
    "since:7d": lambda o: _ordered(o) >= datetime.fromisoformat("2026-11-13T23:00Z"),
    "until:2026-11-14": lambda o: _ordered(o) < datetime.fromisoformat("2026-11-14T23:00Z"),
    "country:US status:shipped payment:paid": lambda o: (
        (_country(o), o["fulfillmentStatus"], o["financialStatus"]) == ("US", "shipped", "paid")
    ),
}
UNKNOWN = {
    "payment:paid": "financial_statuses",
    "channel:shopify": "channels",
    "ref:1042,1050": "references",
    "name:maya": "words",
    "country:US status:shipped payment:paid": "financial_statuses",
}
"""What GelatoConnect cannot filter; v4 knows all of them."""


@pytest.mark.parametrize("text", FITTING, ids=lambda text: text or "all")
async def test_what_is_found_is_what_fits(office, text: str):
    """Whatever the dialect knows of filters, exactly the orders that fit are found, each once."""
    found = await office.desk.orders.search(_asked(text), ALL, office.asker)
    wanted = sorted(o["id"] for o in office.stand_in.book.findable() if FITTING[text](o))
    assert sorted(row.id for row in found.rows) == wanted
    assert wanted, "the table has rows for every filter"
    assert (found.is_complete, found.is_exact) == (True, True)
    cannot = UNKNOWN.get(text) if office.desk.orders.dialect is Dialect.CONNECT else None
    assert found.unknown == ((cannot,) if cannot else ())


@pytest.mark.parametrize("text", [text for text in FITTING if text not in UNKNOWN])
async def test_the_first_page_costs_two_calls_at_most(office, text: str):
    """What the dialect can filter is there at once."""
    await office.desk.orders.search(_asked(text), ROWS_A_PAGE + 1, office.asker)
    assert len(office.stand_in.requests) <= 2


async def test_a_full_name_is_found(office):
    """First and last name together are a name, in either dialect and whatever the letter case."""
    order = office.stand_in.order("1042")
    address = order["shippingAddress"]
    text = f'name:"{address["firstName"].upper()} {address["lastName"]}"'
    found = await office.desk.orders.search(_asked(text), ALL, office.asker)
    assert order["id"] in {row.id for row in found.rows}


async def test_a_store_is_asked_for_where_it_is_known(office):
    """v4 filters by store; of GelatoConnect it is told that nobody could."""
    store = next(o["storeId"] for o in office.stand_in.orders if o["storeId"])
    found = await office.desk.orders.search(_asked(f"store:{store}"), ALL, office.asker)
    if office.desk.orders.dialect is Dialect.CONNECT:
        assert (found.unknown, found.unjudged) == (("store_ids",), ("store_ids",))
    else:
        wanted = {o["id"] for o in office.stand_in.book.findable() if o["storeId"] == store}
        assert {row.id for row in found.rows} == wanted


def _grow(office, count: int) -> None:
    """As many orders as that, all alike."""
    book = office.stand_in.orders
    pattern = next(o for o in book if o["orderReferenceId"] == "1042")
    book[:] = [{**pattern, "id": f"o-{n}", "orderReferenceId": f"R{n:05}"} for n in range(count)]


@pytest.mark.parametrize("wanted", [1, 11, 21, 51, 101, 151])
async def test_no_more_is_read_than_was_asked_for(office, wanted: int):
    """Pages of Gelato's are read as far as the person has turned those of the result."""
    _grow(office, 400)
    found = await office.desk.orders.search(_asked(""), wanted, office.asker)
    assert wanted <= len(found.rows) < wanted + PAGE[office.desk.orders.dialect]
    assert not found.is_complete
    before = len(office.stand_in.requests)
    assert await office.desk.orders.search(found, len(found.rows), office.asker) == found
    assert len(office.stand_in.requests) == before


@pytest.mark.parametrize(("budget", "paused"), [(200, True), (399, True), (2000, False)], ids=str)
async def test_looking_one_by_one_ends_at_the_budget(office, budget: int, paused: bool):
    """Where nothing fits, the search stops at its budget, and says that there may be more."""
    _grow(office, 400)
    # v4 filters all by itself, but for the rest of a name
    search = replace(_asked('name:"R00 xyz"'), budget=budget)
    found = await office.desk.orders.search(search, ROWS_A_PAGE + 1, office.asker)
    assert found.is_paused is paused
    assert found.is_complete is not paused
    assert found.looked_at < budget + PAGE[office.desk.orders.dialect]
    assert found.rows == ()


async def test_a_paused_search_goes_on_and_finds_the_rest(office):
    """Who wants more gets as many again, and at the end every order was looked at once."""
    _grow(office, 400)
    for order in office.stand_in.orders:
        order["shippingAddress"] = {**order["shippingAddress"], "firstName": "Commons"}
    for number in (7, 180, 390):
        address = office.stand_in.orders[number]["shippingAddress"]
        address["lastName"] = "Rare"
    found = replace(_asked('name:"Commons Rare"'), budget=100)
    looked_at = []
    for _ in range(9):
        found = await office.desk.orders.search(found, ALL, office.asker)
        looked_at.append(found.looked_at)
        if found.is_complete:
            break
        found = replace(found, budget=found.looked_at + 100)
    assert sorted(row.order_reference_id for row in found.rows) == ["R00007", "R00180", "R00390"]
    assert looked_at == sorted(set(looked_at))


def test_going_on_allows_as_many_again():
    """The budget begins anew where the last one ended."""
    paused = Search(Query(words="x"), looked_at=2010)
    assert paused.is_paused
    assert paused.going_on().budget == 2010 + MOST_LOOKED_AT
    assert not paused.going_on().is_paused
    assert not replace(paused, is_complete=True).is_paused
    assert not replace(paused, looked_at=1999).is_paused


async def test_a_search_that_was_written_down_goes_on_where_it_was(office):
    """From page to page, over the store: no order twice, none lost."""
    _grow(office, 230)
    search, pages = _asked(""), []
    for page in range(23):
        search = await office.desk.orders.search(search, (page + 1) * ROWS_A_PAGE + 1, office.asker)
        search = Search.read(search.written())
        pages += [row.id for row in search.page(page)]
    assert sorted(pages) == sorted(o["id"] for o in office.stand_in.orders)
    assert search.is_complete
    assert len(office.stand_in.requests) <= 230 // (PAGE[office.desk.orders.dialect] - 1) + 1


async def test_a_search_comes_back_as_it_was_written(office):
    """Query, rows, sorting and budget: all of it survives the store."""
    found = await office.desk.orders.search(
        _asked("status:shipped name:o since:30d until:today"), ALL, office.asker
    )
    found = replace(found, sort=Sort.NEWEST, budget=77)
    assert Search.read(found.written()) == found


@pytest.mark.parametrize("text", ["", "country:US", "name:o", "payment:paid"])
async def test_no_name_of_a_recipient_is_written(office, text: str):
    """What the store keeps of a result names nobody."""
    for order in office.stand_in.orders:
        order["shippingAddress"] |= {"firstName": "Zyxfirst", "lastName": "Zyxlasto"}
    found = await office.desk.orders.search(_asked(text), ALL, office.asker)
    assert found.rows
    assert "Zyx" not in found.written()


async def test_a_search_leaves_one_row(office):
    """The first page is recorded, whoever turns how many afterwards; no filter's value is in it."""
    _grow(office, 230)
    search = await office.desk.orders.search(_asked("name:R00"), 11, office.asker)
    for wanted in (21, 121, 230):
        search = await office.desk.orders.search(search, wanted, office.asker)
    entry = await office.entry()
    assert (entry.operation, entry.outcome) == (Operation.SEARCH, "done")
    assert "R00" not in entry.reference


async def test_a_search_that_fails_leaves_its_row_too(office):
    """What went wrong is written down."""
    office.stand_in.faults.add("status", "search", status=400, body="{}")
    with pytest.raises(OrderdeskError):
        await office.desk.orders.search(_asked(""), 11, office.asker)
    assert (await office.entry()).outcome != "done"


async def test_a_refused_filter_leaves_its_row(office):
    """A typing error is an asking as well."""
    with pytest.raises(NotAsked):
        await office.desk.records.turn_away("stats:x", office.asker, NotAsked("no"))
    assert (await office.entry()).outcome == "not_asked"


async def test_a_hundred_thousand_hits_are_a_page(office):
    """However many fit, the first page is one call."""
    _grow(office, 20_000)
    found = await office.desk.orders.search(_asked(""), 11, office.asker)
    assert len(office.stand_in.requests) == 1
    assert len(found.rows) == PAGE[office.desk.orders.dialect]


SORTED = {
    Sort.AS_LISTED: ["b", "a", "d", "c"],
    Sort.NEWEST: ["a", "d", "b", "c"],
    Sort.OLDEST: ["c", "b", "d", "a"],
    Sort.STATUS: ["c", "a", "b", "d"],
    Sort.COUNTRY: ["c", "d", "b", "a"],
}


@pytest.mark.parametrize("sort", Sort)
def test_what_was_fetched_is_sorted(sort: Sort):
    """Each order of rows is what its name says; rows without a date are the oldest."""
    rows = Search.read(
        '{"query": {}, "rows": ['
        '{"id": "b", "fulfillmentStatus": "printed", "country": "NO", "orderedAt": "2026-11-01"},'
        '{"id": "a", "fulfillmentStatus": "created", "country": "US", "orderedAt": "2026-11-03"},'
        '{"id": "d", "fulfillmentStatus": "shipped", "country": "DE", "createdAt": "2026-11-02"},'
        '{"id": "c"}]}'
    )
    assert [row.id for row in rows.sorted_by(sort).page(0)] == SORTED[sort]


@pytest.mark.parametrize("sort", Sort)
async def test_no_row_is_lost_or_doubled_by_sorting(office, sort: Sort):
    """Pages that were turned stay as they were: what is fetched later comes behind."""
    search = (await office.desk.orders.search(Search(Query()), 11, office.asker)).sorted_by(sort)
    shown: list[str] = []
    number = 0
    while page := search.page(number):
        shown += [row.id for row in page]
        number += 1
        search = await office.desk.orders.search(search, (number + 1) * 10 + 1, office.asker)
    assert sorted(shown) == sorted({order["id"] for order in office.stand_in.book.findable()})


@pytest.mark.parametrize(("number", "count"), [(0, 10), (1, 10), (2, 3), (3, 0)])
def test_a_page_is_ten_rows(number: int, count: int):
    """The last one holds what is left."""
    rows = ",".join(f'{{"id": "{n}"}}' for n in range(23))
    search = Search.read(f'{{"query": {{}}, "rows": [{rows}]}}')
    shown = [row.id for row in search.page(number)]
    assert shown == [str(n) for n in range(number * 10, number * 10 + count)]


async def test_time_that_runs_out_is_no_end(office):
    """The budget is of orders; a search that was cut short does not claim to be whole."""
    _grow(office, 400)
    found = await office.desk.orders.search(replace(_asked(""), budget=1), ALL, office.asker)
    assert not found.is_complete
    assert found.is_paused
    assert found.looked_at >= 1
