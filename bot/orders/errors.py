"""What can go wrong, as one tree. Each docstring is the sentence that a person reads.

OrderdeskError
├── NotAsked                 what was typed cannot be asked
├── OrderNotFound
├── GelatoTrouble
│   ├── KeyRefused
│   ├── GelatoBusy           certainly not done
│   ├── GelatoDown
│   ├── GelatoResting        not even asked: it has been down for a while
│   ├── AnswerNotUnderstood
│   └── GelatoRefused        carries Gelato's own words
├── StoreTrouble
│   └── StoreBusy
├── DeskBusy
├── SubscriptionGone
├── DigestGone
├── NotWatched
└── DigestUnderWay
"""

from typing import ClassVar


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


class GelatoTrouble(OrderdeskError):
    """Gelato could not answer. Nothing was changed; please try again in a minute."""


class KeyRefused(GelatoTrouble):
    """Gelato refused the key that Orderdesk was given, so no order can be read."""


class GelatoBusy(GelatoTrouble):
    """Gelato is getting too many requests just now. Nothing was changed; try again in a minute."""

    def __init__(self, *args: object, retry_after: float | None = None) -> None:
        """`retry_after`: seconds that Gelato asked us to wait, where it named any."""
        super().__init__(*args)
        self.retry_after = retry_after


class GelatoDown(GelatoTrouble):
    """Gelato is not answering just now. Nothing was changed; please try again in a minute."""


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


class StoreTrouble(OrderdeskError):
    """Orderdesk cannot record what is asked just now, so nothing is shown. Please try again."""


class StoreBusy(StoreTrouble):
    """Orderdesk has too much to record just now. Please try again in a moment."""


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
