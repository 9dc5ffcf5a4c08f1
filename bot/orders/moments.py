"""Understands the dates that people type, in their own zone. The moment is an argument."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.orders.errors import NotAsked

_AGO = re.compile(r"(\d{1,4})\s*([hdwmy])", re.IGNORECASE)
_TIME_OF_DAY = re.compile(r"\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}")
_SPANS = {
    "h": timedelta(hours=1),
    "d": timedelta(days=1),
    "w": timedelta(weeks=1),
    "m": timedelta(days=30),
    "y": timedelta(days=365),
}
_DAYS_AGO = {"today": 0, "yesterday": 1}
_EARLIEST = date(2000, 1, 1)


def start_of(typed: str, zone: ZoneInfo, now: datetime) -> datetime:
    """The first moment that `since:…` means. Raises NotAsked.

    `7d`, `2w`, `12h`, `3m`, `today`, `yesterday`, `2026-11-01`, `2026-11-01T14:30`. Days begin
    at midnight of the person's zone; hours count back from now, to the minute.
    """
    if minute := _minute(typed, zone, now):
        return minute
    return datetime.combine(_day(typed, zone, now), time.min, zone)


def end_of(typed: str, zone: ZoneInfo, now: datetime) -> datetime:
    """The last moment that `until:…` means: a day counts to its end. Raises NotAsked."""
    if minute := _minute(typed, zone, now):
        return minute
    after = datetime.combine(_day(typed, zone, now) + timedelta(days=1), time.min, zone)
    return (after.astimezone(UTC) - timedelta.resolution).astimezone(zone)


def is_edge(local: datetime) -> bool:
    """Whether this is where a whole day begins or ends."""
    return local.time() == time.min or local.time() == time.max


def _minute(typed: str, zone: ZoneInfo, now: datetime) -> datetime | None:
    """The minute that hours or a time of day name; None for whole days. Raises NotAsked."""
    word = typed.strip()
    if (ago := _ago(word)) is not None and word.casefold().endswith("h"):
        return (now - ago).astimezone(zone).replace(second=0, microsecond=0)
    if not _TIME_OF_DAY.fullmatch(word):
        return None
    day = _day(word[:10], zone, now)
    try:
        return datetime.combine(day, time.fromisoformat(word[11:]), zone)
    except ValueError:
        raise NotAsked(_sentence(typed)) from None


def _day(typed: str, zone: ZoneInfo, now: datetime) -> date:
    word = typed.strip().casefold()
    today = now.astimezone(zone).date()
    if word in _DAYS_AGO:
        return today - timedelta(days=_DAYS_AGO[word])
    try:
        ago = _ago(word)
        day = date.fromisoformat(word) if ago is None else today - ago
    except (ValueError, OverflowError):
        raise NotAsked(_sentence(typed)) from None
    if not _EARLIEST <= day <= today + timedelta(days=366):
        raise NotAsked(f"“{typed}” is too far away: dates begin in {_EARLIEST.year}.")
    return day


def _ago(typed: str) -> timedelta | None:
    found = _AGO.fullmatch(typed.strip())
    return int(found[1]) * _SPANS[found[2].casefold()] if found else None


def _sentence(typed: str) -> str:
    return f"“{typed}” is no date. Try 7d, 2w, today, yesterday, or a day such as 2026-11-01."
