"""Searching in Slack: typed and by the form, page by page, as a table, and what can go wrong."""

import asyncio
import csv
import io
import json
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from typing import Any

import aiohttp
import pytest

from blocks import ids
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.serving import served
from bot.sandbox.slack import StandInSlack
from bot.sandbox.slack.channels import SUPPORT
from bot.sandbox.slack.people import ANN, BOT_USER, LEE
from bot.sandbox.slack.views import View, wire
from handlers.app import opened
from handlers.manifest import manifest
from handlers.sandbox import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, running, sandbox_settings
from handlers.serving import serving

Json = dict[str, Any]
TEXTS = {ids.SEARCH_NAME, ids.SEARCH_REFERENCE, ids.SEARCH_STORE, ids.SEARCH_CHANNEL}
DAYS = {ids.SEARCH_SINCE, ids.SEARCH_UNTIL}


class Hand:
    """What a person does on the page, and sees there."""

    def __init__(
        self, slack: StandInSlack, page: str, http: aiohttp.ClientSession, gelato: StandInGelato
    ) -> None:
        self.slack, self.page, self.http, self.gelato = slack, page, http, gelato

    async def does(self, act: str, **body: Any) -> Json:
        async with self.http.post(f"{self.page}/page/{act}", json={"as": ANN, **body}) as answer:
            return await answer.json()

    async def types(self, text: str) -> None:
        await self.does("send", channel=SUPPORT, text=text)

    async def answer(self, words: str, person: str = ANN, channel: str = SUPPORT) -> Any:
        """The bot's message that holds these words, once it is there."""

        def found() -> Any:
            said = [m for m in self.slack.seen(person, channel) if m.user == BOT_USER]
            return next((m for m in reversed(said) if words in _words(m.blocks)), None)

        return await self.slack.until(found)

    async def gelato_is_asked(self) -> None:
        async with asyncio.timeout(20):
            while not len(self.gelato.requests):  # noqa: ASYNC110  # no event tells
                await asyncio.sleep(0.01)

    async def form(self, words: str) -> Any:
        """The form on top, once it holds these words."""

        def found() -> Any:
            views = self.slack.views(ANN)
            return views[-1] if views and words in _words(wire(views[-1])) else None

        return await self.slack.until(found)

    async def presses(self, where: Any, action_id: str, number: int = 0, **picked: Any) -> Json:
        in_form = isinstance(where, View)
        place = {"view_id": where.id} if in_form else {"channel": where.channel, "ts": where.ts}
        action = {**_elements(where.blocks, action_id)[number], **picked}
        return await self.does("click", container=place, action=action)

    async def sends_off(self, view: Any, **filled: Any) -> Json:
        """Submits the form; fields by the last part of their id."""
        values = {}
        for name, value in filled.items():
            block_id = f"search.{name}"
            values[block_id] = {block_id: _state(block_id, value)}
        return await self.does("submit", view_id=view.id, values=values)


def _words(blocks: object) -> str:
    return json.dumps(blocks, ensure_ascii=False)


def _state(block_id: str, value: Any) -> Json:
    """What a field holds, as Slack tells of its kind."""
    if block_id in TEXTS:
        return {"value": value}
    if block_id in DAYS:
        return {"selected_date": value}
    return {"selected_options": [_option(one) for one in value]}


def _option(value: str) -> Json:
    return {"text": {"type": "plain_text", "text": value}, "value": value}


def _elements(blocks: list[Json], action_id: str) -> list[Json]:
    found = [
        {**element, "block_id": block["block_id"]}
        for block in blocks
        for element in (*block.get("elements", ()), block.get("accessory"), block.get("element"))
        if element and element.get("action_id") == action_id
    ]
    assert found, f"no {action_id}"
    return found


def _rows(where: Any) -> list[str]:
    """The ids of the orders that a result lists."""
    return [element["value"] for element in _elements(where.blocks, ids.OPEN)]


@pytest.fixture
async def hand() -> AsyncIterator[Hand]:
    async with running(orders=60) as sandbox, aiohttp.ClientSession() as http:
        yield Hand(sandbox.slack, sandbox.page, http, sandbox.gelato)


async def test_pages_are_turned_in_their_place(hand):
    """A typed search shows ten rows; next and previous turn the same message's pages."""
    await hand.types("/order search since:365d")
    first = await hand.answer("Searched for")
    assert first.visible_to == ANN
    one = _rows(first)
    await hand.presses(first, ids.SEARCH_NEXT)
    second = await hand.answer("← Previous")
    two = _rows(second)
    assert len(one) == len(two) == 10
    assert not set(one) & set(two)
    await hand.presses(second, ids.SEARCH_PREVIOUS)
    await hand.slack.until(lambda: _rows(first) == one or None)
    messages = [m for m in hand.slack.seen(ANN, SUPPORT) if m.user == BOT_USER]
    assert len(messages) == 1
    assert hand.slack.seen(LEE, SUPPORT) == [] or not any(
        m.user == BOT_USER for m in hand.slack.seen(LEE, SUPPORT)
    )


async def test_a_row_opens_as_a_card_below(hand):
    """The result stays, to come back to."""
    await hand.types("/order search ref:1042")
    result = await hand.answer("Searched for")
    await hand.presses(result, ids.OPEN)
    card = await hand.answer("Order 1042")
    assert card.ts != result.ts
    assert _rows(result)


async def test_an_order_that_is_gone_meanwhile_is_said_to_be(hand):
    """Between page and click an order may go."""
    await hand.types("/order search ref:1042")
    result = await hand.answer("Searched for")
    gone = _rows(result)[0]
    hand.gelato.orders[:] = [order for order in hand.gelato.orders if order["id"] != gone]
    await hand.presses(result, ids.OPEN)
    await hand.answer("no order")


async def test_rows_are_sorted_by_choice(hand):
    """Another order of rows begins at its first page, and says what it sorts."""
    await hand.types("/order search since:365d")
    result = await hand.answer("Searched for")
    options = _elements(result.blocks, ids.SEARCH_SORT)[0]["options"]
    oldest = next(o for o in options if o["text"]["text"].startswith("Oldest"))
    await hand.presses(result, ids.SEARCH_SORT, selected_option=oldest)
    await hand.answer("Sorted is what was fetched")
    ordered = [hand.gelato.order(id_)["orderedAt"] for id_ in _rows(result)]
    assert [at for at in ordered if at] == sorted(at for at in ordered if at)


async def test_refine_opens_the_form_filled(hand):
    """What was asked for stands in the form, and a change of it is searched for there."""
    await hand.types('/order search status:shipped country:US since:2026-01-31 name:"Ann Lee"')
    result = await hand.answer("Searched for")
    await hand.presses(result, ids.SEARCH_REFINE)
    form = await hand.form("Ordered from")
    drawn = _words(wire(form))
    for words in ('"initial_value": "Ann Lee"', '"initial_date": "2026-01-31"', "United States"):
        assert words in drawn
    await hand.sends_off(form, name="")
    assert "Ann Lee" not in _words(wire(await hand.form("Searched for")))


async def test_a_result_can_be_refined_again_and_again(hand):
    """Three forms lie on each other at most; refining needs no more of them."""
    await hand.does("shortcut", callback_id=ids.FIND_ORDER)
    for country in ("US", "CA", "DE", "GB", "FR"):
        await hand.sends_off(await hand.form("Ordered from"), country=[country])
        result = await hand.form("Searched for")
        await hand.presses(result, ids.SEARCH_REFINE)
    assert await hand.form("Ordered from")


async def test_the_shortcut_opens_the_form_and_it_shows_its_pages(hand):
    """Find an order: a country by its letters, submit, and the result turns in the form."""
    await hand.does("shortcut", callback_id=ids.FIND_ORDER)
    form = await hand.form("Ordered from")
    asked = {"block_id": ids.SEARCH_COUNTRY, "action_id": ids.SEARCH_COUNTRY, "value": "unit"}
    offered = await hand.does("options", container={"view_id": form.id}, **asked)
    states = next(o for o in offered["options"] if o["value"] == "US")
    assert states["text"]["text"] == "United States (US)"
    await hand.sends_off(form, country=["US"])
    result = await hand.form("Searched for: to United States")
    one = _rows(result)
    assert {hand.gelato.order(id_)["shippingAddress"]["country"] for id_ in one} == {"US"}
    await hand.presses(result, ids.SEARCH_NEXT)
    second = await hand.form("← Previous")
    assert not set(one) & set(_rows(second))
    await hand.presses(second, ids.OPEN)
    await hand.form("Usually next")
    assert len(hand.slack.views(ANN)) == 2


async def test_an_end_before_the_start_is_said_at_its_field(hand):
    """The form stays, with what is wrong beside it; the same day is a day."""
    await hand.types("/order search")
    form = await hand.form("Ordered from")
    await hand.sends_off(form, since="2026-11-02", until="2026-11-01")
    assert hand.slack.views(ANN)[-1].errors == {
        ids.SEARCH_UNTIL: "This day lies before the first one."
    }
    await hand.sends_off(form, since="2026-11-02", until="2026-11-02")
    await hand.form("Searched for: ordered since 2 Nov 2026")


async def test_nothing_found_is_said_so(hand):
    """An empty result offers to refine, and no table."""
    await hand.types("/order search ref:nothing-like-it-0")
    result = await hand.answer("No orders found")
    assert _elements(result.blocks, ids.SEARCH_REFINE)
    assert ids.SEARCH_SHEET not in _words(result.blocks)


async def test_a_wrong_filter_gets_the_nearest(hand):
    """Nobody has to know the filters by heart."""
    await hand.types("/order search stats:shipped")
    await hand.answer("Did you mean status?")
    assert hand.gelato.requests.rows() == []


async def test_a_table_comes_to_the_person_alone(hand):
    """All rows as CSV, in the direct messages of who asked; nobody else sees the file."""
    await hand.types("/order search since:3650d")
    result = await hand.answer("Searched for")
    await hand.presses(result, ids.SEARCH_SHEET)

    def sent() -> Any:
        direct = hand.slack.seen(ANN, hand.slack.channel(ANN).id)
        return next((m.files[0] for m in direct if getattr(m, "files", None)), None)

    file = await hand.slack.until(sent)
    (kept,) = hand.slack.world.files.values()
    table = list(csv.DictReader(io.StringIO(kept["content"].decode(), newline="")))
    assert file["name"] == "orders.csv"
    assert {row["gelato_id"] for row in table} >= set(_rows(result))
    assert len(table) > 50
    names = {o["shippingAddress"].get("lastName") for o in hand.gelato.orders} - {None, ""}
    assert not any(row[key] in names for row in table for key in ("reference", "country"))
    shared = [c["channel_id"] for c in hand.slack.calls("files.completeUploadExternal")]
    assert shared == [hand.slack.channel(ANN).id]


async def test_a_form_closed_too_early_costs_no_result(hand):
    """Who closes the form before the result came gets it as a message for them alone."""
    hand.gelato.faults.add("delay", "search", seconds=0.5, times=1)
    await hand.types("/order search")
    await hand.sends_off(await hand.form("Ordered from"), reference="1042")
    view = await hand.form("Asking Gelato")
    await hand.does("close", view_id=view.id)
    assert (await hand.answer("Searched for")).visible_to == ANN


async def test_a_new_search_takes_the_place_of_a_running_one(hand):
    """The old one says that it was overtaken; the new one is answered."""
    hand.gelato.faults.add("delay", "search", seconds=2, times=1)
    await hand.types("/order search country:US")
    await hand.gelato_is_asked()
    await hand.types("/order search country:CA")
    await hand.answer("Searched for: to Canada")
    await hand.answer("A newer search of yours")
    assert "Searched for: to United States" not in _words(
        [m.blocks for m in hand.slack.seen(ANN, SUPPORT)]
    )


async def test_a_running_search_blocks_nobody(hand):
    """While Ann waits, Lee is answered."""
    hand.gelato.faults.add("delay", "search", seconds=2, times=1)
    await hand.types("/order search country:US")
    await hand.gelato_is_asked()
    await hand.does("send", channel=SUPPORT, text="/order search country:CA", **{"as": LEE})
    await hand.answer("Searched for: to Canada", LEE)
    assert "United States" not in _words([m.blocks for m in hand.slack.seen(ANN, SUPPORT)])
    await hand.answer("Searched for: to United States")


async def test_a_mention_without_filters_offers_a_button(hand):
    """Where Slack lets no form be opened, a button does it."""
    await hand.types(f"<@{BOT_USER}> search")
    offer = await hand.answer("Search for which orders?")
    assert offer.visible_to == ANN
    await hand.presses(offer, ids.OPEN_SEARCH)
    await hand.form("Ordered from")


async def test_a_mention_with_filters_is_answered_to_one(hand):
    """A result is a person's own: it turns by their clicks alone."""
    await hand.types(f"<@{BOT_USER}> search country:US")
    assert (await hand.answer("Searched for")).visible_to == ANN


async def _changed(folder: Any, sql: str) -> int:
    """Changes what the store keeps; how many rows that were."""
    with closing(sqlite3.connect(folder / "orderdesk.db")) as connection, connection:
        return connection.execute(sql).rowcount


@asynccontextmanager
async def _world(folder: Any) -> AsyncIterator[tuple[Hand, Any]]:
    """The stand-ins, and the program as often as it is started between them."""
    gelato = StandInGelato("connect", orders=60)
    slack = StandInSlack(
        signing_secret=SIGNING_SECRET,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        manifest=manifest(),
    )
    async with (
        served(gelato.app) as gelato_url,
        served(slack.app) as page,
        aiohttp.ClientSession() as http,
    ):
        settings = sandbox_settings(gelato, gelato_url, page, folder)

        @asynccontextmanager
        async def started() -> AsyncIterator[None]:
            async with (
                opened(settings) as program,
                serving(program.http, "127.0.0.1", 0) as bot,
                program.connection,
            ):
                slack.request_url = f"{bot}/slack/events"
                yield

        yield Hand(slack, page, http, gelato), started


async def test_a_restart_between_two_pages(tmp_path):
    """What was found is kept: the next page comes after a restart as before it."""
    async with _world(tmp_path) as (hand, started):
        async with started():
            await hand.types("/order search since:365d")
            first = await hand.answer("Searched for")
            one = _rows(first)
        async with started():
            await hand.presses(first, ids.SEARCH_NEXT)
            assert not set(one) & set(_rows(await hand.answer("← Previous")))


@pytest.mark.parametrize(
    "change",
    ["UPDATE form_states SET ends_at = 1", "UPDATE form_states SET owner = 'U0LEE'"],
    ids=["ended", "somebody else's"],
)
@pytest.mark.parametrize("action_id", [ids.SEARCH_NEXT, ids.SEARCH_SHEET])
async def test_a_search_that_is_over_is_repeated_with_one_click(tmp_path, change, action_id):
    """After its end, and for anybody but its owner, a search shows nothing of what was found."""
    async with _world(tmp_path) as (hand, started), started():
        await hand.types("/order search country:US")
        first = await hand.answer("Searched for")
        assert await _changed(tmp_path, change)
        await hand.presses(first, action_id)
        over = await hand.answer("This search has expired.")
        assert ids.OPEN not in _words(over.blocks)
        await hand.presses(over, ids.SEARCH_AGAIN)
        await hand.answer("Searched for: to United States")


async def test_a_sort_of_a_search_that_is_over_leads_to_the_form(tmp_path):
    """A choice of a list carries no filters: then a person is asked, and not shown all orders."""
    async with _world(tmp_path) as (hand, started), started():
        await hand.types("/order search country:US")
        first = await hand.answer("Searched for")
        await _changed(tmp_path, "UPDATE form_states SET ends_at = 1")
        newest = _elements(first.blocks, ids.SEARCH_SORT)[0]["options"][1]
        await hand.presses(first, ids.SEARCH_SORT, selected_option=newest)
        over = await hand.answer("This search has expired.")
        await hand.presses(over, ids.SEARCH_AGAIN)
        await hand.form("Ordered from")


async def test_more_is_looked_at_when_asked():
    """Where the first orders were looked at in vain, one click looks at the next ones."""
    async with running(orders=2_300) as sandbox, aiohttp.ClientSession() as http:
        hand = Hand(sandbox.slack, sandbox.page, http, sandbox.gelato)
        await hand.types("/order search name:nobodyatall")
        paused = await hand.answer("There may be more")
        await hand.presses(paused, ids.SEARCH_MORE)
        done = await hand.answer("Nothing fits all of these filters")
        assert ids.SEARCH_MORE not in _words(done.blocks)
