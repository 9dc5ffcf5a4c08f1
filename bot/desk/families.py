"""Finds every order of what a person typed: a reference, or one of Gelato's ids.

One reference may be several orders, in both dialects. Only GelatoConnect looks an order up by
reference, and then answers one of them; v4 takes ids alone (gelato-api-facts 1.3, 4.4).
"""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from bot.gelato.client import Gelato
from bot.gelato.deadlines import Urgency
from bot.orders.dialect import Dialect
from bot.orders.errors import GelatoRefused, GelatoTrouble, KeyRefused, OrderNotFound
from bot.orders.family import Family, each_once
from bot.orders.order import Order
from bot.orders.row import Row

T = TypeVar("T")

MOST_PARTS = 10
"""Orders of one reference that are read; a family of more is said to have more."""


async def read_family(
    gelato: Gelato, typed: str, now: datetime, urgency: Urgency = Urgency.PERSON
) -> Family:
    """The family of a reference or id. Shops write `#1042` where people type `1042`: both count.

    Raises OrderNotFound, or what Gelato's calls raise.
    """
    for spelling in spellings(typed):
        try:
            return await _family(_Asked(gelato, urgency), spelling, now)
        except OrderNotFound:
            continue
    raise OrderNotFound(f"Gelato knows no order {typed}. Check the number, or try the Gelato id.")


def spellings(typed: str) -> tuple[str, ...]:
    """What a typed number may be called in a shop: `1042` may be `#1042` there."""
    if typed.isdecimal():
        return (typed, f"#{typed}")
    return (typed, typed[1:]) if typed.startswith("#") and typed[1:] else (typed,)


@dataclass(frozen=True)
class _Asked:
    """Gelato, and for whom it is asked."""

    gelato: Gelato
    urgency: Urgency

    @property
    def dialect(self) -> Dialect:
        return self.gelato.dialect

    async def order(self, typed: str) -> Order:
        return await self.gelato.order(typed, self.urgency)

    async def rows_of_reference(self, reference: str) -> tuple[Row, ...]:
        return await self.gelato.rows_of_reference(reference, self.urgency)


async def _family(gelato: _Asked, typed: str, now: datetime) -> Family:
    if _is_gelato_id(typed):
        found = await _by_id(gelato, typed)
    else:
        found = await _by_reference(gelato, typed)
    parts, faults = await _read(gelato, found.others[:MOST_PARTS])
    orders = each_once([*found.known, *parts])
    if not orders:
        raise faults[0] if faults else OrderNotFound
    more = max(0, len(found.others) - MOST_PARTS)
    return Family(orders, gelato.dialect, now, more, found.certain and not faults)


@dataclass(frozen=True)
class _Found:
    """What one look at Gelato gave."""

    known: list[Order]
    """The order itself, where it was read already."""
    others: list[str]
    """Ids of orders that belong to it and are still to be read."""
    certain: bool = True
    """Whether those are surely all."""


async def _by_id(gelato: _Asked, order_id: str) -> _Found:
    """A shop's reference may look like an id of Gelato's, so that is tried too."""
    try:
        order = await _asked_for(gelato, order_id)
    except OrderNotFound:
        return _Found([], await _ids(gelato, order_id))
    if len(order.connected_order_ids) > 1 or not order.order_reference_id:
        return _Found([order], _without(order.connected_order_ids, order))
    try:
        return _Found([order], _without(await _ids(gelato, order.order_reference_id), order))
    except GelatoTrouble:
        return _Found([order], [], certain=False)


async def _by_reference(gelato: _Asked, reference: str) -> _Found:
    """v4 has to search. GelatoConnect is asked both ways at once, so that nobody waits twice.

    There a get that knows nothing leaves the search to decide; a search that fails leaves one
    order, and the doubt whether it is the only one.
    """
    if gelato.dialect is Dialect.V4:
        ids = await _ids(gelato, reference)
        return _Found([], ids) if ids else _Found([await _unlisted(gelato, reference)], [])
    answer, listed = await asyncio.gather(
        _asked_for(gelato, reference), _ids(gelato, reference), return_exceptions=True
    )
    if isinstance(answer, OrderNotFound) or (isinstance(answer, GelatoRefused) and listed == []):
        return _Found([], _or_raise(listed))
    if isinstance(answer, GelatoTrouble) and not isinstance(answer, KeyRefused) and listed:
        return _Found([], _or_raise(listed), certain=False)
    order = _or_raise(answer)
    if isinstance(listed, GelatoTrouble):
        return _Found([order], _without(order.connected_order_ids, order), certain=False)
    return _Found([order], _without([*order.connected_order_ids, *_or_raise(listed)], order))


async def _unlisted(gelato: _Asked, typed: str) -> Order:
    """What search does not list may still be an id; an API may refuse what cannot be one."""
    try:
        return await _asked_for(gelato, typed)
    except GelatoRefused:
        raise OrderNotFound from None


async def _asked_for(gelato: _Asked, typed: str) -> Order:
    """The order of a reference or id, and no other one that Gelato might answer.

    An order that names no reference cannot be told to be another one.
    """
    order = await gelato.order(typed)
    reference = order.order_reference_id.casefold().removeprefix("#")
    names = {order.id.casefold(), reference or typed.casefold().removeprefix("#")}
    if typed.casefold().removeprefix("#") not in names:
        raise OrderNotFound
    return order


async def _ids(gelato: _Asked, reference: str) -> list[str]:
    """The ids that search lists for a reference, and those that its rows name beside their own.

    Search may lag behind a split; v4's rows name the other parts. Letter case decides where it can:
    a shop may use `AB-1` and `ab-1` for two orders.
    """
    rows = await gelato.rows_of_reference(reference)
    rows = tuple(row for row in rows if row.order_reference_id == reference) or rows
    named = [order_id for row in rows for order_id in row.connected_order_ids]
    return list(dict.fromkeys([*(row.id for row in rows), *named]))


async def _read(gelato: _Asked, ids: Iterable[str]) -> tuple[list[Order], list[BaseException]]:
    """These orders, and why the others could not be read."""
    asked = (_asked_for(gelato, order_id) for order_id in ids)
    answers = await asyncio.gather(*asked, return_exceptions=True)
    orders = [answer for answer in answers if isinstance(answer, Order)]
    return orders, [answer for answer in answers if isinstance(answer, BaseException)]


def _or_raise(answer: T | BaseException) -> T:
    if isinstance(answer, BaseException):
        raise answer
    return answer


def _without(ids: Iterable[str], order: Order) -> list[str]:
    return [order_id for order_id in dict.fromkeys(ids) if order_id != order.id]


def _is_gelato_id(typed: str) -> bool:
    """Every id of an order in the vendor's documents is a UUID."""
    try:
        return str(UUID(typed)) == typed.casefold()
    except ValueError:
        return False
