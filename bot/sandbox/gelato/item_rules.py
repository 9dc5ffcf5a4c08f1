"""What is wrong with the lines of an order, by the vendors' tables (S1, S2), in sentences."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.sandbox.gelato.data.products import BY_UID as PRODUCTS
from bot.sandbox.gelato.data.products import CUSTOMER_PRODUCTS
from bot.sandbox.gelato.words import Dialect

MAX_QUANTITY = 10**6  # our own bound, only to keep sums finite
MAX_THREADS = 6


def reference_complaints(body: Mapping[str, Any], *names: str) -> list[str]:
    """References may be strings or numbers, but they must be there."""
    return [f"{name} is required." for name in names if not _reference(body.get(name))]


def _reference(value: Any) -> bool:
    return isinstance(value, str | int) and not isinstance(value, bool) and str(value).strip() != ""


def item_complaints(items: Any, where: str, dialect: Dialect, *, printed: bool = True) -> list[str]:
    """What is wrong with the lines. `printed` says whether files are needed (not for a quote)."""
    if not isinstance(items, list) or not items:
        return [f"{where} must be a list with at least one item."]
    if not all(isinstance(item, dict) for item in items):
        return [f"{where} must be a list of objects."]
    found = [
        f"{where}[{n}].{text}"
        for n, item in enumerate(items)
        for text in _item(item, dialect, printed=printed)
    ]
    references = [str(item.get("itemReferenceId")) for item in items]
    if len(set(references)) < len(references):
        found.append(f"{where}: itemReferenceId must be unique within the order.")
    return found


def _item(item: Mapping[str, Any], dialect: Dialect, *, printed: bool) -> Iterable[str]:
    yield from reference_complaints(item, "itemReferenceId")
    yield from _product(item, dialect)
    if not _counted(item.get("quantity")):
        yield "quantity must be a whole number of at least 1."
    if printed:
        yield from file_complaints(item)


def _counted(quantity: Any) -> bool:
    whole = isinstance(quantity, int) and not isinstance(quantity, bool)
    return whole and 1 <= quantity <= MAX_QUANTITY


def _product(item: Mapping[str, Any], dialect: Dialect) -> Iterable[str]:
    uid = item.get("productUid")
    product = PRODUCTS.get(uid) if isinstance(uid, str) else None
    if product and product.pages and not isinstance(item.get("pageCount"), int):
        yield "pageCount is required for this product."
    if product:
        return
    if uid is not None or dialect == "v4":
        yield "productUid is required." if not uid else "productUid is unknown."
    elif str(item.get("productName")) not in CUSTOMER_PRODUCTS:
        yield "productName is unknown." if item.get("productName") else "productUid is required."
    elif not isinstance(item.get("productVariant"), dict):
        yield "productVariant is required."


def file_complaints(item: Mapping[str, Any]) -> Iterable[str]:
    """Files are required for whatever is printed, and must be reachable by everybody."""
    files = item.get("files")
    if not isinstance(files, list) or not files:
        yield "files is required."
        return
    for n, file in enumerate(files):
        yield from (f"files[{n}].{text}" for text in _file(file, item))


def _file(file: Any, item: Mapping[str, Any]) -> Iterable[str]:
    if not isinstance(file, dict):
        yield "url is required."
        return
    url = file.get("url")
    if not url and not file.get("id"):
        yield "url is required."
    elif url and not str(url).startswith(("https://", "http://")):
        yield "url is not publicly accessible."
    if not isinstance(file.get("type", ""), str):
        yield "type must be a string."
    if "emb" in str(item.get("productUid", "")).split("_") and not file.get("type"):
        yield "type is required for embroidery."
    if not _threads(file.get("threadColors")):
        yield f"threadColors may list at most {MAX_THREADS} colours."


def _threads(colours: Any) -> bool:
    return colours is None or (isinstance(colours, list) and len(colours) <= MAX_THREADS)
