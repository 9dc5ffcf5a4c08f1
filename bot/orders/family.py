"""One reference, and every order that Gelato made of it (gelato-api-facts 4.4)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from bot.orders.dialect import Dialect
from bot.orders.order import Order
from bot.orders.past import Past

_DAWN = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class Family:
    """The orders of one reference, oldest first and each once, as they were at `read_at`."""

    orders: tuple[Order, ...]
    dialect: Dialect
    read_at: datetime
    more_parts: int = 0
    """Parts that are known to exist and were not read."""
    parts_certain: bool = True
    """False when it could not be asked whether there are other parts."""
    pasts: Mapping[str, Past] = field(default_factory=dict)
    """What was seen of its orders before, by Gelato's id; of those that are known."""

    @property
    def reference(self) -> str:
        """The merchant's own number, or Gelato's id where there is none."""
        first = self.orders[0]
        return first.order_reference_id or first.id

    @property
    def id(self) -> str:
        """Gelato's id of the first part: what a button carries to find the family again."""
        return self.orders[0].id


def each_once(orders: Iterable[Order]) -> tuple[Order, ...]:
    """These orders without repeats, oldest first; equal ages keep the order of their ids."""
    by_id = {order.id: order for order in orders}
    return tuple(sorted(by_id.values(), key=lambda order: (order.created_at or _DAWN, order.id)))
