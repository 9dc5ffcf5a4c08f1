"""Who is not Slack cannot wear the HTTP side out."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import aiohttp
import pytest

from handlers.connections import LARGEST_HEAD, BoundedConnection
from handlers.sandbox import Sandbox, running


@pytest.fixture
async def sandbox() -> AsyncIterator[Sandbox]:
    async with running(orders=10) as sandbox:
        yield sandbox


async def _connected(sandbox: Sandbox) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    address = urlsplit(sandbox.bot)
    return await asyncio.open_connection(address.hostname, address.port)


async def _is_alive(sandbox: Sandbox) -> bool:
    async with aiohttp.ClientSession() as http, http.get(f"{sandbox.bot}/healthz") as answer:
        return answer.status == 200


async def _flood(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, line: bytes) -> None:
    for _ in range(20 * LARGEST_HEAD // len(line)):
        writer.write(line)
        await writer.drain()
        await asyncio.sleep(0)
    await reader.readexactly(1)


async def test_a_head_without_end_is_cut_off(sandbox):
    """A request whose headers never end is not collected for ever."""
    reader, writer = await _connected(sandbox)
    writer.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\n")
    line = b"X-Filler: " + b"a" * 1000 + b"\r\n"
    with pytest.raises((ConnectionError, asyncio.IncompleteReadError)):
        await _flood(reader, writer, line)
    writer.close()
    assert await _is_alive(sandbox)


async def test_a_silent_connection_is_closed(sandbox, monkeypatch):
    """Who connects and says nothing is not waited for."""
    monkeypatch.setattr("handlers.connections.LONGEST_HEAD", 0.05)
    reader, writer = await _connected(sandbox)
    async with asyncio.timeout(20):
        assert await reader.read() == b""
    writer.close()
    assert await _is_alive(sandbox)


async def test_a_forged_body_is_neither_read_nor_logged(sandbox, caplog):
    """What is not signed by Slack is refused before anything is made of it."""
    caplog.set_level(logging.DEBUG)
    headers = {"X-Slack-Request-Timestamp": "abc", "X-Slack-Signature": "v0=1"}
    body = {"payload": json.dumps({"type": "block_actions", "who": "Jane Doe"})}
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{sandbox.bot}/slack/events", data=body, headers=headers) as answer,
    ):
        assert answer.status == 401
    assert "Jane" not in caplog.text


def test_uvicorn_still_has_what_is_bounded():
    """The hooks of uvicorn's that the bounds hang on are there."""
    parent = BoundedConnection.__mro__[1]
    for hook in ("connection_made", "data_received", "on_message_begin", "on_headers_complete"):
        assert hook in vars(parent)
