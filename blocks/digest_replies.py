"""The list of a channel's digests, and what their owners are told."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from blocks import ids
from blocks.message import Message
from blocks.parts import (
    Block,
    Element,
    actions,
    button,
    escaped,
    header,
    plain,
    section,
    section_lines,
)
from bot.desk.digest_ports import Notice, NoticeKind
from bot.orders.schedule import Slot, local_words, next_words, schedule_words
from bot.orders.subscription import MOST_IN_CHANNEL, Subscription
from bot.store.subscription_ports import RunState

LONGEST_ABOUT = 150
_SENT: Mapping[RunState | None, str] = {
    RunState.UNKNOWN: "Slack did not say whether it was posted. Please look in the channel.",
    RunState.POSTED: "The digest was posted.",
    RunState.WAITING: "Slack does not take it just now; it is tried again.",
    RunState.DOUBT: "Slack did not answer; Orderdesk looks for the digest and posts it if needed.",
    RunState.DROPPED: "The digest was not posted: it was removed or paused meanwhile.",
    None: "Another process of Orderdesk has this digest. Look in the channel in a minute.",
}


@dataclass(frozen=True)
class Listed:
    """One subscription of the list."""

    subscription: Subscription
    coming: Sequence[Slot]
    owner: str
    """The owner's name, for people."""
    last: RunState | None = None
    """How its newest digest ended."""


def digest_list(listed: Sequence[Listed]) -> Message:
    """All of a channel's digests, with what can be done about each."""
    title = "Digests of this channel" if listed else "This channel has no digests yet"
    blocks = [header(title), *(block for each in listed for block in _listed(each))]
    if not listed:
        blocks.append(section("A digest tells what is stuck and what has shipped, on time."))
    if len(listed) < MOST_IN_CHANNEL:
        blocks.append(actions(button("Add a digest…", ids.DIGEST_ADD, "new")))
    return Message(title, tuple(blocks))


def sent_words(state: RunState | None, trouble: str) -> str:
    """What came of a digest that somebody asked for, for who asked."""
    return _SENT.get(state, f"The digest was not posted: {trouble or 'Slack refused it'}.")


def digest_saved(subscription: Subscription, coming: Sequence[Slot]) -> Message:
    """What was saved, in words: the filters and the next runs with their zone."""
    lines = [
        f"Saved: digest {subscription.id}, {subscription.what.words}",
        subscription.wanted.words,
        f"{schedule_words(subscription.schedule)}; {next_words(coming)}",
    ]
    return Message(escaped(". ".join(lines)), (section_lines(lines),))


def digest_notice(notice: Notice) -> Message:
    """What the owner of a digest should hear of, as a direct message."""
    sentence = _SENTENCES[notice.kind].format(
        number=notice.subscription.id,
        trouble=notice.trouble or "no reason given",
        slot=_slot(notice),
    )
    blocks: list[Block] = [section(sentence), section(_about(notice.subscription))]
    if notice.kind is NoticeKind.UNKNOWN:
        value = f"{notice.subscription.id} {notice.slot}"
        blocks.append(actions(button("It is not there: post it", ids.DIGEST_POST_AGAIN, value)))
    return Message(escaped(sentence), tuple(blocks))


_SENTENCES = {
    NoticeKind.FAILED: (
        "⚠️ Digest {number} could not be posted: {trouble}. The next one is tried at its time. "
        "You hear of this once; the list of /order digest shows how it goes on."
    ),
    NoticeKind.PAUSED: (
        "⏸️ Digest {number} could not be posted several times in a row and is paused now: "
        "{trouble}. Once that is mended, resume it with /order digest in its channel."
    ),
    NoticeKind.UNKNOWN: (
        "❔ Slack did not say whether digest {number} for {slot} was posted, and Orderdesk cannot "
        "look in the channel ({trouble}). Please look there; it is not posted again by itself."
    ),
    NoticeKind.TABLE_FAILED: (
        "⚠️ Digest {number} for {slot} was posted, but not the table with the orders that its "
        "message left out: {trouble}. Shipped ones among them are told by the next digest; "
        "/order stuck and /order shipped list them all."
    ),
    NoticeKind.TABLE_UNKNOWN: (
        "❔ Digest {number} for {slot} was posted, but Orderdesk does not know whether its table "
        "is in the thread ({trouble}). It is not sent again, and what stands in it counts as "
        "told; /order stuck and /order shipped list it, too."
    ),
    NoticeKind.INHERITED: (
        "📬 Digest {number} is yours now: the account of its owner was switched off. "
        "You hear of it when it cannot be posted."
    ),
}


def _slot(notice: Notice) -> str:
    try:
        return local_words(datetime.fromisoformat(notice.slot))
    except ValueError:
        return "the moment when it was asked for"


def _listed(listed: Listed) -> Iterator[Block]:
    subscription = listed.subscription
    lines = [
        f"{_symbol(subscription)} Digest {subscription.id}: {_about(subscription)}"[:LONGEST_ABOUT],
        _when(listed),
        f"Owner: {listed.owner}{_state(listed)}",
    ]
    yield section_lines(lines)
    yield actions(*_buttons(subscription))


def _when(listed: Listed) -> str:
    """A digest that is paused comes at no time."""
    when = schedule_words(listed.subscription.schedule)
    return when if listed.subscription.paused else f"{when}; {next_words(listed.coming[:1])}"


def _symbol(subscription: Subscription) -> str:
    if subscription.paused:
        return "⏸️"
    return "⚠️" if subscription.trouble else "🗓️"


def _about(subscription: Subscription) -> str:
    return f"{subscription.what.words}, {subscription.wanted.words}"


def _state(listed: Listed) -> str:
    subscription = listed.subscription
    parts = [
        f"paused: {subscription.paused}" if subscription.paused else "",
        _failed(subscription),
        "the last one may not be there" if listed.last is RunState.UNKNOWN else "",
    ]
    return "".join(f" · {part}" for part in parts if part)


def _failed(subscription: Subscription) -> str:
    count = subscription.failures
    times = "once" if count == 1 else f"{count} times"
    return f"failed {times}: {subscription.trouble}" if count else ""


def _buttons(subscription: Subscription) -> Iterator[Element]:
    value = str(subscription.id)
    yield button("Edit…", ids.DIGEST_EDIT, value)
    yield button("Preview", ids.DIGEST_PREVIEW, value)
    yield button("Send now", ids.DIGEST_SEND, value)
    if subscription.paused:
        yield button("Resume", ids.DIGEST_RESUME, value)
    else:
        yield button("Pause", ids.DIGEST_PAUSE, value)
    yield {**button("Remove", ids.DIGEST_REMOVE, value), "confirm": _CONFIRM}


_CONFIRM = {
    "title": plain("Remove this digest?"),
    "text": plain("It is not posted any more. What was posted stays."),
    "confirm": plain("Remove"),
    "deny": plain("Keep"),
}
