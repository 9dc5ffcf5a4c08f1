"""A desk between a stand-in Gelato of each dialect and a real database."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.desk.desk import Desk
from bot.desk.look_ups import LookUps
from bot.desk.records import Asker, Records
from bot.gelato.client import Gelato, GelatoAccess
from bot.orders.dialect import Dialect
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.serving import served
from bot.store.audit import SqliteAudit
from bot.store.database import SqliteDatabase
from bot.store.ports import Entry
from bot.store.secret_key import SecretKey

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
KEY = "a key of nobody"


@dataclass(frozen=True)
class Office:
    """A desk, and everything round it that a test wants to look at."""

    desk: Desk
    stand_in: StandInGelato
    gelato: Gelato
    audit: SqliteAudit
    folder: Path

    @property
    def asker(self) -> Asker:
        return Asker("U1", "T1", "C1", "r-1")

    def ids(self, reference: str) -> list[str]:
        """Gelato's ids of a reference, as the stand-in knows them."""
        return [order["id"] for order in self.stand_in.book.family(reference)]

    async def entry(self) -> Entry:
        """The only row of the trail."""
        (row,) = await self.audit.rows()
        return row.entry


@pytest.fixture(params=list(Dialect), ids=str)
def dialect(request: pytest.FixtureRequest) -> Dialect:
    return request.param


@pytest.fixture
async def office(dialect: Dialect, tmp_path: Path) -> AsyncIterator[Office]:
    stand_in = StandInGelato(dialect.value, orders=60, clock=lambda: NOON)
    async with (
        served(stand_in.app) as base,
        Gelato.opened(GelatoAccess(dialect, base + stand_in.base, stand_in.key)) as gelato,
        SqliteDatabase.opened(tmp_path / "orderdesk.db") as database,
    ):
        audit = SqliteAudit(database)
        records = Records(audit, SecretKey(KEY), lambda: NOON)
        desk = Desk(records, LookUps(gelato, records), None, None)
        yield Office(desk, stand_in, gelato, audit, tmp_path)
