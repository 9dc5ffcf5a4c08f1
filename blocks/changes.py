"""What came of a change, for who asked for it."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from blocks import ids
from blocks.message import Message, first_that_fits
from blocks.order import order_card
from blocks.order_lines import Line, Reader
from blocks.parts import (
    Block,
    Element,
    actions,
    bold,
    button,
    context,
    divider,
    escaped,
    foreign,
    foreign_bold,
    header,
    mention,
    ours,
    plain,
    rich,
    tame,
)
from bot.orders.change import Change, Kind, Outcome, Report
from bot.orders.family import Family

LONGEST_REFERENCE = 60
LONGEST_WORDS = 1_000

_DONE: Mapping[Kind, str] = {
    Kind.CANCEL: "Canceled",
    Kind.UPDATE: "Changed",
    Kind.SUBMIT: "Sent",
    Kind.RELEASE: "Released",
    Kind.DELETE: "Deleted",
}
_MARKS: Mapping[Outcome | None, str] = {
    Outcome.DONE: "✅",
    Outcome.ALREADY: "☑️",
    Outcome.REFUSED: "⛔",
    Outcome.NOT_DONE: "⚠️",
    Outcome.UNCONFIRMED: "❓",
    None: "⏳",
}
_ASKED: Mapping[Kind, str] = {
    Kind.CANCEL: "to cancel this order",
    Kind.UPDATE: "to change its shipment",
    Kind.SUBMIT: "to send this order",
    Kind.RELEASE: "to release this draft",
    Kind.DELETE: "to delete this draft",
}
_CHECKING = (
    "Gelato has not confirmed it. Orderdesk keeps looking and sends you a direct message when "
    "it is known. Please do not ask for it again meanwhile."
)
_YOURS = (
    "You have asked {}, and Gelato has not confirmed that yet. Orderdesk keeps looking and sends "
    "you a direct message when it is known; until then nothing else is sent."
)
_THEIRS = (
    " has asked {}, and Gelato has not confirmed that yet. Orderdesk keeps looking and tells them; "
    "until then nothing else is sent."
)
_NOT_SENT = "What you asked for was not sent"
_OTHER = "was changing this order at that moment. Look at it as it is now, then ask again."


def changed(
    reports: Sequence[Report], family: Family | None, reader: Reader, more: Message | None = None
) -> Message:
    """What came of a request, above the order as it is now; without a card if none could be read.

    `more` stands between the two, and instead of the card where both do not fit.

    The lines say which part they mean where there are several.
    """
    parts = _parts(family) or _ids(reports)
    lines = [
        line
        for report in reports
        for line in _report_lines(report, parts.get(report.change.order_id, ""))
    ]
    text = " ".join(map(_summary, reports))
    told = (rich(*lines), *(more.blocks if more else ()))
    card = (divider(), *order_card(family, reader).blocks) if family else ()
    return first_that_fits(
        partial(Message, text, blocks) for blocks in ((*told, *card), told, told[:1])
    )


def told_later(change: Change, reader: str = "") -> Message:
    """The same by direct message, when the person no longer looks at a form.

    `reader` is Slack's id of who reads it: a lead, where who asked has left or is a guest.
    """
    title = f"Order {tame(change.reference, LONGEST_REFERENCE)}"
    known = rich(*_report_lines(Report(change)))
    why = _why_told(change, reader)
    opening = actions(button("Open the card", ids.OPEN, change.order_id))
    can_open = change.kind not in {Kind.DELETE, Kind.SUBMIT}
    blocks = (header(title), known, *((opening,) if can_open else ()), why)
    return Message(summary_words(change), blocks)


def _why_told(change: Change, reader: str) -> Block:
    if reader in {"", change.by.person}:
        return context(plain("You asked for this in Orderdesk. It took longer to be sure of it."))
    why = " asked for this in Orderdesk, and has left or is a guest now."
    return rich([mention(change.by.person), ours(why)])


def summary_words(change: Change) -> str:
    """The outcome in a sentence of mrkdwn, for notifications and screen readers."""
    title = f"Order {escaped(change.reference, LONGEST_REFERENCE)}"
    return f"{title}: {_title(change)}. {escaped(change.words)}".strip()


def _summary(report: Report) -> str:
    if _is_in_the_way(report):
        return f"Order {escaped(report.change.reference, LONGEST_REFERENCE)}: {_NOT_SENT}."
    return summary_words(report.change)


def _is_in_the_way(report: Report) -> bool:
    """Whether another change was made instead of what this person asked for."""
    return report.change.has_ended and not report.is_same


def _parts(family: Family | None) -> Mapping[str, str]:
    """What to call each order of a family of several."""
    if family is None or len(family.orders) + family.more_parts == 1:
        return {}
    count = len(family.orders) + family.more_parts
    return {order.id: f"Part {n} of {count}" for n, order in enumerate(family.orders, 1)}


def _ids(reports: Sequence[Report]) -> Mapping[str, str]:
    """What to call several orders that could not be read again."""
    changes = [report.change for report in reports]
    return {each.order_id: each.order_id for each in changes} if len(changes) > 1 else {}


def _report_lines(report: Report, part: str = "") -> Iterator[Line]:
    change = report.change
    if _is_in_the_way(report):
        title = f"⚠️ {_NOT_SENT}"
        yield [bold(f"{title} · {part}" if part else title)]
        yield [mention(change.by.person), ours(f" {_OTHER}")]
        return
    title = f"{_MARKS[change.outcome]} {_title(change)}"
    yield [foreign_bold(f"{title} · {part}") if part else bold(title)]
    if not change.has_ended:
        yield list(_waiting(report))
        return
    if change.words:
        yield [foreign(change.words, LONGEST_WORDS)]
    if change.done_by:
        yield [mention(change.done_by), ours(" did it.")]
    elif not report.is_own and report.is_by_reader:
        yield [ours("You had asked for this a moment before.")]
    elif not report.is_own:
        yield [mention(change.by.person), ours(" asked for this a moment before you.")]


def _waiting(report: Report) -> Iterator[Element]:
    """Whose change it is that is not known yet."""
    change = report.change
    if report.is_own:
        yield ours(_CHECKING)
    elif report.is_by_reader:
        yield ours(_YOURS.format(_ASKED[change.kind]))
    else:
        yield mention(change.by.person)
        yield ours(_THEIRS.format(_ASKED[change.kind]))


def _title(change: Change) -> str:
    """`Canceled`, `Not canceled`, or what is in between."""
    done = _DONE[change.kind]
    if not change.has_ended:
        return "Not known yet"
    if change.outcome in {Outcome.DONE, Outcome.ALREADY}:
        return done if change.outcome is Outcome.DONE else f"{done} already"
    if change.outcome is Outcome.UNCONFIRMED:
        return f"Not known to be {done.lower()}"
    return f"Not {done.lower()}"
