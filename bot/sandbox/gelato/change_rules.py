"""Until when an order may be changed: each dialect's own limit."""

from typing import Any

from bot.sandbox.gelato.answers import Refused
from bot.sandbox.gelato.words import MADE, SENT, Dialect

_TOO_LATE: dict[Dialect, frozenset[str]] = {
    "connect": SENT,  # S1: until it is shipped
    "v4": MADE,  # V4-cancel: 409 once an item is printed; V4-LIFE: only before production
}


def check_cancel(order: dict[str, Any], dialect: Dialect) -> None:
    """Raises Refused(409) where cancelling is over."""
    status = order["fulfillmentStatus"]
    if status == "canceled":
        raise Refused(409, "The order is already canceled.")
    if status == "draft" and dialect == "v4":
        raise Refused(409, "A draft order cannot be canceled.")
    statuses = {status, *(item["fulfillmentStatus"] for item in order["items"])}
    late = sorted(statuses & _TOO_LATE[dialect])
    if late:
        raise Refused(409, f"The order cannot be canceled, it is {late[0]}.")


def check_update(order: dict[str, Any]) -> None:
    """GelatoConnect: the shipment may change until shipped. Raises Refused(409)."""
    status = order["fulfillmentStatus"]
    if status in SENT | {"canceled"}:
        raise Refused(409, f"The shipment cannot be updated, the order is {status}.")


def check_draft(order: dict[str, Any]) -> None:
    """v4: only drafts are patched and deleted. Raises Refused(409)."""
    if order["fulfillmentStatus"] != "draft":
        raise Refused(409, "Only draft orders can be changed this way.")
