"""The digest of one slot: claimed, composed, posted and remembered, whatever happens between.

Killed at any point, it is taken over when its lease has ended, by the same program or another one.
What may have been posted is looked for in the channel before it is posted again.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.desk.composing import Composer
from bot.desk.digest_ports import Mark, Notice, NoticeKind, Posted, Poster, Sightings
from bot.desk.digest_tables import MOST_ATTEMPTS, Tables, pause, uncounted
from bot.desk.notices import Owners
from bot.desk.posting import (
    DOUBT,
    LEASE,
    LONGEST_DOUBT,
    Absent,
    Later,
    Refused,
    Unsearchable,
    Unsure,
    new_hold,
)
from bot.orders.digest import Digest, is_posted
from bot.orders.errors import DigestUnderWay, OrderdeskError, SubscriptionGone
from bot.orders.subscription import Subscription
from bot.store.ports import Entry
from bot.store.subscription_ports import (
    DigestRuns,
    Run,
    RunState,
    SubscriptionStore,
)

log = logging.getLogger(__name__)

MOST_AT_ONCE = 4
"""A digest is a few calls to Slack, and what people ask for is to go on meanwhile."""
IN_DOUBT = frozenset({RunState.POSTING, RunState.DOUBT})
"""States in which it may be in the channel."""
KEPT = timedelta(days=90)
"""For so long the menus of a digest can be used, and it can be drawn again."""


@dataclass(frozen=True)
class Kept:
    """Where digests are kept."""

    subscriptions: SubscriptionStore
    runs: DigestRuns


class Digests:
    """Sees to the digests of all subscriptions."""

    def __init__(
        self,
        kept: Kept,
        seen: Sightings,
        poster: Poster,
        owners: Owners,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._subscriptions, self._runs = kept.subscriptions, kept.runs
        self._composer = Composer(kept.runs, seen)
        self._poster, self._owners, self.now = poster, owners, now
        self._tables = Tables(kept.subscriptions, kept.runs, poster, owners)
        self._places = asyncio.Semaphore(MOST_AT_ONCE)

    async def tick(self) -> None:
        """Sees to all that is due, and to what was left unfinished. For the clock.

        Trouble with one digest is not trouble for the others: its claim is taken over later.
        """
        await self._runs.forget(self.now() - KEPT)
        left = await self._runs.take_over(self.now(), new_hold())
        every = await self._subscriptions.all()
        due = [each.id for each in every if each.due(self.now())]
        work = [*(self._placed(run) for run in left), *(self._claimed(number) for number in due)]
        faults = [each for each in await asyncio.gather(*work, return_exceptions=True) if each]
        for fault in faults:
            trace = None if isinstance(fault, OrderdeskError) else fault
            log.warning("a digest was left: %s", type(fault).__name__, exc_info=trace)
        broken = [each for each in faults if not isinstance(each, OrderdeskError)]
        if broken:
            raise broken[0]

    async def carry_on(self, run: Run) -> RunState | None:
        """Brings a claimed digest as far as it gets now; where it stands then.

        None, here and below, when another process has taken it over.
        """
        if run.state is RunState.POSTED:
            await self._tables.send(run, self.now())
            return RunState.POSTED
        subscription = await self._subscriptions.of(run.subscription)
        in_doubt = run.digest if run.state in IN_DOUBT else None
        if subscription is None or (subscription.paused and not run.asked_by):
            return await self._stop(run, in_doubt if subscription else None)
        subscription = await self._owners.present(subscription, self.now())
        if in_doubt:
            return await self._look(run, in_doubt, is_fresh=False)
        made = await self.composed(subscription, run)
        if not is_posted(subscription, made):
            return await self._silent(run, made)
        return await self.post(run, made)

    async def composed(self, subscription: Subscription, run: Run | None = None) -> Digest:
        """What there is to say now; without a run, as if somebody asked for it."""
        return await self._composer.composed(subscription, self.now(), run)

    async def send(self, number: int, entry: Entry) -> tuple[RunState | None, Run | None]:
        """Posts one now for the entry's person; how it ended. It counts as told.

        Raises SubscriptionGone, or DigestUnderWay.
        """
        if await self._subscriptions.of(number) is None:
            raise SubscriptionGone
        run = await self._runs.claim_now(number, self.now(), new_hold(), entry)
        if run is None:
            raise DigestUnderWay
        return await self.carry_on(run), await self._runs.last(number)

    async def post(self, run: Run, made: Digest) -> RunState | None:
        """Posts it, and remembers it."""
        now = self.now()
        if not await self._runs.begin(run, made, _began(run, now), now + LEASE):
            return None
        run = replace(
            run, digest=made, attempts=run.attempts + 1, began_posting_at=_began(run, now)
        )
        match await self._poster.post(made, Mark(run.subscription, run.slot)):
            case Posted() as posted:
                return await self._remember(run, made, posted)
            case Later() as later:
                return await self._postpone(run, later)
            case Refused(why):
                return await self._fail(run, RunState.FAILED, why)
            case Unsure(why):
                log.warning("digest %d %s: %s", run.subscription, run.slot, why)
                return await self._look(run, made, is_fresh=True)

    async def _look(self, run: Run, made: Digest, *, is_fresh: bool) -> RunState | None:
        """Looks for what may have been posted. If it is not there, it is posted again; later."""
        began = run.began_posting_at or self.now()
        found = await self._poster.find(made, Mark(run.subscription, run.slot), began)
        match found:
            case Posted() as posted:
                return await self._remember(run, made, posted)
            case Absent() if not is_fresh and run.attempts < MOST_ATTEMPTS:
                return await self.post(run, made)
            case Unsearchable(why, for_good) if for_good or self.now() - began > LONGEST_DOUBT:
                return await self._fail(run, RunState.UNKNOWN, why)
            case Absent() if not is_fresh:
                return await self._fail(run, RunState.FAILED, "Slack did not say what became of it")
            case Unsearchable(why):
                return await self._rest(run, RunState.DOUBT, DOUBT, why)
            case Absent():
                return await self._rest(run, RunState.DOUBT, DOUBT, "it is not in the channel yet")

    async def _remember(self, run: Run, made: Digest, posted: Posted) -> RunState | None:
        made, place = replace(made, named=posted.named), posted.place
        if not await self._runs.posted(run, made, place):
            log.warning("digest %d %s: posted, and taken over", run.subscription, run.slot)
            return None
        if made.needs_table:
            run = replace(run, digest=made, channel=place.channel, ts=place.ts, attempts=0)
            await self._tables.send(run, self.now())
        return RunState.POSTED

    async def _silent(self, run: Run, made: Digest) -> RunState:
        await self._runs.silent(run, made)
        return RunState.SILENT

    async def _postpone(self, run: Run, later: Later) -> RunState:
        if not later.is_failure:
            run = uncounted(run)
        elif run.attempts >= MOST_ATTEMPTS:
            return await self._fail(run, RunState.FAILED, later.why)
        return await self._rest(run, RunState.WAITING, pause(run.attempts, later), later.why)

    async def _rest(self, run: Run, state: RunState, wait: timedelta, why: str) -> RunState:
        await self._runs.postpone(run, state, self.now() + wait, why)
        return state

    async def _stop(self, run: Run, in_doubt: Digest | None) -> RunState | None:
        """Removed or paused meanwhile: what may be in the channel is looked for, and no more."""
        if in_doubt:
            began = run.began_posting_at or self.now()
            mark = Mark(run.subscription, run.slot)
            match await self._poster.find(in_doubt, mark, began):
                case Posted() as posted:
                    return await self._remember(run, in_doubt, posted)
                case Unsearchable(why):
                    return await self._fail(run, RunState.UNKNOWN, why)
        await self._runs.postpone(run, RunState.DROPPED, self.now(), "paused or removed")
        return RunState.DROPPED

    async def _fail(self, run: Run, state: RunState, why: str) -> RunState:
        setback = await self._runs.failed(run, state, why)
        if setback is None:
            return state
        log.warning("digest %d %s: %s: %s", run.subscription, run.slot, state, why)
        subscription = await self._owners.present(setback.subscription, self.now())
        for kind in _kinds(state, is_first=setback.is_first, has_paused=setback.has_paused):
            await self._owners.tell(Notice(kind, subscription, why, run.slot), self.now())
        return state

    async def _placed(self, run: Run) -> None:
        async with self._places:
            await self.carry_on(run)

    async def _claimed(self, number: int) -> None:
        async with self._places:
            run = await self._runs.claim_due(number, self.now(), new_hold())
            if run:
                await self.carry_on(run)


def _kinds(state: RunState, *, is_first: bool, has_paused: bool) -> list[NoticeKind]:
    """Once in a row of failures, and when it pauses; what nobody can know is told each time."""
    if state is RunState.UNKNOWN:
        return [NoticeKind.UNKNOWN, *([NoticeKind.PAUSED] if has_paused else [])]
    if has_paused:
        return [NoticeKind.PAUSED]
    return [NoticeKind.FAILED] if is_first else []


def _began(run: Run, now: datetime) -> datetime:
    """Since when it may be in the channel."""
    is_in_doubt = run.state in IN_DOUBT
    return run.began_posting_at if is_in_doubt and run.began_posting_at else now
