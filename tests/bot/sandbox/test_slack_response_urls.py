"""Answers through a response_url: where they land, how often, and for how long."""

import aiohttp
import pytest
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.sandbox.slack.channels import RANDOM, SUPPORT
from bot.sandbox.slack.people import ANN, BOT_USER, LEE

BUTTON = {"type": "button", "action_id": "go", "text": {"type": "plain_text", "text": "Go"}}
BLOCKS = [{"type": "actions", "block_id": "acts", "elements": [BUTTON]}]
PRESS = {"type": "button", "block_id": "acts", "action_id": "go"}


def seen(slack, person=ANN, channel=SUPPORT):
    return [(m.text, m.ephemeral) for m in slack.seen(person, channel) if m.user == BOT_USER]


@pytest.fixture
def command_url(slack_bot, slack_page):
    async def typed(channel=SUPPORT):
        await slack_page.send(ANN, channel, "/order")
        return AsyncWebhookClient(slack_bot.last("command")["response_url"])

    return typed


@pytest.fixture
def pressed_url(slack_bot, slack_page, slack_client):
    async def pressed(*, ephemeral):
        where = {"channel": SUPPORT}
        if ephemeral:
            posted = await slack_client.chat_postEphemeral(
                user=ANN, text="card", blocks=BLOCKS, **where
            )
        else:
            posted = await slack_client.chat_postMessage(text="card", blocks=BLOCKS, **where)
        ts = posted.get("ts") or posted["message_ts"]
        await slack_page.press(ANN, {**where, "ts": ts}, PRESS)
        return AsyncWebhookClient(slack_bot.last("block_actions")["response_url"])

    return pressed


@pytest.mark.parametrize(
    ("kind", "to_others"),
    [({}, False), ({"response_type": "ephemeral"}, False), ({"response_type": "in_channel"}, True)],
)
async def test_an_answer_is_for_the_asker_unless_it_says_otherwise(
    slack, command_url, kind, to_others
):
    """The default is ephemeral; `in_channel` is for all."""
    told = await (await command_url()).send(text="found", **kind)
    assert (told.status_code, told.body) == (200, "ok")
    assert seen(slack) == [("found", not to_others)]
    assert bool(seen(slack, LEE)) is to_others


async def test_an_answer_needs_no_membership(slack, command_url):
    """A response_url works in channels where the bot is not a member."""
    assert (await (await command_url(RANDOM)).send(text="found")).status_code == 200
    assert seen(slack, ANN, RANDOM) == [("found", True)]


async def test_five_answers_and_no_more(slack, command_url):
    """The sixth use is refused with 404."""
    client = await command_url()
    for number in range(5):
        assert (await client.send(text=str(number))).status_code == 200
    told = await client.send(text="6")
    assert (told.status_code, told.body) == (404, '{"ok": false, "error": "used_url"}')
    assert len(seen(slack)) == 5


@pytest.mark.parametrize(("minutes", "status"), [(30, 200), (30.1, 404)])
async def test_half_an_hour_and_no_longer(slack_clock, command_url, minutes, status):
    """An address older than thirty minutes is refused."""
    client = await command_url()
    slack_clock.moment += minutes * 60
    told = await client.send(text="late")
    assert told.status_code == status
    assert ("expired_url" in told.body) is (status == 404)


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"blocks": [{"type": "nonsense"}]}, "invalid_blocks"),
        ({"blocks": "[]x"}, "invalid_blocks_format"),
        ([], "invalid_payload"),
    ],
)
async def test_what_slack_would_not_post_is_refused(slack, command_url, body, error):
    """Wrong bodies are refused with 400, counted as no use, and noted."""
    client = await command_url()
    async with aiohttp.ClientSession() as http, http.post(client.url, json=body) as told:
        assert (told.status, await told.json()) == (400, {"ok": False, "error": error})
    assert slack.world.ledger.refusals()[-1].error == error
    for _ in range(5):
        assert (await client.send(text="fine")).status_code == 200


@pytest.mark.parametrize("ephemeral", [True, False])
async def test_an_answer_may_replace_the_message(slack, pressed_url, ephemeral):
    """`replace_original` draws the message anew, for those who saw it."""
    client = await pressed_url(ephemeral=ephemeral)
    await client.send(text="done", replace_original=True)
    assert seen(slack) == [("done", ephemeral)]
    assert slack.seen(ANN, SUPPORT)[0].blocks == []


@pytest.mark.parametrize(
    ("body", "left"),
    [
        ({"text": "new"}, ["card", "new"]),
        ({"text": "new", "replace_original": False}, ["card", "new"]),
        ({"delete_original": True}, []),
    ],
)
async def test_an_answer_leaves_or_deletes_the_message(slack, pressed_url, body, left):
    """Without `replace_original` a new message comes; `delete_original` takes the old one away."""
    await (await pressed_url(ephemeral=True)).send_dict(body)
    assert [text for text, _ in seen(slack)] == left


async def test_an_ephemeral_message_does_not_become_public(slack, pressed_url):
    """`in_channel` with `replace_original` on an ephemeral message posts a new one."""
    client = await pressed_url(ephemeral=True)
    await client.send(text="shared", replace_original=True, response_type="in_channel")
    assert seen(slack) == [("card", True), ("shared", False)]
    assert seen(slack, LEE) == [("shared", False)]


async def test_an_answer_does_not_find_its_thread_by_itself(slack, command_url, slack_client):
    """Only `thread_ts` puts an answer into a thread."""
    parent = (await slack_client.chat_postMessage(channel=SUPPORT, text="p"))["ts"]
    client = await command_url()
    await client.send_dict({"text": "in", "thread_ts": parent})
    await client.send(text="out")
    threads = {m.text: m.thread_ts for m in slack.seen(ANN, SUPPORT)}
    assert (threads["in"], threads["out"]) == (parent, None)


async def test_an_invented_address_answers_nothing(slack):
    """An address that was never given out is refused."""
    told = await AsyncWebhookClient(f"{slack.base_url}/response/guess").send(text="x")
    assert told.status_code == 404
