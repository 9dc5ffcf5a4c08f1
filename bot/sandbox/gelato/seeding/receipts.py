"""Receipts whose sums add up: lines into groups, groups into totals, refunds like purchases.

The sign of a refund is not documented anywhere; here its numbers are positive, like a
purchase's, and `transactionType` alone tells them apart.
"""

from random import Random
from typing import Any

from bot.sandbox.gelato.chance import new_id
from bot.sandbox.gelato.data.carriers import BY_UID as METHODS
from bot.sandbox.gelato.data.products import BY_UID as PRODUCTS
from bot.sandbox.gelato.money import converted, number, vat_of

_GROUPS = {"product": "products", "packaging": "packaging", "shipment": "shipping"}
_PACKAGING = 90
_UNKNOWN_PRODUCT = 1000


def purchase(luck: Random, order: dict[str, Any]) -> dict[str, Any]:
    """What the merchant paid for an order with a shipment."""
    discount = 10 if luck.random() < 0.15 else 0
    lines = [_product_line(order, item, discount) for item in order["items"]]
    shipment = order.get("shipment")
    if shipment:
        method = METHODS.get(shipment["shipmentMethodUid"])
        price = method.price if method else 500
        title = f"Delivery using {shipment['shipmentMethodName']}"
        lines.append(_line(order, shipment["id"], ("shipment", title, 1), (price, 0)))
        lines.append(_line(order, shipment["id"], ("packaging", "Packaging", 1), (_PACKAGING, 0)))
    return _receipt(luck, order, "purchase", lines)


def refund(luck: Random, order: dict[str, Any], *, whole: bool) -> dict[str, Any]:
    """Money back: everything, or the first product line."""
    items = order["items"] if whole else order["items"][:1]
    lines = [_product_line(order, item, 0) for item in items]
    return _receipt(luck, order, "refund", lines)


def whole_refund(luck: Random, order: dict[str, Any]) -> dict[str, Any]:
    """A refund that repeats the first purchase line by line."""
    bought: dict[str, Any] = order["receipts"][0]
    receipt_id = new_id(luck)
    lines = [line | {"id": new_id(luck), "receiptId": receipt_id} for line in bought["items"]]
    return bought | {"id": receipt_id, "transactionType": "refund", "items": lines}


def _product_line(order: dict[str, Any], item: dict[str, Any], discount: int) -> dict[str, Any]:
    product = PRODUCTS.get(item.get("productUid") or "")
    price = product.price if product else _UNKNOWN_PRODUCT
    what = ("product", item.get("productUid") or "customer product", item["quantity"])
    return _line(order, item["id"], what, (price, discount))


def _line(
    order: dict[str, Any], reference: str, what: tuple[str, str, int], cost: tuple[int, int]
) -> dict[str, Any]:
    """One line in smallest units. `what`: type, title, amount. `cost`: euro cents each, % off."""
    kind, title, amount = what
    base = converted(cost[0], order["currency"])
    initial = base * amount
    discount = round(initial * cost[1] / 100)
    return {
        "referenceId": reference,
        "type": kind,
        "title": title,
        "priceBase": base,
        "amount": amount,
        "priceInitial": initial,
        "discount": discount,
        "price": initial - discount,
        "vat": vat_of(initial - discount, order["shippingAddress"]["country"]),
    }


def _receipt(
    luck: Random, order: dict[str, Any], kind: str, lines: list[dict[str, Any]]
) -> dict[str, Any]:
    receipt_id, currency = new_id(luck), order["currency"]
    sums = _sums(lines)
    return {
        "id": receipt_id,
        "orderId": order["id"],
        "transactionType": kind,
        "currency": currency,
        "items": [_printed(luck, line, order, receipt_id) for line in lines],
        **{name: number(units, currency) for name, units in sums.items()},
        "type": "order",
        "receiptNumber": luck.choice((None, f"R-{luck.randrange(10**6):06d}")),
        "billingEntity": None,
        "billingTag": None,
    }


def _printed(
    luck: Random, line: dict[str, Any], order: dict[str, Any], receipt_id: str
) -> dict[str, Any]:
    """A line as JSON prints it: numbers of the currency, ids and moments."""
    currency = order["currency"]
    amounts = ("priceBase", "priceInitial", "discount", "price", "vat")
    return {
        "id": new_id(luck),
        "receiptId": receipt_id,
        **{k: number(v, currency) if k in amounts else v for k, v in line.items()},
        "priceInclVat": number(line["price"] + line["vat"], currency),
        "currency": currency,
        "createdAt": order["createdAt"],
        "updatedAt": order["updatedAt"],
    }


def _sums(lines: list[dict[str, Any]]) -> dict[str, int]:
    """The nineteen sums of a receipt, in smallest units, under the vendor's names."""
    sums: dict[str, int] = {}
    for kind, group in _GROUPS.items():
        sums |= _group_sums(f"{group}Price", [line for line in lines if line["type"] == kind])
    total, vat = (sum(line[name] for line in lines) for name in ("price", "vat"))
    return sums | {
        "discount": 0,
        "discountVat": 0,
        "discountInclVat": 0,
        "totalInitial": sum(line["priceInitial"] for line in lines),
        "total": total,
        "totalVat": vat,
        "totalInclVat": total + vat,
    }


def _group_sums(prefix: str, lines: list[dict[str, Any]]) -> dict[str, int]:
    price, vat = (sum(line[name] for line in lines) for name in ("price", "vat"))
    return {
        f"{prefix}Initial": sum(line["priceInitial"] for line in lines),
        f"{prefix}Discount": sum(line["discount"] for line in lines),
        prefix: price,
        f"{prefix}Vat": vat,
        f"{prefix}InclVat": price + vat,
    }
