"""The desk: what a person can ask for. Whatever is asked leaves a row in the audit log."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import NoReturn

from bot.desk.families import read_family
from bot.desk.searches import extended
from bot.gelato.client import Gelato
from bot.orders.dialect import Dialect
from bot.orders.errors import OrderdeskError
from bot.orders.family import Family
from bot.orders.found import Search
from bot.store.ports import AuditLog, Entry, Operation, Pseudonyms

LONGEST_CLEAR_REFERENCE = 64
BEGUN = "begun"
"""The outcome of a row that is followed by another one, unless the program was killed."""


@dataclass(frozen=True)
class Asker:
    """Who asks, from where, and the code under which the log and the audit log tell of it."""

    person: str
    team: str
    channel: str
    request_id: str


@dataclass
class _Trace:
    """What becomes known of an operation while it runs."""

    operation: Operation
    by: Asker
    at: datetime
    reference: str
    order_ids: tuple[str, ...] = ()
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
        )


class Desk:
    """Answers people, with Gelato behind it and the audit log beside it."""

    def __init__(
        self,
        gelato: Gelato,
        audit: AuditLog,
        pseudonyms: Pseudonyms,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._gelato = gelato
        self._audit = audit
        self._pseudonyms = pseudonyms
        self._now = now

    @property
    def dialect(self) -> Dialect:
        """Which of Gelato's APIs is asked."""
        return self._gelato.dialect

    async def look_up(
        self, typed: str, by: Asker, operation: Operation = Operation.LOOK_UP
    ) -> Family:
        """All orders of a reference or Gelato id, read now.

        Raises OrderNotFound, GelatoTrouble, or StoreTrouble when the audit row cannot be written:
        no row, no answer.
        """
        async with self._recorded(operation, typed, by) as trace:
            return await self._read(typed, trace)

    @asynccontextmanager
    async def showing(self, typed: str, by: Asker, operation: Operation) -> AsyncIterator[Family]:
        """The same, for who shows the orders to others inside: a row before, and one after.

        So nothing is shown without a row, and the second one tells what came of it.
        """
        async with self._recorded(operation, typed, by) as trace:
            family = await self._read(typed, trace)
            await self._audit.append(trace.entry(BEGUN))
            yield family

    async def search(self, search: Search, wanted: int, by: Asker) -> Search:
        """The search, read on until it holds `wanted` rows, its end, or its budget is reached.

        Raises GelatoTrouble, or StoreTrouble: no row, no answer. Turning a page is no new search,
        and leaves no row.
        """
        if search.rows or search.looked_at:
            return await extended(self._gelato, search, wanted)
        async with self._recorded(Operation.SEARCH, "", by) as trace:
            trace.reference = ", ".join(search.query.filters) or "all orders"
            return await extended(self._gelato, search, wanted)

    async def turn_away(
        self,
        typed: str,
        by: Asker,
        error: OrderdeskError,
        operation: Operation = Operation.LOOK_UP,
    ) -> NoReturn:
        """Records that something was asked which cannot be, and raises `error`."""
        async with self._recorded(operation, typed, by):
            raise error
        raise error  # for the type checker

    async def _read(self, typed: str, trace: _Trace) -> Family:
        family = await read_family(self._gelato, typed, self._now())
        trace.reference = self._shown(family.reference)
        trace.order_ids = tuple(order.id for order in family.orders)
        return family

    @asynccontextmanager
    async def _recorded(self, operation: Operation, typed: str, by: Asker) -> AsyncIterator[_Trace]:
        """One row for what happens inside, whatever comes of it."""
        clear = operation is not Operation.SEARCH  # filters hold names
        reference = self._shown(typed) if clear else self._pseudonyms.keyed_hash(typed)
        trace = _Trace(operation, by, self._now(), reference)
        outcome = "broke"
        try:
            yield trace
            outcome = "done"
        except OrderdeskError as error:
            outcome = _snake(type(error).__name__)
            raise
        except asyncio.CancelledError:
            outcome = "stopped"
            raise
        finally:
            await self._audit.append(trace.entry(outcome))

    def _shown(self, typed: str) -> str:
        """What was typed if it can only be an order's number, else its keyed hash."""
        return typed if _is_number_like(typed) else self._pseudonyms.keyed_hash(typed)


def _is_number_like(typed: str) -> bool:
    """Short, with a digit, and no name, e-mail address or phone number: those hold other signs."""
    return (
        len(typed) <= LONGEST_CLEAR_REFERENCE
        and typed.isprintable()
        and any(character.isdigit() for character in typed)
        and not re.search(r"[\s@+]", typed)
    )


def _snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()
