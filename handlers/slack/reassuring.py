"""Tells a person who waits that the work goes on."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

from blocks.replies import still_asking
from handlers.slack.reply import Reply

WHEN_TO_TELL = timedelta(seconds=4)
"""Most answers are there within one; Gelato may take twelve."""


@asynccontextmanager
async def reassuring(reply: Reply, after: timedelta = WHEN_TO_TELL) -> AsyncIterator[None]:
    """Says once that it takes longer, if what is done inside does."""
    telling = asyncio.create_task(_tell(reply, after))
    try:
        yield
    finally:
        telling.cancel()
        await asyncio.gather(telling, return_exceptions=True)


async def _tell(reply: Reply, after: timedelta) -> None:
    await asyncio.sleep(after.total_seconds())
    await reply.whisper(still_asking())
