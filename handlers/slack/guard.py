"""Stands round every listener: whatever goes wrong becomes an answer to the person who asked."""

import asyncio
import logging
from collections.abc import Awaitable
from datetime import timedelta

from blocks.replies import problem
from bot.orders.errors import OrderdeskError
from handlers.slack.errors import TooSlow
from handlers.slack.reply import Reply

log = logging.getLogger(__name__)

LONGEST_WORK = timedelta(seconds=60)

BROKE = "Something broke in Orderdesk while it worked on that. Please try again in a minute."


async def guarded(work: Awaitable[None], reply: Reply, limit: timedelta = LONGEST_WORK) -> None:
    """Awaits a listener; never raises."""
    try:
        await _answered(work, reply, limit)
    except Exception:
        log.exception("request %s got no answer", reply.ask.by.request_id)


async def _answered(work: Awaitable[None], reply: Reply, limit: timedelta) -> None:
    code = reply.ask.by.request_id
    try:
        await _within(work, limit)
    except OrderdeskError as error:
        if error.is_incident:
            cause = type(error.__cause__ or error.__context__).__name__
            log.warning("request %s: %s, because of %s", code, type(error).__name__, cause)
        await reply.whisper(problem(str(error), code if error.is_incident else ""))
    except Exception:
        log.exception("request %s broke", code)
        await reply.whisper(problem(BROKE, code))


async def _within(work: Awaitable[None], limit: timedelta) -> None:
    try:
        async with asyncio.timeout(limit.total_seconds()):
            await work
    except TimeoutError:
        raise TooSlow from None
