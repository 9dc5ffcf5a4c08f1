"""Canceling an order: `/order cancel 1042`, the card's button, and the form."""

from dataclasses import replace

from blocks import ids
from blocks.cancel_form import (
    cancel_form,
    cancelable,
    cannot_cancel,
    offer_cancel,
    read_cancel_form,
)
from bot.desk.desk import Desk
from bot.orders.change import Kind
from bot.orders.errors import NotAsked
from bot.orders.family import Family
from bot.orders.recipient import Audience
from bot.store.ports import Operation
from handlers.slack.acknowledged import Acknowledged, field_error, update
from handlers.slack.asks import Click, Command, Mention, Submission
from handlers.slack.changing import carry_out, one_reference, open_change, request_of, under_way
from handlers.slack.reply import Reply


async def cancel_command(text: str, ask: Command | Mention, desk: Desk, reply: Reply) -> None:
    """`/order cancel 1042`; where Slack lets us open no form, a button that does."""
    try:
        reference = one_reference(text, "cancel")
    except NotAsked as error:
        await desk.records.turn_away(text, ask.by, error, Operation.CANCEL)
    if ask.trigger_id:
        await _open(reference, desk, reply)
    else:
        await desk.changes.permitted(Kind.CANCEL, reference, ask.by)
        await reply.whisper(offer_cancel(reference))


async def open_cancel_form(click: Click, desk: Desk, reply: Reply) -> None:
    """The card's button."""
    await _open(click.value, desk, reply)


def submit_cancel(submission: Submission) -> Acknowledged:
    """Field errors at once; else "canceling", and what came of it in its place."""
    wanted = read_cancel_form(submission.view)
    if wanted.order_ids == ():
        return field_error(ids.CANCEL_PARTS, "Choose at least one part.")
    if wanted.reason is None:
        return field_error(ids.CANCEL_REASON, "Choose a reason; the audit log keeps it.")
    if wanted.lacks_note:
        return field_error(ids.CANCEL_NOTE, "Say in a few words why, since the list has no word.")
    return update(under_way("Canceling"), cancel_orders, is_kept=True)


async def cancel_orders(submission: Submission, desk: Desk, reply: Reply) -> None:
    """What the form asks for: of the parts that it offered, those that were chosen."""
    wanted, kept = read_cancel_form(submission.view), dict(await reply.remembered())
    key = reply.form.state_key if reply.form else ""
    request = request_of(submission, Kind.CANCEL, key, kept)
    chosen = request.order_ids if wanted.order_ids is None else wanted.order_ids
    order_ids = tuple(order_id for order_id in request.order_ids if order_id in chosen)
    if not order_ids:
        error = NotAsked("None of these parts can be canceled any more. Open the form again.")
        await desk.records.turn_away(request.reference, request.by, error, Operation.CANCEL)
    request = replace(request, order_ids=order_ids, reason=wanted.reason, note=wanted.note)
    await carry_out(request, desk, reply)


async def _open(reference: str, desk: Desk, reply: Reply) -> None:
    await open_change(reference, Kind.CANCEL, desk, reply, _fill, offer_cancel(reference))


async def _fill(family: Family, form: Reply) -> None:
    may = cancelable(family)
    reader = form.reader(Audience.ASKER)
    if not may:
        await form.whisper(cannot_cancel(family, reader))
        return
    order_ids = " ".join(order.id for order in may)
    await form.remember(reference=family.reference, order_ids=order_ids)
    if form.form is not None:
        await form.form.becomes(cancel_form(family, reader))
