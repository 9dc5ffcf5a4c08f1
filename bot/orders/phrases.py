"""Understands what a person typed after `/order`. Pure: words in, a wish out."""

import re
import unicodedata
from dataclasses import dataclass

from bot.orders.commands import COMMAND_WORDS, nearest_command
from bot.orders.errors import NotAsked
from bot.orders.words import words_of

MOST_REFERENCES = 5
LONGEST_REFERENCE = 128
"""Characters. Gelato names no limit; longer than any shop's number, short enough to show."""
LONGEST_TEXT = 4_000


_SENTENCES = (
    (
        re.compile(
            r"(?:what|which orders?|anything|is anything)(?:\W?s| is| are)? stuck\b(.*)",
            re.IGNORECASE,
        ),
        "stuck",
    ),
    (
        re.compile(
            r"(?:what|which orders?)(?:\W?s| is| was| were| has| have)?(?: been)?(?: newly)? "
            r"shipped\b(.*)",
            re.IGNORECASE,
        ),
        "shipped",
    ),
)
"""Plain sentences that mean a command, with what follows it."""


@dataclass(frozen=True)
class LookUp:
    """Show these orders; one to five references or Gelato ids, as they were typed."""

    references: tuple[str, ...]


@dataclass(frozen=True)
class OpenLookUpForm:
    """Nothing was typed: open the small form."""


@dataclass(frozen=True)
class Help:
    """Explain everything, or this word."""

    word: str = ""


@dataclass(frozen=True)
class NotBuilt:
    """A command that is promised and not there yet."""

    word: str


@dataclass(frozen=True)
class DidYouMean:
    """A first word that is nearly a command; `rest` is what followed it."""

    typed: str
    command: str
    rest: str


@dataclass(frozen=True)
class Find:
    """Search with these filters; with none, open the search form."""

    filters: str


@dataclass(frozen=True)
class Do:
    """Any other command that is built; `text` is what followed its word, as it was typed."""

    word: str
    text: str


Wish = Do | Find | LookUp | OpenLookUpForm | Help | NotBuilt | DidYouMean


def understood(text: str) -> Wish:
    """What the person wants. Raises NotAsked, with the sentence to show, when that is not clear."""
    if len(text) > LONGEST_TEXT:
        raise NotAsked("That is too long to be an order number. Type one, such as /order 1042.")
    words = words_of(text)
    if not words:
        return OpenLookUpForm()
    first, rest = words[0].casefold(), words[1:]
    if first in COMMAND_WORDS:
        return _command(first, rest, _behind_first(text))
    for sentence, word in _SENTENCES:
        if said := sentence.fullmatch(" ".join(text.split())):
            return Do(word, said[1].strip(" ?!."))
    if meant := nearest_command(first):
        return DidYouMean(words[0], meant, " ".join(rest))
    return LookUp(_checked(_references_in(_apart(words))))


def references(text: str) -> tuple[str, ...]:
    """The references that a field of a form holds, one to five. Raises NotAsked."""
    return _checked(_apart(words_of(text[:LONGEST_TEXT])))


def mentioned_reference(text: str) -> str:
    """The reference that somebody's words hold, if they hold exactly one; else nothing."""
    try:
        found = _checked(_references_in(_apart(words_of(text[:LONGEST_TEXT]))))
    except NotAsked:
        return ""
    return found[0] if len(found) == 1 and _has_digit(found[0]) else ""


def _behind_first(text: str) -> str:
    """What follows the first word, as it was typed: filters have quotes of their own."""
    return text.strip().partition(" ")[2].strip()


def _command(word: str, rest: list[str], text: str) -> Wish:
    if word == "get":
        return LookUp(_checked(_apart(rest)))
    if word == "help":
        return Help(rest[0].casefold() if rest else "")
    if word == "search":
        return Find(text)
    return Do(word, text) if COMMAND_WORDS[word].built else NotBuilt(word)


def _apart(words: list[str]) -> list[str]:
    """A pasted list may have commas in place of spaces: `1042,1043`."""
    return [part for word in words for part in _listed(word.rstrip(",;"))]


def _listed(word: str) -> list[str]:
    parts = word.split(",")
    return parts if all(map(_has_digit, parts)) else [word]


def _references_in(words: list[str]) -> list[str]:
    """The references among words that are no command: all of them, or the one in a sentence."""
    candidates = [bare for word in words if (bare := _bare(word)) and _has_digit(bare)]
    if len(words) == 1:
        return [_bare(words[0]) or words[0]]
    if len(candidates) == len(words):
        return candidates
    marked = [word for word in candidates if word.startswith("#")]
    if len(marked or candidates) == 1:
        return marked or candidates
    raise NotAsked(_which(candidates))


def _which(candidates: list[str]) -> str:
    if not candidates:
        return (
            "There is no order number in that. Type one, such as /order 1042. "
            "One without digits goes after “get”: /order get SPRING."
        )
    return (
        "There is more than one number in that sentence. "
        "Type those you mean, such as /order get 1042 1043."
    )


def _bare(word: str) -> str:
    """A word without the punctuation of the sentence round it."""
    return word.strip("\"'`\u2018\u2019()[]<>*_~.,;:!?…")


def _has_digit(word: str) -> bool:
    return any(character.isdigit() for character in word)


def _checked(found: list[str]) -> tuple[str, ...]:
    distinct = tuple(dict.fromkeys(word for word in found if word))
    if not distinct:
        raise NotAsked("Which order? Type its number, such as /order get 1042.")
    if len(distinct) > MOST_REFERENCES:
        raise NotAsked(
            f"That is {len(distinct)} orders; up to {MOST_REFERENCES} can be shown at once. "
            "Please ask for the others after that."
        )
    for reference in distinct:
        _refuse_unlikely(reference)
    return distinct


def _refuse_unlikely(reference: str) -> None:
    if len(reference) > LONGEST_REFERENCE:
        raise NotAsked(f"An order number has at most {LONGEST_REFERENCE} characters.")
    if any(unicodedata.category(character) in {"Cc", "Cs"} for character in reference):
        raise NotAsked("That holds characters that no order number has. Please type it by hand.")
