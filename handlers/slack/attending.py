"""Attends to one ask after its acknowledgement: once, for who may ask, under the guard."""

import asyncio
from dataclasses import replace

from bot.desk.desk import Desk
from bot.orders.person import Standing
from handlers.slack.asks import Ask, Body, Command, Mention, Submission
from handlers.slack.errors import NotServed
from handlers.slack.guard import guarded
from handlers.slack.listeners import Listener
from handlers.slack.reply import Reply
from handlers.slack.workspace import Workspace

_IGNORED = {Standing.BOT, Standing.GONE}

SETTLING = 0.3
"""Seconds between the acknowledgement that shows "checking" and the view that replaces it.

Slack applies the two in the order they reach it, over different connections.
"""


async def attend(
    listener: Listener, ask: Ask, desk: Desk, workspace: Workspace, view: Body | None
) -> None:
    """Never raises."""
    settled_at = _now() + SETTLING if isinstance(ask, Submission) else 0.0
    reply = Reply(ask, workspace, dict(view) if view else None, settled_at)
    await guarded(_attended(listener, reply, desk), reply)


async def _attended(listener: Listener, reply: Reply, desk: Desk) -> None:
    ask, workspace = reply.ask, reply.workspace
    if not await workspace.deliveries.first_time(ask.keys, workspace.now()):
        return
    person = await workspace.people.person(ask.by.person)
    if person.standing in _IGNORED:
        return
    if not person.is_served:
        await desk.turn_away(_typed(ask), ask.by, NotServed())
    placed = replace(reply, ask=await _placed(reply))
    await listener(placed.ask, desk, placed)


async def _placed(reply: Reply) -> Ask:
    """The ask, with the place where the form was opened that it comes from."""
    ask, key = reply.ask, str((reply.view or {}).get("private_metadata") or "")
    if not key:
        return ask
    workspace = reply.workspace
    state = await workspace.forms.of(key, ask.by.person, workspace.now())
    if state is None:
        return ask
    by = replace(ask.by, channel=state.data.get("channel", ""))
    return replace(ask, by=by, thread_ts=state.data.get("thread_ts", ""))


def _now() -> float:
    return asyncio.get_running_loop().time()


def _typed(ask: Ask) -> str:
    return ask.text if isinstance(ask, Command | Mention) else ""
