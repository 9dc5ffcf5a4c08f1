"""What was seen of one order until now: how it is, and the states that it came through."""

from dataclasses import dataclass

from bot.orders.observed import Observed
from bot.orders.trail import StateSeen


@dataclass(frozen=True)
class Past:
    """One order of the ledger."""

    order: Observed
    states: tuple[StateSeen, ...]
    """The oldest first."""
