"""Moments and identifiers as Slack writes them, from one clock and one seed."""

import random
import string
from collections.abc import Callable

Clock = Callable[[], float]
_LETTERS = string.ascii_uppercase + string.digits


class Stamps:
    """Makes every `ts`, id and token of one workspace; the same seed makes the same ids."""

    def __init__(self, clock: Clock, seed: int) -> None:
        self.clock = clock
        self._random = random.Random(seed)
        self._last_ts = 0

    def ts(self) -> str:
        """A message timestamp (`1790000000.000100`), never the same twice and always growing."""
        self._last_ts = max(self._last_ts + 1, int(self.clock() * 1_000_000))
        seconds, micros = divmod(self._last_ts, 1_000_000)
        return f"{seconds}.{micros:06d}"

    def id(self, prefix: str) -> str:
        """An object id such as `V07QK2M9XAB`."""
        return prefix + "".join(self._random.choices(_LETTERS, k=10))

    def token(self, length: int = 24) -> str:
        """Letters and digits that nobody guesses by accident."""
        return "".join(self._random.choices(string.ascii_letters + string.digits, k=length))

    def trigger(self) -> str:
        """A trigger id in Slack's three parts."""
        first, second = self._random.randrange(10**12), self._random.randrange(10**11)
        return f"{first}.{second}.{self.token(32).lower()}"

    def view_hash(self) -> str:
        """A view's hash, `1790000000.3wRYuk3R`."""
        return f"{int(self.clock())}.{self.token(8)}"
