"""Claims the digest of a slot, inside a transaction of the writer's."""

from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from bot.store.run_rows import run_of
from bot.store.subscription_ports import UNFINISHED, UNTOLD, Hold, Run, RunState
from bot.store.subscriptions import change_subscription, subscription_of

_INSERT = """
    INSERT INTO digest_runs (
        subscription, slot, due_at, state, holder, again_at, attempts, folded, asked_by, digest,
        channel, ts, trouble, details
    ) VALUES (?, ?, ?, 'claimed', ?, ?, 0, ?, ?, '', '', '', '', '')
    ON CONFLICT DO NOTHING"""


def claim_due(db: Database, number: int, now: datetime, hold: Hold) -> Run | None:
    """The newest slot that is due; None when there is none, or one is still under way.

    A digest that still waits to be posted is folded into it, as are the slots between.
    """
    subscription = subscription_of(db, number)
    due = subscription.due(now) if subscription else ()
    under_way = _unfinished(db, number)
    if not due or not all(run.state in UNTOLD for run in under_way):
        return None
    newest = due[-1]
    folded = len(due) - 1 + _fold(db, under_way)
    run = Run(number, newest.key, newest.moment, RunState.CLAIMED, hold.holder, folded=folded)
    change_subscription(db, number, lambda each: replace(each, last_slot=newest.local))
    return run if _inserted(db, run, now, hold) else None


def claim_now(db: Database, number: int, now: datetime, hold: Hold, person: str) -> Run | None:
    """One that this person asked for; None while another one is under way."""
    if subscription_of(db, number) is None or _unfinished(db, number):
        return None
    slot = f"now {now.isoformat()}"
    run = Run(number, slot, now, RunState.CLAIMED, hold.holder, asked_by=person or "somebody")
    return run if _inserted(db, run, now, hold) else None


def _inserted(db: Database, run: Run, now: datetime, hold: Hold) -> bool:
    values = (
        run.subscription,
        run.slot,
        run.due_at.timestamp(),
        run.holder,
        (now + hold.lease).timestamp(),
        run.folded,
        run.asked_by,
    )
    return bool(db.execute(_INSERT, values).rowcount)


def _unfinished(db: Database, number: int) -> list[Run]:
    states = ", ".join(f"'{state}'" for state in UNFINISHED)
    query = f"SELECT * FROM digest_runs WHERE subscription = ? AND state IN ({states})"  # noqa: S608  # states of our own
    return [run_of(row) for row in db.query(query, (number,))]


def _fold(db: Database, runs: list[Run]) -> int:
    """How many slots these stood for; from now on, none."""
    query = "UPDATE digest_runs SET state = 'folded' WHERE subscription = ? AND slot = ?"
    for run in runs:
        db.execute(query, (run.subscription, run.slot))
    return sum(1 + run.folded for run in runs if not run.asked_by)
