"""Retry as one question put to an exception, and how long stamina is told to wait."""

from collections.abc import Callable
from dataclasses import dataclass
from random import SystemRandom

from bot.gelato.deadlines import PATIENCE, Patience, Urgency
from bot.orders.errors import GelatoBusy, GelatoDown, GelatoResting

LONGEST_PAUSE = PATIENCE[Urgency.PERSON].longest_pause.total_seconds()
"""Seconds. What Gelato asks for is honoured up to here when a person is waiting."""
FIRST_BACKOFF = 0.4
"""Seconds, at most, before the first repeat; each further one may wait twice as long."""
LONGEST_BACKOFF = 20.0

_DICE = SystemRandom()


def pause_before_retry(
    error: Exception, *, is_read: bool, patience: Patience = PATIENCE[Urgency.PERSON]
) -> bool | float:
    """False: give up. True: back off as usual. A number: the seconds that were named.

    A write is repeated only when nothing can have been done: after a 429, or when no request left.
    A pause longer than the patience is not cut short: asking sooner than Gelato wished would not
    help.
    """
    if isinstance(error, GelatoBusy):
        return _honoured(error.retry_after, patience)
    if isinstance(error, GelatoResting):
        return patience.sits_out_a_rest and max(error.again_in, FIRST_BACKOFF)
    return isinstance(error, GelatoDown) and (is_read or not error.was_sent)


def full_jitter(failures: int, chance: float) -> float:
    """Seconds before the next try: any share of an exponential backoff, from nothing to all.

    `chance` is between 0 and 1. stamina's own jitter only adds to its backoff, so that calls which
    failed together would come back together.
    """
    return chance * min(LONGEST_BACKOFF, FIRST_BACKOFF * 2.0 ** min(failures - 1, 16))


@dataclass
class Pauses:
    """What stamina asks after each failure of one call; counts the failures that it sees."""

    is_read: bool
    patience: Patience
    seconds_left: Callable[[], float]
    chance: Callable[[], float] = _DICE.random
    failures: int = 0

    def __call__(self, error: Exception) -> bool | float:
        """Seconds to wait, or False: also where the wait would outlast the call's deadline."""
        pause = pause_before_retry(error, is_read=self.is_read, patience=self.patience)
        self.failures += 1
        seconds = full_jitter(self.failures, self.chance()) if pause is True else pause
        return seconds if seconds is not False and seconds < self.seconds_left() else False


def _honoured(retry_after: float | None, patience: Patience) -> bool | float:
    if retry_after is None:
        return True
    return retry_after if retry_after <= patience.longest_pause.total_seconds() else False
