"""Watches: each change is told once, under one card that shows how things are now."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.desk.posting import (
    DOUBT,
    LEASE,
    LONGEST_DOUBT,
    Absent,
    FindOutcome,
    Later,
    PostOutcome,
    Refused,
    Unsearchable,
    Unsure,
    new_hold,
)
from bot.desk.records import Asker, Records, Trace
from bot.desk.watch_cards import EVERYTHING_ENDED, Cards, has_ended
from bot.desk.watch_ports import Around
from bot.gelato.deadlines import Urgency
from bot.orders.access import Act
from bot.orders.errors import (
    CannotTell,
    NoSuchPerson,
    NotAllowed,
    NotAsked,
    NotWatched,
    NotWatchedHere,
    OrderdeskError,
    OrderNotFound,
)
from bot.orders.family import Family
from bot.store.ports import Entry, Operation
from bot.store.subscription_ports import Place
from bot.store.watch_ports import Telling, TellingState, Watch, WatchStore, watcher

log = logging.getLogger(__name__)

MOST_AT_ONCE = 20
"""Pieces of news of one watch at one tick."""
MOST_CALLS = 4
"""At once: news is no hurry, and what people ask for is to go on meanwhile."""
MOST_PAGES = 20
"""Of the feed, at one tick."""
MOST_WATCHES = 50
"""Of one person, or of one thread."""
STOPPED = "watching was stopped"
UNREACHABLE = "Slack takes no messages there"
NOT_SERVED = "who asked for it may not look orders up any more"
LAST_WORDS = f"nothing more is told here, as {NOT_SERVED}"
"""To a thread."""
_TOO_MANY = f"You are told of {MOST_WATCHES} orders. Type /order unwatch and a number."
_TOO_MANY_HERE = (
    f"This thread is told of {MOST_WATCHES} orders. Say @Orderdesk unwatch and a number."
)


class Watches:
    """Starts and ends watches, and tells what happened."""

    def __init__(
        self,
        store: WatchStore,
        around: Around,
        records: Records,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._store, self._records, self.now = store, records, now
        self._places = asyncio.Semaphore(MOST_CALLS)
        self._changes, self._poster, self._read = around.changes, around.poster, around.read
        self._require = around.require
        self._cards = Cards(store, around, self._places, now)

    async def watch(self, family: Family, by: Asker, thread: Place | None = None) -> bool:
        """From now on this person, or the thread, hears of every change; False when they did.

        Raises NotAllowed; NotAsked when there is nothing to wait for, or very many are watched;
        CannotTell when Slack takes no card there.
        """
        try:
            await self._require(Act.WATCH, by.person)
        except OrderdeskError as error:
            await self._records.turn_away(family.reference, by, error, Operation.WATCH)
        if has_ended(family):
            raise NotAsked(f"{family.reference}: {EVERYTHING_ENDED}, so there is nothing to watch.")
        if len(await self._store.watched_by(watcher(by.person, thread))) >= MOST_WATCHES:
            raise NotAsked(_TOO_MANY_HERE if thread else _TOO_MANY)
        watch = Watch(
            person=by.person,
            key=family.id,
            order_ids=tuple(order.id for order in family.orders),
            reference=family.reference,
            team=by.team,
            thread=thread,
            from_position=await self._changes.latest(),
        )
        entry = self._entry(Operation.WATCH, watch, by)
        if not await self._store.add(watch, entry):
            return False
        await self._begin(watch, family, by)
        return True

    async def _begin(self, watch: Watch, family: Family, by: Asker) -> None:
        """Posts the card. What Slack may still take is posted with the first news."""
        outcome = await self._poster.post_card(watch, family)
        if isinstance(outcome, Refused):
            await self._store.end(watch, UNREACHABLE)
            error = CannotTell(f"This is not watched, for nobody would be told: {outcome.why}.")
            await self._records.turn_away(family.reference, by, error, Operation.WATCH)
        await self._with_card(watch, outcome)

    async def unwatch(self, typed: str, by: Asker, thread: Place | None = None) -> Watch:
        """Ends the watch of a reference or Gelato id, whoever began it in a thread.

        Raises NotWatched.
        """
        wanted = typed.strip().casefold().removeprefix("#")
        for watch in await self._store.watched_by(watcher(by.person, thread)):
            names = {watch.reference.casefold().removeprefix("#"), *watch.order_ids}
            if wanted not in names:
                continue
            due = await self._cards.due(watch)
            if await self._store.end(watch, STOPPED, self._entry(Operation.UNWATCH, watch, by)):
                await self._cards.draw_now(due, replace(watch, ended=STOPPED))
                return watch
        raise NotWatchedHere if thread else NotWatched

    async def refresh(self, card: Place, family: Family) -> bool:
        """Draws a watch's card as its order is now; False where this message is none of them."""
        watch = await self._store.of_card(card)
        return watch is not None and isinstance(
            await self._poster.redraw_card(watch, family), Place
        )

    async def tick(self) -> None:
        """Reads the feed on, and tells what is to be told, each watch in its order. For the clock.

        The cards are drawn once, at the end.
        """
        await self._hear()
        for _ in range(MOST_AT_ONCE):
            tellings = await self._store.take_over(self.now(), new_hold())
            if not tellings:
                break
            await asyncio.gather(*map(self._told, tellings))
        for _ in range(MOST_AT_ONCE):
            if not await self._cards.draw_some():
                break

    async def _hear(self) -> None:
        watched = await self._store.watched()
        for _ in range(MOST_PAGES):
            page = await self._changes.changed_since(await self._store.cursor(), watched)
            await self._store.hear(page.entries, page.reaches, self.now())
            if page.is_last:
                break

    async def _told(self, telling: Telling) -> None:
        """When something goes wrong, the claim is taken over later."""
        async with self._places:
            try:
                await self._tell(await self._allowed(telling))
            except OrderdeskError as error:
                log.warning("a watch was left: %s", type(error).__name__)

    async def _allowed(self, telling: Telling) -> Telling:
        """The same; the last words where who began the watch may not look any more.

        A person is told nothing then; a thread, where others wait for news, reads why.
        """
        watch = telling.watch
        if watch.ended != NOT_SERVED:
            try:
                await self._require(Act.WATCH, watch.person)
            except (NotAllowed, NoSuchPerson):
                if not await self._store.dismiss(telling, NOT_SERVED):
                    return replace(telling, words="")
            else:
                return telling
        words = LAST_WORDS if watch.thread and watch.card else ""
        return replace(telling, words=words, by="")

    async def _tell(self, telling: Telling) -> None:
        watch = telling.watch
        if watch.ended not in {"", EVERYTHING_ENDED, NOT_SERVED} or not telling.words:
            await self._store.settle(telling, TellingState.TOLD)
            return
        try:
            card = watch.card or await self._card(watch)
        except OrderNotFound:
            await self._store.settle(telling, TellingState.FAILED)
            await self._cards.gone(watch)
            return
        if card is None:
            await self._rest(telling, telling.state)
            return
        if telling.state is TellingState.POSTING and await self._was_told(telling, card):
            return
        if await self._store.begin(telling, self.now(), self.now() + LEASE):
            await self._settle(telling, await self._poster.tell(telling, card), card)

    async def _was_told(self, telling: Telling, card: Place) -> bool:
        """Whether nothing more is to be done about it now."""
        found = await self._poster.find(telling, card)
        if isinstance(found, Absent):
            return False
        began = telling.began_at or self.now()
        is_over = isinstance(found, Unsearchable) and (
            found.for_good or self.now() - began > LONGEST_DOUBT
        )
        if isinstance(found, Place) or is_over:
            await self._store.settle(telling, TellingState.TOLD)
        else:
            await self._rest(telling, TellingState.POSTING)
        return True

    async def _settle(self, telling: Telling, outcome: PostOutcome, card: Place) -> None:
        match outcome:
            case Place():
                await self._store.settle(telling, TellingState.TOLD)
            case Unsure():
                if isinstance(await self._poster.find(telling, card), Place):
                    await self._store.settle(telling, TellingState.TOLD)
                else:
                    await self._rest(telling, TellingState.POSTING)
            case Later(after=after):
                pause = max(DOUBT, timedelta(seconds=after))
                await self._store.settle(telling, TellingState.WAITING, self.now() + pause)
            case Refused(why, is_unreachable):
                log.warning("news of a watch was refused: %s", why)
                await self._store.settle(telling, TellingState.FAILED)
                if is_unreachable:
                    await self._store.end(telling.watch, UNREACHABLE)

    async def _card(self, watch: Watch) -> Place | None:
        """Its card; posted unless it was before. None when that cannot be done now, or ever."""
        family = await self._read(watch.key, Urgency.SWEEP)
        found = await self._poster.find_card(watch)
        absent = isinstance(found, Absent)
        outcome = await self._poster.post_card(watch, family) if absent else found
        if isinstance(outcome, Refused) or (isinstance(outcome, Unsearchable) and outcome.for_good):
            log.warning("a watch was ended, as it cannot have a card: %s", outcome.why)
            await self._store.end(watch, UNREACHABLE)
        return await self._with_card(watch, outcome)

    async def _with_card(self, watch: Watch, found: PostOutcome | FindOutcome) -> Place | None:
        if not isinstance(found, Place):
            return None
        await self._store.has_card(watch, found)
        return found

    async def _rest(self, telling: Telling, state: TellingState) -> None:
        await self._store.settle(telling, state, self.now() + DOUBT)

    def _entry(self, operation: Operation, watch: Watch, by: Asker) -> Entry:
        reference = self._records.shown(watch.reference)
        trace = Trace(operation, by, self._records.now(), reference, watch.order_ids)
        return trace.entry("done")
