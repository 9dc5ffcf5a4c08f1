"""The crash table: the bot is killed at every step of a change, and the next one makes it right."""

import asyncio
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from blocks import ids
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.gelato.door import endpoint_of
from bot.sandbox.serving import served
from bot.sandbox.slack import StandInSlack
from bot.sandbox.slack.channels import SUPPORT
from bot.sandbox.slack.people import ANN
from bot.store.audit import SqliteAudit
from bot.store.chain import first_broken
from bot.store.database import SqliteDatabase
from handlers.manifest import manifest
from handlers.sandbox import hand_out_roles, sandbox_settings

Json = dict[str, Any]
Read = Callable[[Any], str]

PROGRAM = Path(__file__).with_name("bot_process.py")
ROOT = Path(__file__).parents[2]
PATIENCE = 20.0
"""Seconds; a busy machine needs some of them."""
FIRST = {"lease": 0.5, "patience": 5.0, "look_out": 0.3, "between_tellings": 1.0}
SECOND = {"lease": 0.5, "patience": 0.2, "look_out": 0.1, "between_tellings": 1.0}
"""The one that comes after: nobody waits in a form for what it goes on with."""


STREET = "77 Secret Street"
FORMS = {"cancel": ids.CANCEL_FORM, "update": ids.UPDATE_FORM}
OPERATIONS = {"cancel": "cancel", "update": "update_shipment"}


class Nursery:
    """Makes bots, and ends all that are left."""

    def __init__(self) -> None:
        self._program = subprocess.Popen(  # noqa: S603  # our own program
            [sys.executable, str(PROGRAM)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        self._pids: list[int] = []

    async def bot(self, **given: Any) -> tuple[int, str]:
        """Its process id and its address, once it listens."""
        assert self._program.stdin
        assert self._program.stdout
        self._program.stdin.write(f"{json.dumps(given)}\n")
        self._program.stdin.flush()
        born = json.loads(await asyncio.to_thread(self._program.stdout.readline))
        self._pids.append(born["pid"])
        return born["pid"], born["url"]

    def kill(self, pid: int) -> None:
        """Returns when it is gone."""
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            while True:
                os.kill(pid, 0)
                time.sleep(0.001)

    def close(self) -> None:
        for pid in self._pids:
            self.kill(pid)
        assert self._program.stdin
        assert self._program.stdout
        self._program.stdin.close()
        self._program.wait(timeout=PATIENCE)
        self._program.stdout.close()


@dataclass(frozen=True)
class Moment:
    """When to kill: as the call that counts arrives, or once it is done and not yet answered."""

    call: str
    nth: int = 1
    after: bool = False

    def __str__(self) -> str:
        return f"{self.call}-{self.nth}-{'done' if self.after else 'arrives'}"


@dataclass
class Trap:
    """Springs at its moment; counts calls from when it was set."""

    kill: Callable[[], None] = lambda: None
    moment: Moment | None = None
    before: Callable[[], Any] = lambda: None
    """Awaited before the kill, if it gives something to await."""
    sprung: asyncio.Event = field(default_factory=asyncio.Event)
    _seen: int = 0

    def middleware(self, name_of: Callable[[web.Request], str]) -> Any:
        @web.middleware
        async def watched(request: web.Request, handler: Any) -> web.StreamResponse:
            if not self._is_it(name_of(request)):
                return await handler(request)
            answer = await handler(request) if self.moment and self.moment.after else web.Response()
            await self.spring()
            return answer

        return watched

    async def spring(self) -> None:
        """Kills the bot, once."""
        self.moment = None
        if waits := self.before():
            await waits
        await asyncio.to_thread(self.kill)
        self.sprung.set()

    def _is_it(self, call: str) -> bool:
        if self.moment is None or self.moment.call != call:
            return False
        self._seen += 1
        return self._seen == self.moment.nth


def _slack_call(request: web.Request) -> str:
    return request.path.removeprefix("/api/")


@dataclass
class Scene:
    """The stand-ins, which live on, and the bots, which do not."""

    slack: StandInSlack
    gelato: StandInGelato
    trap: Trap
    nursery: Nursery
    where: Json
    http: aiohttp.ClientSession
    kind: str = "cancel"
    """The word of the command, and the name of Gelato's call."""
    pid: int = 0
    url: str = ""

    @property
    def orders(self) -> list[Json]:
        """Orders of one part that both dialects would cancel."""
        status = {"connect": "created", "v4": "passed"}[self.gelato.dialect]
        waiting = (o for o in self.gelato.orders if o["fulfillmentStatus"] == status)
        family = self.gelato.book.family
        return [o for o in waiting if len(family(o["orderReferenceId"])) == 1]

    @property
    def order(self) -> Json:
        """The first of them."""
        return self.orders[0]

    async def start(self, tempo: Json) -> None:
        self.pid, self.url = await self.nursery.bot(**self.where, tempo=tempo)
        self.slack.request_url = f"{self.url}/slack/events"
        pid = self.pid
        self.trap.kill = lambda: self.nursery.kill(pid)

    async def act(self, what: str, **body: Any) -> None:
        async with self.http.post(f"{self.slack.base_url}/page/{what}", json=body) as answer:
            assert answer.status == 200, await answer.text()

    async def open_form(self, reference: str = "") -> None:
        """Ann has the form before her; that of a new address asks her for the last yes."""
        text = f"/order {self.kind} {reference or self.order['orderReferenceId']}"
        await self.act("send", channel=SUPPORT, text=text, **{"as": ANN})
        await self.slack.until(lambda: self._has_form(FORMS[self.kind]), PATIENCE)
        if self.kind == "update":
            view = self.slack.views(ANN)[-1]
            street = {"type": "plain_text_input", "value": STREET}
            values = {"update.address_line1:0:": {ids.UPDATE_ADDRESS_LINE1: street}}
            await self.act("submit", view_id=view.id, values=values, **{"as": ANN})
            await self.shows("Yes, change it")

    async def submit(self) -> None:
        """Ann sends it off."""
        if self.kind == "update":
            view = self.slack.views(ANN)[-1]
            await self.act("submit", view_id=view.id, values={}, **{"as": ANN})
            return
        option = {"text": {"type": "plain_text", "text": "Test order"}, "value": "TEST"}
        reason = {"type": "static_select", "selected_option": option}
        values = {ids.CANCEL_REASON: {ids.CANCEL_REASON: reason}}
        view = self.slack.views(ANN)[-1]  # its parts are ticked as they were drawn
        await self.act("submit", view_id=view.id, values=values, **{"as": ANN})

    def _has_form(self, callback_id: str) -> bool:
        views = self.slack.views(ANN)
        return bool(views) and views[-1].raw.get("callback_id") == callback_id

    def messages(self) -> list[Any]:
        """What the bot told Ann by direct message."""
        return [m for m in self.slack.seen(ANN, self.slack.channel(ANN).id) if m.by_bot]

    async def told(self, sentence: str) -> None:
        """Waits until a direct message says so."""

        def is_told() -> bool:
            return any(sentence in json.dumps(message.blocks) for message in self.messages())

        await self.slack.until(is_told, PATIENCE)

    async def shows(self, sentence: str) -> None:
        """Waits until the form says so."""

        def is_shown() -> bool:
            views = self.slack.views(ANN)
            return bool(views) and sentence in json.dumps(views[-1].raw)

        await self.slack.until(is_shown, PATIENCE)

    def change(self) -> Json | None:
        """The change as the store knows it."""
        with closing(self._database()) as connection:
            row = connection.execute("SELECT * FROM changes").fetchone()
            return dict(row) if row else None

    def alter(self, assignment: str, table: str = "changes") -> None:
        """What time would have done to the only row there, without waiting for it."""
        with closing(self._database()) as connection, connection:
            altered = connection.execute(f"UPDATE {table} SET {assignment}")  # noqa: S608  # ours
            assert altered.rowcount

    async def until_told(self) -> None:
        """Waits until the store knows that all was told."""
        async with asyncio.timeout(PATIENCE):
            while not self._is_told():  # noqa: ASYNC110  # another process tells
                await asyncio.sleep(0.05)

    def _is_told(self) -> bool:
        with closing(self._database()) as connection:
            rows = connection.execute("SELECT told_at FROM changes").fetchall()
        return bool(rows) and all(row["told_at"] for row in rows)

    async def until_attended(self) -> None:
        """Waits until no form is kept that nobody has attended to."""
        async with asyncio.timeout(PATIENCE):
            while self._is_kept():  # noqa: ASYNC110  # another process attends
                await asyncio.sleep(0.05)

    def _is_kept(self) -> bool:
        with closing(self._database()) as connection:
            return connection.execute("SELECT 1 FROM submissions").fetchone() is not None

    async def trail(self) -> list[tuple[str, str]]:
        """The audit rows of the change, once the chain was verified."""
        async with SqliteDatabase.opened(Path(self.where["folder"]) / "orderdesk.db") as database:
            rows = await SqliteAudit(database).rows()
        assert first_broken(rows) is None
        entries = [row.entry for row in rows if row.entry.operation == OPERATIONS[self.kind]]
        return [(entry.person, entry.outcome) for entry in entries]

    def _database(self) -> sqlite3.Connection:
        connection = sqlite3.connect(Path(self.where["folder"]) / "orderdesk.db", timeout=PATIENCE)
        connection.row_factory = sqlite3.Row
        return connection


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    made = Nursery()
    yield made
    made.close()


@pytest.fixture
def kind() -> str:
    """What a test that names no kind of change is about."""
    return "cancel"


@pytest.fixture(params=["connect", "v4"])
def dialect(request: pytest.FixtureRequest) -> Any:
    return request.param


@pytest.fixture
async def scene(nursery: Nursery, dialect: Any, kind: str, tmp_path: Path) -> AsyncIterator[Scene]:
    gelato = StandInGelato(dialect, orders=60)
    slack = StandInSlack(manifest=manifest(), post_rate=None)
    trap = Trap()
    gelato.app.middlewares.insert(0, trap.middleware(endpoint_of))
    slack.app.middlewares.insert(0, trap.middleware(_slack_call))
    async with AsyncExitStack() as stack:
        gelato_url = await stack.enter_async_context(served(gelato.app))
        await stack.enter_async_context(slack.opened())
        http = await stack.enter_async_context(aiohttp.ClientSession())
        where = {
            "dialect": dialect,
            "gelato": gelato_url,
            "slack": slack.base_url,
            "folder": str(tmp_path),
        }
        await hand_out_roles(sandbox_settings(gelato, gelato_url, slack.base_url, tmp_path))
        scene = Scene(slack, gelato, trap, nursery, where, http, kind)
        await scene.start(FIRST)
        yield scene
        nursery.kill(scene.pid)


async def killed_at(scene: Scene, moment: Moment, reference: str = "") -> None:
    """Ann cancels, and the bot dies at that moment."""
    await scene.open_form(reference)
    scene.trap.moment = moment
    await scene.submit()
    async with asyncio.timeout(PATIENCE):
        await scene.trap.sprung.wait()


@dataclass(frozen=True)
class Row:
    """Killed when, what the time until the next start did, and what comes of it."""

    moment: Moment
    effects: int
    outcome: str
    words: str
    meanwhile: str = ""
    """What became of the change's row: time, without waiting for it."""
    moved_to: str = ""
    """What became of the order."""
    asked: int = 1
    """How often Gelato was asked to do it."""


REREAD, CANCEL, LOOK = Moment("get"), Moment("cancel"), Moment("get", 2)
CANCELED, SHOWN = Moment("cancel", after=True), Moment("views.update")
TOO_OLD = "asked_at = asked_at - 660"
LOOKED_LONG = "tries = 10, due_at = 0"
COMMON = {
    "nothing sent, soon back": Row(REREAD, 1, "done", "Canceled"),
    "nothing sent, back after eleven minutes": Row(
        REREAD, 0, "not_done", "interrupted before it asked Gelato", TOO_OLD, asked=0
    ),
    "nothing sent, shipped meanwhile": Row(
        REREAD, 0, "refused", "so it cannot be canceled", moved_to="shipped", asked=0
    ),
    "nothing sent, canceled elsewhere meanwhile": Row(
        REREAD, 0, "already_done", "Canceled already", moved_to="canceled", asked=0
    ),
    "sent, not done": Row(CANCEL, 0, "unconfirmed", "Not known to be canceled", LOOKED_LONG),
    "sent, not done, shipped meanwhile": Row(
        CANCEL, 0, "refused", "It is shipped", moved_to="shipped"
    ),
    "done, not answered": Row(CANCELED, 1, "done", "Canceled"),
    "done, being looked at": Row(LOOK, 1, "done", "Canceled"),
    "done, not shown": Row(SHOWN, 1, "done", "Canceled"),
    "done, shown, not known to be": Row(
        Moment("views.update", after=True), 1, "done", "Canceled"
    ),
}  # fmt: skip


@pytest.mark.parametrize("row", COMMON.values(), ids=COMMON)
@pytest.mark.parametrize("dialect", ["connect"])
async def test_killed_at_a_step(scene: Scene, row: Row):
    """Wherever the bot dies, the next one acts at most once, and tells Ann what is true."""
    await _lived_through(scene, row)


UNLIKE = {
    "connect": Row(REREAD, 1, "done", "Canceled", moved_to="printed"),
    "v4": Row(REREAD, 0, "refused", "only before it is printed", moved_to="printed", asked=0),
}


@pytest.mark.parametrize("dialect", UNLIKE)
async def test_what_is_too_late_is_asked_again(scene: Scene, dialect: str):
    """After a restart the order is judged as it is then, by the dialect's own limit."""
    await _lived_through(scene, UNLIKE[dialect])


@pytest.mark.parametrize("dialect", ["v4"])
async def test_killed_between_work_and_answer_in_v4(scene: Scene):
    """v4's empty answer that is lost is looked for like GelatoConnect's, never asked for again."""
    await _lived_through(scene, COMMON["done, not answered"])


PUT = Moment("update")
ADDRESSES = {
    "nothing sent, soon back": Row(REREAD, 1, "done", "Changed"),
    "nothing sent, back after eleven minutes": Row(
        REREAD, 0, "not_done", "interrupted before it asked Gelato", TOO_OLD, asked=0
    ),
    "nothing sent, shipped meanwhile": Row(
        REREAD, 0, "refused", "its shipment cannot be changed", moved_to="shipped", asked=0
    ),
    "nothing sent, moved meanwhile": Row(
        REREAD, 0, "refused", "its status moved", moved_to="printed", asked=0
    ),
    "sent, not done": Row(PUT, 0, "unconfirmed", "Not known to be changed", LOOKED_LONG),
    "sent, not done, shipped meanwhile": Row(
        PUT, 0, "refused", "It is shipped", moved_to="shipped"
    ),
    "done, not answered": Row(Moment("update", after=True), 1, "done", "Changed"),
    "done, shipped meanwhile": Row(
        Moment("update", after=True), 1, "done", "holds what was asked", moved_to="shipped"
    ),
    "done, being looked at": Row(LOOK, 1, "done", "Changed"),
    "done, not shown": Row(SHOWN, 1, "done", "Changed"),
}  # fmt: skip


@pytest.mark.parametrize("row", ADDRESSES.values(), ids=ADDRESSES)
@pytest.mark.parametrize("dialect", ["connect"])
@pytest.mark.parametrize("kind", ["update"])
async def test_killed_while_an_address_is_changed(scene: Scene, row: Row):
    """The next bot still knows the address that nobody types again; then it is nowhere."""
    order = scene.order
    await _lived_through(scene, row)
    assert (order["shippingAddress"]["addressLine1"] == STREET) is bool(row.effects)
    assert STREET not in json.dumps(_blocks(scene))
    assert (scene.change() or {})["wish"] == "{}"


async def _lived_through(scene: Scene, row: Row) -> None:
    order = scene.order
    await killed_at(scene, row.moment)
    if row.meanwhile:
        scene.alter(row.meanwhile)
    if row.moved_to:
        scene.gelato.move(order["id"], row.moved_to)
    await scene.start(SECOND)
    await scene.told(row.words)
    await scene.until_told()
    assert scene.gelato.effects == [(scene.kind, order["id"])] * row.effects
    is_unseen = row.moment == Moment(scene.kind)
    assert len(scene.gelato.requests.of(scene.kind)) + is_unseen == row.asked
    assert await scene.trail() == [(ANN, "asked"), (ANN, row.outcome)]
    assert len(scene.messages()) == 1


@pytest.mark.parametrize("dialect", ["connect"])
async def test_killed_between_two_parts(scene: Scene):
    """Of two parts one was canceled and the other one was not: each is told as it is, once."""
    parts = scene.orders[:2]
    for each in parts:
        each["orderReferenceId"] = "FAM-1"
    await killed_at(scene, Moment("cancel", 2), "FAM-1")
    scene.alter(LOOKED_LONG)
    await scene.start(SECOND)
    await scene.told("Not known to be canceled")
    await scene.told("Gelato shows it as canceled")
    await scene.until_told()
    assert len(scene.gelato.effects) == 1
    assert len(scene.gelato.requests.of("cancel")) == 1
    outcomes = [outcome for _, outcome in await scene.trail()]
    assert sorted(outcomes) == ["asked", "asked", "done", "unconfirmed"]
    assert len(scene.messages()) == 2


@pytest.mark.parametrize("dialect", ["connect"])
async def test_killed_after_everything(scene: Scene):
    """Who was told in the form is not told again, and nothing is done again."""
    await scene.open_form()
    await scene.submit()
    await scene.shows("Canceled")
    await scene.until_told()
    scene.nursery.kill(scene.pid)
    await scene.start(SECOND)
    await asyncio.sleep(0.5)  # several looks for what is left
    assert scene.messages() == []
    assert len(scene.gelato.effects) == 1
    assert await scene.trail() == [(ANN, "asked"), (ANN, "done")]


@dataclass(frozen=True)
class Unclaimed:
    """What time did to a form that was acknowledged and not claimed, and what comes of it."""

    meanwhile: str
    effects: int
    words: str


UNCLAIMED = {
    "soon back": Unclaimed("due_at = 0", 1, "Canceled"),
    "back after six minutes": Unclaimed(
        "due_at = 0, at = at - 360", 0, "interrupted before it asked Gelato"
    ),
}


@pytest.mark.parametrize("row", UNCLAIMED.values(), ids=UNCLAIMED)
@pytest.mark.parametrize("dialect", ["connect"])
async def test_killed_before_it_is_claimed(scene: Scene, row: Unclaimed):
    """A form that was acknowledged is attended to by the next bot, unless that came too late."""
    order = scene.order
    scene.trap.before = lambda: scene.shows("Canceling")
    await killed_at(scene, Moment("users.info"))
    assert scene.change() is None
    scene.alter(row.meanwhile, "submissions")
    await scene.start(SECOND)
    await scene.shows(row.words)
    assert scene.gelato.effects == [("cancel", order["id"])] * row.effects
    assert await scene.trail() == [(ANN, "asked"), (ANN, "done")][: 2 * row.effects]
    await scene.until_attended()


@pytest.mark.parametrize("dialect", ["connect"])
@pytest.mark.parametrize("kind", ["update"])
async def test_killed_before_an_address_is_claimed(scene: Scene):
    """The next bot changes it to what was typed, and keeps nothing of it afterwards."""
    order = scene.order
    await killed_at(scene, Moment("users.info"))
    scene.alter("due_at = 0", "submissions")
    await scene.start(SECOND)
    await scene.shows("Changed")
    await scene.until_attended()
    assert order["shippingAddress"]["addressLine1"] == STREET
    assert scene.gelato.effects == [("update", order["id"])]


class Road:
    """The way from Slack to the bot, on which it is killed before or after a form arrives."""

    def __init__(self, scene: Scene, *, arrives: bool) -> None:
        self._scene, self._arrives, self._is_open = scene, arrives, False
        self.app = web.Application()
        self.app.router.add_post("/slack/events", self._brought)

    async def _brought(self, request: web.Request) -> web.Response:
        body = await request.read()
        if not self._is_open and b"view_submission" in body:
            self._is_open = True
            if self._arrives:
                await self._forwarded(request, body)
            await self._scene.trap.spring()
            return web.Response(status=502)
        return await self._forwarded(request, body)

    async def _forwarded(self, request: web.Request, body: bytes) -> web.Response:
        url, headers = f"{self._scene.url}/slack/events", dict(request.headers)
        async with self._scene.http.post(url, data=body, headers=headers) as answer:
            text, kind = await answer.text(), answer.content_type
            return web.Response(status=answer.status, text=text, content_type=kind)


@pytest.mark.parametrize("dialect", ["connect"])
@pytest.mark.parametrize("arrives", [False, True], ids=["not arrived", "acknowledgement lost"])
async def test_killed_while_slack_waits(scene: Scene, arrives: bool):
    """Ann sees that it went wrong and sends the same form again: that is still one request."""
    road = Road(scene, arrives=arrives)
    async with served(road.app) as base:
        await scene.open_form()
        scene.slack.request_url = f"{base}/slack/events"
        await scene.submit()
        assert scene.slack.views(ANN)[-1].notice
        await scene.start(SECOND)
        await scene.submit()
        await scene.until_told()
    assert len(scene.gelato.effects) == 1
    assert len(scene.gelato.requests.of("cancel")) == 1
    assert await scene.trail() == [(ANN, "asked"), (ANN, "done")]
    assert "Canceled" in json.dumps([scene.slack.views(ANN)[-1].raw, *_blocks(scene)])


def _blocks(scene: Scene) -> list[Any]:
    return [message.blocks for message in scene.messages()]
