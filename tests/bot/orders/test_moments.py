"""Dates as people type them, in their own zone."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.orders.errors import NotAsked
from bot.orders.moments import end_of, start_of

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
OSLO, AUCKLAND = ZoneInfo("Europe/Oslo"), ZoneInfo("Pacific/Auckland")
LA, BEIRUT = ZoneInfo("America/Los_Angeles"), ZoneInfo("Asia/Beirut")
MOMENT = timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("text", "zone", "start", "after"),
    [
        ("2026-11-01", OSLO, "2026-10-31T23:00Z", "2026-11-01T23:00Z"),
        ("2026-11-01", AUCKLAND, "2026-10-31T11:00Z", "2026-11-01T11:00Z"),
        (" TODAY ", OSLO, "2026-11-20T23:00Z", "2026-11-21T23:00Z"),
        ("today", AUCKLAND, "2026-11-21T11:00Z", "2026-11-22T11:00Z"),
        ("yesterday", OSLO, "2026-11-19T23:00Z", "2026-11-20T23:00Z"),
        ("0d", OSLO, "2026-11-20T23:00Z", "2026-11-21T23:00Z"),
        ("7d", OSLO, "2026-11-13T23:00Z", "2026-11-14T23:00Z"),
        ("7D", LA, "2026-11-14T08:00Z", "2026-11-15T08:00Z"),
        ("2 w", OSLO, "2026-11-06T23:00Z", "2026-11-07T23:00Z"),
        ("3m", OSLO, "2026-08-22T22:00Z", "2026-08-23T22:00Z"),
        ("1y", OSLO, "2025-11-20T23:00Z", "2025-11-21T23:00Z"),
        ("2024-02-29", OSLO, "2024-02-28T23:00Z", "2024-02-29T23:00Z"),
        ("2000-01-01", OSLO, "1999-12-31T23:00Z", "2000-01-01T23:00Z"),
        ("2027-11-22", OSLO, "2027-11-21T23:00Z", "2027-11-22T23:00Z"),
        # the clocks go forward: a day of 23 hours
        ("2026-03-29", OSLO, "2026-03-28T23:00Z", "2026-03-29T22:00Z"),
        ("2026-03-08", LA, "2026-03-08T08:00Z", "2026-03-09T07:00Z"),
        # and back: a day of 25
        ("2026-10-25", OSLO, "2026-10-24T22:00Z", "2026-10-25T23:00Z"),
        ("2026-11-01", LA, "2026-11-01T07:00Z", "2026-11-02T08:00Z"),
        # where they go back at midnight, the last hour of the day comes twice
        ("2026-10-24", BEIRUT, "2026-10-23T21:00Z", "2026-10-24T22:00Z"),
    ],
)
def test_a_day_lasts_from_midnight_to_midnight(text: str, zone: ZoneInfo, start: str, after: str):
    """`since` begins with the person's own day, and `until` counts to the end of it."""
    assert start_of(text, zone, NOON) == datetime.fromisoformat(start)
    assert end_of(text, zone, NOON).astimezone(UTC) == datetime.fromisoformat(after) - MOMENT


@pytest.mark.parametrize("zone", [OSLO, LA], ids=str)
@pytest.mark.parametrize(("text", "hours"), [("12h", 12), ("0h", 0), (" 36H ", 36)])
def test_hours_count_back_from_now(zone: ZoneInfo, text: str, hours: int):
    """Hours are no days: they begin where the person stands."""
    expected = NOON - timedelta(hours=hours)
    assert start_of(text, zone, NOON) == end_of(text, zone, NOON) == expected


NO_DATE = "“{}” is no date. Try 7d, 2w, today, yesterday, or a day such as 2026-11-01."
TOO_FAR = "“{}” is too far away: dates begin in 2000."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("2026-02-29", NO_DATE),
        ("2026-13-01", NO_DATE),
        ("last week", NO_DATE),
        ("7x", NO_DATE),
        ("-7d", NO_DATE),
        ("12345d", NO_DATE),
        ("9999y", NO_DATE),
        ("", NO_DATE),
        ("1999-12-31", TOO_FAR),
        ("27y", TOO_FAR),
        ("2027-11-23", TOO_FAR),
    ],
)
def test_what_is_no_date_is_refused(text: str, sentence: str):
    """A date that does not exist, or lies where no order can, is said to be so."""
    for read in (start_of, end_of):
        with pytest.raises(NotAsked) as refusal:
            read(text, OSLO, NOON)
        assert str(refusal.value) == sentence.format(text)


@settings(max_examples=200, deadline=None)
@given(
    st.text(max_size=12) | st.from_regex(r"\d{1,4}[hdwmy]", fullmatch=True) | st.dates().map(str),
    st.sampled_from([OSLO, LA, AUCKLAND, BEIRUT, ZoneInfo("Africa/Cairo"), ZoneInfo("UTC")]),
)
def test_any_text_is_a_stretch_of_time_or_refused(text: str, zone: ZoneInfo):
    """Whatever is typed, its end never lies before its start, in any zone."""
    with suppress(NotAsked):
        start, end = start_of(text, zone, NOON), end_of(text, zone, NOON)
        assert start.tzinfo
        assert start.astimezone(UTC) <= end.astimezone(UTC)
