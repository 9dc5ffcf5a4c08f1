"""The result of a search and its form: valid whatever comes, honest about what they know."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from blocks import ids
from blocks.forms import result_view
from blocks.message import Message
from blocks.parts import LONGEST_VALUE
from blocks.results import NOT_KEPT, Shown, Turn, read_turn, results, search_expired
from blocks.search_form import LONGEST_LIST, Wanted, query_of, read_search_form, search_form
from bot.orders.countries import NAMES
from bot.orders.dialect import Dialect
from bot.orders.errors import NotAsked
from bot.orders.filters import FINANCIAL_STATUSES, Typist, checked, read_filters
from bot.orders.found import Search, Sort
from bot.orders.query import Query
from bot.orders.row import Row
from bot.orders.statuses import STATUSES
from bot.sandbox.block_kit import message_faults, modal_faults

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
OSLO = ZoneInfo("Europe/Oslo")
ANN = Typist(OSLO, NOON)
KEY = "k" * 24
PHASES = (Phase.explicit, Phase.generate)

Json = dict[str, Any]


def _drawn(search: Search, page: int = 0) -> Message:
    return results(Shown(search, Turn(KEY, page, ""), Dialect.CONNECT, OSLO, NOON))


def _found(count: int, **fields: Any) -> Search:
    rows = tuple(Row(id=f"g-{n}", order_reference_id=str(n)) for n in range(count))
    return Search(
        Query(countries=("US",)), **{"rows": rows, "is_complete": True, "is_exact": True, **fields}
    )


def _buttons(message: Message) -> dict[str, Json]:
    return {
        e["action_id"]: e for b in message.blocks for e in b.get("elements", ()) if "value" in e
    }


def _faults(message: Message) -> list[Any]:
    body = {"text": message.text, "blocks": list(message.blocks)}
    return [*message_faults(body), *modal_faults(result_view(message))]


hostile = st.sampled_from(
    ["<!channel>", "*b* <https://evil.example.com|x>", "\u202ex\u200b", "\x00", "", " ", "x" * 9000,
     "👨\u200d👩\u200d👧", "&lt;", "=1+1"]
) | st.text(max_size=20)  # fmt: skip
moments = st.none() | st.integers(-400_000, 1_400_000).map(lambda n: NOON + timedelta(hours=n))
rows = st.builds(
    Row, id=hostile.filter(bool), order_reference_id=hostile, fulfillment_status=hostile,
    currency=hostile, country=hostile, ordered_at=moments, updated_at=moments,
    items_count=st.none() | st.integers(-9, 10**12),
    total_incl_vat=st.none() | st.decimals(-(10**9), 10**9, places=3),
)  # fmt: skip
few = st.lists(hostile.filter(bool).map(lambda text: text[:100]), max_size=50).map(tuple)
queries = st.builds(
    Query, references=few, store_ids=few, channels=few, words=hostile.map(lambda t: t[:100]),
    statuses=st.lists(st.sampled_from(STATUSES), unique=True).map(tuple),
    countries=st.lists(st.sampled_from(sorted(NAMES)), max_size=50, unique=True).map(tuple),
    financial_statuses=st.lists(st.sampled_from(FINANCIAL_STATUSES), unique=True).map(tuple),
    since=moments, until=moments,
)  # fmt: skip
names = st.lists(st.sampled_from(["words", "channels", "until", "store_ids"]), unique=True)
searches = st.builds(
    Search, queries, rows=st.lists(rows, max_size=25).map(tuple), looked_at=st.integers(0, 9**6),
    is_complete=st.booleans(), dropped=names.map(tuple), unknown=names.map(tuple),
    unjudged=names.map(tuple), sort=st.sampled_from(Sort),
)  # fmt: skip


@settings(max_examples=60, deadline=None, phases=PHASES)
@given(searches, st.integers(0, 2))
def test_every_result_is_valid(search: Search, page: int):
    """Slack takes it as a message and inside a form, whatever the rows hold."""
    message = _drawn(search, page)
    assert _faults(message) == []
    assert "mrkdwn" not in json.dumps(message.blocks)
    assert "<" not in message.text
    for value in (button["value"] for button in _buttons(message).values()):
        assert 0 < len(value) <= LONGEST_VALUE


@settings(max_examples=60, deadline=None, phases=PHASES)
@given(queries)
def test_every_form_is_valid(query: Query):
    """Slack takes the form, whatever it is filled with."""
    assert modal_faults(search_form(query, OSLO)) == []


def test_the_empty_form_and_an_expired_search_are_valid():
    """The first and the last thing that a search draws."""
    assert modal_faults(search_form()) == []
    assert _faults(search_expired("")) == []
    assert _faults(search_expired("x" * 1500)) == []


@pytest.mark.parametrize(
    ("search", "title"),
    [
        (_found(0), "No orders found"),
        (_found(0, is_complete=False), "No orders found so far"),
        (_found(1), "1 order"),
        (_found(23), "23 orders"),
        (_found(1, is_exact=False), "At least 1 order"),
        (_found(50, is_exact=False), "At least 50 orders"),
    ],
)
def test_a_count_is_exact_or_at_least(search: Search, title: str):
    """Nothing is counted that was not seen."""
    assert _drawn(search).blocks[0]["text"]["text"] == title


UNKNOWN = "Gelato cannot filter by the name; 2,000 orders were looked at one by one for that."
DROPPED = "Gelato also listed orders that do not fit the country; they were left out."
UNJUDGED = "Gelato does not tell the store of an order here, so that filter was not applied."
PAUSED = "The first 2,000 orders were looked at. There may be more."
SORTED = "Sorted is what was fetched so far; what is fetched later comes behind."


@pytest.mark.parametrize(
    ("fields", "notes"),
    [
        ({}, []),
        ({"unknown": ("words",)}, [UNKNOWN]),
        ({"unknown": ("words",), "dropped": ("words",)}, [UNKNOWN]),
        ({"dropped": ("countries",)}, [DROPPED]),
        ({"unjudged": ("store_ids",)}, [UNJUDGED]),
        ({"is_complete": False}, [PAUSED]),
        ({"is_complete": False, "budget": 2001}, []),
        ({"is_complete": False, "budget": 2001, "sort": Sort.NEWEST}, [SORTED]),
        ({"sort": Sort.NEWEST}, []),
    ],
)
def test_a_result_says_how_far_it_can_be_relied_on(
    as_text: Any, fields: dict[str, Any], notes: list[str]
):
    """What our side did in Gelato's place, what nobody could, and where the search stopped."""
    blocks = [
        b for b in _drawn(_found(2, looked_at=2000, **fields)).blocks if b["type"] == "context"
    ]
    assert as_text(blocks)[1:] == notes


@pytest.mark.parametrize(
    ("search", "page", "buttons"),
    [
        (_found(0), 0, {ids.SEARCH_REFINE}),
        (_found(10), 0, {ids.SEARCH_REFINE, ids.SEARCH_SHEET}),
        (_found(11), 0, {ids.SEARCH_NEXT, ids.SEARCH_REFINE, ids.SEARCH_SHEET}),
        (_found(11), 1, {ids.SEARCH_PREVIOUS, ids.SEARCH_REFINE, ids.SEARCH_SHEET}),
        (
            _found(10, is_complete=False),
            0,
            {ids.SEARCH_NEXT, ids.SEARCH_REFINE, ids.SEARCH_SHEET},
        ),
        (
            _found(10, is_complete=False, looked_at=2000),
            0,
            {ids.SEARCH_MORE, ids.SEARCH_REFINE, ids.SEARCH_SHEET},
        ),
    ],
)
def test_buttons_are_those_that_do_something(search: Search, page: int, buttons: set[str]):
    """No next page where there is none, and a question before more orders are looked at."""
    assert set(_buttons(_drawn(search, page))) == buttons


def test_a_row_tells_what_helps_to_choose(as_text: Any):
    """Symbol, reference, status, country, items, total, last change."""
    row = Row(
        id="g-1", order_reference_id="1042", fulfillment_status="shipped", country="US",
        items_count=2, total_incl_vat=Decimal("33.45"), currency="USD",
        updated_at=NOON - timedelta(days=7), first_name="Maya", last_name="Rosen",
    )  # fmt: skip
    message = _drawn(replace(_found(0), rows=(row,)))
    line = as_text([{**message.blocks[2], "accessory": None}])[0]
    assert line == "🚚 1042 · Shipped · United States · 2 items · 33.45 USD · changed 7 days ago"
    assert message.blocks[2]["accessory"]["value"] == "g-1"
    assert "Maya" not in json.dumps(message.blocks)


def test_a_button_leads_to_its_page_and_knows_its_filters():
    """What a button carries is read back: the key, the page, and what was searched for."""
    query = read_filters('country:US name:"Ann Lee" since:7d', ANN)
    message = _drawn(replace(_found(25), query=query), 1)
    for action_id, page in ((ids.SEARCH_NEXT, 2), (ids.SEARCH_PREVIOUS, 0), (ids.SEARCH_SHEET, 1)):
        turn = read_turn(_buttons(message)[action_id]["value"])
        assert (turn.key, turn.page) == (KEY, page)
        assert read_filters(turn.again, ANN) == query


def test_filters_that_are_too_long_are_left_out_of_a_button():
    """Half a filter would find something else: the form is opened instead."""
    query = Query(references=tuple("x" * 99 + str(n) for n in range(20)))
    turn = read_turn(_buttons(_drawn(replace(_found(25), query=query)))[ids.SEARCH_NEXT]["value"])
    assert turn == Turn(KEY, 1, "")
    assert _buttons(search_expired(turn.again))[ids.SEARCH_AGAIN]["value"] == NOT_KEPT


@pytest.mark.parametrize(
    ("value", "turn"),
    [
        ("", Turn("", 0, "")),
        ("k", Turn("k", 0, "")),
        ("k x", Turn("k", 0, "")),
        ("k -1 a", Turn("k", 0, "a")),
        ("k 2 a b", Turn("k", 2, "a b")),
    ],
)
def test_any_value_of_a_button_is_read(value: str, turn: Turn):
    """A forged or older value leads to the first page."""
    assert read_turn(value) == turn


def _filled(view: Json) -> Json:
    """The form as Slack sends it when a person changes nothing."""
    values = {}
    for block in view["blocks"]:
        element = block["element"]
        state = {
            "value": element.get("initial_value"),
            "selected_date": element.get("initial_date"),
            "selected_options": element.get("initial_options", []),
        }
        values[block["block_id"]] = {element["action_id"]: state}
    return {"state": {"values": values}}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "status:sent,failed",
        "payment:paid,to_be_invoiced",
        "country:US,NO",
        "since:7d until:yesterday",
        'name:"Ann Lee"',
        'ref:1042,"a b",#7',
        "store:s1,s2",
        "channel:shopify,etsy",
        f"ref:{','.join(str(n) * 10 for n in range(100_000, 100_040))}",
    ],
    ids=lambda text: text[:30],
)
def test_a_form_reads_what_it_drew(text: str):
    """Who opens the form filled and sends it off unchanged gets the same search."""
    query = read_filters(text, ANN)
    wanted = read_search_form(_filled(search_form(query, OSLO)))
    assert query_of(wanted, ANN) == query


@pytest.mark.parametrize(
    ("typed", "values"),
    [("1042,1043", ("1042", "1043")), (" 1042  1043 1042", ("1042", "1043")), (", ,", ())],
)
def test_a_list_in_a_form_may_have_commas(typed: str, values: tuple[str, ...]):
    """A pasted list of references is a list."""
    assert query_of(Wanted(reference=typed), ANN).references == values


@pytest.mark.parametrize(
    ("since", "until", "early"),
    [("2026-11-02", "2026-11-01", True), ("2026-11-01", "2026-11-01", False), ("", "x", False)],
)
def test_a_form_knows_an_end_before_its_start(since: str, until: str, early: bool):
    """The same day is a day."""
    assert Wanted(since=since, until=until).ends_too_early is early


def test_a_form_is_limited_like_the_typed_filters():
    """Fifty-one references are refused, however they come."""
    typed = " ".join(map(str, range(51)))
    assert len(typed) < LONGEST_LIST
    with pytest.raises(NotAsked, match="51 values"):
        query_of(Wanted(reference=typed), ANN)
    assert checked(query_of(Wanted(reference=typed[:-3]), ANN))
