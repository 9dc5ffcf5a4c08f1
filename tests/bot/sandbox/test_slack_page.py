"""The page's routes: what it may see and do, and who may ask."""

import asyncio
import json

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from yarl import URL

from bot.sandbox.slack import StandInSlack, page_files
from bot.sandbox.slack.channels import LEADS, ORDERS_EU, RANDOM, SUPPORT
from bot.sandbox.slack.keys import SIGNS, XAPP, XOXB
from bot.sandbox.slack.people import ANN, LEE, OLA


async def test_the_world_is_what_the_contract_says(slack_page):
    """A snapshot has every part that the page draws."""
    world = await slack_page.world(ANN)
    assert world["workspace"] == {
        "name": "Paper & Thread",
        "bot": {"name": "Orderdesk", "user_id": "U012BOT"},
    }
    assert (world["delivery"], world["views"], world["home"]) == ("none", [], None)
    assert world["me"] == {
        "id": ANN,
        "name": "ann",
        "real_name": "Ann Archer",
        "tz": "Europe/Oslo",
        "tz_offset": 3600,
        "locale": "en-US",
        "initials": "AA",
        "color": "#7d4e57",
        "guest": False,
        "note": "agent, on the support team",
    }
    assert len(world["people"]) == 6
    assert world["commands"][0]["command"] == "/order"
    assert {each["type"] for each in world["shortcuts"]} == {"global", "message"}


@pytest.mark.parametrize(
    ("person", "there", "absent"),
    [(ANN, SUPPORT, LEADS), (LEE, LEADS, "D012ANN"), (OLA, ORDERS_EU, SUPPORT)],
)
async def test_a_person_sees_their_own_channels(slack_page, person, there, absent):
    """Only conversations one is in are shown."""
    seen = {each["id"] for each in (await slack_page.world(person))["channels"]}
    assert there in seen
    assert absent not in seen


async def test_a_channel_tells_whether_the_bot_is_in_it(slack_page):
    """The page can say where the bot has to be invited first."""
    channels = {c["id"]: c for c in (await slack_page.world(ANN))["channels"]}
    assert (channels[SUPPORT]["bot_is_member"], channels[RANDOM]["bot_is_member"]) == (True, False)
    assert channels["D012ANN"]["kind"] == "im"


async def test_messages_look_as_the_contract_says(slack_page, slack_client):
    """A message has its author, its thread, its replies and its marks."""
    first = (await slack_page.send(ANN, SUPPORT, "hello"))["ts"]
    reply = await slack_client.chat_postMessage(channel=SUPPORT, text="1", thread_ts=first)
    await slack_client.chat_update(channel=SUPPORT, ts=reply["ts"], text="2")
    parent, answer = (await slack_page.world(LEE))["channels"][0]["messages"]
    assert (parent["username"], parent["bot"], parent["reply_count"]) == ("Ann Archer", False, 1)
    assert (answer["username"], answer["bot"], answer["thread_ts"]) == ("Orderdesk", True, first)
    assert (answer["edited"], parent["edited"], answer["ephemeral"]) == (True, False, False)


async def test_an_unknown_person_sees_nothing(slack_page):
    """Asking as nobody is refused in a sentence."""
    told = await slack_page.world("U0NOBODY")
    assert (told["ok"], told["error"]) == (False, "no_such_person")


async def test_changes_are_announced(slack, slack_page):
    """The event stream says `changed` with a growing version."""
    url = f"{slack.base_url}/page/events?as={ANN}"
    async with slack_page.http.get(url) as stream:
        assert stream.content_type == "text/event-stream"
        first = await _next_change(stream)
        await slack_page.send(ANN, SUPPORT, "hello")
        assert (await _next_change(stream))["version"] > first["version"]


async def _next_change(stream):
    assert (await stream.content.readline()) == b"event: changed\n"
    data = await stream.content.readline()
    await stream.content.readline()
    return json.loads(data.removeprefix(b"data: "))


async def test_toasts_pass(slack, slack_page, slack_clock):
    """A toast is gone after a quarter of a minute."""
    slack.world.toast(ANN, "hm", "info")
    assert [(t["text"], t["tone"]) for t in (await slack_page.world(ANN))["toasts"]] == [
        ("hm", "info")
    ]
    slack_clock.moment += 16
    assert (await slack_page.world(ANN))["toasts"] == []


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Host": "localhost:1"}, 200),
        ({"Host": "[::1]:1"}, 200),
        ({"Host": "evil.example.com"}, 403),
        ({"Host": "127.0.0.1.example.com"}, 403),
        ({"Host": "[::1"}, 403),
        ({"Origin": "https://evil.example.com"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Content-Type": "text/plain"}, 415),
    ],
)
async def test_only_the_page_itself_acts(slack, slack_page, headers, status):
    """Rebound names, other sites and plain forms are turned away."""
    body = json.dumps({"as": ANN, "channel": SUPPORT, "text": "x"})
    sent = {"Content-Type": "application/json", **headers}
    url = f"{slack.base_url}/page/send"
    async with slack_page.http.post(url, data=body, headers=sent) as answer:
        assert answer.status == status
    assert len(slack.seen(ANN, SUPPORT)) == (status == 200)


async def test_the_page_may_name_its_own_origin(slack, slack_page):
    """A browser's own Origin header is fine."""
    body = {"as": ANN, "channel": SUPPORT, "text": "x"}
    origin = {"Origin": slack.base_url}
    url = f"{slack.base_url}/page/send"
    async with slack_page.http.post(url, json=body, headers=origin) as answer:
        assert (await answer.json())["ok"]


@pytest.mark.parametrize(
    ("act", "body", "error"),
    [
        ("send", {"as": ANN, "channel": SUPPORT}, "invalid_arguments"),
        ("click", {"as": ANN, "container": "x", "action": {}}, "invalid_arguments"),
        ("fault", {"name": "no_such"}, "no_such_fault"),
        ("submit", {"as": "U0NOBODY", "view_id": "V1", "values": {}}, "no_such_person"),
    ],
)
async def test_half_a_request_is_refused_in_a_sentence(slack_page, act, body, error):
    """The page gets a code and a sentence, never a crash."""
    told = await slack_page.post(act, **body)
    assert (told["ok"], told["error"], bool(told["message"])) == (False, error, True)


@pytest.mark.parametrize("body", ["{", "[]"])
async def test_an_unreadable_request_is_refused(slack, slack_page, body):
    """A body that is no JSON object is refused."""
    url, headers = f"{slack.base_url}/page/send", {"Content-Type": "application/json"}
    async with slack_page.http.post(url, data=body, headers=headers) as answer:
        assert (await answer.json())["error"] == "invalid_json"


async def test_an_unknown_act_is_not_there(slack, slack_page):
    """There are no other acts than the contract's."""
    async with slack_page.http.post(f"{slack.base_url}/page/dance", json={}) as answer:
        assert answer.status == 404


async def test_the_log_tells_all_and_no_secret(slack, slack_bot, slack_page, slack_client):
    """Requests in both directions and refusals are listed, without tokens or addresses."""
    await slack_page.send(ANN, SUPPORT, "/order")
    await slack_client.chat_postMessage(channel=SUPPORT, text="hi")
    with pytest.raises(SlackApiError):
        await slack_client.chat_postMessage(channel="C0NOWHERE", text="hi")
    async with slack_page.http.get(f"{slack.base_url}/page/log") as answer:
        text = await answer.text()
    entries = json.loads(text)["entries"]
    assert [(e["direction"], e["what"], e["error"]) for e in entries] == [
        ("to the bot", "command /order", None),
        ("from the bot", "chat.postMessage", None),
        ("from the bot", "chat.postMessage", "channel_not_found"),
    ]
    secrets = (XOXB, XAPP, SIGNS, slack_bot.last("command")["response_url"])
    assert not [secret for secret in secrets if secret in text]
    assert "token" not in slack.calls("chat.postMessage")[0]


@pytest.mark.parametrize(
    ("fault", "error", "status"),
    [
        ("revoked", "token_revoked", 200),
        ("missing_scope", "missing_scope", 200),
        ("rate_limit", "ratelimited", 429),
    ],
)
async def test_faults_strike_while_they_are_on(
    *, slack_page, slack_client, slack_refused, fault, error, status
):
    """A fault that is switched on refuses calls, and switched off it does not."""
    await slack_page.post("fault", name=fault, on=True)
    assert {f["name"]: f["on"] for f in (await slack_page.world(ANN))["faults"]}[fault]
    told = await slack_refused(slack_client.chat_postMessage(channel=SUPPORT, text="x"))
    assert (told["error"], told["status"]) == (error, status)
    await slack_page.post("fault", name=fault, on=False)
    assert (await slack_client.chat_postMessage(channel=SUPPORT, text="x"))["ok"]


async def test_a_broken_slack_answers_500(slack, slack_page):
    """HTTP 500 comes without JSON."""
    await slack_page.post("fault", name="http_500", on=True)
    async with slack_page.http.post(f"{slack.api_url}auth.test") as answer:
        assert answer.status == 500


async def test_a_slow_slack_takes_two_seconds(slack, slack_page, slack_client):
    """Each answer waits two seconds first."""
    waited = []

    async def skip(seconds):
        waited.append(seconds)

    slack.strikes.sleep = skip
    await slack_page.post("fault", name="slow", on=True)
    await slack_client.auth_test()
    assert waited == [2.0]


async def test_a_cut_line_hides_what_was_posted(slack, slack_page):
    """The message is there although the caller never learns of it."""
    await slack_page.post("fault", name="cut", on=True)
    args = {"channel": SUPPORT, "text": "once", "token": XOXB}
    with pytest.raises(aiohttp.ClientError):
        await slack_page.http.post(f"{slack.api_url}chat.postMessage", data=args)
    assert [m.text for m in slack.seen(ANN, SUPPORT)] == ["once"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    inside = tmp_path / "page"
    inside.mkdir()
    (inside / "index.html").write_text("<!doctype html>")
    (inside / "gallery.html").write_text("<!doctype html>")
    (inside / "page.js").write_text("export {};")
    (inside / "notes.txt").write_text("no")
    (tmp_path / "secret.js").write_text("no")
    monkeypatch.setattr(page_files, "FOLDER", inside)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 200),
        ("/gallery", 200),
        ("/static/page.js", 200),
        ("/static/notes.txt", 404),
        ("/static/missing.js", 404),
        ("/static/..%2Fsecret.js", 404),
        ("/static/%2e%2e/secret.js", 404),
        ("/static/..%5csecret.js", 404),
    ],
)
async def test_only_the_pages_own_files_are_served(slack, slack_page, folder, path, status):
    """Nothing outside the folder, and no other kinds of file, under a strict policy."""
    async with slack_page.http.get(URL(slack.base_url + path, encoded=True)) as answer:
        assert answer.status == status
        if status == 200:
            policy = answer.headers["Content-Security-Policy"]
            assert policy.startswith("default-src 'self'; img-src 'self' data:;")
            assert "unsafe" not in policy
            assert answer.headers["X-Content-Type-Options"] == "nosniff"


async def test_the_gallery_shows_what_it_is_given():
    """Every drawing is listed, with what Slack would object to."""
    payload = {"blocks": [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]}
    drawing = {"name": "card", "group": "order", "surface": "message", "payload": payload}
    async with (
        StandInSlack(gallery=lambda: [drawing]).opened() as slack,
        aiohttp.ClientSession() as http,
        http.get(f"{slack.base_url}/page/gallery") as answer,
    ):
        (item,) = (await answer.json())["items"]
    assert (item["name"], item["surface"], len(item["faults"])) == ("card", "message", 1)
    assert item["message"]["blocks"][0]["block_id"]


async def test_a_follower_does_not_hold_up_the_end(slack_clock):
    """An open event stream ends with the stand-in."""
    async with aiohttp.ClientSession() as http:
        async with StandInSlack(clock=slack_clock).opened() as slack:
            stream = await http.get(f"{slack.base_url}/page/events?as={ANN}")
            await _next_change(stream)
        rest = await asyncio.wait_for(stream.content.read(), 5)
    assert rest.startswith(b"event: changed")


async def test_the_page_lists_links(slack, slack_page):
    """Whoever puts the sandbox together may add addresses."""
    link = {"label": "Faults of the stand-in Gelato", "url": "http://127.0.0.1:1/control"}
    slack.links.append(link)
    assert (await slack_page.world(ANN))["links"] == [link]
