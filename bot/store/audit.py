"""The audit log in SQLite."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlite_utils import Database

from bot.store.chain import GENESIS, chained, document
from bot.store.database import SqliteDatabase
from bot.store.ports import AuditRow, Entry

_LAST = "SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1"
_INSERT = """
    INSERT INTO audit (
        id, at, operation, outcome, person, team, channel, reference, order_ids,
        took_ms, request_id, previous, hash, detail
    ) VALUES (
        :id, :at, :operation, :outcome, :person, :team, :channel, :reference, :order_ids,
        :took_ms, :request_id, :previous, :hash, :detail
    )"""
_OF_ORDER = """
    SELECT audit.* FROM audit JOIN audit_orders ON audit.id = audit_id
    WHERE order_id = ? AND audit_id < ? ORDER BY audit_id DESC LIMIT ?"""
_NEVER = 2**63 - 1
"""An id that no row will have."""
_FROM_BEGINNING = "SELECT * FROM audit WHERE id > ? ORDER BY id LIMIT ?"


class SqliteAudit:
    """Rows chained in the order of their commits (bot.store.ports.AuditLog)."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def append(self, entry: Entry) -> None:
        """Returns when the row is on the disk."""
        await self._database.write(lambda db: append_entry(db, entry))

    async def of_order(
        self, order_id: str, limit: int = 50, before: int | None = None
    ) -> Sequence[AuditRow]:
        """The newest rows of one order, newest first; of those before a row, by its id."""
        end = _NEVER if before is None else before
        return await self._database.read(lambda db: _rows(db, _OF_ORDER, order_id, end, limit))

    async def rows(self, after: int = 0, limit: int = 1000) -> Sequence[AuditRow]:
        """The trail from its beginning, in pieces."""
        return await self._database.read(lambda db: _rows(db, _FROM_BEGINNING, after, limit))


def append_entry(db: Database, entry: Entry) -> None:
    """Chains a row inside a transaction of the writer's, which keeps others out.

    For what must be written together with its row, or not at all.
    """
    last_id, previous = db.execute(_LAST).fetchone() or (0, GENESIS)
    row = document(entry) | {"id": last_id + 1, "order_ids": json.dumps(entry.order_ids)}
    row["detail"] = entry.detail
    row |= {"previous": previous, "hash": chained(previous, entry)}
    db.execute(_INSERT, row)
    for order_id in dict.fromkeys(entry.order_ids):
        db.execute("INSERT INTO audit_orders VALUES (?, ?)", (order_id, last_id + 1))


def _rows(db: Database, query: str, *values: Any) -> list[AuditRow]:
    return [_row(columns) for columns in db.query(query, values)]


def _row(columns: dict[str, Any]) -> AuditRow:
    entry = Entry(
        at=datetime.fromisoformat(columns["at"]),
        operation=columns["operation"],
        outcome=columns["outcome"],
        person=columns["person"],
        team=columns["team"],
        channel=columns["channel"],
        reference=columns["reference"],
        order_ids=tuple(json.loads(columns["order_ids"])),
        took=timedelta(milliseconds=columns["took_ms"]),
        request_id=columns["request_id"],
        detail=columns["detail"],
    )
    return AuditRow(columns["id"], entry, columns["previous"], columns["hash"])
