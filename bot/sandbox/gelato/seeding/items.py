"""Lines of an order: what is printed, from which files, with which previews."""

from random import Random
from typing import Any

from bot.sandbox.gelato.chance import new_id
from bot.sandbox.gelato.data.products import BY_UID, PRODUCTS, Product

_FILES = "https://files.example.com"
_IMAGES = "https://img.example.com"
_QUANTITIES = (1, 1, 1, 1, 2, 2, 3, 5, 12, 50)


def drawn_items(luck: Random, status: str) -> list[dict[str, Any]]:
    """One to four lines of different products, all in one status."""
    count = luck.choices((1, 2, 3, 4), (60, 25, 10, 5))[0]
    able = [product for product in PRODUCTS if product.in_stock]
    if status == "digitizing":
        able = [product for product in able if product.category == "embroidered-caps"]
    chosen = luck.sample(able, min(count, len(able)))
    return [_drawn(luck, product, status, n) for n, product in enumerate(chosen, 1)]


def _drawn(luck: Random, product: Product, status: str, line: int) -> dict[str, Any]:
    files = [
        {"type": kind, "url": f"{_FILES}/{luck.randrange(10**8)}.pdf"} for kind in product.files
    ]
    wish = {
        "itemReferenceId": f"line-{line}",
        "productUid": product.uid,
        "quantity": luck.choice(_QUANTITIES),
        "files": files,
    }
    return made_item(luck, wish, status)


def made_item(luck: Random, wish: dict[str, Any], status: str) -> dict[str, Any]:
    """A full item out of what a submit asked for: the documented fields and the real others."""
    product = BY_UID.get(wish.get("productUid", ""))
    item: dict[str, Any] = {
        "id": new_id(luck),
        "itemReferenceId": str(wish["itemReferenceId"]),
        "productUid": wish.get("productUid"),
        "files": [_file(luck, file) for file in wish.get("files") or []],
        "processedFileUrl": f"{_FILES}/processed/{luck.randrange(10**8)}",
        "quantity": wish["quantity"],
        "fulfillmentStatus": status,
        "previews": _previews(luck),
    }
    if product and product.pages:
        item["pageCount"] = wish.get("pageCount") or product.pages
    return item | _undocumented(luck, product, wish)


def _file(luck: Random, file: dict[str, Any]) -> dict[str, Any]:
    """A file as answered; embroidery files get an id and their thread colours."""
    answered = {"type": file.get("type", "default"), "url": file.get("url")}
    if "embroidery" not in answered["type"]:
        return answered
    threads = file.get("threadColors") or ["#FFFFFF", "#A67843"]
    return {
        "id": file.get("id") or new_id(luck),
        **answered,
        "threadColors": threads,
        "isVisible": True,
    }


def _previews(luck: Random) -> list[dict[str, str]]:
    kinds = ("preview_default", "preview_thumbnail")[: luck.randrange(3)]
    return [{"type": kind, "url": f"{_IMAGES}/{luck.randrange(10**8)}.png"} for kind in kinds]


def _undocumented(luck: Random, product: Product | None, wish: dict[str, Any]) -> dict[str, Any]:
    """Fields that captured answers carry and no table lists (V4-LIFE, GC-DEV)."""
    name = wish.get("productName") or (product.name if product else None)
    return {
        "productName": None if luck.random() < 0.05 else name,
        "category": product.category if product else None,
        "productCategoryUid": product.category if product else None,
        "productTypeUid": product.category.rstrip("s") if product else None,
        "productNameUid": product.uid.split("_")[0] if product else None,
        "itemReferenceName": luck.choice((None, name)),
        "options": [],
        "printJobs": [],
        "eventLog": [],
        "designId": None,
        "productFileMimeType": luck.choice((None, "application/pdf")),
        "finalProductUid": wish.get("productUid"),
        "storeProductId": None,
        "storeProductVariantId": None,
        "metadata": [],
        "attributes": _attributes(wish),
        "retailPriceInclVat": wish.get("retailPriceInclVat"),
        "price": None,
        "isIgnored": False,
        "customTrim": None,
    }


def _attributes(wish: dict[str, Any]) -> list[dict[str, Any]]:
    """The chosen variant of a customer product, as attributes."""
    variant = wish.get("productVariant") or {}
    return [
        {"name": name.lower(), "title": name, "value": value, "formattedValue": value}
        for name, value in variant.items()
    ]
