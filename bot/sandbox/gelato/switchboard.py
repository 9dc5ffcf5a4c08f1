"""What the control address may see and do, in its own words."""

from datetime import timedelta
from typing import Any, Protocol

from bot.sandbox.gelato.book import Book
from bot.sandbox.gelato.faults import Faults
from bot.sandbox.gelato.hooks import Hooks
from bot.sandbox.gelato.journal import Journal
from bot.sandbox.gelato.words import Dialect


class Switchboard(Protocol):
    """A stand-in, as seen from its control page."""

    dialect: Dialect
    paths: dict[str, str]
    book: Book
    faults: Faults
    hooks: Hooks
    requests: Journal

    def advance(self, time: timedelta) -> Any:
        """Lets so much time pass."""
        ...
