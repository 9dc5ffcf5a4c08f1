"""Caps: how many changes a person may ask for between two midnights."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.desk.asking import Caps
from bot.store.claim_ports import Cap


def utc(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "now", "since"),
    [
        pytest.param("UTC", utc(2026, 11, 21, 12), utc(2026, 11, 21), id="noon"),
        pytest.param("UTC", utc(2026, 11, 21), utc(2026, 11, 21), id="midnight itself"),
        pytest.param("UTC", utc(2026, 11, 20, 23, 59, 59), utc(2026, 11, 20), id="a second before"),
        pytest.param(
            "Europe/Oslo", utc(2026, 11, 20, 22, 59), utc(2026, 11, 19, 23), id="Oslo, before"
        ),
        pytest.param(
            "Europe/Oslo", utc(2026, 11, 20, 23), utc(2026, 11, 20, 23), id="Oslo, midnight"
        ),
        pytest.param(
            "America/New_York", utc(2026, 11, 21, 4), utc(2026, 11, 20, 5), id="New York, evening"
        ),
        pytest.param(
            "Europe/Oslo", utc(2026, 10, 25, 12), utc(2026, 10, 24, 22), id="the clocks go back"
        ),
    ],
)
def test_a_day_begins_at_midnight_in_the_zone(zone: str, now: datetime, since: datetime):
    """The cap counts from midnight of the zone that was set, in summer and winter."""
    assert Caps(5, ZoneInfo(zone)).at(now) == Cap(5, since)
