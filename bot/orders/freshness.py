"""How far what the ledger says can be relied on."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Freshness:
    """The last look at all open orders, and whether it saw everything."""

    last_sweep_ended_at: datetime | None
    complete: bool
    """Whether the last sweep saw every order that it set out to see."""
    incomplete_windows: int
    """Stretches of order dates that it could not see to their end."""
    covers_since: datetime | None
    """Orders made before this are known only if somebody asked for them, or Gelato told of them."""
    last_complete_at: datetime | None = None
    """When the last complete sweep ended."""
    watched_since: datetime | None = None
    """When the first complete sweep ended: what was shipped since then has been noticed."""
    unread: int = 0
    """Orders that are known from lists alone, or changed since they were read."""
