"""The words of `/order`: what each one is for, and which are built (interface.md)."""

from collections.abc import Mapping
from dataclasses import dataclass

from rapidfuzz.distance import Levenshtein

MOST_TYPING_ERRORS = 2


@dataclass(frozen=True)
class CommandWord:
    """One word after `/order`. `usage` is what is typed, `purpose` what it does."""

    usage: str
    purpose: str
    built: bool = False
    more: str = ""
    """What who asks about this word should know besides, in mrkdwn."""


COMMAND_WORDS: Mapping[str, CommandWord] = {
    "get": CommandWord(
        "/order 1042", "looks up one to five orders, by reference or Gelato id", built=True
    ),
    "search": CommandWord(
        "/order search status:shipped country:US since:7d",
        "finds orders; alone, opens a form",
        built=True,
    ),
    "cancel": CommandWord(
        "/order cancel 1042", "cancels an order that is not too far along", built=True
    ),
    "update": CommandWord("/order update 1042", "changes address or shipping method", built=True),
    "submit": CommandWord("/order submit", "sends a new order"),
    "reship": CommandWord("/order reship 1042", "sends a replacement"),
    "watch": CommandWord(
        "/order watch 1042",
        "tells you of every change",
        built=True,
        more="To have a thread told, say `@Orderdesk watch 1042` there, or choose "
        "*Watch order in thread* in the menu of a message.",
    ),
    "unwatch": CommandWord(
        "/order unwatch 1042",
        "stops telling you",
        built=True,
        more="In a thread that is told, say `@Orderdesk unwatch 1042`.",
    ),
    "history": CommandWord("/order history 1042", "what was seen, and who did what", built=True),
    "stuck": CommandWord("/order stuck DE", "orders that do not move, and why", built=True),
    "shipped": CommandWord("/order shipped since:2d", "newly shipped orders", built=True),
    "digest": CommandWord("/order digest", "this channel's digests", built=True),
    "check": CommandWord("/order check", "a pasted list of references as a table"),
    "audit": CommandWord("/order audit 1042", "the audit trail, for those who may"),
    "roles": CommandWord("/order roles", "who may do what, and what you may do", built=True),
    "rehearse": CommandWord("/order rehearse on", "runs everything, sends nothing"),
    "pause": CommandWord(
        "/order pause stock count", "stops every change at once, for admins", built=True
    ),
    "resume": CommandWord("/order resume", "allows changes again, for admins", built=True),
    "help": CommandWord("/order help", "this page", built=True),
}


def nearest_command(word: str) -> str | None:
    """The command that this word probably meant: within two edits, and no digit in it."""
    if any(character.isdigit() for character in word):
        return None
    distances = {name: Levenshtein.distance(word, name) for name in COMMAND_WORDS}
    best = min(distances, key=lambda name: distances[name])
    return best if distances[best] <= MOST_TYPING_ERRORS else None
