"""Orders that were seen shipped since a moment, in the order that they are listed in."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.orders.countries import country_name
from bot.orders.observed import Observed


@dataclass(frozen=True)
class Shipping:
    """An order, and when the bot first saw it with the carrier; it may have moved on since."""

    order: Observed
    shipped_at: datetime


@dataclass(frozen=True)
class Way:
    """To which country, and by which shipping method."""

    country: str
    """ISO 3166-1."""
    method: str


def way_of(shipping: Shipping) -> Way:
    """What an order is grouped by."""
    order = shipping.order
    return Way(order.country, order.method_name or order.method_uid)


def grouped(some: Iterable[Shipping]) -> Sequence[Shipping]:
    """By name of the country, then by method, then the latest first."""
    latest = sorted(some, key=lambda each: (each.order.reference, each.order.order_id))
    latest.sort(key=lambda each: each.shipped_at, reverse=True)
    return sorted(latest, key=_place)


def counts(some: Iterable[Shipping]) -> Mapping[Way, int]:
    """How many went each way."""
    return Counter(map(way_of, some))


def _place(shipping: Shipping) -> tuple[bool, str, str]:
    way = way_of(shipping)
    return not way.country, country_name(way.country).casefold(), way.method.casefold()
