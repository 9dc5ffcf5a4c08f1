"""The audit log: what is written stays, and whoever changes it is found out."""

import asyncio
import sqlite3
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest
import sqlite_utils

from bot.store.audit import SqliteAudit
from bot.store.chain import GENESIS, canonical, chained, first_broken
from bot.store.database import SqliteDatabase
from bot.store.ports import AuditRow, Entry

Made = Callable[..., Entry]
Forger = Callable[[], AbstractContextManager[sqlite3.Connection]]


async def five(audit: SqliteAudit, entry: Made) -> list[AuditRow]:
    for n in range(1, 6):
        await audit.append(entry(f"r-{n}", reference=f"104{n}"))
    return list(await audit.rows())


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"order_ids": ()},
        {"order_ids": ("a", "a", "b")},
        {"reference": "注文 “7” \\ \x00\n", "channel": "", "team": ""},
        {"at": datetime(2026, 11, 21, 13, 0, 0, 123456, timezone(timedelta(hours=1)))},
        {"took": timedelta(days=2)},
    ],
    ids=["plain", "no-order", "order-twice", "odd-text", "another-zone", "long"],
)
async def test_an_entry_comes_back_as_it_went(audit: SqliteAudit, entry: Made, more: dict):
    """Every field of an entry lasts, whatever stands in it."""
    await audit.append(entry(**more))
    (row,) = await audit.rows()
    assert row.entry == entry(**more)
    assert (row.id, row.previous) == (1, GENESIS)
    assert first_broken([row]) is None


async def test_the_trail_of_an_order_is_newest_first(audit: SqliteAudit, entry: Made):
    """An order's rows are found by its id, the newest first, as many as were asked for, from where
    one stopped."""
    for n in range(1, 5):
        await audit.append(entry(f"r-{n}", order_ids=("a",) if n % 2 else ("a", "b")))
    assert [row.id for row in await audit.of_order("a")] == [4, 3, 2, 1]
    assert [row.id for row in await audit.of_order("b")] == [4, 2]
    assert [row.id for row in await audit.of_order("a", limit=2)] == [4, 3]
    assert [row.id for row in await audit.of_order("a", limit=2, before=3)] == [2, 1]
    assert await audit.of_order("c") == []


async def test_the_trail_is_read_in_pieces(audit: SqliteAudit, entry: Made):
    """From the beginning, after any row, so many at a time; pieces verify on their own."""
    rows = await five(audit, entry)
    assert [row.id for row in rows] == [1, 2, 3, 4, 5]
    piece = await audit.rows(after=2, limit=2)
    assert [row.id for row in piece] == [3, 4]
    assert first_broken(piece, previous=rows[1].hash) is None
    assert first_broken(piece) == piece[0]


async def test_many_writers_keep_one_chain(audit: SqliteAudit, entry: Made):
    """However many ask at once, rows follow one another without a gap."""
    await asyncio.gather(*(audit.append(entry(f"r-{n}")) for n in range(700)))
    rows = await audit.rows()
    assert [row.id for row in rows] == list(range(1, 701))
    assert {row.entry.request_id for row in rows} == {f"r-{n}" for n in range(700)}
    assert first_broken(rows) is None


async def test_two_connections_keep_one_chain(path: Path, audit: SqliteAudit, entry: Made):
    """A second program on the same file carries the chain on."""
    async with SqliteDatabase.opened(path) as other:
        for n in range(4):
            await asyncio.gather(audit.append(entry(f"a{n}")), SqliteAudit(other).append(entry()))
    rows = await audit.rows()
    assert len(rows) == 8
    assert first_broken(rows) is None


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "'2026-11-21T12:00:00.000001+00:00'"),
        ("operation", "'share'"),
        ("outcome", "'broke'"),
        ("person", "'U2'"),
        ("team", "'T2'"),
        ("channel", "'C2'"),
        ("reference", "'1'"),
        ("order_ids", "'[]'"),
        ("took_ms", "13"),
        ("request_id", "'r-9'"),
        ("detail", "'lead'"),
        ("previous", "hash"),
        ("hash", "previous"),
    ],
)
async def test_a_changed_row_is_named(
    audit: SqliteAudit, entry: Made, forger: Forger, column: str, value: str
):
    """No column of a row can be changed unseen."""
    await five(audit, entry)
    with forger() as connection:
        connection.execute(f"UPDATE audit SET {column} = {value} WHERE id = 3")  # noqa: S608  # from the table above
    broken = first_broken(await audit.rows())
    assert broken is not None
    assert broken.id == 3


SHIFT = "UPDATE audit SET id = -id WHERE id >= 3; UPDATE audit SET id = 1 - id WHERE id < 0"
"""Makes room for a row with the id 3."""
BODY = "at, operation, outcome, person, team, channel, reference, order_ids, took_ms, request_id"


def copied(of: int, to: int, hashes: str) -> str:
    """The statement that makes a row out of another one."""
    return f"INSERT INTO audit SELECT {to}, {BODY}, {hashes}, detail FROM audit WHERE id = {of}"  # noqa: S608  # of ours


@pytest.mark.parametrize(
    ("forgery", "named"),
    [
        pytest.param(("DELETE FROM audit WHERE id = 1",), 2, id="first-removed"),
        pytest.param(("DELETE FROM audit WHERE id = 3",), 4, id="removed"),
        pytest.param(("DELETE FROM audit WHERE id IN (2, 3, 4)",), 5, id="several-removed"),
        pytest.param(
            (
                "UPDATE audit SET id = 99 WHERE id = 3",
                "UPDATE audit SET id = 3 WHERE id = 4",
                "UPDATE audit SET id = 4 WHERE id = 99",
            ),
            3,
            id="reordered",
        ),
        pytest.param((SHIFT, copied(2, 3, "hash, hash")), 3, id="inserted"),
        pytest.param((SHIFT, copied(2, 3, "previous, hash")), 3, id="repeated"),
        pytest.param((copied(5, 6, "hash, hash"),), 6, id="added-behind"),
    ],
)
async def test_a_forged_trail_is_named(
    audit: SqliteAudit, entry: Made, forger: Forger, forgery: tuple[str, ...], named: int
):
    """Rows that are missing, moved or made up break the chain where it was touched."""
    await five(audit, entry)
    with forger() as connection:
        for statement in forgery:
            connection.executescript(statement)
    broken = first_broken(await audit.rows())
    assert broken is not None
    assert broken.id == named


async def test_a_row_forged_with_a_fitting_hash_breaks_the_next(
    audit: SqliteAudit, entry: Made
):  # fmt: skip
    """Whoever changes a row and its hash would have to change every row behind it."""
    rows = await five(audit, entry)
    forged = replace(rows[2].entry, person="U9")
    rows[2] = AuditRow(3, forged, rows[1].hash, chained(rows[1].hash, forged))
    assert first_broken(rows) == rows[3]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET person = 'U9' WHERE id = 2",
        "UPDATE audit SET person = 'U9'",
        "UPDATE OR REPLACE audit SET id = 1 WHERE id = 2",
        "DELETE FROM audit WHERE id = 2",
        "DELETE FROM audit",
        "REPLACE INTO audit SELECT * FROM audit WHERE id = 2",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE id = 2",
        "REPLACE INTO audit SELECT * FROM audit WHERE id = 5",
        "INSERT INTO audit SELECT * FROM audit WHERE id = 5 ON CONFLICT DO UPDATE SET person = 'x'",
        "INSERT INTO audit SELECT 0, * FROM (SELECT 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13)",
    ],
)
async def test_the_database_itself_refuses_to_forget(
    path: Path, audit: SqliteAudit, entry: Made, statement: str
):
    """No statement changes, removes or replaces a row, from whatever program it comes."""
    rows = await five(audit, entry)
    with (
        closing(sqlite3.connect(path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="only grows"),
    ):
        connection.execute(statement)
    assert await audit.rows() == rows


@pytest.mark.parametrize(
    "change",
    [
        lambda table: table.update(2, {"person": "U9"}),
        lambda table: table.delete(2),
        lambda table: table.delete_where("id > 0"),
        lambda table: table.upsert({**table.get(2), "person": "U9"}, pk="id"),
        lambda table: table.insert({**table.get(2), "person": "U9"}, pk="id", replace=True),
    ],
    ids=["update", "delete", "delete_where", "upsert", "replace"],
)
async def test_sqlite_utils_is_refused_too(
    path: Path, audit: SqliteAudit, entry: Made, change: Callable[[sqlite_utils.db.Table], object]
):
    """The library that the store is built on cannot go round the triggers."""
    rows = await five(audit, entry)
    db = sqlite_utils.Database(path)
    with pytest.raises(sqlite3.IntegrityError, match="only grows"):
        change(db.table("audit"))
    db.close()
    assert await audit.rows() == rows


def test_an_entry_has_one_spelling(entry: Made):
    """The same entry hashes the same, in any zone; another one never does."""
    abroad = entry(at=entry().at.astimezone(timezone(timedelta(hours=5))))
    assert canonical(abroad) == canonical(entry())
    assert chained(GENESIS, entry()) == chained(GENESIS, abroad)
    assert chained(GENESIS, entry("r-2")) != chained(GENESIS, entry())
    assert chained("1" * 64, entry()) != chained(GENESIS, entry())


def test_an_empty_trail_is_whole():
    """Nothing written, nothing broken."""
    assert first_broken([]) is None
