"""How each kind of change is done: looked at, judged, sent, and seen to have happened."""

from collections.abc import Mapping
from typing import Protocol

from bot.gelato.client import Gelato
from bot.orders.cancelling import judged_cancel, settled_cancel
from bot.orders.change import GO, Change, Kind, Outcome, Verdict
from bot.orders.dialect import Dialect
from bot.orders.drafts import judged_draft, settled_release
from bot.orders.errors import OrderNotFound
from bot.orders.order import Order
from bot.orders.updating import UpdateWish, judged_wish, settled_update

MISSING = Verdict(Outcome.REFUSED, "Gelato knows this order no more. Nothing was changed.")
"""Before anything was sent, or where Gelato refused it."""
VANISHED = Verdict(
    Outcome.UNCONFIRMED,
    "Gelato knows this order no more, so it cannot be seen what came of it. "
    "Look in Gelato's dashboard.",
)
"""After it was sent: Gelato may have done it before the order went away."""
UNANSWERED = (
    "Gelato has not answered since, so it cannot be seen what came of it. "
    "Look in Gelato's dashboard before you ask again."
)


class Way(Protocol):
    """One kind of change. An order of None means that Gelato knows none (yet, or any more)."""

    never_seen: str
    """What to say when it was looked for, with Gelato's answer, and never seen."""

    async def look(self, gelato: Gelato, change: Change) -> Order | None:
        """The order as it is now. Raises GelatoTrouble."""

    def judged(self, order: Order | None, change: Change, dialect: Dialect) -> Verdict:
        """Whether to send it, for the order as it is now."""

    async def send(self, gelato: Gelato, change: Change) -> None:
        """Asks Gelato, once. Raises UnknownOutcome when it may have been done."""

    def settled(self, order: Order | None, change: Change, dialect: Dialect) -> Verdict | None:
        """What the order shows afterwards; None while it may still happen."""


class _OfOneOrder:
    """What is done to an order that is there."""

    async def look(self, gelato: Gelato, change: Change) -> Order | None:
        """By Gelato's id; another order that Gelato might answer does not count."""
        try:
            order = await gelato.order(change.order_id)
        except OrderNotFound:
            return None
        return order if order.id == change.order_id else None


class Cancel(_OfOneOrder):
    """Stops an order."""

    never_seen = (
        "Gelato does not show it as canceled, so it most likely was not done. "
        "Look at it in Gelato's dashboard before you ask again."
    )

    def judged(self, order: Order | None, change: Change, dialect: Dialect) -> Verdict:
        """By status, and by the items'."""
        del change
        return judged_cancel(order, dialect) if order else MISSING

    async def send(self, gelato: Gelato, change: Change) -> None:
        """By Gelato's id."""
        await gelato.cancel(change.order_id)

    def settled(self, order: Order | None, change: Change, dialect: Dialect) -> Verdict | None:
        """Canceled, or too far along ever to be."""
        del change
        return settled_cancel(order, dialect) if order else VANISHED


class Update(_OfOneOrder):
    """Changes address or shipping method (GelatoConnect)."""

    never_seen = (
        "The order does not show what was asked for, so it most likely was not done. "
        "Look at it in Gelato's dashboard before you ask again."
    )

    def judged(self, order: Order | None, change: Change, dialect: Dialect) -> Verdict:
        """By status, and by whether the form still shows the truth."""
        return judged_wish(order, change, dialect) if order else MISSING

    async def send(self, gelato: Gelato, change: Change) -> None:
        """The whole address, or the method, or both."""
        await gelato.update_shipment(change.order_id, UpdateWish.read(change.wish).body)

    def settled(self, order: Order | None, change: Change, dialect: Dialect) -> Verdict | None:
        """Whatever Gelato made of it."""
        del dialect
        return settled_update(order, change) if order else VANISHED


class Release(_OfOneOrder):
    """Turns a draft of v4's into an order."""

    never_seen = (
        "Gelato shows it as a draft still, so it most likely was not done. "
        "Look at it in Gelato's dashboard before you ask again."
    )

    def judged(self, order: Order | None, change: Change, dialect: Dialect) -> Verdict:
        """Drafts alone."""
        del change, dialect
        return judged_draft(order) if order else MISSING

    async def send(self, gelato: Gelato, change: Change) -> None:
        """With what was wished of its items, if anything."""
        await gelato.release_draft(change.order_id, change.wish or None)

    def settled(self, order: Order | None, change: Change, dialect: Dialect) -> Verdict | None:
        """A draft no more."""
        del change, dialect
        return settled_release(order) if order else VANISHED


class Delete(_OfOneOrder):
    """Removes a draft of v4's."""

    never_seen = (
        "Gelato has the draft still, so it most likely was not done. "
        "Look at it in Gelato's dashboard before you ask again."
    )

    def judged(self, order: Order | None, change: Change, dialect: Dialect) -> Verdict:
        """Drafts alone; one that is gone was deleted by somebody."""
        del change, dialect
        gone = Verdict(Outcome.ALREADY, "It is deleted already.")
        return judged_draft(order) if order else gone

    async def send(self, gelato: Gelato, change: Change) -> None:
        """For good."""
        await gelato.delete_draft(change.order_id)

    def settled(self, order: Order | None, change: Change, dialect: Dialect) -> Verdict | None:
        """Gone."""
        del change, dialect
        return None if order else Verdict(Outcome.DONE, "It is deleted.")


class Submit:
    """Sends a new order. It has no id yet, so its reference stands for it.

    v4 takes a reference twice without a word, so an order that lost its answer is looked for and
    never sent again by itself (gelato-api-facts 9).
    """

    never_seen = (
        "No order with this reference has appeared since, so it most likely was not taken. "
        "Look in Gelato's dashboard before you send it again."
    )

    async def look(self, gelato: Gelato, change: Change) -> Order | None:
        """Whatever carries the reference. New orders come into search some seconds late."""
        rows = await gelato.rows_of_reference(change.order_id)
        try:
            return await gelato.order(rows[0].id) if rows else None
        except OrderNotFound:
            return None

    def judged(self, order: Order | None, change: Change, dialect: Dialect) -> Verdict:
        """References are to be new."""
        del dialect
        words = f"There is an order {change.reference} already. Choose another reference."
        return Verdict(Outcome.REFUSED, words) if order else GO

    async def send(self, gelato: Gelato, change: Change) -> None:
        """The whole order, in the dialect's words."""
        await gelato.submit(change.wish)

    def settled(self, order: Order | None, change: Change, dialect: Dialect) -> Verdict | None:
        """There."""
        del change, dialect
        return Verdict(Outcome.DONE, "Gelato has the order.") if order else None


WAYS: Mapping[Kind, Way] = {
    Kind.CANCEL: Cancel(),
    Kind.UPDATE: Update(),
    Kind.SUBMIT: Submit(),
    Kind.RELEASE: Release(),
    Kind.DELETE: Delete(),
}
