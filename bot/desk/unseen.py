"""Stands where no ledger is connected: nothing was seen of any order, and it says so."""

from collections.abc import Sequence
from datetime import datetime

from bot.desk.subscribing import Sight
from bot.orders.seen import Attended, Change, Freshness, ShippedNow, StuckNow


class NothingSeen:
    """An empty ledger (bot.desk.digest_ports.Sightings)."""

    async def stuck(self, now: datetime) -> Sequence[StuckNow]:
        """None."""
        del now
        return ()

    async def shipped_since(self, since: datetime) -> Sequence[ShippedNow]:
        """None."""
        del since
        return ()

    async def freshness(self, now: datetime) -> Freshness:
        """Not at all."""
        del now
        return Freshness(None, is_complete=False, note="no order is followed yet")


class NoChanges:
    """A feed without news (bot.desk.watches.Changes)."""

    async def changed_since(self, position: int) -> Sequence[Change]:
        """None."""
        del position
        return ()

    async def latest(self) -> int:
        """Its beginning."""
        return 0


class NoAttention:
    """Nobody did anything (bot.desk.digest_ports.Attention)."""

    async def of(self, order_ids: Sequence[str]) -> dict[str, Attended]:
        """None."""
        del order_ids
        return {}

    async def take(self, order_id: str, person: str, now: datetime) -> None:
        """Is not kept."""

    async def snooze(self, order_id: str, person: str, until: datetime) -> None:
        """Is not kept."""


UNSEEN = Sight(NothingSeen(), NoAttention(), NoChanges())
