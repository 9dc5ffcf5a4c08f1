"""What the sandbox's bot would have seen, had it looked on for three weeks."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from bot.orders.sightings import How, Sighting
from bot.orders.statuses import canonical_status
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.gelato.moments import read
from bot.sandbox.gelato.words import PATHS_OF_LIFE
from bot.store.database import SqliteDatabase
from bot.store.ledger import SqliteLedger
from bot.store.ledger_ports import Stretch
from bot.store.sweep_log import SqliteSweepLog

WATCHED = timedelta(days=21)
_BETWEEN_LOOKS = timedelta(minutes=10)
_COVERED = timedelta(days=90)


async def remember_past(database: SqliteDatabase, gelato: StandInGelato, now: datetime) -> None:
    """Fills the ledger with the states of the stand-in's orders, each at its moment."""
    began = now - WATCHED
    log = SqliteSweepLog(database)
    sweep = await log.begin([Stretch("all", (), began - _COVERED, began)], began)
    await log.end(sweep.id, began)
    seen = [each for order in gelato.orders for each in _sightings(order, gelato, began)]
    await SqliteLedger(database).saw(seen)


def _sightings(order: dict[str, Any], gelato: StandInGelato, began: datetime) -> Iterator[Sighting]:
    """Each state when it began, and shortly before it the one that it came from."""
    before: Sighting | None = None
    for status, at in _states(order, gelato):
        if at >= began and before:
            yield _sighting(order, before.status, at - _BETWEEN_LOOKS, before.updated_at or at)
        before = _sighting(order, status, max(at, began), at)
        if at >= began:
            yield before
    if before and before.at == began:
        yield before


def _states(order: dict[str, Any], gelato: StandInGelato) -> list[tuple[str, datetime]]:
    """From its making to its last change; what lay between is spread evenly."""
    path, now = PATHS_OF_LIFE[gelato.dialect], order["fulfillmentStatus"]
    words = path[: path.index(now) + 1] if now in path else dict.fromkeys((path[0], now))
    made, moved = read(order["createdAt"]), read(order["updatedAt"])
    if made is None or moved is None or len(words) < 2 or moved <= made:
        only = moved or made
        return [(now, only)] if only else []
    step = (moved - made) / (len(words) - 1)
    return [(word, made + n * step) for n, word in enumerate(words)]


def _sighting(order: dict[str, Any], status: str, at: datetime, updated: datetime) -> Sighting:
    return Sighting(
        order_id=order["id"],
        status=canonical_status(status),
        at=at,
        how=How.SWEEP,
        reference=order.get("orderReferenceId") or "",
        ordered_at=read(order.get("orderedAt")),
        created_at=read(order["createdAt"]),
        updated_at=updated.replace(microsecond=0),
        country=((order.get("shippingAddress") or {}).get("country") or "").upper(),
        store_id=order.get("storeId") or "",
        sales_channel=order.get("channel") or "",
    )
