"""Whatever is typed or sent, and whatever Gelato does: a clear answer, a row, and life goes on."""

import asyncio
import json
from collections.abc import Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.desk.desk import Desk
from bot.desk.look_ups import LookUps
from bot.desk.records import Records
from bot.gelato.client import Gelato, GelatoAccess
from bot.orders.dialect import Dialect
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.serving import served
from bot.sandbox.slack import StandInSlack
from bot.sandbox.slack.channels import SUPPORT
from bot.sandbox.slack.people import ANN
from bot.store.audit import SqliteAudit
from bot.store.database import SqliteDatabase
from bot.store.secret_key import SecretKey
from handlers.slack.attending import attend
from handlers.slack.listeners import order_command
from handlers.slack.work import MOST_AT_ONCE, MOST_WAITING

House = Any
Read = Callable[[Any], str]

TYPED = [
    pytest.param("get", "Which order?", "not_asked", id="no reference"),
    pytest.param(
        " ".join(map(str, range(1001, 1051))), "That is 50 orders", "not_asked", id="50 references"
    ),
    pytest.param("1" * 5000, "too long", "not_asked", id="5,000 characters"),
    pytest.param("1" * 129, "at most 128 characters", "not_asked", id="129 characters"),
    pytest.param("10\x0042", "characters that no order number has", "not_asked", id="control"),
    pytest.param("99999", "Gelato knows no order 99999.", "order_not_found", id="unknown"),
    pytest.param("../../1042", "Gelato knows no order", "order_not_found", id="path"),
    pytest.param("..", "Gelato knows no order", "order_not_found", id="dots"),
    pytest.param("1042?x=1#y", "Gelato knows no order", "order_not_found", id="query"),
    pytest.param("'; DROP TABLE audit; --", "no order number", "not_asked", id="SQL"),
    pytest.param("&lt;!channel&gt;1", "Gelato knows no order", "order_not_found", id="markup"),
    pytest.param("Maya Robinson", "no order number", "not_asked", id="a name"),
    pytest.param("get maya@example.com", "Gelato knows no", "order_not_found", id="an address"),
]


async def _lives_on(house: House, read: Read) -> None:
    house.gelato.faults.clear()
    assert "Order 1042" in read(await house.say("/order 1042"))


@pytest.mark.parametrize(("typed", "sentence", "outcome"), TYPED)
async def test_what_cannot_be_asked_is_told(
    house: House, read: Read, typed: str, sentence: str, outcome: str
):
    """The sentence says what is wrong, the row what came of it, and the next person is served."""
    await house.command(typed)
    assert sentence in read(house.last())
    assert [row["outcome"] for row in house.rows()] == [outcome]
    await _lives_on(house, read)


FAULTS = [
    pytest.param({"kind": "status", "status": 500}, "gelato_down", id="500"),
    pytest.param({"kind": "status", "status": 401}, "key_refused", id="wrong key"),
    pytest.param({"kind": "status", "status": 400}, "gelato_refused", id="refused"),
    pytest.param({"kind": "busy"}, "gelato_busy", id="busy"),
    pytest.param({"kind": "html"}, "answer_not_understood", id="a web page"),
    pytest.param({"kind": "half"}, "answer_not_understood", id="half a JSON"),
    pytest.param({"kind": "empty"}, "answer_not_understood", id="nothing"),
    pytest.param({"kind": "garbage"}, "answer_not_understood", id="no text"),
    pytest.param({"kind": "redirect"}, "answer_not_understood", id="sent elsewhere"),
    pytest.param({"kind": "cut_before"}, "gelato_down", id="no answer"),
    pytest.param({"kind": "torn"}, "gelato_down", id="cut in the middle"),
    pytest.param({"kind": "status", "status": 200, "body": "[]"}, "answer_not_understood", id="[]"),
    pytest.param(
        {"kind": "status", "status": 200, "body": "null"}, "answer_not_understood", id="null"
    ),
]


@pytest.mark.parametrize(("fault", "outcome"), FAULTS)
@pytest.mark.parametrize("gelato", ["connect", "v4"], indirect=True)
async def test_whatever_gelato_does_is_told(
    house: House, read: Read, fault: dict[str, Any], outcome: str
):
    """A sentence without jargon, with the code that is in the row too; life goes on."""
    house.gelato.faults.add(**fault)
    answer = await house.say("/order 1042")
    (row,) = house.rows()
    assert read(answer).startswith("⚠️ Gelato ")
    assert row["outcome"] == outcome
    assert row["request_id"] in read(answer)
    await _lives_on(house, read)


async def test_too_late_an_answer_is_told(
    slack: StandInSlack, workspace: Any, ask: Any, read: Read, tmp_path: Path
):
    """A person waits so long and no longer."""
    gelato = StandInGelato()
    gelato.faults.add("delay", seconds=30)
    async with AsyncExitStack() as stack:
        base = await stack.enter_async_context(served(gelato.app))
        access = GelatoAccess(
            Dialect.CONNECT, base + gelato.base, gelato.key, patience=timedelta(seconds=0.2)
        )
        client = await stack.enter_async_context(Gelato.opened(access))
        path = tmp_path / "desk.db"
        database = await stack.enter_async_context(SqliteDatabase.opened(path))
        audit = SqliteAudit(database)
        records = Records(audit, SecretKey("k" * 32))
        desk = Desk(records, LookUps(client, records), None, None)
        await attend(order_command, ask, desk, workspace)
        (row,) = await audit.rows()
    assert "Gelato is not answering" in read(slack.seen(ANN, SUPPORT)[-1])
    assert row.entry.outcome == "gelato_down"


async def test_a_busy_program_says_so(house: House, read: Read):
    """When too much is waiting, the acknowledgement itself tells the person."""
    gate = asyncio.Event()

    async def wait() -> None:
        await gate.wait()

    for _ in range(MOST_AT_ONCE + MOST_WAITING):
        house.work.start(wait())
    asyncio.get_running_loop().call_later(0.2, gate.set)
    status, body = await house.command("1042")
    assert status == 200
    assert "Too many people are asking" in json.loads(body)["text"]
    assert json.loads(body)["response_type"] == "ephemeral"
    await _lives_on(house, read)


async def test_the_row_holds_nothing_personal(house: House):
    """Names, addresses and numbers that were typed are hashed before they are written."""
    for typed in ("get Robinson", "get maya@example.com", "+4791234567", '"Elm Street 12"'):
        await house.command(typed)
    written = json.dumps(house.rows())
    for personal in ("Robinson", "maya", "91234567", "Elm"):
        assert personal not in written
