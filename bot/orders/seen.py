"""Lines of what was seen, as digests and watches tell them. They hold no personal data."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Attended:
    """What people did about an order."""

    taken_by: str = ""
    """Slack's id of who said that they take it."""
    snoozed_until: datetime | None = None

    def is_snoozed(self, now: datetime) -> bool:
        """Whether people do not want to hear of it yet."""
        return self.snoozed_until is not None and now < self.snoozed_until


@dataclass(frozen=True)
class StuckNow:
    """An order that is stuck at this moment."""

    order_id: str
    reference: str
    status: str
    since: datetime
    """When it was first seen in this state."""
    country: str
    """Where it goes, ISO 3166-1."""
    why: str
    """The rule that holds, in words: `nothing has happened for longer than usual`."""
    age: str
    """`9 business days`."""
    waited: float = 0.0
    """The business days that `age` tells, to compare orders by."""
    severity: float = 0.0
    """The more, the worse."""
    store_id: str = ""
    customer_reference_id: str = ""
    attended: Attended = Attended()


@dataclass(frozen=True)
class ShippedNow:
    """An order that has shipped."""

    order_id: str
    reference: str
    shipped_at: datetime
    """When the bot first saw it as shipped."""
    was_seen_to_ship: bool
    """False when it had shipped already when the bot first saw it."""
    country: str
    method: str = ""
    """The name of its shipping method, else the id."""
    tracking_code: str = ""
    tracking_url: str = ""
    store_id: str = ""
    customer_reference_id: str = ""


@dataclass(frozen=True)
class Coverage:
    """How far what was seen can be relied on."""

    as_of: datetime | None
    """All of it is at least as new as this; None when nothing was seen yet."""
    is_complete: bool = True
    note: str = ""
    """What is missing, in words; empty when nothing is."""


@dataclass(frozen=True)
class FeedEntry:
    """Something that was seen to happen to an order, at its place in the feed."""

    position: int
    order_id: str
    reference: str
    at: datetime
    words: str
    """What happened, for people: `Shipped`, `Tracking code: 1Z…`."""
    by: str = ""
    """Slack's id of the person whose operation this was; empty when nobody here did it."""


@dataclass(frozen=True)
class FeedPage:
    """A part of the feed."""

    entries: Sequence[FeedEntry]
    """Oldest first."""
    reaches: int
    """The position up to which all of it was looked at."""
    is_last: bool = True
    """Whether that is where the feed ends by now."""
