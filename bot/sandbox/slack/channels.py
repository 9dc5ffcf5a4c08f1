"""The conversations of the workspace and what was said in them."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.people import ANN, BOT_USER, GUS, IDA, LEE, MAX, OLA

SUPPORT = "C012SUPPORT"
ORDERS_EU = "C012ORDERSEU"
RANDOM = "C012RANDOM"
OLD_ORDERS = "C012OLDORDERS"
LEADS = "C012LEADS"
KEPT = 200


@dataclass
class Channel:
    """One conversation; `kind` is channel, private or im. The newest 200 messages are kept."""

    id: str
    name: str
    kind: str
    members: set[str]
    topic: str = ""
    archived: bool = False
    shared: bool = False
    messages: deque[Message] = field(default_factory=lambda: deque(maxlen=KEPT))

    @property
    def bot_is_member(self) -> bool:
        """May the bot post here without joining?"""
        return BOT_USER in self.members

    def seen_by(self, person: str) -> Iterator[Message]:
        """What this person may see, oldest first."""
        return (each for each in self.messages if each.visible_to in (None, person))

    def find(self, ts: str) -> Message | None:
        """The message of that moment, ephemeral ones too."""
        return next((each for each in self.messages if each.ts == ts), None)

    def public(self, ts: str) -> Message | None:
        """The message of that moment, when everybody here can see it."""
        found = self.find(ts)
        return found if found and found.visible_to is None else None

    def replies(self, ts: str) -> list[Message]:
        """The public answers under one message, oldest first."""
        return [m for m in self.messages if m.thread_ts == ts and m.visible_to is None]


def first_channels() -> list[Channel]:
    """The workspace's channels as a newcomer finds them."""
    staff = {ANN, LEE, MAX, IDA}
    return [
        Channel(SUPPORT, "support", "channel", {*staff, BOT_USER}, "Where is my order?"),
        Channel(
            ORDERS_EU,
            "orders-eu",
            "channel",
            {ANN, LEE, GUS, OLA, BOT_USER},
            "European orders, shared with Northwind Prints",
            shared=True,
        ),
        Channel(RANDOM, "random", "channel", set(staff), "Orderdesk is not in here"),
        Channel(OLD_ORDERS, "old-orders", "channel", {*staff, BOT_USER}, archived=True),
        Channel(LEADS, "leads", "private", {LEE, MAX, BOT_USER}, "Approvals"),
    ]


def direct(person: str) -> Channel:
    """The direct conversation between one person and the bot."""
    return Channel("D" + person[1:], "directmessage", "im", {person, BOT_USER})
