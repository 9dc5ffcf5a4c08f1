"""Gelato's webhooks: who is let in, what is kept, and what comes of it."""

import asyncio
import json
import logging
import sqlite3
from contextlib import closing
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from bot.orders.errors import StoreBusy
from bot.settings import GivenSettings
from bot.store.database import SqliteDatabase
from bot.store.inbox import SqliteInbox
from bot.store.ledger import SqliteLedger
from handlers.app import opened
from handlers.http import WEBHOOKS_PATH
from handlers.sandbox import WEBHOOK_SECRET
from handlers.serving import serving
from handlers.webhooks import LARGEST_EVENT, Webhooks

House = Any
SECRET = {"X-Orderdesk-Secret": WEBHOOK_SECRET}
EVENT = {"id": "os_1", "event": "order_status_updated", "fulfillmentStatus": "printed"}


def body(house: House, **more: object) -> bytes:
    """An event about an order that there is."""
    order = house.gelato.orders[0]
    return json.dumps({**EVENT, "orderId": order["id"], **more}).encode()


async def sent(house: House, data: bytes, headers: dict[str, str], query: str = "") -> int:
    async with house.http.post(
        f"{house.bot}{WEBHOOKS_PATH}{query}", data=data, headers=headers
    ) as answer:
        return int(answer.status)


def kept(house: House) -> list[tuple[str, str, str]]:
    """Events in the database: name, key and fate."""
    with closing(sqlite3.connect(house.database)) as connection:
        return connection.execute("SELECT event, key, fate FROM webhooks ORDER BY id").fetchall()


@pytest.mark.parametrize(
    ("headers", "query", "status"),
    [
        ({"X-Orderdesk-Secret": WEBHOOK_SECRET}, "", 200),
        ({}, f"?secret={WEBHOOK_SECRET}", 200),
        ({}, f"?a=b&secret={quote(WEBHOOK_SECRET, safe='')}", 200),
        ({}, "", 401),
        ({"X-Orderdesk-Secret": ""}, "?secret=", 401),
        ({"X-Orderdesk-Secret": WEBHOOK_SECRET[:-1]}, "", 401),
        ({"X-Orderdesk-Secret": WEBHOOK_SECRET + "x"}, "", 401),
        ({"X-Orderdesk-Secret": WEBHOOK_SECRET.upper()}, "", 401),
        ({}, "?secret=%FF%00", 401),
        ({}, f"?Secret={WEBHOOK_SECRET}", 401),
    ],
)
async def test_who_is_let_in(house: House, headers, query, status):
    """The secret in the header or in the address, whole; nobody else leaves anything behind."""
    assert await sent(house, body(house), headers, query) == status
    assert len(kept(house)) == (status == 200)


async def test_without_a_secret_there_are_no_webhooks(house: House):
    """Where no secret is set, there is no such address."""
    given = house.settings.model_dump(exclude={"gelato_webhook_secret"}, exclude_unset=True)
    async with (
        opened(GivenSettings.model_validate(given)) as program,
        serving(program.http, "127.0.0.1", 0) as bot,
        house.http.post(f"{bot}{WEBHOOKS_PATH}", data=b"{}", headers=SECRET) as answer,
    ):
        assert answer.status == 404


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 400),
        (b"{", 400),
        (b"[]", 400),
        (b"null", 400),
        (b"<order/>", 400),
        (b"\xff\xfe", 400),
        (b'{"event": "moon_rose"}', 200),
        (b'{"event": 7}', 200),
        (b'{"event": "' + b"x" * 5000 + b'", "id": "' + b"y" * 5000 + b'"}', 200),
        (b'{"event": "\\ud800", "id": "\\ud800", "orderId": "\\ud800"}', 200),
        (b'{"event": "\\u0000", "id": ""}', 200),
        (b" " * (LARGEST_EVENT + 1), 413),
    ],
    ids=lambda value: str(value)[:20],
)
async def test_whatever_comes_is_kept_or_refused(house: House, data, status):
    """An event that nobody knows is kept; what is none is refused, and nothing breaks."""
    assert await sent(house, data, SECRET) == status
    assert len(kept(house)) == (status == 200)


async def test_what_is_told_is_in_the_ledger(house: House):
    """An event that was answered leads to a read, and the read to a line, with nobody waiting."""
    order = house.gelato.orders[0]
    assert await sent(house, body(house), SECRET) == 200
    await house.clock.settled()
    assert [fate for _, _, fate in kept(house)] == ["done"]
    async with SqliteDatabase.opened(house.database) as database:
        seen = await SqliteLedger(database).observed(order["id"])
        waiting = await database.read(lambda db: db.execute("SELECT body FROM webhooks").fetchall())
    assert seen is not None
    assert seen.status == order["fulfillmentStatus"]
    assert waiting == [(None,)]


async def test_an_event_is_kept_once(house: House):
    """Deliveries that repeat are answered well, and one of them is kept."""
    house.gelato.faults.add("status", "get", status=400)
    codes = [await sent(house, body(house), SECRET) for _ in range(3)]
    codes.append(await sent(house, body(house, id="os_2"), SECRET))
    assert codes == [200] * 4
    assert [key for _, key, _ in kept(house)] == ["os_1", "os_2"]


async def test_the_stand_in_tells_of_every_move(house: House):
    """The sandbox's Gelato and this door understand each other."""
    house.gelato.hooks.listen(f"{house.bot}{WEBHOOKS_PATH}", WEBHOOK_SECRET)
    order = next(o for o in house.gelato.orders if o["fulfillmentStatus"] == "in_production")
    house.gelato.move(order["id"], "printed")
    house.gelato.move(order["id"], "shipped")
    await house.gelato.hooks.quiet()
    assert {each.status for each in house.gelato.hooks.deliveries} == {200}
    assert len(kept(house)) == len(house.gelato.hooks.deliveries)


async def test_the_secret_is_in_no_log(house: House, caplog: pytest.LogCaptureFixture):
    """Neither the header's nor the address's secret is ever logged, whatever goes wrong."""
    with caplog.at_level(logging.DEBUG):
        await sent(house, b"{", {}, f"?secret={WEBHOOK_SECRET}")
        await sent(house, b"{", SECRET)
        await sent(house, body(house), {}, f"?secret={WEBHOOK_SECRET}x")
        address = urlsplit(house.bot)
        reader, writer = await asyncio.open_connection(address.hostname, address.port)
        writer.write(f"POST {WEBHOOKS_PATH}?secret={WEBHOOK_SECRET} HTTP/9\r\n\r\n".encode())
        await reader.read(100)
        writer.close()
    theirs = [r for r in caplog.records if not r.name.startswith(("aiohttp", "asyncio"))]
    assert not any(WEBHOOK_SECRET in record.getMessage() for record in theirs)


async def test_answers_are_counted_and_a_full_inbox_is_told(tmp_path):
    """What could not be kept is answered so that Gelato comes again; each answer is counted."""

    class Full(SqliteInbox):
        async def take_in(self, _):
            raise StoreBusy

    nudges = []
    async with SqliteDatabase.opened(tmp_path / "o.db") as database:
        inbox = SqliteInbox(database)
        webhooks = Webhooks("secret", inbox, lambda: nudges.append(1))
        codes = [await _posted(webhooks, EVENT, b"secret") for _ in range(2)]
        codes.append(await _posted(webhooks, EVENT, b"wrong"))
        full = Webhooks("secret", Full(database), lambda: nudges.append(1))
        codes.append(await _posted(full, EVENT, b"secret"))
    assert codes == [200, 200, 401, 503]
    assert webhooks.counts == {"kept": 1, "known already": 1, "not with our secret": 1}
    assert full.counts == {"cannot be kept just now": 1}
    assert nudges == [1]


async def _posted(webhooks: Webhooks, event: object, secret: bytes) -> int:
    told = []

    async def receive():
        return {"type": "http.request", "body": json.dumps(event).encode(), "more_body": False}

    async def send(message):
        told.append(message)

    headers = [(b"x-orderdesk-secret", secret)]
    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers, "query_string": b""}
    await webhooks(scope, receive, send)
    return told[0]["status"]
