"""Which orders are worth judging: bounds that a query can hold, so that few of many are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.orders.observed import Observed
from bot.orders.statuses import STATUSES, Phase, canonical_status, status_words
from bot.orders.stuck import Terms

_MARGIN = timedelta(hours=3)
"""A day on which clocks go forward is a business day of less than 24 hours."""


@dataclass(frozen=True)
class Suspects:
    """An order that passes none of these bounds is not stuck; one that does has to be judged.

    Beside these everything that Gelato called delayed (`delayed_at`) is to be judged.
    """

    in_state_before: Mapping[str, datetime]
    """By status: in it since before then. Statuses that are missing here have no limit."""
    unknown_before: datetime | None
    """The same for words that Orderdesk does not know."""
    failed_since: datetime
    """Failed after this."""
    promised_before: date | None
    """Promised for a day before this one."""


def suspects(terms: Terms, now: datetime) -> Suspects:
    """The bounds of this moment. In every calendar a business day takes nearly a day at least."""
    patience = terms.patience
    limits = {
        status: patience.limit(status, terms.dialect)
        for status in STATUSES
        if status_words(status, terms.dialect).phase is not Phase.ENDED
    }
    is_promise_looked_at = patience.past_promise is not None
    return Suspects(
        {status: _before(now, limit) for status, limit in limits.items() if limit is not None},
        None if patience.unknown is None else _before(now, patience.unknown),
        now - timedelta(days=patience.failed_for),
        now.astimezone(terms.zone).date() if is_promise_looked_at else None,
    )


def is_suspect(order: Observed, bounds: Suspects) -> bool:
    """What a query should answer for this order."""
    status = canonical_status(order.status)
    if status == "failed":
        return order.since > bounds.failed_since
    before = bounds.in_state_before.get(status)
    if status not in STATUSES:
        before = bounds.unknown_before
    is_old = before is not None and order.since < before
    return is_old or order.delayed_at is not None or _is_late(order, bounds)


def _is_late(order: Observed, bounds: Suspects) -> bool:
    if order.promised_by is None or bounds.promised_before is None:
        return False
    return order.promised_by < bounds.promised_before


def _before(now: datetime, limit: int) -> datetime:
    return now - timedelta(days=limit) + _MARGIN
