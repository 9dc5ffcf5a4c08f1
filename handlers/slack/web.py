"""The one HTTP session and the one client for all calls to Slack."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.http_retry import HttpResponse
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

TIMEOUT = aiohttp.ClientTimeout(total=15, connect=3)
"""On the session: slack_sdk does not apply its own to a shared one (perf.md 1.4)."""
MOST_CONNECTIONS = 32
LONGEST_PAUSE = 10
"""Seconds that Slack may ask us to wait; beyond that its 429 is an answer like others."""


class _ShortPauses(AsyncRateLimitErrorRetryHandler):
    """Repeats after a 429, when nothing was done, if the pause is one that people bear."""

    async def _can_retry_async(self, *, response: HttpResponse | None = None, **rest: Any) -> bool:
        if not await super()._can_retry_async(response=response, **rest):
            return False
        asked = dict(response.headers).get("Retry-After", ["1"]) if response else ["1"]
        return _seconds(asked) <= LONGEST_PAUSE


def _seconds(asked: Sequence[str] | str) -> float:
    first = asked if isinstance(asked, str) else next(iter(asked), "1")
    try:
        return float(first)
    except ValueError:
        return 1.0


@asynccontextmanager
async def slack_session() -> AsyncIterator[aiohttp.ClientSession]:
    """Kept open for the life of the program: a connection for each call is six times slower."""
    connector = aiohttp.TCPConnector(limit=MOST_CONNECTIONS)
    async with aiohttp.ClientSession(timeout=TIMEOUT, connector=connector) as session:
        yield session


def slack_client(token: str, address: str, session: aiohttp.ClientSession) -> AsyncWebClient:
    """A client that repeats a call only after a 429, when nothing was done.

    slack_sdk's own default repeats on a lost connection, and so posts twice (slack-facts 2.1).
    """
    client = AsyncWebClient(
        token=token,
        base_url=f"{address}/",
        session=session,
        retry_handlers=[_ShortPauses(max_retry_count=2)],
    )
    if urlsplit(address).hostname in {"127.0.0.1", "localhost", "::1"}:
        client.proxy = None  # slack_sdk heeds HTTPS_PROXY even for this machine
    return client
