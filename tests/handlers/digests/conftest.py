"""The whole program with a ledger that tests write, and what a person does about digests."""

import json
from collections.abc import AsyncIterator, Collection, Sequence
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from blocks import ids
from bot.desk.asking import USUAL, Tempo
from bot.desk.subscribing import Sight
from bot.orders.person import Asker
from bot.orders.seen import Attended, Coverage, FeedEntry, FeedPage, ShippedNow, StuckNow
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.serving import served
from bot.sandbox.slack import StandInSlack
from bot.sandbox.slack.channels import SUPPORT
from bot.sandbox.slack.people import LEE
from handlers.app import opened
from handlers.sandbox import hand_out_roles, sandbox_settings
from handlers.serving import serving

Json = dict[str, Any]


class Ledger:
    """What was seen, and what people did; both as tests and clicks put it here."""

    def __init__(self) -> None:
        self.lines: list[StuckNow] = []
        self.shipped: list[ShippedNow] = []
        self.attended: dict[str, Attended] = {}
        self.changes: list[FeedEntry] = []

    async def stuck(self, now: datetime) -> Sequence[StuckNow]:
        del now
        return self.lines

    async def shipped_since(self, since: datetime) -> Sequence[ShippedNow]:
        return [line for line in self.shipped if line.shipped_at > since]

    async def freshness(self, now: datetime) -> Coverage:
        return Coverage(now)

    async def changed_since(self, position: int, of: Collection[str]) -> FeedPage:
        news = [each for each in self.changes if each.position > position and each.order_id in of]
        return FeedPage(news, await self.latest())

    async def latest(self) -> int:
        return max((change.position for change in self.changes), default=0)

    async def of(self, order_ids: Sequence[str]) -> dict[str, Attended]:
        return {each: self.attended[each] for each in order_ids if each in self.attended}

    async def take(self, order_id: str, by: Asker) -> None:
        self.attended[order_id] = Attended(taken_by=by.person)

    async def snooze(self, order_id: str, until: datetime, by: Asker) -> None:
        del by
        self.attended[order_id] = Attended(snoozed_until=until)


class Desk:
    """The program, the stand-in Slack, and Lee, who leads the support team."""

    def __init__(self, slack: StandInSlack, program: Any, ledger: Ledger, http: Any) -> None:
        self.slack, self.program, self.ledger, self.http = slack, program, ledger, http
        self.database, self.settings, self.gelato = Path(), None, None

    async def does(self, act: str, **body: Any) -> Json:
        url = f"{self.slack.base_url}/page/{act}"
        async with self.http.post(url, json={"as": LEE, **body}) as answer:
            done: Json = await answer.json()
        await self.slack.settled()
        await self.program.work.finish()
        return done

    async def types(self, text: str, channel: str = SUPPORT) -> Any:
        await self.does("send", channel=channel, text=text)
        return self.seen(channel)[-1]

    def seen(self, channel: str = SUPPORT, person: str = LEE) -> list[Any]:
        return [m for m in self.slack.seen(person, channel) if m.by_bot]

    async def presses(self, where: Any, action_id: str, number: int = 0, **picked: Any) -> Json:
        in_form = hasattr(where, "raw")
        place = {"view_id": where.id} if in_form else {"channel": where.channel, "ts": where.ts}
        action = {**elements(where.blocks, action_id)[number], **picked}
        return await self.does("click", container=place, action=action)

    async def chooses(self, message: Any, act: str, order_id: str, person: str = LEE) -> Json:
        """One choice in the menu of a row."""
        value = f"{act} {order_id}"
        for element in elements(message.blocks, ids.DIGEST_ROW):
            found = [option for option in element["options"] if option["value"] == value]
            if found:
                place = {"channel": message.channel, "ts": message.ts}
                action = {**element, "selected_option": found[0]}
                return await self.does("click", container=place, action=action, **{"as": person})
        raise AssertionError(f"no {value}")

    async def subscribes(self, **filled: Any) -> Any:
        """Adds a digest by the form; the list of digests behind it."""
        listed = await self.types("/order digest")
        await self.presses(listed, ids.DIGEST_ADD)
        await self.sends_off(**filled)
        self.slack.world.views.stack(LEE).clear()
        return await self.types("/order digest")

    def form(self) -> Any:
        return self.slack.views(LEE)[-1]

    async def sends_off(self, **filled: Any) -> None:
        values = {ids_of(name): {ids_of(name): value} for name, value in filled.items()}
        await self.does("submit", view_id=self.form().id, values=values)

    async def ticks(self) -> None:
        await self.program.desk.digests.digests.tick()


def ids_of(name: str) -> str:
    return f"digest.{name}"


def elements(blocks: list[Json], action_id: str) -> list[Json]:
    found = [
        {**element, "block_id": block["block_id"]}
        for block in blocks
        for element in (*block.get("elements", ()), block.get("accessory"), block.get("element"))
        if element and element.get("action_id") == action_id
    ]
    assert found, f"no {action_id}"
    return found


@pytest.fixture
def ledger() -> Ledger:
    return Ledger()


@pytest.fixture
def tempo() -> Tempo:
    """Of a test that names none."""
    return USUAL


@pytest.fixture
def sight(ledger: Ledger) -> Sight | None:
    """None: the real ledger."""
    return Sight(ledger, ledger, ledger)


@pytest.fixture
async def desk(
    slack: StandInSlack, ledger: Ledger, sight: Sight | None, tempo: Tempo, tmp_path: Path
) -> AsyncIterator[Desk]:
    gelato = StandInGelato("connect", orders=50)
    async with AsyncExitStack() as stack:
        gelato_url = await stack.enter_async_context(served(gelato.app))
        settings = sandbox_settings(gelato, gelato_url, slack.base_url, tmp_path)
        await hand_out_roles(settings)
        program = await stack.enter_async_context(opened(settings, tempo=tempo, sight=sight))
        bot = await stack.enter_async_context(serving(program.http, "127.0.0.1", 0))
        slack.request_url = f"{bot}/slack/events"
        http = await stack.enter_async_context(aiohttp.ClientSession())
        desk = Desk(slack, program, ledger, http)
        desk.gelato = gelato
        desk.database, desk.settings = settings.database_path, settings
        yield desk


@pytest.fixture
def stuck():
    def made(order_id: str = "g-1", **fields: Any) -> StuckNow:
        since = datetime.now(UTC) - timedelta(days=5)
        plain = {"reference": f"#{order_id}", "status": "on_hold", "since": since, "country": "NO"}
        return StuckNow(order_id, **plain | {"why": "It waits.", "age": "4 business days"} | fields)

    return made


@pytest.fixture
def text():
    """All words of a drawing."""
    return lambda shown: json.dumps(shown.blocks, ensure_ascii=False)
