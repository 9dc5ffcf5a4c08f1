"""Rounds: looking again and again for what was left behind."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.orders.errors import OrderdeskError

log = logging.getLogger(__name__)


async def rounds(look: Callable[[], Awaitable[None]], every: timedelta) -> None:
    """Until it is called off. A round that breaks is logged: else all that is left would stay."""
    while True:
        try:
            await look()
        except OrderdeskError as error:
            log.warning("%s has to wait: %s", look.__qualname__, type(error).__name__)
        except Exception:
            log.exception("%s broke", look.__qualname__)
        await asyncio.sleep(every.total_seconds())
