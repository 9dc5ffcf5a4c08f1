"""What the desk and the listeners need of a store, in their words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Protocol


class Operation(StrEnum):
    """What somebody asked for."""

    LOOK_UP = "look_up"
    REFRESH = "refresh"
    SHARE = "share"
    SEARCH = "search"
    REVEAL = "reveal"
    CANCEL = "cancel"
    UPDATE = "update_shipment"
    SUBMIT = "submit"
    RELEASE = "release_draft"
    DELETE = "delete_draft"
    ROLE = "role"
    PAUSE = "pause"
    RESUME = "resume"
    SUBSCRIPTION = "subscription"
    """A channel's digest was made, changed, paused, resumed or removed."""
    DIGEST = "digest"
    """A digest was sent or previewed because somebody asked for it."""
    WATCH = "watch"
    UNWATCH = "unwatch"
    STUCK = "stuck"
    SHIPPED = "shipped"
    HISTORY = "history"
    TAKE = "take"
    LET_GO = "let_go"
    SNOOZE = "snooze"
    WAKE = "wake"
    PATIENCE = "patience"


@dataclass(frozen=True)
class Entry:
    """One thing that somebody asked for, and what came of it. Holds no personal data in clear."""

    at: datetime
    operation: str
    """An Operation's word; as it stands in the row, when the row is read."""
    outcome: str
    """`done`, or what went wrong: `order_not_found`, `gelato_down`, `broke`; `stopped` if slow."""
    person: str
    """Slack's user id of who asked."""
    team: str
    channel: str
    """Slack's id of the channel that it was asked in."""
    reference: str
    """The order's reference, or a keyed hash of what was typed when no order was found."""
    order_ids: tuple[str, ...]
    """Gelato's ids of the orders that were found."""
    took: timedelta
    request_id: str
    """The code that is in the log too, and that the person is shown when something breaks."""
    detail: str = ""
    """What exactly, in words of our own and ids of Slack's: a reason from a list, a role."""


@dataclass(frozen=True)
class AuditRow:
    """An entry as it stands in the trail: its place, and the hashes that chain it."""

    id: int
    entry: Entry
    previous: str
    hash: str


class AuditLog(Protocol):
    """Only ever grows. Raises StoreTrouble when it cannot."""

    async def append(self, entry: Entry) -> None:
        """Returns when the row is on the disk."""

    async def of_order(
        self, order_id: str, limit: int = 50, before: int | None = None
    ) -> Sequence[AuditRow]:
        """The newest rows of one order, newest first; of those before a row, by its id."""

    async def rows(self, after: int = 0, limit: int = 1000) -> Sequence[AuditRow]:
        """The trail from its beginning, in pieces."""


class Pseudonyms(Protocol):
    """Stands for personal data where it must not be written."""

    def keyed_hash(self, text: str) -> str:
        """The same text gives the same hash, which nobody without the key can undo."""


class Deliveries(Protocol):
    """Remembers what Slack has delivered, since it may deliver it again."""

    async def first_time(self, keys: Sequence[str], now: datetime) -> bool:
        """Whether none of these was delivered before; from now on they all were."""

    async def forget(self, key: str) -> None:
        """For what has to be possible again."""


@dataclass(frozen=True)
class FormState:
    """What a form needs to know when it comes back, and must not carry itself."""

    owner: str
    """Slack's user id of the one person who may use it."""
    data: Mapping[str, str]
    ends_at: datetime


@dataclass(frozen=True)
class KeptSubmission:
    """A form that was sent, and that nobody has attended to yet."""

    id: int
    body: Mapping[str, Any]
    """Slack's payload, which may hold an address."""
    at: datetime
    """When it came."""


class Submissions(Protocol):
    """Keeps what was sent with a form from before Slack is answered until it is attended to.

    A claim of the form's change lets go of it in the same transaction.
    """

    async def keep(
        self, request: str, body: Mapping[str, Any], now: datetime, until: datetime
    ) -> int:
        """Its number; whoever keeps it has until then to attend to it.

        `request` is the form's own key. Raises StoreTrouble, and StoreBusy when very many wait.
        """

    async def let_go(self, number: int) -> None:
        """It was attended to."""

    async def left(self, now: datetime, until: datetime) -> Sequence[KeptSubmission]:
        """What nobody has attended to in time; it is ours until then. Cheap when there is none."""


class FormStates(Protocol):
    """Keeps the state of open forms, over restarts."""

    async def keep(self, state: FormState, now: datetime) -> str:
        """A random key, which the form carries."""

    async def of(self, key: str, owner: str, now: datetime) -> FormState | None:
        """The state, while it has not ended and for its owner alone."""

    async def change(self, key: str, state: FormState) -> None:
        """Puts a new state in the place of an old one of the same owner, if it is still there."""

    async def forget_ended(self, now: datetime) -> None:
        """Removes what has ended, which may hold addresses."""
