"""What makes single landmark orders special: a nice one, hostile text, a foreign letter."""

from collections.abc import Callable
from datetime import datetime
from random import Random
from typing import Any

from bot.sandbox.gelato.data.carriers import BY_UID as METHODS
from bot.sandbox.gelato.data.landmarks import HOSTILE_ADDRESS, HOSTILE_PRODUCTS
from bot.sandbox.gelato.data.places import PLACES
from bot.sandbox.gelato.data.products import PRODUCTS
from bot.sandbox.gelato.seeding.addresses import shipping_address
from bot.sandbox.gelato.seeding.items import made_item
from bot.sandbox.gelato.seeding.receipts import purchase
from bot.sandbox.gelato.seeding.shipments import packed, shipment, weight_of

CYRILLIC_POST_CODE = "post\u0421ode"
"""The vendor's own tables print the name of the post code with a Cyrillic letter."""


def made_odd(order: dict[str, Any], oddity: str, luck: Random) -> dict[str, Any]:
    """The order, with its oddity if it has one."""
    change = _ODDITIES.get(oddity)
    if change:
        change(order, luck)
    return order


def _nice(order: dict[str, Any], luck: Random) -> None:
    """Three lines in two tracked parcels to Portland, paid: the order of every screenshot."""
    order["shippingAddress"] = shipping_address(luck, order["id"], PLACES[0])
    order["shippingAddress"] |= {"firstName": "Maya", "lastName": "Robinson"}
    order["shippingAddress"] |= {"email": "maya.robinson@example.com"}
    order["currency"], order["channel"], order["financialStatus"] = "USD", "shopify", "paid"
    order["items"] = [_line(luck, n) for n in (0, 4, 6)]
    method, made = METHODS["ups_surepost"], datetime.fromisoformat(order["createdAt"])
    order["shipment"] = shipment(luck, method, "US", made)
    order["shipment"]["totalWeight"] = weight_of(order["items"])
    packed(luck, order, 2, method)
    order["receipts"] = [purchase(luck, order)]


def _line(luck: Random, n: int) -> dict[str, Any]:
    product = PRODUCTS[n]
    wish = {
        "itemReferenceId": f"line-{n}",
        "productUid": product.uid,
        "quantity": 1 + n % 3,
        "files": [
            {"type": kind, "url": f"https://files.example.com/art{n}.pdf"} for kind in product.files
        ],
    }
    return made_item(luck, wish, "shipped") | {"productName": product.name}


def _hostile(order: dict[str, Any], luck: Random) -> None:
    """Text that tries to ring everybody, to link away, to break out of its line."""
    order["shippingAddress"] |= HOSTILE_ADDRESS
    order["items"] += [_line(luck, n) for n in (1, 2, 3)][len(order["items"]) - 3 :]
    for item, name in zip(order["items"], HOSTILE_PRODUCTS, strict=False):
        item["productName"] = name
    order["metadata"] = [{"key": "<!everyone>", "value": "<https://evil.example|free mugs>"}]
    order["receipts"] = [purchase(luck, order)]


def _homoglyph(order: dict[str, Any], _luck: Random) -> None:
    """The post code under its misspelt name."""
    address = order["shippingAddress"]
    address[CYRILLIC_POST_CODE] = address.pop("postCode")


_ODDITIES: dict[str, Callable[[dict[str, Any], Random], None]] = {
    "nice": _nice,
    "hostile": _hostile,
    "homoglyph": _homoglyph,
}
