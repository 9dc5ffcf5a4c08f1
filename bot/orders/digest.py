"""What a digest says. Pure: lines in, one value out, which the store keeps as it was posted."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby

from pydantic import TypeAdapter

from bot.orders.countries import country_name
from bot.orders.reliance import STALE
from bot.orders.schedule import local_words
from bot.orders.seen import Attended, Coverage, ShippedNow, StuckNow
from bot.orders.subscription import (
    Difference,
    EmptyDays,
    Subscription,
    What,
    difference,
    shipments,
)

MOST_SHIPPED = 10
"""Newly shipped orders that a message names; when it leaves some out, a table names them all."""
WORST = 10
"""Stuck orders that are shown with a menu; the rest stands in the table in the thread."""


@dataclass(frozen=True)
class Occasion:
    """When a digest is made, and for what."""

    now: datetime
    slot: datetime | None = None
    """The local time that it is for; None when somebody asked for it now."""
    is_late: bool = False
    folded: int = 0
    """Earlier slots that were missed, and have no digest of their own."""
    next_run: datetime | None = None
    """The local time of the next one."""


@dataclass(frozen=True)
class Named:
    """How many orders a message names: of each kind the first so many."""

    stuck: int = WORST
    shipped: int = MOST_SHIPPED


NOTHING_NAMED = Named(0, 0)


@dataclass(frozen=True)
class Digest:
    """One digest. `stuck` has the worst order first."""

    subscription: int
    channel: str
    what: What
    zone: str
    wanted: str
    """Its filters in words."""
    occasion: Occasion
    freshness: Coverage
    difference: Difference = field(default_factory=Difference)
    stuck: tuple[StuckNow, ...] = ()
    snoozed: tuple[StuckNow, ...] = ()
    """Stuck too, but nobody wants to hear of them yet."""
    shipped: tuple[ShippedNow, ...] = ()
    noted: tuple[str, ...] = ()
    """Ids of orders that had shipped before this subscription counts: not told, only kept."""
    cleared_references: tuple[str, ...] = ()
    has_thread: bool = True
    """Whether what the message leaves out follows as a table in its thread."""
    named: Named = Named()
    """What its message named; known once it is posted."""

    @property
    def worst(self) -> tuple[StuckNow, ...]:
        """What is shown row by row."""
        return self.stuck[:WORST]

    @property
    def rest(self) -> tuple[StuckNow, ...]:
        """What stands in the table."""
        return self.stuck[WORST:]

    @property
    def stuck_left_out(self) -> tuple[StuckNow, ...]:
        """What its message did not name."""
        return self.stuck[self.named.stuck :]

    @property
    def shipped_left_out(self) -> tuple[ShippedNow, ...]:
        """The same of newly shipped orders."""
        return self.shipped[self.named.shipped :]

    @property
    def needs_table(self) -> bool:
        """Whether orders have to be named in the thread, since the message left them out.

        A message that names nothing at all is followed by a table even where none was chosen:
        that choice is about the rest of a long list.
        """
        is_wanted = self.has_thread or self.named == NOTHING_NAMED
        return is_wanted and bool(self.stuck_left_out or self.shipped_left_out)

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not (self.stuck or self.shipped or self.difference.cleared)

    @property
    def saw_all(self) -> bool:
        """Whether nothing that there is to tell can be missing."""
        as_of, now = self.freshness.as_of, self.occasion.now
        return self.freshness.is_complete and as_of is not None and now - as_of < STALE

    def written(self) -> str:
        """As the store keeps it."""
        return _ADAPTER.dump_json(self).decode()

    @staticmethod
    def read(text: str) -> "Digest":
        """What `written` gave."""
        return _ADAPTER.validate_json(text)


@dataclass(frozen=True)
class Since:
    """What became of the rows of a digest since it was posted, by Gelato's ids."""

    now: datetime
    """When that was read."""
    attended: Mapping[str, Attended] = field(default_factory=dict)
    no_longer_stuck: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Seen:
    """What the ledger tells at one moment."""

    stuck: Sequence[StuckNow]
    shipped: Sequence[ShippedNow]
    freshness: Coverage


@dataclass(frozen=True)
class Remembered:
    """What the last digests of a subscription told."""

    stuck: Mapping[str, str]
    """The reference by the id of each order that the last digest called stuck."""
    shipped: Collection[str]
    """Ids of all orders that were announced, or noted, ever."""


def digest(
    subscription: Subscription, seen: Seen, remembered: Remembered, occasion: Occasion
) -> Digest:
    """What to say now."""
    lines = seen.stuck if subscription.tells_stuck else ()
    every = worst_first(line for line in lines if subscription.wanted.takes(line))
    snoozed = tuple(line for line in every if line.attended.is_snoozed(occasion.now))
    before = _before(remembered, lines, every) if subscription.tells_stuck else {}
    changed = difference(before, (line.order_id for line in every))
    new = shipments(
        subscription, seen.shipped if subscription.tells_shipped else (), remembered.shipped
    )
    return Digest(
        subscription=subscription.id,
        channel=subscription.channel,
        what=subscription.what,
        zone=subscription.schedule.zone,
        wanted=subscription.wanted.shared_words,
        occasion=occasion,
        freshness=seen.freshness,
        difference=changed,
        stuck=tuple(line for line in every if not line.attended.is_snoozed(occasion.now)),
        snoozed=snoozed,
        shipped=tuple(sorted(new.announced, key=_shelf)),
        noted=tuple(line.order_id for line in new.noted),
        cleared_references=tuple(before[order_id] for order_id in changed.cleared),
        has_thread=subscription.details_in_thread,
    )


def _before(
    remembered: Remembered, lines: Iterable[StuckNow], mine: Iterable[StuckNow]
) -> Mapping[str, str]:
    """What the last digest called stuck, but for orders that are stuck and not wanted any more.

    Who narrows a filter does not read that orders were cleared.
    """
    unwanted = {line.order_id for line in lines} - {line.order_id for line in mine}
    return {key: name for key, name in remembered.stuck.items() if key not in unwanted}


def is_posted(subscription: Subscription, made: Digest) -> bool:
    """Whether it goes to the channel: an empty one does not where empty days are silent.

    What somebody asked for is always posted, and so is what cannot tell whether the day is empty:
    the silence of a ledger that sees nothing would read as a good day.
    """
    silent = subscription.empty_days is EmptyDays.SILENT and made.occasion.slot is not None
    return not (silent and made.is_empty and made.saw_all)


def worst_first(lines: Iterable[StuckNow]) -> tuple[StuckNow, ...]:
    """By severity, then by age, each order once."""
    ordered = sorted(lines, key=lambda line: (-line.severity, line.since, line.order_id))
    return tuple({line.order_id: line for line in reversed(ordered)}.values())[::-1]


def opening(made: Digest) -> str:
    """The line that it opens with: `3 new, 2 cleared, 5 carried over, oldest 9 business days`."""
    parts = [*_stuck_parts(made), *_shipped_parts(made)]
    return ", ".join(parts) if not made.is_empty else _nothing(made)


def shipped_groups(made: Digest) -> list[tuple[str, list[ShippedNow]]]:
    """Newly shipped orders under `Norway · DHL Express`."""
    lines = sorted(made.shipped, key=_shelf)
    return [(shelf, list(group)) for shelf, group in groupby(lines, _shelf)]


def occasion_words(occasion: Occasion) -> str:
    """`Mon 23 Nov 09:00`, and what a person should know when it is not on time."""
    if occasion.slot is None:
        return "Sent now because somebody asked for it."
    words = local_words(occasion.slot)
    if occasion.is_late:
        words = f"Late: this was due {words}, when Orderdesk could not post it."
    if occasion.folded:
        count = occasion.folded
        words += f" It also stands for {count} that {'were' if count > 1 else 'was'} missed."
    return words


def missing_words(made: Digest) -> str:
    """What the data of a digest lacks, for its footer; empty when it lacks nothing."""
    fresh = made.freshness
    if not fresh.is_complete or fresh.note:
        return f"Not complete: {fresh.note or 'some orders could not be read'}"
    return "" if made.saw_all or fresh.as_of is None else "Things may have changed since"


def _stuck_parts(made: Digest) -> list[str]:
    if made.what is What.SHIPPED:
        return []
    changed = made.difference
    parts = [
        f"{len(changed.new)} new",
        f"{len(changed.cleared)} cleared",
        f"{len(changed.carried_over)} carried over",
    ]
    if made.snoozed:
        parts.append(f"{len(made.snoozed)} of them snoozed")
    if made.stuck:
        parts.append(f"oldest {max(made.stuck, key=_waited).age}")
    return parts


def _waited(line: StuckNow) -> tuple[float, float]:
    """By the age that is told; digests that were kept without a number, by their state's."""
    return line.waited, -line.since.timestamp()


def _shipped_parts(made: Digest) -> list[str]:
    return [] if made.what is What.STUCK else [f"{len(made.shipped)} newly shipped"]


def _nothing(made: Digest) -> str:
    """Fine only where all was seen."""
    if made.snoozed:
        new = "Nothing new" if made.saw_all else "Nothing new was seen"
        return f"{new}; stuck orders that are snoozed: {len(made.snoozed)}"
    return (_ALL_FINE if made.saw_all else _NOTHING_SEEN)[made.what]


_ALL_FINE = {
    What.STUCK: "All fine: nothing is stuck",
    What.SHIPPED: "Nothing newly shipped",
    What.BOTH: "All fine: nothing is stuck, nothing newly shipped",
}
_NOTHING_SEEN = {
    What.STUCK: "Nothing stuck was seen",
    What.SHIPPED: "Nothing newly shipped was seen",
    What.BOTH: "Nothing stuck was seen, nothing newly shipped",
}


def _shelf(line: ShippedNow) -> str:
    country = country_name(line.country) if line.country else "Country not known"
    return f"{country} · {line.method}" if line.method else country


_ADAPTER = TypeAdapter(Digest)
