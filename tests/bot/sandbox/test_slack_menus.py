"""Lists that the bot fills while a person types: `block_suggestion`."""

import pytest
from aiohttp import web

from bot.sandbox.slack.channels import SUPPORT
from bot.sandbox.slack.people import ANN

PLACEHOLDER = {"type": "plain_text", "text": "Order"}
LIST = {"type": "external_select", "action_id": "find", "placeholder": PLACEHOLDER}
BLOCKS = [{"type": "actions", "block_id": "acts", "elements": [LIST]}]


def option(text="One", value="1"):
    return {"text": {"type": "plain_text", "text": text}, "value": value}


def group(options):
    return {"label": {"type": "plain_text", "text": "Shop"}, "options": options}


@pytest.fixture
async def asked(slack_page, slack_client):
    posted = await slack_client.chat_postMessage(channel=SUPPORT, text="c", blocks=BLOCKS)

    async def ask(value="10"):
        return await slack_page.post(
            "options",
            **{"as": ANN},
            container={"channel": SUPPORT, "ts": posted["ts"]},
            block_id="acts",
            action_id="find",
            value=value,
        )

    return ask


async def test_the_bot_hears_what_was_typed(slack_bot, asked):
    """A suggestion asks with block, action, what was typed and where."""
    slack_bot.queued["block_suggestion"].append(web.json_response({"options": [option()]}))
    assert await asked("10") == {"ok": True, "options": [option()]}
    heard = slack_bot.last("block_suggestion")
    assert (heard["block_id"], heard["action_id"], heard["value"]) == ("acts", "find", "10")
    assert heard["container"]["channel_id"] == SUPPORT
    assert "trigger_id" not in heard


@pytest.mark.parametrize(
    ("answer", "fine"),
    [
        ({"options": []}, True),
        ({"options": [option(value=str(n)) for n in range(100)]}, True),
        ({"options": [option(value=str(n)) for n in range(101)]}, False),
        ({"options": [option("x" * 75)]}, True),
        ({"options": [option("x" * 76)]}, False),
        ({"options": [option(value="x" * 150)]}, True),
        ({"options": [option(value="x" * 151)]}, False),
        ({"options": [option(value=1)]}, False),
        ({"options": [{"text": "One", "value": "1"}]}, False),
        ({"options": "none"}, False),
        ({"option_groups": [group([option()])]}, True),
        ({"option_groups": [group(["One"])]}, False),
        ({"options": [option()], "option_groups": []}, False),
        ({}, False),
        ([option()], False),
    ],
)
async def test_only_well_formed_lists_are_shown(slack_bot, asked, answer, fine):
    """Slack shows no list that is too long or malformed."""
    slack_bot.queued["block_suggestion"].append(web.json_response(answer))
    assert (await asked())["ok"] is fine


async def test_a_list_that_does_not_come_is_told(slack_bot, asked):
    """A failed acknowledgement is an error on the page, not an empty list."""
    slack_bot.queued["block_suggestion"].append(web.Response(status=500))
    assert (await asked())["error"] == "dispatch_failed"
