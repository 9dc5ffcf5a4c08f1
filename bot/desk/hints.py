"""Works on what Gelato told: the order is read again, and what was read is what counts."""

import asyncio
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.desk.carriers import Carriers
from bot.gelato.client import Gelato
from bot.gelato.deadlines import Urgency
from bot.gelato.events import Event, OrderEvent, OrderLate, OrderMoved, read_event
from bot.orders.errors import AnswerNotUnderstood, DeskBusy, GelatoTrouble, OrderNotFound
from bot.orders.order import Order
from bot.orders.sighted import Tracked, sighting_of_order
from bot.orders.sightings import How, Sighting
from bot.orders.statuses import canonical_status
from bot.store.ledger_ports import Inbox, Ledger, Waiting

log = logging.getLogger(__name__)

AT_ONCE = 4
"""Orders that are read side by side."""
MOST_TRIES = 8
FIRST_PAUSE = timedelta(seconds=30)
"""Before the second try; each further one waits twice as long: an hour in all, then the sweeps."""


class Hints:
    """Everything that was told of one order is worked on with one read of it."""

    def __init__(
        self,
        gelato: Gelato,
        ledger: Ledger,
        inbox: Inbox,
        carriers: Carriers,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._gelato, self._ledger, self._inbox = gelato, ledger, inbox
        self._carriers, self._now = carriers, now
        self._places = asyncio.Semaphore(AT_ONCE)

    async def work(self) -> None:
        """Works on all that is due. Raises StoreTrouble."""
        while waiting := await self._inbox.due(self._now()):
            by_subject: dict[str, list[Waiting]] = defaultdict(list)
            for each in waiting:
                by_subject[each.subject].append(each)
            async with asyncio.TaskGroup() as group:
                for told in by_subject.values():
                    group.create_task(self._work_on(told))

    async def _work_on(self, told: Sequence[Waiting]) -> None:
        async with self._places:
            try:
                events = [(read_event(each.body), each.at) for each in told]
                sightings = await self._sightings(events)
            except (GelatoTrouble, DeskBusy, OrderNotFound) as error:
                await self._put_off(told, error)
                return
            await self._ledger.saw(sightings)
            await self._inbox.done([each.id for each in told])

    async def _put_off(self, told: Sequence[Waiting], error: Exception) -> None:
        """An order that is not there may be listed late, so that is tried again too."""
        over = [each.id for each in told if each.tries >= MOST_TRIES]
        if over:
            log.warning("gave up %d events of Gelato's: %s", len(over), type(error).__name__)
            await self._inbox.give_up(over)
        for each in told:
            if each.id not in over:
                pause = FIRST_PAUSE * 2 ** (each.tries - 1)
                await self._inbox.again([each.id], self._now() + pause)

    async def _sightings(self, events: Sequence[tuple[Event, datetime]]) -> list[Sighting]:
        named = [(event, at) for event, at in events if isinstance(event, OrderEvent)]
        if not named:
            raise AnswerNotUnderstood
        asked_at = self._now()
        orders = await self._orders(named[0][0])
        tracked = await self._carriers.tracked()
        told = _about(named, orders)
        return [
            sighting for order in orders for sighting in _of_one(order, asked_at, tracked, told)
        ]

    async def _orders(self, event: OrderEvent) -> list[Order]:
        """The order of an event; all orders of its reference where it names no id."""
        if event.order_id:
            return [await self._gelato.order(event.order_id, Urgency.SWEEP)]
        rows = await self._gelato.rows_of_reference(event.order_reference_id, Urgency.SWEEP)
        if not rows:
            raise OrderNotFound
        return [await self._gelato.order(row.id, Urgency.SWEEP) for row in rows]


_Told = list[tuple[OrderEvent, datetime]]


def subject_of(event: Event) -> str:
    """The order that an event is about, by id or reference; empty where it names none."""
    if not isinstance(event, OrderEvent):
        return ""
    return event.order_id or event.order_reference_id


def _about(named: _Told, orders: Sequence[Order]) -> _Told:
    """What was told of each of these orders: of a reference of several, of none for sure."""
    return named if len(orders) == 1 else []


def _of_one(order: Order, asked_at: datetime, tracked: Tracked, told: _Told) -> Iterable[Sighting]:
    """The read, which knows since when it was told of, and what else was said."""
    read = sighting_of_order(order, asked_at, How.WEBHOOK, tracked)
    said = [(_status(event), at) for event, at in told]
    confirmed = [at for status, at in said if status == read.status]
    late = [at for event, at in told if isinstance(event, OrderLate)]
    yield replace(read, told_at=min(confirmed, default=None), delayed_at=max(late, default=None))
    for status, at in said:
        if status not in {"", read.status}:
            yield Sighting(order.id, status, at, How.EVENT)


def _status(event: OrderEvent) -> str:
    """The state that an event says the whole order is in."""
    return canonical_status(event.fulfillment_status) if isinstance(event, OrderMoved) else ""
