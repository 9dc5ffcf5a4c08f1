"""Text from outside can do nothing in the lists of the ledger, and Slack takes them all."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from blocks.forms import result_view
from blocks.history import HistoryShown, history
from blocks.message import LARGEST, MOST_BLOCKS, Message
from blocks.shipped import ShippedShown, shipped_list
from blocks.stuck import StuckAct, StuckShown, stuck_list
from blocks.timeline import since_line, timeline_lines
from bot.orders.attention import Attention, AttentionKind, Listed
from bot.orders.dialect import Dialect
from bot.orders.freshness import Freshness
from bot.orders.observed import Observed
from bot.orders.patience import Patience
from bot.orders.recipient import Audience
from bot.orders.shipped import Shipping
from bot.orders.stuck import Terms, stuck_orders
from bot.orders.trail import NOTE, trail
from bot.sandbox.block_kit import message_faults, modal_faults

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
OSLO = ZoneInfo("Europe/Oslo")
FOREIGN = "\ue000"
PHASES = (Phase.explicit, Phase.generate)
POISONS = (
    "<!channel>", "<@U012ANN>", "<https://evil.example.com|x>", "*b* `c`", ":fire:", "@here",
    "&lt;!channel&gt;", "\u202eright\u202c", "zero\u200bwidth", "\x00\x1b[31m", "line\u2028line",
    "👨\u200d👩\u200d👧", '"}],"type":"mrkdwn"', "", " \n ", "x" * 9000, '"' * 9000, "👕" * 9000,
)  # fmt: skip


class Seen(NamedTuple):
    """A state as the ledger tells it."""

    status: str
    since: datetime
    how: str
    is_exact: bool = True


class Act(NamedTuple):
    """What somebody did, as the audit log tells it."""

    at: datetime
    operation: str
    outcome: str
    person: str
    request_id: str
    detail: str = ""


plain = st.sampled_from(POISONS) | st.text(max_size=20)
foreign = st.builds(lambda text: FOREIGN + text + FOREIGN, plain)
words = st.one_of(foreign, st.just(""))
statuses = st.sampled_from(["shipped", "failed", "on_hold", "created", "delivered"]) | words
moments = st.integers(-9000, 100).map(lambda hours: NOON + timedelta(hours=hours))
countries = st.sampled_from(["US", "NO", ""]) | words
urls = words | st.sampled_from(["https://t.example.com/x", "javascript:alert(1)"])
orders = st.builds(
    Observed, order_id=foreign, reference=words, status=statuses, since=moments,
    since_is_exact=st.booleans(), first_seen=moments, last_seen=moments, country=countries,
    print_country=countries, promised_by=st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)),
    method_uid=words, method_name=words, has_tracking=st.none() | st.booleans(),
    tracking_code=words, tracking_url=urls, moved_at=st.none() | moments,
    delayed_at=st.none() | moments,
)  # fmt: skip
people = st.sampled_from(["U012ANN", "W1"]) | words
taken = st.builds(
    Attention, st.just(""), st.just(AttentionKind.TAKEN), people, until=moments, since=moments
)
freshnesses = st.builds(
    Freshness,
    st.none() | moments,
    st.booleans(),
    st.integers(0, 10**6),
    st.none() | moments,
    st.none() | moments,
    st.none() | moments,
    st.integers(0, 10**6),
)
audiences, dialects = st.sampled_from(Audience), st.sampled_from(Dialect)


@st.composite
def stuck_pages(draw: st.DrawFn) -> StuckShown:
    """A page of whatever may be stuck."""
    dialect = draw(dialects)
    terms = Terms(Patience(), dialect, OSLO)
    some = draw(st.lists(orders, max_size=4)) * draw(st.sampled_from([1, 6]))
    hand = draw(st.none() | taken)
    return StuckShown(
        [Listed(each, hand) for each in stuck_orders(some, terms, NOON)],
        draw(st.integers(-1, 3)),
        dialect,
        draw(freshnesses),
        NOON,
        snoozed=draw(st.integers(0, 99)),
        again=draw(words),
        audience=draw(audiences),
        names=draw(st.dictionaries(people, words, max_size=2)),
        acts=draw(st.sampled_from([list(StuckAct)[:4], [], [StuckAct.OPEN]])),
    )


shippings = st.lists(st.builds(Shipping, orders, moments), max_size=4)
shipped_pages = st.builds(
    ShippedShown, shippings.map(lambda some: some * 5), st.integers(-1, 2), moments, dialects,
    freshnesses, st.just(NOON), words,
)  # fmt: skip
sightings = st.lists(
    st.builds(Seen, statuses, moments, st.sampled_from(["sweep", "read"]) | words, st.booleans()),
    max_size=12,
)
notes = words.map(lambda text: f"other{NOTE}{text}")
acts = st.lists(
    st.builds(Act, moments, words | st.just("cancel"), words, people, words, notes), max_size=12
)


@st.composite
def histories(draw: st.DrawFn) -> HistoryShown:
    """A history of whatever was seen and done."""
    seen, dialect = draw(sightings), draw(dialects)
    opening = (since_line(draw(orders), OSLO, NOON), *timeline_lines(seen, dialect, OSLO, NOON))
    return HistoryShown(
        draw(words),
        trail(seen, draw(acts), dialect) * draw(st.sampled_from([1, 3])),
        NOON,
        last_seen=draw(st.none() | moments),
        audience=draw(audiences),
        opening=opening if draw(st.booleans()) else (),
        page=draw(st.integers(-1, 3)),
        again=draw(words),
        is_cut=draw(st.booleans()),
    )


def _objects(drawn: object) -> Iterator[Mapping[str, Any]]:
    """Every object in a drawing, at any depth."""
    if isinstance(drawn, Mapping):
        yield drawn
    inside = drawn.values() if isinstance(drawn, Mapping) else drawn
    if isinstance(inside, list | tuple) or isinstance(drawn, Mapping):
        for part in inside:
            yield from _objects(part)


def _check(message: Message, audience: Audience) -> None:
    blocks = list(message.blocks)
    assert message_faults({"text": message.text, "blocks": blocks}) == []
    assert modal_faults(result_view(message)) == []
    assert len(blocks) <= MOST_BLOCKS
    assert len(json.dumps(blocks, ensure_ascii=False)) <= LARGEST
    assert message.text.strip()
    assert not set("<>\n\u202e\x00\u2028") & set(message.text)
    assert not re.search(r"\d\d:\d\d", message.text.replace(FOREIGN, ""))
    for each in _objects(blocks):
        kind = each.get("type")
        assert kind not in {"channel", "usergroup", "broadcast", "team"}
        if kind == "user":
            assert audience is Audience.ASKER
            assert re.fullmatch(r"[UW][A-Za-z0-9]*", each["user_id"])
        if kind == "mrkdwn":
            assert FOREIGN not in each["text"]
            mentions = re.findall("<@[^>]*>", each["text"])
            assert not mentions or audience is Audience.ASKER
            assert all(re.fullmatch("<@[UW][A-Za-z0-9]*>", person) for person in mentions)
        if kind == "link":
            assert each["url"].startswith(("https://", "http://"))


@settings(max_examples=60, deadline=None, phases=PHASES)
@given(stuck_pages())
def test_every_list_of_stuck_orders_is_valid_and_harmless(shown: StuckShown):
    """Whatever stands in an order, in the filters or in a name."""
    _check(stuck_list(shown), shown.audience)


@settings(max_examples=60, deadline=None, phases=PHASES)
@given(shipped_pages)
def test_every_list_of_shipped_orders_is_valid_and_harmless(shown: ShippedShown):
    """Whatever stands in an order or in the filters."""
    _check(shipped_list(shown), Audience.CHANNEL)


@settings(max_examples=60, deadline=None, phases=PHASES)
@given(histories())
def test_every_history_is_valid_and_harmless(shown: HistoryShown):
    """Whatever was seen, and whoever did what."""
    _check(history(shown), shown.audience)


@pytest.mark.parametrize("character", ['"', "<", "👕"], ids=["quote", "less", "emoji"])
def test_the_worst_of_everything_fits(character: str):
    """Ten rows with everything wrong and every text at its longest, and there is still a list."""
    text = character * 10_000
    url = f"https://t.example.com/{'x' * 470}"
    order = Observed(
        "i" * 140, text, "strange" + text, NOON - timedelta(days=90), since_is_exact=False,
        first_seen=NOON, last_seen=NOON, country=text, print_country=text, method_name=text,
        promised_by=date(2026, 1, 1), delayed_at=NOON, tracking_code=text, tracking_url=url,
    )  # fmt: skip
    terms = Terms(Patience(), Dialect.V4, OSLO)
    hand = Attention("", AttentionKind.TAKEN, "U012ANN", until=NOON, since=NOON)
    listed = [Listed(each, hand) for each in stuck_orders([order] * 12, terms, NOON)]
    assert len(listed) == 12
    fresh = Freshness(NOON, False, 10**6, NOON, NOON, None, 10**6)
    page = StuckShown(listed, 0, Dialect.V4, fresh, NOON, again=text[:500], acts=list(StuckAct))
    _check(stuck_list(page), Audience.ASKER)
    shown = [Shipping(order, NOON)] * 12
    _check(shipped_list(ShippedShown(shown, 0, NOON, Dialect.V4, fresh, NOON, text[:500])),
           Audience.CHANNEL)  # fmt: skip
    act = Act(NOON, "cancel", text, "U1", "r", f"other{NOTE}{text}")
    lines = trail([Seen(text, NOON, "sweep")] * 40, [act] * 40, Dialect.V4)
    _check(history(HistoryShown(text, lines, NOON)), Audience.ASKER)
