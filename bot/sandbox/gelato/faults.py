"""Faults that can be switched on: what kind, for which endpoints, for how many calls."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

KINDS: dict[str, str] = {
    "status": "answers with a status code and a body, without doing the work",
    "busy": "answers 429, with Retry-After as seconds, as a date, or without",
    "delay": "waits, then does the work",
    "cut_before": "drops the connection before the work is done",
    "cut_after": "does the work, then drops the connection",
    "torn": "does the work, then drops the connection in the middle of the body",
    "garbage": "answers 200 with bytes that are no text",
    "html": "answers 200 with a web page",
    "empty": "answers 200 with nothing",
    "half": "does the work, then answers half of its JSON",
    "drip": "does the work, then lets the body trickle",
    "redirect": "sends the client elsewhere",
}


@dataclass
class Fault:
    """One fault. `times` None lasts until it is cleared; no `endpoints` means all of them.

    `after` does the work before a delay, a status, busy, garbage, html, empty or redirect answer.
    `retry_after` is seconds, the word `date` (so many `seconds` from now as an HTTP date), or "".
    """

    kind: str
    endpoints: frozenset[str] = frozenset()
    times: int | None = None
    status: int = 503
    body: str | None = None
    seconds: float = 1.0
    retry_after: str = ""
    location: str = "https://elsewhere.example.com/"
    after: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"There is no fault called {self.kind}.")
        self.endpoints = frozenset(self.endpoints)

    def hits(self, endpoint: str) -> bool:
        """Whether the next call to that endpoint meets this fault."""
        return self.times != 0 and (not self.endpoints or endpoint in self.endpoints)


@dataclass
class Faults:
    """The faults that are on. The first that fits a call is the one it meets."""

    active: list[Fault] = field(default_factory=list)

    def add(self, kind: str, *endpoints: str, **more: Any) -> Fault:
        """Switches a fault on: `add("busy", "search", times=3, retry_after="2")`."""
        fault = Fault(kind, frozenset(endpoints), **more)
        self.active.append(fault)
        return fault

    def clear(self) -> None:
        """All well again."""
        self.active.clear()

    def take(self, endpoint: str) -> Fault | None:
        """The fault that this call meets, counted down."""
        fault = next((fault for fault in self.active if fault.hits(endpoint)), None)
        if fault is not None and fault.times is not None:
            fault.times -= 1
            if not fault.times:
                self.active.remove(fault)
        return fault

    def __iter__(self) -> Iterator[Fault]:
        return iter(self.active)


def read_fault(given: Mapping[str, Any]) -> Fault:
    """A fault out of JSON or a form. Raises ValueError with a sentence for what is no fault."""
    known = {f.name for f in fields(Fault)}
    strange = sorted(set(given) - known)
    if strange:
        raise ValueError(f"A fault has no {strange[0]}.")
    values = {k: _READERS.get(k, str)(v) for k, v in given.items() if v not in ("", None)}
    return Fault(**{"kind": "", **values})


def _names(value: Any) -> frozenset[str]:
    words = value.replace(",", " ").split() if isinstance(value, str) else value
    return frozenset(map(str, words))


_READERS: dict[str, Any] = {
    "endpoints": _names,
    "times": int,
    "status": int,
    "seconds": float,
    "after": lambda value: value in (True, "true", "on", "1", "yes"),
}
