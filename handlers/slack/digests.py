"""`/order digest`: a channel's digests, the form of one, and the menus of a digest's rows."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from blocks import ids
from blocks.digest import (
    CANCEL,
    OPEN,
    SNOOZE_DAY,
    SNOOZE_WEEK,
    TAKE,
    digest_preview,
    read_menu,
)
from blocks.digest_form import (
    DETAILS,
    Chosen,
    chosen_of,
    digest_form,
    read_digest_form,
    saving_view,
    times_words,
    zone_option,
)
from blocks.digest_replies import Listed, digest_list, digest_saved, sent_words
from blocks.message import Message
from blocks.replies import told
from bot.desk.desk import Desk
from bot.desk.records import Asker
from bot.orders.errors import DigestGone, NotAsked
from bot.orders.schedule import next_runs
from bot.orders.subscription import EmptyDays, Subscription, What, edited
from bot.orders.zones import suggested_zones
from handlers.slack.acknowledged import Acknowledged, Listener, Typing, field_error, update
from handlers.slack.asks import Ask, Click, Command, Mention, Submission
from handlers.slack.canceling import open_cancel_form
from handlers.slack.cards import open_card
from handlers.slack.digest_messages import place_of, redraw_digest
from handlers.slack.errors import FormExpired
from handlers.slack.reply import Reply

PREVIEW = "A preview that you alone see: nothing was posted, and nothing counts as told."


async def show_digests(text: str, ask: Command | Mention, desk: Desk, reply: Reply) -> None:
    """The digests of this channel, for who asked."""
    del text
    await reply.whisper(await _list(ask, desk, reply))


async def add_digest(click: Click, desk: Desk, reply: Reply) -> None:
    """The form of a new digest, with the person's own zone."""
    await desk.digests.allow(click.by)
    chosen = Chosen(zone=reply.person.zone if reply.person else "UTC")
    await reply.open_form(digest_form(chosen, await _times(chosen, click, desk, reply)))


async def edit_digest(click: Click, desk: Desk, reply: Reply) -> None:
    """The form, filled with a digest that there is."""
    await desk.digests.allow(click.by)
    chosen = chosen_of(await desk.digests.of(_number(click.value), click.by))
    await reply.open_form(digest_form(chosen, await _times(chosen, click, desk, reply)))


async def check_times(click: Click, desk: Desk, reply: Reply) -> None:
    """The same form with the next times of what is chosen by now."""
    if reply.form is None:
        raise FormExpired
    chosen = read_digest_form(click.view)
    await reply.form.becomes(digest_form(chosen, await _times(chosen, click, desk, reply)))


def submit_digest(submission: Submission) -> Acknowledged:
    """Field errors at once; else "saving", and what was saved in its place."""
    try:
        _ = read_digest_form(submission.view).schedule
    except NotAsked as error:
        return field_error(ids.DIGEST_DAYS, str(error))
    return update(saving_view(), answer_digest_form)


async def answer_digest_form(submission: Submission, desk: Desk, reply: Reply) -> None:
    """Saves the digest, and says in words what was saved."""
    if not submission.by.channel:
        raise FormExpired
    chosen = read_digest_form(submission.view)
    wish = _subscription(chosen, submission.by, reply)
    if chosen.number:
        saved = await desk.digests.edit(chosen.number, wish, submission.by)
    else:
        saved = await desk.digests.add(wish, submission.by)
    await reply.whisper(digest_saved(saved, saved.coming(reply.workspace.now())))


async def preview_digest(click: Click, desk: Desk, reply: Reply) -> None:
    """The digest that would come now, for this person alone."""
    made = await desk.digests.preview(_number(click.value), click.by)
    await reply.aside(digest_preview(made, PREVIEW))


async def send_digest(click: Click, desk: Desk, reply: Reply) -> None:
    """Posts it now."""
    state, run = await desk.digests.send(_number(click.value), click.by)
    await reply.aside(told(sent_words(state, run.trouble if run else "")))
    await reply.replace(await _list(click, desk, reply))


async def pause_digest(click: Click, desk: Desk, reply: Reply) -> None:
    """Lets it rest."""
    await desk.digests.pause(_number(click.value), click.by)
    await reply.replace(await _list(click, desk, reply))


async def resume_digest(click: Click, desk: Desk, reply: Reply) -> None:
    """From its next time on."""
    await desk.digests.resume(_number(click.value), click.by)
    await reply.replace(await _list(click, desk, reply))


async def remove_digest(click: Click, desk: Desk, reply: Reply) -> None:
    """For good."""
    await desk.digests.remove(_number(click.value), click.by)
    await reply.replace(await _list(click, desk, reply))


async def post_again(click: Click, desk: Desk, reply: Reply) -> None:
    """For an owner who looked, and did not find the digest in its channel."""
    number, _, slot = click.value.partition(" ")
    state = await desk.digests.post_again(_number(number), slot, click.by)
    await reply.replace(told(sent_words(state, "")))


async def act_on_row(click: Click, desk: Desk, reply: Reply) -> None:
    """What was chosen in the menu of a stuck order."""
    act, order_id = read_menu(click.value)
    chosen = replace(click, value=order_id)
    await ROW_ACTS.get(act, _unknown_act)(chosen, desk, reply)


def suggest_zones(typing: Typing, desk: Desk) -> list[dict[str, Any]]:
    """The time zones that these letters may mean."""
    del desk
    return [zone_option(name) for name in suggested_zones(typing.text)]


async def _take(click: Click, desk: Desk, reply: Reply) -> None:
    place = place_of(click.card)
    await desk.digests.take(place, click.value, click.by)
    await redraw_digest(place, desk, reply)


async def _snooze_day(click: Click, desk: Desk, reply: Reply) -> None:
    await _snooze(click, 1, desk, reply)


async def _snooze_week(click: Click, desk: Desk, reply: Reply) -> None:
    await _snooze(click, 7, desk, reply)


async def _snooze(click: Click, days: int, desk: Desk, reply: Reply) -> None:
    place = place_of(click.card)
    await desk.digests.snooze(place, click.value, days, click.by)
    await redraw_digest(place, desk, reply)


async def _cancel(click: Click, desk: Desk, reply: Reply) -> None:
    """The form that cancels an order; the digest is drawn again afterwards."""
    await open_cancel_form(click, desk, replace(reply, ask=click))


async def _unknown_act(click: Click, desk: Desk, reply: Reply) -> None:
    del click, desk, reply
    raise DigestGone


ROW_ACTS: Mapping[str, Listener] = {
    OPEN: open_card,
    TAKE: _take,
    SNOOZE_DAY: _snooze_day,
    SNOOZE_WEEK: _snooze_week,
    CANCEL: _cancel,
}
"""What the menu of a row offers; the click carries the order's id."""


async def _list(ask: Ask, desk: Desk, reply: Reply) -> Message:
    now = reply.workspace.now()
    listed = [
        Listed(
            subscription=each,
            coming=each.coming(now, 1),
            owner=await reply.workspace.people.name_of(each.owner, "not known"),
            last=run.state if run else None,
        )
        for each, run in await desk.digests.of_channel(ask.by.channel)
    ]
    return digest_list(listed)


async def _times(chosen: Chosen, click: Click, desk: Desk, reply: Reply) -> str:
    """When it comes next with what is chosen, as it will be after saving; or what is wrong."""
    now = reply.workspace.now()
    try:
        schedule = chosen.schedule
        if not chosen.number:
            return times_words(schedule, next_runs(schedule, now))
        before = await desk.digests.of(chosen.number, click.by)
        after = edited(before, _subscription(chosen, click.by, reply), now)
    except NotAsked as error:
        return str(error)
    at_once = "; one that is missing comes at once" if after.due(now) else ""
    return f"{times_words(schedule, after.coming(now))}{at_once}"


def _subscription(chosen: Chosen, by: Asker, reply: Reply) -> Subscription:
    return Subscription(
        channel=by.channel,
        team=by.team,
        owner=by.person,
        what=What(chosen.what),
        schedule=chosen.schedule,
        created_at=reply.workspace.now(),
        wanted=chosen.wanted,
        empty_days=EmptyDays(chosen.empty_days),
        details_in_thread=chosen.details == DETAILS,
    )


def _number(value: str) -> int:
    return int(value) if value.isdecimal() else 0
