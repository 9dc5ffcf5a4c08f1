"""A short memory of the calls that came in: method, path, status. No keys, no bodies."""

from collections import deque
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

KEPT = 5000
CUT = 0


@dataclass
class Call:
    """One request. `status` is 0 until it is answered, and stays 0 where the line was cut."""

    endpoint: str
    method: str
    path: str
    status: int = CUT


class Journal:
    """The last calls, oldest first."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=KEPT)

    def begun(self, endpoint: str, method: str, path: str) -> Call:
        """Writes a call down as it arrives; its status follows."""
        call = Call(endpoint, method, path)
        self._calls.append(call)
        return call

    def of(self, endpoint: str) -> list[Call]:
        """The calls to one endpoint."""
        return [call for call in self._calls if call.endpoint == endpoint]

    def clear(self) -> None:
        """Forgets all calls."""
        self._calls.clear()

    def rows(self) -> list[dict[str, Any]]:
        """The calls as JSON."""
        return [asdict(call) for call in self._calls]

    def __iter__(self) -> Iterator[Call]:
        return iter(self._calls)

    def __len__(self) -> int:
        return len(self._calls)

    def __getitem__(self, n: int) -> Call:
        return self._calls[n]
