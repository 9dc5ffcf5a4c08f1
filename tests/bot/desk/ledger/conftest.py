"""A ledger that watches a stand-in Gelato, with one clock for both."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.desk.carriers import Carriers
from bot.desk.hints import Hints, subject_of
from bot.desk.sweep import Sweep, SweepStore
from bot.gelato.client import Gelato, GelatoAccess
from bot.gelato.events import read_event
from bot.orders.dialect import Dialect
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.serving import served
from bot.store.database import SqliteDatabase
from bot.store.inbox import SqliteInbox
from bot.store.leases import SqliteLeases
from bot.store.ledger import SqliteLedger
from bot.store.ledger_ports import Received
from bot.store.sweep_log import SqliteSweepLog

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@dataclass
class Hands:
    """A clock that tests turn."""

    moment: datetime = NOON

    def __call__(self) -> datetime:
        return self.moment

    def turn(self, minutes: float) -> None:
        self.moment += timedelta(minutes=minutes)


@dataclass
class Watch:
    """The stand-in, our client, and a ledger that can be closed and opened again."""

    stand_in: StandInGelato
    gelato: Gelato
    path: Path
    hands: Hands
    stack: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def open(self) -> None:
        """Opens the database, as a program that starts does."""
        self.database = await self.stack.enter_async_context(SqliteDatabase.opened(self.path))
        self.ledger = SqliteLedger(self.database)
        self.log = SqliteSweepLog(self.database)
        self.inbox = SqliteInbox(self.database)
        carriers = Carriers(self.gelato)
        self.hints = Hints(self.gelato, self.ledger, self.inbox, carriers, self.hands)
        self.sweep = self.another_sweep()

    def another_sweep(self) -> Sweep:
        """The sweep of another process with the same database."""
        leases = SqliteLeases(self.database, self.hands)
        store = SweepStore(self.ledger, self.log, leases)
        return Sweep(self.gelato, store, Carriers(self.gelato), self.hands)

    async def restart(self) -> None:
        """Ends the program and starts it again."""
        await self.stack.aclose()
        await self.open()

    async def swept(self) -> Any:
        """A sweep now, with a journal that begins with it."""
        self.stand_in.requests.clear()
        return await self.sweep.run()

    async def hear(self, body: bytes) -> bool:
        """An event comes in."""
        event = read_event(body)
        subject = subject_of(event)
        kept = Received(event.name, event.id, body, self.hands(), subject, bool(subject))
        return await self.inbox.take_in(kept)

    def calls(self) -> tuple[int, int]:
        """Lists and single orders that were asked for since the journal began."""
        return len(self.stand_in.requests.of("search")), len(self.stand_in.requests.of("get"))

    def of(self, status: str, n: int = 0) -> dict[str, Any]:
        """An order of the stand-in that is in this state."""
        return [o for o in self.stand_in.orders if o["fulfillmentStatus"] == status][n]

    async def believed(self) -> dict[str, str]:
        """The state of every order that the ledger knows."""
        rows = await self.database.read(
            lambda db: db.execute("SELECT order_id, status FROM orders_seen").fetchall()
        )
        return dict(rows)

    def real(self) -> dict[str, str]:
        """The state of every order that there is."""
        return {order["id"]: order["fulfillmentStatus"] for order in self.stand_in.orders}


@pytest.fixture
def dialect(request: pytest.FixtureRequest) -> Dialect:
    """GelatoConnect, where a test does not name both."""
    return getattr(request, "param", Dialect.CONNECT)


@pytest.fixture
def orders() -> int:
    """How many orders there are."""
    return 60


@asynccontextmanager
async def watching(dialect: Dialect, orders: int, folder: Path) -> AsyncIterator[Watch]:
    """A watch, for tests that want a new one for each example."""
    hands = Hands()
    stand_in = StandInGelato(dialect.value, orders=orders, clock=hands)
    async with served(stand_in.app) as base:
        access = GelatoAccess(
            dialect, base + stand_in.base, stand_in.key, rate=0, shipment_address=base
        )
        async with Gelato.opened(access) as gelato:
            watch = Watch(stand_in, gelato, folder / "orderdesk.db", hands)
            await watch.open()
            try:
                yield watch
            finally:
                await watch.stack.aclose()


@pytest.fixture
async def watch(dialect: Dialect, orders: int, tmp_path: Path) -> AsyncIterator[Watch]:
    async with watching(dialect, orders, tmp_path) as opened:
        yield opened


@pytest.fixture(scope="session")
def watches() -> Callable[..., AbstractAsyncContextManager[Watch]]:
    return watching
