"""The Web API's door and the `chat.*` methods: what is refused, beside what is allowed."""

import aiohttp
import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import StandInSlack
from bot.sandbox.slack.channels import LEADS, OLD_ORDERS, RANDOM, SUPPORT
from bot.sandbox.slack.keys import XAPP, XOXB
from bot.sandbox.slack.manifest import DEFAULT
from bot.sandbox.slack.people import ANN, BOT_USER, GUS, LEE, OLA

SECTION = {"type": "section", "text": {"type": "mrkdwn", "text": "hi"}}
LONG = {"type": "section", "text": {"type": "mrkdwn", "text": "x" * 2800}}


@pytest.mark.parametrize(
    ("token", "error"),
    [
        (None, "not_authed"),
        ("xoxb-other", "invalid_auth"),
        (XAPP, "not_allowed_token_type"),
    ],
)
async def test_only_the_bots_token_opens_the_door(slack, slack_refused, token, error):
    """A missing, foreign or app-level token is refused."""
    client = AsyncWebClient(token, base_url=slack.api_url)
    assert (await slack_refused(client.auth_test()))["error"] == error


async def test_the_bot_learns_who_it_is(slack_client):
    """`auth.test` names the bot, its workspace and its scopes."""
    told = await slack_client.auth_test()
    assert (told["user_id"], told["bot_id"], told["team_id"]) == (
        BOT_USER,
        "B012ORDERDESK",
        "T012PAPER",
    )
    assert "chat:write" in told.headers["X-OAuth-Scopes"].split(",")


@pytest.mark.parametrize("how", ["json", "form", "field", "query"])
async def test_arguments_come_in_every_way_slack_takes(slack, how):
    """JSON, form and query all work, with the token in the header or as a field."""
    args = {"channel": SUPPORT, "text": how}
    bearer = {"Authorization": f"Bearer {XOXB}"}
    ways = {
        "json": {"json": args, "headers": bearer},
        "form": {"data": args, "headers": bearer},
        "field": {"data": {**args, "token": XOXB}},
        "query": {"params": args, "headers": bearer},
    }
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{slack.api_url}chat.postMessage", **ways[how]) as answer,
    ):
        assert (await answer.json())["ok"]
    assert slack.calls("chat.postMessage") == [args]


async def test_blocks_may_come_as_text(slack, slack_client):
    """In a form, blocks are JSON text."""
    answer = await slack_client.api_call(
        "chat.postMessage",
        data={"channel": SUPPORT, "blocks": '[{"type": "divider", "block_id": "d"}]'},
    )
    assert answer["message"]["blocks"] == [{"type": "divider", "block_id": "d"}]


@pytest.mark.parametrize(
    ("body", "error"),
    [("{", "invalid_json"), ("[]", "json_not_object"), ('{"error": "mine"}', "mine")],
)
async def test_unreadable_bodies_are_refused(slack, body, error):
    """A body that is no JSON object is refused, and api.test gives back what it is asked."""
    async with (
        aiohttp.ClientSession(headers={"Content-Type": "application/json"}) as http,
        http.post(f"{slack.api_url}api.test", data=body) as answer,
    ):
        assert (await answer.json())["error"] == error


async def test_an_unknown_method_is_refused(slack_client, slack_refused):
    """The stand-in does not pretend to know what it does not know."""
    told = await slack_refused(slack_client.api_call("chat.dance"))
    assert (told["error"], told["req_method"]) == ("unknown_method", "chat.dance")


async def test_a_scope_that_was_not_granted_is_named(slack_refused):
    """`missing_scope` tells what is needed and what is there."""
    granted = {**DEFAULT, "oauth_config": {"scopes": {"bot": ["commands"]}}}
    async with StandInSlack(manifest=granted).opened() as slack:
        client = AsyncWebClient(XOXB, base_url=slack.api_url)
        told = await slack_refused(client.chat_postMessage(channel=SUPPORT, text="x"))
        assert (told["error"], told["needed"], told["provided"]) == (
            "missing_scope",
            "chat:write",
            "commands",
        )
        assert (await client.auth_test())["ok"]


POSTS = [
    ({"channel": SUPPORT, "text": "x"}, None),
    ({"channel": "#support", "text": "x"}, None),
    ({"channel": ANN, "text": "x"}, None),
    ({"channel": LEADS, "text": "x"}, None),
    ({"text": "x"}, "invalid_arguments"),
    ({"channel": "C0NOWHERE", "text": "x"}, "channel_not_found"),
    ({"channel": OLA, "text": "x"}, "channel_not_found"),
    ({"channel": BOT_USER, "text": "x"}, "channel_not_found"),
    ({"channel": RANDOM, "text": "x"}, "not_in_channel"),
    ({"channel": OLD_ORDERS, "text": "x"}, "is_archived"),
    ({"channel": SUPPORT}, "no_text"),
    ({"channel": SUPPORT, "text": "", "blocks": []}, "no_text"),
    ({"channel": SUPPORT, "blocks": [SECTION]}, None),
    ({"channel": SUPPORT, "text": "x" * 40_000}, None),
    ({"channel": SUPPORT, "text": "x" * 40_001}, "msg_too_long"),
    ({"channel": SUPPORT, "text": "x", "blocks": "nonsense"}, "invalid_blocks_format"),
    ({"channel": SUPPORT, "text": "x", "blocks": {"type": "section"}}, "invalid_blocks_format"),
    ({"channel": SUPPORT, "text": "x", "blocks": [{"type": "nonsense"}]}, "invalid_blocks"),
    ({"channel": SUPPORT, "text": "x", "blocks": [SECTION] * 50}, None),
    ({"channel": SUPPORT, "text": "x", "blocks": [SECTION] * 51}, "invalid_blocks"),
    ({"channel": SUPPORT, "text": "x", "blocks": [LONG] * 4}, None),
    ({"channel": SUPPORT, "text": "x", "blocks": [LONG] * 5}, "msg_blocks_too_long"),
    ({"channel": SUPPORT, "text": "x", "attachments": "[{}]"}, None),
    ({"channel": SUPPORT, "text": "x", "attachments": [{}] * 101}, "too_many_attachments"),
    ({"channel": SUPPORT, "text": "x", "attachments": {}}, None),
    ({"channel": SUPPORT, "text": "x", "attachments": ["x"]}, "invalid_attachments"),
    ({"channel": SUPPORT, "text": "x", "thread_ts": "1.000001"}, "thread_not_found"),
    (
        {"channel": SUPPORT, "text": "x", "metadata": {"event_type": "t", "event_payload": {}}},
        None,
    ),
    ({"channel": SUPPORT, "text": "x", "metadata": {"event_type": "t"}}, "invalid_metadata_format"),
    ({"channel": SUPPORT, "text": "x", "metadata": "{"}, "invalid_metadata_format"),
    (
        {
            "channel": SUPPORT,
            "text": "x",
            "metadata": {"event_type": "t", "event_payload": {"x": "y" * 15_000}},
        },
        "metadata_too_large",
    ),
]


@pytest.mark.parametrize(("args", "error"), POSTS, ids=lambda v: str(v)[:60])
async def test_a_post_is_taken_or_refused_as_slack_would(slack_client, args, error):
    """Every refusal of chat.postMessage stands beside its allowed neighbour."""
    answer = await slack_client._request(
        http_verb="POST",
        api_url=f"{slack_client.base_url}chat.postMessage",
        req_args={"json": args, "headers": {"Authorization": f"Bearer {XOXB}"}},
    )
    assert answer["data"].get("error") == error


async def test_wrong_blocks_are_explained(slack_client, slack_refused):
    """`invalid_blocks` comes with a sentence and a JSON pointer for each fault."""
    wrong = [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]
    told = await slack_refused(
        slack_client.chat_postMessage(channel=SUPPORT, text="x", blocks=wrong)
    )
    (message,) = told["response_metadata"]["messages"]
    assert message == "[ERROR] must be less than 151 characters [json-pointer:/blocks/0/text/text]"
    assert told["errors"] == [message.removeprefix("[ERROR] ")]


async def test_a_reply_lands_in_its_thread(slack, slack_client):
    """A reply to a reply goes to the thread's first message."""
    first = (await slack_client.chat_postMessage(channel=SUPPORT, text="1"))["ts"]
    reply = await slack_client.chat_postMessage(channel=SUPPORT, text="2", thread_ts=first)
    again = await slack_client.chat_postMessage(channel=SUPPORT, text="3", thread_ts=reply["ts"])
    assert reply["message"]["thread_ts"] == again["message"]["thread_ts"] == first


@pytest.mark.parametrize(
    ("channel", "user", "error"),
    [
        (SUPPORT, ANN, None),
        (SUPPORT, GUS, "user_not_in_channel"),
        (SUPPORT, BOT_USER, "user_not_in_channel"),
        (SUPPORT, "", "invalid_arguments"),
        (RANDOM, ANN, "not_in_channel"),
        ("C0NOWHERE", ANN, "channel_not_found"),
    ],
)
async def test_an_ephemeral_message_needs_both_in_the_channel(
    *, slack, slack_client, slack_refused, channel, user, error
):
    """The bot and the person must both be members."""
    call = slack_client.chat_postEphemeral(channel=channel, user=user, text="psst")
    if error:
        assert (await slack_refused(call))["error"] == error
    else:
        assert (await call)["message_ts"] == slack.seen(ANN, SUPPORT)[-1].ts
        assert slack.seen(LEE, SUPPORT) == []


async def test_an_update_changes_what_it_names(slack, slack_client):
    """What chat.update leaves out stays; an empty list takes the blocks away."""
    ts = (await slack_client.chat_postMessage(channel=SUPPORT, text="1", blocks=[SECTION]))["ts"]
    told = await slack_client.chat_update(channel=SUPPORT, ts=ts, text="2")
    assert (told["ts"], told["text"]) == (ts, "2")
    assert told["message"]["edited"]["ts"]
    (message,) = slack.seen(ANN, SUPPORT)
    assert (message.text, len(message.blocks)) == ("2", 1)
    await slack_client.chat_update(channel=SUPPORT, ts=ts, text="3", blocks=[])
    assert message.blocks == []


@pytest.mark.parametrize("method", ["chat.update", "chat.delete"])
@pytest.mark.parametrize("whose", ["bot", "ann", "ephemeral", "nobody"])
async def test_the_bot_changes_only_its_own_public_messages(
    *, slack, slack_client, slack_page, slack_refused, method, whose
):
    """Other people's, ephemeral and vanished messages are refused, its own are changed."""
    made = {
        "bot": (await slack_client.chat_postMessage(channel=SUPPORT, text="1"))["ts"],
        "ann": (await slack_page.send(ANN, SUPPORT, "hi"))["ts"],
        "ephemeral": (await slack_client.chat_postEphemeral(channel=SUPPORT, user=ANN, text="1"))[
            "message_ts"
        ],
        "nobody": "1.000001",
    }
    call = slack_client.api_call(method, json={"channel": SUPPORT, "ts": made[whose], "text": "2"})
    word = method.removeprefix("chat.")
    errors = {"ann": f"cant_{word}_message"}
    if whose == "bot":
        assert (await call)["ts"] == made["bot"]
    else:
        assert (await slack_refused(call))["error"] == errors.get(whose, "message_not_found")


async def test_nothing_changes_in_an_archived_channel(slack, slack_client, slack_refused):
    """A message in an archived channel can no longer be updated."""
    ts = (await slack_client.chat_postMessage(channel=SUPPORT, text="1"))["ts"]
    slack.channel(SUPPORT).archived = True
    told = await slack_refused(slack_client.chat_update(channel=SUPPORT, ts=ts, text="2"))
    assert told["error"] == "is_inactive"


async def test_a_permalink_leads_to_a_message(slack, slack_client, slack_refused):
    """A message that is there has an address; another has none."""
    ts = (await slack_client.chat_postMessage(channel=SUPPORT, text="1"))["ts"]
    told = await slack_client.chat_getPermalink(channel=SUPPORT, message_ts=ts)
    assert told["permalink"] == f"{slack.base_url}/?channel={SUPPORT}#p{ts.replace('.', '')}"
    call = slack_client.chat_getPermalink(channel=SUPPORT, message_ts="1.000001")
    assert (await slack_refused(call))["error"] == "message_not_found"


async def test_posting_too_fast_is_slowed(slack, slack_client, slack_clock, slack_refused):
    """After a burst of four, one message a second and channel; another channel is free."""
    for number in range(4):
        await slack_client.chat_postMessage(channel=SUPPORT, text=str(number))
    told = await slack_refused(slack_client.chat_postMessage(channel="#support", text="5"))
    assert (told["error"], told["status"]) == ("ratelimited", 429)
    assert told["headers"]["Retry-After"] == "1"
    assert (await slack_client.chat_postMessage(channel=LEADS, text="x"))["ok"]
    slack_clock.moment += 1
    assert (await slack_client.chat_postMessage(channel=SUPPORT, text="6"))["ok"]
    assert (await slack_refused(slack_client.chat_postMessage(channel=SUPPORT, text="7")))["error"]


async def test_the_pace_can_be_switched_off():
    """Tests that post much may lift the limit."""
    async with StandInSlack(post_rate=None).opened() as slack:
        client = AsyncWebClient(XOXB, base_url=slack.api_url)
        for number in range(10):
            assert (await client.chat_postMessage(channel=SUPPORT, text=str(number)))["ok"]


async def test_a_channel_keeps_its_newest_messages(slack):
    """The stand-in keeps 200 messages a channel, and 500 requests."""
    channel = slack.channel(SUPPORT)
    for number in range(201):
        slack.world.bot_posts(channel, str(number))
    assert [len(channel.messages), channel.messages[0].text] == [200, "1"]
