"""The HTTP side: who is let in, and what anybody may send."""

import asyncio
import contextlib
import json
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from starlette.types import Message, Scope

from bot.sandbox.slack.signing import signed_headers
from handlers.gate import LARGEST_BODY, Gate
from handlers.sandbox import SIGNING_SECRET

House = Any
BODY = urlencode({"command": "/order", "text": "1042", "user_id": "U012ANN", "team_id": "T1"})
MINUTES = 60
CHUNK = b"%x\r\n%s\r\n" % (65536, b"x" * 65536)


@pytest.mark.parametrize(
    ("secret", "age", "dropped"),
    [
        pytest.param("another secret", 0, "", id="another secret"),
        pytest.param(SIGNING_SECRET, 5 * MINUTES + 2, "", id="too old"),
        pytest.param(SIGNING_SECRET, -5 * MINUTES - 2, "", id="from the future"),
        pytest.param(SIGNING_SECRET, 0, "X-Slack-Signature", id="no signature"),
        pytest.param(SIGNING_SECRET, 0, "X-Slack-Request-Timestamp", id="no timestamp"),
    ],
)
async def test_what_slack_did_not_sign_is_refused(
    house: House, secret: str, age: int, dropped: str
):
    """Nobody but Slack, and Slack only now, can make the program do anything."""
    headers = signed_headers(secret, BODY, time.time() - age)
    headers = {name: value for name, value in headers.items() if name != dropped}
    status = await _posted(house, BODY.encode(), headers)
    assert status == 401
    assert (house.rows(), house.work.started) == ([], 0)


async def test_a_body_that_was_changed_on_the_way_is_refused(house: House):
    """The signature belongs to these very bytes."""
    headers = signed_headers(SIGNING_SECRET, BODY, time.time())
    assert await _posted(house, BODY.replace("1042", "1043").encode(), headers) == 401


@pytest.mark.parametrize(
    ("verb", "path", "status"),
    [
        ("GET", "/healthz", 200),
        ("POST", "/healthz", 405),
        ("GET", "/slack/events", 405),
        ("PUT", "/slack/events", 405),
        ("GET", "/", 404),
        ("POST", "/slack", 404),
        ("POST", "/slack/events/", 404),
        ("POST", "/slack/../slack/eventz", 404),
    ],
)
async def test_only_our_routes_are_there(house: House, verb: str, path: str, status: int):
    """Another address or another verb is told apart, and is nothing that Bolt sees."""
    async with house.http.request(
        verb, f"{house.bot}{path}", data=b"", allow_redirects=False
    ) as answer:
        assert answer.status in {status, 307}
        assert answer.status == status or path.endswith("/")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param("", {200, 400, 404}, id="empty"),
        pytest.param("payload=", {200, 400, 404}, id="payload of nothing"),
        pytest.param("payload=%7Bnope", {400}, id="garbage for JSON"),
        pytest.param("payload=%5B%5D", {400}, id="a list"),
        pytest.param("payload=null", {400}, id="null"),
        pytest.param("payload=" + "%5B" * 50_000, {400}, id="deep"),
        pytest.param(urlencode({"payload": '{"type": "block_actions"}'}), {400}, id="no action"),
        pytest.param(
            urlencode({"payload": '{"type": "block_actions", "actions": []}'}), {400}, id="none"
        ),
        pytest.param(urlencode({"payload": '{"type": "view_submission"}'}), {400}, id="no view"),
        pytest.param(
            urlencode({"payload": '{"type": "view_submission", "user": 7, "view": 7}'}),
            {400},
            id="numbers for objects",
        ),
        pytest.param(urlencode({"payload": '{"type": "never heard of"}'}), {200}, id="new kind"),
        pytest.param("command=%2Forder", {400}, id="a command of nobody"),
        pytest.param("a" * 100_000, {200, 400, 404}, id="one long word"),
        pytest.param("&=&=%%%zz", {200, 400, 404}, id="no form"),
    ],
)
async def test_what_is_no_payload_is_survived(
    house: House, body: str, status: set[int], caplog: pytest.LogCaptureFixture
):
    """A signed body that is none of Slack's is refused or ignored, and the log holds none of it."""
    assert (await house.deliver(body))[0] in status
    assert not body or body[:40] not in caplog.text
    assert await _lives(house)


async def test_json_that_is_none_is_survived(house: House, caplog: pytest.LogCaptureFixture):
    """The same for events, which come as JSON."""
    for body in ("{", "[]", "null", "7", '{"type": "event_callback"}'):
        status, _ = await house.deliver(body, **{"Content-Type": "application/json"})
        assert status in {200, 400, 404}
    assert "event_callback" not in caplog.text
    assert await _lives(house)


async def test_slacks_first_question_is_answered(house: House):
    """A new request URL gives the challenge back."""
    body = json.dumps({"type": "url_verification", "challenge": "c-1", "token": "x"})
    status, told = await house.deliver(body, **{"Content-Type": "application/json"})
    assert status == 200
    assert "c-1" in told


async def test_slacks_check_of_the_certificate_is_answered(house: House):
    """Slack asks now and then whether the address is well."""
    assert (await house.deliver("ssl_check=1&token=x"))[0] == 200


@pytest.mark.parametrize("announced", [True, False], ids=["announced", "chunked"])
async def test_a_body_of_50_mb_is_not_read(house: House, announced: bool):
    """Whoever sends too much is refused or cut off, and others are served meanwhile."""
    length = b"Content-Length: 52428800" if announced else b"Transfer-Encoding: chunked"
    reader, writer = await _line(house, length)
    with contextlib.suppress(ConnectionError):
        for _ in range(800):
            writer.write(b"x" * 65536 if announced else CHUNK)
            await writer.drain()
    told = b""
    with contextlib.suppress(ConnectionError):
        told = await reader.read(200)
    writer.close()
    assert told == b"" or told.startswith(b"HTTP/1.1 413")
    assert await _lives(house)


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (f"Content-Length: {LARGEST_BODY + 1}", 413),
        ("Content-Length: 9999999999999999999999", 400),
        ("Content-Length: -1", 400),
        ("Content-Length: many", 400),
    ],
)
async def test_an_impossible_length_is_refused_at_once(house: House, head: str, status: int):
    """What is announced too large is refused before any of it is read."""
    reader, writer = await _line(house, head.encode())
    told = await reader.read(200)
    writer.close()
    assert told.startswith(f"HTTP/1.1 {status}".encode())
    assert await _lives(house)


async def test_a_sender_that_goes_away_is_let_go(house: House):
    """Half a body and then nothing leaves nothing behind."""
    _, writer = await _line(house, b"Content-Length: 1000")
    writer.write(b"x" * 10)
    await writer.drain()
    writer.close()
    assert await _lives(house)
    assert house.rows() == []


async def test_bytes_that_are_no_text_are_refused(house: House):
    """Slack sends UTF-8; Bolt would break on anything else."""
    assert await _posted(house, b"text=\xff\xfe", {}) == 400


class _Pieces:
    """A body that arrives in these pieces, each as late as a test wants."""

    def __init__(self, *pieces: bytes) -> None:
        self._pieces = list(pieces)

    async def receive(self) -> Message:
        if not self._pieces:
            await asyncio.Event().wait()
        return {"type": "http.request", "body": self._pieces.pop(0), "more_body": True}


async def test_a_body_that_never_ends_is_given_up():
    """Ten seconds are enough for anybody: then the place is free again."""
    sent: list[Message] = []

    async def nothing(scope: Scope, receive: object, send: object) -> None:
        raise AssertionError("half a request was let in")

    async def send(message: Message) -> None:
        sent.append(message)

    scope = {"type": "http", "headers": [], "method": "POST", "path": "/slack/events"}
    capped = Gate(nothing, "secret", timedelta(milliseconds=50))
    await capped(scope, _Pieces(b"x").receive, send)
    assert sent[0]["status"] == 408


async def _lives(house: House) -> bool:
    async with house.http.get(f"{house.bot}/healthz") as answer:
        return answer.status == 200 and await answer.text() == "alive"


async def _posted(house: House, body: bytes, headers: Mapping[str, str]) -> int:
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    url = f"{house.bot}/slack/events"
    async with house.http.post(url, data=body, headers={**form, **headers}) as answer:
        return int(answer.status)


async def _line(house: House, header: bytes) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A bare connection on which a request has begun."""
    address = urlsplit(house.bot)
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(b"POST /slack/events HTTP/1.1\r\nHost: localhost\r\n" + header + b"\r\n\r\n")
    await writer.drain()
    return reader, writer
