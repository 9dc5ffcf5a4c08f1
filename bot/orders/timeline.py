"""Since when an order is as it is, and how it came there, in a line each."""

from collections.abc import Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.orders.business_days import elapsed
from bot.orders.day import day_words, short_day_words
from bot.orders.dialect import Dialect
from bot.orders.observed import Observed
from bot.orders.statuses import canonical_status, status_words
from bot.orders.trail import StateSeen

MOST_STEPS = 6
_OVER = {"delivered", "returned", "canceled"}


def in_state_words(order: Observed, zone: ZoneInfo, now: datetime) -> str:
    """`In this state for 3 business days (since 18 Nov)`, days being those of `zone`.

    Of an order that was in its state before the bot saw it: `for at least … (first seen 18 Nov)`.
    """
    waited = elapsed(order.since, now, order.print_country, zone)
    day, is_over = _day(order.since, zone, now), canonical_status(order.status) in _OVER
    if not order.since_is_exact and (is_over or waited.days < 1):
        return f"In this state since before it was first seen ({day})"
    if is_over:
        return f"In this state since {day}"
    if order.since_is_exact:
        return f"In this state for {waited} (since {day})"
    return f"In this state for at least {waited} (first seen {day})"


def timeline_words(
    states: Sequence[StateSeen], dialect: Dialect, zone: ZoneInfo, now: datetime
) -> str:
    """`Created 12 Nov → Accepted 13 Nov → In production 16 Nov`, the oldest first.

    Only the last steps of a long way; `first seen as` where the bot came to it late.
    """
    steps = _steps(states)
    words = [_step(step, dialect, _day(step.since, zone, now)) for step in steps[-MOST_STEPS:]]
    return " → ".join(["…", *words] if len(steps) > MOST_STEPS else words)


def _steps(states: Sequence[StateSeen]) -> list[StateSeen]:
    """In order of time; a state that is seen twice running is one step."""
    steps: list[StateSeen] = []
    for state in sorted(states, key=lambda each: each.since):
        if not steps or steps[-1].status != state.status:
            steps.append(state)
    return steps


def _step(step: StateSeen, dialect: Dialect, day: str) -> str:
    label = status_words(step.status, dialect).label
    return f"{label} {day}" if step.is_exact else f"First seen as {label} {day}"


def _day(at: datetime, zone: ZoneInfo, now: datetime) -> str:
    """The year is told when it is another one."""
    day: date = at.astimezone(zone).date()
    return (short_day_words if day.year == now.astimezone(zone).year else day_words)(day)
