"""The rules of a subscription: whom it takes, what is new, what is announced, when it pauses."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.orders.schedule import WEEKDAYS, Schedule
from bot.orders.seen import ShippedNow, StuckNow
from bot.orders.subscription import (
    LATE,
    MOST_FAILURES,
    Difference,
    Subscription,
    Wanted,
    What,
    delivered,
    difference,
    edited,
    failed,
    is_late,
    paused,
    resumed,
    shipments,
)

CREATED = datetime(2026, 11, 16, 12, tzinfo=UTC)  # a Monday
HOUR = timedelta(hours=1)


def subscription(**fields):
    plain = {
        "channel": "C1",
        "team": "T1",
        "owner": "U1",
        "what": What.BOTH,
        "schedule": Schedule(WEEKDAYS[:5], time(9), "Europe/Oslo"),
        "created_at": CREATED,
        "id": 7,
    }
    return Subscription(**plain | fields)


def stuck(order_id="a", **fields):
    plain = {"reference": "1042", "status": "on_hold", "since": CREATED, "country": "NO"}
    return StuckNow(order_id, **plain | {"why": "waits", "age": "3 business days"} | fields)


def shipped(order_id="a", **fields):
    plain = {"reference": "1042", "shipped_at": CREATED + HOUR, "was_seen_to_ship": True}
    return ShippedNow(order_id, **plain | {"country": "NO"} | fields)


@pytest.mark.parametrize(
    ("wanted", "line", "taken"),
    [
        (Wanted(), stuck(), True),
        (Wanted(countries=("no", "SE")), stuck(), True),
        (Wanted(countries=("SE",)), stuck(), False),
        (Wanted(countries=("SE",)), shipped(), False),
        (Wanted(countries=("NO",)), stuck(country=""), False),
        (Wanted(statuses=("on_hold",)), stuck(), True),
        (Wanted(statuses=("On Hold",)), stuck(), True),
        (Wanted(statuses=("failed",)), stuck(), False),
        (Wanted(statuses=("failed",)), shipped(), True),
        (Wanted(stores=("s1",)), stuck(store_id="S1"), True),
        (Wanted(stores=("s1",)), stuck(), False),
        (Wanted(customers=("c1",)), shipped(customer_reference_id="c1"), True),
        (Wanted(customers=("c1",)), shipped(customer_reference_id="c2"), False),
        (Wanted(countries=("NO",), stores=("s1",)), stuck(store_id="s2"), False),
    ],
)
def test_a_filter_takes_what_it_names(wanted, line, taken):
    """An order belongs to a subscription when it passes every filter that is set."""
    assert wanted.takes(line) is taken


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ([], [], Difference()),
        ([], ["a", "b"], Difference(new=("a", "b"))),
        (["a", "b"], [], Difference(cleared=("a", "b"))),
        (["a"], ["a"], Difference(carried_over=("a",))),
        (["a", "b"], ["c", "b"], Difference(("c",), ("a",), ("b",))),
        ([], ["a", "a"], Difference(new=("a",))),
    ],
)
def test_the_difference_to_the_last_digest(before, now, expected):
    """Each order is new, cleared or carried over, and counts once."""
    assert difference(before, now) == expected


@pytest.mark.parametrize(
    ("line", "known", "announced", "noted"),
    [
        (shipped(), (), 1, 0),
        (shipped(), ("a",), 0, 0),  # told before
        (shipped(was_seen_to_ship=False), (), 0, 1),  # had shipped when first seen
        (shipped(shipped_at=CREATED), (), 0, 1),  # not behind the creation
        (shipped(shipped_at=CREATED + timedelta(microseconds=1)), (), 1, 0),
        (shipped(country="SE"), (), 0, 0),  # not wanted here
    ],
)
def test_what_newly_shipped_is_announced(line, known, announced, noted):
    """A subscription announces what was seen to ship since it was made, each order once."""
    told = shipments(subscription(wanted=Wanted(countries=("NO",))), [line], known)
    assert (len(told.announced), len(told.noted)) == (announced, noted)


def test_an_order_that_is_listed_twice_is_announced_once():
    """Two lines of one order are one announcement."""
    told = shipments(subscription(), [shipped(), shipped()], ())
    assert [line.order_id for line in told.announced] == ["a"]


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("fields", "since"),
    [
        ({}, CREATED),
        ({"announces_since": CREATED + HOUR}, CREATED + HOUR),
        ({"told_until": CREATED + HOUR}, CREATED),
        ({"told_until": CREATED + 9 * DAY}, CREATED + 7 * DAY),
    ],
)
def test_a_sighting_that_was_written_late_is_looked_for(fields, since):
    """Two days behind the last digest are asked for again, and nothing from before it counts."""
    assert subscription(**fields).asks_since == since


@pytest.mark.parametrize(
    ("fields", "now", "keys"),
    [
        ({}, "2026-11-17T07:59", []),
        ({}, "2026-11-17T08:00", ["2026-11-17T09:00"]),
        ({}, "2026-11-18T08:00", ["2026-11-17T09:00", "2026-11-18T09:00"]),
        ({"last_slot": datetime(2026, 11, 17, 9)}, "2026-11-18T08:00", ["2026-11-18T09:00"]),  # noqa: DTZ001
        ({"paused": "because"}, "2026-11-18T08:00", []),
        ({"created_at": CREATED - 5 * HOUR}, "2026-11-16T12:00", ["2026-11-16T09:00"]),
        ({}, "2026-11-16T23:00", []),  # the 09:00 of the day came before it was made
    ],
)
def test_what_is_due(fields, now, keys):
    """Slots that came since it was made and that nobody saw to, oldest first; none while paused."""
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)
    assert [slot.key for slot in subscription(**fields).due(moment)] == keys


def test_nothing_is_made_up_for_after_a_pause():
    """Who resumes a subscription gets its next slot, and no old ones."""
    friday = datetime(2026, 11, 20, 12, tzinfo=UTC)
    again = resumed(paused(subscription(), "asked"), friday)
    assert again.due(friday + HOUR) == []
    assert [slot.key for slot in again.coming(friday, 1)] == ["2026-11-23T09:00"]


def test_several_failures_pause_it_and_one_success_forgets_them():
    """Failures in a row count; the last of them pauses it and says why."""
    sub = subscription()
    for _ in range(MOST_FAILURES - 1):
        sub = failed(sub, "the channel is archived")
        assert not sub.paused
    assert delivered(sub, CREATED) == subscription(told_until=CREATED)
    sub = failed(sub, "the channel is archived")
    assert sub.paused == f"{MOST_FAILURES} digests in a row could not be delivered"
    assert sub.trouble == "the channel is archived"
    assert resumed(sub, CREATED).failures == 0


@pytest.mark.parametrize(
    ("behind", "late"), [(timedelta(), False), (LATE, False), (LATE + timedelta.resolution, True)]
)
def test_when_a_digest_is_late(behind, late):
    """A few minutes are no news; more than that is said."""
    assert is_late(CREATED, CREATED + behind) is late


def test_another_time_counts_from_now():
    """A time that passed today comes tomorrow, as the form showed before it was saved."""
    noon = datetime(2026, 11, 18, 11, tzinfo=UTC)
    wish = subscription(schedule=Schedule(WEEKDAYS, time(8), "Europe/Oslo"))
    after = edited(subscription(last_slot=datetime(2026, 11, 17, 9)), wish, noon)  # noqa: DTZ001
    assert after.due(noon) == []
    assert [slot.key for slot in after.coming(noon, 2)] == ["2026-11-19T08:00", "2026-11-20T08:00"]


def test_another_time_far_in_the_west_skips_no_day():
    """Where the day is still younger, another time of it comes today."""
    noon = datetime(2026, 11, 18, 11, tzinfo=UTC)  # 01:00 of the 19th in Kiritimati
    there = Schedule(WEEKDAYS, time(0, 30), "Pacific/Kiritimati")
    before = subscription(schedule=there, last_slot=datetime(2026, 11, 19, 0, 30))  # noqa: DTZ001
    wish = subscription(schedule=Schedule(WEEKDAYS, time(9), "America/New_York"))
    assert edited(before, wish, noon).coming(noon, 1)[0].key == "2026-11-18T09:00"


def test_another_zone_alone_neither_repeats_nor_skips_a_day():
    """East or west, the day's digest comes once: at once if its time has passed there."""
    before = subscription(last_slot=datetime(2026, 11, 17, 9))  # noqa: DTZ001
    noon = datetime(2026, 11, 18, 5, tzinfo=UTC)  # 06:00 in Oslo
    east = replace(before, schedule=replace(before.schedule, zone="Asia/Tokyo"))
    west = replace(before, schedule=replace(before.schedule, zone="America/New_York"))
    assert [slot.key for slot in edited(before, east, noon).due(noon)] == ["2026-11-18T09:00"]
    assert edited(before, west, noon).due(noon) == []
    assert edited(before, west, noon).coming(noon, 1)[0].key == "2026-11-18T09:00"


def test_what_a_form_does_not_hold_stays():
    """An edit changes neither the owner nor the channel, nor what was announced."""
    before = subscription(owner="U9", failures=2, trouble="was archived")
    after = edited(before, subscription(what=What.STUCK, owner="U2", channel="C2"), CREATED)
    assert after == replace(before, what=What.STUCK)


def test_shipped_orders_are_announced_from_when_they_are_asked_for():
    """Who adds shipped orders to a subscription does not get the old ones."""
    after = edited(subscription(what=What.STUCK), subscription(), CREATED + HOUR)
    assert after.announces_since == CREATED + HOUR
    assert shipments(after, [shipped()], ()).announced == ()


def test_a_subscription_is_read_as_it_was_written():
    """What the store keeps gives the same subscription again."""
    whole = subscription(
        wanted=Wanted(("NO",), ("on_hold",), ("s",), ("c",)),
        announces_since=CREATED,
        counts_from=CREATED,
        last_slot=datetime(2026, 11, 17, 9),  # noqa: DTZ001
    )
    assert Subscription.read(whole.written()) == whole
