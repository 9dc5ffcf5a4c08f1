"""Remembers the last requests in both directions, with no secret in them."""

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

KEPT = 500
TO_BOT = "to the bot"
FROM_BOT = "from the bot"


@dataclass(frozen=True)
class Entry:
    """One request. `error` is the code of a refusal; `arguments` never holds a token."""

    at: float
    direction: str
    what: str
    status: int | None
    error: str | None = None
    detail: tuple[str, ...] = ()
    arguments: Mapping[str, Any] | None = None

    def listed(self) -> dict[str, Any]:
        """The entry for the page: what happened, without what it carried."""
        return {
            "at": self.at,
            "direction": self.direction,
            "what": self.what,
            "status": self.status,
            "error": self.error,
            "detail": list(self.detail),
        }


class Ledger:
    """The newest 500 requests; `noted` is called after each."""

    def __init__(self, noted: Callable[[], None] = lambda: None) -> None:
        self._noted = noted
        self.entries: deque[Entry] = deque(maxlen=KEPT)

    def note(self, entry: Entry) -> None:
        """Adds one request at the end."""
        self.entries.append(entry)
        self._noted()

    def calls(self, method: str) -> list[Mapping[str, Any]]:
        """The arguments of every call of one Web API method, oldest first."""
        return [e.arguments or {} for e in self.entries if e.what == method]

    def refusals(self) -> list[Entry]:
        """What was refused, oldest first."""
        return [e for e in self.entries if e.error]
