"""What Gelato's status words mean, for people. The words stay an open set: an unknown one is shown.

Sources: V4-LIFE's table of seventeen words and GelatoConnect's GC-FLOW (gelato-api-facts 2.1, 2.4).
What usually comes next is inferred from the definitions (2.2), and steps may be skipped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.orders.dialect import Dialect


class Phase(StrEnum):
    """Where in its life an order stands, roughly."""

    WAITING = "waiting for a person"
    IN_PROGRESS = "in progress"
    SHIPPED = "shipped"
    ENDED = "ended"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class StatusWords:
    """A status as a person reads it: a symbol, a word, what it means, what usually follows."""

    symbol: str
    label: str
    phase: Phase
    meaning: str
    next_step: str = ""


_WAITING, _GOING, _SENT, _OVER = Phase.WAITING, Phase.IN_PROGRESS, Phase.SHIPPED, Phase.ENDED

_WORDS = {
    "draft": StatusWords(
        "📝",
        "Draft",
        _WAITING,
        "Saved, but not sent to production.",
        "Somebody releases it or deletes it.",
    ),
    "created": StatusWords(
        "📥", "Created", _GOING, "Gelato has the order.", "Its print files are checked."
    ),
    "received": StatusWords(
        "📥",
        "Received",
        _GOING,
        "Gelato has the order and is checking it.",
        "It is accepted for production.",
    ),
    "uploading": StatusWords(
        "⏳",
        "Uploading",
        _GOING,
        "The print files are being fetched and checked.",
        "It is accepted for production.",
    ),
    "digitizing": StatusWords(
        "🧵",
        "Digitizing",
        _GOING,
        "The embroidery file is being converted.",
        "It is accepted for production.",
    ),
    "pending_approval": StatusWords(
        "✋",
        "Waiting for approval",
        _WAITING,
        "It does not move until somebody approves it.",
        "Approve it in the Gelato dashboard.",
    ),
    "pending_personalization": StatusWords(
        "✋",
        "Waiting for personalization",
        _WAITING,
        "The buyer's personalization is missing.",
        "Add it in the Gelato dashboard.",
    ),
    "not_connected": StatusWords(
        "🔌",
        "Not connected",
        _WAITING,
        "Its items are not linked to Gelato products.",
        "Connect the products in the Gelato dashboard.",
    ),
    "on_hold": StatusWords(
        "✋",
        "On hold",
        _WAITING,
        "Gelato waits for the merchant, often because an item is out of stock.",
        "Open it in the Gelato dashboard to see what it waits for.",
    ),
    "passed": StatusWords(
        "👍",
        "Accepted",
        _GOING,
        "Checked and accepted; it goes to a print partner soon.",
        "Production starts.",
    ),
    "in_production": StatusWords(
        "🏭", "In production", _GOING, "The print partner is making it.", "It is printed."
    ),
    "printed": StatusWords(
        "🖨️", "Printed", _GOING, "Made, and waiting to be sent.", "It is handed to the carrier."
    ),
    "packaged": StatusWords(
        "📦", "Packed", _GOING, "Packed, and waiting to be sent.", "It is handed to the carrier."
    ),
    "shipped": StatusWords(
        "🚚",
        "Shipped",
        _SENT,
        "Handed to the carrier; the parcel may still wait for pick-up.",
        "The carrier moves it.",
    ),
    "in_transit": StatusWords(
        "🚚", "In transit", _SENT, "The carrier is moving it.", "It is delivered."
    ),
    "delivered": StatusWords("✅", "Delivered", _OVER, "The carrier has delivered it."),
    "returned": StatusWords(
        "↩️",
        "Returned",
        _OVER,
        "Delivery failed; the parcel goes back to the sender.",
        "Check the address before sending it again.",
    ),
    "canceled": StatusWords("🚫", "Canceled", _OVER, "It was canceled; nothing more happens."),
    "failed": StatusWords(
        "❌",
        "Failed",
        _OVER,
        "Gelato could not take it on: the address, the payment or the stock.",
        "Fix the cause and send it again in the Gelato dashboard.",
    ),
}

_CONNECT_CREATED = replace(
    _WORDS["created"],
    symbol="👍",
    meaning="Checked, and ready for production.",
    next_step="Production starts.",
)
"""In GelatoConnect `created` comes after validation, in v4 first (gelato-api-facts 2.4)."""

_OTHER_SPELLINGS = {"cancelled": "canceled"}

STATUSES: Sequence[str] = tuple(_WORDS)
"""Every status that has words here, in the order of an order's life."""

GROUPS: Mapping[str, tuple[str, ...]] = {
    name: tuple(status for status, words in _WORDS.items() if words.phase is phase)
    for name, phase in {
        "waiting": _WAITING,
        "underway": _GOING,
        "sent": _SENT,
        "ended": _OVER,
    }.items()
}
"""Names for several statuses at once."""


def canonical_status(word: str) -> str:
    """A status as Gelato's order APIs spell it, however a person does."""
    plain = "_".join(word.casefold().replace("-", " ").split())
    return _OTHER_SPELLINGS.get(plain, plain)


def status_label(status: str) -> str:
    """The word for a status where no dialect is at hand."""
    return (_WORDS.get(canonical_status(status)) or _unknown(status)).label


def status_words(status: str, dialect: Dialect) -> StatusWords:
    """What to show for a status word of this dialect; an unknown word is shown as it came."""
    word = canonical_status(status)
    if word == "created" and dialect is Dialect.CONNECT:
        return _CONNECT_CREATED
    return _WORDS.get(word) or _unknown(status)


def _unknown(status: str) -> StatusWords:
    label = status.strip().replace("_", " ").capitalize() or "No status"
    return StatusWords(
        "❔",
        label,
        Phase.UNKNOWN,
        "Orderdesk does not know this status; the Gelato dashboard explains it.",
    )
