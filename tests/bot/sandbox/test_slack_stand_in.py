"""The stand-in as a whole: its limits, its handles, its own address."""

import asyncio

import aiohttp
import pytest

from bot.sandbox.serving import served
from bot.sandbox.slack import StandInSlack
from bot.sandbox.slack.channels import SUPPORT
from bot.sandbox.slack.ledger import FROM_BOT, Entry
from bot.sandbox.slack.people import ANN, LEE


async def test_the_address_is_learned_from_the_first_request():
    """Served by somebody else, the stand-in still gives out addresses that work."""
    slack = StandInSlack()
    async with served(slack.app) as base, aiohttp.ClientSession() as http:
        await http.get(f"{base}/page/world")
        assert slack.base_url == base
        assert slack.api_url == f"{base}/api/"


async def test_a_scene_can_be_set(slack, slack_bot):
    """Words that are put into a channel for a start reach nobody's bot."""
    slack.say(LEE, SUPPORT, "@Orderdesk where is 1042?")
    slack.say(ANN, ANN, "hello")
    await slack.settled()
    assert slack.seen(ANN, SUPPORT)[0].text == "<@U012BOT> where is 1042?"
    assert [m.text for m in slack.seen(ANN, ANN)] == ["hello"]
    assert (slack_bot.heard, slack.request_url is None) == ([], False)


async def test_one_can_wait_for_what_comes_later(slack, slack_client):
    """`until` gives what a condition gives once it holds, and does not wait for ever."""

    async def post():
        await slack_client.chat_postMessage(channel=SUPPORT, text="later")

    posting = asyncio.create_task(post())
    (message,) = await slack.until(lambda: slack.seen(ANN, SUPPORT))
    assert message.text == "later"
    assert await slack.until(lambda: slack.calls("chat.postMessage"))
    await posting
    with pytest.raises(TimeoutError):
        await slack.until(lambda: slack.views(ANN), patience=0.01)


def test_the_same_seed_makes_the_same_ids(slack_clock):
    """Two workspaces of one seed give out the same ids; another seed gives others."""
    first, again, other = (
        StandInSlack(clock=slack_clock, seed=seed).world.stamps.id("V") for seed in (1, 1, 2)
    )
    assert first == again != other


def test_stamps_never_repeat(slack_clock):
    """Even while the clock stands still, each message has a moment of its own."""
    stamps = StandInSlack(clock=slack_clock).world.stamps
    made = [stamps.ts() for _ in range(1000)]
    assert made == sorted(set(made))


def test_old_things_are_forgotten(slack):
    """Requests, triggers and addresses are kept by the hundred, not for ever."""
    world = slack.world
    for _ in range(501):
        world.ledger.note(Entry(0, FROM_BOT, "auth.test", 200))
        world.triggers.issue(ANN)
        world.response_urls.issue(ANN, SUPPORT)
    kept = (world.ledger.entries, world.triggers._made, world.response_urls._made)
    assert [len(each) for each in kept] == [500, 500, 500]
