"""What the stand-in Slack answers when it refuses something, in Slack's own words."""

from collections.abc import Mapping
from typing import Any


class Refusal(Exception):
    """Slack refuses: `code` is Slack's error code, `more` goes into the answer beside it."""

    def __init__(self, code: str, more: Mapping[str, Any] | None = None, status: int = 200) -> None:
        super().__init__(code)
        self.code = code
        self.more = dict(more or {})
        self.status = status

    def answer(self) -> dict[str, Any]:
        """The body as the Web API sends it."""
        return {"ok": False, "error": self.code, **self.more}


class PageRefusal(Exception):
    """A person at the page asked for something that Slack's own program would not do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def invalid_arguments(*messages: str) -> Refusal:
    """Slack's `invalid_arguments`, each message as `[ERROR] …`."""
    return Refusal("invalid_arguments", {"response_metadata": {"messages": list(messages)}})


def missing(field: str) -> Refusal:
    """The refusal of a call that lacks a required field."""
    return invalid_arguments(f"[ERROR] missing required field: {field}")
