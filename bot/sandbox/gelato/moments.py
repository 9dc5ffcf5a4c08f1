"""Moments as the API prints them: `2025-04-13T10:23:28+00:00`."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

Clock = Callable[[], datetime]


def wall_clock() -> datetime:
    """Now, with its zone."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """The API's way to write a moment: whole seconds, with the offset."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def day(moment: datetime) -> str:
    """A bare date, as delivery dates are."""
    return moment.astimezone(UTC).date().isoformat()


def read(text: Any) -> datetime | None:
    """The moment a stamp says, None for anything else. Without an offset it is taken as UTC."""
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def ago(now: datetime, hours: float) -> datetime:
    """The moment so many hours before now."""
    return now - timedelta(hours=hours)
