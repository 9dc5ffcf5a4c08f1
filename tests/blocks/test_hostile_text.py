"""Text from outside, in every field, can do nothing in any drawing."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from blocks.forms import result_view
from blocks.message import LARGEST, MOST_BLOCKS, Message, without_pictures
from blocks.order import order_card
from blocks.order_lines import Reader
from blocks.replies import did_you_mean, help_page, not_built, problem, several, told
from bot.orders.dialect import Dialect
from bot.orders.family import Family
from bot.orders.order import Order
from bot.orders.recipient import Audience
from bot.sandbox.block_kit import message_faults, modal_faults

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
FOREIGN = "\ue000"
"""Stands in every text from outside: no drawing uses it by itself."""
PRIVATE = "\ue001"
"""Stands in every text about the recipient but the country."""
PHASES = (Phase.explicit, Phase.generate)
"""No shrinking: of examples this large it takes minutes."""
LONGEST_TEXT = 40_000
"""Where Slack refuses a message for its text (slack-facts 1.1)."""

POISONS = (
    "<!channel>",
    "<@U012ANN>",
    "<#C012SUPPORT>",
    "<!subteam^S1>",
    "<!date^0^{date}|x>",
    "<https://evil.example.com|x>",
    "https://evil.example.com",
    "*b* _i_ ~s~ `c`",
    "```\n> quote\n```",
    ":fire:",
    "@here @channel",
    "&lt;!channel&gt;",
    "\u202eright to left\u202c",
    "zero\u200bwidth\ufeff",
    "\x00\x07\x1b[31m",
    "line\nline\u2028line",
    "👨\u200d👩\u200d👧 🇳🇴",
    "e\u0301" * 50,
    '"}],"type":"mrkdwn"',
    "",
    " \n ",
)

plain = st.one_of(st.sampled_from(POISONS), st.text(max_size=30))
long = st.builds(lambda text: (text * 10_000)[:10_000], st.sampled_from(POISONS[:-2]))


def marked(mark: str) -> st.SearchStrategy[str]:
    """Hostile text that can be found again, and now and then none at all."""
    return st.one_of(
        st.sampled_from(["", " "]), st.builds(lambda text: mark + text + mark, plain | long)
    )


foreign = marked(FOREIGN)
short = st.builds(lambda text: f"{FOREIGN}{text}{FOREIGN}", plain)
private = marked(PRIVATE)
urls = st.one_of(
    foreign,
    st.sampled_from(["https://a.example.com/x", "http://a.example.com", "javascript:alert(1)"]),
    st.builds(lambda text: f"https://a.example.com/{text}", foreign),
)
statuses = st.one_of(st.sampled_from(["shipped", "failed", "delivered", "canceled"]), foreign)
moments = st.none() | st.datetimes(
    min_value=NOON.replace(tzinfo=None) - timedelta(days=9000),
    max_value=NOON.replace(tzinfo=None) + timedelta(days=9000),
    timezones=st.just(UTC),
)
days = st.none() | st.dates(date(2000, 1, 1), date(2040, 1, 1))
amounts = st.none() | st.integers(-(10**14), 10**14)

items = st.fixed_dictionaries(
    {
        "product_name": st.none() | foreign,
        "product_uid": foreign,
        "item_reference_id": foreign,
        "quantity": st.none() | st.integers(-(10**9), 10**9),
        "fulfillment_status": statuses,
        "previews": st.lists(st.fixed_dictionaries({"url": urls}), max_size=2),
    }
)
packages = st.fixed_dictionaries(
    {"tracking_code": st.none() | foreign, "tracking_url": st.none() | urls}
)
shipments = st.fixed_dictionaries(
    {
        "shipment_method_name": foreign,
        "min_delivery_date": days,
        "max_delivery_date": days,
        "packages": st.lists(packages, max_size=12),
    }
)
addresses = st.fixed_dictionaries(
    {
        **dict.fromkeys(
            (
                "first_name",
                "last_name",
                "company_name",
                "address_line1",
                "address_line2",
                "city",
                "post_code",
                "state",
                "email",
                "phone",
            ),
            private,
        ),
        "country": st.one_of(st.sampled_from(["US", "NO", ""]), foreign),
    }
)
receipts = st.fixed_dictionaries(
    {
        "transaction_type": st.sampled_from(["purchase", "refund"]) | foreign,
        "currency": st.sampled_from(["USD", "JPY"]) | foreign,
        "total_incl_vat": amounts,
    }
)
orders = st.fixed_dictionaries(
    {
        "order_reference_id": foreign,
        "fulfillment_status": statuses,
        "financial_status": foreign,
        "refusal_reason": st.none() | foreign,
        "currency": foreign,
        "created_at": moments,
        "ordered_at": moments,
        "items": st.lists(items, max_size=12),
        "shipment": st.none() | shipments,
        "shipping_address": st.none() | addresses,
        "receipts": st.lists(receipts, max_size=3),
    }
)


def _family(drawn: list[dict[str, Any]], ids: str, **fields: Any) -> Family:
    made = [Order.model_validate({"id": f"{n}{ids}"} | raw) for n, raw in enumerate(drawn)]
    return Family(tuple(made), read_at=NOON, **fields)


families = st.builds(
    _family,
    st.one_of(st.lists(orders, min_size=1, max_size=2), st.builds(lambda o: [o] * 12, orders)),
    short,
    dialect=st.sampled_from(Dialect),
    more_parts=st.sampled_from([0, 3]),
    parts_certain=st.booleans(),
)
readers = st.builds(Reader, st.sampled_from(Audience), st.just(NOON), st.booleans(), short)


def _objects(drawn: object) -> Iterator[Mapping[str, Any]]:
    """Every object in a drawing, at any depth."""
    if isinstance(drawn, Mapping):
        yield drawn
    inside = drawn.values() if isinstance(drawn, Mapping) else drawn
    if isinstance(inside, list | tuple) or isinstance(drawn, Mapping):
        for part in inside:
            yield from _objects(part)


def _check_objects(drawn: object) -> None:
    """Foreign text stands only where Slack reads nothing in it."""
    for each in _objects(drawn):
        kind = each.get("type")
        assert kind not in {"user", "channel", "usergroup", "broadcast", "team"}
        if kind == "mrkdwn":
            assert FOREIGN not in each["text"]
            assert PRIVATE not in each["text"]
            assert each["verbatim"] is True
        if kind == "plain_text":
            assert each["emoji"] is False
        if kind == "link":
            assert urlsplit(each["url"]).scheme in {"http", "https"}
            assert urlsplit(each["url"]).hostname
        if kind == "image":
            assert each["image_url"].startswith("https://")
        if kind == "date":
            assert re.fullmatch(r"\d+ \w+ \d{4}, \d\d:\d\d UTC", each["fallback"])


def _check_text(text: str) -> None:
    """A message's own text is mrkdwn: nothing in it may be read as more than letters."""
    assert text.strip()
    assert len(text) <= LONGEST_TEXT
    assert "<" not in text
    assert ">" not in text
    assert not re.sub("&(amp|lt|gt);", "", text).count("&")
    assert text.isprintable() or not {"\n", "\u202e", "\x00", "\u2028"} & set(text)


def _check(message: Message) -> None:
    for drawn in (message, without_pictures(message)):
        blocks = list(drawn.blocks)
        assert message_faults({"text": drawn.text, "blocks": blocks}) == []
        assert modal_faults(result_view(drawn)) == []
        assert len(blocks) <= MOST_BLOCKS
        assert len(json.dumps(blocks, ensure_ascii=False)) <= LARGEST
        _check_objects(blocks)
    _check_text(message.text)


@settings(max_examples=80, deadline=None, phases=PHASES)
@given(families, readers)
def test_every_card_is_valid_and_harmless(family: Family, reader: Reader):
    """Whatever stands in an order, its card is one that Slack takes and that does nothing."""
    _check(order_card(family, reader))


@settings(max_examples=40, deadline=None, phases=PHASES)
@given(
    st.lists(families, min_size=1, max_size=3).map(lambda found: (found * 5)[:5]),
    st.lists(short, max_size=4),
    readers,
)
def test_every_list_of_orders_is_valid_and_harmless(
    found: list[Family], problems: list[str], reader: Reader
):
    """The same for five orders in one answer, with five things that went wrong."""
    _check(several(found, problems, reader))


@settings(max_examples=50, deadline=None, phases=PHASES)
@given(families, st.booleans(), st.just("") | st.just("Shared by ann"))
def test_a_channel_never_reads_who_it_is_for(family: Family, previews: bool, note: str):
    """Where others look there is no name, city, street, e-mail address or phone number."""
    reader = Reader(Audience.CHANNEL, NOON, previews, note)
    for message in (order_card(family, reader), several([family], [], reader)):
        assert PRIVATE not in json.dumps([message.text, *message.blocks], ensure_ascii=False)


PERSON = {
    "first_name": "Maya",
    "last_name": "Robinson",
    "company_name": "Elm Company",
    "address_line1": "12 Elm Street",
    "address_line2": "Back yard",
    "post_code": "97201",
    "state": "Oregon",
    "city": "Portland",
    "email": "maya@example.com",
    "phone": "+15550100",
    "country": "US",
}


@settings(max_examples=40, deadline=None, phases=PHASES)
@given(orders)
def test_the_asker_reads_no_more_than_they_need(raw: dict[str, Any]):
    """First name, initial, city and country: the rest of an address is on no card."""
    family = _family([raw | {"shipping_address": PERSON}], "", dialect=Dialect.CONNECT)
    message = order_card(family, Reader(Audience.ASKER, NOON))
    drawn = json.dumps([message.text, *message.blocks], ensure_ascii=False)
    assert "Maya R., Portland, United States" in drawn
    for name in PERSON.keys() - {"first_name", "city", "country"}:
        assert PERSON[name] not in drawn


@settings(max_examples=150, deadline=None, phases=PHASES)
@given(st.builds("It is {}.".format, foreign), short, short)
def test_every_sentence_is_valid_and_harmless(sentence: str, first: str, second: str):
    """What a person typed, or Gelato said, can be quoted back to them."""
    for message in (
        told(sentence),
        problem(sentence),
        problem(sentence, "3FA9C2"),
        not_built(first),
        did_you_mean(first, "cancel", second),
        help_page(first),
    ):
        _check(message)


@settings(max_examples=50, deadline=None, phases=PHASES)
@given(st.timedeltas(timedelta(days=-400), timedelta(days=4000)))
def test_no_hour_is_told_but_in_the_readers_zone(age: timedelta):
    """An hour stands only in a date that Slack turns into the reader's own time."""
    order = Order(id="g-1", ordered_at=NOON - age, created_at=NOON - age)
    message = order_card(Family((order,), Dialect.V4, NOON), Reader(Audience.ASKER, NOON))
    for each in _objects(list(message.blocks)):
        if each.get("type") in {"text", "plain_text"} and isinstance(each.get("text"), str):
            assert not re.search(r"\d\d:\d\d", each["text"])
        if each.get("type") == "mrkdwn":
            assert not re.search(
                r"\d\d:\d\d", re.sub(r"<!date\^\d+\^[^|]+\|[^>]+>", "", each["text"])
            )
    assert not re.search(r"\d\d:\d\d", message.text)


@pytest.mark.parametrize("character", ['"', "<", "👕"], ids=["quote", "less", "emoji"])
@pytest.mark.parametrize("parts", [1, 2, 12])
def test_the_worst_of_everything_fits(character: str, parts: int):
    """Ten thousand characters in every field of every part, and there is still an answer."""
    text = FOREIGN + character * 10_000
    package = {"tracking_code": text, "tracking_url": f"https://a.example.com/{'x' * 470}"}
    item = {"product_name": text, "quantity": 10**9, "fulfillment_status": text}
    raw = {
        "order_reference_id": text,
        "fulfillment_status": text,
        "financial_status": text,
        "refusal_reason": text,
        "currency": text,
        "ordered_at": NOON,
        "items": [item | {"previews": [{"url": f"https://a.example.com/{'x' * 470}"}]}] * 50,
        "shipping_address": dict.fromkeys(("first_name", "last_name", "city", "country"), text),
        "receipts": [{"currency": f"{n}{text}", "total_incl_vat": 10**14} for n in range(3)],
    }
    every = [
        raw | {"shipment": {"shipment_method_name": f"{n}{text}", "packages": [package] * 50}}
        for n in range(parts)
    ]
    family = _family(every, "-0123456789" * 3, dialect=Dialect.V4, parts_certain=False)
    reader = Reader(Audience.ASKER, NOON, note=text)
    _check(order_card(family, reader))
    _check(several([family] * 5, [text[:200]] * 3, reader))
