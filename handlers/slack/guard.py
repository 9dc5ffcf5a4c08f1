"""Stands round every listener: whatever goes wrong becomes an answer to the person who asked."""

import asyncio
import logging
from collections.abc import Awaitable
from datetime import timedelta

from blocks.message import Message
from blocks.refusals import refusal
from blocks.replies import problem
from bot.orders.errors import OrderdeskError
from handlers.slack.asks import Click
from handlers.slack.errors import AnswerUncertain, Restarting, TooSlow
from handlers.slack.reply import Reply

log = logging.getLogger(__name__)

LONGEST_WORK = timedelta(seconds=60)
LONGEST_ANSWER = timedelta(seconds=20)
LAST_WORD = timedelta(seconds=3)
"""For who waits while the program stops."""

BROKE = (
    "Something broke in Orderdesk while it worked on that. "
    "Look whether it was done before you try again."
)


async def guarded(
    work: Awaitable[None],
    reply: Reply,
    limit: timedelta = LONGEST_WORK,
    stopped: OrderdeskError | None = None,
) -> bool:
    """Awaits a listener; whether it did its work, or the person was told why not.

    Raises nothing but CancelledError, after the person was told that it was `stopped`.
    """
    try:
        trouble = await _trouble(work, reply, limit)
    except asyncio.CancelledError:
        await _told(problem(str(stopped or Restarting())), reply, LAST_WORD)
        raise
    return trouble is None or await _told(trouble, reply, LONGEST_ANSWER)


async def _trouble(work: Awaitable[None], reply: Reply, limit: timedelta) -> Message | None:
    """What to tell the person, if it went wrong."""
    code = reply.ask.by.request_id
    try:
        await _within(work, limit)
    except AnswerUncertain as error:  # nobody wants the same answer twice
        log.warning("request %s: %s", code, _kind(error))
    except OrderdeskError as error:
        if error.is_incident:
            log.warning("request %s: %s, because of %s", code, _kind(error), _cause(error))
        return refusal(error, code if error.is_incident else "")
    except Exception:
        log.exception("request %s broke", code)
        return problem(BROKE, code)
    return None


async def _told(message: Message, reply: Reply, limit: timedelta) -> bool:
    """Whether Slack surely took it. Logs kinds alone: an error may hold what a person typed."""
    code = reply.ask.by.request_id
    try:
        async with asyncio.timeout(limit.total_seconds()):
            form = reply.form
            if isinstance(reply.ask, Click) and form is not None and not form.is_new:
                await reply.aside(message)  # what the form shows is not lost over it
            else:
                await reply.whisper(message)
    except OrderdeskError as error:
        log.error("request %s got no answer: %s", code, _kind(error))  # noqa: TRY400
    except TimeoutError:
        log.error("request %s got no answer in time", code)  # noqa: TRY400
    except Exception:
        log.exception("request %s got no answer", code)
    else:
        return True
    return False


async def _within(work: Awaitable[None], limit: timedelta) -> None:
    try:
        async with asyncio.timeout(limit.total_seconds()):
            await work
    except TimeoutError:
        raise TooSlow from None


def _kind(error: BaseException) -> str:
    return type(error).__name__


def _cause(error: BaseException) -> str:
    cause = error.__cause__ or error.__context__
    return _kind(cause) if cause else "itself"
