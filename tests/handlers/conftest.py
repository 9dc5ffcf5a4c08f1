"""What the tests of the handlers share: the whole program between the stand-ins."""

import json
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest

from blocks import ids
from bot.desk.asking import USUAL, Tempo
from bot.desk.desk import Desk
from bot.desk.records import Asker
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.serving import served
from bot.sandbox.slack import StandInSlack
from bot.sandbox.slack.channels import SUPPORT
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.people import ANN, TEAM
from bot.sandbox.slack.signing import signed_headers
from bot.sandbox.slack.views import View
from bot.settings import Settings
from bot.store.database import SqliteDatabase
from bot.store.deliveries import SqliteDeliveries
from bot.store.form_states import SqliteFormStates
from bot.store.submissions import SqliteSubmissions
from handlers.app import opened
from handlers.clock import Clock
from handlers.manifest import manifest
from handlers.sandbox import SIGNING_SECRET, hand_out_roles, sandbox_settings
from handlers.serving import serving
from handlers.slack.asks import Command
from handlers.slack.people import Installation, People
from handlers.slack.reply import Reply
from handlers.slack.web import slack_client, slack_session
from handlers.slack.work import Work
from handlers.slack.workspace import Workspace

Json = dict[str, Any]
_ROWS = (
    "SELECT * FROM audit WHERE request_id != 'sandbox' AND detail NOT LIKE '%first admin' "
    "ORDER BY id"
)


def words(blocks: object) -> Iterator[str]:
    """Every text that a person reads in these blocks, in order."""
    if isinstance(blocks, dict):
        own = [blocks[name] for name in ("text", "fallback") if isinstance(blocks.get(name), str)]
        yield from own
    for inside in blocks.values() if isinstance(blocks, dict) else blocks:
        if isinstance(inside, dict | list | tuple):
            yield from words(inside)


@dataclass
class House:
    """The program, the two stand-ins, and what a person does in between."""

    slack: StandInSlack
    gelato: StandInGelato
    work: Work
    bot: str
    database: Path
    settings: Settings
    http: aiohttp.ClientSession
    desk: Desk
    clock: Clock

    async def act(self, what: str, **body: Any) -> Json:
        """One act on the stand-in's page; returns when the program has done its part."""
        async with self.http.post(f"{self.slack.base_url}/page/{what}", json=body) as answer:
            done: Json = await answer.json()
        await self.slack.settled()
        await self.work.finish()
        return done

    async def say(self, text: str, person: str = ANN, channel: str = SUPPORT) -> Message | None:
        """Types something; what is seen last afterwards, if it is the program's."""
        await self.act("send", channel=channel, text=text, **{"as": person})
        return self.last(person, channel)

    def last(self, person: str = ANN, channel: str = SUPPORT) -> Message | None:
        """What this person sees last there, if it is the program's."""
        seen = self.slack.seen(person, channel)
        return seen[-1] if seen and seen[-1].by_bot else None

    def view(self, person: str = ANN) -> View:
        """The form on top."""
        return self.slack.views(person)[-1]

    async def press(self, where: Message | View, action_id: str, person: str = ANN) -> Json:
        """Presses the first button of this kind."""
        found = (
            {"block_id": block["block_id"], "action_id": action_id, "type": "button"}
            for block in where.blocks
            for element in block.get("elements", ())
            if element.get("action_id") == action_id
        )
        message = isinstance(where, Message)
        place = {"channel": where.channel, "ts": where.ts} if message else {"view_id": where.id}
        return await self.act("click", container=place, action=next(found), **{"as": person})

    async def submit(self, view: View, typed: str | None, person: str = ANN) -> Json:
        """Sends a form off whose only field holds this."""
        block = next(block for block in view.blocks if block["type"] == "input")
        state = {"type": block["element"]["type"], "value": typed}
        values = {block["block_id"]: {block["element"]["action_id"]: state}}
        return await self.act("submit", view_id=view.id, values=values, **{"as": person})

    async def deliver(self, body: str, **headers: str) -> tuple[int, str]:
        """Brings a signed body of our own making; what the door answers."""
        signed = signed_headers(SIGNING_SECRET, body, time.time())
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        url = f"{self.bot}/slack/events"
        sent = self.http.post(url, data=body.encode(), headers=form | signed | headers)
        async with sent as answer:
            told = answer.status, await answer.text()
        await self.work.finish()
        return told

    async def command(self, text: str, **fields: str) -> tuple[int, str]:
        """A slash command of our own making."""
        return await self.deliver(urlencode(command_fields(text) | fields))

    async def interaction(self, **payload: Any) -> tuple[int, str]:
        """An interaction of our own making."""
        given = {"user": {"id": ANN, "name": "ann"}, "team": {"id": TEAM}} | payload
        return await self.deliver(urlencode({"payload": json.dumps(given)}))

    @asynccontextmanager
    async def another(self, tempo: Tempo = USUAL, **settings: Any) -> AsyncIterator["House"]:
        """A second program on the same database; Slack goes on telling the first one."""
        changed = self.settings.model_copy(update=settings)
        async with (
            opened(changed, tempo=tempo) as program,
            serving(program.http, "127.0.0.1", 0) as bot,
        ):
            yield replace(self, work=program.work, bot=bot)

    @asynccontextmanager
    async def in_place(self, tempo: Tempo = USUAL, **settings: Any) -> AsyncIterator["House"]:
        """The same, and Slack tells the second one from now on."""
        async with self.another(tempo, **settings) as other:
            self.slack.request_url = f"{other.bot}/slack/events"
            yield other

    def rows(self) -> list[Json]:
        """The audit log, oldest first, without how the people of the sandbox got their roles."""
        with closing(sqlite3.connect(self.database)) as connection:
            connection.row_factory = sqlite3.Row
            return [dict(row) for row in connection.execute(_ROWS)]


def command_fields(text: str) -> dict[str, str]:
    """What Slack sends for a slash command, without a response_url."""
    return {
        "command": "/order",
        "text": text,
        "user_id": ANN,
        "user_name": "ann",
        "team_id": TEAM,
        "channel_id": SUPPORT,
        "api_app_id": "A1",
        "trigger_id": f"{time.monotonic_ns()}.1.x",
    }


@pytest.fixture
def read() -> Callable[[Message | View | None], str]:
    """What a person reads in a message or form."""
    return lambda shown: "" if shown is None else " ".join(words(shown.blocks)) or shown.text


@pytest.fixture
async def slack() -> AsyncIterator[StandInSlack]:
    async with StandInSlack(manifest=manifest(), post_rate=None).opened() as stand_in:
        yield stand_in


@pytest.fixture
def gelato(request: pytest.FixtureRequest) -> StandInGelato:
    """Of the dialect that the test names, if any."""
    return StandInGelato(getattr(request, "param", "connect"), orders=100)


@pytest.fixture
async def house(slack: StandInSlack, gelato: StandInGelato, tmp_path: Path) -> AsyncIterator[House]:
    async with AsyncExitStack() as stack:
        gelato_url = await stack.enter_async_context(served(gelato.app))
        settings = sandbox_settings(gelato, gelato_url, slack.base_url, tmp_path)
        await hand_out_roles(settings)
        program = await stack.enter_async_context(opened(settings))
        bot = await stack.enter_async_context(serving(program.http, "127.0.0.1", 0))
        slack.request_url = f"{bot}/slack/events"
        http = await stack.enter_async_context(aiohttp.ClientSession())
        path, desk, clock = settings.database_path, program.desk, program.clock
        yield House(slack, gelato, program.work, bot, path, settings, http, desk, clock)


@pytest.fixture
async def workspace(slack: StandInSlack, tmp_path: Path) -> AsyncIterator[Workspace]:
    """A workspace without a program, for the parts of one."""
    async with SqliteDatabase.opened(tmp_path / "parts.db") as database, slack_session() as session:
        web = slack_client("xoxb-sandbox", f"{slack.base_url}/api", session)
        yield Workspace(
            web,
            People(web, Installation(TEAM)),
            SqliteDeliveries(database),
            SqliteFormStates(database),
            SqliteSubmissions(database),
        )


@pytest.fixture
def ask() -> Command:
    """Ann asks for 1042 in a channel, and no response_url is known."""
    return Command(by=Asker(ANN, TEAM, SUPPORT, "3FA9C2"), keys=(), user_name="ann", text="1042")


@pytest.fixture
def reply(ask: Command, workspace: Workspace) -> Reply:
    return Reply(ask, workspace)


@pytest.fixture
def chosen() -> Callable[..., Json]:
    """What Slack sends of a cancel form; its parts stay as they were ticked, but for `parts`."""

    def values(
        view: View,
        reason: str | None = "TEST",
        note: str | None = None,
        parts: tuple[str, ...] | None = None,
    ) -> Json:
        option = reason and {"text": {"type": "plain_text", "text": "–"}, "value": reason}
        reasons = (o for b in view.blocks for o in b.get("element", {}).get("options", ()))
        drawn = next((o for o in reasons if o["value"] == reason), option)
        found: Json = {
            ids.CANCEL_REASON: {
                ids.CANCEL_REASON: {"type": "static_select", "selected_option": drawn}
            },
            ids.CANCEL_NOTE: {ids.CANCEL_NOTE: {"type": "plain_text_input", "value": note}},
        }
        for block in view.blocks:
            if block.get("block_id") == ids.CANCEL_PARTS:
                offered = block["element"]["options"]
                ticked = [o for o in offered if parts is None or o["value"] in parts]
                state = {"type": "checkboxes", "selected_options": ticked}
                found[ids.CANCEL_PARTS] = {ids.CANCEL_PARTS: state}
        return found

    return values
