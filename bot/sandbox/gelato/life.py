"""How orders move on as time passes: always the same way for the same orders.

An order rests in each status for hours that belong to its id. Orders that were already quiet
for far too long when the stand-in began are stuck, and stay so.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from heapq import heapify, heappop, heappush
from typing import Any

from bot.sandbox.gelato.book import Book
from bot.sandbox.gelato.chance import chance, share
from bot.sandbox.gelato.data.carriers import BY_UID as METHODS
from bot.sandbox.gelato.data.products import BY_UID as PRODUCTS
from bot.sandbox.gelato.data.refusals import REFUSALS
from bot.sandbox.gelato.events import Event, told
from bot.sandbox.gelato.moments import read, stamp
from bot.sandbox.gelato.seeding.shipments import packed
from bot.sandbox.gelato.submitted import planned_shipment
from bot.sandbox.gelato.words import (
    FIRST,
    PATHS_OF_LIFE,
    SENT,
    UNSHIPPABLE,
    Dialect,
    stage_of,
)

Order = dict[str, Any]
_LATE_SHARE = 0.15
_RETURNED_SHARE = 0.04
_OVERDUE = 2


class Life:
    """Moves the orders of a book; what happens is told to `tell`, in the order it happened."""

    def __init__(self, book: Book, dialect: Dialect, tell: Callable[[list[Event]], None]) -> None:
        self._book, self._dialect, self._tell = book, dialect, tell
        self._next = book.now()
        self._known = 0
        self._stuck = {o["id"]: o["fulfillmentStatus"] for o in book.orders if self._overdue(o)}
        self._since = {order["id"]: self._entered(order) for order in book.orders}

    def _entered(self, order: Order) -> tuple[str, datetime]:
        """When a seeded order took its status: a part of its rest ago, so that all move apart."""
        key, status = order["id"], order["fulfillmentStatus"]
        return status, self._book.now() - self._rest(key, status) * share(key, "began")

    def _overdue(self, order: Order) -> bool:
        stage, moved = stage_of(self._dialect, order["fulfillmentStatus"]), read(order["updatedAt"])
        if stage is None or moved is None:
            return False
        return self._book.now() - moved > timedelta(hours=stage.lasts[1] * _OVERDUE)

    def settle(self) -> None:
        """Lets everything happen that is due by now. Cheap when nothing is."""
        now = self._book.now()
        if now < self._next and len(self._book.orders) == self._known:
            return
        agenda = self._agenda()
        while agenda and agenda[0][0] <= now:
            moment, n, order = heappop(agenda)
            self._step(order, moment)
            if due := self._due(order):
                heappush(agenda, (due, n, order))
        self._next = agenda[0][0] if agenda else datetime.max.replace(tzinfo=now.tzinfo)
        self._known = len(self._book.orders)

    def wake(self) -> None:
        """Looks at every order again, also at those a test has altered."""
        self._next = self._book.now()
        self.settle()

    def _agenda(self) -> list[tuple[datetime, int, Order]]:
        """What is due when, the earliest first; the number keeps equals in their order."""
        orders = enumerate(self._book.orders)
        agenda = [(due, n, order) for n, order in orders if (due := self._due(order))]
        heapify(agenda)
        return agenda

    def _due(self, order: Order) -> datetime | None:
        """When the order leaves its status; None where it waits for a person, or for ever."""
        key, status = order["id"], order["fulfillmentStatus"]
        if self._stuck.get(key) == status or following(order, self._dialect) is None:
            return None
        if self._since.get(key, ("", None))[0] != status:
            self._since[key] = (status, self._book.now())
        return self._since[key][1] + self._rest(key, status)

    def _rest(self, key: str, status: str) -> timedelta:
        """How long this order stays in that status."""
        stage = stage_of(self._dialect, status)
        least, most = stage.lasts if stage else (0.0, 0.0)
        return timedelta(hours=least + (most - least) * share(key, status))

    def _step(self, order: Order, moment: datetime) -> None:
        status = following(order, self._dialect)
        if status is not None:
            self.move(order, status, moment)

    def begun(self, order: Order) -> None:
        """A new order is heard of, too."""
        self._since[order["id"]] = (order["fulfillmentStatus"], self._book.now())
        self._next = self._book.now()
        self._tell(told(order, self._dialect, self._book.now(), later=False))

    def move(self, order: Order, status: str, moment: datetime) -> None:
        """Puts an order and its items into a status, with all that belongs to it."""
        order["fulfillmentStatus"], order["updatedAt"] = status, stamp(moment)
        for item in order["items"]:
            item["fulfillmentStatus"] = status
        self._since[order["id"]] = (status, moment)
        self._equip(order, status, moment)
        later = status == "in_production" and self._grows_late(order)
        self._tell(told(order, self._dialect, moment, later=later))

    def _equip(self, order: Order, status: str, moment: datetime) -> None:
        """A shipment once production may begin, parcels once sent, a reason once failed."""
        luck = chance("life", order["id"], status)
        if order["shipment"] is None and status not in UNSHIPPABLE:
            order["shipment"] = planned_shipment(luck, order, "", moment)
        if status in SENT and not order["shipment"]["packages"]:
            method = METHODS.get(order["shipment"]["shipmentMethodUid"])
            packed(luck, order, 1, method or METHODS["dhl_global_parcel"])
        if status == "failed":
            order["refusalReasonCode"], order["refusalReason"] = REFUSALS[0]
            order["financialStatus"] = "refused"

    def _grows_late(self, order: Order) -> bool:
        """Moves the promised day by two for some orders; says whether it did."""
        if share(order["id"], "late") >= _LATE_SHARE:
            return False
        for name in ("minDeliveryDate", "maxDeliveryDate"):
            day = read(order["shipment"][name])
            order["shipment"][name] = (day + timedelta(days=2)).date().isoformat() if day else None
        return True


def following(order: Order, dialect: Dialect) -> str | None:
    """The status after this one; None where an order waits for a person or has ended."""
    status, path = order["fulfillmentStatus"], PATHS_OF_LIFE[dialect]
    if status not in path[:-1]:
        return None
    if status == FIRST[dialect] and _out_of_stock(order):
        return "failed"
    if status == "in_transit" and share(order["id"], "fate") < _RETURNED_SHARE:
        return "returned"
    later = path[path.index(status) + 1]
    plain = later == "digitizing" and not _embroidered(order)
    return path[path.index(later) + 1] if plain else later


def _out_of_stock(order: Order) -> bool:
    products = [PRODUCTS.get(item.get("productUid") or "") for item in order["items"]]
    return any(product is not None and not product.in_stock for product in products)


def _embroidered(order: Order) -> bool:
    return any(item.get("category") == "embroidered-caps" for item in order["items"])
