"""When somebody leaves the workspace: what they had in hand goes back, and the leads hear of it."""

import asyncio
import logging
from collections.abc import Sequence

from blocks.replies import has_left
from bot.desk.desk import Desk
from bot.desk.rights import Left
from bot.orders.access import Role
from bot.orders.errors import OrderdeskError
from handlers.slack.sending import post
from handlers.slack.telling import MOST_TOLD
from handlers.slack.workspace import Workspace

log = logging.getLogger(__name__)


def leaving(desk: Desk, workspace: Workspace) -> Left:
    """What is done about it (bot.desk.rights.Rights.on_left). Raises nothing of ours."""

    async def left(person_id: str) -> None:
        try:
            references = await desk.follow_ups.release(person_id)
            if references:
                await _tell(await workspace.people.name_of(person_id, "Somebody"), references)
        except OrderdeskError as error:
            log.warning("what a person left was not released: %s", type(error).__name__)

    async def _tell(name: str, references: Sequence[str]) -> None:
        message = has_left(name, references)
        leads = (await desk.rights.people_with(Role.LEAD))[:MOST_TOLD]
        await asyncio.gather(*(post(message, workspace.web, each) for each in leads))

    return left
