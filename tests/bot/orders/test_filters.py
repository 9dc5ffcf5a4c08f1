"""The typed filters of a search: understood, refused with a way on, and said back in words."""

from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.orders.errors import NotAsked
from bot.orders.filters import (
    FINANCIAL_STATUSES,
    LONGEST_VALUE,
    MOST_VALUES,
    Typist,
    checked,
    query_words,
    read_filters,
    typed,
)
from bot.orders.query import Query
from bot.orders.statuses import GROUPS

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
OSLO = ZoneInfo("Europe/Oslo")
ANN = Typist(OSLO, NOON)
SINCE = datetime(2026, 11, 14, tzinfo=OSLO)

UNDERSTOOD = [
    ("", Query(), "all orders", ""),
    ("status:shipped", Query(statuses=("shipped",)), "shipped", "status:shipped"),
    ("STATUS:Shipped", Query(statuses=("shipped",)), "shipped", "status:shipped"),
    ("status:cancelled", Query(statuses=("canceled",)), "canceled", "status:canceled"),
    (
        'status:"in transit",in-transit',
        Query(statuses=("in_transit",)),
        "in transit",
        "status:in_transit",
    ),
    (
        "status:sent",
        Query(statuses=("shipped", "in_transit")),
        "shipped or in transit",
        "status:shipped,in_transit",
    ),
    (
        "status:shipped,sent",
        Query(statuses=("shipped", "in_transit")),
        "shipped or in transit",
        "status:shipped,in_transit",
    ),
    (
        "payment:to_be_invoiced,paid",
        Query(financial_statuses=("to_be_invoiced", "paid")),
        "payment to be invoiced or paid",
        "payment:to_be_invoiced,paid",
    ),
    ("payment:paid,Paid", Query(financial_statuses=("paid",)), "payment paid", "payment:paid"),
    (
        'country:us,"united kingdom",GB',
        Query(countries=("US", "GB")),
        "to United States or United Kingdom",
        "country:US,GB",
    ),
    (
        'name:"Ann  Lee"',
        Query(words="Ann Lee"),
        "“Ann Lee” in the name or reference",
        'name:"Ann Lee"',
    ),
    (
        "name:“Ann Lee”",
        Query(words="Ann Lee"),
        "“Ann Lee” in the name or reference",
        'name:"Ann Lee"',
    ),
    ("name:a:b", Query(words="a:b"), "“a:b” in the name or reference", "name:a:b"),
    (
        "ref:1042,#1043",
        Query(references=("1042", "#1043")),
        "reference 1042 or #1043",
        "ref:1042,#1043",
    ),
    ('ref:"a b"', Query(references=("a b",)), "reference a b", 'ref:"a b"'),
    ("store:s1", Query(store_ids=("s1",)), "store s1", "store:s1"),
    ("channel:shopify", Query(channels=("shopify",)), "from shopify", "channel:shopify"),
    ("since:7d", Query(since=SINCE), "ordered since 14 Nov 2026", "since:2026-11-14"),
    (
        "until:2026-11-14",
        Query(until=datetime(2026, 11, 14, 23, 59, 59, 999_999, OSLO)),
        "until 14 Nov 2026",
        "until:2026-11-14",
    ),
    (
        'status:shipped country:US,CA since:7d name:"Ann Lee"',
        Query(statuses=("shipped",), countries=("US", "CA"), words="Ann Lee", since=SINCE),
        (
            "shipped · to United States or Canada · “Ann Lee” in the name or reference"
            " · ordered since 14 Nov 2026"
        ),
        'status:shipped country:US,CA name:"Ann Lee" since:2026-11-14',
    ),
]


@pytest.mark.parametrize(
    ("text", "query", "words", "again"), UNDERSTOOD, ids=[row[0] or "nothing" for row in UNDERSTOOD]
)
def test_filters_are_understood_and_said_back(text: str, query: Query, words: str, again: str):
    """What is typed becomes a query, is said in words, and can be typed again."""
    assert read_filters(text, ANN) == query
    assert query_words(query, OSLO) == words
    assert typed(query, OSLO) == again
    assert read_filters(again, ANN) == query


REFUSED = [
    ("stats:shipped", "There is no filter “stats”. Did you mean status?", "status:shipped"),
    (
        "colour:red",
        (
            "There is no filter “colour”. Known are: status, payment, country, since, until, "
            "name, ref, store, channel."
        ),
        "channel:red",
    ),
    (
        "shipped",
        "“shipped” is no filter. They look like status:shipped or name:\"Ann Lee\".",
        "status:shipped",
    ),
    (
        "country: US",
        "What of “country:”? A value goes right behind the colon, such as country:US",
        "country:US",
    ),
    ("status:shiped", "“shiped” is no status. Did you mean shipped?", "status:shipped"),
    ("status:undreway", "“undreway” is no status. Did you mean underway?", "status:underway"),
    ("payment:payed", "“payed” is no payment status. Did you mean paid?", "payment:paid"),
    ("country:Germani", "“Germani” is no country. Did you mean Germany?", "country:Germany"),
    ("country:Qqq", "“Qqq” is no country.", "country:QA"),
    (
        "ref:1 ref:2",
        "“ref” stands there twice. Values go behind one: ref:one,two",
        "ref:1,2",
    ),
    (
        f"ref:{','.join(map(str, range(51)))}",
        "That is 51 values; one filter takes at most 50.",
        f"ref:{','.join(map(str, range(50)))}",
    ),
    (
        f"ref:{'x' * 101}",
        "A value has at most 100 characters.",
        f"ref:{'x' * 100}",
    ),
    (
        f"name:{'x' * 101}",
        "A name has at most 100 characters.",
        f"name:{'x' * 100}",
    ),
    (
        "since:today until:yesterday",
        "The end of that time lies before its start.",
        "since:today until:today",
    ),
    (
        "since:1h until:2h",
        "The end of that time lies before its start.",
        "since:1h until:1h",
    ),
    ("ref:,", "What of “ref:,”? A value goes right behind the colon, such as country:US", "ref:1,"),
    (
        'name:" "',
        "What of “name: ”? A value goes right behind the colon, such as country:US",
        "name:a",
    ),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "sentence", "allowed"), REFUSED, ids=[row[0][:30] for row in REFUSED]
)
def test_what_cannot_be_searched_for_is_refused_with_a_way_on(
    text: str, sentence: str, allowed: str
):
    """A wrong filter gets its sentence, and what stands right beside it is allowed."""
    with pytest.raises(NotAsked) as refusal:
        read_filters(text, ANN)
    assert str(refusal.value) == sentence
    assert read_filters(allowed, ANN).filters


def test_the_limits_are_those_of_the_table():
    """The rows above stand at the limits."""
    assert (MOST_VALUES, LONGEST_VALUE) == (50, 100)


def test_a_thousand_countries_are_too_many():
    """A pasted list is refused by its number, not searched for in part."""
    codes = ",".join(f"{a}{b}" for a in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" for b in "ABCDEFGHIJKLMNOPQR")
    with pytest.raises(NotAsked, match="468 values"):
        read_filters(f"country:{codes}", ANN)


def test_every_status_stands_in_one_group():
    """A group names several statuses at once, and no status is in two of them."""
    grouped = [status for group in GROUPS.values() for status in group]
    assert len(grouped) == len(set(grouped))
    for name, statuses in GROUPS.items():
        assert read_filters(f"status:{name}", ANN).statuses == statuses


@pytest.mark.parametrize("field", ["references", "store_ids", "channels", "countries"])
def test_a_query_of_a_form_has_the_same_limits(field: str):
    """Wherever the values come from, more than fifty of them are refused."""
    assert checked(Query(**{field: ("US",) * 50}))
    with pytest.raises(NotAsked, match="51 values"):
        checked(Query(**{field: ("US",) * 51}))


@settings(max_examples=300, deadline=None)
@given(st.text(max_size=60) | st.lists(st.sampled_from(
    ["status", "payment", "country", "name", "ref", "since", "until", ":", ",", '"', " ", "7d",
     "US", "2026-02-29", "99999y", "٣d", "\x00", "“", "&lt;", "shipped", "ß", "\u202e"]
), max_size=12).map("".join))  # fmt: skip
def test_any_text_gives_a_query_or_a_refusal(text: str):
    """Nothing that can be typed breaks the reading of filters."""
    with suppress(NotAsked):
        assert query_words(read_filters(text, ANN), OSLO)


word = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(word, max_size=3),
    st.lists(word, max_size=2),
    word,
    st.lists(st.sampled_from(FINANCIAL_STATUSES), max_size=3),
)
@example(refs=["a\tb"], stores=["a\u00a0b"], name='Ann "the boss" Lee', payments=[])
@example(refs=['5"'], stores=['6"'], name="x", payments=["paid"])
def test_what_was_understood_can_be_typed_again(
    refs: list[str], stores: list[str], name: str, payments: list[str]
):
    """The filters that a button carries give the same query as the ones that were typed."""
    wanted = {"ref": ",".join(refs), "store": ",".join(stores), "name": name,
              "payment": ",".join(payments)}  # fmt: skip
    text = " ".join(f'{key}:"{value}"' for key, value in wanted.items() if value)
    try:
        query = read_filters(text, ANN)
    except NotAsked:
        return
    again = typed(query, OSLO)
    if "&" not in again:  # Slack's own escapes are read as such, wherever they stand
        assert read_filters(again, ANN) == query
