"""Business time: how long something took, without the days on which nobody works."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from fractions import Fraction
from functools import lru_cache
from math import ceil, floor
from zoneinfo import ZoneInfo

import holidays

from bot.orders.countries import NAMES, country_name

_DAY, _TICK = timedelta(days=1), timedelta.resolution
_FIRST, _LAST = datetime(2015, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
"""Moments outside count as these: a foreign date must not cost a calendar for each of its years."""
_SATURDAY = 5


@dataclass(frozen=True)
class Calendar:
    """Whose days were counted: a country's, or Monday to Friday where there is no country."""

    country: str = ""
    """ISO 3166-1; empty for Monday to Friday without holidays."""

    def __str__(self) -> str:
        """As in: counted …"""
        if not self.country:
            return "Monday to Friday"
        return f"by the calendar of {country_name(self.country)}"


@dataclass(frozen=True)
class Elapsed:
    """So much business time, and by which calendar."""

    days: Fraction
    """Never negative; the last day may be a part of one."""
    calendar: Calendar

    def __str__(self) -> str:
        return business_day_words(self.days)


def business_day_words(days: Fraction | int) -> str:
    """`3 business days`: only full ones are counted."""
    count = floor(days)
    if count < 1:
        return "less than 1 business day"
    return f"{count} business day{'' if count == 1 else 's'}"


def elapsed(earlier: datetime, later: datetime, country: str, zone: ZoneInfo) -> Elapsed:
    """The business time between two aware moments; none if `later` is not later.

    It passes from midnight to midnight of each business day in `zone`, the workspace's: no zone of
    a print country is known. Each business day is worth exactly 1, of which a moment within it has
    used the part that has passed: from Monday 10:00 to Thursday 10:00 it is 3, and so it is from
    Friday 10:00 to Wednesday 10:00. Nothing passes on weekends (a country's own, such as Friday and
    Saturday) and nation-wide public holidays: what begins on a Saturday is 3 at the midnight that
    ends Wednesday. A day on which the clocks change is longer or shorter, and worth 1 all the same.
    Days that only parts of a country keep count as business days: no region is known.

    An unknown or empty `country` is counted Monday to Friday without holidays.
    """
    calendar = calendar_of(country)
    start, end = _within(earlier), _within(later)
    if end <= start:
        return Elapsed(Fraction(0), calendar)
    whole = _count(start.astimezone(zone).date(), end.astimezone(zone).date(), calendar.country)
    parts = _part(end, calendar.country, zone) - _part(start, calendar.country, zone)
    return Elapsed(max(whole + parts, Fraction(0)), calendar)


@lru_cache(maxsize=1024)
def began_before(now: datetime, days: int, country: str, zone: ZoneInfo) -> datetime:
    """What began before this has lasted for more than `days`: `elapsed`, asked the other way round.

    So that a hundred thousand orders cost a comparison each.
    """
    code, end = calendar_of(country).country, _within(now)
    today = end.astimezone(zone).date()
    missing = days - _part(end, code, zone)
    if missing < 0:
        return end
    whole = floor(missing)
    day = _business_day_before(today, whole + 1, code)
    start, stop = _midnight(day, zone), _midnight(day + _DAY, zone)
    return start + ceil((1 - missing + whole) * ((stop - start) // _TICK)) * _TICK


@lru_cache(maxsize=1024)
def calendar_of(country: str) -> Calendar:
    """The country's calendar, where there is one."""
    code = country.strip().upper()
    return Calendar(code if _holidays(code) is not None else "")


def midnight_after(day: date, zone: ZoneInfo) -> datetime:
    """When a day is over."""
    return _midnight(day + _DAY, zone)


def _within(moment: datetime) -> datetime:
    return min(max(moment, _FIRST), _LAST)


def _count(first: date, last: date, country: str) -> int:
    """The business days from `first` on, without `last`."""
    years = (_business_days(country, year) for year in range(first.year, last.year + 1))
    return sum(bisect_left(days, last) - bisect_left(days, first) for days in years)


def _part(moment: datetime, country: str, zone: ZoneInfo) -> Fraction:
    """How much of its day has passed, if that is a business day."""
    day = moment.astimezone(zone).date()
    if not _count(day, day + _DAY, country):
        return Fraction(0)
    start, end = _midnight(day, zone), _midnight(day + _DAY, zone)
    return Fraction((moment - start) // _TICK, (end - start) // _TICK)


def _business_day_before(day: date, count: int, country: str) -> date:
    """Counted back: 1 is the last business day before this day."""
    year, days = day.year, _business_days(country, day.year)
    place = bisect_left(days, day) - count
    while place < 0:
        year -= 1
        days = _business_days(country, year)
        place += len(days)
    return days[place]


@lru_cache(maxsize=1024)
def _midnight(day: date, zone: ZoneInfo) -> datetime:
    """In UTC, since differences within one zone are of its clock and not of time."""
    return datetime.combine(day, time.min, zone).astimezone(UTC)


@lru_cache(maxsize=1024)
def _business_days(country: str, year: int) -> tuple[date, ...]:
    """All business days of one year, in order."""
    known, first = _holidays(country), date(year, 1, 1)
    days = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    return tuple(
        day
        for day in days
        if (day.weekday() < _SATURDAY if known is None else known.is_working_day(day))
    )


@lru_cache(maxsize=512)
def _holidays(code: str) -> holidays.HolidayBase | None:
    """A country's calendar; it is loaded when it is first asked for.

    Only for ISO codes: the library would take names of its other parts for countries.
    """
    try:
        return holidays.country_holidays(code) if code in NAMES else None
    except NotImplementedError:
        return None
