"""The cards of watches: each is drawn again until it shows how things are."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.posting import DOUBT, LEASE, LONGEST_PAUSE, Later, Refused, Unsure
from bot.desk.watch_ports import Around
from bot.gelato.deadlines import Urgency
from bot.orders.access import Act
from bot.orders.errors import NoSuchPerson, NotAllowed, OrderdeskError, OrderNotFound
from bot.orders.family import Family
from bot.orders.statuses import Phase, status_words
from bot.store.watch_ports import CardDue, Watch, WatchStore

log = logging.getLogger(__name__)

EVERYTHING_ENDED = "everything is delivered or ended"
GONE = "Gelato knows this order no more"
LONGEST_LATE = timedelta(days=7)
"""After which a card that cannot be drawn is left as it is."""


class Cards:
    """Draws what is due, as the orders are now; and ends watches when nothing more can come."""

    def __init__(
        self,
        store: WatchStore,
        around: Around,
        places: asyncio.Semaphore,
        now: Callable[[], datetime],
    ) -> None:
        """`places`: how much goes on at once."""
        self._store, self._places, self._now = store, places, now
        self._poster, self._read, self._require = around.poster, around.read, around.require

    async def due(self, watch: Watch) -> CardDue:
        """Something is to happen to this watch: its card is drawn then, even by another process."""
        return await self._store.card_is_due(watch, self._now(), self._now() + LEASE)

    async def draw_now(self, due: CardDue, watch: Watch) -> None:
        """Draws the card of the watch as that is now, while a person waits."""
        await self._leave(due, await self._draw(watch, Urgency.PERSON))

    async def draw_some(self) -> bool:
        """Whether some were due and all of them could be drawn: then it is worth going on."""
        due = await self._store.cards_due(self._now(), self._now() + LEASE)
        return bool(due) and all(await asyncio.gather(*map(self._draw_due, due)))

    async def _draw_due(self, due: CardDue) -> bool:
        async with self._places:
            try:
                await self._require(Act.WATCH, due.watch.person)
                obstacle = await self._draw(due.watch, Urgency.SWEEP)
            except (NotAllowed, NoSuchPerson):  # who may not look is shown nothing
                obstacle = None
            except OrderdeskError as error:
                obstacle = Later(type(error).__name__)
        await self._leave(due, obstacle)
        return obstacle is None

    async def _draw(self, watch: Watch, urgency: Urgency) -> Later | None:
        """Why it has to be tried again; None when that is not so."""
        try:
            family = await self._read(watch.key, urgency)
        except OrderNotFound:
            await self.gone(watch)
            return None
        except OrderdeskError as error:
            return Later(type(error).__name__)
        watch = await self._followed(watch, family)
        match await self._poster.redraw_card(watch, family) if watch.card else None:
            case Later() as later:
                return later
            case Unsure(why):
                return Later(why)
            case Refused(why):
                log.warning("a watch's card was not drawn again: %s", why)
        return None

    async def _followed(self, watch: Watch, family: Family) -> Watch:
        """The watch of what the order is now: it may be split, or have ended."""
        parts = dict.fromkeys([*watch.order_ids, *(order.id for order in family.orders)])
        if len(parts) > len(watch.order_ids):
            await self._store.follows(watch, tuple(parts))
        if watch.ended or not has_ended(family):
            return watch
        await self._store.end(watch, EVERYTHING_ENDED)
        return replace(watch, ended=EVERYTHING_ENDED)

    async def gone(self, watch: Watch) -> None:
        """There is nothing more to come, and no card can be drawn."""
        if not watch.ended:
            log.warning("a watch was ended: %s", GONE)
            await self._store.end(watch, GONE)

    async def _leave(self, due: CardDue, obstacle: Later | None) -> None:
        """Each pause is as long as all before it."""
        waited = self._now() - due.since
        if obstacle and waited < LONGEST_LATE:
            log.warning("a watch's card is drawn later: %s", obstacle.why)
            pause = max(min(waited, LONGEST_PAUSE), DOUBT, timedelta(seconds=obstacle.after))
            await self._store.card_rests(due, self._now() + pause)
        else:
            await self._store.card_drawn(due, self._now())


def has_ended(family: Family) -> bool:
    """Whether no order of it is going to change any more."""
    states = (status_words(order.fulfillment_status, family.dialect) for order in family.orders)
    return all(state.phase is Phase.ENDED for state in states)
