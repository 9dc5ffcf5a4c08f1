"""Who is in a user group is asked of Slack once a minute; when it does not say, nobody is."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.directory import Group, GroupName
from bot.sandbox.serving import served
from bot.sandbox.slack import StandInSlack
from bot.sandbox.slack.people import ANN, LEE
from bot.sandbox.slack.usergroups import PRINT_TEAM, usergroup
from handlers.manifest import manifest
from handlers.slack.user_groups import KNOWN_FOR, TROUBLES, UNANSWERED, UserGroups
from handlers.slack.web import slack_client, slack_session

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Watch:
    """A clock to move."""

    now = NOON


@pytest.fixture
def slack(request):
    """Installed with the scopes that the test names, else with all of the manifest's."""
    document = manifest()
    if lacking := getattr(request, "param", ""):
        document["oauth_config"]["scopes"]["bot"].remove(lacking)
    return StandInSlack(manifest=document)


@pytest.fixture
async def groups(slack):
    async with served(slack.app) as base, slack_session() as session:
        web = slack_client("xoxb-sandbox", f"{base}/api", session)
        yield UserGroups(web, now=lambda: Watch.now)
    Watch.now = NOON


async def test_slack_is_asked_who_is_in_it(groups):
    """Members and handles come from Slack's own answers."""
    assert await groups.group(PRINT_TEAM) == Group(PRINT_TEAM, frozenset({ANN, LEE}))
    assert groups.known_group_names() == ()
    assert await groups.group_names() == [GroupName(PRINT_TEAM, "print-team")]
    assert groups.known_group_names() == [GroupName(PRINT_TEAM, "print-team")]


async def test_a_group_is_asked_for_once_a_minute(groups, slack):
    """Many asks at a time make one call, good for a minute; then what changed is seen."""
    await asyncio.gather(*(groups.group(PRINT_TEAM) for _ in range(5)))
    slack.leaves(LEE)
    Watch.now += KNOWN_FOR - timedelta(seconds=1)
    assert LEE in (await groups.group(PRINT_TEAM)).members
    Watch.now += timedelta(seconds=1)
    assert (await groups.group(PRINT_TEAM)).members == {ANN}
    assert len(slack.calls("usergroups.users.list")) == 2


async def test_a_group_that_is_gone_has_nobody(groups):
    """Whoever had a role by it has it no more, and the reason is told."""
    assert await groups.group("S0GONE") == Group("S0GONE", trouble=TROUBLES["no_such_subteam"])


@pytest.mark.parametrize("slack", ["usergroups:read"], indirect=True)
async def test_an_installation_without_the_scope_has_no_groups(groups):
    """Somebody who installed an older version is told to install it again."""
    assert (await groups.group(PRINT_TEAM)).trouble == TROUBLES["missing_scope"]
    assert await groups.group_names() == ()


async def test_a_plan_without_groups_has_none(groups, slack):
    """Slack's refusal is an answer, and is not asked for again within the minute."""
    slack.world.faults.switch("free_plan", on=True)
    for _ in range(2):
        assert (await groups.group(PRINT_TEAM)).trouble == TROUBLES["plan_upgrade_required"]
        assert await groups.group_names() == ()
    assert len(slack.calls("usergroups.users.list")) == 1


@pytest.mark.parametrize("fault", ["http_500", "revoked"])
async def test_no_answer_is_no_permission(groups, slack, fault):
    """While Slack does not say, nobody is in a group; at the next question it is asked again."""
    await groups.group_names()
    slack.world.faults.switch(fault, on=True)
    assert await groups.group(PRINT_TEAM) == Group(PRINT_TEAM, trouble=UNANSWERED)
    Watch.now += KNOWN_FOR
    assert await groups.group_names() == [GroupName(PRINT_TEAM, "print-team")]
    slack.world.faults.switch(fault, on=False)
    assert (await groups.group(PRINT_TEAM)).members == {ANN, LEE}


async def test_groups_that_are_switched_off_are_not_offered(groups, slack):
    """The list holds groups in use, by handle."""
    slack.world.usergroups |= {
        "S1": usergroup("S1", "Agents", []),
        "S2": {**usergroup("S2", "old", []), "date_delete": 1},
    }
    assert [name.handle for name in await groups.group_names()] == ["Agents", "print-team"]
