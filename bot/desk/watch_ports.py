"""What watches need of the rest of the house, in their words."""

from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from typing import Protocol

from bot.desk.posting import FindOutcome, PostOutcome
from bot.gelato.deadlines import Urgency
from bot.orders.access import Act
from bot.orders.family import Family
from bot.orders.seen import FeedPage
from bot.store.subscription_ports import Place
from bot.store.watch_ports import Telling, Watch


class Changes(Protocol):
    """The ledger's feed of what was seen to happen."""

    async def changed_since(self, position: int, of: Collection[str]) -> FeedPage:
        """What stands behind this position of these orders; not necessarily all of it at once."""

    async def latest(self) -> int:
        """The position of the newest change; 0 when there is none."""


class WatchPoster(Protocol):
    """Brings news to a person or a thread. Never raises over what happens on the way."""

    async def find_card(self, watch: Watch) -> FindOutcome:
        """The card of this watch, if it was posted before."""

    async def post_card(self, watch: Watch, family: Family) -> PostOutcome:
        """Posts the card as a direct message, or into the thread."""

    async def redraw_card(self, watch: Watch, family: Family) -> PostOutcome:
        """Draws the card as things are now; where it stands, or why not."""

    async def tell(self, telling: Telling, card: Place) -> PostOutcome:
        """Says it in the thread of the card, or in the thread that watches."""

    async def find(self, telling: Telling, card: Place) -> FindOutcome:
        """The same, if it was said before."""


@dataclass(frozen=True)
class Around:
    """What watches live in: the feed, the way to people, and how to read an order now."""

    changes: Changes
    poster: WatchPoster
    read: Callable[[str, Urgency], Awaitable[Family]]
    """Raises OrderdeskError."""
    require: Callable[[Act, str], Awaitable[object]]
    """Raises OrderdeskError when this person may not."""
