"""Who somebody is, is asked of Slack and judged by the person."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.orders.errors import NoSuchPerson
from bot.orders.person import Standing
from bot.sandbox.serving import served
from bot.sandbox.slack import StandInSlack
from bot.sandbox.slack.people import ANN, BOT_USER, GUS, OLA, TEAM
from handlers.slack.errors import PersonUnknown
from handlers.slack.people import KNOWN_FOR, Installation, People, read_person
from handlers.slack.web import slack_client, slack_session

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
INSTALLATION = Installation("T1", "E1")


@pytest.mark.parametrize(
    ("user", "standing"),
    [
        ({"team_id": "T1"}, Standing.MEMBER),
        ({"team_id": "T1", "is_restricted": True}, Standing.GUEST),
        ({"team_id": "T1", "is_ultra_restricted": True}, Standing.GUEST),
        ({"team_id": "T1", "is_bot": True}, Standing.BOT),
        ({"team_id": "T1", "deleted": True}, Standing.GONE),
        ({"team_id": "T2"}, Standing.OUTSIDER),
        ({}, Standing.OUTSIDER),
        ({"team_id": "T1", "is_stranger": True}, Standing.OUTSIDER),
        ({"team_id": "T2", "is_restricted": True}, Standing.OUTSIDER),
        ({"team_id": "E1", "enterprise_user": {"teams": ["T1", "T9"]}}, Standing.MEMBER),
        ({"team_id": "E1", "enterprise_user": {"enterprise_id": "E1"}}, Standing.MEMBER),
        ({"team_id": "E2", "enterprise_user": {"enterprise_id": "E2"}}, Standing.OUTSIDER),
    ],
    ids=str,
)
def test_a_person_stands_by_themselves(user, standing):
    """Guests, bots and people of other organisations are told from members by their own account."""
    assert read_person({"id": "U1", **user}, INSTALLATION).standing is standing


def test_a_workspace_of_its_own_has_no_organisation():
    """Where there is no organisation, having none is nothing in common."""
    user = {"id": "U1", "team_id": "T2", "enterprise_user": {"enterprise_id": ""}}
    assert read_person(user, Installation("T1")).standing is Standing.OUTSIDER


class Watch:
    """A clock to move."""

    now = NOON


@pytest.fixture
async def slack():
    return StandInSlack()


@pytest.fixture
async def web(slack):
    async with served(slack.app) as base, slack_session() as session:
        yield slack_client("xoxb-sandbox", f"{base}/api", session)


@pytest.mark.parametrize(
    ("who", "standing", "zone"),
    [
        (ANN, Standing.MEMBER, "Europe/Oslo"),
        (GUS, Standing.GUEST, None),
        (OLA, Standing.OUTSIDER, None),
        (BOT_USER, Standing.BOT, None),
    ],
)
async def test_slack_is_asked_who_it_is(web: AsyncWebClient, who, standing, zone):
    """Name, zone and standing come from Slack's own answer."""
    person = await People(web, Installation(TEAM)).person(who)
    assert (person.id, person.standing) == (who, standing)
    assert zone in {None, person.zone}


async def test_a_person_is_asked_for_once_in_a_while(web, slack):
    """Many asks at a time make one call, good for ten minutes; then there is another."""
    watch = Watch()
    people = People(web, Installation(TEAM), now=lambda: watch.now)
    await asyncio.gather(*(people.person(ANN) for _ in range(5)))
    watch.now += KNOWN_FOR - timedelta(seconds=1)
    await people.person(ANN)
    assert len(slack.calls("users.info")) == 1
    watch.now += timedelta(seconds=1)
    await people.person(ANN)
    assert len(slack.calls("users.info")) == 2


async def test_somebody_slack_does_not_know_is_nobody(web, slack):
    """No answer is no permission, and is not remembered either."""
    people = People(web, Installation(TEAM))
    for _ in range(2):
        with pytest.raises(NoSuchPerson):
            await people.person("U0NOBODY")
    assert len(slack.calls("users.info")) == 2


async def test_a_fresh_question_is_asked_at_once(web, slack):
    """For who is about to change something, what was known before does not count."""
    people = People(web, Installation(TEAM))
    assert (await people.person(ANN)).standing is Standing.MEMBER
    slack.leaves(ANN)
    assert (await people.person(ANN)).standing is Standing.MEMBER
    assert (await people.person(ANN, fresh=True)).standing is Standing.GONE
    assert (await people.person(ANN)).standing is Standing.GONE


async def test_an_unanswered_question_is_no_permission(web, slack):
    """When a fresh question gets no answer, what was known before is not used in its place."""
    people = People(web, Installation(TEAM))
    await people.person(ANN)
    slack.world.faults.switch("http_500", on=True)
    for fresh in (True, False):
        with pytest.raises(PersonUnknown):
            await people.person(ANN, fresh=fresh)


@pytest.mark.parametrize("who", ["", "U012NOBODY"])
async def test_a_name_that_nobody_knows(web, who):
    """It is said as the asker wants it, and stops nothing."""
    people = People(web, Installation(TEAM))
    assert await people.name_of(who, "not known") == "not known"
    assert await people.name_of(ANN) == (await people.person(ANN)).name
