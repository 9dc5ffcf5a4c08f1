"""The hash chain of the audit log: each row's hash covers the one before. Pure."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC
from typing import Any

from bot.store.ports import AuditRow, Entry

GENESIS = "0" * 64
"""What the first row carries as the hash before it."""
_AS_THEY_ARE = ("operation", "outcome", "person", "team", "channel", "reference", "request_id")


def chained(previous: str, entry: Entry) -> str:
    """The hash of an entry that follows `previous`, as hexadecimal SHA-256."""
    return hashlib.sha256(f"{previous}\n{canonical(entry)}".encode()).hexdigest()


def canonical(entry: Entry) -> str:
    """One spelling of an entry: JSON with sorted keys."""
    return json.dumps(document(entry), sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def document(entry: Entry) -> dict[str, Any]:
    """An entry as the trail writes it: UTC to the microsecond, durations in milliseconds."""
    fields = {name: getattr(entry, name) for name in _AS_THEY_ARE}
    if entry.detail:  # rows from before there were details keep their hashes
        fields["detail"] = entry.detail
    return fields | {
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "order_ids": list(entry.order_ids),
        "took_ms": round(entry.took.total_seconds() * 1000),
    }


def first_broken(rows: Iterable[AuditRow], previous: str = GENESIS) -> AuditRow | None:
    """The first row that was changed, or that follows a missing one; None when all is well."""
    for row in rows:
        if row.previous != previous or row.hash != chained(previous, row.entry):
            return row
        previous = row.hash
    return None
