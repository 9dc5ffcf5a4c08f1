"""What a sighting of an order makes of what was known of it. Pure: no clock, no store.

- Times never go backwards: what is older than the last sighting moves nothing. Neither does a list
  that shows the order as it was before a change that is known (Gelato's search lags behind).
- Where such a late sighting says another state, the order is in doubt, and is read by its id.
- A read is believed, out of a final state too: a canceled order was once patched back
  (gelato-api-facts 5.4). A list that says so makes a doubt. An event moves nothing: its word is a
  hint to read, and is kept as a contradiction where the read says another state.
- Since when a state holds is exact when the order was made, or was in another state, at most
  `EXACT_WITHIN` before; otherwise the state may be older than its first sighting.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from bot.orders.observed import Observed

EXACT_WITHIN = timedelta(hours=1)
"""A few sweeps: coarser than any patience that counts, finer than a night."""
TERMINAL = frozenset({"delivered", "returned", "canceled"})
"""`failed` is none: it can be mended and sent again in the dashboard (gelato-api-facts 2.1)."""
SHIPPED = frozenset({"shipped", "in_transit", "delivered"})
_BEYOND_SHIPPING = SHIPPED | {"returned"}


class How(StrEnum):
    """Who told."""

    SWEEP = "sweep"
    """A list of many orders, which may lag behind."""
    READ = "read"
    """The order itself."""
    WEBHOOK = "webhook"
    """The order itself, read because Gelato told of it."""
    EVENT = "event"
    """An event's own word."""


@dataclass(frozen=True)
class Details:
    """What only the whole order tells."""

    print_country: str = ""
    promised_by: date | None = None
    method_uid: str = ""
    method_name: str = ""
    has_tracking: bool | None = None
    tracking_code: str = ""
    tracking_url: str = ""


@dataclass(frozen=True)
class Sighting:
    """An order, as it was when it was asked for at `at`. The status in its canonical spelling."""

    order_id: str
    status: str
    at: datetime
    how: How
    reference: str = ""
    ordered_at: datetime | None = None
    created_at: datetime | None = None
    updated_at: datetime | None = None
    country: str = ""
    store_id: str = ""
    customer_reference_id: str = ""
    sales_channel: str = ""
    details: Details | None = None
    told_at: datetime | None = None
    """When an event first told of this very state, before it was read."""
    delayed_at: datetime | None = None
    """When an event called the order delayed."""


@dataclass(frozen=True)
class Transition:
    """An order that is in another state; `before` is empty for one that is new to the ledger."""

    order_id: str
    before: str
    after: str
    at: datetime
    how: How
    is_exact: bool


@dataclass(frozen=True)
class Contradiction:
    """Something that was said of an order and did not move it, since newer sightings say else."""

    order_id: str
    said: str
    at: datetime
    how: How
    held: str
    """The state that the ledger stayed with."""
    held_since: datetime


@dataclass(frozen=True)
class Judgement:
    """The line after a sighting, and what came of it."""

    line: Observed | None
    transition: Transition | None = None
    contradiction: Contradiction | None = None
    in_doubt: bool = False
    """Whether the order has to be read to know its state."""


def judged(
    line: Observed | None, sighting: Sighting, looked_at: datetime | None = None
) -> Judgement:
    """What the line becomes. `looked_at`: when a complete list last held the order as it is."""
    if sighting.how is How.EVENT:
        return _told(line, sighting)
    if line is None:
        return _first(sighting)
    says_another = sighting.status not in {"", line.status}
    if _is_late(line, sighting):
        return _late(line, sighting) if says_another else Judgement(line)
    if not says_another:
        return Judgement(_with_facts(line, sighting))
    if sighting.how is How.SWEEP and line.status in TERMINAL:
        return Judgement(line, in_doubt=True)
    return _moved(line, sighting, max(line.last_seen, looked_at or line.last_seen))


def gone(line: Observed, at: datetime) -> Observed:
    """The line of an order that Gelato knows no longer. It keeps its last state."""
    return replace(line, gone_at=at, last_seen=max(line.last_seen, at))


def made_at(seen: Observed | Sighting) -> datetime | None:
    """What Gelato's date filters look at: when it was ordered, or made where it is a draft."""
    return seen.ordered_at or seen.created_at


def _told(line: Observed | None, event: Sighting) -> Judgement:
    if line is None or event.status in {"", line.status}:
        return Judgement(line)
    return Judgement(line, contradiction=_contradiction(line, event))


def _is_late(line: Observed, sighting: Sighting) -> bool:
    if sighting.at < line.last_seen:
        return True
    if sighting.how is not How.SWEEP or not sighting.updated_at or not line.updated_at:
        return False
    return sighting.updated_at < line.updated_at


def _late(line: Observed, sighting: Sighting) -> Judgement:
    """What was asked before this state began contradicts nothing: the order moved since."""
    contradicts = sighting.how is not How.SWEEP and sighting.at >= line.since
    contradiction = _contradiction(line, sighting) if contradicts else None
    return Judgement(line, contradiction=contradiction, in_doubt=True)


def _contradiction(line: Observed, sighting: Sighting) -> Contradiction:
    return Contradiction(
        line.order_id, sighting.status, sighting.at, sighting.how, line.status, line.since
    )


def _first(sighting: Sighting) -> Judgement:
    """Written out, since a first sweep makes a line of every order there is."""
    since = min(sighting.told_at or sighting.at, sighting.at)
    made = made_at(sighting)
    line = Observed(
        order_id=sighting.order_id,
        reference=sighting.reference,
        status=sighting.status,
        since=since,
        since_is_exact=made is not None and since - made <= EXACT_WITHIN,
        first_seen=since,
        last_seen=sighting.at,
        ordered_at=sighting.ordered_at,
        updated_at=sighting.updated_at,
        country=sighting.country,
        delayed_at=sighting.delayed_at,
        store_id=sighting.store_id,
        customer_reference_id=sighting.customer_reference_id,
        sales_channel=sighting.sales_channel,
        created_at=sighting.created_at,
        not_before=made if made and made <= since else None,
        was_shipped=sighting.status in _BEYOND_SHIPPING,
    )
    if sighting.details is not None:
        line = _with_details(line, sighting.details, sighting.at)
    return Judgement(line, _transition("", line, sighting))


def _moved(line: Observed, sighting: Sighting, not_before: datetime) -> Judgement:
    told = sighting.told_at
    since = told if told and not_before < told <= sighting.at else sighting.at
    first_shipped = sighting.status in SHIPPED and not line.was_shipped
    moved = replace(
        _with_facts(line, sighting),
        status=sighting.status,
        since=since,
        since_is_exact=since - not_before <= EXACT_WITHIN,
        not_before=min(not_before, since),
        moved_at=since,
        delayed_at=_delayed_since(since, sighting),
        shipped_at=since if first_shipped else line.shipped_at,
        was_shipped=line.was_shipped or sighting.status in _BEYOND_SHIPPING,
    )
    return Judgement(moved, _transition(line.status, moved, sighting))


def _transition(before: str, line: Observed, sighting: Sighting) -> Transition:
    return Transition(
        line.order_id, before, line.status, line.since, sighting.how, line.since_is_exact
    )


def _with_facts(line: Observed, sighting: Sighting) -> Observed:
    """The same state, with everything else that the sighting knows."""
    seen = replace(
        line,
        last_seen=sighting.at,
        reference=sighting.reference or line.reference,
        ordered_at=sighting.ordered_at or line.ordered_at,
        created_at=sighting.created_at or line.created_at,
        updated_at=_newer(sighting.updated_at, line.updated_at),
        country=sighting.country or line.country,
        store_id=sighting.store_id or line.store_id,
        customer_reference_id=sighting.customer_reference_id or line.customer_reference_id,
        sales_channel=sighting.sales_channel or line.sales_channel,
        delayed_at=_delayed_since(line.since, sighting) or line.delayed_at,
        gone_at=None,
    )
    if sighting.details is not None:
        seen = _with_details(seen, sighting.details, sighting.at)
    has_moved = _signs_of_life(seen) != _signs_of_life(line) and (
        line.read_at is not None or seen.updated_at != line.updated_at
    )
    return replace(seen, moved_at=sighting.at) if has_moved else seen


def _delayed_since(begun: datetime, sighting: Sighting) -> datetime | None:
    """What called it delayed before its state began spoke of the one before."""
    delayed_at = sighting.delayed_at
    return delayed_at if delayed_at and delayed_at >= begun else None


def _with_details(line: Observed, details: Details, at: datetime) -> Observed:
    tracking = details.has_tracking
    return replace(
        line,
        read_at=at,
        print_country=details.print_country,
        promised_by=details.promised_by,
        method_uid=details.method_uid,
        method_name=details.method_name,
        has_tracking=line.has_tracking if tracking is None else tracking,
        tracking_code=details.tracking_code,
        tracking_url=details.tracking_url,
    )


def _newer(one: datetime | None, other: datetime | None) -> datetime | None:
    """A list and a read may stamp an order differently: only what is newer than both is news."""
    return max((moment for moment in (one, other) if moment), default=None)


def _signs_of_life(line: Observed) -> tuple[object, ...]:
    return (line.updated_at, line.tracking_code, line.tracking_url)
