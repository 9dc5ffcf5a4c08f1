"""Who is told what came of a change that took longer: who asked, or the leads in their place."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from bot.orders.change import Change, Kind, Outcome, Stage
from bot.orders.person import Asker
from bot.sandbox.slack.people import ANN, LEE, MAX, TEAM
from handlers.slack.telling import DirectMessages

Workspace = Any
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
BY = Asker(ANN, TEAM, "C1", "r-1")
CHANGE = Change(
    "c1", "form", Kind.CANCEL, "g-1", "1042", BY, NOW, NOW, Stage.ENDED,
    outcome=Outcome.DONE, words="Gelato shows it as canceled.", ended_at=NOW,
)  # fmt: skip


async def leads() -> Sequence[str]:
    return (LEE, MAX)


async def nobody() -> Sequence[str]:
    return ()


def messages(slack: Any, person: str) -> list[str]:
    """What the bot said to this person alone."""
    seen = slack.seen(person, slack.channel(person).id)
    return [str(message.blocks) for message in seen if message.by_bot]


async def test_who_asked_is_told(workspace: Workspace, slack: Any):
    """The person who asked reads which order, and what came of it."""
    assert await DirectMessages(workspace, leads).tell(CHANGE)
    (told,) = messages(slack, ANN)
    assert "Order 1042" in told
    assert "Canceled" in told
    assert messages(slack, LEE) == []


@pytest.mark.parametrize("how", ["switched off", "unknown to Slack"])
async def test_the_leads_are_told_in_place_of_who_left(workspace: Workspace, slack: Any, how: str):
    """What somebody left behind is told to the leads, with whose it was."""
    people = slack.world.people
    gone = people.pop(ANN)
    if how == "switched off":
        people[ANN] = replace(gone, gone=True)
    assert await DirectMessages(workspace, leads).tell(CHANGE)
    for lead in (LEE, MAX):
        (told,) = messages(slack, lead)
        assert ANN in told
        assert "has left" in told
        assert "You asked" not in told


async def test_the_leads_are_told_in_place_of_a_guest(workspace: Workspace, slack: Any):
    """Who became a guest meanwhile gets nothing any more; what they asked for is not lost."""
    slack.world.people[ANN] = replace(slack.world.people[ANN], guest=True)
    assert await DirectMessages(workspace, leads).tell(CHANGE)
    assert messages(slack, ANN) == []
    assert [len(messages(slack, lead)) for lead in (LEE, MAX)] == [1, 1]


async def test_without_leads_it_stays_to_be_told(workspace: Workspace, slack: Any):
    """Nobody to tell is not told: it is tried again later."""
    slack.world.people[ANN] = replace(slack.world.people[ANN], gone=True)
    assert not await DirectMessages(workspace, nobody).tell(CHANGE)


@pytest.mark.parametrize("fault", ["http_500", "revoked", "missing_scope"])
async def test_what_slack_did_not_take_is_not_told(workspace: Workspace, slack: Any, fault: str):
    """A message that may not have arrived is sent again until Slack has taken it."""
    telling = DirectMessages(workspace, leads)
    slack.world.faults.switch(fault, on=True)
    assert not await telling.tell(CHANGE)
    slack.world.faults.switch(fault, on=False)
    assert await telling.tell(CHANGE)
    assert len(messages(slack, ANN)) == 1


async def test_rather_twice_than_not_at_all(workspace: Workspace, slack: Any):
    """A message whose answer was lost is sent once more: two are better than none."""
    telling = DirectMessages(workspace, leads)
    slack.world.faults.switch("cut", on=True)
    assert not await telling.tell(CHANGE)
    slack.world.faults.switch("cut", on=False)
    assert await telling.tell(CHANGE)
    assert len(messages(slack, ANN)) == 2


async def test_a_card_that_cannot_be_mended_costs_no_message(workspace: Workspace, slack: Any):
    """Trouble with the card is not taken for trouble with the message, which would come again."""

    async def breaks(change: Change) -> None:
        raise ZeroDivisionError(change.id)

    assert await DirectMessages(workspace, leads, breaks).tell(CHANGE)
    await asyncio.sleep(0)
    assert len(messages(slack, ANN)) == 1
    await workspace.afterthoughts.drop()
