"""A row of a digest's run, read."""

from datetime import UTC, datetime
from typing import Any

from bot.orders.digest import Digest
from bot.store.subscription_ports import Run, RunState, TableState


def run_of(row: dict[str, Any]) -> Run:
    """The run that a row of `digest_runs` holds."""
    return Run(
        subscription=row["subscription"],
        slot=row["slot"],
        due_at=datetime.fromtimestamp(row["due_at"], UTC),
        state=RunState(row["state"]),
        holder=row["holder"],
        attempts=row["attempts"],
        folded=row["folded"],
        asked_by=row["asked_by"],
        began_posting_at=_moment(row["began_posting_at"]),
        digest=Digest.read(row["digest"]) if row["digest"] else None,
        channel=row["channel"],
        ts=row["ts"],
        trouble=row["trouble"],
        table=TableState(row["details"]),
    )


def _moment(timestamp: float | None) -> datetime | None:
    return None if timestamp is None else datetime.fromtimestamp(timestamp, UTC)
