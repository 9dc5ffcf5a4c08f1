"""What the ledger has seen to ship, read in pages."""

from datetime import datetime

from bot.orders.observed import Observed
from bot.store.ledger_ports import Ledger, Place

A_PAGE = 1_000
"""Orders that are read at once."""


async def shipped_behind(
    ledger: Ledger, moment: datetime, most: int
) -> tuple[list[Observed], bool]:
    """Orders first seen shipped after `moment`, and whether reading stopped once it had `most`.

    The last page is read whole. Raises StoreTrouble.
    """
    orders: list[Observed] = []
    after: Place | None = None
    while len(orders) < most:
        page = await ledger.shipped_since(moment, A_PAGE, after)
        orders += page
        if len(page) < A_PAGE:
            return orders, False
        last = page[-1]
        after = (last.shipped_at or last.since, last.order_id)
    return orders, True
