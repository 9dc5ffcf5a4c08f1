"""`/order stuck`: the list, its pages, and what the menu of a row does."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, time

from blocks import ids
from blocks.pages import PageTurn, read_page_turn
from blocks.replies import told
from blocks.snooze_form import read_snooze_form, snooze_form
from blocks.stuck import StuckAct, read_stuck_choice, read_stuck_place
from bot.desk.desk import Desk
from bot.orders.errors import NotAsked
from bot.orders.filters import Typist
from bot.orders.followed import Asked, read_stuck
from bot.store.ports import Operation
from handlers.slack.acknowledged import Acknowledged, Listener, field_error
from handlers.slack.asks import Ask, Click, Command, Mention, Submission
from handlers.slack.canceling import open_cancel_form
from handlers.slack.cards import open_card
from handlers.slack.errors import ButtonRetired
from handlers.slack.reply import Reply
from handlers.slack.stuck_messages import drawn_list, list_now, redraw_list


async def show_stuck(text: str, ask: Command | Mention, desk: Desk, reply: Reply) -> None:
    """The first page of what is stuck: to this person alone, or in the thread of a mention."""
    asked = await _asked(text, ask, desk, reply)
    found = await desk.follow_ups.stuck(asked, ask.by)
    await reply.answer(await drawn_list(found, PageTurn(0, asked.again), ask.seen_by, desk, reply))


async def turn_stuck_page(click: Click, desk: Desk, reply: Reply) -> None:
    """The list as it is now, on the page that the button names."""
    await _show(read_page_turn(click.value), click, desk, reply)


async def choose(click: Click, desk: Desk, reply: Reply) -> None:
    """The menu of a row."""
    choice = read_stuck_choice(click.value)
    if choice is None:
        raise ButtonRetired
    order = replace(click, value=choice.order_id)
    await _CHOICES[choice.act](order, desk, replace(reply, ask=order))


def submit_snooze(submission: Submission) -> Acknowledged:
    """A field error at once; else the form closes, and the list says the rest."""
    if trouble := read_snooze_form(submission.view).trouble:
        return field_error(ids.SNOOZE_DAY, trouble)
    return Acknowledged(then=snooze)


async def snooze(submission: Submission, desk: Desk, reply: Reply) -> None:
    """Until the morning of that day, where this person is."""
    kept, day = await reply.remembered(), read_snooze_form(submission.view).day
    if day is None:
        raise NotAsked
    until = datetime.combine(day, time.min, reply.zone)
    await desk.follow_ups.snooze(kept.get("order_id", ""), until, submission.by)
    await redraw_list(kept, desk, reply)


async def _open(click: Click, desk: Desk, reply: Reply) -> None:
    await open_card(click, desk, reply)


async def _take(click: Click, desk: Desk, reply: Reply) -> None:
    await desk.follow_ups.take(click.value, click.by)
    await _show_place(click, desk, reply)


async def _let_go(click: Click, desk: Desk, reply: Reply) -> None:
    await desk.follow_ups.let_go(click.value, click.by)
    await _show_place(click, desk, reply)


async def _wake(click: Click, desk: Desk, reply: Reply) -> None:
    await desk.follow_ups.wake(click.value, click.by)
    await _show_place(click, desk, reply)


async def _open_snooze_form(click: Click, desk: Desk, reply: Reply) -> None:
    reference = await desk.follow_ups.reference_of(click.value)
    today = reply.workspace.now().astimezone(reply.zone).date()
    form = await reply.open_form(snooze_form(reference, today), told("Please try that again."))
    if form is not None:
        await form.remember(order_id=click.value)


async def _open_cancel(click: Click, desk: Desk, reply: Reply) -> None:
    await open_cancel_form(click, desk, reply)


_CHOICES: Mapping[StuckAct, Listener] = {
    StuckAct.OPEN: _open,
    StuckAct.TAKE: _take,
    StuckAct.RELEASE: _let_go,
    StuckAct.SNOOZE: _open_snooze_form,
    StuckAct.WAKE: _wake,
    StuckAct.CANCEL: _open_cancel,
}


async def _show_place(click: Click, desk: Desk, reply: Reply) -> None:
    """The list again, as it is now; where its place is not known, that it is done."""
    if place := read_stuck_place(click.block_id):
        await _show(place, click, desk, reply)
    else:
        await reply.aside(told("That is noted. Type /order stuck to see the list."))


async def _show(turn: PageTurn, click: Click, desk: Desk, reply: Reply) -> None:
    await reply.replace(await list_now(turn, click.seen_by, desk, reply))


async def _asked(text: str, ask: Ask, desk: Desk, reply: Reply) -> Asked:
    try:
        return read_stuck(text, Typist(reply.zone, reply.workspace.now()))
    except NotAsked as error:
        await desk.records.turn_away("", ask.by, error, Operation.STUCK)
