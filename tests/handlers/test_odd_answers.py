"""Slack may answer oddly, or not at all: nobody gets two answers, and nobody is let in for it."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from aiohttp import web

from blocks.replies import told
from bot.orders.person import Standing
from bot.sandbox.serving import served
from bot.sandbox.slack.people import ANN, TEAM
from handlers.slack.asks import Command
from handlers.slack.errors import PersonUnknown, PostUncertain, SlackTrouble
from handlers.slack.people import Installation, People, read_person
from handlers.slack.reply import Reply
from handlers.slack.sending import NOT_CONNECTED
from handlers.slack.web import slack_client, slack_session
from handlers.slack.workspace import Workspace

Json = dict[str, Any]
HELLO = told("Hello.")
WELL: Json = {"ok": True, "user": {"id": ANN, "team_id": TEAM}}


@dataclass(frozen=True)
class Answer:
    """What Slack says, or something in between."""

    body: str
    content_type: str = "application/json"
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> web.Response:
        return web.Response(
            text=self.body,
            content_type=self.content_type,
            status=self.status,
            headers=dict(self.headers),
        )


def _said(document: object, status: int = 200, **headers: str) -> Answer:
    return Answer(json.dumps(document), status=status, headers=headers)


LOST = None
"""An answer that gets lost on its way."""
A_PAGE = Answer("<html>", "text/html")
PLAIN_TEXT = Answer("all is well", "text/plain")
A_LIST = _said([1])


class OddSlack:
    """Gives the answers that the test put in, one by one, and afterwards takes everything."""

    def __init__(self) -> None:
        self.answers: list[Answer | None] = []
        self.asked: list[str] = []
        """The last words of the paths that were called."""
        self.base = ""
        self.app = web.Application()
        self.app.router.add_route("*", "/{path:.*}", self._answer)

    async def _answer(self, request: web.Request) -> web.Response:
        await request.read()
        self.asked.append(request.path.rpartition("/")[2])
        answer = self.answers.pop(0) if self.answers else _said(WELL)
        if answer is LOST and request.transport:
            request.transport.close()
        return (answer or _said(WELL)).response()


@pytest.fixture
async def odd() -> AsyncIterator[OddSlack]:
    stand_in = OddSlack()
    async with served(stand_in.app) as stand_in.base:
        yield stand_in


@pytest.fixture
async def reply(odd: OddSlack, ask: Command, workspace: Workspace) -> AsyncIterator[Reply]:
    """Ann's ask, and only the odd Slack to answer through."""
    async with slack_session() as session:
        web_client = slack_client("xoxb-x", f"{odd.base}/api", session)
        yield Reply(ask, replace(workspace, web=web_client))


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address where nobody listens, and nobody else can."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


def _at(reply: Reply, **fields: Any) -> Reply:
    return replace(reply, ask=replace(reply.ask, **fields))


# Who somebody is.


@pytest.mark.parametrize(
    "answer",
    [
        PLAIN_TEXT,
        A_PAGE,
        Answer("{"),
        _said({"ok": True}),
        A_LIST,
        _said({"ok": True, "user": None}),
        _said({"ok": True, "user": []}),
        _said({"ok": True, "user": {"name": "ann"}}),
        _said({"ok": True, "user": {"id": ANN, "enterprise_user": {"teams": 5}}}),
        Answer("bytes", "application/gzip"),
        _said({"ok": False}),
        _said({"ok": True}, status=500),
    ],
    ids=[
        "plain text",
        "a page",
        "half a document",
        "no user",
        "a list",
        "user null",
        "user a list",
        "user without id",
        "teams a number",
        "packed",
        "refused without a word",
        "status 500",
    ],
)
async def test_an_odd_answer_tells_nobody(odd: OddSlack, reply: Reply, answer: Answer):
    """Who cannot be read is unknown, and that is not remembered: the next ask is well again."""
    people = People(reply.web, Installation(TEAM))
    odd.answers = [answer]
    with pytest.raises(PersonUnknown):
        await people.person(ANN)
    assert (await people.person(ANN)).standing is Standing.MEMBER
    assert odd.asked == ["users.info"] * 2


@pytest.mark.parametrize(
    "user",
    [
        {"id": "USLACKBOT", "is_bot": False},
        {"id": "U1", "is_bot": True},
        {"id": "U1", "is_workflow_bot": True},
        {"id": "U1", "is_connector_bot": True},
    ],
    ids=str,
)
def test_no_kind_of_bot_is_served(user: Json):
    """Slack marks programs in several ways, and its own one not at all."""
    person = read_person({"team_id": TEAM, **user}, Installation(TEAM))
    assert person.standing is Standing.BOT


# Answers that are lost after the message was posted.

RESPOND, EPHEMERAL, POST = "response", "chat.postEphemeral", "chat.postMessage"


def _by(way: str, reply: Reply, base: str) -> Reply:
    """An ask whose first way to be answered is this one."""
    if way == POST:
        return _at(reply, by=replace(reply.ask.by, channel="D1"))
    return _at(reply, response_url=f"{base}/response") if way == RESPOND else reply


UNSURE = pytest.mark.parametrize(
    "answer",
    [LOST, A_PAGE, PLAIN_TEXT, A_LIST],
    ids=["lost", "a page", "plain text", "a list"],
)


@pytest.mark.parametrize("way", [RESPOND, EPHEMERAL, POST])
async def test_an_answer_that_may_have_arrived_is_not_given_twice(
    odd: OddSlack, reply: Reply, way: str
):
    """Where the line is cut after posting, no second way is tried, whichever was the first."""
    odd.answers = [LOST]
    with pytest.raises(SlackTrouble):
        await _by(way, reply, odd.base).whisper(HELLO)
    assert odd.asked == [way]


@pytest.mark.parametrize("way", [EPHEMERAL, POST])
@UNSURE
async def test_an_unreadable_answer_is_no_refusal(
    odd: OddSlack, reply: Reply, way: str, answer: Answer | None
):
    """What a proxy makes of Slack's answer does not tell that nothing was posted."""
    odd.answers = [answer]
    with pytest.raises(SlackTrouble):
        await _by(way, reply, odd.base).whisper(HELLO)
    assert odd.asked == [way]


async def test_a_replacement_that_may_have_arrived_is_left_at_that(odd: OddSlack, reply: Reply):
    """A refreshed card is not put below the one that it replaced."""
    odd.answers = [LOST]
    await _by(RESPOND, reply, odd.base).replace(HELLO)
    assert odd.asked == [RESPOND]


@UNSURE
async def test_a_post_for_all_that_may_have_arrived_is_told(
    odd: OddSlack, reply: Reply, answer: Answer | None
):
    """The person is asked to look before sharing again, and the card is posted once."""
    odd.answers = [answer]
    with pytest.raises(PostUncertain):
        await reply.post(HELLO)
    assert odd.asked == [POST]


# Addresses where nobody listens.


async def test_a_refused_connection_goes_the_next_way(odd: OddSlack, reply: Reply, nobody: str):
    """Where nothing can have been posted, the answer comes another way."""
    await _at(reply, response_url=f"{nobody}/response").whisper(HELLO)
    assert odd.asked == [EPHEMERAL]


async def test_a_refused_replacement_comes_as_a_message(odd: OddSlack, reply: Reply, nobody: str):
    """The same for a card that was to be replaced."""
    await _at(reply, response_url=f"{nobody}/response").replace(HELLO)
    assert odd.asked == [EPHEMERAL]


async def test_without_any_connection_nothing_is_uncertain(
    odd: OddSlack, reply: Reply, nobody: str
):
    """All ways are tried where Slack cannot be reached, and nobody is sent to look for a card."""
    unreached = slack_client("xoxb-x", f"{nobody}/api", reply.web.session)
    reply = replace(reply, workspace=replace(reply.workspace, web=unreached))
    with pytest.raises(SlackTrouble, match=NOT_CONNECTED):
        await reply.whisper(HELLO)
    with pytest.raises(SlackTrouble, match=NOT_CONNECTED) as caught:
        await reply.post(HELLO)
    assert not isinstance(caught.value, PostUncertain)


# Too many requests.

TOO_MANY = {"ok": False, "error": "ratelimited"}


def _too_many(pause: str, name: str = "Retry-After") -> Answer:
    return _said(TOO_MANY, 429, **{name: pause})


@pytest.mark.parametrize(
    ("name", "pause"),
    [
        ("Retry-After", "3600"),
        ("retry-after", "3600"),
        ("Retry-After", "11"),
        ("Retry-After", "inf"),
    ],
)
async def test_a_long_pause_is_a_refusal(odd: OddSlack, reply: Reply, name: str, pause: str):
    """Nobody waits for an hour: the call counts as refused, however the header is written."""
    odd.answers = [_too_many(pause, name)]
    async with asyncio.timeout(20):
        with pytest.raises(SlackTrouble, match="ratelimited"):
            await reply.post(HELLO)
    assert odd.asked == [POST]


async def test_a_short_pause_is_waited_for(odd: OddSlack, reply: Reply):
    """Nothing was done, so the call is repeated after the second that Slack named."""
    odd.answers = [_too_many("1")]
    await reply.post(HELLO)
    assert odd.asked == [POST, POST]
