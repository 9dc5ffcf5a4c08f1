"""Entries and databases of invented people."""

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import Connection, connect

import pytest

from bot.store.audit import SqliteAudit
from bot.store.database import SqliteDatabase
from bot.store.ports import Entry

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "orderdesk.db"


@pytest.fixture
async def database(path: Path) -> AsyncIterator[SqliteDatabase]:
    async with SqliteDatabase.opened(path) as opened:
        yield opened


@pytest.fixture
def audit(database: SqliteDatabase) -> SqliteAudit:
    return SqliteAudit(database)


@pytest.fixture
def entry() -> Callable[..., Entry]:
    def made(request_id: str = "r-1", **more: object) -> Entry:
        plain = {
            "at": NOON,
            "operation": "look_up",
            "outcome": "done",
            "person": "U1",
            "team": "T1",
            "channel": "C1",
            "reference": "1042",
            "order_ids": ("a", "b"),
            "took": timedelta(milliseconds=12),
            "request_id": request_id,
        }
        return Entry(**plain | more)

    return made


@pytest.fixture
def forger(path: Path) -> Callable[[], AbstractContextManager[Connection]]:
    """Somebody who can write to the file and has removed the triggers."""

    @contextmanager
    def opened() -> Iterator[Connection]:
        with closing(connect(path)) as connection:
            for verb in ("update", "delete", "replace"):
                connection.execute(f"DROP TRIGGER IF EXISTS audit_no_{verb}")
            yield connection
            connection.commit()

    return opened
