"""What can go wrong with Slack itself; part of the tree in bot.orders.errors."""

from bot.orders.errors import OrderdeskError


class SlackTrouble(OrderdeskError):
    """Slack did not take the answer. Nothing was changed; please try again."""


class NotInChannel(SlackTrouble):
    """Orderdesk is not in this channel. Type /invite @Orderdesk, then share the card again."""

    is_incident = False


class ChannelClosed(SlackTrouble):
    """This channel is archived or lets no app post. Share the card in another channel."""

    is_incident = False


class PostUncertain(SlackTrouble):
    """Slack did not say whether the card was posted. Look there before sharing it again."""


class AnswerUncertain(SlackTrouble):
    """Slack did not say whether it took the answer."""


class TooSlow(OrderdeskError):
    """That took too long, so Orderdesk let go of it. Look if it was done before you ask again."""


class Restarting(OrderdeskError):
    """Orderdesk is being restarted and could not finish that. Please ask again in a minute."""

    is_incident = False


class Postponed(OrderdeskError):
    """Orderdesk is being restarted. It goes on with this in a minute and says what came of it."""

    is_incident = False


class NotFinishedHere(OrderdeskError):
    """Orderdesk had to stop waiting. If it was asked, a direct message tells what came of it."""

    is_incident = False


class Overtaken(OrderdeskError):
    """A newer search of yours took the place of this one."""

    is_incident = False


class AlreadyShared(OrderdeskError):
    """This card was shared already. Type /order and the number for a fresh one to share."""

    is_incident = False


class ButtonRetired(OrderdeskError):
    """This button is from an older version of Orderdesk. Type /order and the number again."""

    is_incident = False


class PersonUnknown(SlackTrouble):
    """Slack did not say who that is, so nothing was done. Please try again in a minute."""


class NotServed(OrderdeskError):
    """Orderdesk is for full members of this workspace; please ask one of them about an order."""

    is_incident = False


class FormExpired(OrderdeskError):
    """This form has expired. Type /order to open a new one."""

    is_incident = False
