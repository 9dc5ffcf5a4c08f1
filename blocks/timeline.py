"""The lines of a card about time: since when it is so, and how it came there."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from blocks.order_lines import Line
from blocks.parts import foreign, ours
from bot.orders.dialect import Dialect
from bot.orders.observed import Observed
from bot.orders.timeline import in_state_words, timeline_words
from bot.orders.trail import StateSeen

LONGEST_TIMELINE = 400


def since_line(order: Observed, zone: ZoneInfo, now: datetime) -> Line:
    """Since when the order is in its state, as far as the bot can know."""
    return [ours(in_state_words(order, zone, now))]


def timeline_lines(
    states: Sequence[StateSeen], dialect: Dialect, zone: ZoneInfo, now: datetime
) -> Iterator[Line]:
    """The way of an order in one line; nothing for an order that was seen in one state alone."""
    if len({state.status for state in states}) > 1:
        yield [foreign(timeline_words(states, dialect, zone, now), LONGEST_TIMELINE)]
