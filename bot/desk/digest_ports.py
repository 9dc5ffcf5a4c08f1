"""What digests need of the rest of the house, in their words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.desk.posting import Absent, Trouble, Unsearchable
from bot.orders.digest import Digest, Named
from bot.orders.person import Asker
from bot.orders.seen import Attended, Coverage, ShippedNow, StuckNow
from bot.orders.subscription import Subscription
from bot.store.subscription_ports import Place


class Sightings(Protocol):
    """What was seen of the orders. Nothing here asks Gelato."""

    async def stuck(self, now: datetime) -> Sequence[StuckNow]:
        """All that are stuck at this moment, snoozed or not."""

    async def shipped_since(self, since: datetime) -> Sequence[ShippedNow]:
        """All that were first seen as shipped behind this moment."""

    async def freshness(self, now: datetime) -> Coverage:
        """How far that can be relied on."""


class Attention(Protocol):
    """What people did about stuck orders."""

    async def of(self, order_ids: Sequence[str]) -> dict[str, Attended]:
        """Only those about which somebody did something."""

    async def take(self, order_id: str, by: Asker) -> None:
        """This person says that they take it; with its audit row. Raises OrderdeskError."""

    async def snooze(self, order_id: str, until: datetime, by: Asker) -> None:
        """Nobody wants to hear of it before this moment; likewise."""


class Staff(Protocol):
    """Who owns a subscription when its owner left."""

    async def is_gone(self, person: str) -> bool:
        """Whether this account was switched off; False when nobody can say."""

    async def leads(self) -> Sequence[str]:
        """Slack's ids of those who may own one, in the order to ask them."""


@dataclass(frozen=True)
class Mark:
    """What a message of a digest carries, so that it can be found again."""

    subscription: int
    slot: str


@dataclass(frozen=True)
class Posted:
    """A digest that is in its channel."""

    place: Place
    named: Named
    """What the message names there: Slack may have refused all but its first line."""


@dataclass(frozen=True)
class Sheet:
    """A table for the thread of a digest, as CSV."""

    name: str
    content: str
    comment: str


class NoticeKind(StrEnum):
    """What an owner is told of."""

    FAILED = "failed"
    PAUSED = "paused"
    UNKNOWN = "unknown"
    TABLE_FAILED = "table failed"
    TABLE_UNKNOWN = "table unknown"
    INHERITED = "inherited"


@dataclass(frozen=True)
class Notice:
    """Something that the owner of a subscription should hear of."""

    kind: NoticeKind
    subscription: Subscription
    trouble: str = ""
    slot: str = ""


class Poster(Protocol):
    """Brings digests to where people read them. Never raises over what happens on the way."""

    async def post(self, digest: Digest, mark: Mark) -> Posted | Trouble:
        """Posts it once; what the message carries is its mark."""

    async def find(
        self, digest: Digest, mark: Mark, since: datetime
    ) -> Posted | Absent | Unsearchable:
        """The message with this mark, if it was posted since then."""

    async def attach(self, place: Place, sheets: Sequence[Sheet]) -> Trouble | None:
        """Puts files into the thread of a message, all or none of them."""

    async def tell(self, person: str, notice: Notice) -> Trouble | None:
        """Tells one person in private."""
