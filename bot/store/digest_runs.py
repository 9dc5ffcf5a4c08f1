"""The digests of all slots in SQLite: claimed once, remembered once."""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlite_utils import Database

from bot.orders.digest import Digest, Remembered
from bot.orders.seen import ShippedNow
from bot.orders.subscription import Subscription, delivered, failed, told_less
from bot.store.audit import append_entry
from bot.store.database import SqliteDatabase
from bot.store.ports import Entry
from bot.store.run_claims import claim_due, claim_now
from bot.store.run_rows import run_of
from bot.store.subscription_ports import (
    UNFINISHED,
    Hold,
    Place,
    Run,
    RunState,
    Setback,
    TableState,
)
from bot.store.subscriptions import change_subscription, subscription_of

_UNFINISHED = ", ".join(f"'{state}'" for state in UNFINISHED)
_MINE = f"subscription = ? AND slot = ? AND holder = ? AND state IN ({_UNFINISHED})"
_TABLE_LEFT = f"details IN ('{TableState.WANTED}', '{TableState.SENDING}')"
_SELECT = "SELECT * FROM digest_runs WHERE"
_NEWER = f"{_SELECT} subscription = ? AND due_at > ? AND state IN ('posted', 'silent', 'unknown')"


class SqliteDigestRuns:
    """One row a subscription and slot (bot.store.subscription_ports.DigestRuns)."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def claim_due(self, number: int, now: datetime, hold: Hold) -> Run | None:
        """Claims the newest slot that is due; older ones are folded into it."""
        return await self._database.write(lambda db: claim_due(db, number, now, hold))

    async def claim_now(self, number: int, now: datetime, hold: Hold, entry: Entry) -> Run | None:
        """Claims one that the entry's person asked for; None while another one is under way."""

        def claim(db: Database) -> Run | None:
            run = claim_now(db, number, now, hold, entry.person)
            if run is not None:
                append_entry(db, entry)
            return run

        return await self._database.write(claim)

    async def take_over(self, now: datetime, hold: Hold) -> Sequence[Run]:
        """Claims those that were left unfinished, or wait to be tried again."""
        left = f"(state IN ({_UNFINISHED}) OR (state = 'posted' AND {_TABLE_LEFT}))"
        condition = f"{left} AND again_at <= ?"
        return await self._database.write(
            lambda db: _taken(db, condition, (now.timestamp(),), now, hold)
        )

    async def claim_again(self, number: int, slot: str, now: datetime, hold: Hold) -> Run | None:
        """Claims one of which nobody knows whether it was posted, to post it; else None."""

        def claim(db: Database) -> Run | None:
            condition = "subscription = ? AND slot = ? AND state = 'unknown'"
            taken = _taken(db, condition, (number, slot), now, hold)
            change = "UPDATE digest_runs SET state = 'posting' WHERE subscription = ? AND slot = ?"
            for run in taken:
                db.execute(change, (run.subscription, run.slot))
            return taken[0] if taken else None

        return await self._database.write(claim)

    async def forget(self, before: datetime) -> None:
        """Empties old digests: a large one has megabytes."""
        old = f"due_at < ? AND digest <> '' AND state NOT IN ({_UNFINISHED}) AND NOT {_TABLE_LEFT}"
        await self._database.write(
            lambda db: (
                db.execute(
                    f"UPDATE digest_runs SET digest = '' WHERE {old}",  # noqa: S608  # states of ours
                    (before.timestamp(),),
                )
                and None
            )
        )

    async def remembered(self, number: int, shipped: Sequence[str]) -> Remembered:
        """What the digests of this subscription have told, of these shipped orders."""
        return await self._database.read(lambda db: _remembered(db, number, shipped))

    async def begin(self, run: Run, digest: Digest, now: datetime, until: datetime) -> bool:
        """Writes down what is going to be posted, and holds the claim until then."""
        values = {
            "state": RunState.POSTING,
            "digest": digest.written(),
            "channel": digest.channel,
            "began_posting_at": now.timestamp(),
            "again_at": until.timestamp(),
            "attempts": run.attempts + 1,
        }
        return await self._database.write(lambda db: _set(db, run, values))

    async def postpone(self, run: Run, state: RunState, until: datetime, trouble: str) -> bool:
        """Lets it rest until then, in this unfinished state."""
        again = {"again_at": until.timestamp(), "attempts": run.attempts}
        values = {"state": state, "trouble": trouble, **again}
        return await self._database.write(lambda db: _set(db, run, values))

    async def posted(self, run: Run, digest: Digest, place: Place) -> bool:
        """Remembers the message, and all that it and its table tell."""
        values = {
            "state": RunState.POSTED,
            "channel": place.channel,
            "ts": place.ts,
            "trouble": "",
            "attempts": 0,
            "details": TableState.WANTED if digest.needs_table else TableState.NONE,
        }
        return await self._database.write(lambda db: _end_well(db, run, digest, values))

    async def silent(self, run: Run, digest: Digest) -> bool:
        """Remembers what there was, though nothing was posted."""
        values = {"state": RunState.SILENT}
        return await self._database.write(lambda db: _end_well(db, run, digest, values))

    async def failed(self, run: Run, state: RunState, trouble: str) -> Setback | None:
        """Ends it as FAILED or UNKNOWN; what is UNKNOWN counts as told. None: the claim is lost."""
        return await self._database.write(lambda db: _fail(db, run, state, trouble))

    async def table(self, run: Run, state: TableState, until: datetime) -> bool:
        """How far the table is; where it is not at its end, the claim is held until then."""
        return await self._database.write(lambda db: _table(db, run, state, until))

    async def of_message(self, channel: str, ts: str) -> Run | None:
        """The run that a message shows."""
        query = f"{_SELECT} channel = ? AND ts = ?"
        return await self._database.read(lambda db: _one(db, query, channel, ts))

    async def last(self, number: int) -> Run | None:
        """The newest run of a subscription."""
        query = f"{_SELECT} subscription = ? ORDER BY due_at DESC, slot DESC LIMIT 1"
        return await self._database.read(lambda db: _one(db, query, number))


def _one(db: Database, query: str, *values: object) -> Run | None:
    return next((run_of(row) for row in db.query(query, values)), None)


def _taken(
    db: Database, condition: str, values: Sequence[object], now: datetime, hold: Hold
) -> list[Run]:
    """Runs as they stood, but held by this holder from now on."""
    found = [run_of(row) for row in db.query(f"{_SELECT} {condition}", values)]
    until = (now + hold.lease).timestamp()
    for run in found:
        db.execute(
            "UPDATE digest_runs SET holder = ?, again_at = ? WHERE subscription = ? AND slot = ?",
            (hold.holder, until, run.subscription, run.slot),
        )
    return [_held(run, hold) for run in found]


def _held(run: Run, hold: Hold) -> Run:
    return Run(**{**run.__dict__, "holder": hold.holder})


def _set(db: Database, run: Run, values: dict[str, Any]) -> bool:
    """Changes an unfinished run that this holder still has."""
    columns = ", ".join(f"{name} = ?" for name in values)
    query = f"UPDATE digest_runs SET {columns} WHERE {_MINE}"  # noqa: S608  # columns of our own
    mine = (run.subscription, run.slot, run.holder)
    return bool(db.execute(query, (*map(_plain, values.values()), *mine)).rowcount)


def _plain(value: object) -> Any:
    return str(value) if isinstance(value, StrEnum) else value


def _end_well(db: Database, run: Run, digest: Digest, values: dict[str, Any]) -> bool:
    if not _set(db, run, {**values, "digest": digest.written()}):
        return False
    _remember(db, run, digest)
    at = digest.occasion.now
    change_subscription(db, run.subscription, lambda each: delivered(each, at))
    return True


def _remember(db: Database, run: Run, digest: Digest) -> None:
    """All that it told, and what it noted without telling.

    One that is posted again late does not turn back what a newer one has told of stuck orders.
    """
    told = [(line.order_id, run.slot) for line in digest.shipped]
    noted = [(order_id, "") for order_id in digest.noted]
    _insert(db, "announced", ((run.subscription, *row) for row in (*told, *noted)))
    if db.execute(_NEWER, (run.subscription, run.due_at.timestamp())).fetchone():
        return
    db.execute("DELETE FROM digest_stuck WHERE subscription = ?", (run.subscription,))
    stuck = (
        (run.subscription, line.order_id, line.reference)
        for line in (*digest.stuck, *digest.snoozed)
    )
    _insert(db, "digest_stuck", stuck)


def _table(db: Database, run: Run, state: TableState, until: datetime) -> bool:
    query = (
        "UPDATE digest_runs SET details = ?, again_at = ?, attempts = ?"  # noqa: S608  # states of ours
        f" WHERE subscription = ? AND slot = ? AND holder = ? AND {_TABLE_LEFT}"
    )
    key = (run.subscription, run.slot, run.holder)
    if not db.execute(query, (str(state), until.timestamp(), run.attempts, *key)).rowcount:
        return False
    if state is TableState.LOST and run.digest and run.digest.shipped_left_out:
        _take_back(db, run, run.digest.shipped_left_out)
    return True


def _take_back(db: Database, run: Run, lines: Sequence[ShippedNow]) -> None:
    """These were not told after all; the next digest tells them."""
    query = "DELETE FROM announced WHERE subscription = ? AND slot = ? AND order_id = ?"
    for line in lines:
        db.execute(query, (run.subscription, run.slot, line.order_id))
    since = min(line.shipped_at for line in lines)
    change_subscription(db, run.subscription, lambda each: told_less(each, since))


def _insert(db: Database, table: str, rows: Iterable[tuple[object, ...]]) -> None:
    query = f"INSERT INTO {table} VALUES (?, ?, ?) ON CONFLICT DO NOTHING"  # noqa: S608  # tables of our own
    for row in rows:
        db.execute(query, row)


def _remembered(db: Database, number: int, shipped: Sequence[str]) -> Remembered:
    stuck = "SELECT order_id, reference FROM digest_stuck WHERE subscription = ?"
    known = (
        "SELECT order_id FROM announced"
        " WHERE subscription = ? AND order_id IN (SELECT value FROM json_each(?))"
    )
    told = db.execute(known, (number, json.dumps(list(shipped)))).fetchall()
    return Remembered(
        dict(db.execute(stuck, (number,)).fetchall()), frozenset(row[0] for row in told)
    )


def _fail(db: Database, run: Run, state: RunState, trouble: str) -> Setback | None:
    if not _set(db, run, {"state": state, "trouble": trouble}):
        return None
    if state is RunState.UNKNOWN and run.digest is not None:
        _remember(db, run, run.digest)
    before = subscription_of(db, run.subscription)
    how: Callable[[Subscription], Subscription] = lambda each: failed(each, trouble)  # noqa: E731
    after = change_subscription(db, run.subscription, how)
    if before is None or after is None:
        return None
    return Setback(after, before.failures == 0, bool(after.paused and not before.paused))
