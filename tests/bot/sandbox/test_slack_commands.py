"""Slash commands, from the composer to the bot and back."""

import pytest
from aiohttp import web

from bot.sandbox.slack.channels import LEADS, OLD_ORDERS, ORDERS_EU, SUPPORT
from bot.sandbox.slack.people import ANN, BOT_USER, GUS, LEE, OLA, SLACKBOT, TEAM


def lines(slack, person=ANN, channel=SUPPORT):
    return [(m.user, m.text) for m in slack.seen(person, channel)]


async def test_a_command_carries_all_of_slacks_fields(slack, slack_bot, slack_page):
    """A bot gets every form field that Slack documents, signed."""
    assert await slack_page.send(ANN, SUPPORT, "/order get 1042") == {"ok": True}
    given = slack_bot.last("command")
    assert given.pop("response_url").startswith(f"{slack.base_url}/response/")
    assert len(given.pop("trigger_id").split(".")) == 3
    assert given == {
        "token": "deprecated-but-sent",
        "team_id": TEAM,
        "team_domain": "paper-and-thread",
        "channel_id": SUPPORT,
        "channel_name": "support",
        "user_id": ANN,
        "user_name": "ann",
        "command": "/order",
        "text": "get 1042",
        "api_app_id": "A012ORDERDESK",
        "is_enterprise_install": "false",
    }
    assert slack_bot.headers[-1]["User-Agent"] == "Slackbot 1.0 (+https://api.slack.com/robots)"


@pytest.mark.parametrize(
    ("person", "channel", "name"),
    [(LEE, LEADS, "privategroup"), (ANN, "D012ANN", "directmessage")],
)
async def test_private_places_are_not_named(slack_bot, slack_page, person, channel, name):
    """Slack tells a bot of a private channel or direct message by kind, not by name."""
    await slack_page.send(person, channel, "/order")
    assert slack_bot.last("command")["channel_name"] == name


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("/order audit @ann", "audit <@U012ANN|ann>"),
        ("/order digest #support", f"digest <#{SUPPORT}|support>"),
        ('/order search name:"A & <B>"', 'search name:"A &amp; &lt;B&gt;"'),
        ("/order get a@example.com", "get a@example.com"),
    ],
)
async def test_a_command_with_should_escape_is_escaped(slack_bot, slack_page, typed, text):
    """With `should_escape` in the manifest, mentions come with ids and entities are escaped."""
    await slack_page.send(ANN, SUPPORT, typed)
    assert slack_bot.last("command")["text"] == text


@pytest.mark.parametrize(
    ("answer", "shown", "to_others"),
    [
        ({"text": "found"}, "found", False),
        ({"json": {"text": "found"}}, "found", False),
        ({"json": {"text": "found", "response_type": "in_channel"}}, "found", True),
    ],
)
async def test_the_acknowledgement_may_carry_the_answer(
    *, slack, slack_bot, slack_page, answer, shown, to_others
):
    """Text or JSON in the acknowledgement is shown, to the asker alone unless it says otherwise."""
    made = web.json_response(answer["json"]) if "json" in answer else web.Response(**answer)
    slack_bot.queued["command"].append(made)
    await slack_page.send(ANN, SUPPORT, "/order 1042")
    assert (BOT_USER, shown) in lines(slack)
    assert ((BOT_USER, shown) in lines(slack, LEE)) is to_others
    assert ((ANN, "/order 1042") in lines(slack, LEE)) is to_others


async def test_an_empty_acknowledgement_shows_nothing(slack, slack_bot, slack_page):
    """A bare 200 leaves only the line that was typed, seen by the person who typed it."""
    await slack_page.send(ANN, SUPPORT, "/order 1042")
    assert lines(slack) == [(ANN, "/order 1042")]
    assert lines(slack, LEE) == []


async def test_a_wrong_message_in_the_acknowledgement_is_dropped(slack, slack_bot, slack_page):
    """Blocks that Slack refuses are not shown, and the log says why."""
    wrong = web.json_response({"blocks": [{"type": "nonsense"}]})
    slack_bot.queued["command"].append(wrong)
    await slack_page.send(ANN, SUPPORT, "/order")
    assert lines(slack) == [(ANN, "/order")]
    assert slack.world.ledger.refusals()[-1].error == "invalid_blocks"


@pytest.mark.parametrize(
    ("status", "error"), [(None, "operation_timeout"), (500, "dispatch_failed"), (200, None)]
)
async def test_a_failed_command_is_told_as_slack_tells_it(
    slack, slack_bot, slack_page, status, error
):
    """A late or broken acknowledgement becomes Slackbot's line and a toast."""
    slack.courier.patience = 0.05
    if status:
        slack_bot.queued["command"].append(web.Response(status=status))
    else:
        slack_bot.answers["command"] = slack_bot.late
    await slack_page.send(ANN, SUPPORT, "/order")
    told = [f'/order failed with the error "{error}"'] if error else []
    assert [text for user, text in lines(slack) if user == SLACKBOT] == told
    assert [t["text"] for t in (await slack_page.world(ANN))["toasts"]] == told


async def test_a_bot_that_is_not_there_fails_the_command(slack, slack_page):
    """With no address and no socket there is nobody to dispatch to."""
    await slack_page.send(ANN, SUPPORT, "/order")
    assert lines(slack)[-1] == (SLACKBOT, '/order failed with the error "dispatch_failed"')


async def test_threads_take_no_commands(slack, slack_bot, slack_page):
    """Slack refuses slash commands in threads, and takes the same words as a message."""
    parent = (await slack_page.send(ANN, SUPPORT, "hello"))["ts"]
    refused = await slack_page.send(ANN, SUPPORT, "/order", thread_ts=parent)
    assert refused["error"] == "no_commands_in_threads"
    assert [t["text"] for t in (await slack_page.world(ANN))["toasts"]] == [refused["message"]]
    assert (await slack_page.send(ANN, SUPPORT, "order", thread_ts=parent))["ok"]
    assert slack_bot.heard == []


@pytest.mark.parametrize(
    ("person", "command", "reaches"),
    [(GUS, "/order", True), (OLA, "/order", False), (GUS, "/ordre", False)],
)
async def test_only_members_and_known_commands_reach_the_bot(
    *, slack, slack_bot, slack_page, person, command, reaches
):
    """Guests may use the command; people of other organisations and typing errors may not."""
    await slack_page.send(person, ORDERS_EU, command)
    assert bool(slack_bot.heard) is reaches
    invalid = (SLACKBOT, f"{command} is not a valid command.")
    assert (invalid in lines(slack, person, ORDERS_EU)) is not reaches


@pytest.mark.parametrize(
    ("channel", "text", "error"),
    [
        (OLD_ORDERS, "hello", "is_archived"),
        (LEADS, "hello", "no_such_channel"),
        (SUPPORT, " ", "no_text"),
        (SUPPORT, "x" * 12_001, "msg_too_long"),
        (SUPPORT, "x" * 12_000, None),
    ],
)
async def test_what_cannot_be_said_is_refused(slack_page, channel, text, error):
    """Archived channels, other people's channels and empty or endless texts are refused."""
    assert (await slack_page.send(ANN, channel, text)).get("error") == error


@pytest.mark.parametrize(
    ("typed", "member"),
    [("/invite @Orderdesk", True), ("/invite @ann", False)],
)
async def test_the_bot_can_be_invited(slack, slack_page, typed, member):
    """`/invite @Orderdesk` brings the bot into a channel; another name does not."""
    await slack_page.send(ANN, "C012RANDOM", typed)
    assert slack.channel("C012RANDOM").bot_is_member is member


async def test_the_bot_can_be_removed(slack, slack_page):
    """`/remove @Orderdesk` takes the bot out of a channel."""
    await slack_page.send(ANN, SUPPORT, "/remove @Orderdesk")
    assert not slack.channel(SUPPORT).bot_is_member
