"""When complete lists last held the orders that did not change: nothing is written for those."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlite_utils import Database

from bot.orders.observed import Observed
from bot.store.ledger_lines import READ, Line, is_open

_COMPLETE = """
    SELECT plan, stretch, sweep_windows.since, until, sweep_windows.began_at
    FROM sweep_windows JOIN sweeps ON sweep_id = sweeps.id
    WHERE sweep_windows.is_complete AND sweep_id > (SELECT max(id) - 2 FROM sweeps)"""


@dataclass(frozen=True)
class _Look:
    statuses: frozenset[str]
    since: float
    until: float
    at: float


class Looks:
    """The complete windows of this sweep and the last one."""

    def __init__(self, looks: Iterable[_Look]) -> None:
        self._looks = tuple(looks)

    def at(self, line: Line) -> datetime | None:
        """When an open order was last listed as its line says; None where no list is known to.

        An order that still has to be read may have changed, so no list vouches for it.
        """
        seen = line.seen
        made = [moment.timestamp() for moment in (seen.ordered_at, seen.created_at) if moment]
        if line.due != READ or not made or not is_open(seen):
            return None
        first, last = min(made), max(made)
        moments = [
            look.at
            for look in self._looks
            if look.since < first
            and last < look.until
            and (not look.statuses or seen.status in look.statuses)
        ]
        return datetime.fromtimestamp(max(moments), UTC) if moments else None

    def seen(self, line: Line) -> Observed:
        """The line as people read it: last seen when a list last held it."""
        at = self.at(line)
        if at is None or at <= line.seen.last_seen:
            return line.seen
        return replace(line.seen, last_seen=at)


def looks(db: Database) -> Looks:
    """What is known of the last complete windows."""
    plans: dict[str, dict[str, frozenset[str]]] = {}
    found = []
    for plan, stretch, since, until, at in db.execute(_COMPLETE):
        if plan not in plans:
            plans[plan] = {each["name"]: frozenset(each["statuses"]) for each in json.loads(plan)}
        found.append(_Look(plans[plan][stretch], since, until, at))
    return Looks(found)
