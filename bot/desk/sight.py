"""What digests and watches see: the ledger, judged now, and what people did about it."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.desk.follow_ups import FollowUps, FollowUpStore
from bot.desk.shipped import shipped_behind
from bot.orders.amendments import Amendment, What, amendment_words
from bot.orders.attention import Attention, AttentionKind, attended
from bot.orders.change import Kind, Stage
from bot.orders.dialect import Dialect
from bot.orders.observed import Observed
from bot.orders.person import Asker
from bot.orders.reliance import freshness_words, is_whole
from bot.orders.seen import Attended, Coverage, FeedEntry, FeedPage, ShippedNow, StuckNow
from bot.orders.sightings import Transition
from bot.orders.statuses import status_words
from bot.orders.stuck import Stuck, Terms, stuck_orders
from bot.orders.suspects import suspects
from bot.store.claim_ports import Claims
from bot.store.ledger_ports import NumberedChange

MOST_SHIPPED = 50_000
"""Orders that one digest reads; more are told by the next one."""
FEED_PAGE = 500
OWN_WORK = timedelta(minutes=30)
"""A few sweeps: what is seen so soon after somebody's change of an order is that person's work."""


@dataclass(frozen=True)
class World:
    """What the ledger is judged by."""

    store: FollowUpStore
    claims: Claims
    dialect: Dialect
    zone: ZoneInfo


class LedgerSight:
    """bot.desk.digest_ports.Sightings and bot.desk.watch_ports.Changes over the ledger."""

    def __init__(self, world: World) -> None:
        self._ledger = world.store.ledger
        self._patience = world.store.patience
        self._attention = world.store.attention
        self._claims = world.claims
        self._dialect = world.dialect
        self._zone = world.zone

    async def stuck(self, now: datetime) -> Sequence[StuckNow]:
        """All that are stuck at this moment, snoozed or not, the worst first."""
        terms = Terms(await self._patience.patience(), self._dialect, self._zone)
        orders = list(await self._ledger.suspects(suspects(terms, now)))
        judged = await asyncio.to_thread(stuck_orders, orders, terms, now)
        every = attended(judged, await self._attention.attentions(), now)
        count = len(every)
        return [
            _stuck_now(each.stuck, _attended(each.taken, each.snoozed), count - place)
            for place, each in enumerate(every)
        ]

    async def shipped_since(self, since: datetime) -> Sequence[ShippedNow]:
        """All that were seen to ship behind this moment."""
        found, _ = await shipped_behind(self._ledger, since, MOST_SHIPPED)
        return [_shipped_now(order) for order in found]

    async def freshness(self, now: datetime) -> Coverage:
        """How far the ledger can be relied on."""
        held = await self._ledger.freshness()
        whole = is_whole(held)
        note = "" if whole else freshness_words(held, now)
        return Coverage(held.last_sweep_ended_at, is_complete=whole, note=note)

    async def changed_since(self, position: int, of: Collection[str]) -> FeedPage:
        """What happened to these orders; that one is new to the ledger is no news."""
        latest = await self.latest()
        page = await self._ledger.changed_since(position, FEED_PAGE, of)
        entries = [await self._told(each) for each in page if not _is_new(each.change)]
        if len(page) == FEED_PAGE:
            return FeedPage(entries, page[-1].number, is_last=False)
        return FeedPage(entries, max([position, latest, *(each.number for each in page)]))

    async def latest(self) -> int:
        """The position of the newest change."""
        return await self._ledger.last_number()

    async def _told(self, numbered: NumberedChange) -> FeedEntry:
        change = numbered.change
        order = await self._ledger.observed(change.order_id)
        return FeedEntry(
            position=numbered.number,
            order_id=change.order_id,
            reference=order.reference if order else change.order_id,
            at=change.at,
            words=self._words(change, order.country if order else ""),
            by=await self._by(change),
        )

    def _words(self, change: Transition | Amendment, country: str) -> str:
        if isinstance(change, Amendment):
            return amendment_words(change, country)
        words = status_words(change.after, self._dialect)
        return f"{words.symbol} {words.label}"

    async def _by(self, change: Transition | Amendment) -> str:
        """Who did it here. It may be seen before it is known that it worked."""
        if isinstance(change, Amendment) and change.person:
            return change.person
        kind = _kind(change)
        if kind is None:
            return ""
        going_on = await self._claims.open_of(change.order_id)
        if going_on and going_on.kind is kind and going_on.stage is not Stage.CLAIMED:
            return going_on.by.person
        done = await self._claims.last_done(change.order_id, kind)
        if done is None or done.ended_at is None or abs(change.at - done.ended_at) > OWN_WORK:
            return ""
        return done.by.person


class PeoplesAttention:
    """bot.desk.digest_ports.Attention over the follow-ups."""

    def __init__(self, store: FollowUpStore, follow_ups: FollowUps) -> None:
        self._store, self._follow_ups = store, follow_ups

    async def of(self, order_ids: Sequence[str]) -> dict[str, Attended]:
        """Only those about which somebody did something, in the state that they are in."""
        wanted, held = set(order_ids), await self._store.attention.attentions()
        by_order: dict[str, Attended] = {}
        for each in (each for each in held if each.order_id in wanted):
            order = await self._store.ledger.observed(each.order_id)
            if order and order.since <= each.since:
                before = by_order.get(each.order_id, Attended())
                by_order[each.order_id] = _with(before, each)
        return by_order

    async def take(self, order_id: str, by: Asker) -> None:
        """Raises NotAllowed, OrderNotFound or StoreTrouble."""
        await self._follow_ups.take(order_id, by)

    async def snooze(self, order_id: str, until: datetime, by: Asker) -> None:
        """Raises NotAllowed, NotAsked, OrderNotFound or StoreTrouble."""
        await self._follow_ups.snooze(order_id, until, by)


def _is_new(change: Transition | Amendment) -> bool:
    return isinstance(change, Transition) and not change.before


def _kind(change: Transition | Amendment) -> Kind | None:
    """What somebody may have asked for to bring this about."""
    match change:
        case Transition(after="canceled"):
            return Kind.CANCEL
        case Transition(before="draft"):
            return Kind.RELEASE
        case Amendment(what=What.METHOD):
            return Kind.UPDATE
    return None


def _with(before: Attended, attention: Attention) -> Attended:
    if attention.kind is AttentionKind.TAKEN:
        return Attended(attention.by, before.snoozed_until)
    return Attended(before.taken_by, attention.until)


def _attended(taken: Attention | None, snoozed: Attention | None) -> Attended:
    return Attended(taken.by if taken else "", snoozed.until if snoozed else None)


def _stuck_now(stuck: Stuck, held: Attended, severity: int) -> StuckNow:
    order, worst = stuck.order, stuck.worst
    return StuckNow(
        order_id=order.order_id,
        reference=order.reference or order.order_id,
        status=order.status,
        since=order.since,
        country=order.country,
        why=worst.why,
        age=worst.age,
        waited=float(worst.waited.days),
        severity=float(severity),
        store_id=order.store_id,
        customer_reference_id=order.customer_reference_id,
        attended=held,
    )


def _shipped_now(order: Observed) -> ShippedNow:
    return ShippedNow(
        order_id=order.order_id,
        reference=order.reference or order.order_id,
        shipped_at=order.shipped_at or order.since,
        was_seen_to_ship=True,
        country=order.country,
        method=order.method_name or order.method_uid,
        tracking_code=order.tracking_code,
        tracking_url=order.tracking_url,
        store_id=order.store_id,
        customer_reference_id=order.customer_reference_id,
    )
