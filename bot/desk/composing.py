"""Puts a digest together: what was seen, against what was told before."""

from datetime import datetime

from bot.desk.digest_ports import Sightings
from bot.orders.digest import Digest, Occasion, Seen, digest
from bot.orders.subscription import Subscription, is_late
from bot.store.subscription_ports import DigestRuns, Run


class Composer:
    """Changes nothing."""

    def __init__(self, runs: DigestRuns, seen: Sightings) -> None:
        self._runs, self._seen = runs, seen

    async def composed(
        self, subscription: Subscription, now: datetime, run: Run | None = None
    ) -> Digest:
        """What there is to say now; without a run, as if somebody asked for it."""
        shipped = await self._seen.shipped_since(subscription.asks_since)
        remembered = await self._runs.remembered(
            subscription.id, [line.order_id for line in shipped]
        )
        seen = Seen(await self._seen.stuck(now), shipped, await self._seen.freshness(now))
        return digest(subscription, seen, remembered, _occasion(subscription, run, now))


def _occasion(subscription: Subscription, run: Run | None, now: datetime) -> Occasion:
    coming = subscription.coming(now, 1)
    next_run = coming[0].local if coming and not subscription.paused else None
    if run is None or run.local is None:
        return Occasion(now, next_run=next_run)
    late = is_late(run.due_at, now)
    return Occasion(now, run.local, is_late=late, folded=run.folded, next_run=next_run)
