"""Knows of a write whether it may have reached Gelato: "nothing was changed", or doubt.

What decides is whether the request was on its way. A line that breaks, a deadline that passes, a
5xx (a gateway's too), a 408 and a redirect (303 is what some servers answer once it is done) leave
doubt from then on, as does an answer that cannot be read. Any other answer says it was not done.
"""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bot.orders.errors import (
    AnswerNotUnderstood,
    GelatoDown,
    GelatoTrouble,
    OrderdeskError,
    UnknownOutcome,
)

_BEFORE_IT_LEAVES = "connection."
"""How httpx's trace names what happens to a connection, rather than to a request on it."""


class Flight:
    """One call and its deadline. A read's is not watched: it leaves no doubt."""

    def __init__(self, deadline: asyncio.Timeout, *, is_watched: bool) -> None:
        self.is_late = deadline.expired
        """Whether the deadline has passed."""
        self._ends = deadline.when() or 0.0
        self._in_doubt = False
        self.extensions: Mapping[str, Any] = {"trace": self._note} if is_watched else {}
        """What httpx is to be told with the request."""

    def seconds_left(self) -> float:
        """Until the deadline."""
        return self._ends - asyncio.get_running_loop().time()

    def lost(self) -> GelatoTrouble:
        """The error for a call whose deadline passed."""
        return UnknownOutcome() if self._in_doubt else GelatoDown()

    @contextmanager
    def attempt(self) -> Iterator[None]:
        """Holds one attempt, which begins without doubt. Raises UnknownOutcome for what leaves it.

        Also for a fault of ours while the request was out: what Gelato did is no clearer then.
        """
        self._in_doubt = False
        try:
            yield
        except Exception as error:
            self._in_doubt = self._in_doubt and _leaves_doubt(error)
            if self._in_doubt:
                raise UnknownOutcome from error
            raise

    async def _note(self, event: str, _info: Mapping[str, Any]) -> None:
        if not event.startswith(_BEFORE_IT_LEAVES):
            self._in_doubt = True


def _leaves_doubt(error: Exception) -> bool:
    if isinstance(error, GelatoDown):
        return error.was_sent
    return isinstance(error, AnswerNotUnderstood) or not isinstance(error, OrderdeskError)
