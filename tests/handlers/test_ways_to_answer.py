"""An answer arrives, whichever way to the person is still open."""

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from blocks.message import Message
from blocks.parts import ours, picture, rich, section
from blocks.replies import told
from bot.sandbox.serving import served
from bot.sandbox.slack import StandInSlack
from bot.sandbox.slack.channels import OLD_ORDERS, RANDOM, SUPPORT
from bot.sandbox.slack.people import ANN, LEE
from bot.sandbox.slack.response_urls import USES
from bot.store.ports import FormState
from handlers.slack.asks import Command
from handlers.slack.errors import ChannelClosed, NotInChannel, PostUncertain, SlackTrouble
from handlers.slack.open_form import OpenForm
from handlers.slack.reply import Reply
from handlers.slack.web import slack_client, slack_session
from handlers.slack.workspace import Workspace

Read = Callable[[Any], str]
HELLO = told("Hello.")
PICTURED = Message("Hello.", (section("Hello.", picture("https://a.example.com/1", "Mug")),))


def _seen(slack: StandInSlack, person: str = ANN, channel: str = SUPPORT) -> list[str]:
    return [message.text for message in slack.seen(person, channel)]


def _at(reply: Reply, **fields: Any) -> Reply:
    """The same way to answer, after another ask."""
    return replace(reply, ask=replace(reply.ask, **fields))


def _in_channel(reply: Reply, channel: str) -> Reply:
    return _at(reply, by=replace(reply.ask.by, channel=channel))


async def test_a_response_url_is_the_first_way(slack: StandInSlack, reply: Reply):
    """It reaches the person in every channel, and costs no call of the Web API."""
    token = slack.world.response_urls.issue(ANN, RANDOM)
    await _at(reply, response_url=f"{slack.base_url}/response/{token}").whisper(HELLO)
    assert _seen(slack, channel=RANDOM) == ["Hello."]
    assert _seen(slack, LEE, RANDOM) == []


@pytest.mark.parametrize("uses", [None, USES], ids=["expired", "used up"])
async def test_a_response_url_that_is_over_is_no_dead_end(
    slack: StandInSlack, reply: Reply, uses: int | None
):
    """After half an hour, or five answers, the next one comes as an ephemeral message."""
    token = slack.world.response_urls.issue(ANN, SUPPORT) if uses else "expired"
    for _ in range(uses or 0):
        slack.world.response_urls.find(token).uses += 1
    await _at(reply, response_url=f"{slack.base_url}/response/{token}").whisper(HELLO)
    assert _seen(slack) == ["Hello."]
    assert _seen(slack, LEE) == []


@pytest.mark.parametrize("channel", [RANDOM, OLD_ORDERS, "C0NOSUCH", ""])
async def test_the_last_way_is_a_direct_message(slack: StandInSlack, reply: Reply, channel: str):
    """Where the bot is not in, or nobody may post, or no channel is known."""
    await _in_channel(reply, channel).whisper(HELLO)
    assert _seen(slack, channel=ANN) == ["Hello."]


async def test_no_way_at_all_is_trouble(slack: StandInSlack, reply: Reply):
    """When Slack takes nothing, the caller hears of it."""
    slack.world.faults.switch("revoked", on=True)
    with pytest.raises(SlackTrouble, match="token_revoked"):
        await reply.whisper(HELLO)


async def test_a_direct_conversation_reads_answers_as_messages(slack: StandInSlack, reply: Reply):
    """In the conversation with the bot an answer stays: nobody else reads it anyway."""
    direct = slack.channel(ANN).id
    await _in_channel(reply, direct).whisper(HELLO)
    (message,) = slack.seen(ANN, direct)
    assert (message.text, message.ephemeral) == ("Hello.", False)


@pytest.mark.parametrize(
    ("channel", "error"),
    [(RANDOM, NotInChannel), ("C0NOSUCH", NotInChannel), (OLD_ORDERS, ChannelClosed)],
)
async def test_a_post_that_is_refused_says_why(
    reply: Reply, channel: str, error: type[SlackTrouble]
):
    """What the person can do about it depends on what Slack ours."""
    with pytest.raises(error):
        await _in_channel(reply, channel).post(HELLO)


async def test_a_post_into_a_thread_stays_there(slack: StandInSlack, reply: Reply):
    """What was asked in a thread is answered in it."""
    first = slack.world.post(slack.channel(SUPPORT), LEE, "Where is 1042?")
    await _at(reply, thread_ts=first.ts).post(HELLO)
    assert slack.seen(LEE, SUPPORT)[-1].thread_ts == first.ts


async def test_a_call_is_repeated_only_where_nothing_was_done(slack: StandInSlack, reply: Reply):
    """A post whose answer was lost is not sent again."""
    slack.world.faults.switch("cut", on=True)
    with pytest.raises(PostUncertain):
        await reply.post(HELLO)
    assert _seen(slack, LEE) == ["Hello."]


class Fussy:
    """A Slack that refuses certain blocks, and else takes everything."""

    def __init__(self, refuses: Callable[[str], bool], code: str) -> None:
        self.bodies: list[dict[str, Any]] = []
        self._refuses, self._code = refuses, code
        self.app = web.Application()
        self.app.router.add_post("/{path:.*}", self._answer)

    async def _answer(self, request: web.Request) -> web.Response:
        body = await request.json() if "json" in request.content_type else await request.post()
        drawn = str(body.get("blocks") or body.get("view"))
        if self._refuses(drawn):
            return web.json_response({"ok": False, "error": self._code})
        self.bodies.append(dict(body))
        return web.json_response({"ok": True, "view": {"id": "V1"}})


@pytest.fixture
async def fussy(
    request: pytest.FixtureRequest, ask: Command, workspace: Workspace
) -> AsyncIterator[tuple[Fussy, Reply, str]]:
    refuses, code = request.param
    stand_in = Fussy(refuses, code)
    async with served(stand_in.app) as base, slack_session() as session:
        there = replace(workspace, web=slack_client("xoxb-x", f"{base}/api", session))
        yield stand_in, Reply(ask, there), base


NO_PICTURES = (lambda drawn: "image_url" in drawn, "invalid_blocks")
NO_RICH_TEXT = (lambda drawn: "rich_text" in drawn, "invalid_blocks")
NO_VIEWS = (lambda drawn: "image_url" in drawn, "invalid_arguments")


@pytest.mark.parametrize("fussy", [NO_PICTURES], indirect=True, ids=[""])
@pytest.mark.parametrize("way", ["response_url", "post", "ephemeral"])
async def test_a_picture_that_cannot_be_fetched_costs_only_itself(
    fussy: tuple[Fussy, Reply, str], way: str
):
    """The message arrives without the picture, by whichever way it goes."""
    slack, reply, base = fussy
    url = f"{base}/response/1" if way == "response_url" else ""
    reply = _at(reply, response_url=url)
    await (reply.post(PICTURED) if way == "post" else reply.whisper(PICTURED))
    (body,) = slack.bodies
    assert body["blocks"] == [section("Hello.")]


@pytest.mark.parametrize("fussy", [NO_VIEWS], indirect=True, ids=[""])
async def test_a_picture_costs_no_form_either(fussy: tuple[Fussy, Reply, str]):
    """The form is drawn again without it."""
    slack, reply, _ = fussy
    await replace(reply, form=OpenForm(reply.web, "V1")).whisper(PICTURED)
    assert "Hello." in str(slack.bodies)


@pytest.mark.parametrize("fussy", [NO_RICH_TEXT], indirect=True, ids=[""])
async def test_a_message_whose_blocks_are_refused_arrives_in_plain(fussy: tuple[Fussy, Reply, str]):
    """A sentence is better than nothing, and stands there as it was written."""
    slack, reply, _ = fussy
    await reply.post(Message("Order &lt;1&gt;.", (rich([ours("Order <1>.")]),)))
    (body,) = slack.bodies
    assert body["text"] == "Order &lt;1&gt;."
    assert body["blocks"] == [section("Order <1>.")]


async def test_a_form_that_changed_meanwhile_is_left_alone(slack: StandInSlack, reply: Reply):
    """A newer drawing is not overwritten by an older answer."""
    raw = {"type": "modal", "title": {"type": "plain_text", "text": "x"}, "blocks": []}
    view = slack.world.views.open(ANN, "T012PAPER", raw)
    await replace(reply, form=OpenForm(reply.web, view.id, hash="older")).whisper(HELLO)
    assert view.blocks == []
    assert _seen(slack) == _seen(slack, channel=ANN) == []


async def test_the_place_of_a_form_is_its_owners(workspace: Workspace):
    """Nobody learns from a key where somebody else opened a form."""
    now = datetime(2026, 11, 21, tzinfo=UTC)
    state = FormState(ANN, {"channel": SUPPORT}, now.replace(year=2027))
    key = await workspace.forms.keep(state, now)
    assert await workspace.forms.of(key, ANN, now) == state
    assert await workspace.forms.of(key, LEE, now) is None
