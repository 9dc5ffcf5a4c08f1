"""What people asked, written down: whatever happens inside leaves a row in the audit log."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from bot.orders.errors import OrderdeskError
from bot.orders.person import Asker
from bot.store.ports import AuditLog, Entry, Operation, Pseudonyms

__all__ = ["Asker", "Records", "Trace", "outcome_of"]

LONGEST_CLEAR_REFERENCE = 64
BEGUN = "begun"
"""The outcome of a row that is followed by another one, unless the program was killed."""


@dataclass
class Trace:
    """What becomes known of an operation while it runs."""

    operation: Operation
    by: Asker
    at: datetime
    reference: str
    order_ids: tuple[str, ...] = ()
    detail: str = ""
    started: float = field(default_factory=time.monotonic)

    def entry(self, outcome: str) -> Entry:
        """The row that is true now."""
        return Entry(
            at=self.at,
            operation=self.operation,
            outcome=outcome,
            person=self.by.person,
            team=self.by.team,
            channel=self.by.channel,
            reference=self.reference,
            order_ids=self.order_ids,
            took=timedelta(seconds=time.monotonic() - self.started),
            request_id=self.by.request_id,
            detail=self.detail,
        )


class Records:
    """Writes the audit log. A row that cannot be written raises StoreTrouble: no row, no answer."""

    def __init__(
        self,
        audit: AuditLog,
        pseudonyms: Pseudonyms,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.now = now
        self._audit = audit
        self._pseudonyms = pseudonyms

    @asynccontextmanager
    async def recorded(self, operation: Operation, typed: str, by: Asker) -> AsyncIterator[Trace]:
        """One row for what happens inside, whatever comes of it."""
        clear = operation is not Operation.SEARCH  # filters hold names
        reference = self.shown(typed) if clear else self._pseudonyms.keyed_hash(typed)
        trace = Trace(operation, by, self.now(), reference)
        async with self.recorded_unless_done(trace):
            yield trace
        await self._audit.append(trace.entry("done"))

    @asynccontextmanager
    async def recorded_unless_done(self, trace: Trace) -> AsyncIterator[None]:
        """A row only if it comes to nothing: the store writes what it does together with a row."""
        outcome = "broke"
        try:
            yield
            outcome = ""
        except OrderdeskError as error:
            outcome = outcome_of(error)
            raise
        except asyncio.CancelledError:
            outcome = "stopped"
            raise
        finally:
            if outcome:
                await self._audit.append(trace.entry(outcome))

    async def begun(self, trace: Trace) -> None:
        """A row before something is done that cannot be taken back."""
        await self._audit.append(trace.entry(BEGUN))

    async def turn_away(
        self,
        typed: str,
        by: Asker,
        error: OrderdeskError,
        operation: Operation = Operation.LOOK_UP,
    ) -> NoReturn:
        """Records that something was asked which cannot be, and raises `error`."""
        async with self.recorded(operation, typed, by):
            raise error
        raise error  # for the type checker

    def shown(self, typed: str) -> str:
        """What was typed if it can only be an order's number, else its keyed hash."""
        return typed if _is_number_like(typed) else self._pseudonyms.keyed_hash(typed)


def outcome_of(error: OrderdeskError) -> str:
    """The audit log's word for an error: `order_not_found`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", type(error).__name__).lower()


def _is_number_like(typed: str) -> bool:
    """Short, with a digit, and no name, e-mail address or phone number: those hold other signs."""
    return (
        len(typed) <= LONGEST_CLEAR_REFERENCE
        and typed.isprintable()
        and any(character.isdigit() for character in typed)
        and not re.search(r"[\s@+]", typed)
    )
