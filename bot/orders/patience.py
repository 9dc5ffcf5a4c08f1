"""How long an order may stay as it is before it counts as stuck. A workspace may set its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from bot.orders.countries import country_code
from bot.orders.dialect import Dialect
from bot.orders.errors import NotAsked
from bot.orders.statuses import STATUSES, Phase, canonical_status, status_words

Limit = int | None
"""Business days; None: never stuck for it."""

LONGEST_LIMIT = 90
LONGEST_FAILED = 365

_USUAL: Mapping[str, int] = {
    # Checking print files takes minutes to hours: a day without an end to it is a hitch.
    "received": 1,
    "created": 1,
    "uploading": 1,
    "digitizing": 2,
    # A partner takes most orders at the next change of batch, usually midnight.
    "passed": 2,
    # Producers promise most products within three days of work.
    "in_production": 3,
    "printed": 2,
    "packaged": 2,
    # Gelato says shipped when the label is there; the pick-up and first scan come later.
    "shipped": 4,
    # Between scans of a parcel that crosses a border a week and more is usual.
    "in_transit": 8,
    # Nothing at all happens with these until somebody in the shop looks.
    "on_hold": 1,
    "pending_approval": 1,
    "not_connected": 1,
    # The buyer needs time to answer, too.
    "pending_personalization": 3,
    # Often meant to lie for a while.
    "draft": 5,
}
_USUAL_OF: Mapping[Dialect, Mapping[str, int]] = {
    # In GelatoConnect `created` comes after validation, like v4's `passed` (gelato-api-facts 2.4).
    Dialect.CONNECT: {**_USUAL, "created": 2},
    Dialect.V4: _USUAL,
}


@dataclass(frozen=True)
class Patience:
    """The limits of one workspace; without arguments, the usual ones.

    Neither API documents how long a state takes: the usual limits are chosen so that an order
    which is merely in the queue is left alone, and one that lies still for longer is seen on the
    next working day. They are said beside each order, and can be set.
    """

    limits: Mapping[Dialect, Mapping[str, Limit]] = field(default_factory=dict)
    """What this workspace has set, by dialect and status; other states have the usual limit."""
    unknown: Limit = 5
    """For states that Orderdesk does not know: Gelato adds some, and a wrong alarm is worse."""
    past_promise: Limit = 1
    """After the last day of the promised delivery: the carrier's word may be a day late."""
    failed_for: int = 30
    """Calendar days for which a failed order is shown. Many stay failed for ever, left behind."""
    office: str = ""
    """ISO 3166-1, where the people are whom orders wait for; empty: the print country counts."""

    def limit(self, status: str, dialect: Dialect) -> Limit:
        """For how long an order may be in this state; if it is shipped, without any movement."""
        word = canonical_status(status)
        own = self.limits.get(dialect, {})
        return own[word] if word in own else _usual(word, dialect, self)

    def with_limits(self, dialect: Dialect, limits: Mapping[str, Limit]) -> "Patience":
        """The same with these limits of a dialect; those that are as usual are not kept."""
        own = {word: days for word, days in limits.items() if days != _usual(word, dialect, self)}
        return replace(self, limits={**self.limits, dialect: own})

    def written(self) -> dict[str, Any]:
        """A plain mapping, as JSON takes it. Usual limits are left out: they may get better."""
        return {
            "limits": {dialect.value: dict(own) for dialect, own in self.limits.items()},
            "unknown": self.unknown,
            "past_promise": self.past_promise,
            "failed_for": self.failed_for,
            "office": self.office,
        }

    @staticmethod
    def read(written: Mapping[str, Any]) -> "Patience":
        """What `written` gave, or a person set; what is missing is as usual. Raises NotAsked."""
        if strange := next((key for key in written if key not in _READERS), None):
            raise NotAsked(f"“{strange}” is no setting of patience. {_choice(_READERS)}")
        return Patience(**{key: _READERS[key](value) for key, value in written.items()})


def _usual(word: str, dialect: Dialect, patience: Patience) -> Limit:
    return _USUAL_OF[dialect].get(word, patience.unknown)


def _limits(value: Any) -> dict[Dialect, dict[str, Limit]]:
    dialects = _mapping(value, "limits")
    if strange := next((key for key in dialects if key not in set(Dialect)), None):
        raise NotAsked(f"“{strange}” is no dialect. {_choice(Dialect)}")
    return {
        Dialect(key): {
            _status(status, Dialect(key)): _days(days, status)
            for status, days in _mapping(own, key).items()
        }
        for key, own in dialects.items()
    }


def _status(typed: str, dialect: Dialect) -> str:
    word = canonical_status(str(typed))
    if word not in STATUSES:
        raise NotAsked(f"“{typed}” is no status. {_choice(_USUAL)}")
    if status_words(word, dialect).phase is Phase.ENDED:
        raise NotAsked(f"An order that is {word} waits for nothing, so it has no limit.")
    return word


def _days(value: Any, name: str, most: int = LONGEST_LIMIT) -> Limit:
    return None if value is None else _whole(value, name, most)


def _whole(value: Any, name: str, most: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= most:
        raise NotAsked(f"“{value}” is no limit for {name}: it is a whole number from 0 to {most}.")
    return value


def _office(value: Any) -> str:
    if not isinstance(value, str):
        raise NotAsked(f"“{value}” is no country.")
    return country_code(value) if value.strip() else ""


def _mapping(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise NotAsked(f"“{name}” needs a list of names and limits.")
    return value


def _choice(names: Any) -> str:
    return f"There are: {', '.join(names)}."


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "limits": _limits,
    "unknown": lambda value: _days(value, "unknown"),
    "past_promise": lambda value: _days(value, "past_promise"),
    "failed_for": lambda value: _whole(value, "failed_for", LONGEST_FAILED),
    "office": _office,
}
