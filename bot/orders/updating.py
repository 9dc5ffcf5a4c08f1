"""Changing the shipment of an order (GelatoConnect): until when, what moved, what came of it. Pure.

GelatoConnect takes a new address, whole, or another method until the order is shipped, and v4 has
no such call (gelato-api-facts 2.5, 5.2).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from bot.orders.addresses.changes import compared
from bot.orders.addresses.request import AddressRequest
from bot.orders.change import GO, Change, Outcome, Verdict
from bot.orders.dialect import Dialect
from bot.orders.order import Address, Order, Shipment
from bot.orders.requests.orders import ShipmentRequest, methods_written
from bot.orders.requests.rules import NO_UPDATE
from bot.orders.statuses import canonical_status, status_label

_ENDED = frozenset({"shipped", "in_transit", "delivered", "returned", "canceled"})
_NUMBERS = {"post_code", "phone", "federal_tax_id", "state_tax_id"}
KINDS_OF_METHOD = frozenset({"normal", "standard", "express"})
"""Words that Gelato turns into one of its own methods (gelato-api-facts 5.1)."""


@dataclass(frozen=True, repr=False)
class Shipping:
    """Where an order goes and how, as far as it can be changed. Personal data."""

    address: AddressRequest = field(default_factory=AddressRequest)
    method: str = ""
    """Gelato's uid."""
    status: str = ""
    method_name: str = field(default="", compare=False)
    """What people call the method; empty where Gelato does not say."""

    def __repr__(self) -> str:
        return f"Shipping({self.status!r})"

    @classmethod
    def of(cls, order: Order) -> "Shipping":
        """As the order has it now."""
        shipment = order.shipment or Shipment()
        status = canonical_status(order.fulfillment_status)
        return cls(
            AddressRequest.of(order.shipping_address or Address()),
            shipment.shipment_method_uid,
            status,
            shipment.shipment_method_name,
        )

    @property
    def method_words(self) -> str:
        """The method by its name, else by Gelato's uid."""
        return self.method_name or self.method


@dataclass(frozen=True, repr=False)
class UpdateWish:
    """What is to be changed, and what the form was opened on. Personal data."""

    before: Shipping
    method: str = ""
    """Empty: left as it is."""
    address: AddressRequest | None = None

    def __repr__(self) -> str:
        return "UpdateWish()"

    @property
    def body(self) -> dict[str, Any]:
        """What GelatoConnect is sent."""
        return ShipmentRequest(self.method, self.address).body(Dialect.CONNECT)

    def written(self) -> dict[str, Any]:
        """As the store keeps it until the change has ended."""
        return asdict(self)

    @classmethod
    def read(cls, held: Mapping[str, Any]) -> "UpdateWish":
        """What `written` wrote."""
        before = Shipping(**{**held["before"], "address": _address(held["before"]["address"])})
        address = _address(held["address"]) if held["address"] else None
        return cls(before, held["method"], address)


def judged_update(order: Order, dialect: Dialect) -> Verdict:
    """Whether the shipment of this order can be changed now, and in words why not."""
    status = canonical_status(order.fulfillment_status)
    if status in _ENDED:
        return Verdict(Outcome.REFUSED, _too_late(status, dialect))
    return Verdict(Outcome.REFUSED, NO_UPDATE) if dialect is Dialect.V4 else GO


def judged_wish(order: Order, change: Change, dialect: Dialect) -> Verdict:
    """The same right before it is sent: nothing that the form showed may have moved."""
    verdict = judged_update(order, dialect)
    if verdict.outcome:
        return verdict
    moved = list(_moved(UpdateWish.read(change.wish).before, Shipping.of(order)))
    if not moved:
        return GO
    words = f"While the form was open, {_joined(moved)}. Nothing was sent; please look again."
    return Verdict(Outcome.REFUSED, words)


def settled_update(order: Order, change: Change) -> Verdict | None:
    """What the order shows afterwards; None while it may still change.

    Gelato may write an address in its own way, so what differs is told and not doubted.
    """
    wish, here = UpdateWish.read(change.wish), Shipping.of(order)
    if not (change.accepted or _has_arrived(wish, here)):
        return _refused_late(here.status) if here.status in _ENDED else None
    differing = list(differences_from(wish, here))
    if not differing:
        return Verdict(Outcome.DONE, _as_asked(wish, here))
    if _is_another(wish.before, here):
        words = f"It was changed, and Gelato holds something else in: {', '.join(differing)}."
        return Verdict(Outcome.DONE, words)
    return _refused_late(here.status) if here.status in _ENDED else None


def differences_from(wish: UpdateWish, here: Shipping) -> Iterator[str]:
    """The fields, in words, in which an order is not as it was asked for.

    How Gelato writes an address does not count, nor what it makes of a kind of method: a request
    that it took may well have kept the method that the order had.
    """
    if wish.address is not None:
        asked, held = _alike(wish.address), _alike(here.address)
        yield from (each.label for each in compared(asked, held))
    if is_another_method(wish, here):
        yield "Shipping method"


def is_another_method(wish: UpdateWish, here: Shipping) -> bool:
    """Whether the order shows a method that was not asked for, and that no kind can have become."""
    return _is_unnamed(wish, here) and not _methods(wish) & KINDS_OF_METHOD


def _is_unnamed(wish: UpdateWish, here: Shipping) -> bool:
    wanted = _methods(wish)
    return bool(wanted) and here.method not in wanted


def _as_asked(wish: UpdateWish, here: Shipping) -> str:
    if _is_unnamed(wish, here):
        return f"Gelato took it. The shipping method is {here.method_words or 'not named'} now."
    return "Gelato now holds what was asked for."


def _has_arrived(wish: UpdateWish, here: Shipping) -> bool:
    """Whether an order shows something that the wish alone explains, where no answer came."""
    wanted, before = _methods(wish), wish.before
    if wanted and here.method != before.method and wanted & {here.method, *KINDS_OF_METHOD}:
        return True
    if wish.address is None:
        return False
    changed = [each.field for each in compared(before.address, wish.address)]
    asked, held, was = wish.address, here.address, before.address
    return any(
        asked.text(name) == held.text(name)
        or _alike(was).text(name) != _alike(asked).text(name) == _alike(held).text(name)
        for name in changed
    )


def _is_another(before: Shipping, here: Shipping) -> bool:
    return _alike(here.address) != _alike(before.address) or here.method != before.method


def _methods(wish: UpdateWish) -> set[str]:
    return set(methods_written(wish.method).split(",")) - {""}


def _moved(before: Shipping, now: Shipping) -> Iterator[str]:
    if before.status != now.status:
        was, is_now = status_label(before.status).lower(), status_label(now.status).lower()
        yield f"its status moved from {was} to {is_now}"
    if fields := [each.label for each in compared(before.address, now.address)]:
        yield f"its address was changed ({', '.join(fields)})"
    if before.method != now.method:
        yield "its shipping method was changed"


_AGAIN = "You can send it again as a new order in Gelato's dashboard."


def _refused_late(status: str) -> Verdict:
    return Verdict(Outcome.REFUSED, _too_late(status, Dialect.CONNECT))


def _too_late(status: str, dialect: Dialect) -> str:
    what = f"It is {status_label(status).lower()}"
    if status == "canceled":
        return f"{what}, so there is nothing to change. {_AGAIN}"
    is_connect = dialect is Dialect.CONNECT
    limit = "GelatoConnect takes changes until an order is shipped. " if is_connect else ""
    return (
        f"{what}, so its shipment cannot be changed any more. {limit}Ask the carrier to redirect "
        "the parcel, or send it again as a new order in Gelato's dashboard."
    )


def _alike(address: AddressRequest) -> AddressRequest:
    """Without what does not matter when two addresses are compared.

    Letter case and spaces; in codes and numbers, everything that is no letter and no digit.
    """
    texts = {
        name: _bare(name, value).casefold()
        for name, value in vars(address).items()
        if isinstance(value, str) and name != "country"
    }
    return replace(address, is_business=address.is_business or None, **texts)


def _bare(name: str, text: str) -> str:
    if name in _NUMBERS:
        return "".join(letter for letter in text if letter.isalnum())
    return " ".join(text.split())


def _address(held: Mapping[str, Any]) -> AddressRequest:
    return AddressRequest(**held)


def _joined(parts: Iterable[str]) -> str:
    *first, last = parts
    return f"{', '.join(first)} and {last}" if first else last
