"""One change asked of Gelato: its kinds, its life, its outcomes. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from bot.orders.person import Asker


class Kind(StrEnum):
    """What is asked of Gelato."""

    CANCEL = "cancel"
    UPDATE = "update_shipment"
    SUBMIT = "submit"
    RELEASE = "release_draft"
    DELETE = "delete_draft"


class Stage(StrEnum):
    """How far a change has come, as the store knows it; bot.desk.change_steps walks it.

    CLAIMED -> ACTING (Claims.begin alone, compare and set) -> CHECKING (sent, or found ACTING after
    a kill) -> ENDED. CLAIMED and ACTING may end at once.
    """

    CLAIMED = "claimed"
    """Nothing was sent yet."""
    ACTING = "acting"
    """The request may have left: written down before it does."""
    CHECKING = "checking"
    """It is not known what came of it; the order is read again until it is."""
    ENDED = "ended"


class Outcome(StrEnum):
    """What came of a change."""

    DONE = "done"
    ALREADY = "already_done"
    """It was so before anything was sent: somebody else did it."""
    REFUSED = "refused"
    """The order's state, or Gelato, does not allow it; nothing was changed."""
    NOT_DONE = "not_done"
    """It could not be asked; nothing was changed."""
    UNCONFIRMED = "unconfirmed"
    """It was never seen to happen, however long one looked."""


class Reason(StrEnum):
    """Why an order is canceled, as people choose it."""

    CUSTOMER = "customer asked for it"
    ADDRESS = "wrong address"
    DUPLICATE = "ordered twice"
    PRODUCT = "wrong product or print file"
    PAYMENT = "payment or fraud"
    TEST = "test order"
    OTHER = "another reason"


@dataclass(frozen=True)
class Change:
    """A change of one order, as the store holds it."""

    id: str
    request: str
    """The key of the form that it came with: the same form sent twice is one request."""
    kind: Kind
    order_id: str
    """Gelato's id; for a submit the reference, since there is no id yet."""
    reference: str
    by: Asker
    asked_at: datetime
    due_at: datetime
    """When it is gone on with. In the future while somebody works on it: a lease."""
    stage: Stage = Stage.CLAIMED
    thread_ts: str = ""
    card_ts: str = ""
    """The shared card that it was asked from, which is to tell the truth afterwards."""
    reason: str = ""
    note: str = ""
    """Free words of the person who asked; never in logs or the audit log."""
    wish: Mapping[str, object] = field(default_factory=dict, repr=False)
    """What is to be sent; emptied at the end, since it may hold an address."""
    accepted: bool = False
    """Whether Gelato said yes."""
    tries: int = 0
    """Looks at the order since the request may have left."""
    outcome: Outcome | None = None
    words: str = ""
    """The outcome in a plain sentence."""
    done_by: str = ""
    """Slack's id of who had done it before, where that is known."""
    ended_at: datetime | None = None
    told_at: datetime | None = None

    @property
    def has_ended(self) -> bool:
        """Whether nothing more will be done about it."""
        return self.stage is Stage.ENDED


@dataclass(frozen=True)
class Report:
    """What came of one order's change, as far as it is known when the person is answered."""

    change: Change
    """The change that stands: the person's own, or the one that was there before."""
    is_own: bool = True
    is_same: bool = True
    """Whether it does what the person asked for; another change keeps theirs from being sent."""
    is_by_reader: bool = True
    """Whether the same person asked for it, be it with another form."""


@dataclass(frozen=True)
class Verdict:
    """Whether to send (None: yes), or what the order shows afterwards."""

    outcome: Outcome | None = None
    words: str = ""


GO = Verdict()

LONGEST_WAIT = timedelta(minutes=10)
"""A change that was interrupted before anything was sent is not begun later than this."""

PAUSES: tuple[timedelta, ...] = tuple(
    timedelta(seconds=seconds) for seconds in (0, 1, 2, 4, 8, 15, 30, 60, 120, 300, 600)
)
"""Between looks at an order after the request may have left: Gelato lags by seconds
(gelato-api-facts 9), and a person waits for the first ones."""

LONGEST_DOUBT = timedelta(hours=24)
"""After which a change is told as unconfirmed even if Gelato never answered a look."""


def is_stale(change: Change, now: datetime) -> bool:
    """Whether what was never sent is too old to send now: the person has gone on."""
    return now - change.asked_at > LONGEST_WAIT


def pause_before(tries: int) -> timedelta:
    """How long to wait before the look that follows so many."""
    return PAUSES[min(tries, len(PAUSES) - 1)]


def is_hopeless(change: Change, now: datetime, *, seen: bool) -> bool:
    """Whether to stop looking. A look that Gelato did not answer (`seen` False) proves nothing."""
    return (seen and change.tries >= len(PAUSES)) or now - change.asked_at > LONGEST_DOUBT
