"""What may be done to a draft of v4's (gelato-api-facts 5.4). Pure."""

from bot.orders.change import GO, Outcome, Verdict
from bot.orders.order import Order
from bot.orders.statuses import canonical_status, status_label

DRAFT = "draft"


def judged_draft(order: Order) -> Verdict:
    """Only drafts are released and deleted."""
    if is_draft(order):
        return GO
    state = status_label(order.fulfillment_status).lower()
    return Verdict(Outcome.REFUSED, f"It is no draft any more: it is {state}.")


def settled_release(order: Order) -> Verdict | None:
    """An order that was a draft."""
    return None if is_draft(order) else Verdict(Outcome.DONE, "It is an order now.")


def is_draft(order: Order) -> bool:
    """Either word says so: the order's type, or its status."""
    return DRAFT in {order.order_type.casefold(), canonical_status(order.fulfillment_status)}
