"""What every change of an order has in common: its form, its outcome, and the card beneath."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import replace

from blocks.changes import changed
from blocks.forms import checking_view
from blocks.message import Message
from blocks.order import order_card
from bot.desk.asking import Request
from bot.desk.desk import Desk
from bot.orders.change import Kind, Outcome, Report
from bot.orders.errors import NotAsked, OrderdeskError
from bot.orders.family import Family
from bot.orders.phrases import references
from bot.orders.recipient import Audience
from bot.store.ports import Operation
from handlers.slack.asks import Ask, Submission
from handlers.slack.guard import guarded
from handlers.slack.reply import Reply
from handlers.slack.sending import refusal_of, send, through_response_url

Fill = Callable[[Family, Reply], Awaitable[None]]
"""Draws the form of a change for an order that was read, in the reply's open form."""


def one_reference(text: str, command: str) -> str:
    """The order that a command names. Raises NotAsked."""
    if not text.strip():
        raise NotAsked(f"Which order? Type its number, such as /order {command} 1042.")
    wanted = references(text)
    if len(wanted) > 1:
        raise NotAsked(f"One order at a time, please: /order {command} {wanted[0]}.")
    return wanted[0]


async def open_change(reference: str, kind: Kind, desk: Desk, reply: Reply, fill: Fill) -> None:
    """Opens a form at once, asks who may and reads the order behind it, and draws it then.

    Slack waits three seconds for a form, and Gelato may take longer.
    """
    ask = reply.ask
    if reply.form is not None:
        form: Reply | None = await reply.under(reply.form, checking_view())
    else:
        form = await reply.open_form(checking_view())
    if form is not None:
        await guarded(_filled(reference, kind, ask, desk, form, fill), form)


async def _filled(
    reference: str, kind: Kind, ask: Ask, desk: Desk, form: Reply, fill: Fill
) -> None:
    await desk.changes.permitted(kind, reference, ask.by)
    await fill(await desk.orders.look_up(reference, ask.by), form)


async def carry_out(request: Request, desk: Desk, reply: Reply) -> None:
    """Does it, shows what came of it in the form, and mends the card that it was asked from."""
    reports = await desk.changes.ask(request)
    family = await _read_again(request, reports, desk)
    await reply.whisper(changed(reports, family, reply.reader(Audience.ASKER)))
    await desk.changes.told(reports)
    if family and any(report.change.outcome is Outcome.DONE for report in reports):
        await _mend_card(family, reply)


async def _read_again(request: Request, reports: Iterable[Report], desk: Desk) -> Family | None:
    """The order as it is now; its state matters more than that it could be read."""
    ids = [report.change.order_id for report in reports if request.kind is not Kind.DELETE]
    try:
        return await desk.orders.look_up(ids[0], request.by, Operation.REFRESH) if ids else None
    except OrderdeskError:
        return None


async def _mend_card(family: Family, reply: Reply) -> None:
    """The card that the form was opened from tells the truth again, and who changed it."""
    kept = await reply.remembered()
    audience = audience_of(kept)
    note = f"Changed by {reply.ask.user_name}" if audience is Audience.CHANNEL else ""
    await put_back(order_card(family, reply.reader(audience, note)), kept, reply)


def audience_of(kept: Mapping[str, str]) -> Audience:
    """Who sees the message that a form was opened from."""
    shared = kept.get("posted_ts", "") != "" and not kept.get("channel", "").startswith("D")
    return Audience.CHANNEL if shared else Audience.ASKER


async def put_back(message: Message, kept: Mapping[str, str], reply: Reply) -> None:
    """Puts it in the place of the message that a form was opened from, if that is still there."""
    public = audience_of(kept) is Audience.CHANNEL
    if not await _replaced(message, kept.get("response_url", ""), reply, public=public):
        await update_posted(message, kept.get("channel", ""), kept.get("posted_ts", ""), reply)


async def _replaced(card: Message, url: str, reply: Reply, *, public: bool) -> bool:
    if not url:
        return False
    kind = "in_channel" if public else "ephemeral"
    through = through_response_url(url, reply.web)
    return not await send(card, through, replace_original=True, response_type=kind)


async def update_posted(card: Message, channel: str, ts: str, reply: Reply) -> None:
    """Puts a card in the place of a posted one, if it is still there."""
    if channel and ts:
        body = {"channel": channel, "ts": ts, "text": card.text, "blocks": list(card.blocks)}
        await refusal_of(reply.web.api_call("chat.update", json=body))


def request_of(submission: Submission, kind: Kind, key: str, kept: dict[str, str]) -> Request:
    """What every request of a form carries."""
    return Request(
        key=key,
        kind=kind,
        order_ids=tuple(kept.get("order_ids", "").split()),
        reference=kept.get("reference", ""),
        by=replace(submission.by, channel=kept.get("channel", "")),
        thread_ts=kept.get("thread_ts", ""),
        card_ts=kept.get("posted_ts", ""),
    )
