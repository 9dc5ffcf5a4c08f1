"""Stuck orders: who asks for them, who looks after them, and by whose patience they are stuck."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.records import Asker, Records, Trace
from bot.desk.rights import PROGRAM, Rights
from bot.orders.access import Act
from bot.orders.attention import Attention, AttentionKind, Listed, attended
from bot.orders.dialect import Dialect
from bot.orders.errors import NotAsked, OrderNotFound
from bot.orders.followed import Asked, fitting
from bot.orders.freshness import Freshness
from bot.orders.observed import Observed
from bot.orders.patience import Patience
from bot.orders.stuck import Terms, stuck_orders
from bot.orders.suspects import suspects
from bot.store.attention_ports import Attentions, Patiences
from bot.store.ledger_ports import Ledger
from bot.store.ports import Operation

TAKEN_FOR = timedelta(days=3)
"""An order that still lies there after that wants somebody's word again."""
LONGEST_SNOOZE = timedelta(days=90)


@dataclass(frozen=True)
class StuckFound:
    """The stuck orders that were asked for, and how far that can be relied on."""

    listed: tuple[Listed, ...]
    """The worst first; without the snoozed ones, or those alone where they were asked for."""
    snoozed: int
    """How many were left out."""
    freshness: Freshness
    at: datetime


@dataclass(frozen=True)
class FollowUpStore:
    """What follow-ups are kept in."""

    ledger: Ledger
    patience: Patiences
    attention: Attentions


class FollowUps:
    """Everybody in the workspace may see what is stuck, and agents look after it.

    To take an order tells the others to leave it, and to snooze one hides it from all of them:
    that is for those who may do something about it, and so for agents.
    """

    def __init__(
        self,
        store: FollowUpStore,
        records: Records,
        rights: Rights,
        dialect: Dialect,
        zone: ZoneInfo,
    ) -> None:
        """`zone` is the workspace's: its midnights begin and end business days."""
        self._ledger, self._patience, self._attention = (
            store.ledger,
            store.patience,
            store.attention,
        )
        self._records, self._rights = records, rights
        self._dialect, self._zone = dialect, zone

    @property
    def dialect(self) -> Dialect:
        """Whose words the states are."""
        return self._dialect

    async def stuck(self, asked: Asked, by: Asker) -> StuckFound:
        """What is stuck now. Raises NotAllowed, or StoreTrouble: no row, no answer."""
        async with self._records.recorded(Operation.STUCK, "", by) as trace:
            trace.reference, trace.detail = "", ", ".join(asked.query.filters)
            await self._rights.require(Act.SEARCH, by.person)
            return await self._found(asked)

    async def stuck_again(self, asked: Asked, by: Asker) -> StuckFound:
        """The same for who turns a page or has pressed something: nobody asked anew, so no row."""
        await self._rights.require(Act.SEARCH, by.person)
        return await self._found(asked)

    async def take(self, order_id: str, by: Asker) -> Attention:
        """This person has it in hand for three days, or until it moves on.

        Raises NotAllowed, OrderNotFound or StoreTrouble.
        """
        until = self._records.now() + TAKEN_FOR
        return await self._attend(Operation.TAKE, AttentionKind.TAKEN, order_id, until, by)

    async def snooze(self, order_id: str, until: datetime, by: Asker) -> Attention:
        """Nobody is reminded of it until then, or until it moves on.

        Raises NotAllowed, OrderNotFound, StoreTrouble, or NotAsked for a moment that is over or
        more than 90 days away.
        """
        now = self._records.now()
        trace = self._trace(Operation.SNOOZE, by, until)
        async with self._records.recorded_unless_done(trace):
            if not now < until <= now + LONGEST_SNOOZE:
                raise NotAsked("An order can be snoozed until a day within the next 90.")
        return await self._attend(Operation.SNOOZE, AttentionKind.SNOOZED, order_id, until, by)

    async def let_go(self, order_id: str, by: Asker) -> Attention | None:
        """Nobody has it in hand any more; who had. Raises as `take` does."""
        return await self._drop(Operation.LET_GO, AttentionKind.TAKEN, order_id, by)

    async def wake(self, order_id: str, by: Asker) -> Attention | None:
        """It is listed again; what had hidden it. Raises as `take` does."""
        return await self._drop(Operation.WAKE, AttentionKind.SNOOZED, order_id, by)

    async def release(self, person: str) -> Sequence[str]:
        """Lets go of all that somebody who left had in hand; what people call those orders."""
        attentions = await self._attention.attentions()
        taken = [a for a in attentions if a.by == person and a.kind is AttentionKind.TAKEN]
        return [await self._released(attention.order_id) for attention in taken]

    async def _released(self, order_id: str) -> str:
        order = await self._ledger.observed(order_id)
        reference = order.reference if order and order.reference else order_id
        trace = replace(
            self._trace(Operation.LET_GO, PROGRAM),
            reference=self._records.shown(reference),
            order_ids=(order_id,),
            detail="left the workspace",
        )
        await self._attention.drop(order_id, AttentionKind.TAKEN, trace.entry("done"))
        return reference

    async def reference_of(self, order_id: str) -> str:
        """What people call this order. Raises OrderNotFound or StoreTrouble."""
        order = await self._ledger.observed(order_id)
        if order is None:
            raise OrderNotFound
        return order.reference or order_id

    async def patience(self) -> Patience:
        """The limits that hold now. Raises StoreTrouble."""
        return await self._patience.patience()

    async def set_patience(self, change: Callable[[Patience], Patience], by: Asker) -> Patience:
        """Changes the limits that hold by then; those that hold now.

        Raises NotAllowed for who is no admin, NotAsked or StoreTrouble. The audit row says what
        changed.
        """
        trace = self._trace(Operation.PATIENCE, by)
        async with self._records.recorded_unless_done(trace):
            await self._rights.require(Act.POLICY, by.person)
            return await self._patience.change(change, trace.entry("done"))

    async def _found(self, asked: Asked) -> StuckFound:
        now = self._records.now()
        terms = Terms(await self._patience.patience(), self._dialect, self._zone)
        orders = list(fitting(await self._ledger.suspects(suspects(terms, now)), asked.query))
        judged = await asyncio.to_thread(stuck_orders, orders, terms, now)  # a second for 100,000
        every = attended(judged, await self._attention.attentions(), now)
        listed = tuple(each for each in every if bool(each.snoozed) is asked.snoozed)
        snoozed = 0 if asked.snoozed else len(every) - len(listed)
        return StuckFound(listed, snoozed, await self._ledger.freshness(), now)

    async def _attend(
        self,
        operation: Operation,
        kind: AttentionKind,
        order_id: str,
        until: datetime,
        by: Asker,
    ) -> Attention:
        trace = self._trace(operation, by, until)
        async with self._records.recorded_unless_done(trace):
            await self._permitted(order_id, trace)
            attention = Attention(order_id, kind, by.person, until, self._records.now())
            await self._attention.attend(attention, trace.entry("done"))
        return attention

    async def _drop(
        self, operation: Operation, kind: AttentionKind, order_id: str, by: Asker
    ) -> Attention | None:
        trace = self._trace(operation, by)
        async with self._records.recorded_unless_done(trace):
            await self._permitted(order_id, trace)
            return await self._attention.drop(order_id, kind, trace.entry("done"))

    async def _permitted(self, order_id: str, trace: Trace) -> Observed:
        await self._rights.require(Act.ATTEND, trace.by.person)
        order = await self._ledger.observed(order_id)
        if order is None:
            raise OrderNotFound
        trace.order_ids, trace.reference = (order_id,), self._records.shown(order.reference)
        return order

    def _trace(self, operation: Operation, by: Asker, until: datetime | None = None) -> Trace:
        detail = f"until {until.isoformat(timespec='minutes')}" if until else ""
        return Trace(operation, by, self._records.now(), "", detail=detail)
