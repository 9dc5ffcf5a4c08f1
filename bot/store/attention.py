"""Patience, and who looks after stuck orders, in SQLite."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from bot.orders.attention import Attention, AttentionKind
from bot.orders.patience import Patience
from bot.store.audit import append_entry
from bot.store.database import SqliteDatabase
from bot.store.ports import Entry

_CURRENT = 'SELECT order_id, kind, "by", until, since FROM attention WHERE until > ?'
_ONE = 'SELECT order_id, kind, "by", until, since FROM attention WHERE order_id = ? AND kind = ?'
_ATTEND = """
    INSERT OR REPLACE INTO attention (order_id, kind, "by", until, since) VALUES (?, ?, ?, ?, ?)"""
_ENDED = "DELETE FROM attention WHERE until <= ?"
_DROP = "DELETE FROM attention WHERE order_id = ? AND kind = ?"
_SET = 'INSERT OR REPLACE INTO patience (id, data, "by", at) VALUES (1, ?, ?, ?)'


class SqlitePatience:
    """One row of JSON (bot.store.attention_ports.Patiences)."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def patience(self) -> Patience:
        """What was set last; the usual limits where nothing was."""
        return await self._database.read(_patience)

    async def change(self, change: Callable[[Patience], Patience], entry: Entry) -> Patience:
        """Changes what holds at that moment, together with its audit row; what holds now."""
        return await self._database.write(lambda db: _change(db, change, entry))


class SqliteAttention:
    """One row for an order and kind (bot.store.attention_ports.Attentions)."""

    def __init__(self, database: SqliteDatabase, now: Callable[[], datetime]) -> None:
        self._database, self._now = database, now

    async def attentions(self) -> Sequence[Attention]:
        """All that have not ended by their moment."""
        now = self._now().timestamp()
        return await self._database.read(
            lambda db: [_attention(row) for row in db.execute(_CURRENT, (now,))]
        )

    async def attend(self, attention: Attention, entry: Entry) -> None:
        """Puts it in the place of an earlier one of its kind."""
        now = self._now().timestamp()
        await self._database.write(lambda db: _attend(db, attention, now, entry))

    async def drop(self, order_id: str, kind: AttentionKind, entry: Entry) -> Attention | None:
        """Ends it; what ended, or None when there was none. The row is written either way."""
        return await self._database.write(lambda db: _drop(db, order_id, kind, entry))


def _patience(db: Database) -> Patience:
    found = db.execute("SELECT data FROM patience").fetchone()
    return Patience.read(json.loads(found[0])) if found else Patience()


def _change(db: Database, change: Callable[[Patience], Patience], entry: Entry) -> Patience:
    before = _patience(db)
    after = Patience.read(change(before).written())  # what cannot be read back is refused here
    differences = list(_differences(before.written(), after.written()))
    if differences:
        row = (json.dumps(after.written()), entry.person, entry.at.isoformat())
        db.execute(_SET, row)
    append_entry(db, replace(entry, detail=", ".join(differences) or "nothing changed"))
    return after


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[str]:
    """`connect printed: usual -> 4`, of what was set by a person."""
    flat = [_flat(each) for each in (before, after)]
    for name in sorted(flat[0].keys() | flat[1].keys()):
        old, new = (each.get(name, "usual") for each in flat)
        if old != new:
            yield f"{name}: {_word(old)} -> {_word(new)}"


def _flat(written: Mapping[str, Any]) -> dict[str, Any]:
    limits = {
        f"{dialect} {status}": days
        for dialect, own in written["limits"].items()
        for status, days in own.items()
    }
    return {name: value for name, value in written.items() if name != "limits"} | limits


def _word(value: Any) -> str:
    return "none" if value in {None, ""} else str(value)


def _attend(db: Database, attention: Attention, now: float, entry: Entry) -> None:
    db.execute(_ENDED, (now,))
    row = (attention.order_id, attention.kind.value, attention.by)
    db.execute(_ATTEND, (*row, attention.until.timestamp(), attention.since.timestamp()))
    append_entry(db, entry)


def _drop(db: Database, order_id: str, kind: AttentionKind, entry: Entry) -> Attention | None:
    found = db.execute(_ONE, (order_id, kind.value)).fetchone()
    db.execute(_DROP, (order_id, kind.value))
    append_entry(db, entry)
    return _attention(found) if found else None


def _attention(row: Sequence[Any]) -> Attention:
    order_id, kind, by, until, since = row
    return Attention(order_id, AttentionKind(kind), by, _moment(until), _moment(since))


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
