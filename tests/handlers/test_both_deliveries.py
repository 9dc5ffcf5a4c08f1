"""The same door over signed HTTP and over Socket Mode: the same answers, each once."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import aiohttp
import pytest
from aiohttp import web

from blocks import ids
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.serving import served
from bot.sandbox.slack import StandInSlack
from bot.sandbox.slack.channels import ORDERS_EU, RANDOM, SUPPORT
from bot.sandbox.slack.people import ANN, BOT_USER, GUS, LEE, MAX, OLA
from bot.sandbox.slack.views import wire
from handlers.app import opened
from handlers.manifest import manifest
from handlers.sandbox import (
    APP_TOKEN,
    BOT_TOKEN,
    SIGNING_SECRET,
    Sandbox,
    over_socket,
    running,
    sandbox_settings,
)
from handlers.serving import serving
from handlers.slack.open_form import SURELY_THERE

Json = dict[str, Any]


@dataclass
class Hand:
    """What people do on the page."""

    slack: StandInSlack
    page: str
    http: aiohttp.ClientSession

    async def does(self, act: str, person: str, **body: Any) -> Json:
        async with self.http.post(f"{self.page}/page/{act}", json={"as": person, **body}) as answer:
            return await answer.json()

    async def says(self, person: str, channel: str, text: str) -> Json:
        return await self.does("send", person, channel=channel, text=text)

    async def presses(self, person: str, channel: str, ts: str, action_id: str) -> Json:
        return await self.does(
            "click",
            person,
            container={"channel": channel, "ts": ts},
            action=self._button(channel, ts, action_id),
        )

    async def presses_in_form(self, person: str, action_id: str) -> Json:
        view = self.slack.views(person)[-1]
        action = _button_in(wire(view)["blocks"], action_id)
        return await self.does("click", person, container={"view_id": view.id}, action=action)

    async def submits(self, person: str, typed: str) -> Json:
        values = {
            ids.LOOK_UP_REFERENCE: {
                ids.LOOK_UP_REFERENCE: {"type": "plain_text_input", "value": typed}
            }
        }
        view = self.slack.views(person)[-1]
        return await self.does("submit", person, view_id=view.id, values=values)

    def answers(self, person: str, channel: str = SUPPORT) -> list[Any]:
        """What the bot said that this person sees."""
        return [m for m in self.slack.seen(person, channel) if m.user == BOT_USER]

    async def answer(self, person: str, words: str, channel: str = SUPPORT) -> Any:
        """The bot's message that holds these words, once it is there."""
        return await self.slack.until(
            lambda: next(
                (m for m in self.answers(person, channel) if words in json.dumps(m.blocks)), None
            )
        )

    async def form(self, person: str, words: str) -> Any:
        """The form on top, once it holds these words."""

        def found() -> Any:
            views = self.slack.views(person)
            return views[-1] if views and words in json.dumps(wire(views[-1])) else None

        return await self.slack.until(found)

    def _button(self, channel: str, ts: str, action_id: str) -> Json:
        message = self.slack.channel(channel).find(ts)
        assert message is not None
        return _button_in(message.blocks, action_id)


def _button_in(blocks: list[Json], action_id: str) -> Json:
    for block in blocks:
        for element in block.get("elements", []):
            if element.get("action_id") == action_id:
                return {**element, "block_id": block["block_id"]}
    raise AssertionError(f"no button {action_id}")


@asynccontextmanager
async def _hand(slack: StandInSlack, page: str) -> AsyncIterator[Hand]:
    async with aiohttp.ClientSession() as http:
        yield Hand(slack, page, http)


@pytest.fixture(params=[False, True], ids=["signed HTTP", "Socket Mode"])
async def sandbox(request) -> AsyncIterator[Sandbox]:
    async with running(orders=60, socket_mode=request.param) as sandbox:
        yield sandbox


@pytest.fixture
async def hand(sandbox: Sandbox) -> AsyncIterator[Hand]:
    async with _hand(sandbox.slack, sandbox.page) as hand:
        yield hand


async def test_a_command_is_answered_to_who_typed_it(hand):
    """The card comes to the person who typed the command, and nobody else sees it."""
    await hand.says(ANN, SUPPORT, "/order 1042")
    card = await hand.answer(ANN, "Order 1042")
    assert card.visible_to == ANN
    assert hand.answers(LEE) == []


async def test_a_mention_is_answered_in_its_thread(hand):
    """A mention gets its card in a thread, with the recipient's country alone."""
    await hand.says(ANN, SUPPORT, f"<@{BOT_USER}> where is 1042?")
    card = await hand.answer(LEE, "Order 1042")
    asked = hand.slack.seen(ANN, SUPPORT)[0]
    assert card.thread_ts == asked.ts
    assert "United States" in json.dumps(card.blocks)
    assert "Portland" not in json.dumps(card.blocks)


async def test_a_direct_message_is_answered_there(hand):
    """In the bot's direct messages a number is enough."""
    direct = hand.slack.channel(ANN).id
    await hand.says(ANN, direct, "1042")
    card = await hand.answer(ANN, "Order 1042", direct)
    assert "Portland" in json.dumps(card.blocks)


async def test_a_button_opens_the_form_where_a_mention_cannot(hand):
    """A mention without a number is offered the form, which answers where it was asked."""
    await hand.says(ANN, SUPPORT, f"<@{BOT_USER}>")
    offer = await hand.answer(ANN, "Which order?")
    assert offer.visible_to == ANN
    await hand.presses(ANN, SUPPORT, offer.ts, ids.OPEN_LOOK_UP)
    await hand.form(ANN, "Order number")
    await hand.submits(ANN, "1042")
    await hand.form(ANN, "Order 1042")
    await hand.presses_in_form(ANN, ids.SHARE)
    shared = await hand.answer(LEE, "Shared by ann")
    assert "Portland" not in json.dumps(shared.blocks)


async def test_a_form_over_a_form(hand):
    """Several orders in a form open one by one on top of it, and the list stays below."""
    await hand.says(ANN, SUPPORT, "/order")
    await hand.form(ANN, "Order number")
    await hand.submits(ANN, "1042 1050")
    await hand.form(ANN, "Open the card")
    await hand.presses_in_form(ANN, ids.OPEN)
    await hand.form(ANN, "Usually next")
    assert len(hand.slack.views(ANN)) == 2


async def test_a_field_error_stays_at_its_field(hand):
    """What cannot be an order number is said at the field, and the form stays."""
    await hand.says(ANN, SUPPORT, "/order")
    await hand.form(ANN, "Order number")
    await hand.submits(ANN, "1 2 3 4 5 6")
    view = hand.slack.views(ANN)[-1]
    assert "6 orders" in view.errors[ids.LOOK_UP_REFERENCE]


async def test_a_form_closed_too_early_costs_no_answer(hand, sandbox):
    """Who closes the form before the answer came gets it as a message for them alone."""
    sandbox.gelato.faults.add("delay", "get", seconds=0.5, times=2)
    await hand.says(ANN, SUPPORT, "/order")
    await hand.form(ANN, "Order number")
    await hand.submits(ANN, "1042")
    view = await hand.form(ANN, "Asking Gelato")
    await hand.does("close", ANN, view_id=view.id)
    card = await hand.answer(ANN, "Order 1042")
    assert card.visible_to == ANN


async def test_a_stuck_order_is_taken_for_all_to_see(hand):
    """A sentence after a mention lists what is stuck, and the menu of a row changes the list."""
    await hand.says(ANN, SUPPORT, f"<@{BOT_USER}> what is stuck?")
    listed = await hand.answer(LEE, "orders are stuck")
    row = next(block for block in listed.blocks if "accessory" in block)
    menu = row["accessory"]
    take = {**menu, "block_id": row["block_id"], "selected_option": menu["options"][1]}
    await hand.does("click", LEE, container={"channel": SUPPORT, "ts": listed.ts}, action=take)
    await hand.answer(ANN, "Taken by")
    assert len(hand.answers(ANN)) == 1


async def test_two_people_press_the_same_button(hand):
    """A shared card that two people refresh at once is one card afterwards, and fresh."""
    await hand.says(ANN, SUPPORT, "/order 1042")
    card = await hand.answer(ANN, "Order 1042")
    await hand.presses(ANN, SUPPORT, card.ts, ids.SHARE)
    shared = await hand.answer(LEE, "Shared by ann")
    await asyncio.gather(
        *(hand.presses(who, SUPPORT, shared.ts, ids.REFRESH) for who in (ANN, LEE))
    )
    await hand.answer(LEE, "Refreshed by")
    assert len(hand.answers(LEE)) == 1


async def test_a_double_click_shares_once(hand):
    """Two presses of Share make one card in the channel, and the second is told why."""
    await hand.says(ANN, SUPPORT, "/order 1042")
    card = await hand.answer(ANN, "Order 1042")
    await asyncio.gather(*(hand.presses(ANN, SUPPORT, card.ts, ids.SHARE) for _ in range(2)))
    await hand.answer(ANN, "was shared already")
    await hand.answer(LEE, "Shared by ann")
    assert len(hand.answers(LEE)) == 1


async def test_a_card_can_be_shared_after_an_invitation(hand):
    """Who was told to invite the bot first can press the same button again."""
    await hand.says(ANN, RANDOM, "/order 1042")
    card = await hand.answer(ANN, "Order 1042", RANDOM)
    await hand.presses(ANN, RANDOM, card.ts, ids.SHARE)
    await hand.answer(ANN, "/invite @Orderdesk", RANDOM)
    await hand.says(ANN, RANDOM, "/invite @Orderdesk")
    await hand.presses(ANN, RANDOM, card.ts, ids.SHARE)
    assert await hand.answer(LEE, "Shared by ann", RANDOM)


async def test_a_week_old_button_still_works(hand):
    """A click on an old message reads the order as it is now."""
    await hand.says(ANN, SUPPORT, "/order 1042")
    card = await hand.answer(ANN, "Order 1042")
    await hand.presses(ANN, SUPPORT, card.ts, ids.SHARE)
    shared = await hand.answer(LEE, "Shared by ann")
    shared.ts = f"{float(shared.ts) - 7 * 86_400:.6f}"
    await hand.presses(LEE, SUPPORT, shared.ts, ids.REFRESH)
    assert await hand.answer(LEE, "Refreshed by lee")


@pytest.mark.parametrize("person", [GUS, OLA], ids=["guest", "other organisation"])
async def test_others_get_a_polite_nothing(hand, sandbox, person):
    """Guests and people of other organisations are told so, alone, and Gelato is never asked."""
    channel = next(
        c.id
        for c in (hand.slack.channel(SUPPORT), hand.slack.channel(ORDERS_EU))
        if person in c.members
    )
    await hand.says(person, channel, f"<@{BOT_USER}> 1042")
    refusal = await hand.answer(person, "full members", channel)
    assert refusal.visible_to == person
    assert sandbox.gelato.requests.rows() == []


async def test_nobody_is_served_whom_slack_does_not_name(hand, sandbox):
    """When Slack cannot say who asks, nothing is shown."""
    await hand.does("fault", ANN, name="revoked", on=True)
    await hand.says(ANN, SUPPORT, "/order 1042")
    await hand.answer(ANN, "did not say who that is")
    assert sandbox.gelato.requests.rows() == []


async def test_a_pause_and_what_follows(hand):
    """Both deliveries pause, refuse and resume alike, and tell who has to know."""
    await hand.says(MAX, SUPPORT, "/order pause stock count")
    assert (await hand.answer(MAX, "are paused")).visible_to == MAX
    await hand.answer(LEE, "stock count", hand.slack.channel(LEE).id)
    await hand.says(ANN, SUPPORT, "/order resume")
    refusal = await hand.answer(ANN, "You need the role")
    assert f"<@{MAX}>" in json.dumps(refusal.blocks)
    await hand.says(MAX, SUPPORT, "/order resume")
    await hand.answer(MAX, "allowed again")


async def test_a_role_is_changed_in_a_form(hand):
    """The list, the form over it and its answer work over both deliveries."""
    await hand.says(MAX, SUPPORT, "/order roles")
    page = await hand.answer(MAX, "Who may do what")
    await hand.presses(MAX, SUPPORT, page.ts, ids.ROLE_CHANGE)
    await hand.form(MAX, "User group")
    view = hand.slack.views(MAX)[-1]
    option = {"text": {"type": "plain_text", "text": "lead"}, "value": "lead"}
    values = {
        ids.ROLE_PERSON: {ids.ROLE_PERSON: {"type": "users_select", "selected_user": ANN}},
        ids.ROLE_ROLE: {ids.ROLE_ROLE: {"type": "static_select", "selected_option": option}},
    }
    await hand.does("submit", MAX, view_id=view.id, values=values)
    await hand.form(MAX, "now has the role")
    await hand.answer(ANN, "gave you the role", hand.slack.channel(ANN).id)


async def test_who_leaves_has_no_role(hand):
    """The event arrives by either way."""
    hand.slack.leaves(LEE)
    await hand.slack.settled()
    await hand.says(MAX, SUPPORT, "/order roles")
    page = await hand.answer(MAX, "Who may do what")
    assert LEE not in json.dumps(page.blocks)


async def test_an_order_is_canceled(hand, sandbox, chosen):
    """The cancel form opens, and what came of it stands in its place and in the card behind it."""
    waiting = (o for o in sandbox.gelato.orders if o["fulfillmentStatus"] == "created")
    order = next(o for o in waiting if not o["connectedOrderIds"])
    await hand.says(ANN, SUPPORT, f"/order {order['id']}")
    card = await hand.answer(ANN, order["id"])
    await hand.presses(ANN, SUPPORT, card.ts, ids.CANCEL)
    form = await hand.form(ANN, "Why?")
    await hand.does("submit", ANN, view_id=form.id, values=chosen(form))
    await hand.form(ANN, "Gelato shows it as canceled")
    await hand.answer(ANN, "It was canceled")
    assert sandbox.gelato.effects == [("cancel", order["id"])]


# What a proxy between Slack and the bot can lose, and what a restart can.


@asynccontextmanager
async def _losing_the_first_answer(bot: str) -> AsyncIterator[str]:
    """A way to the bot that delivers, and loses the first acknowledgement."""
    lost: list[str] = []

    async def forward(request: web.Request) -> web.Response:
        body, headers = await request.read(), dict(request.headers)
        url = f"{bot}{request.path}"
        async with aiohttp.ClientSession() as http, http.post(url, data=body, headers=headers) as a:
            if not lost:
                lost.append(await a.text())
                return web.Response(status=502)
            return web.Response(status=a.status, body=await a.read(), content_type=a.content_type)

    app = web.Application()
    app.router.add_post("/slack/events", forward)
    async with served(app) as proxy:
        yield f"{proxy}/slack/events"


async def test_a_lost_acknowledgement_is_answered_once():
    """Slack repeats an event whose acknowledgement was lost; it is answered once."""
    async with (
        running(orders=60) as sandbox,
        _hand(sandbox.slack, sandbox.page) as hand,
        _losing_the_first_answer(sandbox.bot) as way,
    ):
        sandbox.slack.request_url = way
        await hand.says(ANN, SUPPORT, f"<@{BOT_USER}> 1042")
        await hand.answer(ANN, "Order 1042")
        await sandbox.slack.settled()
        assert len(hand.answers(ANN)) == 1


async def test_a_repeat_of_what_never_arrived_is_answered():
    """A delivery that carries a retry header is answered when the first one never came."""
    arrived: list[str] = []

    async def down_at_first(request: web.Request) -> web.Response:
        arrived.append(request.headers.get("X-Slack-Retry-Num", "first"))
        raise web.HTTPTemporaryRedirect(way) if len(arrived) > 1 else web.HTTPBadGateway

    app = web.Application()
    app.router.add_post("/slack/events", down_at_first)
    async with (
        running(orders=60) as sandbox,
        _hand(sandbox.slack, sandbox.page) as hand,
        served(app) as proxy,
    ):
        way, sandbox.slack.request_url = sandbox.slack.request_url, f"{proxy}/slack/events"
        await hand.says(ANN, SUPPORT, f"<@{BOT_USER}> 1042")
        sandbox.slack.request_url = way
        await hand.answer(ANN, "Order 1042")
        assert arrived == ["first"]


@pytest.mark.parametrize("socket_mode", [False, True], ids=["signed HTTP", "Socket Mode"])
async def test_a_restart_between_drawing_and_clicking(tmp_path, socket_mode):
    """Buttons and open forms of before a restart work after it."""
    gelato = StandInGelato("connect", orders=60)
    slack = StandInSlack(
        signing_secret=SIGNING_SECRET,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        manifest=manifest(),
    )
    async with served(gelato.app) as gelato_url, served(slack.app) as page, _hand(slack, page) as h:
        settings = sandbox_settings(gelato, gelato_url, page, tmp_path)
        settings = over_socket(settings) if socket_mode else settings
        async with _started(settings, slack):
            await h.says(ANN, SUPPORT, "/order 1042")
            card = await h.answer(ANN, "Order 1042")
            await h.says(ANN, SUPPORT, "/order")
            await h.form(ANN, "Order number")
        async with _started(settings, slack):
            await h.submits(ANN, "1050")
            await h.form(ANN, "Order 1050")
            await h.presses_in_form(ANN, ids.SHARE)
            assert "1050" in json.dumps((await h.answer(LEE, "Shared by ann")).blocks)
            await h.presses(ANN, SUPPORT, card.ts, ids.REFRESH)
            await slack.until(lambda: len(gelato.requests.of("get")) >= 4)


@asynccontextmanager
async def _started(settings: Any, slack: StandInSlack) -> AsyncIterator[None]:
    async with (
        opened(settings) as program,
        serving(program.http, "127.0.0.1", 0) as bot,
        program.connection,
    ):
        slack.request_url = f"{bot}/slack/events"
        yield


async def test_socket_mode_connects_again_by_itself():
    """A connection that Slack closes is opened again, and commands go on being answered."""
    async with (
        running(orders=60, socket_mode=True) as sandbox,
        _hand(sandbox.slack, sandbox.page) as hand,
    ):
        first = sandbox.slack.sockets.lines[0]
        await sandbox.slack.sockets.disconnect()
        async with asyncio.timeout(20):
            while sandbox.slack.sockets.lines in ([], [first]):  # noqa: ASYNC110  # no event tells
                await asyncio.sleep(0.05)
        await hand.says(ANN, SUPPORT, "/order 1042")
        assert await hand.answer(ANN, "Order 1042")


async def test_socket_mode_leaves_the_http_door_shut():
    """With Socket Mode there is no route for Slack: without a secret, anybody could sign."""
    async with running(orders=10, socket_mode=True) as sandbox, aiohttp.ClientSession() as http:
        async with http.post(f"{sandbox.bot}/slack/events", data="command=/order") as answer:
            assert answer.status == 404
        async with http.get(f"{sandbox.bot}/healthz") as answer:
            assert answer.status == 200


async def test_trouble_after_a_click_leaves_the_form_alone(hand, sandbox):
    """What a form shows is not lost when a click in it goes wrong; the person is told beside it."""
    await hand.says(ANN, SUPPORT, "/order")
    await hand.form(ANN, "Order number")
    await hand.submits(ANN, "1042")
    await hand.form(ANN, "Order 1042")
    sandbox.gelato.faults.add("garbage", "get", "search", times=4)
    await hand.presses_in_form(ANN, ids.REFRESH)
    direct = hand.slack.channel(ANN).id
    await hand.answer(ANN, "something unreadable", direct)
    assert "Order 1042" in json.dumps(wire(hand.slack.views(ANN)[-1]))


async def test_what_a_person_does_next_is_not_covered():
    """An answer is shown once more only if nothing was done in its form since."""
    async with running(orders=60) as sandbox, _hand(sandbox.slack, sandbox.page) as hand:
        await hand.says(ANN, SUPPORT, "/order")
        await hand.form(ANN, "Order number")
        await hand.submits(ANN, "1042")
        await hand.form(ANN, "Order 1042")
        await hand.presses_in_form(ANN, ids.SHARE)
        await hand.form(ANN, '"Shared"')
        await asyncio.sleep(SURELY_THERE + 0.3)
        assert '"Shared"' in json.dumps(wire(hand.slack.views(ANN)[-1]))
