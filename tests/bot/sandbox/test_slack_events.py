"""Events: what the bot is told, in which envelope, and how often Slack tries."""

import json

import aiohttp
import pytest
from aiohttp import web

from bot.sandbox.serving import served
from bot.sandbox.slack import StandInSlack
from bot.sandbox.slack.channels import LEADS, ORDERS_EU, RANDOM, SUPPORT
from bot.sandbox.slack.keys import XOXB
from bot.sandbox.slack.manifest import DEFAULT
from bot.sandbox.slack.people import (
    ANN,
    APP,
    BOT,
    BOT_USER,
    GUS,
    LEE,
    OLA,
    OTHER_TEAM,
    SLACKBOT,
    TEAM,
)

DM = "D012ANN"


@pytest.fixture
def pauses(slack):
    """How long the stand-in would have waited; it does not wait."""
    waited = []

    async def skip(seconds):
        waited.append(seconds)

    slack.courier.sleep = skip
    return waited


async def test_a_mention_is_told(slack, slack_bot, slack_page):
    """A mention in a channel arrives as app_mention, in the Events API's envelope."""
    ts = (await slack_page.send(ANN, SUPPORT, "@Orderdesk 1042 & <more>"))["ts"]
    await slack.settled()
    envelope = slack_bot.last("event_callback")
    event = envelope["event"]
    assert (event["type"], event["user"], event["channel"]) == ("app_mention", ANN, SUPPORT)
    assert event["text"] == f"<@{BOT_USER}> 1042 &amp; &lt;more&gt;"
    assert event["ts"] == event["event_ts"] == ts
    assert event["blocks"][0]["elements"][0]["elements"] == [
        {"type": "user", "user_id": BOT_USER},
        {"type": "text", "text": " 1042 & <more>"},
    ]
    assert (envelope["team_id"], envelope["api_app_id"]) == (TEAM, APP)
    assert envelope["event_id"].startswith("Ev")
    assert envelope["event_time"] == int(slack.world.now)
    assert envelope["authorizations"][0]["user_id"] == BOT_USER
    assert envelope["is_ext_shared_channel"] is False
    assert "X-Slack-Retry-Num" not in slack_bot.headers[-1]


@pytest.mark.parametrize(
    ("person", "channel", "text", "types"),
    [
        (ANN, SUPPORT, "hello", []),
        (ANN, SUPPORT, "@ann hello", []),
        (ANN, DM, "hello", ["message"]),
        (ANN, DM, "@Orderdesk hello", ["message"]),
        (LEE, LEADS, "@orderdesk hello", ["app_mention"]),
        (GUS, ORDERS_EU, "<@U012BOT> hello", ["app_mention"]),
    ],
)
async def test_the_bot_hears_what_it_is_subscribed_to(
    *, slack, slack_bot, slack_page, person, channel, text, types
):
    """Mentions in channels and messages in its own conversation, nothing else."""
    await slack_page.send(person, channel, text)
    await slack.settled()
    assert [event["type"] for event in slack_bot.events()] == types


async def test_a_bot_that_is_not_in_the_channel_hears_nothing(slack, slack_bot, slack_page):
    """Slack tells the person instead."""
    await slack_page.send(ANN, RANDOM, "@Orderdesk hello")
    await slack.settled()
    assert slack_bot.heard == []
    assert slack.seen(ANN, RANDOM)[-1].user == SLACKBOT


async def test_a_mention_from_another_organisation_says_so(slack, slack_bot, slack_page):
    """In a shared channel the event names the person's own team."""
    await slack_page.send(OLA, ORDERS_EU, "@Orderdesk hello")
    await slack.settled()
    assert slack_bot.events()[0]["user_team"] == OTHER_TEAM
    assert slack_bot.last("event_callback")["is_ext_shared_channel"] is True


async def test_a_mention_in_a_thread_names_the_thread(slack, slack_bot, slack_page):
    """A reply carries the ts of its thread."""
    parent = (await slack_page.send(ANN, SUPPORT, "order 1042"))["ts"]
    await slack_page.send(LEE, SUPPORT, "@Orderdesk cancel it", thread_ts=parent)
    await slack.settled()
    assert slack_bot.events()[0]["thread_ts"] == parent


async def test_the_bot_hears_itself(slack, slack_bot, slack_client):
    """A bot's own messages and changes in a direct conversation come back to it, marked."""
    ts = (await slack_client.chat_postMessage(channel=ANN, text="hello"))["ts"]
    await slack_client.chat_update(channel=DM, ts=ts, text="hello again")
    await slack.settled()
    own, changed = slack_bot.events()
    assert (own["bot_id"], own["channel_type"], own["text"]) == (BOT, "im", "hello")
    assert (changed["subtype"], changed["message"]["text"]) == ("message_changed", "hello again")


async def test_an_unsubscribed_event_is_not_sent(slack_page):
    """What the manifest does not name, the bot does not hear."""
    quiet = {**DEFAULT, "settings": {}}
    heard = []

    async def take(request):
        heard.append(await request.text())
        return web.Response()

    app = web.Application()
    app.router.add_post("/", take)
    async with StandInSlack(manifest=quiet).opened() as slack, served(app) as base:
        slack.request_url = base
        async with aiohttp.ClientSession() as http:
            body = {"as": ANN, "channel": SUPPORT, "text": "@Orderdesk"}
            await http.post(f"{slack.base_url}/page/send", json=body)
        await slack.settled()
    assert heard == []


@pytest.mark.parametrize("published", [False, True])
async def test_opening_the_home_tab_is_told(slack, slack_bot, slack_page, slack_client, published):
    """app_home_opened carries the view once there is one."""
    if published:
        await slack_client.views_publish(user_id=ANN, view={"type": "home", "blocks": []})
    assert (await slack_page.post("home", **{"as": ANN}))["ok"]
    await slack.settled()
    (event,) = slack_bot.events()
    assert (event["type"], event["user"], event["tab"], event["channel"]) == (
        "app_home_opened",
        ANN,
        "home",
        DM,
    )
    assert ("view" in event) is published


async def test_a_stranger_has_no_home_tab(slack_page):
    """People of other organisations do not see the bot's Home tab."""
    assert (await slack_page.post("home", **{"as": OLA}))["error"] == "no_home"


async def test_an_event_is_sent_four_times_at_most(slack, slack_bot, slack_page, pauses):
    """At once, after a minute, after five: each with its number and reason, the same event."""
    slack_bot.queued["event_callback"].extend(web.Response(status=500) for _ in range(9))
    await slack_page.send(ANN, DM, "hello")
    await slack.settled()
    assert pauses == [0.0, 60.0, 300.0]
    assert len({payload["event_id"] for payload in slack_bot.heard}) == 1
    assert [h.get("X-Slack-Retry-Num") for h in slack_bot.headers] == [None, "1", "2", "3"]
    assert {h["X-Slack-Retry-Reason"] for h in slack_bot.headers[1:]} == {"http_error"}


@pytest.mark.parametrize(
    ("answers", "times"),
    [
        ([web.Response(status=200)], 1),
        ([web.Response(status=204)], 1),
        ([web.Response(status=302)], 2),
        ([web.Response(status=500)], 2),
        ([web.Response(status=500, headers={"X-Slack-No-Retry": "1"})], 1),
        ([web.Response(status=500, headers={"X-Slack-No-Retry": "0"})], 2),
    ],
    ids=lambda v: str(v)[:40],
)
async def test_a_taken_event_is_not_sent_again(
    *, slack, slack_bot, slack_page, pauses, answers, times
):
    """Any 2xx takes it; `x-slack-no-retry: 1` gives it up."""
    slack_bot.queued["event_callback"].extend(answers)
    await slack_page.send(ANN, DM, "hello")
    await slack.settled()
    assert len(slack_bot.heard) == times


async def test_an_event_nobody_takes_in_time_is_sent_again(slack, slack_bot, slack_page, pauses):
    """A late answer counts as none, and the retry says so."""
    slack.courier.patience = 0.05

    async def late(_):
        if len(slack_bot.heard) == 1:
            await slack_bot.late({})
        return web.Response()

    slack_bot.answers["event_callback"] = late
    await slack_page.send(ANN, DM, "hello")
    await slack.settled()
    assert [h.get("X-Slack-Retry-Reason") for h in slack_bot.headers] == [None, "http_timeout"]


@pytest.mark.parametrize(("right", "as_json"), [(True, True), (True, False), (False, True)])
async def test_a_request_url_must_answer_the_challenge(slack, slack_bot, right, as_json):
    """url_verification passes only when the challenge comes back, as JSON or as text."""

    async def answer(payload):
        word = payload["challenge"] if right else "no"
        text = json.dumps({"challenge": word}) if as_json else word
        return web.Response(text=text)

    slack_bot.answers["url_verification"] = answer
    assert await slack.verify_request_url() is right


async def test_a_shortcut_opens_from_anywhere(slack_bot, slack_page):
    """A global shortcut belongs to no channel: it has a trigger and no response_url."""
    told = await slack_page.post("shortcut", **{"as": ANN}, callback_id="find_order")
    assert told == {"ok": True}
    heard = slack_bot.last("shortcut")
    assert (heard["callback_id"], heard["user"]["id"]) == ("find_order", ANN)
    assert heard["trigger_id"]
    assert not {"channel", "response_url", "message"} & heard.keys()


async def test_a_message_shortcut_carries_the_message(slack_bot, slack_page):
    """A message shortcut tells the message, its channel and a response_url."""
    ts = (await slack_page.send(LEE, SUPPORT, "where is 1042?"))["ts"]
    told = await slack_page.post(
        "shortcut",
        **{"as": ANN},
        callback_id="look_up_message",
        message={"channel": SUPPORT, "ts": ts},
    )
    assert told == {"ok": True}
    heard = slack_bot.last("message_action")
    assert heard["message_ts"] == heard["message"]["ts"] == ts
    assert heard["message"]["text"] == "where is 1042?"
    assert heard["channel"] == {"id": SUPPORT, "name": "support"}
    assert heard["response_url"]


@pytest.mark.parametrize(
    ("person", "callback_id"), [(ANN, "nothing"), (ANN, "look_up_message"), (OLA, "find_order")]
)
async def test_only_the_manifests_shortcuts_are_there(slack_page, person, callback_id):
    """An unknown one, one of another kind, and one for strangers are refused."""
    told = await slack_page.post("shortcut", **{"as": person}, callback_id=callback_id)
    assert told["error"] == "no_such_shortcut"


def test_the_keys_are_invented():
    """The sandbox's token opens nothing anywhere else."""
    assert XOXB == "xoxb-sandbox"


@pytest.mark.parametrize("subscribed", [True, False])
async def test_who_leaves_is_told_of(*, slack, slack_bot, slack_page, subscribed):
    """`user_change` says that the account was switched off, to a bot that asked to be told."""
    events = ["user_change"] * subscribed
    settings = {"event_subscriptions": {"bot_events": events}}
    slack.world.manifest = {**slack.world.manifest, "settings": settings}
    slack.leaves(LEE)
    await slack.settled()
    told = [(e["type"], e["user"]["id"], e["user"]["deleted"]) for e in slack_bot.events()]
    assert told == [("user_change", LEE, True)] * subscribed
    assert (await slack_page.post("send", channel=SUPPORT, text="hi", **{"as": LEE}))["error"] == (
        "account_inactive"
    )
