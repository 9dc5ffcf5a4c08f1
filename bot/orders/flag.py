"""Why an order counts as stuck: the rule, its clock, and what would clear it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from fractions import Fraction

from bot.orders.business_days import Elapsed


class Rule(StrEnum):
    """What an order can be stuck by, the worst first."""

    FAILED = "failed"
    """It comes to nothing unless a person acts."""
    PAST_PROMISE = "past_promise"
    """A customer waits already."""
    WAITING = "waiting"
    """Nothing happens until a person acts."""
    DELAYED = "delayed"
    """Gelato itself says so."""
    NO_MOVEMENT = "no_movement"
    """With the carrier, and not heard of."""
    TOO_LONG = "too_long"
    """With the print partner, and slow."""


SEVERITY = {rule: place for place, rule in enumerate(Rule)}
"""The worst rule has the least."""


@dataclass(frozen=True)
class Flag:
    """One rule that an order is stuck by. Clears itself: it holds only while the rule does."""

    rule: Rule
    since: datetime
    """When its clock began."""
    waited: Elapsed
    limit: int | None
    """Business days; None for rules that leave no time."""
    at_least: bool
    """Whether the clock began before the bot was there to see it."""
    why: str
    """One plain sentence."""
    clears: str
    """What would clear it."""

    @property
    def over(self) -> Fraction:
        """Business days beyond the limit."""
        return self.waited.days - (self.limit or 0)

    @property
    def age(self) -> str:
        """`at least 6 business days`; of a broken promise, how late it is."""
        late = " late" if self.rule is Rule.PAST_PROMISE else ""
        age = f"at least {self.waited}" if self.at_least and self.waited.days >= 1 else self.waited
        return f"{age}{late}"

    @property
    def clock(self) -> str:
        """The same with the limit that was passed: `6 business days, limit 3`."""
        return self.age if self.limit is None else f"{self.age}, limit {self.limit}"
