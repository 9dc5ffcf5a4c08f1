"""Addresses that let the bot answer an act: five times, within half an hour."""

from collections import OrderedDict
from dataclasses import dataclass

from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.stamps import Stamps

USES = 5
LIFE = 1800.0
KEPT = 500


@dataclass
class Answering:
    """Where an answer goes: whose act it was, in which channel, on which message."""

    person: str
    channel: str
    original_ts: str | None
    made_at: float
    uses: int = 0


class ResponseUrls:
    """The addresses handed out lately."""

    def __init__(self, stamps: Stamps) -> None:
        self._stamps = stamps
        self._made: OrderedDict[str, Answering] = OrderedDict()

    def issue(self, person: str, channel: str, original_ts: str | None = None) -> str:
        """The secret last part of a new address."""
        token = self._stamps.token()
        self._made[token] = Answering(person, channel, original_ts, self._stamps.clock())
        if len(self._made) > KEPT:
            self._made.popitem(last=False)
        return token

    def find(self, token: str) -> Answering:
        """What an address stands for. Raises Refusal once it is too old or used up."""
        answering = self._made.get(token)
        if answering is None or self._stamps.clock() - answering.made_at > LIFE:
            raise Refusal("expired_url", status=404)
        if answering.uses >= USES:
            raise Refusal("used_url", status=404)
        return answering
