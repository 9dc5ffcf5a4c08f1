"""What the desk needs of a store for digests, in its words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol

from bot.orders.digest import Digest, Remembered
from bot.orders.subscription import Subscription
from bot.store.ports import Entry


class RunState(StrEnum):
    """How far the digest of one slot is; bot.desk.digests walks it.

    CLAIMED -> POSTING (written down before Slack is asked) -> POSTED, or WAITING -> POSTING when
    Slack takes it later, or DOUBT -> POSTED or POSTING when it did not answer. CLAIMED ends as
    SILENT, FOLDED or DROPPED, too; what is given up ends as FAILED or UNKNOWN.
    """

    CLAIMED = "claimed"
    """Nothing was posted."""
    WAITING = "waiting"
    """Certainly not posted; it is tried again."""
    POSTING = "posting"
    """It may have been posted, if whoever posts it died meanwhile."""
    DOUBT = "doubt"
    """It may have been posted: it is looked for before anything else."""
    POSTED = "posted"
    SILENT = "silent"
    """There was nothing to tell, and silence was chosen."""
    FOLDED = "folded"
    """A later one stands for it."""
    DROPPED = "dropped"
    """Its subscription was removed or paused meanwhile."""
    UNKNOWN = "unknown"
    """Nobody can know whether it was posted; the owner was told."""
    FAILED = "failed"


class TableState(StrEnum):
    """How far the table of a digest is that its message left orders out of.

    WANTED -> SENDING (written down before Slack is asked) -> SENT, or WANTED when Slack takes it
    later; what is given up ends as LOST or UNKNOWN.
    """

    NONE = ""
    WANTED = "wanted"
    SENDING = "sending"
    """It may be there, if whoever sends it died meanwhile."""
    SENT = "sent"
    UNKNOWN = "unknown"
    """Nobody can know whether it is there; the owner was told."""
    LOST = "lost"
    """Not there, and given up; the owner was told."""
    BEGUN = "begun"
    """A word of earlier versions, which tried once."""


UNFINISHED = (RunState.CLAIMED, RunState.WAITING, RunState.POSTING, RunState.DOUBT)
UNTOLD = (RunState.CLAIMED, RunState.WAITING)
"""Unfinished, and certainly not in the channel."""


@dataclass(frozen=True)
class Hold:
    """Who holds a claim, and for how long: then somebody else may take it over."""

    holder: str
    lease: timedelta


@dataclass(frozen=True)
class Run:
    """The digest of one slot."""

    subscription: int
    slot: str
    """The local time, `2026-11-23T09:00`; `now …` for one that somebody asked for."""
    due_at: datetime
    state: RunState
    holder: str
    attempts: int = 0
    folded: int = 0
    asked_by: str = ""
    began_posting_at: datetime | None = None
    digest: Digest | None = None
    """As it was, or would have been, posted."""
    channel: str = ""
    ts: str = ""
    """With the channel: Slack's name for the message."""
    trouble: str = ""
    table: TableState = TableState.NONE

    @property
    def local(self) -> datetime | None:
        """The local time of its slot; None when somebody asked for it."""
        return None if self.asked_by else datetime.fromisoformat(self.slot)


@dataclass(frozen=True)
class Place:
    """Where a message is: the channel, and Slack's mark of the message in it."""

    channel: str
    ts: str


@dataclass(frozen=True)
class Setback:
    """What a failed digest means for its subscription."""

    subscription: Subscription
    is_first: bool
    """Whether the owner has not heard of this row of failures yet."""
    has_paused: bool
    """Whether the subscription paused because of it."""


class SubscriptionStore(Protocol):
    """Subscriptions. What a person changes is written together with its audit row."""

    async def add(self, subscription: Subscription, entry: Entry) -> Subscription:
        """The same with its id. Raises NotAsked when the channel has enough of them."""

    async def of(self, number: int) -> Subscription | None:
        """The one with this id, unless it was removed."""

    async def of_channel(self, channel: str) -> Sequence[Subscription]:
        """Those of a channel, oldest first."""

    async def all(self) -> Sequence[Subscription]:
        """All of them, oldest first."""

    async def change(
        self,
        number: int,
        how: Callable[[Subscription], Subscription],
        entry: Entry,
    ) -> Subscription | None:
        """Puts what `how` gives in the place of what is there; None when it was removed."""

    async def remove(self, number: int, entry: Entry) -> bool:
        """False when it was removed before."""


class DigestRuns(Protocol):
    """The digests of all slots: each is claimed once, and remembered once it is posted.

    Whoever lost a claim changes nothing any more: such calls answer False.
    """

    async def claim_due(self, number: int, now: datetime, hold: Hold) -> Run | None:
        """Claims the newest slot that is due; older ones are folded into it."""

    async def claim_now(self, number: int, now: datetime, hold: Hold, entry: Entry) -> Run | None:
        """Claims one that the entry's person asked for; None while another one is under way."""

    async def take_over(self, now: datetime, hold: Hold) -> Sequence[Run]:
        """Claims those that were left unfinished, or wait to be tried again."""

    async def claim_again(self, number: int, slot: str, now: datetime, hold: Hold) -> Run | None:
        """Claims one of which nobody knows whether it was posted, to post it; else None."""

    async def forget(self, before: datetime) -> None:
        """Lets go of what digests that were due before then said; that they were told stays."""

    async def remembered(self, number: int, shipped: Sequence[str]) -> Remembered:
        """What the digests of this subscription have told, of these shipped orders."""

    async def begin(self, run: Run, digest: Digest, now: datetime, until: datetime) -> bool:
        """Writes down what is going to be posted, and holds the claim until then."""

    async def postpone(self, run: Run, state: RunState, until: datetime, trouble: str) -> bool:
        """Lets it rest until then, in this unfinished state."""

    async def posted(self, run: Run, digest: Digest, place: Place) -> bool:
        """Remembers the message, and all that it and its table tell."""

    async def silent(self, run: Run, digest: Digest) -> bool:
        """Remembers what there was, though nothing was posted."""

    async def failed(self, run: Run, state: RunState, trouble: str) -> Setback | None:
        """Ends it as FAILED or UNKNOWN; what is UNKNOWN counts as told. None: the claim is lost."""

    async def table(self, run: Run, state: TableState, until: datetime) -> bool:
        """How far the table is; where it is not at its end, the claim is held until then.

        What a table that is LOST would have told counts as not told.
        """

    async def of_message(self, channel: str, ts: str) -> Run | None:
        """The run that a message shows."""

    async def last(self, number: int) -> Run | None:
        """The newest run of a subscription."""
