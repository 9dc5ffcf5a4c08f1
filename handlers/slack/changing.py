"""What every change of an order has in common: its form, its outcome, and the card beneath."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from blocks.changes import changed
from blocks.forms import View, checking_view
from blocks.message import Message
from bot.desk.asking import Request
from bot.desk.desk import Desk
from bot.orders.change import Kind, Report
from bot.orders.errors import NotAsked, OrderdeskError
from bot.orders.family import Family
from bot.orders.phrases import references
from bot.orders.recipient import Audience
from bot.store.ports import Operation
from handlers.slack.asks import Submission
from handlers.slack.digest_messages import place_of, redraw_digest
from handlers.slack.errors import NotFinishedHere, SlackTrouble
from handlers.slack.guard import guarded
from handlers.slack.mending import mend_card
from handlers.slack.reply import Reply
from handlers.slack.stuck_messages import redraw_list

log = logging.getLogger(__name__)

_UNDER_WAY = (
    "{}… Orderdesk asks Gelato, looks whether it has happened, and says so here or by "
    "direct message."
)

Fill = Callable[[Family, Reply], Awaitable[None]]
"""Draws the form of a change for an order that was read, in the reply's open form."""


@dataclass(frozen=True)
class Besides:
    """Stands below an outcome; in the person's own form alone where it is private."""

    message: Message
    is_private: bool = False


More = Callable[[Family | None, Sequence[Report]], Besides | None]
"""What else a person should read, such as what Gelato holds now."""


def under_way(doing: str) -> View:
    """What a form shows while what it asked for is done."""
    return checking_view(_UNDER_WAY.format(doing))


def one_reference(text: str, command: str) -> str:
    """The order that a command names. Raises NotAsked."""
    if not text.strip():
        raise NotAsked(f"Which order? Type its number, such as /order {command} 1042.")
    wanted = references(text)
    if len(wanted) > 1:
        raise NotAsked(f"One order at a time, please: /order {command} {wanted[0]}.")
    return wanted[0]


async def open_change(
    reference: str, kind: Kind, desk: Desk, reply: Reply, fill: Fill, instead: Message | None = None
) -> None:
    """Opens a form at once, asks who may and reads the order behind it, and draws it then.

    `instead` offers the form again, for when it was too late to open one.

    Slack waits three seconds for a form, and Gelato may take longer. Each form is a request of its
    own, also the second one over the same list.
    """
    if reply.form is not None:
        below = await reply.with_memory(reply.form)
        form: Reply | None = await reply.under(below, checking_view())
    else:
        form = await reply.open_form(checking_view(), instead)
    if form is not None:
        await guarded(_filled(reference, kind, desk, form, fill), form)


async def go_on_to(reference: str, kind: Kind, desk: Desk, reply: Reply, fill: Fill) -> None:
    """The same in the place of the form that was clicked in, where it was one."""
    if reply.form is None:
        await open_change(reference, kind, desk, reply, fill)
        return
    form = await reply.renewed(reply.form, checking_view())
    await guarded(_filled(reference, kind, desk, form, fill), form)


async def _filled(reference: str, kind: Kind, desk: Desk, form: Reply, fill: Fill) -> None:
    by = form.ask.by
    await desk.changes.permitted(kind, reference, by)
    family = await desk.orders.look_up(reference, by)
    report = await desk.changes.standing(family.id, by) if len(family.orders) == 1 else None
    if report:
        await form.whisper(changed([report], family, form.reader(Audience.ASKER)))
    else:
        await fill(family, form)


async def carry_out(
    request: Request, desk: Desk, reply: Reply, more: More = lambda *_: None
) -> Sequence[Report]:
    """Does it, shows what came of it in the form, and mends the card that it was asked from.

    Raises NotFinishedHere when it is called off, or Slack does not take the answer: what was asked
    goes on, and is told later.
    """
    try:
        reports = await desk.changes.ask(request)
        family = await _read_again(request, reports, desk)
        await _show(reports, family, more(family, reports), reply)
    except asyncio.CancelledError:
        raise NotFinishedHere from None
    try:
        await desk.changes.told(reports)
        if family and any(report.change.has_ended for report in reports):
            await _mend(reports, family, desk, reply)
    except OrderdeskError as error:  # must not cover what the person reads
        log.warning("after a change: %s", type(error).__name__)
    return reports


async def _mend(reports: Sequence[Report], family: Family, desk: Desk, reply: Reply) -> None:
    """What the form was opened from tells the truth again: a list, a digest, or a card."""
    kept = await reply.remembered()
    if kept.get("place"):
        await redraw_list(kept, desk, reply)
    elif digest := kept.get("digest"):
        await redraw_digest(place_of(digest), desk, reply)
    else:
        await mend_card(reports, family, reply)


async def _show(
    reports: Sequence[Report], family: Family | None, besides: Besides | None, reply: Reply
) -> None:
    """What came of it.

    Trouble with Slack does not mean that nothing was changed.
    """
    reader = reply.reader(Audience.ASKER)
    here = besides.message if besides else None
    elsewhere = None if besides and besides.is_private else here
    try:
        await reply.whisper(
            changed(reports, family, reader, here), changed(reports, family, reader, elsewhere)
        )
    except SlackTrouble as error:
        raise NotFinishedHere from error


async def _read_again(request: Request, reports: Iterable[Report], desk: Desk) -> Family | None:
    """The order as it is now; its state matters more than that it could be read."""
    ids = [report.change.order_id for report in reports if request.kind is not Kind.DELETE]
    try:
        return await desk.orders.look_up(ids[0], request.by, Operation.REFRESH) if ids else None
    except OrderdeskError:
        return None


def request_of(submission: Submission, kind: Kind, key: str, kept: dict[str, str]) -> Request:
    """What every request of a form carries. A list is not drawn again when the outcome is late."""
    return Request(
        key=key,
        kind=kind,
        order_ids=tuple(kept.get("order_ids", "").split()),
        reference=kept.get("reference", ""),
        by=replace(submission.by, channel=kept.get("channel", "")),
        thread_ts=kept.get("thread_ts", ""),
        card_ts="" if kept.get("place") else kept.get("posted_ts", ""),
    )
