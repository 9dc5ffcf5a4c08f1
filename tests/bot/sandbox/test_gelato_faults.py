"""Faults: what each looks like on the wire, where and how often it strikes."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from bot.sandbox.gelato import Fault, StandInGelato
from bot.sandbox.gelato.faults import KINDS
from bot.sandbox.serving import served

TLS = ssl.create_default_context()  # one for all clients: making it is slow
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
CUTS = {"cut_before", "cut_after", "torn"}


@dataclass
class Desk:
    """A stand-in that never really waits, and a client that knows its key."""

    gelato: StandInGelato
    client: httpx.AsyncClient
    waits: list[float]

    async def look(self) -> httpx.Response:
        return await self.client.get("/1042")

    async def cancel(self) -> httpx.Response:
        return await self.client.post(f"/{self.victim['id']}/cancel")

    @property
    def victim(self) -> dict[str, Any]:
        return self.gelato.book.family("1050")[1]


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    waits: list[float] = []

    async def wait(seconds: float) -> None:
        waits.append(seconds)
        await asyncio.sleep(0)

    gelato = StandInGelato("connect", orders=60, clock=lambda: NOON, sleep=wait)
    async with (
        served(gelato.app) as base,
        httpx.AsyncClient(verify=TLS, base_url=base + gelato.base) as client,
    ):
        client.headers["X-API-KEY"] = gelato.key
        yield Desk(gelato, client, waits)


@pytest.mark.parametrize("kind", sorted(CUTS))
async def test_a_cut_line_is_no_answer(desk: Desk, kind: str):
    """The client sees a broken connection, the journal a call without a status."""
    desk.gelato.faults.add(kind, times=1)
    with pytest.raises(httpx.RemoteProtocolError):
        await desk.look()
    assert [call.status for call in desk.gelato.requests.of("get")] == [0]


@pytest.mark.parametrize(
    ("kind", "done"),
    [
        ("cut_before", False),
        ("cut_after", True),
        ("torn", True),
        ("status", False),
        ("busy", False),
        ("html", False),
        ("garbage", False),
        ("empty", False),
        ("redirect", False),
        ("delay", True),
        ("half", True),
        ("drip", True),
    ],
)
async def test_a_fault_says_whether_the_work_was_done(desk: Desk, kind: str, *, done: bool):
    """The same look from outside can hide either; the effects tell."""
    desk.gelato.faults.add(kind, "cancel", times=1)
    try:
        await desk.cancel()
    except httpx.RemoteProtocolError:
        assert kind in CUTS
    assert bool(desk.gelato.effects) is done


def test_every_kind_of_fault_is_tried():
    """The table above is the whole list."""
    assert len(KINDS) == 12


@pytest.mark.parametrize(
    "kind", ["status", "busy", "html", "garbage", "empty", "redirect", "delay"]
)
async def test_the_work_can_be_done_before_a_bad_answer(desk: Desk, kind: str):
    """A 503 after the fact: the change happened."""
    desk.gelato.faults.add(kind, "cancel", times=1, after=True)
    await desk.cancel()
    assert desk.gelato.effects == [("cancel", desk.victim["id"])]


@pytest.mark.parametrize("status", [400, 403, 404, 409, 422, 500, 502, 503, 504])
async def test_any_status_can_be_had(desk: Desk, status: int):
    """With the body that was given."""
    desk.gelato.faults.add("status", status=status, body='{"error": {"message": "no"}}')
    response = await desk.look()
    assert (response.status_code, response.json()) == (status, {"error": {"message": "no"}})


@pytest.mark.parametrize(
    ("retry_after", "header"),
    [("7", "7"), ("date", "Sat, 21 Nov 2026 12:00:09 GMT"), ("", None)],
)
async def test_too_many_requests_may_name_the_wait(
    desk: Desk, retry_after: str, header: str | None
):
    """In seconds, as a date, or not at all."""
    desk.gelato.faults.add("busy", retry_after=retry_after, seconds=9)
    response = await desk.look()
    assert (response.status_code, response.headers.get("Retry-After")) == (429, header)


@pytest.mark.parametrize("kind", ["garbage", "html", "empty", "half"])
async def test_a_200_may_be_no_json(desk: Desk, kind: str):
    """Success that cannot be read."""
    desk.gelato.faults.add(kind)
    response = await desk.look()
    assert response.status_code == 200
    with pytest.raises(ValueError, match=r"decode|Expecting|Unterminated"):
        response.json()


async def test_a_redirect_leads_elsewhere(desk: Desk):
    """Off to another host, where a key must not follow."""
    desk.gelato.faults.add("redirect", location="https://elsewhere.example.com/")
    response = await desk.look()
    assert (response.status_code, response.headers["Location"]) == (
        302,
        "https://elsewhere.example.com/",
    )


@pytest.mark.parametrize(("kind", "waits"), [("delay", 1), ("drip", 20)])
async def test_slow_answers_are_whole(desk: Desk, kind: str, waits: int):
    """Late or in drops, the order arrives; the waiting is the injected one."""
    desk.gelato.faults.add(kind, seconds=30)
    assert (await desk.look()).json() == desk.gelato.order("1042")
    assert len(desk.waits) >= waits
    assert sum(desk.waits) >= 30


async def test_a_fault_strikes_so_many_calls(desk: Desk):
    """Two, then all is well."""
    desk.gelato.faults.add("status", times=2)
    assert [(await desk.look()).status_code for _ in range(3)] == [503, 503, 200]
    assert list(desk.gelato.faults) == []


async def test_a_fault_strikes_only_its_endpoints(desk: Desk):
    """Search fails, get does not, and the count waits for a search."""
    desk.gelato.faults.add("status", "search", "cancel", times=1)
    assert (await desk.look()).status_code == 200
    assert (await desk.client.post("/search", json={})).status_code == 503
    assert (await desk.client.post("/search", json={})).status_code == 200


async def test_faults_can_be_there_from_the_start():
    """Given to the constructor, one strikes the first call."""
    gelato = StandInGelato("connect", orders=1, faults=[Fault("status", times=1)])
    key = {"X-API-KEY": gelato.key}
    async with (
        served(gelato.app) as base,
        httpx.AsyncClient(verify=TLS, base_url=base + gelato.base, headers=key) as client,
    ):
        assert [(await client.get("/1042")).status_code for _ in range(2)] == [503, 200]


async def test_faults_can_be_cleared(desk: Desk):
    """One word and all is well."""
    desk.gelato.faults.add("status")
    desk.gelato.faults.clear()
    assert (await desk.look()).status_code == 200


def test_there_is_no_fault_of_another_name(desk: Desk):
    """A misspelt fault is refused, not silently harmless."""
    with pytest.raises(ValueError, match="no fault called"):
        desk.gelato.faults.add("cut")
