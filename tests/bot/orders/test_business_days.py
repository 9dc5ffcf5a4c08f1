"""Business time: what passes, what does not, and by whose calendar."""

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.orders.business_days import (
    Calendar,
    began_before,
    business_day_words,
    calendar_of,
    elapsed,
    midnight_after,
)

U, OSLO, TOKYO, BEIRUT = map(ZoneInfo, ("UTC", "Europe/Oslo", "Asia/Tokyo", "Asia/Beirut"))
HALF = Fraction(1, 2)
START = datetime(2016, 1, 1, tzinfo=UTC)


def _at(text: str, zone: ZoneInfo = U) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=zone)


@pytest.mark.parametrize(
    ("start", "end", "country", "days"),
    [
        pytest.param("2026-11-16 10:00", "2026-11-16 10:00", "DE", 0, id="no time"),
        pytest.param("2026-11-16 10:00", "2026-11-16 09:00", "DE", 0, id="backwards"),
        pytest.param("2026-11-16 10:00", "2026-11-16 16:00", "DE", Fraction(1, 4), id="one day"),
        pytest.param("2026-11-16 10:00", "2026-11-19 10:00", "DE", 3, id="Monday to Thursday"),
        pytest.param("2026-11-20 10:00", "2026-11-25 10:00", "DE", 3, id="over a weekend"),
        pytest.param("2026-11-20 12:00", "2026-11-21 00:00", "DE", HALF, id="to Friday's end"),
        pytest.param("2026-11-21 00:00", "2026-11-23 00:00", "DE", 0, id="a weekend"),
        pytest.param("2026-11-21 15:00", "2026-11-26 00:00", "DE", 3, id="from a Saturday"),
        pytest.param("2026-11-02 00:00", "2026-11-30 00:00", "DE", 20, id="four weeks"),
        pytest.param("2026-11-25 12:00", "2026-11-27 12:00", "US", 1, id="US Thanksgiving"),
        pytest.param("2026-11-25 12:00", "2026-11-27 12:00", "DE", 2, id="is none elsewhere"),
        pytest.param("2025-10-02 12:00", "2025-10-06 12:00", "DE", 1, id="DE 3 October"),
        pytest.param("2026-12-24 12:00", "2026-12-29 12:00", "GB", 1, id="GB Christmas, moved"),
        pytest.param("2026-05-22 12:00", "2026-05-26 12:00", "GB", 1, id="GB bank holiday"),
        pytest.param("2026-08-28 12:00", "2026-09-01 12:00", "GB", 2, id="GB, but not Scotland"),
        pytest.param("2026-04-28 12:00", "2026-05-07 12:00", "JP", 3, id="JP golden week"),
        pytest.param("2026-11-19 12:00", "2026-11-22 12:00", "SA", 1, id="Friday and Saturday off"),
        pytest.param("2026-11-19 12:00", "2026-11-22 12:00", "AE", 3 * HALF, id="AE Friday"),
        pytest.param("2026-11-21 00:00", "2026-11-22 00:00", "AE", 0, id="AE Saturday"),
        pytest.param("2026-11-20 00:00", "2026-11-21 00:00", "SA", 0, id="SA Friday"),
        pytest.param("2026-10-10 00:00", "2026-10-11 00:00", "CN", 1, id="CN Saturday worked"),
        pytest.param("2028-02-28 12:00", "2028-03-01 12:00", "US", 2, id="leap day"),
        pytest.param("2027-02-26 12:00", "2027-03-01 12:00", "US", 1, id="no leap day"),
        pytest.param("2026-12-31 12:00", "2027-01-04 12:00", "DE", 1, id="over New Year"),
        pytest.param("2026-12-31 12:00", "2027-01-04 12:00", "", 2, id="no calendar, no New Year"),
        pytest.param("1990-01-01 00:00", "2015-01-05 00:00", "", 2, id="long ago costs nothing"),
    ],
)
def test_business_time_passes_on_business_days(start: str, end: str, country: str, days: Fraction):
    """Nothing passes on a weekend or holiday of the country; each business day is worth 1."""
    assert elapsed(_at(start), _at(end), country, U).days == days


@pytest.mark.parametrize(
    ("start", "end", "zone", "days"),
    [
        pytest.param("2026-11-20 12:00", "2026-11-21 12:00", U, HALF, id="half a Friday in UTC"),
        pytest.param(
            "2026-11-20 12:00", "2026-11-21 12:00", TOKYO, Fraction(1, 8), id="less in Tokyo"
        ),
        pytest.param("2026-10-24 22:00", "2026-10-25 23:00", OSLO, 1, id="25 hours"),
        pytest.param("2026-10-24 22:00", "2026-10-25 10:30", OSLO, HALF, id="half of 25 hours"),
        pytest.param("2026-03-28 23:00", "2026-03-29 22:00", OSLO, 1, id="23 hours"),
        pytest.param("2026-03-28 23:00", "2026-03-29 10:30", OSLO, HALF, id="half of 23 hours"),
        pytest.param("2026-03-28 22:00", "2026-03-29 21:00", BEIRUT, 1, id="no midnight"),
        pytest.param("2026-10-24 21:00", "2026-10-25 22:00", BEIRUT, 1, id="after two midnights"),
    ],
)
def test_days_are_those_of_the_zone(start: str, end: str, zone: ZoneInfo, days: Fraction):
    """Midnights are the workspace's; a day of 23 or 25 hours is worth 1. Sundays work in SA."""
    country = "SA" if zone in {OSLO, BEIRUT} else ""
    assert elapsed(_at(start), _at(end), country, zone).days == days


@pytest.mark.parametrize(
    ("country", "calendar", "words"),
    [
        ("DE", Calendar("DE"), "by the calendar of Germany"),
        (" de ", Calendar("DE"), "by the calendar of Germany"),
        ("", Calendar(), "Monday to Friday"),
        ("ZZ", Calendar(), "Monday to Friday"),
        ("HolidayBase", Calendar(), "Monday to Friday"),
        ("NYSE", Calendar(), "Monday to Friday"),
    ],
)
def test_the_answer_says_whose_calendar_it_used(country: str, calendar: Calendar, words: str):
    """A country that is not known is counted Monday to Friday, and that is said."""
    assert calendar_of(country) == calendar
    assert str(calendar) == words
    assert elapsed(_at("2026-11-16"), _at("2026-11-17"), country, U).calendar == calendar


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (Fraction(0), "less than 1 business day"),
        (Fraction(99, 100), "less than 1 business day"),
        (Fraction(1), "1 business day"),
        (Fraction(199, 100), "1 business day"),
        (Fraction(2), "2 business days"),
    ],
)
def test_only_full_days_are_told(days: Fraction, words: str):
    """An age is rounded down."""
    assert business_day_words(days) == words


def test_a_day_is_over_at_its_midnight():
    """The midnight is that of the zone."""
    assert midnight_after(date(2026, 11, 18), OSLO) == datetime(2026, 11, 18, 23, tzinfo=UTC)


moments = st.integers(0, 14 * 365 * 24 * 60).map(lambda n: START + timedelta(minutes=n))
countries = st.sampled_from(["US", "DE", "JP", "SA", "IL", "CN", "", "nonsense"])
zones = st.sampled_from([U, OSLO, TOKYO, BEIRUT, ZoneInfo("America/Havana")])
spans = st.timedeltas(timedelta(), timedelta(days=40))


@settings(max_examples=100, deadline=None)
@given(moments, moments, countries, zones)
def test_business_time_is_never_negative(one: datetime, other: datetime, code: str, zone: ZoneInfo):
    """Whichever way round, and never more than the days of the calendar."""
    days = elapsed(one, other, code, zone).days
    assert 0 <= days <= max((other - one) / timedelta(days=1) + 2, 0)


@settings(max_examples=100, deadline=None)
@given(moments, spans, spans, st.tuples(countries, zones))
def test_business_time_only_grows(
    start: datetime, first: timedelta, more: timedelta, place: tuple[str, ZoneInfo]
):
    """Later is never less, and two spans make up the whole."""
    one, two = (elapsed(start, start + span, *place).days for span in (first, first + more))
    rest = elapsed(start + first, start + first + more, *place).days
    assert one <= two
    assert two == one + rest


@settings(max_examples=150, deadline=None)
@given(moments, st.integers(0, 12), countries, zones)
def test_what_began_before_the_edge_has_lasted_longer(
    now: datetime, days: int, country: str, zone: ZoneInfo
):
    """The edge is exact to the microsecond, on whatever side of weekends and clock changes."""
    edge = began_before(now, days, country, zone)
    assert elapsed(edge, now, country, zone).days <= days
    assert elapsed(edge - timedelta.resolution, now, country, zone).days > days


@pytest.mark.parametrize(
    ("now", "days", "edge"),
    [
        ("2026-11-19 10:00", 3, "2026-11-16 10:00"),
        ("2026-11-25 10:00", 3, "2026-11-20 10:00"),
        ("2026-11-21 10:00", 0, "2026-11-21 00:00"),
        ("2026-11-20 10:00", 0, "2026-11-20 10:00"),
        ("2026-11-23 00:00", 1, "2026-11-20 00:00"),
        ("2027-01-04 12:00", 2, "2026-12-30 12:00"),
    ],
)
def test_the_edge_lies_as_many_business_days_back(now: str, days: int, edge: str):
    """The other way round over weekends and New Year, in Germany."""
    assert began_before(_at(now), days, "DE", U) == _at(edge)


def test_the_edge_is_a_whole_microsecond_in_a_day_of_25_hours():
    """A moment that would fall between two is the later one: the earlier one is over the limit."""
    now = _at("2026-10-26 10:00:00.000001", OSLO)
    edge = began_before(now, 1, "SA", OSLO)
    assert elapsed(edge, now, "SA", OSLO).days <= 1
    assert elapsed(edge - timedelta.resolution, now, "SA", OSLO).days > 1
