"""The control address: usable by people without a script, by programs without a page."""

import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from typing import Any

import httpx
import pytest

from bot.sandbox.gelato import StandInGelato
from bot.sandbox.serving import served

TLS = ssl.create_default_context()  # one for all clients: making it is slow
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@dataclass
class Desk:
    """A stand-in and a client without a key."""

    gelato: StandInGelato
    client: httpx.AsyncClient


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    gelato = StandInGelato("connect", orders=60, clock=lambda: NOON)
    async with served(gelato.app) as base, httpx.AsyncClient(verify=TLS, base_url=base) as client:
        yield Desk(gelato, client)


class Outline(HTMLParser):
    """The tags of a page, and the controls outside any label."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.open: list[str] = []
        self.unlabelled: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag in ("input", "select") and "label" not in self.open:
            self.unlabelled.append(dict(attrs))
        if tag not in ("input", "meta", "link"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


async def test_the_page_needs_no_script_and_names_its_fields(desk: Desk):
    """Well-formed forms with labels, under a policy that lets nothing foreign in."""
    response = await desk.client.get("/control")
    outline = Outline()
    outline.feed(response.text)
    assert "default-src 'self'" in response.headers["Content-Security-Policy"]
    assert "script" not in outline.tags
    assert outline.tags.count("form") >= 4
    assert outline.unlabelled == []
    style = await desk.client.get("/control/style.css")
    assert style.headers["Content-Type"].startswith("text/css")


async def test_the_page_shows_text_from_outside_harmlessly(desk: Desk):
    """A path that was called is text, never markup."""
    await desk.client.get("/api/demo/%3Cimg%20src%3Dx%3E")
    page = (await desk.client.get("/control")).text
    assert "<img" not in page
    assert "&lt;img" in page


async def test_a_form_switches_a_fault_on_and_returns_to_the_page(desk: Desk):
    """As a browser sends it, empty fields and all."""
    form = {"kind": "busy", "endpoints": "search", "times": "", "retry_after": "3", "after": "on"}
    response = await desk.client.post("/control/faults", data=form)
    assert (response.status_code, response.headers["Location"]) == (303, "/control")
    (fault,) = desk.gelato.faults
    assert (fault.kind, set(fault.endpoints), fault.times) == ("busy", {"search"}, None)
    assert (fault.retry_after, fault.after) == ("3", True)
    assert "busy on search" in (await desk.client.get("/control")).text


async def test_a_browser_uses_no_fault_up(desk: Desk):
    """The page and what a browser asks beside it are no calls to the API."""
    desk.gelato.faults.add("status", times=1)
    for path in ("/control", "/control/style.css", "/favicon.ico"):
        await desk.client.get(path)
    assert len(list(desk.gelato.faults)) == 1
    assert len(desk.gelato.requests) == 0


async def test_json_switches_a_fault_on(desk: Desk):
    """For programs: lists and numbers."""
    given = {"kind": "status", "endpoints": ["get", "search"], "times": 3, "status": 502}
    response = await desk.client.post("/control/faults", json=given)
    assert response.json() == {"faults": 1}
    (fault,) = desk.gelato.faults
    assert (fault.status, fault.times) == (502, 3)
    await desk.client.post("/control/faults/clear", json={})
    assert list(desk.gelato.faults) == []


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"kind": "earthquake"},
        {"kind": "delay", "seconds": "soon"},
        {"kind": "delay", "x": 1},
        [],
    ],
)
async def test_what_is_no_fault_is_refused(desk: Desk, given: Any):
    """400 with a sentence; nothing is switched on."""
    response = await desk.client.post("/control/faults", json=given)
    assert response.status_code == 400
    assert list(desk.gelato.faults) == []


@pytest.mark.parametrize(
    ("given", "status", "passed"),
    [
        ({"hours": 24}, 200, timedelta(hours=24)),
        ({"minutes": 1, "seconds": "30"}, 200, timedelta(seconds=90)),
        ({"hours": -1}, 400, timedelta()),
        ({"hours": 24 * 367}, 400, timedelta()),
        ({"hours": "nan"}, 400, timedelta()),
        ({"hours": "many"}, 400, timedelta()),
    ],
)
async def test_time_is_moved_forward(
    desk: Desk, given: dict[str, Any], status: int, passed: timedelta
):
    """By at most a year, never back."""
    response = await desk.client.post("/control/time", json=given)
    assert response.status_code == status
    assert desk.gelato.book.now() == NOON + passed


async def test_calls_and_effects_can_be_read(desk: Desk):
    """What was asked and what was done, without the control calls themselves."""
    key = {"X-API-KEY": desk.gelato.key}
    part = desk.gelato.book.family("1050")[1]
    await desk.client.post(f"/api/demo/{part['id']}/cancel", headers=key)
    calls = (await desk.client.get("/control/requests")).json()["requests"]
    effects = (await desk.client.get("/control/effects")).json()["effects"]
    assert [(call["endpoint"], call["status"]) for call in calls] == [("cancel", 200)]
    assert effects == [{"kind": "cancel", "orderId": part["id"]}]


async def test_the_listener_and_its_troubles_are_set(desk: Desk):
    """Where events go and how the way there misbehaves."""
    given = {"url": "http://127.0.0.1:9/h", "secret": "s", "double": 2, "hold": 60, "reverse": "on"}
    await desk.client.post("/control/hooks", json=given)
    hooks = desk.gelato.hooks
    assert (hooks.url, hooks.secret) == ("http://127.0.0.1:9/h", "s")
    assert (hooks.mischief.double, hooks.mischief.lose) == (2, 0)
    assert (hooks.mischief.hold, hooks.mischief.reverse) == (timedelta(seconds=60), True)


@pytest.mark.parametrize(
    ("origin", "status"), [(None, 303), ("own", 303), ("https://evil.example", 403), ("null", 403)]
)
async def test_another_sites_page_cannot_press_the_buttons(
    desk: Desk, origin: str | None, status: int
):
    """A form from elsewhere is refused."""
    own = str(desk.client.base_url).rstrip("/")
    headers = {} if origin is None else {"Origin": own if origin == "own" else origin}
    response = await desk.client.post("/control/faults/clear", data={}, headers=headers)
    assert response.status_code == status
