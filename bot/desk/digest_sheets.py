"""The tables that follow a digest in its thread: what has no row in the message."""

from bot.desk.digest_ports import Sheet
from bot.orders.digest import MOST_SHIPPED, Digest
from bot.orders.sheet import shipped_sheet, stuck_sheet


def sheets(made: Digest) -> list[Sheet]:
    """None, one or two of them."""
    found = []
    if made.rest:
        comment = f"Stuck orders that have no row above: {len(made.rest)}"
        found.append(Sheet("stuck-orders.csv", stuck_sheet(made.rest), comment))
    if len(made.shipped) > MOST_SHIPPED:
        comment = f"All newly shipped orders: {len(made.shipped)}"
        found.append(Sheet("shipped-orders.csv", shipped_sheet(made.shipped), comment))
    return found
