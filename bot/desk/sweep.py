"""The sweep: looks at every open order now and then, and goes on where it was stopped.

List calls follow the open orders: all states in which something can happen, over `BACKFILL` of
order dates, and parcels that are under way over `SHIPPED_FOR`. Reads of single orders and writes
follow what changed. A filter cannot name a state that nobody knows yet; so the youngest orders,
which are nearly all open, are walked in whatever state they are, and at the first start all are.
"""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from bot.desk.carriers import Carriers
from bot.desk.looking import PASSING, Looking
from bot.desk.reading import Reading
from bot.gelato.client import Gelato
from bot.gelato.walk import SETTLING
from bot.gelato.windows import Window
from bot.orders.dialect import Dialect
from bot.orders.freshness import Freshness
from bot.orders.sightings import SHIPPED, TERMINAL
from bot.orders.statuses import STATUSES
from bot.store.ledger_ports import (
    Leases,
    Looked,
    Stretch,
    SweepBegun,
    SweepLog,
    SweptLedger,
)

log = logging.getLogger(__name__)

EVERY = timedelta(minutes=10)
EARLY = timedelta(seconds=5)
"""A tick that comes so much before its minute counts as that minute's."""
BACKFILL = timedelta(days=90)
"""Order dates that are walked for open orders, at the first start too: older ones that are open
still are rare, and are known once somebody asks for them."""
SHIPPED_FOR = timedelta(days=45)
"""Order dates that are walked for parcels under way, which are many and seldom change."""
YOUNG = timedelta(days=3)
"""Order dates that are walked without a filter."""
OUTDATED = timedelta(hours=1)
"""A sweep that was stopped longer ago is not gone on with: it begins anew."""
NEGLECTED = timedelta(days=1)
"""Open orders that no list shows are read by their ids so often."""
MOST_NEGLECTED = 100
"""A sweep."""
MOST_FAILURES = 3
"""Windows in a row that may fail before the rest is left for the next sweep."""

_ON_THEIR_WAY = SHIPPED - TERMINAL
_FOREIGN = {Dialect.V4: frozenset({"received", "packaged"}), Dialect.CONNECT: frozenset[str]()}
"""States of the other dialect: a filter may be refused for a word that it does not know."""


@dataclass(frozen=True)
class SweepStore:
    """What the sweep writes into."""

    ledger: SweptLedger
    log: SweepLog
    leases: Leases


class Sweep:
    """One sweep at a time, in all processes together."""

    def __init__(
        self,
        gelato: Gelato,
        store: SweepStore,
        carriers: Carriers,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        every: timedelta = EVERY,
    ) -> None:
        self._dialect, self._now, self._every = gelato.dialect, now, every
        self._ledger, self._log, self._leases = store.ledger, store.log, store.leases
        self._looking = Looking(gelato, store.ledger, now)
        self._reading = Reading(gelato, store.ledger, carriers, now)
        self._has_run = False

    async def run_if_due(self) -> Freshness | None:
        """Sweeps at the first call, then when the last one began long ago; None if not due."""
        began_at = await self._log.last_began_at() if self._has_run else None
        if began_at is not None and timedelta() <= self._now() - began_at < self._every - EARLY:
            return None  # one that begins in the future tells of a clock that was wrong
        self._has_run = True
        return await self.run()

    async def run(self) -> Freshness | None:
        """Looks at everything; None when another process does. Raises StoreTrouble.

        Gelato's troubles leave windows incomplete, which the answer tells.
        """
        async with self._leases.held("sweep") as is_ours:
            return await self._swept() if is_ours else None

    async def _swept(self) -> Freshness:
        begun = await self._begun()
        rounds = [_Round(self._looking, self._log, begun, each) for each in begun.stretches]
        for each in rounds:
            await each.walk(self._now)
        for each in rounds:
            await each.walk_again()
        await rounds[0].newest(self._now())
        horizon = self._now() - NEGLECTED
        await self._ledger.neglected(begun.stretches, horizon, MOST_NEGLECTED)
        await self._reading.read()
        freshness = await self._log.end(begun.id, self._now())
        if not freshness.complete:
            log.warning(
                "the sweep could not see everything: %d windows are incomplete, %d orders unread",
                freshness.incomplete_windows,
                freshness.unread,
            )
        return freshness

    async def _begun(self) -> SweepBegun:
        now = self._now()
        begun = await self._log.unfinished()
        if begun is not None and now - begun.began_at < OUTDATED:
            return begun
        return await self._log.begin(await self._stretches(now), now)

    async def _stretches(self, now: datetime) -> tuple[Stretch, ...]:
        """What to walk, the newer parts first: there most orders are."""
        end = (now - SETTLING).replace(microsecond=0)
        young, sent, begin = end - YOUNG, end - SHIPPED_FOR, end - BACKFILL
        if (await self._ledger.freshness()).last_complete_at is None:
            return (Stretch("all", (), begin, end),)
        statuses = self._asked_for(await self._ledger.open_words())
        at_rest = tuple(word for word in statuses if word not in _ON_THEIR_WAY)
        return (
            Stretch("young", (), young, end),
            Stretch("newer", statuses, sent, young),
            Stretch("older", at_rest, begin, sent),
        )

    def _asked_for(self, seen: Iterable[str]) -> tuple[str, ...]:
        """Every state that is not final; those too that nobody knows, once one was seen."""
        words = [word for word in STATUSES if word not in _FOREIGN[self._dialect]]
        return tuple(word for word in dict.fromkeys([*words, *seen]) if word not in TERMINAL)


class _Round:
    """One stretch of one sweep. Each window that was walked is written down, so none is lost."""

    def __init__(
        self, looking: Looking, log: SweepLog, begun: SweepBegun, stretch: Stretch
    ) -> None:
        self._looking, self._log = looking, log
        self._sweep, self._stretch = begun.id, stretch
        looked = begun.looked.get(stretch.name, ())
        self._incomplete = [each for each in looked if not each.is_complete]
        self._cursor = max((each.until for each in looked), default=stretch.since)
        self._failures = 0

    async def walk(self, now: Callable[[], datetime]) -> None:
        """Goes on behind what was walked; one window that fails is passed by, three are not."""
        end = self._stretch.until
        while self._cursor < end and self._failures < MOST_FAILURES:
            try:
                await self._looking.over(self._stretch, Window(self._cursor, end), self._write_down)
            except PASSING:
                self._failures += 1
            else:
                self._cursor = end
        if self._cursor < end:
            await self._write_down(Looked(self._cursor, end, now(), is_complete=False))

    async def walk_again(self) -> None:
        """Gives windows that failed, or did not hold still, another chance."""
        for looked in self._incomplete:
            parts: list[Looked] = []
            if looked.since < looked.until and not await self._walked(looked, parts):
                return
            if parts and all(part.is_complete for part in parts):
                whole = replace(looked, began_at=parts[0].began_at, is_complete=True)
                await self._log.looked(self._sweep, self._stretch.name, whole)

    async def newest(self, now: datetime) -> None:
        """What is made behind the end: a window without a length stands for it in the log."""
        end = self._stretch.until
        try:
            await self._looking.newest(self._stretch)
        except PASSING:
            is_complete = False
        else:
            is_complete = True
        await self._log.looked(
            self._sweep, self._stretch.name, Looked(end, end, now, is_complete=is_complete)
        )

    async def _walked(self, looked: Looked, parts: list[Looked]) -> bool:
        async def keep(part: Looked) -> None:
            parts.append(part)

        try:
            await self._looking.over(self._stretch, Window(looked.since, looked.until), keep)
        except PASSING:
            return False
        return True

    async def _write_down(self, looked: Looked) -> None:
        await self._log.looked(self._sweep, self._stretch.name, looked)
        self._cursor = looked.until
        if looked.is_complete:
            self._failures = 0
        else:
            self._incomplete.append(looked)
