"""A desk between a stand-in Gelato of each dialect and a real database."""

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.desk.assembly import Parts, desk_of
from bot.desk.desk import Desk
from bot.desk.directory import Group, GroupName
from bot.desk.records import Asker
from bot.gelato.client import Gelato, GelatoAccess
from bot.orders.dialect import Dialect
from bot.orders.errors import NoSuchPerson, OrderdeskError
from bot.orders.person import Person, Standing
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.serving import served
from bot.store.audit import SqliteAudit
from bot.store.database import SqliteDatabase
from bot.store.ports import Entry
from bot.store.secret_key import SecretKey

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
KEY = "a key of nobody"


@dataclass
class Rolodex:
    """Invented people and groups (bot.desk.directory.Directory); the others are full members."""

    standings: dict[str, Standing] = field(default_factory=dict)
    groups: dict[str, set[str]] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    """Whom Slack does not know."""
    silent: set[str] = field(default_factory=set)
    """Of whom Slack does not say who they are, just now."""
    asked_anew: list[str] = field(default_factory=list)

    async def person(self, user_id: str, *, fresh: bool = False) -> Person:
        if user_id in self.unknown:
            raise NoSuchPerson
        if user_id in self.silent:
            raise OrderdeskError
        self.asked_anew += [user_id] if fresh else []
        standing = self.standings.get(user_id, Standing.MEMBER)
        return Person(user_id, user_id.lower(), "UTC", "en-US", "T1", standing)

    async def group(self, group_id: str) -> Group:
        members = self.groups.get(group_id)
        if members is None:
            return Group(group_id, trouble="Slack no longer knows this group.")
        return Group(group_id, frozenset(members))

    async def group_names(self) -> Sequence[GroupName]:
        return self.known_group_names()

    def known_group_names(self) -> Sequence[GroupName]:
        return [GroupName(each, each.lower()) for each in sorted(self.groups)]


@dataclass(frozen=True)
class Office:
    """A desk, and everything round it that a test wants to look at."""

    desk: Desk
    stand_in: StandInGelato
    gelato: Gelato
    audit: SqliteAudit
    folder: Path
    people: Rolodex
    again: Callable[..., Desk]
    """Another desk on the same database, as after a restart."""

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
        people = Rolodex()

        def another(**more: object) -> Desk:
            parts = {"gelato": gelato, "database": database, "directory": people}
            key = SecretKey(KEY)
            return desk_of(Parts(**parts | {"pseudonyms": key, "now": lambda: NOON} | more))

        yield Office(another(), stand_in, gelato, SqliteAudit(database), tmp_path, people, another)
