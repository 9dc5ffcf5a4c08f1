"""Searching: what each dialect is asked, and what is sifted again on our side."""

from dataclasses import fields
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.gelato.client import Gelato
from bot.gelato.search import asked
from bot.orders.dialect import Dialect
from bot.orders.query import Query, Sieve, matches
from bot.orders.row import Row
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.gelato.search import FILTERS

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
CONNECT, V4 = Dialect.CONNECT, Dialect.V4

SENT = [
    (Query(references=("1",)), "orderReferenceId", "1", "orderReferenceId", "1"),
    (Query(references=("1", "2")), None, None, "orderReferenceIds", ["1", "2"]),
    (Query(ids=("a",)), None, None, "ids", ["a"]),
    (Query(statuses=("shipped",)), "fulfillmentStatus", ["shipped"],
     "fulfillmentStatuses", ["shipped"]),
    (Query(financial_statuses=("paid",)), None, None, "financialStatuses", ["paid"]),
    (Query(countries=("US", "CA")), "countries", ["US", "CA"], "countries", ["US", "CA"]),
    (Query(currencies=("EUR",)), None, None, "currencies", ["EUR"]),
    (Query(channels=("api",)), None, None, "channels", ["api"]),
    (Query(order_types=("draft",)), None, None, "orderTypes", ["draft"]),
    (Query(store_ids=("s",)), None, None, "storeIds", ["s"]),
    (Query(words="Ann"), None, None, "search", "Ann"),
    (Query(since=NOON), "startDate", "2026-11-21T12:00:00+00:00",
     "startDate", "2026-11-21T12:00:00+00:00"),
    (Query(until=NOON), "endDate", "2026-11-21T12:00:00+00:00",
     "endDate", "2026-11-21T12:00:00+00:00"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("query", "connect", "connect_value", "v4", "v4_value"),
    SENT,
    ids=lambda value: ",".join(value.filters) if isinstance(value, Query) else "",
)
def test_each_filter_goes_out_under_the_name_of_its_dialect(
    query: Query, connect: str | None, connect_value: Any, v4: str, v4_value: Any
):
    """A documented name or none at all: a misnamed filter would be ignored (facts 3.1)."""
    sent = asked(query, V4)
    assert (sent.body, sent.unknown) == ({v4: v4_value}, ())
    sent = asked(query, CONNECT)
    assert sent.body == ({connect: connect_value} if connect else {})
    assert sent.unknown == (() if connect else query.filters)


def test_every_filter_of_a_query_has_its_row():
    """No filter is forgotten in the table above, and no documented one in the query."""
    assert {name for row in SENT for name in row[0].filters} == {f.name for f in fields(Query)}
    assert {row[3] for row in SENT} == set(FILTERS["v4"])
    assert {row[1] for row in SENT} - {None} == set(FILTERS["connect"])


def test_only_what_no_row_can_tell_is_left_unjudged():
    """GelatoConnect's rows name no store: that filter is neither sent nor sifted, and is told."""
    query = Query(store_ids=("s",), channels=("api",))
    sent = asked(query, CONNECT)
    assert (sent.unjudged, sent.unknown) == (("store_ids",), ("channels", "store_ids"))
    assert sent.sifted == Query(channels=("api",))
    assert asked(query, V4).sifted == query
    assert asked(query, V4).unjudged == ()


@pytest.mark.parametrize(
    ("moment", "since", "until"),
    [
        (NOON, "2026-11-21T12:00:00+00:00", "2026-11-21T12:00:00+00:00"),
        (NOON.astimezone(timezone(timedelta(hours=-5))), "2026-11-21T12:00:00+00:00",
         "2026-11-21T12:00:00+00:00"),
        (NOON + timedelta(microseconds=1), "2026-11-21T12:00:00+00:00",
         "2026-11-21T12:00:01+00:00"),
    ],
    ids=["whole", "other-zone", "a-bit-more"],
)  # fmt: skip
def test_dates_are_whole_seconds_that_cut_nothing_off(moment: datetime, since: str, until: str):
    """The start is never later, and the end never earlier than what was asked."""
    sent = asked(Query(since=moment, until=moment), V4).body
    assert (sent["startDate"], sent["endDate"]) == (since, until)


@pytest.mark.parametrize("name", ["since", "until"])
def test_a_moment_without_a_zone_is_no_moment(name: str):
    """A query that does not say which noon it means is a fault of ours."""
    with pytest.raises(ValueError, match="zone"):
        Query(**{name: datetime(2026, 11, 21, 12)})  # noqa: DTZ001 - that is the fault


ROW = Row(
    id="a", order_reference_id="#1042", fulfillment_status="shipped", financial_status="paid",
    channel="api", store_id="s", currency="EUR", country="NO", first_name="José",
    last_name="van Lee", order_type="order", ordered_at=NOON, created_at=NOON - timedelta(hours=2),
)  # fmt: skip
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("query", "failed"),
    [
        (Query(), None),
        (Query(references=("1042",)), "references"),
        (Query(references=("1", "#1042")), None),
        (Query(ids=("A",)), None),
        (Query(ids=("b",)), "ids"),
        (Query(statuses=("SHIPPED",)), None),
        (Query(statuses=("created", "printed")), "statuses"),
        (Query(financial_statuses=("paid",)), None),
        (Query(financial_statuses=("refunded",)), "financial_statuses"),
        (Query(countries=("no",)), None),
        (Query(countries=("US",)), "countries"),
        (Query(currencies=("eur",)), None),
        (Query(currencies=("USD",)), "currencies"),
        (Query(channels=("api",)), None),
        (Query(channels=("etsy",)), "channels"),
        (Query(order_types=("order",)), None),
        (Query(order_types=("draft",)), "order_types"),
        (Query(store_ids=("s",)), None),
        (Query(store_ids=("t",)), "store_ids"),
        (Query(words="lee"), None),
        (Query(words="JOSE LEE"), None),
        (Query(words="104"), None),
        (Query(words="Ann"), "words"),
        (Query(words="lee Ann"), "words"),
        (Query(since=NOON), None),
        (Query(since=NOON + HOUR), "since"),
        (Query(until=NOON - 2 * HOUR), None),
        (Query(until=NOON - 3 * HOUR), "until"),
        (Query(since=NOON - HOUR, until=NOON + HOUR), None),
        (Query(since=NOON - 3 * HOUR, until=NOON - HOUR), None),
        (Query(since=NOON - 3 * HOUR / 2, until=NOON - HOUR), "until"),
    ],
    ids=lambda value: repr(value)[6:40] if isinstance(value, Query) else str(value),
)
def test_a_row_is_held_against_every_filter(query: Query, failed: str | None):
    """The filters are applied again here: what Gelato should not have sent has a name."""
    assert Sieve(query).mismatch(ROW) == failed
    assert matches(ROW, query) == (failed is None)


@pytest.mark.parametrize(
    ("query", "is_kept"),
    [
        (Query(since=NOON), True),
        (Query(until=NOON), True),
        (Query(store_ids=("s",)), False),
        (Query(channels=("api",)), False),
        (Query(words="1042"), False),
    ],
    ids=["since", "until", "store", "channel", "words"],
)
def test_a_row_that_tells_nothing(query: Query, is_kept: bool):
    """A row without dates cannot be shown to be outside; one without a store is of none."""
    assert matches(Row(id="a"), query) is is_kept


words = st.sampled_from(["", "a", "A", "ß", "É", "x y"])
few = st.lists(words, max_size=2).map(tuple)
moments = st.none() | st.integers(0, 10**9).map(lambda n: NOON - timedelta(microseconds=n))
queries = st.builds(Query, **{f.name: few for f in fields(Query) if f.name not in
                              {"words", "since", "until"}},
                    words=words, since=moments, until=moments)  # fmt: skip
rows = st.builds(
    Row, id=st.sampled_from("aB"), order_reference_id=words, fulfillment_status=words,
    country=words, store_id=st.none() | words, first_name=words, ordered_at=moments,
    created_at=moments,
)  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(queries, rows, st.sampled_from(Dialect))
def test_any_query_can_be_asked_of_any_dialect(query: Query, row: Row, dialect: Dialect):
    """Each filter is sent or said to be unknown, and any row can be judged by it."""
    sent = asked(query, dialect)
    known = len(sent.body)
    assert known + len(sent.unknown) == len(query.filters)
    assert set(sent.unjudged) <= set(sent.unknown) <= set(query.filters)
    assert Sieve(query).mismatch(row) in {None, *query.filters}


REAL = [
    Query(),
    Query(references=("1042",)),
    Query(references=("1042", "1050")),
    Query(statuses=("shipped", "delivered")),
    Query(financial_statuses=("refunded",)),
    Query(countries=("US", "DE")),
    Query(currencies=("EUR",)),
    Query(channels=("shopify",)),
    Query(order_types=("draft",)),
    Query(words="lee"),
    Query(since=NOON - timedelta(days=3)),
    Query(until=NOON - timedelta(days=3)),
    Query(countries=("US",), statuses=("shipped",), since=NOON - timedelta(days=20)),
]


@pytest.mark.parametrize("query", REAL, ids=lambda query: ",".join(query.filters) or "all")
async def test_a_search_finds_what_it_was_asked_for(
    gelato: Gelato, stand_in: StandInGelato, query: Query
):
    """Whatever the dialect knows of filters, the rows are exactly those that were asked for."""
    rows: list[Row] = []
    async with gelato.search(query) as scan:
        async for page in scan:
            rows += page
    wanted = {order["id"] for order in stand_in.book.findable() if matches(row_of(order), query)}
    assert {row.id for row in rows} == wanted
    assert len(rows) == len(wanted)
    assert scan.is_complete
    known = set(query.filters) - set(scan.asked.unknown)
    assert not known & set(scan.dropped), "Gelato did its part"


def row_of(order: dict[str, Any]) -> Row:
    """The row of an order, made here: the stand-in's own is what is being tested."""
    address = order["shippingAddress"]
    names = {name: address.get(name) for name in ("firstName", "lastName", "country")}
    return Row.model_validate({**order, **names})


async def test_a_filter_that_gelato_ignores_is_noticed(gelato: Gelato, stand_in: StandInGelato):
    """Rows that should not have come are dropped, counted by the filter that they fail."""
    body = (
        '{"orders": [{"id": "1", "country": "US"}, {"id": "2", "country": "DE"}, {"id": "3"},'
        ' {"id": "1", "country": "US"}]}'
    )
    stand_in.faults.add("status", "search", status=200, body=body)
    async with gelato.search(Query(countries=("US",))) as scan:
        found = [row.id async for page in scan for row in page]
    assert found == ["1"]
    assert scan.dropped == {"countries": 2}
