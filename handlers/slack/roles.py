"""`/order roles`, `/order pause` and `/order resume`: who may do what, and the stop switch."""

import asyncio
from collections.abc import Iterable
from typing import Any

from blocks import ids
from blocks.message import Message
from blocks.refusals import changes_paused, changes_resumed
from blocks.roles import (
    group_option,
    own_role,
    read_change,
    read_role_form,
    role_changed,
    role_form,
    roles_page,
    saving_view,
    your_role,
)
from bot.desk.desk import Desk
from bot.orders.access import Act, Role, is_person, may
from bot.store.ports import Operation
from handlers.slack.acknowledged import Acknowledged, Typing, field_error, update
from handlers.slack.asks import Click, Command, Mention, Submission
from handlers.slack.reply import Reply

MOST_OPTIONS = 100
"""What Slack shows of a list."""


async def show_roles(text: str, ask: Command | Mention, desk: Desk, reply: Reply) -> None:
    """The list for admins; for everybody else their own role."""
    del text
    async with desk.records.recorded(Operation.ROLE, "", ask.by) as trace:
        trace.reference, trace.detail = "", "listed"
        role = await desk.rights.role_of(ask.by.person)
        holdings = await desk.rights.listing()
    page = roles_page(holdings) if may(role, Act.MANAGE_ROLES) else own_role(role, holdings)
    await reply.whisper(page)


async def open_role_form(click: Click, desk: Desk, reply: Reply) -> None:
    """The form, filled with whose role the button stands beside."""
    holder, role = read_change(click.value)
    directory = desk.rights.directory
    await reply.open_form(role_form(holder, role, directory.known_group_names()))
    await directory.group_names()  # so that they are known when the list is opened


def submit_role(submission: Submission) -> Acknowledged:
    """Field errors at once; else "changing", and what came of it in its place."""
    if trouble := read_role_form(submission.view).trouble:
        return field_error(ids.ROLE_PERSON, trouble)
    return update(saving_view(), change_role)


async def change_role(submission: Submission, desk: Desk, reply: Reply) -> None:
    """Changes the role, says so in the form, and tells whose role it is."""
    chosen = read_role_form(submission.view)
    before = await desk.rights.grant(chosen.holder, chosen.role, submission.by)
    names = {name.id: name.handle for name in desk.rights.directory.known_group_names()}
    handle = names.get(chosen.holder, "")
    await reply.whisper(role_changed(chosen.holder, before, chosen.role, handle))
    if before is not chosen.role:
        group = "" if is_person(chosen.holder) else chosen.holder
        message = your_role(submission.by.person, group, chosen.role, handle)
        await _tell(await desk.rights.people_of(chosen.holder), message, reply)


def suggest_groups(typing: Typing, desk: Desk) -> list[dict[str, Any]]:
    """The user groups whose handle holds these letters."""
    wanted = typing.text.strip().removeprefix("@").casefold()
    names = desk.rights.directory.known_group_names()
    return [group_option(each) for each in names if wanted in each.handle.casefold()][:MOST_OPTIONS]


async def pause_changes(text: str, ask: Command | Mention, desk: Desk, reply: Reply) -> None:
    """Stops every change, for the reason that was typed; leads and admins are told."""
    message = changes_paused(await desk.switch.pause(text, ask.by))
    await reply.whisper(message)
    await _tell(await desk.rights.people_with(Role.LEAD), message, reply)


async def resume_changes(text: str, ask: Command | Mention, desk: Desk, reply: Reply) -> None:
    """Allows changes again; leads and admins are told."""
    del text
    message = changes_resumed(ask.by.person, await desk.switch.resume(ask.by))
    await reply.whisper(message)
    await _tell(await desk.rights.people_with(Role.LEAD), message, reply)


async def _tell(people: Iterable[str], message: Message, reply: Reply) -> None:
    """Everybody but who did it, who has been told."""
    others = [person for person in people if person != reply.ask.by.person]
    await asyncio.gather(*(reply.tell(person, message) for person in others))
