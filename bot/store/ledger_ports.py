"""What the desk needs of the ledger, of the sweep's log, and of the inbox for webhooks."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.orders.amendments import Amendment
from bot.orders.freshness import Freshness
from bot.orders.observed import Observed
from bot.orders.past import Past
from bot.orders.sightings import Contradiction, How, Sighting, Transition
from bot.orders.suspects import Suspects

Place = tuple[datetime, str]
"""Where a page ended, and the next one goes on: the moment it is sorted by, and an order's id."""


@dataclass(frozen=True)
class OpenFilter:
    """Which open orders; an empty filter asks for all of them."""

    statuses: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    store_ids: tuple[str, ...] = ()
    in_state_since: datetime | None = None
    """Only orders that are in their state since then, or for longer."""


@dataclass(frozen=True)
class StateSeen:
    """One state of an order's history."""

    status: str
    since: datetime
    is_exact: bool
    how: How


@dataclass(frozen=True)
class NumberedChange:
    """A change, and its number in the feed: a reader that knows the last one goes on behind it."""

    number: int
    change: Transition | Amendment


class Ledger(Protocol):
    """What the bot has seen of every order. Raises StoreTrouble when it cannot be asked."""

    async def saw(self, sightings: Sequence[Sighting]) -> Sequence[Transition]:
        """Writes sightings of different orders down at once, and tells which states changed."""

    async def observed(self, order_id: str) -> Observed | None:
        """One order, by Gelato's id."""

    async def of_reference(self, reference: str) -> Sequence[Observed]:
        """The orders of a reference, letter by letter, oldest first."""

    async def open(
        self, wanted: OpenFilter, limit: int = 500, after: Place | None = None
    ) -> Sequence[Observed]:
        """Open orders, failed ones too, longest in their state first.

        The place of a page's last order is its (since, order_id).
        """

    async def suspects(self, bounds: Suspects) -> Sequence[Observed]:
        """Open orders that pass one of the bounds: all that can be stuck, and few others."""

    async def pasts(self, order_ids: Sequence[str]) -> Mapping[str, Past]:
        """What was seen of these orders, those that are known, in one look."""

    async def shipped_since(
        self, moment: datetime, limit: int = 100, after: Place | None = None
    ) -> Sequence[Observed]:
        """Orders first seen shipped after `moment`, once each, in the order of these moments.

        Those that were shipped already when they were first seen at all are not among them. The
        place of a page's last order is its (shipped_at, order_id).
        """

    async def states(self, order_id: str) -> Sequence[StateSeen]:
        """The history of an order, oldest first."""

    async def contradictions(self, order_id: str) -> Sequence[Contradiction]:
        """What was said of an order too late to be believed, oldest first."""

    async def changed_since(
        self, number: int, limit: int = 500, of: Collection[str] | None = None
    ) -> Sequence[NumberedChange]:
        """The feed of changes behind this number, in the order in which they were written.

        `of`: ids of the orders that count; without it, all of them, new ones too.
        """

    async def last_number(self) -> int:
        """The number of the newest change, 0 before the first: where a new reader begins."""

    async def freshness(self) -> Freshness:
        """How far the ledger can be relied on."""


@dataclass(frozen=True)
class Known:
    """What a list would say of an order again if nothing had changed."""

    status: str
    updated_at: datetime | None


@dataclass(frozen=True)
class Stretch:
    """Order dates that are walked for orders of some states, or of all where none is named."""

    name: str
    statuses: tuple[str, ...]
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Looked:
    """A window of a stretch that was walked, from `began_at` on."""

    since: datetime
    until: datetime
    began_at: datetime
    is_complete: bool


class SweptLedger(Ledger, Protocol):
    """What the sweep needs of the ledger beyond what everybody does."""

    async def known(self, order_ids: Sequence[str]) -> Mapping[str, Known]:
        """Those of these orders that are known."""

    async def open_words(self) -> Sequence[str]:
        """Every state that open orders are in, words that nobody knows too."""

    async def vanished(self, stretch: Stretch, looked: Looked, listed: Collection[str]) -> int:
        """Marks open orders of a complete window to be read, which were known and not listed."""

    async def neglected(self, stretches: Sequence[Stretch], before: datetime, limit: int) -> int:
        """Marks open orders to be read that stand in no stretch and were last seen before then."""

    async def to_read(self, limit: int, *, changed: bool) -> Sequence[str]:
        """Orders to be read by id: such as have changed, or such as were never read."""

    async def unfound(self, order_id: str, at: datetime) -> None:
        """Gelato knows no order by this id. It is gone if no list shows it either.

        One that is listed and cannot be read is tried again after its next change.
        """


@dataclass(frozen=True)
class SweepBegun:
    """A sweep that is under way; `looked` is what it has walked, by stretch, before a restart."""

    id: int
    began_at: datetime
    stretches: tuple[Stretch, ...]
    looked: Mapping[str, Sequence[Looked]]


class SweepLog(Protocol):
    """How far sweeps have come, over restarts."""

    async def unfinished(self) -> SweepBegun | None:
        """The last sweep, if it has not ended."""

    async def begin(self, stretches: Sequence[Stretch], at: datetime) -> SweepBegun:
        """A new sweep; one that did not end counts as ended, and as incomplete."""

    async def looked(self, sweep: int, stretch: str, looked: Looked) -> None:
        """Writes down that a window was walked; another walk of the same one replaces it."""

    async def end(self, sweep: int, at: datetime) -> Freshness:
        """It has ended: complete when each window is, and what changed or vanished was read."""

    async def last_began_at(self) -> datetime | None:
        """When the last sweep began."""


class Leases(Protocol):
    """Lets one of several processes do what only one should."""

    def held(self, name: str) -> AbstractAsyncContextManager[bool]:
        """Whether it is ours, for as long as we stay inside; a dead holder's lapses."""


@dataclass(frozen=True)
class Received:
    """An event of Gelato's that has come in. `key` tells it from others of its name."""

    event: str
    key: str
    body: bytes
    at: datetime
    subject: str = ""
    """The order that it tells of, by id or reference; empty where it tells of none."""
    is_of_use: bool = True
    """Whether something is to be done about it; others are kept for a while, and counted."""


@dataclass(frozen=True)
class Waiting:
    """An event that is still to be worked on."""

    id: int
    body: bytes
    at: datetime
    tries: int
    """How often it was begun with, this time too."""
    subject: str


class Inbox(Protocol):
    """Keeps events until they are worked on. Raises StoreTrouble, or StoreBusy when it is full."""

    async def take_in(self, received: Received) -> bool:
        """Returns when it is on the disk: whether it came for the first time."""

    async def due(self, now: datetime, limit: int = 100) -> Sequence[Waiting]:
        """Events to work on now, oldest first. They are ours for a while, and due again then."""

    async def done(self, ids: Sequence[int]) -> None:
        """These are worked on; their bodies go."""

    async def again(self, ids: Sequence[int], at: datetime) -> None:
        """These did not work yet; they are due again then."""

    async def give_up(self, ids: Sequence[int]) -> None:
        """These did not work too often."""

    async def counts(self) -> Mapping[str, int]:
        """How many events of each name and fate are kept: `order_status_updated done`."""
