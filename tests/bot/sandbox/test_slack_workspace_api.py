"""The methods about people, groups and conversations."""

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.slack import StandInSlack
from bot.sandbox.slack.channels import LEADS, OLD_ORDERS, ORDERS_EU, RANDOM, SUPPORT
from bot.sandbox.slack.keys import XOXB
from bot.sandbox.slack.manifest import DEFAULT
from bot.sandbox.slack.people import ANN, BOT_USER, GUS, LEE, MAX, OLA, OTHER_TEAM, TEAM
from bot.sandbox.slack.usergroups import PRINT_TEAM


@pytest.mark.parametrize(
    ("user", "facts"),
    [
        (ANN, {"tz": "Europe/Oslo", "tz_offset": 3600, "team_id": TEAM, "is_restricted": False}),
        (LEE, {"tz": "America/New_York", "tz_offset": -18000}),
        (MAX, {"is_admin": True}),
        (GUS, {"is_restricted": True}),
        (OLA, {"team_id": OTHER_TEAM, "is_stranger": True}),
        (BOT_USER, {"is_bot": True}),
    ],
)
async def test_people_are_described(slack_client, user, facts):
    """users.info tells zone, team and standing."""
    told = (await slack_client.users_info(user=user))["user"]
    assert {name: told[name] for name in facts} == facts


@pytest.mark.parametrize("scope", [[], ["users:read.email"]])
async def test_an_address_needs_its_scope(scope):
    """The e-mail address is there only with `users:read.email`."""
    granted = {**DEFAULT, "oauth_config": {"scopes": {"bot": ["users:read", *scope]}}}
    async with StandInSlack(manifest=granted).opened() as slack:
        client = AsyncWebClient(XOXB, base_url=slack.api_url)
        profile = (await client.users_info(user=ANN))["user"]["profile"]
        assert profile.get("email") == ("ann@example.com" if scope else None)


CALLS = [
    ("users.info", {"user": "U0NOBODY"}, "user_not_found"),
    ("users.info", {}, "invalid_arguments"),
    ("conversations.info", {"channel": SUPPORT}, None),
    ("conversations.info", {"channel": RANDOM}, None),
    ("conversations.info", {"channel": "support"}, "channel_not_found"),
    ("conversations.members", {"channel": RANDOM}, None),
    ("conversations.history", {"channel": SUPPORT}, None),
    ("conversations.history", {"channel": RANDOM}, "not_in_channel"),
    ("conversations.history", {"channel": SUPPORT, "limit": "0"}, None),
    ("conversations.history", {"channel": SUPPORT, "limit": "-1"}, "invalid_limit"),
    ("conversations.history", {"channel": SUPPORT, "limit": "many"}, "invalid_limit"),
    ("conversations.history", {"channel": SUPPORT, "cursor": "?"}, "invalid_cursor"),
    ("conversations.history", {"channel": SUPPORT, "oldest": "x"}, "invalid_ts_oldest"),
    ("conversations.replies", {"channel": SUPPORT, "ts": "1.000001"}, "thread_not_found"),
    ("conversations.open", {"users": ANN}, None),
    ("conversations.open", {"users": OLA}, "user_not_found"),
    ("conversations.open", {}, "invalid_arguments"),
    ("conversations.join", {"channel": RANDOM}, None),
    ("conversations.join", {"channel": OLD_ORDERS}, "is_archived"),
    ("conversations.join", {"channel": LEADS}, "method_not_supported_for_channel_type"),
    ("users.conversations", {}, None),
    ("users.conversations", {"types": "mpim,private_channel"}, None),
    ("usergroups.list", {}, None),
    ("usergroups.users.list", {"usergroup": "S0NONE"}, "no_such_subteam"),
    ("team.info", {}, None),
    ("bots.info", {}, None),
    ("bots.info", {"bot": "B0NONE"}, "bot_not_found"),
    (
        "reactions.add",
        {"channel": SUPPORT, "timestamp": "1.000001", "name": "x"},
        "message_not_found",
    ),
]


@pytest.mark.parametrize(("method", "args", "error"), CALLS)
async def test_calls_are_taken_or_refused_as_slack_would(
    slack_client, slack_refused, method, args, error
):
    """Each refusal stands beside its allowed neighbour."""
    call = slack_client.api_call(method, params=args)
    assert ((await slack_refused(call))["error"] if error else (await call).get("error")) == error


async def test_a_private_channel_without_the_bot_is_not_there(slack, slack_client, slack_refused):
    """The bot learns nothing of private channels that it is not in."""
    assert (await slack_client.conversations_info(channel=LEADS))["channel"]["is_private"]
    slack.channel(LEADS).members.discard(BOT_USER)
    told = await slack_refused(slack_client.conversations_info(channel=LEADS))
    assert told["error"] == "channel_not_found"


@pytest.mark.parametrize(
    ("channel", "needed"),
    [(SUPPORT, "channels:read"), (LEADS, "groups:read"), ("D012ANN", "im:read")],
)
async def test_each_kind_of_conversation_has_its_scope(slack_refused, channel, needed):
    """What a token may read depends on the kind of conversation."""
    granted = {**DEFAULT, "oauth_config": {"scopes": {"bot": ["im:write"]}}}
    async with StandInSlack(manifest=granted).opened() as slack:
        client = AsyncWebClient(XOXB, base_url=slack.api_url)
        await client.conversations_open(users=ANN)
        told = await slack_refused(client.conversations_info(channel=channel))
        assert (told["error"], told["needed"]) == ("missing_scope", needed)


async def test_a_shared_channel_says_so(slack_client):
    """A channel shared with another organisation is marked."""
    told = (await slack_client.conversations_info(channel=ORDERS_EU))["channel"]
    assert (told["is_ext_shared"], told["shared_team_ids"]) == (True, [TEAM, OTHER_TEAM])
    told = (await slack_client.conversations_info(channel=SUPPORT))["channel"]
    assert told["is_ext_shared"] is False


async def test_history_is_newest_first_and_paged(slack, slack_client):
    """History leaves out ephemeral messages and replies, and pages by cursor."""
    channel = slack.channel(SUPPORT)
    stamps = [slack.world.bot_posts(channel, str(n)).ts for n in range(3)]
    slack.world.bot_posts(channel, "reply", thread_ts=stamps[0])
    slack.world.bot_posts(channel, "psst", visible_to=ANN)
    first = await slack_client.conversations_history(channel=SUPPORT, limit=2)
    assert ([m["text"] for m in first["messages"]], first["has_more"]) == (["2", "1"], True)
    cursor = first["response_metadata"]["next_cursor"]
    second = await slack_client.conversations_history(channel=SUPPORT, limit=2, cursor=cursor)
    assert ([m["text"] for m in second["messages"]], second["has_more"]) == (["0"], False)
    between = await slack_client.conversations_history(
        channel=SUPPORT, oldest=stamps[0], latest=stamps[2]
    )
    assert [m["text"] for m in between["messages"]] == ["1"]
    edges = await slack_client.conversations_history(
        channel=SUPPORT, oldest=stamps[0], latest=stamps[2], inclusive=True
    )
    assert [m["text"] for m in edges["messages"]] == ["2", "1", "0"]


async def test_metadata_comes_only_when_asked_for(slack_client):
    """Metadata of a message is left out unless it is asked for."""
    metadata = {"event_type": "card", "event_payload": {"id": "7"}}
    await slack_client.chat_postMessage(channel=SUPPORT, text="x", metadata=metadata)
    plain = await slack_client.conversations_history(channel=SUPPORT)
    assert "metadata" not in plain["messages"][0]
    full = await slack_client.conversations_history(channel=SUPPORT, include_all_metadata=True)
    assert full["messages"][0]["metadata"] == metadata


async def test_a_thread_lists_its_parent_first(slack, slack_client):
    """conversations.replies gives the parent, then the answers in order."""
    channel = slack.channel(SUPPORT)
    parent = slack.world.bot_posts(channel, "0")
    for n in (1, 2):
        slack.world.bot_posts(channel, str(n), thread_ts=parent.ts)
    told = await slack_client.conversations_replies(channel=SUPPORT, ts=parent.ts)
    assert [m["text"] for m in told["messages"]] == ["0", "1", "2"]


async def test_the_bot_lists_its_conversations(slack_client):
    """users.conversations tells where the bot is a member, by kind."""
    told = await slack_client.users_conversations(exclude_archived=True)
    assert {c["id"] for c in told["channels"]} == {SUPPORT, ORDERS_EU}
    private = await slack_client.users_conversations(types="private_channel")
    assert [c["id"] for c in private["channels"]] == [LEADS]


async def test_a_user_group_tells_its_members(slack_client):
    """A group handle resolves to people."""
    listed = (await slack_client.usergroups_list())["usergroups"]
    assert [(g["handle"], "users" in g) for g in listed] == [("print-team", False)]
    told = await slack_client.usergroups_users_list(usergroup=PRINT_TEAM)
    assert told["users"] == [ANN, LEE]


async def test_one_reacts_once(slack_client, slack_page, slack_refused):
    """The same reaction twice is refused, and the page shows it."""
    ts = (await slack_client.chat_postMessage(channel=SUPPORT, text="x"))["ts"]
    await slack_client.reactions_add(channel=SUPPORT, timestamp=ts, name="eyes")
    call = slack_client.reactions_add(channel=SUPPORT, timestamp=ts, name="eyes")
    assert (await slack_refused(call))["error"] == "already_reacted"
    shown = (await slack_page.world(ANN))["channels"][0]["messages"][0]
    assert shown["reactions"] == [{"name": "eyes", "count": 1}]


async def test_a_free_plan_has_no_user_groups(slack, slack_client, slack_refused):
    """Both methods refuse, with Slack's own code, while the plan has none."""
    slack.world.faults.switch("free_plan", on=True)
    for call in (
        slack_client.usergroups_list(),
        slack_client.usergroups_users_list(usergroup=PRINT_TEAM),
    ):
        assert (await slack_refused(call))["error"] == "plan_upgrade_required"


async def test_who_left_is_told_of_as_deleted(slack, slack_client):
    """An account that was switched off says so, tells no zone, and is in no user group."""
    slack.leaves(LEE)
    user = (await slack_client.users_info(user=LEE))["user"]
    assert (user["deleted"], "tz" in user) == (True, False)
    told = await slack_client.usergroups_users_list(usergroup=PRINT_TEAM)
    assert told["users"] == [ANN]
