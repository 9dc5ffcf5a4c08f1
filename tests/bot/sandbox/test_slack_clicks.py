"""Presses and choices, and the `block_actions` a bot hears of them."""

import pytest
from aiohttp import web

from bot.sandbox.slack.channels import ORDERS_EU, SUPPORT
from bot.sandbox.slack.people import ANN, APP, BOT, BOT_USER, LEE, OLA, OTHER_TEAM, TEAM


def plain(text):
    return {"type": "plain_text", "text": text}


def option(value):
    return {"text": plain(value.title()), "value": value}


BUTTON = {"type": "button", "action_id": "go", "text": plain("Go"), "value": "1042"}
SELECT = {
    "type": "static_select",
    "action_id": "pick",
    "options": [option("a"), option("b")],
    "initial_option": option("a"),
}
OVERFLOW = {"type": "overflow", "action_id": "more", "options": [option("x"), option("y")]}
DATE = {"type": "datepicker", "action_id": "day"}
BOXES = {"type": "checkboxes", "action_id": "boxes", "options": [option("a"), option("b")]}
CARD = [
    {"type": "actions", "block_id": "acts", "elements": [BUTTON, SELECT, OVERFLOW, DATE, BOXES]}
]
HOME = {"type": "home", "blocks": CARD}
MODAL = {"type": "modal", "title": plain("T"), "callback_id": "cb", "blocks": CARD}


def action(action_id, kind, **more):
    return {"type": kind, "block_id": "acts", "action_id": action_id, **more}


PRESS = action("go", "button")


@pytest.fixture
async def card(slack_client):
    posted = await slack_client.chat_postMessage(channel=SUPPORT, text="card", blocks=CARD)
    return {"channel": SUPPORT, "ts": posted["ts"]}


async def test_a_press_on_a_message_tells_all_about_it(slack, slack_bot, slack_page, card):
    """A press on a public message carries the message, its container and its state."""
    assert await slack_page.press(ANN, card, PRESS) == {"ok": True}
    heard = slack_bot.last("block_actions")
    assert heard["user"] == {"id": ANN, "username": "ann", "name": "ann", "team_id": TEAM}
    assert heard["team"] == {"id": TEAM, "domain": "paper-and-thread"}
    assert heard["channel"] == {"id": SUPPORT, "name": "support"}
    assert heard["container"] == {
        "type": "message",
        "message_ts": card["ts"],
        "channel_id": SUPPORT,
        "is_ephemeral": False,
    }
    assert heard["api_app_id"] == APP
    assert heard["enterprise"] is None
    assert heard["is_enterprise_install"] is False
    assert heard["response_url"].startswith(f"{slack.base_url}/response/")
    assert heard["message"]["blocks"][0]["block_id"] == "acts"
    assert (heard["message"]["bot_id"], heard["message"]["user"]) == (BOT, BOT_USER)
    (pressed,) = heard["actions"]
    assert float(pressed.pop("action_ts")) > 0
    assert pressed == {
        "type": "button",
        "block_id": "acts",
        "action_id": "go",
        "text": {"type": "plain_text", "text": "Go", "emoji": True},
        "value": "1042",
    }


async def test_an_ephemeral_message_is_not_sent_along(slack_bot, slack_page, slack_client):
    """Slack names an ephemeral message in the container only, and has no `message` for it."""
    posted = await slack_client.chat_postEphemeral(channel=SUPPORT, user=ANN, text="c", blocks=CARD)
    ts = posted["message_ts"]
    await slack_page.press(ANN, {"channel": SUPPORT, "ts": ts}, PRESS)
    heard = slack_bot.last("block_actions")
    assert "message" not in heard
    assert heard["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": SUPPORT,
        "is_ephemeral": True,
    }


async def test_a_reply_names_its_thread(slack_bot, slack_page, slack_client, card):
    """A press on a reply in a thread tells the thread."""
    reply = await slack_client.chat_postMessage(
        channel=SUPPORT, thread_ts=card["ts"], text="r", blocks=CARD
    )
    await slack_page.press(ANN, {"channel": SUPPORT, "ts": reply["ts"]}, PRESS)
    heard = slack_bot.last("block_actions")
    assert heard["container"]["thread_ts"] == heard["message"]["thread_ts"] == card["ts"]


async def test_a_press_from_another_organisation_says_so(slack_bot, slack_page, slack_client):
    """In a shared channel the person's own team is named, as Slack Connect does."""
    posted = await slack_client.chat_postMessage(channel=ORDERS_EU, text="c", blocks=CARD)
    await slack_page.press(OLA, {"channel": ORDERS_EU, "ts": posted["ts"]}, PRESS)
    heard = slack_bot.last("block_actions")
    assert heard["user"]["team_id"] == heard["team"]["id"] == OTHER_TEAM


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (
            action("pick", "static_select", selected_option=option("b")),
            {"selected_option": option("b")},
        ),
        (action("pick", "static_select", selected_option=None), {"selected_option": None}),
        (action("more", "overflow", selected_option=option("y")), {"selected_option": option("y")}),
        (action("day", "datepicker", selected_date="2026-11-21"), {"selected_date": "2026-11-21"}),
    ],
)
async def test_a_choice_is_told(slack_bot, slack_page, card, given, told):
    """What was chosen stands in the action under the key of its kind."""
    await slack_page.press(ANN, card, given)
    heard = slack_bot.last("block_actions")["actions"][0]
    texts = {name: heard[name] for name in told}
    if isinstance(texts.get("selected_option"), dict):
        texts["selected_option"]["text"].pop("emoji")
    assert texts == told


async def test_a_choice_stays_chosen(slack_bot, slack_page, card):
    """The state of a message holds first what was drawn, then what was chosen."""
    await slack_page.press(ANN, card, PRESS)
    before = slack_bot.last("block_actions")["state"]["values"]["acts"]
    assert before["pick"]["selected_option"]["value"] == "a"
    assert before["day"] == {"type": "datepicker", "selected_date": None}
    await slack_page.press(ANN, card, action("day", "datepicker", selected_date="2026-11-21"))
    await slack_page.press(ANN, card, PRESS)
    after = slack_bot.last("block_actions")["state"]["values"]["acts"]
    assert after["day"]["selected_date"] == "2026-11-21"


@pytest.mark.parametrize(
    ("given", "error"),
    [
        (action("gone", "button"), "no_such_action"),
        (action("pick", "static_select", selected_option=option("z")), "no_such_option"),
        (action("more", "overflow", selected_option=None), "no_such_option"),
        (action("boxes", "checkboxes", selected_options=[option("z")]), "no_such_option"),
        (action("boxes", "checkboxes", selected_options=[]), None),
    ],
)
async def test_what_is_not_drawn_cannot_be_pressed(slack_bot, slack_page, card, given, error):
    """A page cannot invent buttons or choices."""
    assert (await slack_page.press(ANN, card, given)).get("error") == error
    assert bool(slack_bot.heard) is (error is None)


async def test_some_buttons_are_for_some_people(slack_bot, slack_page, slack_client):
    """`visible_to_user_ids` hides a button from others, and they cannot press it."""
    only = {**BUTTON, "visible_to_user_ids": [LEE]}
    blocks = [{"type": "actions", "block_id": "acts", "elements": [only, SELECT]}]
    posted = await slack_client.chat_postMessage(channel=SUPPORT, text="c", blocks=blocks)
    where = {"channel": SUPPORT, "ts": posted["ts"]}
    assert (await slack_page.press(ANN, where, PRESS))["error"] == "no_such_action"
    assert (await slack_page.press(LEE, where, PRESS))["ok"]
    drawn = (await slack_page.world(ANN))["channels"][0]["messages"][0]["blocks"][0]["elements"]
    assert [each["action_id"] for each in drawn] == ["pick"]


async def test_one_cannot_press_on_what_one_cannot_see(slack_page, slack_client):
    """An ephemeral message is there for one person only."""
    posted = await slack_client.chat_postEphemeral(channel=SUPPORT, user=ANN, text="c", blocks=CARD)
    where = {"channel": SUPPORT, "ts": posted["message_ts"]}
    assert (await slack_page.press(LEE, where, PRESS))["error"] == "message_not_found"
    assert (await slack_page.press(ANN, where, PRESS))["ok"]


async def test_a_press_in_a_form_carries_what_is_typed(slack_bot, slack_page, slack_client, card):
    """In a form the view goes along, with what stands in its fields by then."""
    await slack_page.press(ANN, card, PRESS)
    trigger = slack_bot.last("block_actions")["trigger_id"]
    view = (await slack_client.views_open(trigger_id=trigger, view=MODAL))["view"]
    typed = {"acts": {"day": {"type": "datepicker", "selected_date": "2026-12-24"}}}
    await slack_page.press(ANN, {"view_id": view["id"]}, PRESS, values=typed)
    heard = slack_bot.last("block_actions")
    assert heard["container"] == {"type": "view", "view_id": view["id"]}
    assert heard["view"]["state"]["values"]["acts"]["day"]["selected_date"] == "2026-12-24"
    assert heard["view"]["callback_id"] == "cb"
    assert not {"channel", "message", "response_url"} & heard.keys()


async def test_a_press_on_the_home_tab_carries_the_home_view(slack_bot, slack_page, slack_client):
    """The Home tab is a view of its own."""
    await slack_client.views_publish(user_id=ANN, view=HOME)
    await slack_page.press(ANN, {"home": True}, PRESS)
    heard = slack_bot.last("block_actions")
    assert heard["view"]["type"] == "home"
    assert heard["container"]["view_id"] == heard["view"]["id"]


async def test_a_home_tab_that_is_not_there_cannot_be_pressed(slack_page):
    """Without a published Home tab there is nothing to press."""
    assert (await slack_page.press(ANN, {"home": True}, PRESS))["error"] == "no_home"


async def test_a_press_the_bot_does_not_take_is_shown(slack_bot, slack_page, card):
    """A failed acknowledgement becomes a note for the person who pressed."""
    slack_bot.queued["block_actions"].append(web.Response(status=404))
    await slack_page.press(ANN, card, PRESS)
    assert (await slack_page.world(ANN))["toasts"][0]["tone"] == "problem"
    assert (await slack_page.world(LEE))["toasts"] == []


async def test_a_press_in_a_form_that_is_not_taken_stands_in_it(
    slack_bot, slack_page, slack_client, card
):
    """In a form Slack's sentence about trouble stands in the form itself."""
    await slack_page.press(ANN, card, PRESS)
    trigger = slack_bot.last("block_actions")["trigger_id"]
    view = (await slack_client.views_open(trigger_id=trigger, view=MODAL))["view"]
    slack_bot.queued["block_actions"].append(web.Response(status=500))
    await slack_page.press(ANN, {"view_id": view["id"]}, PRESS)
    (shown,) = (await slack_page.world(ANN))["views"]
    assert shown["notice"] == "We had some trouble connecting. Try again?"


async def made_up_ids(slack_client):
    blocks = [{"type": "actions", "elements": [{"type": "button", "text": plain("Go")}]}]
    posted = await slack_client.chat_postMessage(channel=SUPPORT, text="c", blocks=blocks)
    return posted["message"]["blocks"][0]


async def test_missing_ids_are_made_up(slack_client):
    """Slack gives blocks and buttons an id where the bot gave none."""
    block = await made_up_ids(slack_client)
    assert block["block_id"]
    assert block["elements"][0]["action_id"]
