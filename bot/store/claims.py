"""Changes of orders in SQLite: claimed first, then acted on."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlite_utils import Database

from bot.orders.amendments import shipment_changed
from bot.orders.change import Change, Kind, Outcome, Stage
from bot.orders.errors import ChangesPaused, TooManyChanges
from bot.orders.person import Asker
from bot.store.audit import append_entry
from bot.store.claim_ports import Cap
from bot.store.database import SqliteDatabase
from bot.store.feed import put_in_feed
from bot.store.ports import Entry
from bot.store.submissions import let_go_of_request
from bot.store.switches import paused_in

_OPEN = "SELECT * FROM changes WHERE order_id = ? AND stage <> 'ended'"
_SAME = "SELECT * FROM changes WHERE request = ? AND order_id = ?"
_COUNT = "SELECT count(*) FROM changes WHERE person = ? AND asked_at >= ?"
_UNFINISHED = """
    SELECT * FROM changes WHERE stage <> 'ended' OR told_at IS NULL ORDER BY asked_at LIMIT ?"""
_LAST_DONE = """
    SELECT * FROM changes WHERE order_id = ? AND kind = ? AND outcome = 'done'
    ORDER BY ended_at DESC LIMIT 1"""
_HOLD = """
    UPDATE changes SET due_at = :until
    WHERE id = :id AND due_at <= :now AND (stage <> 'ended' OR told_at IS NULL)"""
_KEEP = """
    UPDATE changes SET stage = :stage, due_at = :due_at, accepted = :accepted, tries = :tries,
        outcome = :outcome, words = :words, done_by = :done_by, ended_at = :ended_at, wish = :wish
    WHERE id = :id AND stage <> 'ended'"""


class SqliteClaims:
    """One row a change (bot.store.claim_ports.Claims)."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def claim(self, wanted: Sequence[tuple[Change, Entry]], cap: Cap) -> list[Change]:
        """The changes that stand: these, or those that were there before."""
        return await self._database.write(lambda db: _claim_all(db, wanted, cap))

    async def begin(self, change_id: str, due_at: datetime) -> bool:
        """Whether the request may leave: once for each change, and not while changes are paused."""
        return await self._database.write(lambda db: _begin(db, change_id, due_at))

    async def keep(self, change: Change) -> None:
        """How far it has come."""
        await self._database.write(lambda db: _keep(db, change))

    async def end(self, change: Change, row: Entry, *, is_unsent: bool = False) -> bool:
        """The outcome and its audit row, both or neither."""
        return await self._database.write(lambda db: _end(db, change, row, is_unsent=is_unsent))

    async def hold(self, change_id: str, now: datetime, until: datetime) -> Change | None:
        """The change, if it was due and nobody else has it."""
        return await self._database.write(lambda db: _hold(db, change_id, now, until))

    async def of(self, change_id: str) -> Change | None:
        """A change as it stands."""
        return await self._database.read(lambda db: _one(db, _BY_ID, change_id))

    async def unfinished(self, limit: int = 1000) -> Sequence[Change]:
        """What has not ended, or was not told."""
        return await self._database.read(lambda db: _all(db, _UNFINISHED, limit))

    async def last_done(self, order_id: str, kind: Kind) -> Change | None:
        """Who did it last."""
        return await self._database.read(lambda db: _one(db, _LAST_DONE, order_id, kind.value))

    async def open_of(self, order_id: str) -> Change | None:
        """The one that has not ended; there is at most one."""
        return await self._database.read(lambda db: _one(db, _OPEN, order_id))

    async def notes(self, order_ids: Sequence[str]) -> Mapping[str, str]:
        """Free words by request id; of changes without any there is none."""
        return await self._database.read(lambda db: _notes(db, order_ids))

    async def told(self, change_id: str, now: datetime) -> None:
        """That the outcome was read."""
        update = "UPDATE changes SET told_at = ? WHERE id = ?"
        await self._database.write(
            lambda db: db.execute(update, (now.timestamp(), change_id)) and None
        )


_BY_ID = "SELECT * FROM changes WHERE id = ?"
_CLAIMED = f"{_BY_ID} AND stage = 'claimed'"


def _notes(db: Database, order_ids: Sequence[str]) -> Mapping[str, str]:
    places = ", ".join("?" * len(order_ids))
    query = f"SELECT request_id, note FROM changes WHERE note <> '' AND order_id IN ({places})"  # noqa: S608  # places alone
    return dict(db.execute(query, list(order_ids)).fetchall())


def _claim_all(db: Database, wanted: Sequence[tuple[Change, Entry]], cap: Cap) -> list[Change]:
    """The writer's transaction keeps others out between the look and the claim."""
    standing = {change.id: _standing(db, change) for change, _ in wanted}
    new = [(change, row) for change, row in wanted if standing[change.id] is None]
    if new:
        _check_cap(db, new[0][0].by.person, len(new), cap)
    for change, row in new:
        _insert(db, change)
        append_entry(db, row)
    for request in {change.request for change, _ in wanted}:
        let_go_of_request(db, request)
    return [standing[change.id] or change for change, _ in wanted]


def _standing(db: Database, change: Change) -> Change | None:
    """What came with the same form before, or is open for the same order."""
    same = _one(db, _SAME, change.request, change.order_id)
    return same or _one(db, _OPEN, change.order_id)


def _check_cap(db: Database, person: str, wanted: int, cap: Cap) -> None:
    asked = db.execute(_COUNT, (person, cap.since.timestamp())).fetchone()[0]
    if cap.most and asked + wanted > cap.most:
        most = f"{cap.most} change{'' if cap.most == 1 else 's'} a day"
        those = "this would be one more" if wanted == 1 else f"these would be {wanted} more"
        raise TooManyChanges(
            f"One person may ask for {most}. You have asked for {asked} since midnight, and "
            f"{those}. Nothing was changed; a colleague can do it."
        )


def _insert(db: Database, change: Change) -> None:
    columns = _columns(change)
    names = ", ".join(columns)
    places = ", ".join(f":{name}" for name in columns)
    db.execute(f"INSERT INTO changes ({names}) VALUES ({places})", columns)  # noqa: S608  # names of ours


def _begin(db: Database, change_id: str, due_at: datetime) -> bool:
    if paused := paused_in(db):
        raise ChangesPaused(by=paused.by, at=paused.at, reason=paused.reason)
    update = "UPDATE changes SET stage = 'acting', due_at = ? WHERE id = ? AND stage = 'claimed'"
    return bool(db.execute(update, (due_at.timestamp(), change_id)).rowcount)


def _keep(db: Database, change: Change) -> bool:
    return bool(db.execute(_KEEP, _columns(change)).rowcount)


def _end(db: Database, change: Change, row: Entry, *, is_unsent: bool) -> bool:
    """Ends once: a second outcome of the same change would be a lie about the first."""
    if is_unsent and _one(db, _CLAIMED, change.id) is None:
        return False
    held = _one(db, _BY_ID, change.id)
    if held is None or not _keep(db, change):
        return False
    append_entry(db, row)
    if (change.kind, change.outcome) == (Kind.UPDATE, Outcome.DONE):
        put_in_feed(db, [shipment_changed(held, change.ended_at or row.at)])
    return True


def _hold(db: Database, change_id: str, now: datetime, until: datetime) -> Change | None:
    times = {"id": change_id, "now": now.timestamp(), "until": until.timestamp()}
    return _one(db, _BY_ID, change_id) if db.execute(_HOLD, times).rowcount else None


def _one(db: Database, query: str, *values: Any) -> Change | None:
    return next(iter(_all(db, query, *values)), None)


def _all(db: Database, query: str, *values: Any) -> list[Change]:
    return [_change(columns) for columns in db.query(query, values)]


def _columns(change: Change) -> dict[str, Any]:
    return {
        "id": change.id,
        "request": change.request,
        "kind": change.kind.value,
        "order_id": change.order_id,
        "reference": change.reference,
        "person": change.by.person,
        "team": change.by.team,
        "channel": change.by.channel,
        "request_id": change.by.request_id,
        "thread_ts": change.thread_ts,
        "card_ts": change.card_ts,
        "asked_at": change.asked_at.timestamp(),
        "due_at": change.due_at.timestamp(),
        "stage": change.stage.value,
        "reason": change.reason,
        "note": change.note,
        "wish": json.dumps({} if change.has_ended else dict(change.wish)),
        "accepted": int(change.accepted),
        "tries": change.tries,
        "outcome": change.outcome.value if change.outcome else None,
        "words": change.words,
        "done_by": change.done_by,
        "ended_at": change.ended_at.timestamp() if change.ended_at else None,
        "told_at": change.told_at.timestamp() if change.told_at else None,
    }


def _change(columns: Mapping[str, Any]) -> Change:
    return Change(
        id=columns["id"],
        request=columns["request"],
        kind=Kind(columns["kind"]),
        order_id=columns["order_id"],
        reference=columns["reference"],
        by=Asker(*(columns[name] for name in ("person", "team", "channel", "request_id"))),
        thread_ts=columns["thread_ts"],
        card_ts=columns["card_ts"],
        asked_at=_moment(columns["asked_at"]),
        due_at=_moment(columns["due_at"]),
        stage=Stage(columns["stage"]),
        reason=columns["reason"],
        note=columns["note"],
        wish=json.loads(columns["wish"]),
        accepted=bool(columns["accepted"]),
        tries=columns["tries"],
        outcome=Outcome(columns["outcome"]) if columns["outcome"] else None,
        words=columns["words"],
        done_by=columns["done_by"],
        ended_at=_moment(columns["ended_at"]) if columns["ended_at"] else None,
        told_at=_moment(columns["told_at"]) if columns["told_at"] else None,
    )


def _moment(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
