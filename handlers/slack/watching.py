"""`watch` and `unwatch`: by words, by the button of a card, and by the shortcut of a message."""

from blocks import ids
from blocks.forms import checking_view
from blocks.replies import told
from blocks.watch import read_watch_form, watch_begins, watch_ends, watch_form
from bot.desk.desk import Desk
from bot.orders.errors import NotAsked, NotWatched, NotWatchedHere, OrderdeskError
from bot.orders.phrases import mentioned_reference, references
from bot.store.ports import Operation
from bot.store.subscription_ports import Place
from handlers.slack.acknowledged import Acknowledged, field_error, update
from handlers.slack.asks import Ask, Click, Command, Mention, Shortcut, Submission
from handlers.slack.errors import FormExpired
from handlers.slack.reassuring import reassuring
from handlers.slack.reply import Reply


async def watch_orders(
    text: str, ask: Command | Mention | Submission, desk: Desk, reply: Reply
) -> None:
    """From now on this person, or the thread that it was asked in, hears of every change."""
    new: list[str] = []
    known: list[str] = []
    troubles: list[OrderdeskError] = []
    thread = _thread(ask)
    async with reassuring(reply):
        for typed in await _wanted(text, Operation.WATCH, ask, desk):
            try:
                family = await desk.orders.look_up(typed, ask.by)
                is_new = await desk.watches.watch(family, ask.by, thread)
            except OrderdeskError as error:  # must not hide what became of the others
                troubles.append(error)
            else:
                (new if is_new else known).append(family.reference)
    if troubles and not new + known:
        raise troubles[0]
    sentences = dict.fromkeys(map(str, troubles))
    await reply.whisper(watch_begins(new, known, sentences, in_thread=thread is not None))


async def unwatch_orders(text: str, ask: Command | Mention, desk: Desk, reply: Reply) -> None:
    """They do not, any more; a thread reads so."""
    ended: list[str] = []
    unknown: list[str] = []
    thread = _thread(ask)
    for typed in await _wanted(text, Operation.UNWATCH, ask, desk):
        try:
            ended.append((await desk.watches.unwatch(typed, ask.by, thread)).reference)
        except NotWatched:
            unknown.append(typed)
    if not ended:
        raise NotWatchedHere if thread else NotWatched
    await reply.answer(watch_ends(ended, unknown, in_thread=thread is not None))


async def stop_watching(click: Click, desk: Desk, reply: Reply) -> None:
    """The button of a watch's card, which says so itself afterwards."""
    del reply
    await desk.watches.unwatch(click.value, click.by, _thread(click))


async def open_watch_form(shortcut: Shortcut, desk: Desk, reply: Reply) -> None:
    """The form that asks which order the thread of this message watches."""
    del desk
    reference, in_thread = mentioned_reference(shortcut.text), _thread(shortcut) is not None
    too_late = told("Please choose that in the menu of the message once more.")
    await reply.open_form(watch_form(reference, in_thread=in_thread), too_late)


def submit_watch(submission: Submission) -> Acknowledged:
    """A field error at once; else "asking", and who is told in its place."""
    try:
        references(read_watch_form(submission.view))
    except NotAsked as error:
        return field_error(ids.WATCH_REFERENCE, str(error))
    return update(checking_view(), answer_watch_form)


async def answer_watch_form(submission: Submission, desk: Desk, reply: Reply) -> None:
    """Watches, where the form was opened."""
    if not submission.by.channel:
        raise FormExpired
    await watch_orders(read_watch_form(submission.view), submission, desk, reply)


def _thread(ask: Ask) -> Place | None:
    """The thread that is told; None where a person is: commands, and what is said to us alone."""
    return Place(ask.by.channel, ask.thread_ts) if ask.thread_ts and not ask.is_direct else None


async def _wanted(text: str, operation: Operation, ask: Ask, desk: Desk) -> tuple[str, ...]:
    if not text.strip():
        error = NotAsked(f"Which order? Type its number too, such as {operation} 1042.")
        await desk.records.turn_away(text, ask.by, error, operation)
    try:
        return references(text)
    except NotAsked as error:
        await desk.records.turn_away(text, ask.by, error, operation)
