"""A day in words."""

from datetime import date


def day_words(day: date) -> str:
    """`18 Nov 2026`."""
    return f"{short_day_words(day)} {day.year}"


def short_day_words(day: date) -> str:
    """`18 Nov`, where the year goes without saying."""
    return f"{day.day} {day:%b}"
