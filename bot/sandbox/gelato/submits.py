"""New orders, and what becomes of drafts."""

from random import Random

from aiohttp import web

from bot.sandbox.gelato.answers import Refused, answered, body_of, not_found
from bot.sandbox.gelato.book import Book
from bot.sandbox.gelato.chance import chance
from bot.sandbox.gelato.change_rules import check_draft
from bot.sandbox.gelato.item_rules import file_complaints
from bot.sandbox.gelato.life import Life
from bot.sandbox.gelato.order_rules import order_complaints
from bot.sandbox.gelato.submitted import Raw, released, submitted_order
from bot.sandbox.gelato.words import FIRST, Dialect


class Submits:
    """Handlers of `submit`, `patch` and `delete`."""

    def __init__(self, book: Book, life: Life, dialect: Dialect) -> None:
        self._book, self._life, self._dialect = book, life, dialect
        self._made = 0

    async def submit(self, request: web.Request) -> web.Response:
        """Takes an order: a short answer on connect, the full order on v4."""
        body = await body_of(request)
        complaints = order_complaints(body, self._dialect)
        if complaints:
            raise Refused(400, "Validation failed.", complaints)
        self._check_duplicate(body)
        order = submitted_order(self._luck(), body, FIRST[self._dialect], self._book.now())
        self._book.add(order)
        self._life.begun(order)
        return answered(order if self._dialect == "v4" else _short(order))

    def _check_duplicate(self, body: Raw) -> None:
        """Only connect looks, and only when asked; v4 takes a reference as often as it comes."""
        asked = self._dialect == "connect" and body.get("preventDuplicate") is True
        if asked and self._book.family(str(body["orderReferenceId"])):
            raise Refused(409, "An order with this orderReferenceId already exists.")

    def _luck(self) -> Random:
        self._made += 1
        return chance("submitted", self._dialect, self._made)

    async def patch(self, request: web.Request) -> web.Response:
        """v4: a draft becomes an order; items that are left out of `items` are removed."""
        order = self._draft(request)
        body = await body_of(request)
        complaints = _patch_complaints(body, order)
        if complaints:
            raise Refused(400, "Validation failed.", complaints)
        if "items" in body:
            order["items"] = [_patched(order, change) for change in body["items"]]
        if body["orderType"] == "order":
            released(self._luck(), order, FIRST[self._dialect], self._book.now())
            self._life.begun(order)
        self._book.changed("patch", order)
        return answered(order)

    async def delete(self, request: web.Request) -> web.Response:
        """v4: a draft goes away."""
        self._book.remove(self._draft(request))
        return web.Response(status=204)

    def _draft(self, request: web.Request) -> Raw:
        order = self._book.by_id(request.match_info["id"])
        if order is None:
            raise not_found()
        check_draft(order)
        return order


def _short(order: Raw) -> Raw:
    return {name: order[name] for name in ("id", "orderReferenceId", "createdAt")}


def _patch_complaints(body: Raw, order: Raw) -> list[str]:
    if body.get("orderType") not in ("order", "draft"):
        return ["orderType must be order or draft."]
    if "items" not in body:
        return []
    items = body["items"]
    if not isinstance(items, list) or not items or not all(isinstance(i, dict) for i in items):
        return ["items must be a list with at least one item."]
    known = [item["id"] for item in order["items"]]
    return [
        f"items[{n}].{text}"
        for n, item in enumerate(items)
        for text in _kept_complaints(item, known)
    ]


def _kept_complaints(item: Raw, known: list[str]) -> list[str]:
    if item.get("id") not in known:
        return ["id is unknown."]
    return list(file_complaints(item)) if "files" in item else []


def _patched(order: Raw, change: Raw) -> Raw:
    """The draft's own item, with new files if they were sent."""
    item: Raw = next(item for item in order["items"] if item["id"] == change["id"])
    return item | {"files": change["files"]} if change.get("files") else item
