"""Slots of a schedule: on the right days, at the right moment, each one once."""

import random
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.orders.errors import NotAsked
from bot.orders.schedule import (
    DAWN,
    WEEKDAYS,
    Schedule,
    moment_of,
    next_runs,
    next_words,
    read_schedule,
    schedule_words,
    slots_due,
    weekday_words,
)

ZONES = [
    "UTC",
    "Europe/Oslo",
    "Europe/London",
    "Europe/Dublin",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Asia/Kathmandu",
    "Asia/Tokyo",
    "Africa/Casablanca",
    "Africa/Cairo",
    "Antarctica/Troll",
    "Pacific/Chatham",
    "Pacific/Kiritimati",
    "Pacific/Pago_Pago",
]
DAILY = WEEKDAYS


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def daily(at: str, zone: str) -> Schedule:
    return Schedule(DAILY, time.fromisoformat(at), zone)


@pytest.mark.parametrize(
    ("zone", "local", "expected"),
    [
        ("Europe/Oslo", "2026-03-29T01:59", "2026-03-29T00:59"),
        ("Europe/Oslo", "2026-03-29T02:00", "2026-03-29T01:00"),  # never: 03:00 is the first
        ("Europe/Oslo", "2026-03-29T02:59", "2026-03-29T01:00"),
        ("Europe/Oslo", "2026-03-29T03:00", "2026-03-29T01:00"),
        ("Europe/Oslo", "2026-10-25T02:00", "2026-10-25T00:00"),  # twice: the first counts
        ("Europe/Oslo", "2026-10-25T02:59", "2026-10-25T00:59"),
        ("Europe/Oslo", "2026-10-25T03:00", "2026-10-25T02:00"),
        ("Australia/Lord_Howe", "2026-10-04T02:15", "2026-10-03T15:30"),  # a gap of 30 minutes
        ("Australia/Lord_Howe", "2026-04-05T01:45", "2026-04-04T14:45"),
        ("Antarctica/Troll", "2026-03-29T01:30", "2026-03-29T01:00"),  # a gap of two hours
        ("America/Sao_Paulo", "2018-11-04T00:00", "2018-11-04T03:00"),  # midnight itself
        ("Pacific/Apia", "2011-12-30T09:00", "2011-12-30T10:00"),  # a day that never was
        ("Asia/Kathmandu", "2028-02-29T09:00", "2028-02-29T03:15"),
    ],
)
def test_a_local_time_is_one_moment(zone, local, expected):
    """A time that comes twice means the first one; one that never comes, what comes next."""
    assert moment_of(datetime.fromisoformat(local), ZoneInfo(zone)) == utc(expected)


@pytest.mark.parametrize(
    ("after", "now", "expected"),
    [
        ("2026-11-23T07:59", "2026-11-23T08:00", ["2026-11-23T09:00"]),  # due at its minute
        ("2026-11-23T08:00", "2026-11-23T08:01", []),  # and not again behind it
        ("2026-11-23T07:58", "2026-11-23T07:59", []),  # nor before
        ("2026-11-20T08:00", "2026-11-23T07:59", []),  # a weekend between
        ("2026-11-18T12:00", "2026-11-20T12:00", ["2026-11-19T09:00", "2026-11-20T09:00"]),
    ],
)
def test_slots_are_due_once_their_moment_has_come(after, now, expected):
    """What is due lies behind the last look and not in the future, on chosen weekdays only."""
    schedule = Schedule(WEEKDAYS[:5], time(9), "Europe/Oslo")
    assert [slot.key for slot in slots_due(schedule, utc(after), utc(now))] == expected


@given(
    zone=st.sampled_from(ZONES),
    days=st.sets(st.sampled_from(WEEKDAYS), min_size=1),
    at=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
    seed=st.integers(0, 2**32),
)
@settings(max_examples=25, deadline=None)
def test_over_a_year_each_slot_is_due_once(zone, days, at, seed):
    """However unevenly one looks, every chosen day has its slot once, leap day and all."""
    schedule = Schedule(tuple(days), at, zone)
    luck = random.Random(seed)  # noqa: S311
    start, end = utc("2027-12-30T12:00"), utc("2029-01-02T12:00")
    found, at_last = [], start
    while at_last < end:
        now = min(end, at_last + timedelta(minutes=luck.choice([1, 59, 61, 1441, 9000])))
        found += slots_due(schedule, at_last, now)
        at_last = now
    days_between = [datetime(2028, 1, 1) + timedelta(days=n) for n in range(366)]  # noqa: DTZ001
    expected = [day.date() for day in days_between if WEEKDAYS[day.weekday()] in days]
    assert [s.local.date() for s in found if s.local.year == 2028] == expected
    assert len({slot.key for slot in found}) == len(found)
    assert [slot.moment for slot in found] == sorted(slot.moment for slot in found)


@given(
    zones=st.lists(st.sampled_from(ZONES), min_size=2, max_size=6),
    at=st.times().map(lambda t: t.replace(second=0, microsecond=0)),
)
@settings(max_examples=25, deadline=None)
def test_a_change_of_the_zone_neither_repeats_nor_skips(zones, at):
    """A subscription that wanders round the world has each local day once, all the same."""
    start = utc("2026-03-20T12:00")
    beyond, found = DAWN, []
    for hour in range(24 * 40):
        now = start + timedelta(hours=hour)
        zone = zones[(hour // 31) % len(zones)]
        for slot in slots_due(Schedule(DAILY, at, zone), start, now, beyond):
            found.append(slot.local.date())
            beyond = slot.local
    assert found == [found[0] + timedelta(days=n) for n in range(len(found))]
    assert len(found) >= 38


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-11-21T22:00", ["2026-11-23T09:00", "2026-11-24T09:00", "2026-11-25T09:00"]),
        ("2026-11-23T08:00", ["2026-11-24T09:00", "2026-11-25T09:00", "2026-11-26T09:00"]),
    ],
)
def test_the_next_runs_are_those_that_will_be_due(now, expected):
    """What is shown before saving is what comes; a run of this very minute is no next one."""
    schedule = Schedule(WEEKDAYS[:5], time(9), "Europe/Oslo")
    slots = next_runs(schedule, utc(now), 3)
    assert [slot.key for slot in slots] == expected
    assert list(slots_due(schedule, utc(now), slots[-1].moment)) == list(slots)


def test_a_weekly_run_has_three_next_ones():
    """One day a week still shows three runs."""
    runs = next_runs(Schedule(("Sun",), time(23, 59), "UTC"), utc("2026-11-21T00:00"))
    assert [run.key[:10] for run in runs] == ["2026-11-22", "2026-11-29", "2026-12-06"]


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (("Mon",), "Mon"),
        (("Tue", "Mon"), "Mon and Tue"),
        (("Mon", "Tue", "Wed", "Thu", "Fri"), "Mon to Fri"),
        (("Mon", "Wed", "Fri"), "Mon, Wed and Fri"),
        (WEEKDAYS, "every day"),
    ],
)
def test_weekdays_in_words(days, words):
    """Days are told as people tell them."""
    assert weekday_words(days) == words


def test_a_schedule_in_words():
    """A person reads which nine o'clock it is, and when it comes next."""
    schedule = Schedule(WEEKDAYS[:5], time(9), "Europe/Oslo")
    assert schedule_words(schedule) == "Mon to Fri at 09:00, Europe/Oslo"
    runs = next_runs(schedule, utc("2026-11-21T22:00"), 2)
    assert next_words(runs) == "next: Mon 23 Nov 09:00, Tue 24 Nov 09:00"


def test_a_form_gives_a_schedule():
    """Days in any order, a time and a zone as a form gives them."""
    read = read_schedule(["Friday", "mon"], "07:05", "America/New_York")
    assert read == Schedule(("Mon", "Fri"), time(7, 5), "America/New_York")


@pytest.mark.parametrize(
    ("days", "at", "zone", "words"),
    [
        ([], "09:00", "UTC", "weekday"),
        (["Someday"], "09:00", "UTC", "no weekday"),
        (["Mon"], "", "UTC", "Which time of day"),
        (["Mon"], "24:00", "UTC", "no time of day"),
        (["Mon"], "09:00", "Europe/Atlantis", "no time zone"),
        (["Mon"], "09:00", "", "no time zone"),
        (["Mon"], "09:00", "../etc/passwd", "no time zone"),
    ],
)
def test_what_no_calendar_knows_is_refused(days, at, zone, words):
    """A wrong day, time or zone is named, before anything is saved."""
    with pytest.raises(NotAsked, match=words):
        read_schedule(days, at, zone)
