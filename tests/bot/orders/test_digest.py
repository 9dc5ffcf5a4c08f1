"""What a digest says, as a value."""

import json
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.orders.digest import (
    WORST,
    Digest,
    Occasion,
    Remembered,
    Seen,
    digest,
    is_posted,
    occasion_words,
    opening,
    shipped_groups,
    worst_first,
)
from bot.orders.reliance import STALE
from bot.orders.schedule import WEEKDAYS, Schedule
from bot.orders.seen import Attended, Coverage, ShippedNow, StuckNow
from bot.orders.subscription import EmptyDays, Subscription, Wanted, What

NOON = datetime(2026, 11, 23, 8, tzinfo=UTC)
SLOT = datetime(2026, 11, 23, 9)  # noqa: DTZ001
DAY = timedelta(days=1)
LATE = "Late: this was due Mon 23 Nov 09:00, when Orderdesk could not post it."


def subscription(**fields):
    schedule = Schedule(WEEKDAYS[:5], time(9), "Europe/Oslo")
    plain = {"channel": "C1", "team": "T1", "owner": "U1", "what": What.BOTH, "id": 7}
    return Subscription(**plain | {"schedule": schedule, "created_at": NOON - 9 * DAY} | fields)


def stuck(order_id="a", days=3, severity=0.0, **fields):
    plain = {"reference": f"#{order_id}", "status": "on_hold", "country": "NO", "why": "waits"}
    aged = {"since": NOON - days * DAY, "age": f"{days} business days", "waited": days}
    return StuckNow(order_id, **plain | aged | {"severity": severity} | fields)


def shipped(order_id="s", **fields):
    plain = {"reference": f"#{order_id}", "shipped_at": NOON - DAY, "was_seen_to_ship": True}
    return ShippedNow(order_id, **plain | {"country": "NO", "method": "DHL Express"} | fields)


def made(sub=None, stuck=(), shipped=(), before=None, known=(), fresh=None, **occasion):
    seen = Seen(stuck, shipped, fresh or Coverage(NOON))
    told = Remembered(before or {}, known)
    return digest(sub or subscription(), seen, told, Occasion(NOON, **{"slot": SLOT} | occasion))


PARTLY = Coverage(NOON, is_complete=False, note="one day was not read")
UNSEEN = Coverage(None)
OLD, FRESH = Coverage(NOON - STALE), Coverage(NOON - STALE + timedelta.resolution)
JUST_DELAYED = stuck("a", age="less than 1 business day", waited=0.1, since=NOON - 20 * DAY)
SNOOZED = stuck(attended=Attended(snoozed_until=NOON + DAY))


@pytest.mark.parametrize(
    ("digest", "line"),
    [
        (
            made(stuck=[stuck("a"), stuck("b", 9)], before={"b": "#b", "c": "#c"}),
            "1 new, 1 cleared, 1 carried over, oldest 9 business days, 0 newly shipped",
        ),
        (
            made(subscription(what=What.STUCK), stuck=[JUST_DELAYED, stuck("b", 10)]),
            "2 new, 0 cleared, 0 carried over, oldest 10 business days",
        ),
        (
            made(subscription(what=What.STUCK), before={"c": "#c"}),
            "0 new, 1 cleared, 0 carried over",
        ),
        (made(subscription(what=What.SHIPPED), shipped=[shipped()]), "1 newly shipped"),
        (made(), "All fine: nothing is stuck, nothing newly shipped"),
        (made(subscription(what=What.STUCK)), "All fine: nothing is stuck"),
        (made(subscription(what=What.SHIPPED)), "Nothing newly shipped"),
        (made(fresh=OLD), "Nothing stuck was seen, nothing newly shipped"),
        (made(fresh=UNSEEN), "Nothing stuck was seen, nothing newly shipped"),
        (made(fresh=PARTLY), "Nothing stuck was seen, nothing newly shipped"),
        (made(fresh=FRESH), "All fine: nothing is stuck, nothing newly shipped"),
        (made(subscription(what=What.STUCK), fresh=PARTLY), "Nothing stuck was seen"),
        (made(subscription(what=What.SHIPPED), fresh=PARTLY), "Nothing newly shipped was seen"),
        (made(stuck=[SNOOZED]), "Nothing new; stuck orders that are snoozed: 1"),
        (
            made(stuck=[SNOOZED], fresh=UNSEEN),
            "Nothing new was seen; stuck orders that are snoozed: 1",
        ),
    ],
)
def test_it_opens_with_the_difference(digest, line):
    """What changed since the last digest stands first."""
    assert opening(digest) == line


def test_the_worst_ten_come_first():
    """By severity, then by age; what is more goes to the table; each order once."""
    lines = [stuck(f"o{n}", days=n, severity=float(n == 4)) for n in range(1, 13)]
    digest = made(stuck=[*lines, stuck("o4", days=4, severity=1.0)])
    assert [line.order_id for line in digest.worst[:3]] == ["o4", "o12", "o11"]
    assert len(digest.worst) == WORST
    assert [line.order_id for line in digest.rest] == ["o2", "o1"]


def test_of_two_lines_of_one_order_the_worse_one_stays():
    """An order that two rules call stuck stands there once, for the worse of them."""
    lines = worst_first([stuck("a", severity=1.0), stuck("b"), stuck("a", severity=5.0)])
    assert [(line.order_id, line.severity) for line in lines] == [("a", 5.0), ("b", 0.0)]


@pytest.mark.parametrize(
    ("what", "stuck_count", "shipped_count"),
    [(What.STUCK, 1, 0), (What.SHIPPED, 0, 1), (What.BOTH, 1, 1)],
)
def test_it_tells_of_what_was_subscribed_to(what, stuck_count, shipped_count):
    """A subscription to one kind says nothing of the other, and notes nothing of it either."""
    digest = made(subscription(what=what), stuck=[stuck()], shipped=[shipped()])
    assert (len(digest.stuck), len(digest.shipped)) == (stuck_count, shipped_count)
    assert digest.noted == ()


def test_filters_hold_for_both_kinds():
    """What a filter leaves out is neither shown nor counted as cleared later."""
    sub = subscription(wanted=Wanted(countries=("SE",)))
    digest = made(sub, stuck=[stuck(), stuck("b", country="SE")], shipped=[shipped()])
    assert [line.order_id for line in digest.stuck] == ["b"]
    assert digest.shipped == ()
    assert digest.difference.new == ("b",)


def test_a_channel_reads_no_customer_s_name():
    """The filter is told in words; what the merchant calls a customer is not for everybody."""
    wanted = Wanted(countries=("SE",), customers=("ann@example.com", "c-2"))
    assert made(subscription(wanted=wanted)).wanted == "to Sweden · 2 customers"
    assert made(subscription(wanted=Wanted(customers=("c-2",)))).wanted == "1 customer"


def test_what_a_filter_leaves_out_now_was_not_cleared():
    """Who narrows a filter reads of orders that cleared, not of those that are out of sight."""
    sub = subscription(wanted=Wanted(countries=("SE",)))
    digest = made(sub, stuck=[stuck("a")], before={"a": "#a", "c": "#c"})
    assert digest.difference.cleared == ("c",)


def test_what_had_shipped_before_is_noted_and_not_told():
    """Orders first seen already shipped are recorded, so that they never come later."""
    digest = made(shipped=[shipped(was_seen_to_ship=False), shipped("t")])
    assert digest.noted == ("s",)
    assert [line.order_id for line in digest.shipped] == ["t"]


def test_newly_shipped_orders_stand_in_groups():
    """By country and method, in their order."""
    lines = [shipped("a"), shipped("b", country="DE"), shipped("c", method=""), shipped("d")]
    groups = shipped_groups(made(shipped=lines))
    assert [(name, [line.order_id for line in group]) for name, group in groups] == [
        ("Germany · DHL Express", ["b"]),
        ("Norway", ["c"]),
        ("Norway · DHL Express", ["a", "d"]),
    ]


@pytest.mark.parametrize(
    ("empty_days", "fields", "posted"),
    [
        (EmptyDays.SILENT, {}, False),
        (EmptyDays.ALL_FINE, {}, True),
        (EmptyDays.SILENT, {"stuck": [stuck()]}, True),
        (EmptyDays.SILENT, {"slot": None}, True),
        (EmptyDays.SILENT, {"fresh": PARTLY}, True),
        (EmptyDays.SILENT, {"fresh": UNSEEN}, True),
        (EmptyDays.SILENT, {"fresh": OLD}, True),
        (EmptyDays.SILENT, {"fresh": FRESH}, False),
    ],
    ids=[
        "silent",
        "all fine",
        "something to tell",
        "asked for",
        "partly",
        "unseen",
        "old",
        "fresh",
    ],
)
def test_an_empty_day_is_silent_where_that_was_chosen(empty_days, fields, posted):
    """Silence on empty days is a choice; who asks gets one, and not seeing is no empty day."""
    sub = subscription(empty_days=empty_days)
    assert is_posted(sub, made(sub, **fields)) is posted


def test_a_day_on_which_something_cleared_is_not_empty():
    """Good news is news."""
    sub = subscription(empty_days=EmptyDays.SILENT)
    digest = made(sub, before={"c": "#c"})
    assert is_posted(sub, digest)
    assert digest.cleared_references == ("#c",)


@pytest.mark.parametrize(
    ("occasion", "words"),
    [
        (Occasion(NOON, SLOT), "Mon 23 Nov 09:00"),
        (Occasion(NOON), "Sent now because somebody asked for it."),
        (
            Occasion(NOON, SLOT, is_late=True),
            LATE,
        ),
        (
            Occasion(NOON, SLOT, is_late=True, folded=2),
            f"{LATE} It also stands for 2 that were missed.",
        ),
    ],
)
def test_it_says_when_it_should_have_come(occasion, words):
    """A late digest is marked, with how many older ones it stands for."""
    assert occasion_words(occasion) == words


def test_a_digest_is_read_as_it_was_written():
    """What the store keeps gives the same digest again."""
    whole = made(stuck=[stuck()], shipped=[shipped()], before={"c": "#c"}, folded=1)
    assert Digest.read(whole.written()) == whole


def test_a_digest_of_an_earlier_version_is_read():
    """What was kept before digests knew what they named is drawn again all the same."""
    kept = json.loads(made(stuck=[stuck("a"), stuck("b", days=9)]).written())
    del kept["named"], kept["has_thread"], kept["stuck"][0]["waited"], kept["stuck"][1]["waited"]
    old = Digest.read(json.dumps(kept))
    assert not old.needs_table
    assert "oldest 9 business days" in opening(old)
