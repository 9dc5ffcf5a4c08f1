"""What happens when somebody types, clicks or submits: ask the desk, answer with a drawing."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any

from blocks import ids
from blocks.forms import checking_view, look_up_form, read_look_up_form
from blocks.message import Message
from blocks.order import order_card
from blocks.replies import did_you_mean, help_page, not_built, offer_look_up, several
from bot.desk.desk import Desk
from bot.orders.errors import NotAsked, OrderdeskError
from bot.orders.family import Family
from bot.orders.phrases import (
    DidYouMean,
    Find,
    Help,
    LookUp,
    NotBuilt,
    OpenLookUpForm,
    Wish,
    references,
    understood,
)
from bot.orders.recipient import Audience
from bot.store.ports import Operation
from handlers.slack.acknowledged import Acknowledged, Listener, field_error, update
from handlers.slack.asks import Ask, Click, Command, Mention, Submission
from handlers.slack.errors import AlreadyShared, ButtonRetired, FormExpired
from handlers.slack.reassuring import reassuring
from handlers.slack.reply import Reply
from handlers.slack.searching import (
    find,
    look_at_more,
    open_search_form,
    refine,
    search_again,
    send_sheet,
    sort_rows,
    submit_search,
    suggest_countries,
    turn_page,
)


async def order_command(ask: Command | Mention, desk: Desk, reply: Reply) -> None:
    """`/order` and whatever follows it, or the same words said to the bot."""
    match await _wish(ask, desk):
        case OpenLookUpForm():
            await _offer_form(ask, reply)
        case Find(filters):
            await find(filters, ask, desk, reply)
        case LookUp(wanted):
            async with reassuring(reply):
                answer = await _found(wanted, ask, desk, reply)
            await reply.answer(answer)
        case Help(word):
            await reply.whisper(help_page(word))
        case NotBuilt(word):
            await reply.whisper(not_built(word))
        case DidYouMean(typed, meant, rest):
            await reply.whisper(did_you_mean(typed, meant, rest))


async def refresh(click: Click, desk: Desk, reply: Reply) -> None:
    """The card again, as the order is now, for whoever saw it before."""
    family = await desk.look_up(click.value, click.by, Operation.REFRESH)
    shared = click.seen_by is Audience.CHANNEL
    note = f"Refreshed by {click.user_name}" if shared else ""
    await reply.replace(order_card(family, reply.reader(click.seen_by, note)))


async def share(click: Click, desk: Desk, reply: Reply) -> None:
    """The order as it is now, posted for everybody where the person asked for it."""
    if not click.by.channel:
        raise FormExpired
    async with _once(click, reply), desk.showing(click.value, click.by, Operation.SHARE) as family:
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
    family = await desk.look_up(click.value, click.by)
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
    await reply.whisper(await _found(wanted, submission, desk, reply))


COMMANDS: Mapping[str, Listener] = {"/order": order_command}
EVENTS: Mapping[str, Listener] = {"app_mention": order_command, "message": order_command}
CLICKS: Mapping[str, Listener] = {
    ids.REFRESH: refresh,
    ids.SHARE: share,
    ids.OPEN: open_card,
    ids.OPEN_LOOK_UP: open_look_up_form,
    ids.OPEN_SEARCH: open_search_form,
    ids.SEARCH_NEXT: turn_page,
    ids.SEARCH_PREVIOUS: turn_page,
    ids.SEARCH_MORE: look_at_more,
    ids.SEARCH_SORT: sort_rows,
    ids.SEARCH_REFINE: refine,
    ids.SEARCH_SHEET: send_sheet,
    ids.SEARCH_AGAIN: search_again,
}
SUBMISSIONS: Mapping[str, Callable[[Submission], Acknowledged]] = {
    ids.LOOK_UP_FORM: submit_look_up,
    ids.SEARCH_FORM: submit_search,
}
SHORTCUTS: Mapping[str, Listener] = {ids.FIND_ORDER: open_search_form}
OPTIONS: Mapping[str, Callable[[str], list[dict[str, Any]]]] = {
    ids.SEARCH_COUNTRY: suggest_countries
}


async def _wish(ask: Command | Mention, desk: Desk) -> Wish:
    try:
        return understood(ask.text)
    except NotAsked as error:
        await desk.turn_away(ask.text, ask.by, error)


async def _offer_form(ask: Ask, reply: Reply) -> None:
    """Opens the form; where Slack lets us open none, offers a button that does."""
    if ask.trigger_id:
        await reply.open_form(look_up_form())
    else:
        await reply.whisper(offer_look_up())


async def _found(wanted: tuple[str, ...], ask: Ask, desk: Desk, reply: Reply) -> Message:
    """One card, or several orders in brief with what went wrong for the others."""
    reader = reply.reader(ask.seen_by)
    if len(wanted) == 1:
        return order_card(await desk.look_up(wanted[0], ask.by), reader)
    answers = await asyncio.gather(*(_family_or_error(typed, ask, desk) for typed in wanted))
    families = [answer for answer in answers if isinstance(answer, Family)]
    errors = [answer for answer in answers if isinstance(answer, OrderdeskError)]
    if not families:
        raise errors[0]
    return several(families, dict.fromkeys(map(str, errors)), reader)


async def _family_or_error(typed: str, ask: Ask, desk: Desk) -> Family | OrderdeskError:
    try:
        return await desk.look_up(typed, ask.by)
    except OrderdeskError as error:
        return error
