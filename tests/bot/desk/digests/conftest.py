"""A small world for digests: a wall that posts like Slack, a ledger, a clock that tests set."""

from collections.abc import AsyncIterator, Callable, Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.desk.digest_ports import Mark, Notice, Posted, Sheet
from bot.desk.digests import Digests, Kept
from bot.desk.notices import Owners
from bot.desk.posting import Absent
from bot.orders.digest import Digest, Named
from bot.orders.schedule import WEEKDAYS, Schedule
from bot.orders.seen import Coverage, ShippedNow, StuckNow
from bot.orders.subscription import Subscription, What
from bot.store.database import SqliteDatabase
from bot.store.digest_runs import SqliteDigestRuns
from bot.store.ports import Entry
from bot.store.subscription_ports import Place
from bot.store.subscriptions import SqliteSubscriptions

START = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday
DAY = timedelta(days=1)


class Clock:
    def __init__(self, now: datetime = START) -> None:
        self.at = now

    def __call__(self) -> datetime:
        return self.at


class Wall:
    """Keeps what was posted. `outcomes` are given in turn instead of posting, and so on."""

    def __init__(self) -> None:
        self.posts: list[tuple[Mark, Digest]] = []
        self.notices: list[tuple[str, Notice]] = []
        self.files: list[tuple[str, str]] = []
        self.outcomes: list = []
        self.attachings: list = []
        self.named = Named()
        """What its messages have room for."""
        self.takes_it_all_the_same = False
        """Whether a post whose outcome is unsure is in the channel nevertheless."""
        self.searches: list = []
        self.tellings: dict = {}
        """Why a notice to a person is not taken."""

    async def post(self, digest: Digest, mark: Mark):
        outcome = self.outcomes.pop(0) if self.outcomes else None
        if outcome is None or self.takes_it_all_the_same:
            self.posts.append((mark, digest))
        return outcome or self._posted(digest, len(self.posts))

    async def find(self, digest: Digest, mark: Mark, since: datetime):
        del since
        if self.searches and (outcome := self.searches.pop(0)):
            return outcome
        found = [n for n, (each, _) in enumerate(self.posts, 1) if each == mark]
        return self._posted(digest, found[0]) if found else Absent()

    async def attach(self, place: Place, sheets: Sequence[Sheet]):
        del place
        if self.attachings and (outcome := self.attachings.pop(0)):
            return outcome
        self.files += [(sheet.name, sheet.content) for sheet in sheets]
        return None

    def _posted(self, digest: Digest, number: int) -> Posted:
        return Posted(Place(digest.channel, str(number)), self.named)

    async def tell(self, person: str, notice: Notice):
        self.notices.append((person, notice))
        return self.tellings.get(person)


class Ledger:
    """What was seen, as tests put it here."""

    def __init__(self) -> None:
        self.lines: list[StuckNow] = []
        self.shipped: list[ShippedNow] = []

    async def stuck(self, now: datetime) -> Sequence[StuckNow]:
        del now
        return self.lines

    async def shipped_since(self, since: datetime) -> Sequence[ShippedNow]:
        return [line for line in self.shipped if line.shipped_at > since]

    async def freshness(self, now: datetime) -> Coverage:
        return Coverage(now)


class Staff:
    def __init__(self) -> None:
        self.gone: set[str] = set()

    async def is_gone(self, person: str) -> bool:
        return person in self.gone

    async def leads(self) -> Sequence[str]:
        return ["L1", "L2"]


class House:
    """One program; two of them may share a database, a wall and a clock."""

    def __init__(self, database: SqliteDatabase, wall: Wall, ledger: Ledger, clock: Clock) -> None:
        self.clock, self.wall, self.ledger, self.staff = clock, wall, ledger, Staff()
        self.subscriptions = SqliteSubscriptions(database)
        self.runs = SqliteDigestRuns(database)
        kept = Kept(self.subscriptions, self.runs)
        owners = Owners(self.subscriptions, self.staff, wall)
        self.digests = Digests(kept, ledger, wall, owners, clock)

    async def subscribe(self, **fields) -> Subscription:
        made = subscription(**{"created_at": self.clock()} | fields)
        return await self.subscriptions.add(made, entry(self.clock()))

    async def tick(self, *, after: timedelta = timedelta()) -> None:
        self.clock.at += after
        await self.digests.tick()


def entry(now: datetime = START, person: str = "U1") -> Entry:
    return Entry(now, "subscription", "done", person, "T1", "C1", "", (), timedelta(), "r")


def subscription(**fields) -> Subscription:
    schedule = Schedule(WEEKDAYS[:5], time(9), "Europe/Oslo")
    plain = {"channel": "C1", "team": "T1", "owner": "U1", "what": What.BOTH}
    return Subscription(**plain | {"schedule": schedule, "created_at": START} | fields)


def stuck(order_id: str = "a", days: int = 3, **fields) -> StuckNow:
    plain = {"reference": f"#{order_id}", "status": "on_hold", "country": "NO", "why": "It waits."}
    aged = {"since": START - days * DAY, "age": f"{days} business days"}
    return StuckNow(order_id, **plain | aged | fields)


def shipped(order_id: str = "s", **fields) -> ShippedNow:
    plain = {"reference": f"#{order_id}", "was_seen_to_ship": True, "country": "NO"}
    return ShippedNow(order_id, **plain | {"shipped_at": START + DAY, "method": "DHL"} | fields)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "orderdesk.db"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[SqliteDatabase]:
    async with SqliteDatabase.opened(path) as opened:
        yield opened


@pytest.fixture
def house(database: SqliteDatabase) -> House:
    return House(database, Wall(), Ledger(), Clock())


@pytest.fixture(name="stuck")
def _stuck() -> Callable[..., StuckNow]:
    return stuck


@pytest.fixture(name="shipped")
def _shipped() -> Callable[..., ShippedNow]:
    return shipped


@pytest.fixture(name="entry")
def _entry() -> Callable[..., Entry]:
    return entry


@pytest.fixture(scope="session")
def world() -> Callable[..., House]:
    """A program of a world: a new one, or that of another program."""

    def made(database: SqliteDatabase, other: House | None = None) -> House:
        if other is None:
            return House(database, Wall(), Ledger(), Clock())
        return House(database, other.wall, other.ledger, other.clock)

    return made
