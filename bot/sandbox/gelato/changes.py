"""Cancelling, and changing the shipment."""

from typing import Any

from aiohttp import web

from bot.sandbox.gelato.address_rules import address_complaints
from bot.sandbox.gelato.answers import Refused, answered, body_of, not_found
from bot.sandbox.gelato.book import Book
from bot.sandbox.gelato.chance import chance
from bot.sandbox.gelato.change_rules import check_cancel, check_update
from bot.sandbox.gelato.data.carriers import BY_UID
from bot.sandbox.gelato.life import Life
from bot.sandbox.gelato.order_rules import method_complaints
from bot.sandbox.gelato.seeding.receipts import whole_refund
from bot.sandbox.gelato.submitted import Raw, kept_address, planned_shipment
from bot.sandbox.gelato.words import Dialect


class Changes:
    """Handlers of `cancel` and `update`."""

    def __init__(self, book: Book, life: Life, dialect: Dialect) -> None:
        self._book, self._life, self._dialect = book, life, dialect

    async def cancel(self, request: web.Request) -> web.Response:
        """Stops an order. A body is ignored. Connect answers a short OK, v4 nothing."""
        order = self._order(request)
        check_cancel(order, self._dialect)
        self._book.changed("cancel", order)
        _give_back(order)
        self._life.move(order, "canceled", self._book.now())
        return answered({"code": 200, "message": "OK"}) if self._short() else web.Response()

    def _short(self) -> bool:
        return self._dialect == "connect"

    async def update(self, request: web.Request) -> web.Response:
        """Connect: replaces the whole address, the method, or both, until shipped."""
        order = self._order(request)
        check_update(order)
        body = await body_of(request)
        complaints = _update_complaints(body, order)
        if complaints:
            raise Refused(400, "Validation failed.", complaints)
        self._replace(order, body)
        self._book.changed("update", order)
        return answered(_updated(order))

    def _replace(self, order: Raw, body: Raw) -> None:
        old = order["shippingAddress"]
        if body.get("shippingAddress") is not None:
            order["shippingAddress"] = kept_address(body["shippingAddress"], old["id"], order["id"])
        wish = body.get("shipmentMethodUid") or (order["shipment"] or {}).get("shipmentMethodUid")
        luck = chance("update", order["id"], len(self._book.effects))
        planned = planned_shipment(luck, order, wish or "", self._book.now())
        order["shipment"] = _merged(order["shipment"], planned)

    def _order(self, request: web.Request) -> Raw:
        key = request.match_info["id"]
        order = self._book.by_any(key) if self._short() else self._book.by_id(key)
        if order is None:
            raise not_found()
        return order


def _merged(old: Raw | None, planned: Raw) -> Raw:
    """The old shipment with the new promise; its own ids and parcel count stay."""
    if old is None:
        return planned
    kept = ("id", "promiseUid", "fulfillmentFacilityId", "packages", "fulfillmentCountry")
    counted = {name: old[name] for name in ("packageCount", "packagesCount") if name in old}
    fresh = {k: v for k, v in planned.items() if k not in ("packageCount", "packagesCount")}
    return fresh | {name: old[name] for name in kept if name in old} | counted


def _update_complaints(body: Raw, order: Raw) -> list[str]:
    address, method = body.get("shippingAddress"), body.get("shipmentMethodUid")
    if address is None and method is None:
        return ["shipmentMethodUid or shippingAddress is required."]
    wrong = [] if address is None else address_complaints(address, "shippingAddress", "connect")
    return wrong + method_complaints(method, address or order["shippingAddress"])


def _updated(order: Raw) -> dict[str, Any]:
    """S1's answer: `initialMin/MaxDeliveryDate` here, where a get says `min/maxDeliveryDate`."""
    shipment = order["shipment"]
    method = BY_UID.get(shipment["shipmentMethodUid"])
    names = ("shipmentMethodUid", "shipmentMethodName", "fulfillmentCountry")
    return {
        "shippingAddress": order["shippingAddress"],
        "shipment": {
            **{name: shipment[name] for name in names},
            "fulfillmentFacilityId": shipment["fulfillmentFacilityId"],
            "packageCount": shipment.get("packageCount", shipment.get("packagesCount", 1)),
            "initialMinDeliveryDate": shipment["minDeliveryDate"],
            "initialMaxDeliveryDate": shipment["maxDeliveryDate"],
            "serviceType": method.type if method else "normal",
        },
    }


def _give_back(order: Raw) -> None:
    """What was paid is refunded; what was not is no longer asked for."""
    kinds = {receipt["transactionType"] for receipt in order["receipts"]}
    if "purchase" in kinds and "refund" not in kinds:
        order["receipts"].append(whole_refund(chance("refund", order["id"]), order))
        order["financialStatus"] = "refunded"
    else:
        order["financialStatus"] = "canceled"
