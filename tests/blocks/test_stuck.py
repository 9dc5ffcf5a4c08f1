"""The lists of stuck and shipped orders, and an order's history: what people read and can press."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from blocks import ids
from blocks.history import HistoryShown, history
from blocks.message import Message
from blocks.pages import PageTurn, read_page_turn
from blocks.parts import moment_token
from blocks.shipped import ShippedShown, shipped_list
from blocks.stuck import (
    StuckAct,
    StuckChoice,
    StuckShown,
    read_stuck_choice,
    read_stuck_place,
    stuck_list,
)
from blocks.timeline import since_line, timeline_lines
from bot.orders.attention import Attention, AttentionKind, Listed
from bot.orders.dialect import Dialect
from bot.orders.freshness import Freshness
from bot.orders.observed import Observed
from bot.orders.patience import Patience
from bot.orders.recipient import Audience
from bot.orders.shipped import Shipping
from bot.orders.stuck import Terms, stuck_orders
from bot.orders.trail import TrailLine

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SINCE = datetime(2026, 11, 12, 12, tzinfo=UTC)
FRESH = Freshness(
    NOON - timedelta(minutes=4), complete=True, incomplete_windows=0, covers_since=None,
    watched_since=SINCE,
)  # fmt: skip
LOOKED = "Looked through 4 minutes ago: every open order."
U = ZoneInfo("UTC")
TERMS = Terms(Patience(), Dialect.CONNECT, U)
ORDER = Observed(
    order_id="g-1", reference="1042", status="in_production", since=SINCE, since_is_exact=True,
    first_seen=SINCE, last_seen=NOON, country="NO", print_country="DE",
)  # fmt: skip
TAKEN = Attention("g-1", AttentionKind.TAKEN, "U012ANN", until=NOON + timedelta(days=1), since=NOON)

ACTS = (StuckAct.OPEN, StuckAct.TAKE, StuckAct.SNOOZE, StuckAct.CANCEL)
Json = dict[str, Any]


class Seen(NamedTuple):
    """A state as the ledger tells it."""

    status: str
    since: datetime
    how: str
    is_exact: bool = True


def _listed(*orders: Observed, taken: Attention | None = None) -> list[Listed]:
    return [Listed(each, taken) for each in stuck_orders(orders, TERMS, NOON)]


def _many(count: int) -> list[Listed]:
    orders = (replace(ORDER, order_id=f"g-{n}", reference=f"{n:03}") for n in range(count))
    return _listed(*orders)


def _stuck(listed: Sequence[Listed], page: int = 0, **fields: Any) -> Message:
    shown = {"dialect": Dialect.CONNECT, "freshness": FRESH, "now": NOON} | fields
    return stuck_list(StuckShown(listed, page, **shown))


def _shipped(shippings: Sequence[Shipping], page: int = 0, **fields: Any) -> Message:
    shown = {"dialect": Dialect.CONNECT, "freshness": FRESH, "now": NOON} | fields
    return shipped_list(ShippedShown(shippings, page, NOON - timedelta(days=1), **shown))


def _bare(message: Message) -> list[Json]:
    """Without menus and the last row of buttons, which stand in tests of their own."""
    blocks = [block for block in message.blocks if block != _last_row(message)]
    return [{k: v for k, v in block.items() if k != "accessory"} for block in blocks]


def _last_row(message: Message) -> Json | None:
    block = message.blocks[-1]
    return block if block["type"] == "actions" else None


def _menus(message: Message) -> list[Json]:
    return [block["accessory"] for block in message.blocks if "accessory" in block]


def _buttons(message: Message) -> dict[str, str]:
    blocks = [block for block in message.blocks if block != _last_row(message)]
    rows = (block["elements"] for block in blocks if block["type"] == "actions")
    return {each["action_id"]: each["value"] for row in rows for each in row}


def test_a_stuck_order_says_what_why_and_what_clears_it(as_text: Any):
    """Reference, state, age against its limit, country; why, by whose days; what clears it."""
    message = _stuck(_listed(replace(ORDER, promised_by=date(2026, 11, 17))))
    assert as_text(_bare(message)) == [
        "# 1 order is stuck",
        "🏭 1042 · In production · 3 business days late, limit 1 · Norway",
        "Why: Delivery was promised by 17 Nov 2026. Counted by the calendar of Norway.",
        "Also: It has been in this state for longer than the limit. (6 business days, limit 3)",
        "Clears when it is delivered, or when Gelato promises a later day.",
        LOOKED,
    ]
    assert message.text == "1 order is stuck"


def test_a_rule_without_a_limit_counts_by_no_calendar(as_text: Any):
    """What is stuck from its first moment needs no days to be counted."""
    lines = as_text(_bare(_stuck(_listed(replace(ORDER, status="failed")))))
    assert lines[1] == "❌ 1042 · Failed · 6 business days · Norway"
    assert lines[2].endswith("or the stock.")


def test_a_row_has_a_menu():
    """Open it, take it, put it off: each option leads to its order."""
    (menu,) = _menus(_stuck(_listed(ORDER)))
    assert (menu["type"], menu["action_id"]) == ("overflow", ids.STUCK_MENU)
    options = {o["text"]["text"]: read_stuck_choice(o["value"]) for o in menu["options"]}
    assert options == {
        "Open": StuckChoice(StuckAct.OPEN, "g-1"),
        "I take it": StuckChoice(StuckAct.TAKE, "g-1"),
        "Snooze…": StuckChoice(StuckAct.SNOOZE, "g-1"),
    }


def test_a_menu_offers_what_it_is_told_to():
    """Cancelling is for those who may; a taken order can be given back."""
    (menu,) = _menus(_stuck(_listed(ORDER, taken=TAKEN), acts=ACTS))
    labels = [option["text"]["text"] for option in menu["options"]]
    assert labels == ["Open", "Let it go", "Snooze…", "Cancel the order…"]


def test_a_snoozed_order_can_be_listed_again(as_text: Any):
    """Who snoozed it and until when, and the way back, in the list of those alone."""
    snoozed = replace(TAKEN, kind=AttentionKind.SNOOZED)
    listed = [replace(each, snoozed=snoozed) for each in _listed(ORDER)]
    message = _stuck(listed, acts=ACTS, again="snoozed country:NO")
    (menu,) = _menus(message)
    assert "wake g-1" in [option["value"] for option in menu["options"]]
    lines = as_text(_bare(message))
    assert lines[:2] == ["# 1 order is snoozed", "Only: country:NO"]
    assert "Snoozed by <@U012ANN> | until" in " ".join(lines)
    assert _row(message) == {
        "Refresh": "0 snoozed country:NO",
        "What is stuck": "0 country:NO",
    }
    assert as_text(_bare(_stuck([], again="snoozed")))[0] == "# Nothing is snoozed"


def _row(message: Message) -> Json:
    (row,) = [block for block in (_last_row(message),) if block]
    return {each["text"]["text"]: each["value"] for each in row["elements"]}


def test_the_last_row_is_for_the_whole_list():
    """Refreshing it, the snoozed ones where there are any, and patience for who may set it."""
    assert _row(_stuck(_listed(ORDER), again="country:NO")) == {"Refresh": "0 country:NO"}
    every = _stuck(_many(11), 1, snoozed=2, may_set_patience=True)
    assert _row(every) == {
        "Refresh": "1 ",
        "Show the snoozed": "0 snoozed ",
        "Patience…": "1 ",
    }
    assert _last_row(_stuck(_listed(ORDER), again="x" * 200)) is None


def test_what_a_row_has_said_is_not_said_again(as_text: Any):
    """Rows for the same reason stand together; by which rules is said above them all."""
    failed = [replace(ORDER, order_id=f"f-{n}", status="failed") for n in range(3)]
    late = replace(ORDER, order_id="p-1", promised_by=date(2026, 11, 17))
    lines = as_text(_bare(_stuck(_listed(*failed, late, ORDER))))
    assert lines[1] == "3 failed · 1 past the promised day · 1 too long in one state"
    assert [line[:3] for line in lines if line.startswith(("Why", "❌"))] == [
        "❌ 1", "Why", "❌ 1", "❌ 1", "Why", "Why",
    ]  # fmt: skip
    other = replace(failed[1], print_country="NO", status="on_hold")
    assert "Why" in " ".join(as_text(_bare(_stuck(_listed(failed[0], other))))[4:])


def test_a_row_knows_where_it_stands():
    """Its block is named by page and filters, so that the list is drawn anew from the store."""
    message = _stuck(_many(11), 1, again="country:DE")
    (row,) = [block for block in message.blocks if "accessory" in block]
    assert read_stuck_place(row["block_id"]) == PageTurn(1, "country:DE")


@pytest.mark.parametrize("strange", ["", "x", "x 1 a", "3", "3 "])
def test_a_block_that_tells_no_place_is_none(strange: str):
    """Slack names blocks itself where no name was given."""
    assert read_stuck_place(strange) is None


@pytest.mark.parametrize(("length", "count"), [(143, 1), (144, 0)])
def test_an_id_that_is_too_long_has_no_menu(length: int, count: int):
    """A cut id would lead to another order."""
    message = _stuck(_listed(replace(ORDER, order_id="x" * length)))
    assert len(_menus(message)) == count


@pytest.mark.parametrize(
    ("value", "choice"),
    [
        ("take g-1", StuckChoice(StuckAct.TAKE, "g-1")),
        ("take a b", StuckChoice(StuckAct.TAKE, "a b")),
        ("take", None),
        ("take ", None),
        ("explode g-1", None),
        ("", None),
    ],
)
def test_any_value_of_a_menu_is_read(value: str, choice: StuckChoice | None):
    """A forged or older value is nothing."""
    assert read_stuck_choice(value) == choice


@pytest.mark.parametrize(
    ("fields", "who"),
    [
        ({}, "Taken by <@U012ANN>"),
        ({"names": {"U012ANN": "Ann"}}, "Taken by Ann"),
        ({"audience": Audience.CHANNEL}, "Taken by somebody"),
        ({"audience": Audience.CHANNEL, "names": {"U012ANN": "Ann"}}, "Taken by Ann"),
    ],
)
def test_a_taken_order_says_by_whom_and_until_when(as_text: Any, fields: Json, who: str):
    """By name; a mention only where one person sees it, since it would ping in a channel."""
    lines = as_text(_bare(_stuck(_listed(ORDER, taken=TAKEN), **fields)))
    (line,) = [line for line in lines if line.startswith("Taken")]
    assert line == f"{who} | until {moment_token(TAKEN.until)}"


@pytest.mark.parametrize("strange", ["", "!channel", "ann", "U1 U2", "Ünï", "<@U1>"])
def test_only_a_person_is_mentioned(strange: str):
    """What is no user id cannot become a mention."""
    message = _stuck(_listed(ORDER, taken=replace(TAKEN, by=strange)))
    assert "somebody" in json.dumps(message.blocks)
    assert "<@" not in json.dumps(message.blocks)
    seen = history(HistoryShown("1042", [TrailLine(NOON, "Looked up", strange or "-")], NOON))
    assert "user_id" not in _read(seen)


@pytest.mark.parametrize(
    ("count", "page", "rows", "values"),
    [
        (10, 0, 10, {}),
        (11, 0, 10, {ids.STUCK_NEXT: "1 country:DE"}),
        (11, 1, 1, {ids.STUCK_PREVIOUS: "0 country:DE"}),
        (
            25,
            1,
            10,
            {ids.STUCK_PREVIOUS: "0 country:DE", ids.STUCK_NEXT: "2 country:DE"},
        ),
        (11, 9, 1, {ids.STUCK_PREVIOUS: "0 country:DE"}),
        (5, 1, 5, {}),
    ],
)
def test_pages_lead_to_pages_that_are_there(count: int, page: int, rows: int, values: Json):
    """Ten a page; a page that has cleared meanwhile is the last one there is."""
    message = _stuck(_many(count), page, again="country:DE")
    assert len(_menus(message)) == rows
    assert _buttons(message) == values
    for value in values.values():
        assert read_page_turn(value).again == "country:DE"


def test_what_was_asked_for_is_said_and_never_cut(as_text: Any):
    """Half of the filters would list something else, so there are no buttons then."""
    message = _stuck(_many(11), again="x" * 501)
    assert _last_row(message) is None
    assert "To see the other pages, ask with fewer words." in as_text(_bare(message))
    (turns,) = [b for b in _stuck(_many(11), again="x" * 500).blocks if b["type"] == "actions"]
    assert [each["value"] for each in turns["elements"]] == [f"1 {'x' * 500}"]
    short = _stuck(_many(11), again="country:DE")
    assert as_text(_bare(short))[1] == "Only: country:DE"
    assert short.text == "11 orders are stuck: country:DE"


@pytest.mark.parametrize(
    ("value", "turn"),
    [
        ("", PageTurn(0, "")),
        ("x", PageTurn(0, "")),
        ("-1 a", PageTurn(0, "a")),
        ("2 a b", PageTurn(2, "a b")),
        ("³ a", PageTurn(0, "a")),
        ("9" * 5000, PageTurn(0, "")),
    ],
)
def test_any_value_of_a_page_is_read(value: str, turn: PageTurn):
    """A forged or older value leads to the first page."""
    assert read_page_turn(value) == turn


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        ({}, ["# Nothing is stuck", "No order is late or waits for anybody.", LOOKED]),
        (
            {"again": "country:DE"},
            [
                "# Nothing is stuck",
                "Only: country:DE",
                "No order that was asked for is late or waits for anybody.",
                LOOKED,
            ],
        ),
        (
            {"snoozed": 2},
            [
                "# Nothing is stuck",
                "Apart from the snoozed ones, no order is late or waits for anybody.",
                "2 orders more snoozed.",
                LOOKED,
            ],
        ),
        (
            {"freshness": Freshness(None, False, 0, None)},
            [
                "# Nothing stuck was seen",
                "No order is late or waits for anybody.",
                "Orders were not yet looked through to the end, so some are missing here.",
            ],
        ),
    ],
)
def test_nothing_stuck_is_said_with_how_fresh_that_is(as_text: Any, fields: Json, lines: list[str]):
    """Good news is as honest as bad news."""
    assert as_text(_bare(_stuck([], **fields))) == lines


def _shipping(n: int = 0, hours: int = 3, **fields: Any) -> Shipping:
    made = {"status": "shipped", "order_id": f"g-{n}", "reference": f"{n:03}"} | fields
    return Shipping(replace(ORDER, **made), NOON - timedelta(hours=hours))


def test_shipped_orders_stand_by_country_and_method_with_their_tracking(as_text: Any):
    """Each with when it left, its tracking as a link, and where it has got to."""
    message = _shipped(
        [
            _shipping(1, tracking_code="T1", tracking_url="https://t.example.com/1",
                      method_name="DHL Parcel"),
            _shipping(2, 1, tracking_code="T2", method_name="DHL Parcel", status="delivered"),
            _shipping(3, tracking_url="https://t.example.com/3", country="AT"),
            _shipping(4, has_tracking=False, country=""),
            _shipping(5, method_name="DHL Parcel", status="in_transit"),
        ]
    )  # fmt: skip
    lines = as_text(message.blocks)
    assert lines[0] == "# 5 orders newly shipped"
    assert lines[1].startswith("Since <!date^1795")
    assert lines[2:] == [
        "Austria · shipping method not known · 1 order",
        "• 003 · 3 hours ago · Follow it <https://t.example.com/3>",
        "Norway · DHL Parcel · 3 orders",
        "• 002 · 1 hour ago · T2 · Delivered",
        "• 001 · 3 hours ago · T1 <https://t.example.com/1>",
        "• 005 · 3 hours ago · no tracking yet · In transit",
        "Country not known · shipping method not known · 1 order",
        "• 004 · 3 hours ago · this method has no tracking",
        LOOKED,
    ]
    assert message.text == "5 orders newly shipped"


def test_shipped_orders_come_in_pages(as_text: Any):
    """A group that goes on is named on each page, with its whole count."""
    message = _shipped([_shipping(n) for n in range(12)], 1, again="since:1d")
    (turns,) = [block for block in message.blocks if block["type"] == "actions"]
    assert [each["action_id"] for each in turns["elements"]] == [ids.SHIPPED_PREVIOUS]
    assert turns["elements"][0]["value"] == "0 since:1d"
    lines = as_text(message.blocks)
    assert lines[1].endswith("| Only: since:1d")
    assert lines[2].endswith("12 orders")
    assert [line[:5] for line in lines[3:5]] == ["• 010", "• 011"]


def test_nothing_shipped_is_said(as_text: Any):
    """With how fresh that is."""
    lines = as_text(_shipped([]).blocks)
    assert lines[0] == "# Nothing newly shipped"
    assert lines[2:] == ["No order was seen leaving since then.", LOOKED]


def test_what_nobody_watched_is_said_to_be_missing(as_text: Any):
    """A list that begins before the bot looked says so."""
    message = _shipped([_shipping()], freshness=replace(FRESH, watched_since=NOON))
    assert as_text(message.blocks)[-2:] == [
        "Watching began just now: what was shipped before is missing here.",
        LOOKED,
    ]


def _lines(count: int) -> list[TrailLine]:
    return [TrailLine(NOON - timedelta(hours=n), f"Step {n}", how="seen") for n in range(count)]


def _read(message: Message) -> str:
    return json.dumps(message.blocks, ensure_ascii=False)


def test_a_history_tells_what_was_seen_and_who_did_what(as_text: Any):
    """Each with its moment; the last look below."""
    lines = [TrailLine(NOON, "🚚 Shipped", how="told by Gelato"), TrailLine(NOON, "Looked up", "x")]
    opening = [since_line(ORDER, U, NOON)]
    shown = HistoryShown("1042", lines, NOON, last_seen=NOON - timedelta(hours=2), opening=opening)
    assert as_text(history(shown).blocks) == [
        "# History of 1042",
        "In this state for 6 business days (since 12 Nov)",
        "21 November 2026, 12:00 UTC  🚚 Shipped · told by Gelato",
        "21 November 2026, 12:00 UTC  Looked up by somebody",
        "Last looked at 2 hours ago.",
    ]


@pytest.mark.parametrize(("audience", "pings"), [(Audience.ASKER, True), (Audience.CHANNEL, False)])
def test_a_history_mentions_people_to_the_asker_alone(audience: Audience, *, pings: bool):
    """Where others see it nobody is mentioned."""
    line = TrailLine(NOON, "Looked up", "U012ANN")
    shown = HistoryShown("1042", [line], NOON, audience=audience)
    assert ('"user_id": "U012ANN"' in _read(history(shown))) is pings


@pytest.mark.parametrize(
    ("page", "first", "rows", "values"),
    [
        (0, "Step 0", 10, {ids.HISTORY_NEXT: "1 1042"}),
        (1, "Step 10", 10, {ids.HISTORY_PREVIOUS: "0 1042", ids.HISTORY_NEXT: "2 1042"}),
        (2, "Step 20", 3, {ids.HISTORY_PREVIOUS: "1 1042"}),
    ],
)
def test_a_long_history_has_pages(as_text: Any, page: int, first: str, rows: int, values: Json):
    """Ten lines a page, the newest first; what is in the audit log alone is said to be there."""
    shown = HistoryShown("1042", _lines(23), NOON, page=page, again="1042", is_cut=True)
    message = history(shown)
    lines = as_text(_bare(message))
    assert first in lines[1]
    assert sum("Step" in line for line in lines) == rows
    assert _buttons(message) == values
    assert "Page" in lines[1 + rows]
    assert lines[-1] == "More was done with it, longer ago; that is in the audit log alone."


def test_an_order_without_a_history_says_so(as_text: Any):
    """Nothing was seen, nobody asked."""
    lines = as_text(history(HistoryShown("", [], NOON)).blocks)
    assert lines[0] == "# History of an order"
    assert lines[1].startswith("Orderdesk has not seen this order yet")


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        ([], []),
        (["printed"], []),
        (["printed", "shipped"], ["Printed 21 Nov → Shipped 21 Nov"]),
    ],
)
def test_a_timeline_is_there_when_there_is_a_way(statuses: list[str], expected: list[str]):
    """One state alone is told by the line above it."""
    sightings = [
        Seen(status, NOON + timedelta(minutes=n), "sweep") for n, status in enumerate(statuses)
    ]
    lines = timeline_lines(sightings, Dialect.V4, U, NOON)
    assert ["".join(each["text"] for each in line) for line in lines] == expected
