"""What can go wrong, as one tree. Each docstring is the sentence that a person reads.

OrderdeskError
├── NotAsked                 what was typed cannot be asked
├── OrderNotFound
├── NotAllowed               carries the act, and who may
├── NoSuchPerson
├── LastAdmin
├── ChangesStopped           look-ups go on
│   ├── ReadOnly             by a setting
│   └── ChangesPaused        by a person; carries who, when and why
│       └── AlreadyPaused
├── NotPaused
├── GelatoTrouble
│   ├── KeyRefused
│   ├── GelatoBusy           certainly not done
│   ├── GelatoDown           knows whether a request was sent at all
│   ├── GelatoResting        not even asked: it has been down for a while
│   ├── AnswerNotUnderstood
│   ├── GelatoRefused        carries Gelato's own words
│   └── UnknownOutcome       a write that may have been done; after every other error it was not
├── StoreTrouble
│   └── StoreBusy
├── TooManyChanges           more than one person may ask for in a day
├── SubscriptionGone
├── DigestGone
├── NotWatched
│   └── NotWatchedHere       by this thread
├── CannotTell               of a watched order: Slack takes no message there
├── DigestUnderWay
└── DeskBusy
"""

from datetime import datetime
from typing import ClassVar

from bot.orders.access import ROLE_NEEDED, Act, Role


class OrderdeskError(Exception):
    """That did not work, and nothing was changed. Please try again."""

    is_incident: ClassVar[bool] = True
    """Whether somebody who runs Orderdesk should hear of it; the person is shown a code then."""

    def __str__(self) -> str:
        return str(self.args[0] if self.args and self.args[0] else type(self).__doc__)


class NotAsked(OrderdeskError):
    """That could not be understood. Type /order help to see what can be asked."""

    is_incident = False


class OrderNotFound(OrderdeskError):
    """Gelato knows no order by that number. Check it for typing errors, or try the Gelato id."""

    is_incident = False


class NotAllowed(OrderdeskError):
    """You do not have the role that this needs. Ask an admin of Orderdesk for it."""

    is_incident = False

    def __init__(
        self, *args: object, act: Act | None = None, holders: tuple[str, ...] = ()
    ) -> None:
        """`holders`: a few of those who may, as Slack's ids of people and user groups."""
        super().__init__(*(args or ([_not_allowed(act, holders)] if act else [])))
        self.act = act
        self.holders = holders


def _not_allowed(act: Act, holders: tuple[str, ...]) -> str:
    if ROLE_NEEDED[act] is Role.VIEWER:
        return "Orderdesk is for full members of this workspace; please ask one of them."
    needed = f"You need the role “{ROLE_NEEDED[act].word}” to {act}"
    if not holders:
        return f"{needed}, and nobody has it yet. Whoever runs Orderdesk can set ORDERDESK_ADMINS."
    return f"{needed}. Ask somebody who has it, or an admin of Orderdesk for the role."


class NoSuchPerson(OrderdeskError):
    """Slack knows nobody of that id in this workspace. Choose a person from the list."""

    is_incident = False


class LastAdmin(OrderdeskError):
    """That would leave Orderdesk without an admin. Make another person an admin first."""

    is_incident = False


class ChangesStopped(OrderdeskError):
    """Changes to orders are stopped just now; looking orders up goes on."""

    is_incident = False


class ChangesPaused(ChangesStopped):
    """An admin has paused all changes, so nothing was changed. Looking orders up goes on."""

    def __init__(
        self, *args: object, by: str = "", at: datetime | None = None, reason: str = ""
    ) -> None:
        """`by`: Slack's id of who paused."""
        super().__init__(*args)
        self.by, self.at, self.reason = by, at, reason


class ReadOnly(ChangesStopped):
    """Orderdesk is set to look orders up only. Whoever runs it can allow changes again."""


class AlreadyPaused(ChangesPaused):
    """Changes were paused already. Type /order resume to allow them again."""


class NotPaused(OrderdeskError):
    """Changes are not paused, so there was nothing to resume."""

    is_incident = False


class GelatoTrouble(OrderdeskError):
    """Gelato could not answer. Nothing was changed; please try again in a minute."""


class KeyRefused(GelatoTrouble):
    """Gelato refused the key that Orderdesk was given, so no order can be read or changed."""


class GelatoBusy(GelatoTrouble):
    """Gelato is getting too many requests just now. Nothing was changed; try again in a minute."""

    def __init__(self, *args: object, retry_after: float | None = None) -> None:
        """`retry_after`: seconds that Gelato asked us to wait, where it named any."""
        super().__init__(*args)
        self.retry_after = retry_after


class GelatoDown(GelatoTrouble):
    """Gelato is not answering just now. Nothing was changed; please try again in a minute."""

    def __init__(self, *args: object, was_sent: bool = True) -> None:
        """`was_sent`: False where no request can have left, so that a write may be repeated."""
        super().__init__(*args)
        self.was_sent = was_sent


class GelatoResting(GelatoTrouble):
    """Gelato has not been answering, so it gets a rest. Nothing was changed; try in a minute."""

    def __init__(self, *args: object, again_in: float = 0.0) -> None:
        """`again_in`: seconds until Gelato is tried again."""
        super().__init__(*args)
        self.again_in = again_in


class AnswerNotUnderstood(GelatoTrouble):
    """Gelato answered with something unreadable. Please try again in a minute."""


class GelatoRefused(GelatoTrouble):
    """Gelato refused the request. Nothing was changed; look at the order in Gelato's dashboard."""


class UnknownOutcome(GelatoTrouble):
    """It is not known yet if Gelato did it. Orderdesk looks again; do not repeat it meanwhile."""


class StoreTrouble(OrderdeskError):
    """Orderdesk cannot record what is asked, so nothing was shown or changed. Please try again."""


class StoreBusy(StoreTrouble):
    """Orderdesk has too much to record just now. Please try again in a moment."""


class Interrupted(OrderdeskError):
    """Orderdesk was interrupted before it asked Gelato. Nothing was changed; please ask again."""

    is_incident = False


class TooManyChanges(OrderdeskError):
    """You have asked for as many changes today as one person may. Nothing was changed."""

    is_incident = False


class DeskBusy(OrderdeskError):
    """Too many people are asking at once. Please try again in a few seconds."""


class SubscriptionGone(OrderdeskError):
    """This digest was removed. Type /order digest to see those of this channel."""

    is_incident = False


class DigestGone(OrderdeskError):
    """Orderdesk does not know this digest any more. Type /order stuck for what is stuck now."""

    is_incident = False


class DigestUnderWay(OrderdeskError):
    """This digest is being posted just now. Please try again in a few minutes."""

    is_incident = False


class NotWatched(OrderdeskError):
    """You do not watch that order. Type /order watch and its number to hear of every change."""

    is_incident = False


class NotWatchedHere(NotWatched):
    """This thread is not told of that order. Say @Orderdesk watch and its number to change that."""


class CannotTell(OrderdeskError):
    """This is not watched, for nobody would be told: Slack takes no message there."""

    is_incident = False
