"""Socket Mode, with Slack's own client on the other side."""

import asyncio
import json

import aiohttp
import pytest
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack.channels import SUPPORT
from bot.sandbox.slack.keys import XAPP, XOXB
from bot.sandbox.slack.people import ANN, APP, BOT_USER


@pytest.fixture
async def socket(slack):
    """Slack's own client; remembers requests and acknowledges with `payload`."""
    web = AsyncWebClient(XOXB, base_url=slack.api_url)
    client = SocketModeClient(app_token=XAPP, web_client=web)
    client.requests, client.payload = [], None

    async def take(its, request):
        client.requests.append(request)
        await its.send_socket_mode_response(
            SocketModeResponse(envelope_id=request.envelope_id, payload=client.payload)
        )

    async def listen(_, message, __):
        if message.get("type") == "hello":
            client.greeted.set()

    client.greeted = asyncio.Event()
    client.message_listeners.append(listen)
    client.socket_mode_request_listeners.append(take)
    await client.connect()
    await asyncio.wait_for(client.greeted.wait(), 20)
    yield client
    await client.close()


async def test_a_command_comes_down_the_socket(slack, slack_page, socket):
    """While a socket is open, deliveries go there, and its acknowledgement may answer."""
    socket.payload = {"text": "found"}
    await slack_page.send(ANN, SUPPORT, "/order 1042")
    (request,) = socket.requests
    assert (request.type, request.payload["command"]) == ("slash_commands", "/order")
    assert request.accepts_response_payload is True
    assert (slack.seen(ANN, SUPPORT)[-1].user, slack.seen(ANN, SUPPORT)[-1].text) == (
        BOT_USER,
        "found",
    )
    assert (await slack_page.world(ANN))["delivery"] == "socket"


async def test_an_event_takes_no_answer(slack, slack_page, socket):
    """An event's envelope says that a payload is not wanted, and which try it is."""
    await slack_page.send(ANN, "D012ANN", "hello")
    await slack.settled()
    (request,) = socket.requests
    assert (request.type, request.accepts_response_payload) == ("events_api", False)
    assert (request.retry_attempt, request.retry_reason) == (0, "")
    assert request.payload["event"]["text"] == "hello"


@pytest.mark.parametrize(
    ("token", "error"),
    [(None, "not_authed"), (XOXB, "not_allowed_token_type"), ("xapp-other", "invalid_auth")],
)
async def test_only_the_apps_token_opens_a_socket(slack, slack_refused, token, error):
    """apps.connections.open wants the app-level token."""
    client = AsyncWebClient(token, base_url=slack.api_url)
    told = await slack_refused(client.api_call("apps.connections.open"))
    assert told["error"] == error


@pytest.fixture
async def dialled(slack):
    """Opens plain WebSockets."""
    web = AsyncWebClient(XOXB, base_url=slack.api_url)
    async with aiohttp.ClientSession() as http:

        async def dial():
            url = (await web.apps_connections_open(app_token=XAPP))["url"]
            return await http.ws_connect(url)

        yield dial


async def test_a_socket_begins_with_hello(dialled):
    """The first word names the app and how many connections there are."""
    line = await dialled()
    hello = await line.receive_json()
    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert hello["connection_info"] == {"app_id": APP}


async def test_a_ticket_is_good_once(slack, slack_client):
    """A second connection with the same ticket is refused, and so is an old one."""
    url = (await slack_client.apps_connections_open(app_token=XAPP))["url"]
    async with aiohttp.ClientSession() as http:
        line = await http.ws_connect(url)
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await http.ws_connect(url)
        await line.close()


@pytest.mark.parametrize(("waits", "opens"), [(30, True), (31, False)])
async def test_a_ticket_gets_old(slack_client, slack_clock, waits, opens):
    """A ticket lives half a minute."""
    url = (await slack_client.apps_connections_open(app_token=XAPP))["url"]
    slack_clock.moment += waits
    async with aiohttp.ClientSession() as http, http.get(url.replace("ws", "http", 1)) as answer:
        assert (answer.status == 403) is not opens


async def test_ten_sockets_and_no_more(dialled):
    """The eleventh is told so and hung up."""
    lines = [await dialled() for _ in range(11)]
    firsts = [await line.receive_json() for line in lines]
    assert [word["type"] for word in firsts] == ["hello"] * 10 + ["disconnect"]
    assert firsts[-1]["reason"] == "too_many_websockets"


async def test_each_envelope_goes_down_one_line(slack, slack_page, dialled):
    """With two sockets open every delivery reaches one of them."""
    lines = [await dialled() for _ in range(2)]
    for line in lines:
        await line.receive_json()
    got = []

    async def answer(line):
        async for said in line:
            envelope = json.loads(said.data)
            if "payload" not in envelope:
                return
            got.append(envelope["payload"]["text"])
            await line.send_json({"envelope_id": "wrong"})
            await line.send_str("nonsense")
            await line.send_json({"envelope_id": envelope["envelope_id"]})

    tasks = [asyncio.create_task(answer(line)) for line in lines]
    for number in range(4):
        await slack_page.send(ANN, SUPPORT, f"/order {number}")
    assert sorted(got) == ["0", "1", "2", "3"]
    await slack.sockets.disconnect()
    await asyncio.gather(*tasks)


async def test_a_socket_that_does_not_answer_fails_the_command(slack, slack_page, dialled):
    """No acknowledgement in time is a timeout; a hang-up is a failed dispatch."""
    line = await dialled()
    await line.receive_json()
    slack.courier.patience = 0.05
    await slack_page.send(ANN, SUPPORT, "/order")
    assert slack.seen(ANN, SUPPORT)[-1].text.endswith('"operation_timeout"')
    slack.courier.patience = 3
    sending = asyncio.create_task(slack_page.send(ANN, SUPPORT, "/order"))
    await line.receive_json()
    await line.receive_json()
    await line.close()
    await sending
    assert slack.seen(ANN, SUPPORT)[-1].text.endswith('"dispatch_failed"')


async def test_slacks_own_client_dials_again(slack, slack_page, socket):
    """After a disconnect message the client comes back on a new line."""
    socket.greeted.clear()
    await slack.sockets.disconnect()
    await asyncio.wait_for(socket.greeted.wait(), 20)
    await slack_page.send(ANN, SUPPORT, "/order again")
    assert socket.requests[-1].payload["text"] == "again"
