"""The form with the limits by which orders count as stuck."""

from blocks.forms import checking_view
from blocks.patience_form import patience_form, patience_saved, read_patience_form
from blocks.replies import told
from bot.desk.desk import Desk
from handlers.slack.acknowledged import Acknowledged, update
from handlers.slack.asks import Click, Submission
from handlers.slack.reply import Reply
from handlers.slack.stuck_messages import redraw_list


async def open_patience_form(click: Click, desk: Desk, reply: Reply) -> None:
    """The limits as they are; who may change them is judged when they do."""
    patience = await desk.follow_ups.patience()
    view = patience_form(patience, desk.follow_ups.dialect)
    form = await reply.open_form(view, told("Please press Patience… again."))
    if form is not None:
        await form.remember(place=click.value)


def submit_patience(submission: Submission) -> Acknowledged:
    """Field errors at once; else "saving", and what came of it in its place."""
    if troubles := read_patience_form(submission.view).troubles:
        return Acknowledged({"response_action": "errors", "errors": dict(troubles)})
    return update(checking_view("Saving…"), change_patience)


async def change_patience(submission: Submission, desk: Desk, reply: Reply) -> None:
    """Saves them, and draws the list anew that the form was opened from."""
    wish = read_patience_form(submission.view)
    dialect = desk.follow_ups.dialect
    await desk.follow_ups.set_patience(wish.changing(dialect), submission.by)
    await reply.whisper(patience_saved())
    await redraw_list(await reply.remembered(), desk, reply)
