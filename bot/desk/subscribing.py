"""What people do about a channel's digests; each change with its audit row."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from weakref import WeakValueDictionary

from bot.desk.digest_ports import Attention, Sightings
from bot.desk.digests import Digests, Kept
from bot.desk.posting import new_hold
from bot.desk.records import Asker, Records, Trace
from bot.desk.watch_ports import Changes
from bot.orders.access import Act
from bot.orders.digest import Digest, Since
from bot.orders.errors import DigestGone, OrderdeskError, SubscriptionGone
from bot.orders.subscription import Subscription, edited, paused, resumed
from bot.store.ports import Entry, Operation
from bot.store.subscription_ports import Place, Run, RunState

Require = Callable[[Act, str], Awaitable[object]]
"""Raises an OrderdeskError, which says why, when this person may not (`Rights.require`)."""
PAUSED_BY = "somebody paused it"


@dataclass(frozen=True)
class Sight:
    """What was seen, what people did about it, and the feed of what happens."""

    seen: Sightings
    attention: Attention
    changes: Changes


class Subscribing:
    """Makes, changes and removes subscriptions; shows and sends their digests."""

    def __init__(
        self,
        kept: Kept,
        digests: Digests,
        sight: Sight,
        records: Records,
        require: Require,
    ) -> None:
        self._subscriptions, self._runs = kept.subscriptions, kept.runs
        self.digests = digests
        """What posts them, each in its time."""
        self._records, self._require = records, require
        self._seen, self._attention = sight.seen, sight.attention
        self._turns: WeakValueDictionary[Place, asyncio.Lock] = WeakValueDictionary()
        """Whose turn it is to draw a message; kept while anybody draws or waits."""

    async def of_channel(self, channel: str) -> Sequence[tuple[Subscription, Run | None]]:
        """Those of a channel, oldest first, each with its newest run."""
        every = await self._subscriptions.of_channel(channel)
        return [(each, await self._runs.last(each.id)) for each in every]

    async def of(self, number: int, by: Asker) -> Subscription:
        """One of this channel, or of this owner. Raises SubscriptionGone."""
        found = await self._subscriptions.of(number)
        if found is None or (found.channel != by.channel and found.owner != by.person):
            raise SubscriptionGone
        return found

    async def allow(self, by: Asker) -> None:
        """Raises what says why this person may not change digests; that leaves a row, too."""
        try:
            await self._require(Act.SUBSCRIBE, by.person)
        except OrderdeskError as error:
            await self._records.turn_away("", by, error, Operation.SUBSCRIPTION)

    async def add(self, subscription: Subscription, by: Asker) -> Subscription:
        """The same with its id. Raises NotAsked when the channel has enough of them."""
        await self.allow(by)
        return await self._subscriptions.add(subscription, self._entry("created", by))

    async def edit(self, number: int, wish: Subscription, by: Asker) -> Subscription:
        """Takes over what the form holds."""
        now = self._records.now()
        return await self._change(number, lambda each: edited(each, wish, now), "edited", by)

    async def pause(self, number: int, by: Asker) -> Subscription:
        """Lets it rest until somebody resumes it."""
        return await self._change(number, lambda each: paused(each, PAUSED_BY), "paused", by)

    async def resume(self, number: int, by: Asker) -> Subscription:
        """From its next slot on."""
        now = self._records.now()
        return await self._change(number, lambda each: resumed(each, now), "resumed", by)

    async def remove(self, number: int, by: Asker) -> Subscription:
        """For good."""
        await self.allow(by)
        found = await self.of(number, by)
        if not await self._subscriptions.remove(number, self._entry(f"removed {number}", by)):
            raise SubscriptionGone
        return found

    async def preview(self, number: int, by: Asker) -> Digest:
        """The digest that would come now. Nothing is posted, and nothing counts as told."""
        subscription = await self.of(number, by)
        async with self._records.recorded(Operation.DIGEST, "", by) as trace:
            trace.detail = f"preview {number}"
            await self._require(Act.PREVIEW_DIGEST, by.person)
            return await self.digests.composed(subscription)

    async def send(self, number: int, by: Asker) -> tuple[RunState | None, Run | None]:
        """Posts one now, which counts as told; how it ended. Raises DigestUnderWay.

        None when another process has taken it over.
        """
        await self.allow(by)
        await self.of(number, by)
        entry = self._entry(f"send {number}", by, Operation.DIGEST)
        return await self.digests.send(number, entry)

    async def post_again(self, number: int, slot: str, by: Asker) -> RunState | None:
        """Posts one of which nobody could know whether it was posted: somebody looked.

        None when another process has taken it over. Raises DigestGone when that was done before.
        """
        await self.allow(by)
        await self.of(number, by)
        async with self._records.recorded(Operation.DIGEST, "", by) as trace:
            trace.detail = f"post again {number}"
            run = await self._runs.claim_again(number, slot, self._records.now(), new_hold())
            if run is None or run.digest is None:
                raise DigestGone
            return await self.digests.post(run, run.digest)

    async def take(self, place: Place, order_id: str, by: Asker) -> None:
        """This person takes a row of a digest. Raises what `Attention.take` does, or DigestGone."""
        await self._check_row(place, order_id)
        await self._attention.take(order_id, by)

    async def snooze(self, place: Place, order_id: str, days: int, by: Asker) -> None:
        """Nobody hears of a row of a digest for some days. Raises likewise."""
        await self._check_row(place, order_id)
        until = self._records.now() + timedelta(days=days)
        await self._attention.snooze(order_id, until, by)

    @asynccontextmanager
    async def present(self, place: Place) -> AsyncIterator[tuple[Digest, Since]]:
        """The digest of a message, as it was posted, and what became of its rows since.

        For one who draws it at a time: who draws last has read last. Raises DigestGone.
        """
        turn = self._turns.setdefault(place, asyncio.Lock())
        async with turn:
            made, now = await self._digest_of(place), self._records.now()
            shown = [line.order_id for line in made.worst]
            stuck = {line.order_id for line in await self._seen.stuck(now)}
            gone = frozenset(order_id for order_id in shown if order_id not in stuck)
            yield made, Since(now, await self._attention.of(shown), gone)

    async def _digest_of(self, place: Place) -> Digest:
        run = await self._runs.of_message(place.channel, place.ts)
        if run is None or run.digest is None:
            raise DigestGone
        return run.digest

    async def _check_row(self, place: Place, order_id: str) -> None:
        """Only orders that this message shows. Raises DigestGone."""
        made = await self._digest_of(place)
        if order_id not in {line.order_id for line in made.stuck}:
            raise DigestGone

    async def _change(
        self, number: int, how: Callable[[Subscription], Subscription], detail: str, by: Asker
    ) -> Subscription:
        await self.allow(by)
        await self.of(number, by)
        entry = self._entry(f"{detail} {number}", by)
        after = await self._subscriptions.change(number, how, entry)
        if after is None:
            raise SubscriptionGone
        return after

    def _entry(
        self, detail: str, by: Asker, operation: Operation = Operation.SUBSCRIPTION
    ) -> Entry:
        return replace(Trace(operation, by, self._records.now(), ""), detail=detail).entry("done")
