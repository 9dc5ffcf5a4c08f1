"""What is wrong with a submitted order, by the vendors' tables (S1, S2), in sentences."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.sandbox.gelato.address_rules import address_complaints, too_long
from bot.sandbox.gelato.data.carriers import BY_UID as METHODS
from bot.sandbox.gelato.data.carriers import CLASSES, chosen
from bot.sandbox.gelato.data.money import SUPPORTED
from bot.sandbox.gelato.item_rules import item_complaints, reference_complaints
from bot.sandbox.gelato.words import Dialect

MAX_NOTES = 20
MAX_NOTE = 100


def order_complaints(body: Mapping[str, Any], dialect: Dialect) -> list[str]:
    """All that is wrong with a submit; empty when it would be taken."""
    return [
        *_heads(body, dialect),
        *item_complaints(body.get("items"), "items", dialect),
        *_notes(body.get("metadata")),
        *address_complaints(body.get("shippingAddress"), "shippingAddress", dialect),
        *_return(body.get("returnAddress")),
        *method_complaints(body.get("shipmentMethodUid"), body.get("shippingAddress")),
    ]


def currency_complaints(body: Mapping[str, Any]) -> list[str]:
    """One of the 35 currencies of S2."""
    currency = body.get("currency")
    if not currency:
        return ["currency is required."]
    known = isinstance(currency, str) and currency in SUPPORTED
    return [] if known else ["currency is not supported."]


def _heads(body: Mapping[str, Any], dialect: Dialect) -> Iterable[str]:
    names = ("orderReferenceId", "customerReferenceId")
    yield from reference_complaints(body, *(names if dialect == "v4" else names[:1]))
    yield from currency_complaints(body)
    if body.get("orderType", "order") not in ("order", "draft"):
        yield "orderType must be order or draft."


def _notes(notes: Any) -> Iterable[str]:
    if notes is None:
        return
    if not isinstance(notes, list) or not all(isinstance(note, dict) for note in notes):
        yield "metadata must be a list of objects."
        return
    if len(notes) > MAX_NOTES:
        yield f"metadata may have at most {MAX_NOTES} entries."
    for n, note in enumerate(notes):
        if not all(_note(note.get(side)) for side in ("key", "value")):
            yield f"metadata[{n}]: key and value must be strings of 1 to {MAX_NOTE} characters."


def _note(text: Any) -> bool:
    return isinstance(text, str) and 1 <= len(text) <= MAX_NOTE


def _return(address: Any) -> list[str]:
    if address is None:
        return []
    if not isinstance(address, dict):
        return ["returnAddress must be an object."]
    return [f"returnAddress.{complaint}" for complaint in too_long(address)]


def method_complaints(wish: Any, address: Any) -> list[str]:
    """A uid, a class word or several of them, at least one of which reaches the country."""
    if wish is None:
        return []
    words = [word.strip() for word in wish.split(",")] if isinstance(wish, str) else []
    if not words or any(word not in METHODS and word not in CLASSES for word in words):
        return ["shipmentMethodUid is not valid."]
    country = address.get("country") if isinstance(address, dict) else None
    if isinstance(country, str) and chosen(wish, country) is None:
        return ["shipmentMethodUid is not available for this destination."]
    return []
