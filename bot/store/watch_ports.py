"""What the desk needs of a store for watches, in its words."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from bot.orders.seen import FeedEntry
from bot.store.ports import Entry
from bot.store.subscription_ports import Hold, Place


@dataclass(frozen=True)
class Watch:
    """The orders of one reference, followed for one person or for everybody in a thread."""

    person: str
    """Slack's id of who began it: it is their rights that count."""
    key: str
    """Gelato's id of the first of these orders."""
    order_ids: tuple[str, ...]
    reference: str
    team: str = ""
    thread: Place | None = None
    """The first message of the thread that is told; None where the person alone is told."""
    card: Place | None = None
    """The card that shows how things are; what happened stands in its thread."""
    from_position: int = 0
    """Of the feed: what stands there or before is not told."""
    ended: str = ""
    """Why it ended; empty while it goes on."""

    @property
    def watcher(self) -> str:
        """Who is told."""
        return watcher(self.person, self.thread)


def watcher(person: str, thread: Place | None) -> str:
    """The name of who is told: a person's id, or a thread's channel and first message."""
    return f"{thread.channel}:{thread.ts}" if thread else person


class TellingState(StrEnum):
    """How far one piece of news is."""

    WAITING = "waiting"
    POSTING = "posting"
    """It may have been told."""
    TOLD = "told"
    FAILED = "failed"


@dataclass(frozen=True)
class Telling:
    """One piece of news for one watcher. Without words only the card is drawn again."""

    watch: Watch
    position: int
    words: str
    state: TellingState
    holder: str
    began_at: datetime | None = None
    by: str = ""
    """Slack's id of who did it, for the news of a thread."""


@dataclass(frozen=True)
class CardDue:
    """A card that is to be drawn again; whoever holds it draws it."""

    watch: Watch
    since: datetime
    until: datetime
    """The end of the hold, and its name."""


class WatchStore(Protocol):
    """Watches, and what is to be told of them."""

    async def add(self, watch: Watch, entry: Entry) -> bool:
        """False when its watcher watches these orders already."""

    async def watched_by(self, watcher: str) -> Sequence[Watch]:
        """Those that go on."""

    async def of_card(self, card: Place) -> Watch | None:
        """The watch that this message is the card of, ended or not."""

    async def has_card(self, watch: Watch, card: Place) -> None:
        """Remembers where its card is."""

    async def watched(self) -> Collection[str]:
        """Gelato's ids of all orders that somebody watches."""

    async def follows(self, watch: Watch, order_ids: Sequence[str]) -> None:
        """Remembers which orders it is about by now."""

    async def end(self, watch: Watch, why: str, entry: Entry | None = None) -> bool:
        """False when it had ended before."""

    async def dismiss(self, telling: Telling, why: str) -> bool:
        """Ends its watch, and drops what comes behind it; False when that had ended before."""

    async def card_is_due(self, watch: Watch, now: datetime, until: datetime) -> CardDue:
        """Notes that its card does not show how things are, held by who draws it until then."""

    async def cards_due(self, now: datetime, until: datetime) -> Sequence[CardDue]:
        """The cards that have waited longest, likewise."""

    async def card_drawn(self, due: CardDue, now: datetime) -> None:
        """It shows how things are, unless something happened meanwhile: then it is due at once."""

    async def card_rests(self, due: CardDue, until: datetime) -> None:
        """It is not tried before then, unless something happens."""

    async def cursor(self) -> int:
        """How far the feed was read."""

    async def hear(self, changes: Sequence[FeedEntry], position: int, now: datetime) -> None:
        """Notes whom these are to be told, and that the feed was read up to this position.

        The cards of their watches are due.
        """

    async def take_over(self, now: datetime, hold: Hold) -> Sequence[Telling]:
        """Claims what is to be told next, of each watch."""

    async def begin(self, telling: Telling, now: datetime, until: datetime) -> bool:
        """Whether it may be posted now: this holder still has it."""

    async def settle(
        self, telling: Telling, state: TellingState, until: datetime | None = None
    ) -> bool:
        """Ends it, or lets it rest until then."""
