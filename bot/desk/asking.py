"""What is asked of an order, and what is told of it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.desk.sweep import EVERY
from bot.orders.change import Change, Kind, Reason
from bot.orders.person import Asker
from bot.store.claim_ports import Cap

Permitted = Callable[[Kind, str], Awaitable[None]]
"""Raises when the person with this Slack id may not do this now, or nobody may."""


class Teller(Protocol):
    """Tells a person what came of a change that they no longer look at."""

    async def tell(self, change: Change) -> bool:
        """Whether it reached somebody."""


@dataclass(frozen=True)
class Request:
    """What one form asks for: the same change of one or several orders of one reference."""

    key: str
    """The form's own key: sent twice, it is one request."""
    kind: Kind
    order_ids: tuple[str, ...]
    reference: str
    by: Asker
    reason: Reason | None = None
    note: str = ""
    wish: dict[str, object] = field(default_factory=dict, repr=False)
    thread_ts: str = ""
    card_ts: str = ""


@dataclass(frozen=True)
class Tempo:
    """How long things take."""

    lease: timedelta = timedelta(seconds=40)
    """Longer than any one step: a look and an act take 12 seconds each at most."""
    patience: timedelta = timedelta(seconds=20)
    """How long a person waits in the form before they are told by direct message."""
    look_out: timedelta = timedelta(seconds=15)
    """Between looks for changes that a process left behind."""
    between_tellings: timedelta = timedelta(minutes=5)
    sweep_every: timedelta = EVERY


USUAL = Tempo()


@dataclass(frozen=True)
class Caps:
    """How many changes one person may ask for between two midnights; 0 is no limit."""

    most: int
    zone: ZoneInfo

    def at(self, now: datetime) -> Cap:
        """The cap that holds now."""
        local = now.astimezone(self.zone)
        return Cap(self.most, local.replace(hour=0, minute=0, second=0, microsecond=0))


UNCAPPED = Caps(0, ZoneInfo("UTC"))
