"""What is stuck: each rule at its boundary, and what no rule may touch."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.orders.dialect import Dialect
from bot.orders.flag import Rule
from bot.orders.observed import Observed
from bot.orders.patience import Patience
from bot.orders.statuses import STATUSES, status_words
from bot.orders.stuck import Stuck, Terms, stuck, stuck_orders, worst_first

U = ZoneInfo("UTC")
OSLO = ZoneInfo("Europe/Oslo")
TICK = timedelta.resolution
MONDAY = datetime(2026, 11, 16, 10, tzinfo=UTC)
V4, CONNECT = (Terms(Patience(), dialect, U) for dialect in (Dialect.V4, Dialect.CONNECT))
LATER = datetime(2027, 6, 1, tzinfo=UTC)
ORDER = Observed(
    order_id="g-1", reference="1042", status="in_production", since=MONDAY, since_is_exact=True,
    first_seen=MONDAY, last_seen=MONDAY, country="DE", print_country="DE", tracking_code="T1",
)  # fmt: skip
SEND_AGAIN = "Fix the cause and send it again in the Gelato dashboard."
PROMISED = date(2026, 11, 16)
OVER = datetime(2026, 11, 17, tzinfo=UTC)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def _rules(order: Observed, now: datetime, terms: Terms = V4) -> list[Rule]:
    return [flag.rule for flag in stuck(order, terms, now)]


def _days(count: int) -> datetime:
    """So many business days after Monday, within a fortnight of no holiday in Germany."""
    return MONDAY + timedelta(days=count + 2 * (count // 5))


LIMITS = [
    # every status of both dialects, at its usual limit
    ("created", V4, Rule.TOO_LONG, 1),
    ("created", CONNECT, Rule.TOO_LONG, 2),
    ("received", CONNECT, Rule.TOO_LONG, 1),
    ("uploading", V4, Rule.TOO_LONG, 1),
    ("digitizing", V4, Rule.TOO_LONG, 2),
    ("passed", V4, Rule.TOO_LONG, 2),
    ("in_production", V4, Rule.TOO_LONG, 3),
    ("in_production", CONNECT, Rule.TOO_LONG, 3),
    ("printed", V4, Rule.TOO_LONG, 2),
    ("packaged", CONNECT, Rule.TOO_LONG, 2),
    ("shipped", V4, Rule.NO_MOVEMENT, 4),
    ("in_transit", V4, Rule.NO_MOVEMENT, 8),
    ("on_hold", V4, Rule.WAITING, 1),
    ("pending_approval", V4, Rule.WAITING, 1),
    ("pending_personalization", V4, Rule.WAITING, 3),
    ("not_connected", V4, Rule.WAITING, 1),
    ("draft", V4, Rule.WAITING, 5),
    ("out_for_delivery", V4, Rule.TOO_LONG, 5),
]


@pytest.mark.parametrize(
    ("status", "terms", "rule", "limit"), LIMITS, ids=lambda value: str(value)[:20]
)
def test_a_state_may_last_as_long_as_its_limit(status: str, terms: Terms, rule: Rule, limit: int):
    """Up to the limit nothing is wrong; a moment later the order is stuck."""
    order, edge = replace(ORDER, status=status), _days(limit)
    assert _rules(order, edge - TICK, terms) == []
    assert _rules(order, edge, terms) == []
    assert _rules(order, edge + TICK, terms) == [rule]


def test_every_state_is_judged():
    """No status that Gelato names is forgotten by the table above."""
    judged = {status for status, *_ in LIMITS}
    assert set(STATUSES) - judged == {"delivered", "returned", "canceled", "failed"}


EDGES = [
    pytest.param({}, "2026-11-19 10:00", id="three days of a week"),
    pytest.param({"since": _at("2026-11-20 10:00")}, "2026-11-25 10:00", id="over a weekend"),
    pytest.param({"since": _at("2026-11-21 10:00")}, "2026-11-26 00:00", id="from a Saturday"),
    pytest.param({"since": _at("2025-10-02 10:00")}, "2025-10-08 10:00", id="over 3 October"),
    pytest.param(
        {"since": _at("2026-11-24 10:00"), "print_country": "US"},
        "2026-11-30 10:00",
        id="over Thanksgiving",
    ),
    pytest.param(
        {"since": _at("2026-11-24 10:00"), "print_country": "US", "country": "JP"},
        "2026-11-30 10:00",
        id="where it is made counts, not where it goes",
    ),
    pytest.param(
        {"since": _at("2026-05-22 10:00"), "print_country": "GB"},
        "2026-05-28 10:00",
        id="over a bank holiday",
    ),
    pytest.param(
        {"since": _at("2026-11-19 10:00"), "print_country": "SA"},
        "2026-11-24 10:00",
        id="over Friday and Saturday",
    ),
    pytest.param(
        {"since": _at("2026-04-28 10:00"), "print_country": "JP"},
        "2026-05-07 10:00",
        id="over golden week",
    ),
    pytest.param(
        {"since": _at("2026-11-24 10:00"), "print_country": ""},
        "2026-11-27 10:00",
        id="no country, no holidays",
    ),
    pytest.param(
        {"since": _at("2028-02-28 10:00"), "print_country": "US"},
        "2028-03-02 10:00",
        id="over a leap day",
    ),
]


@pytest.mark.parametrize(("fields", "edge"), EDGES)
def test_a_limit_counts_business_days_of_the_print_country(fields: dict[str, Any], edge: str):
    """Weekends and holidays where it is made are no time; the limit of `in_production` is 3."""
    order = replace(ORDER, **fields)
    assert _rules(order, _at(edge) - TICK) == []
    assert _rules(order, _at(edge)) == []
    assert _rules(order, _at(edge) + TICK) == [Rule.TOO_LONG]


def test_a_limit_keeps_to_the_zone_over_a_clock_change():
    """From Friday 10:00 in Oslo to Wednesday 10:00, though an hour came in between."""
    order = replace(ORDER, since=datetime(2026, 10, 23, 10, tzinfo=OSLO))
    edge = datetime(2026, 10, 28, 10, tzinfo=OSLO)
    terms = replace(V4, zone=OSLO)
    assert [_rules(order, at, terms) for at in (edge, edge + TICK)] == [[], [Rule.TOO_LONG]]


PROMISES = [
    pytest.param({}, "2026-11-18 00:00", id="one business day of grace"),
    pytest.param({"promised_by": date(2026, 11, 20)}, "2026-11-24 00:00", id="a Friday"),
    pytest.param({"promised_by": date(2026, 11, 21)}, "2026-11-24 00:00", id="a Saturday"),
    pytest.param(
        {"promised_by": date(2026, 11, 25), "country": "US"},
        "2026-11-30 00:00",
        id="where it goes counts",
    ),
    pytest.param(
        {"promised_by": date(2026, 11, 25), "country": "", "print_country": "US"},
        "2026-11-30 00:00",
        id="or else where it is made",
    ),
    pytest.param({"status": "shipped"}, "2026-11-18 00:00", id="shipped"),
    pytest.param({"status": "shipped", "has_tracking": False}, "2026-11-18 00:00", id="untracked"),
    pytest.param({"status": "on_hold"}, "2026-11-18 00:00", id="waiting for a person"),
    pytest.param({"status": "out_for_delivery"}, "2026-11-18 00:00", id="in an unknown state"),
]


@pytest.mark.parametrize(("fields", "edge"), PROMISES)
def test_a_promise_is_broken_a_business_day_after_its_last_day(fields: dict[str, Any], edge: str):
    """The promised day counts to its midnight; then the customer's next business day is fine."""
    at = _at(edge)
    order = replace(ORDER, **({"promised_by": PROMISED, "since": at} | fields))
    assert _rules(order, at - TICK) == []
    assert _rules(order, at) == []
    assert _rules(order, at + TICK) == [Rule.PAST_PROMISE]


@pytest.mark.parametrize(
    ("grace", "edge"), [(0, "2026-11-17 00:00"), (2, "2026-11-19 00:00"), (None, None)]
)
def test_the_grace_of_a_promise_can_be_set(grace: int | None, edge: str | None):
    """None at all, more, or promises that are not looked at."""
    terms = replace(V4, patience=Patience(past_promise=grace))
    order = replace(ORDER, promised_by=PROMISED, since=LATER)
    if edge is None:
        assert _rules(order, LATER, terms) == []
    else:
        assert _rules(order, _at(edge), terms) == []
        assert _rules(order, _at(edge) + TICK, terms) == [Rule.PAST_PROMISE]


@pytest.mark.parametrize("day", [date.min, date.max])
def test_an_absurd_promise_is_no_trouble(day: date):
    """A day at the end of time is not over yet, and one at its beginning is."""
    expected = [Rule.PAST_PROMISE] if day == date.min else []
    assert _rules(replace(ORDER, promised_by=day), MONDAY) == expected


@pytest.mark.parametrize("made", ["ordered_at", "created_at"])
@pytest.mark.parametrize(("days", "expected"), [(0, [Rule.PAST_PROMISE]), (1, [])])
def test_a_promise_from_before_the_order_is_none(made: str, days: int, expected: list[Rule]):
    """Delivery on the day of the order may be promised; on the day before it is a mistake."""
    moment = datetime(2026, 11, 16 + days, tzinfo=UTC)
    order = replace(ORDER, promised_by=PROMISED, since=LATER, **{made: moment})
    assert _rules(order, LATER) == expected


def test_a_draft_promises_nothing():
    """A day in a draft is an estimate for when it is released."""
    assert _rules(replace(ORDER, status="draft", promised_by=PROMISED), _days(4)) == []


MOVEMENTS = [
    pytest.param({}, "2026-11-20 10:00", id="since it was shipped"),
    pytest.param({"has_tracking": True}, "2026-11-20 10:00", id="tracked"),
    pytest.param({"tracking_code": ""}, "2026-11-20 10:00", id="not known to be untracked"),
    pytest.param({"moved_at": _at("2026-11-17 10:00")}, "2026-11-23 10:00", id="since it moved"),
    pytest.param({"moved_at": _at("2026-11-13 10:00")}, "2026-11-20 10:00", id="moved before"),
    pytest.param(
        {"since": _at("2026-11-23 10:00"), "country": "US", "print_country": "DE"},
        "2026-11-30 10:00",
        id="where it goes counts",
    ),
    pytest.param(
        {"since": _at("2026-11-23 10:00"), "country": "", "print_country": "US"},
        "2026-11-30 10:00",
        id="or else where it is made",
    ),
]


@pytest.mark.parametrize(("fields", "edge"), MOVEMENTS)
def test_a_parcel_may_rest_for_its_limit(fields: dict[str, Any], edge: str):
    """Four business days of where it goes, since its last movement."""
    order = replace(ORDER, **({"status": "shipped"} | fields))
    assert _rules(order, _at(edge) - TICK) == []
    assert _rules(order, _at(edge)) == []
    assert _rules(order, _at(edge) + TICK) == [Rule.NO_MOVEMENT]


@pytest.mark.parametrize("status", ["shipped", "in_transit"])
def test_without_tracking_no_movement_is_missed(status: str):
    """A method without tracking never shows any, so its lack means nothing."""
    order = replace(ORDER, status=status, has_tracking=False, tracking_code="")
    assert _rules(order, LATER) == []


@pytest.mark.parametrize("status", [s for s in STATUSES if s not in {"shipped", "in_transit"}])
def test_a_missing_tracking_code_is_no_rule(status: str):
    """Whether there is tracking changes nothing before an order is shipped."""
    bare = replace(ORDER, status=status, tracking_code="", has_tracking=False)
    full = replace(bare, tracking_code="T1", has_tracking=True)
    assert _rules(bare, LATER) == _rules(full, LATER)


@pytest.mark.parametrize("status", ["delivered", "canceled", "cancelled", "returned"])
def test_what_is_over_is_never_stuck(status: str):
    """Not by its age, nor by a broken promise, nor by what Gelato once said."""
    order = replace(ORDER, status=status, promised_by=PROMISED, delayed_at=MONDAY)
    assert _rules(order, LATER) == []


def test_a_failed_order_is_stuck_until_nobody_cares():
    """From its first moment, for as long as patience says, and for that alone."""
    order = replace(ORDER, status="failed", promised_by=PROMISED, delayed_at=MONDAY)
    end = MONDAY + timedelta(days=30)
    assert _rules(order, MONDAY) == [Rule.FAILED]
    assert _rules(order, end - TICK) == [Rule.FAILED]
    assert _rules(order, end) == []
    assert _rules(order, MONDAY, replace(V4, patience=Patience(failed_for=0))) == []


@pytest.mark.parametrize(
    "status", ["created", "in_production", "shipped", "in_transit", "on_hold", "strange"]
)
def test_gelatos_own_word_counts_at_once(status: str):
    """What Gelato calls delayed is stuck, however young."""
    order = replace(ORDER, status=status)
    assert _rules(replace(order, delayed_at=MONDAY), MONDAY) == [Rule.DELAYED]
    assert _rules(order, MONDAY) == []


@pytest.mark.parametrize("status", ["printed", "shipped", "on_hold", "strange"])
def test_a_limit_can_be_switched_off(status: str):
    """A workspace that does not want to hear of a state does not."""
    limits = dict.fromkeys(("printed", "shipped", "on_hold"))
    patience = Patience(limits={Dialect.V4: limits}, unknown=None)
    assert _rules(replace(ORDER, status=status), LATER, replace(V4, patience=patience)) == []


def test_a_person_waits_by_the_calendar_of_the_office():
    """On Thanksgiving nobody decides in an American office, wherever it is printed."""
    order = replace(ORDER, status="on_hold", since=_at("2026-11-25 10:00"))
    here = replace(V4, patience=Patience(office="US"))
    now = _at("2026-11-27 10:00")
    assert _rules(order, now) == [Rule.WAITING]
    assert _rules(order, now, here) == []
    assert _rules(order, now + TICK, here) == [Rule.WAITING]


def test_a_clock_that_runs_ahead_flags_nothing():
    """A state that begins in the future is young."""
    assert _rules(ORDER, MONDAY - timedelta(days=30)) == []


def _flag(now: datetime, terms: Terms = V4, **fields: Any) -> Any:
    return stuck(replace(ORDER, **fields), terms, now)[0]


@pytest.mark.parametrize(
    ("fields", "days", "clock"),
    [
        ({}, 6, "6 business days, limit 3"),
        ({"since_is_exact": False}, 6, "at least 6 business days, limit 3"),
        ({"status": "failed"}, 0, "less than 1 business day"),
        ({"status": "failed", "since_is_exact": False}, 0, "less than 1 business day"),
        ({"status": "failed"}, 2, "2 business days"),
        ({"promised_by": PROMISED}, 6, "5 business days late, limit 1"),
        ({"delayed_at": _days(3), "since_is_exact": False}, 4, "1 business day"),
        ({"status": "shipped", "since_is_exact": False}, 6, "at least 6 business days, limit 4"),
        (
            {"status": "shipped", "since_is_exact": False, "moved_at": _days(1)},
            6,
            "5 business days, limit 4",
        ),
    ],
)
def test_a_flag_tells_its_clock(fields: dict[str, Any], days: int, clock: str):
    """How long, against which limit; `at least` where the bot came too late to see it begin."""
    assert _flag(_days(days), **fields).clock == clock


@pytest.mark.parametrize(
    ("fields", "why", "clears"),
    [
        (
            {"status": "failed"},
            "Gelato could not take it on: the address, the payment or the stock.",
            f"{SEND_AGAIN} It leaves this list after 30 days.",
        ),
        (
            {"promised_by": PROMISED},
            "Delivery was promised by 16 Nov 2026.",
            "Clears when it is delivered, or when Gelato promises a later day.",
        ),
        (
            {"status": "on_hold"},
            "Gelato waits for the merchant, often because an item is out of stock.",
            "Open it in the Gelato dashboard to see what it waits for.",
        ),
        (
            {"delayed_at": MONDAY},
            "Gelato itself says that it is delayed.",
            "Clears when it moves on.",
        ),
        (
            {"status": "shipped"},
            "It is with the carrier, and no movement was seen for longer than the limit.",
            "Clears when it moves or is delivered. Ask the carrier, with its tracking code.",
        ),
        (
            {"status": "shipped", "tracking_code": ""},
            "It is with the carrier, and no movement was seen for longer than the limit.",
            "Clears when it moves or is delivered. Ask Gelato.",
        ),
        (
            {},
            "It has been in this state for longer than the limit.",
            "Clears when it moves on. Usually next: It is printed.",
        ),
        (
            {"status": "strange"},
            "It has been in this state for longer than the limit.",
            "Clears when it moves on.",
        ),
    ],
)
def test_a_flag_explains_itself(fields: dict[str, Any], why: str, clears: str):
    """Why in one sentence, and what would clear it."""
    flag = _flag(_days(9), **fields)
    assert (flag.why, flag.clears) == (why, clears)


def test_created_means_something_else_in_each_dialect():
    """First of all in one, ready for production in the other: so what comes next differs."""
    early, late = (_flag(_days(9), terms, status="created").clears for terms in (V4, CONNECT))
    assert early.endswith("Its print files are checked.")
    assert late.endswith("Production starts.")


@pytest.mark.parametrize(
    ("status", "country", "expected"),
    [("in_production", "US", "US"), ("shipped", "US", "JP"), ("in_production", "", "")],
)
def test_a_flag_says_whose_days_it_counted(status: str, country: str, expected: str):
    """The calendar is part of the answer."""
    flag = _flag(LATER, status=status, print_country=country, country="JP")
    assert flag.waited.calendar.country == expected
    assert flag.since == MONDAY


def test_all_that_is_wrong_is_told_the_worst_first():
    """A broken promise before Gelato's word before a slow state."""
    order = replace(ORDER, promised_by=PROMISED, delayed_at=MONDAY)
    assert _rules(order, LATER) == [Rule.PAST_PROMISE, Rule.DELAYED, Rule.TOO_LONG]
    waiting = replace(order, status="on_hold")
    assert _rules(waiting, LATER) == [Rule.PAST_PROMISE, Rule.WAITING, Rule.DELAYED]
    shipped = replace(order, status="shipped")
    assert _rules(shipped, LATER) == [Rule.PAST_PROMISE, Rule.DELAYED, Rule.NO_MOVEMENT]


def test_flags_are_told_in_the_order_of_severity():
    """The order within one order is the order of the list."""
    places = list(Rule)
    for status in ("in_production", "on_hold", "shipped", "strange", "failed"):
        order = replace(ORDER, status=status, promised_by=PROMISED, delayed_at=MONDAY)
        rules = _rules(order, MONDAY + timedelta(days=20))
        assert rules == sorted(rules, key=places.index)


def test_the_list_is_the_worst_first_and_keeps_still():
    """By rule, then by how far over its limit, then by reference, whatever the order of arrival."""
    now = _days(7)
    orders = [
        replace(ORDER, order_id="slow", reference="b"),
        replace(ORDER, order_id="slow too", reference="a"),
        replace(ORDER, order_id="slower", reference="z", status="printed"),
        replace(ORDER, order_id="quiet", status="shipped"),
        replace(ORDER, order_id="delayed", delayed_at=now),
        replace(ORDER, order_id="waits", status="on_hold"),
        replace(ORDER, order_id="late", promised_by=PROMISED),
        replace(ORDER, order_id="failed", status="failed"),
        replace(ORDER, order_id="fine", since=now),
    ]
    expected = ["failed", "late", "waits", "delayed", "quiet", "slower", "slow too", "slow"]
    for some in (orders, orders[::-1]):
        assert [each.order.order_id for each in stuck_orders(some, V4, now)] == expected
    judged = [Stuck(order, stuck(order, V4, now)) for order in orders[:-1]]
    assert [each.order.order_id for each in worst_first(judged)] == expected
    assert judged[0].worst.rule is Rule.TOO_LONG


@pytest.mark.parametrize("status", [row[0] for row in LIMITS if row[2] is Rule.WAITING])
def test_a_wait_is_cleared_by_something_that_a_person_can_do(status: str):
    """What clears a wait is what usually comes next, since it comes from a person."""
    assert _flag(LATER, status=status).clears == status_words(status, Dialect.V4).next_step != ""
