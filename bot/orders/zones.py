"""The names of the world's time zones, and those that some letters may mean."""

from collections.abc import Sequence
from functools import cache
from zoneinfo import available_timezones

MOST_SUGGESTED = 100
"""Slack draws at most a hundred options (slack-facts 1.1)."""
_AREAS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Arctic/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)


@cache
def zone_names() -> Sequence[str]:
    """IANA names by place, and UTC; not the old names that only programs know."""
    return ("UTC", *sorted(name for name in available_timezones() if name.startswith(_AREAS)))


def suggested_zones(typed: str) -> list[str]:
    """Names that hold every one of these words, those that begin with them first."""
    words = _plain(typed).split()
    found = [name for name in zone_names() if all(word in _plain(name) for word in words)]
    first = words[0] if words else ""
    return sorted(found, key=lambda name: not _place(name).startswith(first))[:MOST_SUGGESTED]


def _plain(text: str) -> str:
    return text.casefold().replace("_", " ").replace("/", " ")


def _place(name: str) -> str:
    return _plain(name.rpartition("/")[2])
