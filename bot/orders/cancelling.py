"""What canceling means for an order in its state, and what came of it. Pure.

GelatoConnect cancels until shipped; v4 refuses once any item is printed, and maybe already once
production has started: two documents of Gelato's differ (gelato-api-facts 2.5). It is a hint for
what to offer: the server's answer is the truth.
"""

from collections.abc import Iterable, Mapping

from bot.orders.change import GO, Outcome, Verdict
from bot.orders.dialect import Dialect
from bot.orders.order import Item, Order
from bot.orders.product import product_words
from bot.orders.statuses import Phase, canonical_status, status_label, status_words

CANCELED = "canceled"
_SENT = frozenset({"shipped", "in_transit", "delivered", "returned"})
_TOO_LATE: Mapping[Dialect, frozenset[str]] = {
    Dialect.CONNECT: _SENT,
    Dialect.V4: _SENT | {"printed", "packaged"},
}
_LIMIT: Mapping[Dialect, str] = {
    Dialect.CONNECT: "GelatoConnect cancels an order until it is shipped.",
    Dialect.V4: "Gelato cancels an order only before it is printed.",
}
_STARTED = frozenset({"in_production", "printed", "packaged"})
MOST_NAMED = 3


def judged_cancel(order: Order, dialect: Dialect) -> Verdict:
    """Whether canceling this order makes sense now, and in words why not."""
    status = canonical_status(order.fulfillment_status)
    if status == CANCELED:
        return Verdict(Outcome.ALREADY, "It is canceled already.")
    if status == "draft" and dialect is Dialect.V4:
        return _refused("It is a draft, which Gelato deletes instead: do that in its dashboard.")
    if too_late(order, dialect):
        return _refused(_why_refused(order, dialect))
    return GO


def meaning_of_cancel(order: Order, dialect: Dialect) -> str:
    """What the person should know before they cancel this order."""
    status = canonical_status(order.fulfillment_status)
    started = [i for i in order.items if canonical_status(i.fulfillment_status) in _STARTED]
    lost = "what was made is lost, and may be charged."
    if dialect is Dialect.V4:
        lost += " Gelato may refuse, too."
    if status in _STARTED:
        return f"It is {_lower(status)} already: {lost}"
    if started:
        named = _named(started)
        return f"Of its items, {named} already: {lost}"
    if status == "failed":
        return "It failed, so nothing is made of it; canceling closes it for good."
    if status_words(status, dialect).phase is Phase.UNKNOWN:
        return f"Orderdesk does not know how far it is. {_LIMIT[dialect]}"
    if status_words(status, dialect).phase is Phase.WAITING:
        return f"Nothing of it is made yet. {_LIMIT[dialect]}"
    return f"Nothing of it is made yet. {_LIMIT[dialect]} That moment may come any minute."


def settled_cancel(order: Order, dialect: Dialect) -> Verdict | None:
    """What an order that was to be canceled shows, looked at later; None while it may change."""
    if canonical_status(order.fulfillment_status) == CANCELED:
        return Verdict(Outcome.DONE, "Gelato shows it as canceled.")
    if canonical_status(order.fulfillment_status) in _SENT:
        return _refused(_why_refused(order, dialect))
    return None


def limit_of_cancel(dialect: Dialect) -> str:
    """Until when this dialect cancels, in a sentence."""
    return _LIMIT[dialect]


def too_late(order: Order, dialect: Dialect) -> str:
    """What of it is too far along: `It is shipped`; empty when nothing is."""
    status, limit = canonical_status(order.fulfillment_status), _TOO_LATE[dialect]
    late = [item for item in order.items if canonical_status(item.fulfillment_status) in limit]
    if status not in limit and not late:
        return ""
    return f"It is {_lower(status)}" if status in limit else f"Of its items, {_named(late)}"


def _why_refused(order: Order, dialect: Dialect) -> str:
    """What is too far along, and what can be done."""
    instead = _instead(canonical_status(order.fulfillment_status))
    late = too_late(order, dialect)
    return f"{late}, so it cannot be canceled any more. {_LIMIT[dialect]} {instead}"


def _instead(status: str) -> str:
    if status in {"delivered", "returned"}:
        return "Talk to Gelato's support about a refund."
    return "You can wait for it and talk to Gelato's support about a refund."


def _named(items: Iterable[Item]) -> str:
    """`Poster A3 is printed and Mug is shipped`, at most three of them."""
    named = [f"{product_words(item)} is {_lower(item.fulfillment_status)}" for item in items]
    left = len(named) - MOST_NAMED
    more = [f"{left} more {'is' if left == 1 else 'are'} as far"] if left > 0 else []
    parts = [*named[:MOST_NAMED], *more]
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _lower(status: str) -> str:
    label = status_label(status)
    return label[:1].lower() + label[1:]


def _refused(words: str) -> Verdict:
    return Verdict(Outcome.REFUSED, words)
