"""Who waits for a call, and how long they do."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

import httpx


class Urgency(StrEnum):
    """For whom a call is made."""

    PERSON = "person"
    """Somebody looks at the screen."""

    SWEEP = "sweep"
    """Nobody waits: work in the background."""


@dataclass(frozen=True)
class Patience:
    """What one call may cost, repeats and waits for its turn included.

    A `longest_pause` is what Gelato may ask for: when it asks for more, the call ends as busy.
    """

    total: timedelta
    attempts: int
    longest_pause: timedelta
    timeouts: httpx.Timeout
    sits_out_a_rest: bool = False

    @property
    def timeouts_of_a_write(self) -> httpx.Timeout:
        """A write that was sent is not sent again, so its answer is awaited as long as there is.

        Giving up sooner would only leave more in doubt.
        """
        once = self.timeouts
        return httpx.Timeout(connect=once.connect, read=None, write=once.write, pool=once.pool)


PATIENCE: Mapping[Urgency, Patience] = {
    Urgency.PERSON: Patience(
        total=timedelta(seconds=12),
        attempts=3,
        longest_pause=timedelta(seconds=5),
        timeouts=httpx.Timeout(connect=2.0, read=6.0, write=4.0, pool=4.0),
    ),
    Urgency.SWEEP: Patience(
        total=timedelta(seconds=90),
        attempts=8,
        longest_pause=timedelta(seconds=30),
        timeouts=httpx.Timeout(connect=5.0, read=20.0, write=10.0, pool=60.0),
        sits_out_a_rest=True,
    ),
}
