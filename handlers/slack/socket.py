"""Socket Mode: the same door, over a connection that we open and keep."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from aiohttp import ClientSession, ClientTimeout
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

log = logging.getLogger(__name__)

PING = 5.0
"""Seconds between pings; after four without an answer the connection counts as lost."""
HANDSHAKE = 10.0
"""Seconds for a WebSocket to open; an open one is held by pings."""
FIRST_WAIT = 10.0
"""Seconds for the first connection; after that it is tried in the background."""


@asynccontextmanager
async def socket_mode(app: AsyncApp, app_token: str, web: AsyncWebClient) -> AsyncIterator[None]:
    """Connected until the caller leaves; reconnects by itself.

    Raises SlackApiError when Slack refuses the token, which the SDK would try for ever.
    """
    handler = AsyncSocketModeHandler(
        app, app_token, logger=logging.getLogger("slack_sdk"), web_client=web, ping_interval=PING
    )
    client = handler.client
    await client.aiohttp_client_session.close()  # it would wait minutes for a silent endpoint
    client.aiohttp_client_session = ClientSession(timeout=ClientTimeout(total=HANDSHAKE))
    client.proxy = web.proxy
    tasks: list[asyncio.Task[None]] = []
    try:
        client.wss_uri = await client.issue_new_wss_url()
        tasks = [asyncio.create_task(_connected(client)), asyncio.create_task(_watched(client))]
        await asyncio.wait(tasks[:1], timeout=FIRST_WAIT)
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await client.close()  # type: ignore[no-untyped-call]  # the SDK's omission


async def _connected(client: SocketModeClient) -> None:
    await client.connect()  # type: ignore[no-untyped-call]  # the SDK's omission


async def _watched(client: SocketModeClient) -> None:
    """Lets go of an address that does not answer: it holds one ticket, and the SDK keeps it."""
    while True:
        await asyncio.sleep(PING * 2)
        if not await client.is_connected():
            log.warning("socket mode is not connected; asking for a new address")
            client.wss_uri = None
