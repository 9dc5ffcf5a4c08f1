"""Events that Slack tells and nobody waits for an answer to."""

import asyncio
import logging
from collections.abc import Awaitable, Callable

from bot.desk.desk import Desk
from bot.orders.errors import OrderdeskError
from handlers.slack.asks import Body
from handlers.slack.guard import LONGEST_WORK
from handlers.slack.workspace import Workspace

log = logging.getLogger(__name__)

News = Callable[[Body, Desk, Workspace], Awaitable[None]]
"""Hears an event; told twice, it must do no more than told once."""


async def heard(listener: News, event: Body, desk: Desk, workspace: Workspace) -> None:
    """Never raises: there is nobody to tell, so what goes wrong is logged."""
    try:
        async with asyncio.timeout(LONGEST_WORK.total_seconds()):
            await listener(event, desk, workspace)
    except (OrderdeskError, TimeoutError) as error:
        log.warning("event %s was not dealt with: %s", event["type"], type(error).__name__)
    except Exception:
        log.exception("event %s broke", event["type"])


async def person_changed(event: Body, desk: Desk, workspace: Workspace) -> None:
    """Somebody's account changed (user_change): who left loses their role."""
    user = event["user"]
    workspace.people.forget(str(user["id"]))
    if user.get("deleted"):
        await desk.rights.left(str(user["id"]))
