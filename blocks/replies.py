"""Answers that are no order: help, questions back, and what went wrong."""

from collections.abc import Iterable, Sequence
from functools import partial

from blocks import ids
from blocks.message import Message, first_that_fits
from blocks.order import order_brief, summary
from blocks.order_lines import Detail, Reader
from blocks.parts import (
    Block,
    actions,
    button,
    context,
    divider,
    escaped,
    header,
    markup,
    plain,
    section,
    section_lines,
)
from bot.orders.commands import COMMAND_WORDS, CommandWord
from bot.orders.family import Family

NOT_YET = "Not there yet"
MOST_NAMED = 10
"""Orders in a sentence."""
BRIEF_DETAILS = (
    Detail(items=0, packages=2, parts=3),
    Detail(items=0, packages=1, parts=1),
    Detail(items=0, packages=0, parts=1),
)


def told(sentence: str) -> Message:
    """One sentence, which may hold words from outside."""
    return Message(escaped(sentence), (section(sentence),))


def has_left(name: str, references: Sequence[str]) -> Message:
    """For leads: somebody left the workspace, and what they had in hand."""
    named, more = ", ".join(references[:MOST_NAMED]), len(references) - MOST_NAMED
    others = f" and {more} more" if more > 0 else ""
    return told(
        f"{name} has left the workspace. What they had taken is free again: {named}{others}. "
        "Type /order stuck to see who takes it now."
    )


def problem(sentence: str, request_id: str = "") -> Message:
    """What went wrong and what to do next; with the code that is in the log, where one helps."""
    code = [context(plain(f"If it stays, give this code to whoever runs Orderdesk: {request_id}"))]
    blocks = (section(f"⚠️ {sentence}"), *(code if request_id else []))
    return Message(escaped(sentence), blocks)


def still_asking() -> Message:
    """For when an answer takes longer than people expect."""
    return told("Gelato is slow just now. Still asking; the answer comes here.")


def several(found: Sequence[Family], problems: Iterable[str], reader: Reader) -> Message:
    """The answers to a look-up of several orders, one below the other."""
    sentences = tuple(problems)
    return first_that_fits(
        partial(_several, found, sentences, reader, detail) for detail in BRIEF_DETAILS
    )


def _several(
    found: Sequence[Family], problems: Sequence[str], reader: Reader, detail: Detail
) -> Message:
    blocks: list[Block] = []
    for family in found:
        blocks += [*order_brief(family, reader, detail), divider()]
    blocks += [section(f"⚠️ {sentence}") for sentence in problems]
    text = " ".join([*(summary(f, reader.now) for f in found), *map(escaped, problems)])
    return Message(text, tuple(blocks))


def not_built(word: str) -> Message:
    """For a command that is promised and not there yet."""
    return told(f"/order {word} is not there yet. /order help shows what is.")


def offer_look_up() -> Message:
    """For where no form can be opened without a click."""
    text = "Which order? Say its number, or open the form."
    look_up = button("Look up an order", ids.OPEN_LOOK_UP, "look_up")
    return Message(text, (section(text), actions(look_up)))


def offer_search() -> Message:
    """The same for the search form."""
    text = "Search for which orders? Say filters, such as search status:shipped, or open the form."
    return Message(text, (section(text), actions(button("Search", ids.OPEN_SEARCH, "search"))))


def did_you_mean(typed: str, command: str, rest: str) -> Message:
    """Asks back about a word that is nearly a command."""
    meant = f"/order {command} {rest}".strip()
    lines = (
        f"There is no command “{typed}”. Did you mean this?  {meant}",
        f"To look up an order of that name:  /order get {typed}",
    )
    return Message(escaped(" ".join(lines)), (section_lines(lines),))


def help_page(word: str = "") -> Message:
    """All commands, or one of them."""
    if word in COMMAND_WORDS:
        return _help_word(word, COMMAND_WORDS[word])
    built = [entry for entry in COMMAND_WORDS.values() if entry.built]
    planned = [name for name, entry in COMMAND_WORDS.items() if not entry.built]
    blocks = (
        header("What Orderdesk can do"),
        markup("\n".join(f"`{entry.usage}`  {entry.purpose}" for entry in built)),
        markup(
            "Up to five orders at once: `/order get 1042 1043`. Quotes keep spaces together: "
            '`/order get "REF 7"`. A pasted sentence works too: `/order where is 1042?`'
        ),
        actions(
            button("Look up an order", ids.OPEN_LOOK_UP, "help"),
            button("Search", ids.OPEN_SEARCH, "help"),
        ),
        context(plain(f"{NOT_YET}: {', '.join(planned)}.")),
    )
    return Message("What Orderdesk can do: type /order 1042 to look up an order.", blocks)


def _help_word(word: str, entry: CommandWord) -> Message:
    state = "" if entry.built else f"\n_{NOT_YET}._"
    more = f"\n{entry.more}" if entry.more else ""
    text = f"`{entry.usage}`  {entry.purpose}{more}{state}"
    return Message(f"/order {word}: {entry.purpose}", (markup(text),))
