"""All orders of a stand-in, out of a seed."""

from datetime import datetime
from typing import Any

from bot.sandbox.gelato.chance import chance
from bot.sandbox.gelato.data.landmarks import Part
from bot.sandbox.gelato.seeding.oddities import made_odd
from bot.sandbox.gelato.seeding.orders import seeded_order
from bot.sandbox.gelato.seeding.plans import Plan, plans
from bot.sandbox.gelato.words import Dialect

_SHARED = ("channel", "storeId", "customerReferenceId", "currency", "metadata")


def world(dialect: Dialect, orders: int, seed: int, now: datetime) -> list[dict[str, Any]]:
    """So many full orders, oldest references first; ages count back from `now`."""
    return [
        order
        for plan in plans(dialect, orders, seed)
        for order in _family(dialect, plan, seed, now)
    ]


def _family(dialect: Dialect, plan: Plan, seed: int, now: datetime) -> list[dict[str, Any]]:
    """The orders of one reference; parts of a split name each other and themselves."""
    family = [_order(dialect, plan, n, (seed, now)) for n in range(len(plan.parts))]
    ids = [order["id"] for order in family]
    for order in family[1:]:
        order |= {name: family[0][name] for name in _SHARED}
        order["shippingAddress"] |= _same_person(family[0])
    for order in family if len(family) > 1 else ():
        order["connectedOrderIds"] = list(ids)
    return family


def _same_person(order: dict[str, Any]) -> dict[str, Any]:
    own = {"id", "orderId"}
    return {k: v for k, v in order["shippingAddress"].items() if k not in own}


def _order(dialect: Dialect, plan: Plan, n: int, when: tuple[int, datetime]) -> dict[str, Any]:
    seed, now = when
    part: Part = plan.parts[n]
    luck = chance(seed, dialect, plan.reference, n)
    order = seeded_order(luck, (plan.number, plan.reference), part, now)
    return made_odd(order, part.oddity, luck)
