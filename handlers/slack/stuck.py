"""`/order stuck`: the list, its pages, and what the menu of a row does."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, time

from blocks import ids
from blocks.message import Message
from blocks.pages import Page, PageTurn, read_page_turn
from blocks.replies import told
from blocks.snooze_form import read_snooze_form, snooze_form
from blocks.stuck import StuckAct, StuckShown, read_stuck_choice, read_stuck_place, stuck_list
from bot.desk.desk import Desk
from bot.desk.follow_ups import StuckFound
from bot.orders.access import Act, Role, may
from bot.orders.attention import Listed
from bot.orders.errors import NotAsked, OrderdeskError
from bot.orders.filters import Typist
from bot.orders.followed import Asked, read_stuck
from bot.orders.recipient import Audience
from bot.store.ports import Operation
from handlers.slack.acknowledged import Acknowledged, Listener, field_error
from handlers.slack.asks import Ask, Click, Command, Mention, Submission
from handlers.slack.canceling import open_cancel_form
from handlers.slack.cards import open_card
from handlers.slack.errors import ButtonRetired
from handlers.slack.mending import audience_of, put_back
from handlers.slack.reply import Reply


async def show_stuck(text: str, ask: Command | Mention, desk: Desk, reply: Reply) -> None:
    """The first page of what is stuck: to this person alone, or in the thread of a mention."""
    asked = await _asked(text, ask, desk, reply)
    found = await desk.follow_ups.stuck(asked, ask.by)
    await reply.answer(await _drawn(found, PageTurn(0, asked.again), ask.seen_by, desk, reply))


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
    await redraw(kept, desk, reply)


async def redraw(kept: Mapping[str, str], desk: Desk, reply: Reply) -> None:
    """Puts the list as it is now where a form was opened from."""
    if kept.get("place"):
        turn, audience = read_page_turn(kept["place"]), audience_of(kept)
        message = await _message(turn, audience, desk, reply)
        await put_back(message, kept, reply)


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
        await form.remember(order_id=click.value, place=_kept_place(click))


async def _open_cancel(click: Click, desk: Desk, reply: Reply) -> None:
    """The form is not told of the list: what comes of it must not take the list's place."""
    alone = replace(click, posted_ts="", response_url="")
    await open_cancel_form(alone, desk, replace(reply, ask=alone))


_CHOICES: Mapping[StuckAct, Listener] = {
    StuckAct.OPEN: _open,
    StuckAct.TAKE: _take,
    StuckAct.RELEASE: _let_go,
    StuckAct.SNOOZE: _open_snooze_form,
    StuckAct.WAKE: _wake,
    StuckAct.CANCEL: _open_cancel,
}


def _kept_place(click: Click) -> str:
    place = read_stuck_place(click.block_id)
    return f"{place.page} {place.again}" if place else ""


async def _show_place(click: Click, desk: Desk, reply: Reply) -> None:
    """The list again, as it is now; where its place is not known, that it is done."""
    if place := read_stuck_place(click.block_id):
        await _show(place, click, desk, reply)
    else:
        await reply.aside(told("That is noted. Type /order stuck to see the list."))


async def _show(turn: PageTurn, click: Click, desk: Desk, reply: Reply) -> None:
    await reply.replace(await _message(turn, click.seen_by, desk, reply))


async def _message(turn: PageTurn, audience: Audience, desk: Desk, reply: Reply) -> Message:
    asked = read_stuck(turn.again, Typist(reply.zone, reply.workspace.now()))
    found = await desk.follow_ups.stuck_again(asked, reply.ask.by)
    return await _drawn(found, turn, audience, desk, reply)


async def _asked(text: str, ask: Ask, desk: Desk, reply: Reply) -> Asked:
    try:
        return read_stuck(text, Typist(reply.zone, reply.workspace.now()))
    except NotAsked as error:
        await desk.records.turn_away("", ask.by, error, Operation.STUCK)


async def _drawn(
    found: StuckFound, turn: PageTurn, audience: Audience, desk: Desk, reply: Reply
) -> Message:
    page = Page(turn.page, len(found.listed), turn.again)
    role = await desk.rights.role_of(reply.ask.by.person)
    return stuck_list(
        StuckShown(
            found.listed,
            turn.page,
            desk.follow_ups.dialect,
            found.freshness,
            found.at,
            snoozed=found.snoozed,
            again=turn.again,
            audience=audience,
            names=await _names(found.listed[page.cut], audience, reply),
            acts=_acts(role, audience),
            may_set_patience=audience is Audience.ASKER and may(role, Act.POLICY),
        )
    )


def _acts(role: Role, audience: Audience) -> list[StuckAct]:
    """In a channel the menu is for whoever opens it; who may is judged when they do."""
    if audience is Audience.CHANNEL:
        return [StuckAct.OPEN, StuckAct.TAKE, StuckAct.SNOOZE]
    attending = [StuckAct.TAKE, StuckAct.SNOOZE] if may(role, Act.ATTEND) else []
    canceling = [StuckAct.CANCEL] if may(role, Act.CANCEL) else []
    return [StuckAct.OPEN, *attending, *canceling]


async def _names(listed: Iterable[Listed], audience: Audience, reply: Reply) -> Mapping[str, str]:
    """By their names, where a mention would ping them in front of others."""
    if audience is Audience.ASKER:
        return {}
    people = {who.by for each in listed for who in (each.taken, each.snoozed) if who}
    names = await asyncio.gather(*(_name(person, reply) for person in people))
    return dict(zip(people, names, strict=True))


async def _name(person: str, reply: Reply) -> str:
    try:
        return (await reply.workspace.people.person(person)).name
    except OrderdeskError:
        return ""
