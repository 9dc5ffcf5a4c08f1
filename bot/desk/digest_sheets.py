"""The tables that follow a digest in its thread: what its message did not name."""

from bot.desk.digest_ports import Sheet
from bot.orders.digest import Digest
from bot.orders.sheet import shipped_sheet, stuck_sheet


def sheets(made: Digest) -> list[Sheet]:
    """None, one or two of them."""
    found = []
    if left := made.stuck_left_out:
        comment = f"Stuck orders that have no row above: {len(left)}"
        found.append(Sheet("stuck-orders.csv", stuck_sheet(left), comment))
    if made.shipped_left_out:
        comment = f"All newly shipped orders: {len(made.shipped)}"
        found.append(Sheet("shipped-orders.csv", shipped_sheet(made.shipped), comment))
    return found
