"""Forms: opening, sending off, what Slack checks itself, and what the bot may answer."""

import asyncio

import pytest
from aiohttp import web

from bot.sandbox.slack.channels import SUPPORT
from bot.sandbox.slack.people import ANN, APP, BOT, LEE, TEAM

TROUBLE = "We had some trouble connecting. Try again?"


def plain(text):
    return {"type": "plain_text", "text": text}


def field(block_id="b", kind="plain_text_input", **more):
    element = {"type": kind, "action_id": "a", **more.pop("element", {})}
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain("L"),
        "element": element,
        **more,
    }


def modal(*blocks, **more):
    blocks = blocks or (field(),)
    base = {"type": "modal", "title": plain("T"), "submit": plain("Go"), "callback_id": "cb"}
    return {**base, "blocks": list(blocks), **more}


def typed(value, block_id="b", kind="plain_text_input"):
    return {block_id: {"a": {"type": kind, "value": value}}}


@pytest.fixture
def opened(slack_bot, slack_page, slack_client):
    async def open_form(view, person=ANN):
        await slack_page.send(person, SUPPORT, "/order")
        trigger = slack_bot.last("command")["trigger_id"]
        return (await slack_client.views_open(trigger_id=trigger, view=view))["view"]

    return open_form


@pytest.fixture
def submitted(slack_page):
    async def submit(view, values, person=ANN):
        return await slack_page.post("submit", **{"as": person}, view_id=view["id"], values=values)

    return submit


@pytest.fixture
def shown(slack_page):
    async def views(person=ANN):
        return (await slack_page.world(person))["views"]

    return views


async def test_a_submission_carries_the_whole_view(slack, slack_bot, opened, submitted, shown):
    """A submission tells the view with its state, hash, ids and metadata; a bare 200 closes it."""
    view = await opened(modal(private_metadata="key"))
    assert await submitted(view, typed("hello")) == {"ok": True}
    heard = slack_bot.last("view_submission")
    assert heard["view"] == {
        **view,
        "state": {"values": {"b": {"a": {"type": "plain_text_input", "value": "hello"}}}},
    }
    assert (view["app_id"], view["bot_id"], view["team_id"]) == (APP, BOT, TEAM)
    assert (view["root_view_id"], view["previous_view_id"]) == (view["id"], None)
    assert view["private_metadata"] == "key"
    assert heard["response_urls"] == []
    assert heard["trigger_id"]
    assert await shown() == []


async def test_errors_stand_in_the_view(slack_bot, opened, submitted, shown):
    """`response_action: errors` keeps the form open, with what was typed."""
    view = await opened(modal())
    wrong = {"response_action": "errors", "errors": {"b": "Too short"}}
    slack_bot.queued["view_submission"].append(web.json_response(wrong))
    await submitted(view, typed("x"))
    (left,) = await shown()
    assert left["errors"] == {"b": "Too short"}
    assert left["state"]["values"]["b"]["a"]["value"] == "x"
    await submitted(view, typed("xyz"))
    assert await shown() == []


async def test_update_draws_the_form_anew(slack_bot, opened, submitted, shown):
    """`response_action: update` replaces the form in place; same ids keep what was typed."""
    view = await opened(modal())
    again = {"response_action": "update", "view": modal(field(), field("c"), title=plain("Two"))}
    slack_bot.queued["view_submission"].append(web.json_response(again))
    await submitted(view, typed("kept"))
    (left,) = await shown()
    assert (left["id"], left["title"]["text"]) == (view["id"], "Two")
    assert left["hash"] != view["hash"]
    assert left["state"]["values"]["b"]["a"]["value"] == "kept"
    assert left["state"]["values"]["c"]["a"]["value"] is None


async def test_push_puts_a_form_on_top(slack_bot, slack_page, opened, submitted, shown):
    """`response_action: push` adds a form; closing it shows the one below."""
    view = await opened(modal())
    more = {"response_action": "push", "view": modal(title=plain("Two"))}
    slack_bot.queued["view_submission"].append(web.json_response(more))
    await submitted(view, typed("x"))
    below, top = await shown()
    assert (below["id"], top["title"]["text"]) == (view["id"], "Two")
    await submitted(top, typed("y"))
    told = slack_bot.last("view_submission")["view"]
    assert (told["root_view_id"], told["previous_view_id"]) == (view["id"], view["id"])
    assert [each["id"] for each in await shown()] == [view["id"]]


async def test_clear_closes_everything(slack, slack_bot, opened, submitted, shown):
    """`response_action: clear` closes the whole stack, and tells of forms that asked for it."""
    view = await opened(modal(notify_on_close=True))
    more = {"response_action": "push", "view": modal()}
    slack_bot.queued["view_submission"].append(web.json_response(more))
    await submitted(view, typed("x"))
    top = (await shown())[-1]
    slack_bot.queued["view_submission"].append(web.json_response({"response_action": "clear"}))
    await submitted(top, typed("y"))
    assert await shown() == []
    await slack.settled()
    heard = slack_bot.last("view_closed")
    assert (heard["view"]["id"], heard["is_cleared"]) == (view["id"], True)


@pytest.mark.parametrize(
    "answer",
    [
        {"response_action": "errors", "errors": {"unknown": "no such block"}},
        {"response_action": "errors", "errors": {}},
        {"response_action": "errors"},
        {"response_action": "update", "view": {"type": "modal"}},
        {"response_action": "update"},
        {"response_action": "dance"},
        ["clear"],
    ],
    ids=str,
)
async def test_an_answer_that_slack_cannot_follow_is_trouble(
    *, slack, slack_bot, opened, submitted, shown, answer
):
    """The form stays with Slack's sentence about trouble, and the log tells what was wrong."""
    view = await opened(modal())
    slack_bot.queued["view_submission"].append(web.json_response(answer))
    await submitted(view, typed("x"))
    assert [each["notice"] for each in await shown()] == [TROUBLE]
    assert slack.world.ledger.refusals()


async def test_a_late_acknowledgement_is_trouble(slack, slack_bot, opened, submitted, shown):
    """A form whose bot does not answer in time stays open and can be sent again."""
    view = await opened(modal())
    slack.courier.patience = 0.05
    slack_bot.answers["view_submission"] = slack_bot.late
    await submitted(view, typed("x"))
    (left,) = await shown()
    assert (left["notice"], left["busy"]) == (TROUBLE, False)
    slack_bot.answers.clear()
    await submitted(view, typed("x"))
    assert await shown() == []


@pytest.mark.parametrize(
    ("block", "value", "passes"),
    [
        (field(), "x", True),
        (field(), "", False),
        (field(), None, False),
        (field(optional=True), None, True),
        (field(element={"min_length": 3}), "ab", False),
        (field(element={"min_length": 3}), "abc", True),
        (field(element={"max_length": 3}), "abcd", False),
        (field(element={"max_length": 3}), "abc", True),
        (field(), "x" * 3001, False),
        (field(), "x" * 3000, True),
        (field(kind="number_input", element={"is_decimal_allowed": False}), "4", True),
        (field(kind="number_input", element={"is_decimal_allowed": False}), "4.5", False),
        (field(kind="number_input", element={"is_decimal_allowed": True}), "4.5", True),
        (field(kind="number_input", element={"is_decimal_allowed": True}), "four", False),
        (
            field(kind="number_input", element={"is_decimal_allowed": False, "min_value": "2"}),
            "1",
            False,
        ),
        (
            field(kind="number_input", element={"is_decimal_allowed": False, "max_value": "2"}),
            "3",
            False,
        ),
        (field(kind="email_text_input"), "ann@example.com", True),
        (field(kind="email_text_input"), "ann", False),
        (field(kind="url_text_input"), "https://example.com", True),
        (field(kind="url_text_input"), "example", False),
    ],
)
async def test_slack_checks_fields_before_it_asks_the_bot(
    *, slack_bot, opened, submitted, shown, block, value, passes
):
    """A field that Slack itself refuses never reaches the bot."""
    view = await opened(modal(block))
    await submitted(view, typed(value, kind=block["element"]["type"]))
    heard = any(p.get("type") == "view_submission" for p in slack_bot.heard)
    assert heard is passes
    assert bool(await shown()) is not passes


@pytest.mark.parametrize(("asks", "told"), [(True, 1), (False, 0)])
async def test_closing_is_told_only_where_asked(
    *, slack, slack_bot, slack_page, opened, asks, told
):
    """`view_closed` goes out only with `notify_on_close`."""
    view = await opened(modal(notify_on_close=asks))
    assert (await slack_page.post("close", **{"as": ANN}, view_id=view["id"]))["ok"]
    await slack.settled()
    closed = [p for p in slack_bot.heard if p.get("type") == "view_closed"]
    assert [p["is_cleared"] for p in closed] == [False] * told
    assert "trigger_id" not in (closed[0] if closed else {})


async def test_clear_on_close_closes_everything(slack_bot, slack_page, opened, submitted, shown):
    """With `clear_on_close` the form below goes too."""
    view = await opened(modal())
    more = {"response_action": "push", "view": modal(clear_on_close=True)}
    slack_bot.queued["view_submission"].append(web.json_response(more))
    await submitted(view, typed("x"))
    top = (await shown())[-1]
    await slack_page.post("close", **{"as": ANN}, view_id=top["id"])
    assert await shown() == []


async def test_only_the_form_on_top_can_be_sent(slack_bot, opened, submitted):
    """A form that is covered, closed, or somebody else's cannot be sent off."""
    view = await opened(modal())
    assert (await submitted(view, typed("x"), person=LEE))["error"] == "view_not_found"
    assert (await submitted(view, typed("x")))["ok"]
    assert (await submitted(view, typed("x")))["error"] == "view_not_found"


async def test_a_form_is_sent_once_at_a_time(slack_bot, opened, submitted, shown):
    """While a form is being sent, a second press does nothing."""
    view = await opened(modal())
    arrived = asyncio.Event()

    async def take(payload):
        arrived.set()
        return await slack_bot.late(payload)

    slack_bot.answers["view_submission"] = take
    first = asyncio.create_task(submitted(view, typed("x")))
    await arrived.wait()
    assert (await shown())[0]["busy"]
    assert (await submitted(view, typed("y")))["error"] == "busy"
    slack_bot.over.set()
    assert (await first)["ok"]
    assert await shown() == []


async def test_fields_that_are_not_drawn_are_left_out(slack_bot, opened, submitted):
    """A page cannot add fields to a form."""
    view = await opened(modal())
    await submitted(view, {**typed("x"), **typed("y", "zzz")})
    assert slack_bot.last("view_submission")["view"]["state"]["values"].keys() == {"b"}


async def test_a_picked_channel_may_bring_a_response_url(slack_bot, opened, submitted):
    """`response_url_enabled` gives the bot an address in the channel that was picked."""
    pick = field(kind="conversations_select", element={"response_url_enabled": True})
    view = await opened(modal(pick))
    held = {"type": "conversations_select", "selected_conversation": SUPPORT}
    await submitted(view, {"b": {"a": held}})
    (url,) = slack_bot.last("view_submission")["response_urls"]
    assert (url["block_id"], url["action_id"], url["channel_id"]) == ("b", "a", SUPPORT)
    assert "/response/" in url["response_url"]


INITIAL = [
    ("plain_text_input", {"initial_value": "x"}, {"value": "x"}),
    ("datepicker", {"initial_date": "2026-11-21"}, {"selected_date": "2026-11-21"}),
    ("users_select", {"initial_user": ANN}, {"selected_user": ANN}),
    ("multi_users_select", {}, {"selected_users": []}),
]


@pytest.mark.parametrize(("kind", "element", "held"), INITIAL)
async def test_fields_start_with_what_is_drawn(opened, kind, element, held):
    """The state of a fresh form holds the initial values, in each kind's own key."""
    view = await opened(modal(field(kind=kind, element=element)))
    assert view["state"]["values"]["b"]["a"] == {"type": kind, **held}
