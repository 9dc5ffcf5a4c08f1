"""Looking orders up, and what the buttons of their cards do."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from blocks import ids
from blocks.forms import checking_view, look_up_form, read_look_up_form
from blocks.message import Message
from blocks.order import order_card
from blocks.replies import several
from bot.desk.desk import Desk
from bot.orders.errors import NotAsked, OrderdeskError
from bot.orders.family import Family
from bot.orders.phrases import references
from bot.orders.recipient import Audience
from bot.store.ports import Operation
from bot.store.subscription_ports import Place
from handlers.slack.acknowledged import Acknowledged, field_error, update
from handlers.slack.asks import Ask, Click, Submission
from handlers.slack.errors import AlreadyShared, ButtonRetired, FormExpired
from handlers.slack.reply import Reply


async def found(wanted: tuple[str, ...], ask: Ask, desk: Desk, reply: Reply) -> Message:
    """One card, or several orders in brief with what went wrong for the others."""
    reader = reply.reader(ask.seen_by)
    if len(wanted) == 1:
        return order_card(await desk.orders.look_up(wanted[0], ask.by), reader)
    answers = await asyncio.gather(*(_family_or_error(typed, ask, desk) for typed in wanted))
    families = [answer for answer in answers if isinstance(answer, Family)]
    errors = [answer for answer in answers if isinstance(answer, OrderdeskError)]
    if not families:
        raise errors[0]
    return several(families, dict.fromkeys(map(str, errors)), reader)


async def _family_or_error(typed: str, ask: Ask, desk: Desk) -> Family | OrderdeskError:
    try:
        return await desk.orders.look_up(typed, ask.by)
    except OrderdeskError as error:
        return error


async def refresh(click: Click, desk: Desk, reply: Reply) -> None:
    """The card again, as the order is now, for whoever saw it before; a watch's stays one."""
    family = await desk.orders.look_up(click.value, click.by, Operation.REFRESH)
    posted = Place(click.by.channel, click.posted_ts)
    if click.posted_ts and await desk.watches.refresh(posted, family):
        return
    shared = click.seen_by is Audience.CHANNEL
    note = f"Refreshed by {click.user_name}" if shared else ""
    await reply.replace(order_card(family, reply.reader(click.seen_by, note)))


async def share(click: Click, desk: Desk, reply: Reply) -> None:
    """The order as it is now, posted for everybody where the person asked for it."""
    if not click.by.channel:
        raise FormExpired
    async with (
        _once(click, reply),
        desk.orders.showing(click.value, click.by, Operation.SHARE) as family,
    ):
        note = f"Shared by {click.user_name}"
        await reply.post(order_card(family, reply.reader(Audience.CHANNEL, note)))
    if reply.form is not None:  # it covers the channel, so it says what happened
        await reply.replace(order_card(family, reply.reader(Audience.ASKER, "Shared")))


@asynccontextmanager
async def _once(click: Click, reply: Reply) -> AsyncIterator[None]:
    """A card is shared once, however often the button is pressed, unless it could not be posted."""
    deliveries, key = reply.workspace.deliveries, f"share:{click.card}"
    if not await deliveries.first_time([key], reply.workspace.now()):
        raise AlreadyShared
    try:
        yield
    except OrderdeskError:
        await deliveries.forget(key)
        raise


async def open_card(click: Click, desk: Desk, reply: Reply) -> None:
    """The whole card of one of several orders: over the form that lists them, or below."""
    if reply.form is not None:
        reply = await reply.under(reply.form, checking_view())
    family = await desk.orders.look_up(click.value, click.by)
    await reply.whisper(order_card(family, reply.reader(Audience.ASKER)))


async def open_look_up_form(click: Click, desk: Desk, reply: Reply) -> None:
    """The form that asks for an order's number."""
    del click, desk
    await reply.open_form(look_up_form())


async def retired(click: Click, desk: Desk, reply: Reply) -> None:
    """A button that no version of this program draws any more."""
    del click, desk, reply
    raise ButtonRetired


def submit_look_up(submission: Submission) -> Acknowledged:
    """Field errors at once; else "checking", and the answer in its place."""
    try:
        references(read_look_up_form(submission.view))
    except NotAsked as error:
        return field_error(ids.LOOK_UP_REFERENCE, str(error))
    return update(checking_view(), answer_look_up_form)


async def answer_look_up_form(submission: Submission, desk: Desk, reply: Reply) -> None:
    """What the form asked for, in the form."""
    wanted = references(read_look_up_form(submission.view))
    await reply.whisper(await found(wanted, submission, desk, reply))
