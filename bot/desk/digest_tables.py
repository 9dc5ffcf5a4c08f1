"""The table that follows a digest whose message left orders out: sent once, and known to be there.

A file cannot be looked for. So it is sent again only when it certainly did not arrive, and where
nobody can know, the owner is told.
"""

import logging
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.digest_ports import Notice, NoticeKind, Poster
from bot.desk.digest_sheets import sheets
from bot.desk.notices import Owners
from bot.desk.posting import LEASE, LONGEST_PAUSE, Later, Refused, Unsure
from bot.store.subscription_ports import (
    DigestRuns,
    Place,
    Run,
    SubscriptionStore,
    TableState,
)

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 6
"""Refusals that may end by themselves, such as a rate limit; with the last one it is given up."""


class Tables:
    """Sends them."""

    def __init__(
        self,
        subscriptions: SubscriptionStore,
        runs: DigestRuns,
        poster: Poster,
        owners: Owners,
    ) -> None:
        self._subscriptions, self._runs = subscriptions, runs
        self._poster, self._owners = poster, owners

    async def send(self, run: Run, now: datetime) -> None:
        """Brings the table of a posted digest as far as it gets now."""
        if run.table is TableState.SENDING:
            await self._give_up(run, TableState.UNKNOWN, "Orderdesk was stopped meanwhile", now)
            return
        run = replace(run, attempts=run.attempts + 1)
        if not run.digest or not await self._runs.table(run, TableState.SENDING, now + LEASE):
            return
        match await self._poster.attach(Place(run.channel, run.ts), sheets(run.digest)):
            case None:
                await self._runs.table(run, TableState.SENT, now)
            case Later() as later if not later.is_failure or run.attempts < MOST_ATTEMPTS:
                await self._rest(run, later, now)
            case Later(why) | Refused(why):
                await self._give_up(run, TableState.LOST, why, now)
            case Unsure(why):
                await self._give_up(run, TableState.UNKNOWN, why, now)

    async def _rest(self, run: Run, later: Later, now: datetime) -> None:
        run = uncounted(run) if not later.is_failure else run
        await self._runs.table(run, TableState.WANTED, now + pause(run.attempts, later))

    async def _give_up(self, run: Run, state: TableState, why: str, now: datetime) -> None:
        if not await self._runs.table(run, state, now):
            return
        log.warning("digest %d %s: its table is %s: %s", run.subscription, run.slot, state, why)
        subscription = await self._subscriptions.of(run.subscription)
        if subscription:
            subscription = await self._owners.present(subscription, now)
            kind = _KINDS[state]
            await self._owners.tell(Notice(kind, subscription, why, run.slot), now)


_KINDS = {
    TableState.LOST: NoticeKind.TABLE_FAILED,
    TableState.UNKNOWN: NoticeKind.TABLE_UNKNOWN,
}


def pause(attempts: int, later: Later) -> timedelta:
    """How long to wait before the next one: a minute, ever longer, and at least as Slack asks."""
    doubled = timedelta(minutes=2 ** max(0, attempts - 1))
    return max(min(doubled, LONGEST_PAUSE), timedelta(seconds=later.after))


def uncounted(run: Run) -> Run:
    """The same after an attempt that does not count."""
    return replace(run, attempts=run.attempts - 1)
