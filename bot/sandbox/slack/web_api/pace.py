"""How often the bot may post: about one message a second and channel, with a small burst."""

import math
from dataclasses import dataclass

from bot.sandbox.slack.refusal import Refusal


@dataclass
class Bucket:
    """What is left of the burst, and when that was counted."""

    left: float
    at: float


class Pace:
    """A token bucket a channel. `rate` is messages a second; None is no limit."""

    def __init__(self, rate: float | None, burst: int) -> None:
        self.rate = rate
        self.burst = burst
        self._buckets: dict[str, Bucket] = {}

    def spend(self, channel: str, now: float) -> None:
        """Counts one message. Raises Refusal `ratelimited` when there were too many."""
        if self.rate is None:
            return
        bucket = self._buckets.setdefault(channel, Bucket(self.burst, now))
        bucket.left = min(self.burst, bucket.left + (now - bucket.at) * self.rate)
        bucket.at = now
        if bucket.left < 1:
            raise too_many((1 - bucket.left) / self.rate)
        bucket.left -= 1


def too_many(seconds: float) -> Refusal:
    """The refusal of a call that came too soon; the seconds become `Retry-After`."""
    wait = max(1, math.ceil(seconds))
    return Refusal("ratelimited", {"retry_after": wait}, status=429)
