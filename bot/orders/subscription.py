"""A channel's subscription to what is stuck and what has shipped, and its rules. Pure."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import TypeAdapter

from bot.orders.countries import country_name
from bot.orders.schedule import DAWN, Schedule, Slot, next_runs, slots_due
from bot.orders.seen import ShippedNow, StuckNow
from bot.orders.statuses import canonical_status, status_label

LATE = timedelta(minutes=15)
"""Behind its slot by more than this, a digest says that it is late."""
OVERLAP = timedelta(days=2)
"""How far behind the last digest is looked for what shipped: sightings may be written late."""
MOST_FAILURES = 3
"""Digests in a row that could not be delivered; then a subscription pauses itself."""
MOST_IN_CHANNEL = 8
"""Subscriptions of one channel: what one list of them can show."""


class What(StrEnum):
    """What a subscription tells of."""

    STUCK = "stuck"
    SHIPPED = "shipped"
    BOTH = "both"

    @property
    def words(self) -> str:
        """For people."""
        return _WHAT[self]


_WHAT = {
    What.STUCK: "stuck orders",
    What.SHIPPED: "newly shipped orders",
    What.BOTH: "stuck and newly shipped orders",
}


class EmptyDays(StrEnum):
    """What is posted when there is nothing to tell."""

    SILENT = "silent"
    ALL_FINE = "all fine"


@dataclass(frozen=True)
class Wanted:
    """Which orders a subscription is about; an empty filter lets every order through."""

    countries: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    """Of stuck orders alone: an order that newly shipped has its state."""
    stores: tuple[str, ...] = ()
    customers: tuple[str, ...] = ()

    def takes(self, line: StuckNow | ShippedNow) -> bool:
        """Whether this order is one of them. Letter case never decides."""
        return (
            _among(line.country, self.countries)
            and _among(line.store_id, self.stores)
            and _among(line.customer_reference_id, self.customers)
            and (isinstance(line, ShippedNow) or self._takes_status(line.status))
        )

    def _takes_status(self, status: str) -> bool:
        return _among(canonical_status(status), tuple(map(canonical_status, self.statuses)))

    @property
    def words(self) -> str:
        """For who may read all of it: `to Norway or Sweden · on hold · customer c-1`."""
        return self._worded(_either("customer ", self.customers))

    @property
    def shared_words(self) -> str:
        """For a channel: what a merchant calls a customer may be a name or an e-mail address."""
        count = len(self.customers)
        return self._worded(f"{count} customer{'s' if count > 1 else ''}" if count else "")

    def _worded(self, customers: str) -> str:
        parts = (
            _either("to ", map(country_name, self.countries)),
            _either("", (status_label(status).lower() for status in self.statuses)),
            _either("store ", self.stores),
            customers,
        )
        return " · ".join(part for part in parts if part) or "all orders"


@dataclass(frozen=True)
class Subscription:
    """What a channel is told, and when. `id` is 0 until the store has given one."""

    channel: str
    team: str
    owner: str
    """Slack's id of the person who hears of it when it cannot be delivered."""
    what: What
    schedule: Schedule
    created_at: datetime
    id: int = 0
    wanted: Wanted = field(default_factory=Wanted)
    empty_days: EmptyDays = EmptyDays.ALL_FINE
    details_in_thread: bool = True
    """Whether the rest of a long list follows in the thread."""
    paused: str = ""
    """Why it is paused; empty while it runs."""
    failures: int = 0
    """Digests in a row that could not be delivered."""
    trouble: str = ""
    """What went wrong the last time; empty when all went well."""
    announces_since: datetime | None = None
    """What shipped before this is not announced; None stands for `created_at`."""
    counts_from: datetime | None = None
    """Slots before this moment are not made up for; None stands for `created_at`."""
    told_until: datetime | None = None
    """The moment that its last digest was made for."""
    last_slot: datetime = DAWN
    """The local time of the last slot that was seen to."""

    def written(self) -> str:
        """As the store keeps it."""
        return _ADAPTER.dump_json(self).decode()

    @staticmethod
    def read(text: str) -> "Subscription":
        """What `written` gave."""
        return _ADAPTER.validate_json(text)

    @property
    def tells_stuck(self) -> bool:
        """Whether stuck orders belong to it."""
        return self.what is not What.SHIPPED

    @property
    def tells_shipped(self) -> bool:
        """Whether newly shipped orders belong to it."""
        return self.what is not What.STUCK

    def due(self, now: datetime) -> Sequence[Slot]:
        """Its slots whose moment has come and that nobody has seen to, oldest first."""
        if self.paused:
            return ()
        return slots_due(self.schedule, self.counts_from or self.created_at, now, self.last_slot)

    @property
    def asks_since(self) -> datetime:
        """Of what shipped since then it has to know; some of it twice rather than never."""
        begin = self.announces_since or self.created_at
        return max(begin, self.told_until - OVERLAP) if self.told_until else begin

    def coming(self, now: datetime, count: int = 3) -> Sequence[Slot]:
        """Its next slots, soonest first."""
        return next_runs(self.schedule, now, count, self.last_slot)


def is_late(due_at: datetime, now: datetime) -> bool:
    """Whether a digest that was due then comes so late that it says so."""
    return now - due_at > LATE


def edited(before: Subscription, after: Subscription, now: datetime) -> Subscription:
    """The subscription with what a form changed; what the form does not hold stays.

    Another time or other days count from now. A mere change of the zone goes on behind the last
    slot, so that the day's digest comes neither twice nor never.
    """
    old, new = before.schedule, after.schedule
    same = (old.weekdays, old.at) == (new.weekdays, new.at)
    begins = after.tells_shipped and not before.tells_shipped
    return replace(
        before,
        what=after.what,
        wanted=after.wanted,
        schedule=new,
        empty_days=after.empty_days,
        details_in_thread=after.details_in_thread,
        announces_since=now if begins else before.announces_since,
        counts_from=before.counts_from if same else now,
        last_slot=before.last_slot if same else _wall(now, new.zone),
    )


def paused(subscription: Subscription, why: str) -> Subscription:
    """The same, resting."""
    return replace(subscription, paused=why)


def resumed(subscription: Subscription, now: datetime) -> Subscription:
    """The same, running again from its next slot on: nothing that was missed meanwhile is due."""
    return replace(subscription, paused="", failures=0, trouble="", counts_from=now)


def failed(subscription: Subscription, trouble: str) -> Subscription:
    """The same after a digest could not be delivered; after several in a row it pauses."""
    failures = subscription.failures + 1
    pause = subscription.paused
    if failures >= MOST_FAILURES and not pause:
        pause = f"{failures} digests in a row could not be delivered"
    return replace(subscription, failures=failures, trouble=trouble, paused=pause)


def delivered(subscription: Subscription, made_at: datetime) -> Subscription:
    """The same after a digest that was made at this moment went well."""
    return replace(subscription, failures=0, trouble="", told_until=made_at)


def told_less(subscription: Subscription, since: datetime) -> Subscription:
    """The same after it came out that some of what shipped since then was not told."""
    told_until = subscription.told_until
    return replace(subscription, told_until=told_until and min(told_until, since))


@dataclass(frozen=True)
class Difference:
    """How the stuck orders changed since the last digest, by Gelato's ids."""

    new: tuple[str, ...] = ()
    cleared: tuple[str, ...] = ()
    carried_over: tuple[str, ...] = ()


def difference(before: Collection[str], now: Iterable[str]) -> Difference:
    """What is new, cleared and carried over. Orders keep their order; each counts once."""
    stuck, known = dict.fromkeys(now), dict.fromkeys(before)  # thousands, in their order
    return Difference(
        new=tuple(order for order in stuck if order not in known),
        cleared=tuple(order for order in known if order not in stuck),
        carried_over=tuple(order for order in stuck if order in known),
    )


@dataclass(frozen=True)
class Shipments:
    """Newly shipped orders, parted into what is told and what is only noted."""

    announced: tuple[ShippedNow, ...]
    noted: tuple[ShippedNow, ...]
    """Never to be announced: they had shipped when the bot first saw them, or before it counts."""


def shipments(
    subscription: Subscription, lines: Iterable[ShippedNow], known: Collection[str]
) -> Shipments:
    """What of these is told now. `known` are the ids that were announced or noted before."""
    fresh = {line.order_id: line for line in lines if line.order_id not in known}
    mine = [line for line in fresh.values() if subscription.wanted.takes(line)]
    since = subscription.announces_since or subscription.created_at
    parts: tuple[list[ShippedNow], list[ShippedNow]] = ([], [])
    for line in mine:
        parts[line.was_seen_to_ship and line.shipped_at > since].append(line)
    noted, told = parts
    return Shipments(tuple(told), tuple(noted))


def _wall(now: datetime, zone: str) -> datetime:
    return now.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)


def _among(value: str, wanted: tuple[str, ...]) -> bool:
    return not wanted or value.casefold() in {each.casefold() for each in wanted}


def _either(lead: str, values: Iterable[str]) -> str:
    text = " or ".join(values)
    return f"{lead}{text}" if text else ""


_ADAPTER = TypeAdapter(Subscription)
