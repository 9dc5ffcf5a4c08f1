"""Whatever goes wrong becomes an answer to the person who asked."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from blocks.replies import told
from bot.orders.errors import GelatoDown, NotAsked
from bot.sandbox.slack import StandInSlack
from bot.sandbox.slack.channels import SUPPORT
from bot.sandbox.slack.people import ANN
from handlers.slack.guard import BROKE, guarded
from handlers.slack.reply import Reply

Read = Callable[[Any], str]
CODE = "3FA9C2"


async def _typing_error() -> None:
    raise NotAsked("Which order?")


async def _incident() -> None:
    raise GelatoDown


async def _bug() -> None:
    raise ZeroDivisionError("Maya Robinson lives in Portland")


async def _never() -> None:
    await asyncio.Event().wait()


async def _own_timeout() -> None:
    raise TimeoutError


@pytest.mark.parametrize(
    "case",
    [
        pytest.param((_typing_error, "Which order?", False), id="typing error"),
        pytest.param((_incident, "Gelato is not answering", True), id="incident"),
        pytest.param((_bug, BROKE, True), id="bug"),
        pytest.param((_never, "That took too long", True), id="too slow"),
        pytest.param((_own_timeout, "That took too long", True), id="a timeout inside"),
    ],
)
async def test_the_person_is_told(
    reply: Reply,
    read: Read,
    caplog: pytest.LogCaptureFixture,
    slack: StandInSlack,
    case: tuple[Callable[[], Awaitable[None]], str, bool],
):
    """A sentence for each, and the code that is in the log wherever somebody should look there."""
    work, said, has_code = case
    await guarded(work(), reply, limit=timedelta(milliseconds=50))
    (answer,) = slack.seen(ANN, SUPPORT)
    assert said in read(answer)
    assert (CODE in read(answer)) is has_code
    assert (CODE in caplog.text) is has_code


async def test_an_answer_that_fails_itself_is_logged(
    slack: StandInSlack, reply: Reply, caplog: pytest.LogCaptureFixture
):
    """Where nothing reaches the person, the log still tells of it, and nothing is raised."""
    slack.world.faults.switch("revoked", on=True)
    await guarded(_incident(), reply)
    assert f"request {CODE} got no answer" in caplog.text
    assert "GelatoDown" in caplog.text


async def test_a_reply_that_breaks_is_logged(
    slack: StandInSlack, reply: Reply, caplog: pytest.LogCaptureFixture
):
    """A bug in answering is no end of the program either."""
    broken = replace(reply, form="no form at all")
    await guarded(_typing_error(), broken)
    assert f"request {CODE} got no answer" in caplog.text


async def test_a_shutdown_tells_who_waits(slack: StandInSlack, reply: Reply, read: Read):
    """Work that is stopped from outside ends, and the person learns that they may ask again."""
    task = asyncio.create_task(guarded(_never(), reply))
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    (answer,) = slack.seen(ANN, SUPPORT)
    assert "is being restarted" in read(answer)


async def test_an_answer_that_may_have_arrived_is_no_error(
    slack: StandInSlack, reply: Reply, read: Read
):
    """Slack took the answer and cut the line: nothing follows that would deny it."""
    slack.world.faults.switch("cut", on=True)
    assert await guarded(reply.whisper(told("Here it is.")), reply)
    assert [read(message) for message in slack.seen(ANN, SUPPORT)] == ["Here it is."]
