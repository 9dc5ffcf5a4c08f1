"""Attends to one ask after its acknowledgement: once, for who may ask, under the guard."""

from dataclasses import replace

from bot.desk.desk import Desk
from bot.orders.errors import OrderdeskError
from bot.orders.person import Standing
from handlers.slack.acknowledged import Listener
from handlers.slack.asks import Ask, Body, Click, Command, Mention, Submission
from handlers.slack.errors import NotServed
from handlers.slack.guard import guarded
from handlers.slack.open_form import OpenForm
from handlers.slack.reply import Reply
from handlers.slack.workspace import Workspace

_IGNORED = {Standing.BOT, Standing.GONE}


async def attend(
    listener: Listener,
    ask: Ask,
    desk: Desk,
    workspace: Workspace,
    stopped: OrderdeskError | None = None,
) -> bool:
    """Whether it did its work, or the person was told why not.

    Raises nothing but CancelledError, after the person was told that it was `stopped`.
    """
    reply = Reply(ask, workspace, _open_form(ask, workspace))
    return await guarded(_attended(listener, reply, desk), reply, stopped=stopped)


async def _attended(listener: Listener, reply: Reply, desk: Desk) -> None:
    ask, workspace = reply.ask, reply.workspace
    if not await workspace.deliveries.first_time(ask.keys, workspace.now()):
        return
    person = await workspace.people.person(ask.by.person)
    if person.standing is Standing.GONE:
        await desk.rights.left(person.id)
    if person.standing in _IGNORED:
        return
    if not person.is_served:
        await desk.records.turn_away(_typed(ask), ask.by, NotServed())
    ask = await _with_origin(reply)
    await listener(ask, desk, replace(reply, ask=ask, person=person))


def _open_form(ask: Ask, workspace: Workspace) -> OpenForm | None:
    view: Body = ask.view if isinstance(ask, Click | Submission) else {}
    if not view.get("id"):
        return None
    workspace.afterthoughts.forget(str(view["id"]))  # what the person does now is newer
    form = OpenForm(workspace.web, str(view["id"]), str(view.get("private_metadata") or ""))
    if isinstance(ask, Submission):  # its acknowledgement changes the form, and so the hash
        return replace(form, afterthoughts=workspace.afterthoughts)
    return replace(form, hash=str(view.get("hash") or ""))


async def _with_origin(reply: Reply) -> Ask:
    """The ask, put back where its form was opened: a form's payload names no channel."""
    ask, workspace = reply.ask, reply.workspace
    if reply.form is None or not reply.form.state_key:
        return ask
    state = await workspace.forms.of(reply.form.state_key, ask.by.person, workspace.now())
    if state is None:
        return ask
    by = replace(ask.by, channel=state.data.get("channel", ""))
    return replace(ask, by=by, thread_ts=state.data.get("thread_ts", ""))


def _typed(ask: Ask) -> str:
    return ask.text if isinstance(ask, Command | Mention) else ""
