"""Trigger ids: a form may be opened within three seconds of a press, once."""

from collections import OrderedDict
from dataclasses import dataclass

from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.stamps import Stamps

LIFE = 3.0
KEPT = 500


@dataclass
class Trigger:
    """Who pressed something, when, and from which form."""

    person: str
    made_at: float
    from_view: str | None
    spent: bool = False


class Triggers:
    """The trigger ids that were handed out lately."""

    def __init__(self, stamps: Stamps) -> None:
        self._stamps = stamps
        self._made: OrderedDict[str, Trigger] = OrderedDict()

    def issue(self, person: str, from_view: str | None = None) -> str:
        """A fresh trigger id for one act of one person."""
        trigger_id = self._stamps.trigger()
        self._made[trigger_id] = Trigger(person, self._stamps.clock(), from_view)
        if len(self._made) > KEPT:
            self._made.popitem(last=False)
        return trigger_id

    def spend(self, trigger_id: str) -> Trigger:
        """The trigger behind an id, used up. Raises Refusal as views.open words it."""
        trigger = self._made.get(trigger_id)
        if trigger is None:
            raise Refusal("invalid_trigger_id")
        if trigger.spent:
            raise Refusal("exchanged_trigger_id")
        if self._stamps.clock() - trigger.made_at > LIFE:
            raise Refusal("expired_trigger_id")
        trigger.spent = True
        return trigger
