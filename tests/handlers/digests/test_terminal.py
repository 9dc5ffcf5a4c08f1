"""Digests at a terminal: the list, a preview, and one that is sent now."""

import io
import os
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from blocks.digest_text import digest_lines
from bot.orders.digest import Digest, Occasion
from bot.orders.errors import SubscriptionGone
from bot.orders.seen import Coverage, ShippedNow, StuckNow
from bot.orders.subscription import What
from bot.sandbox.slack.people import ANN
from handlers.digest_terminal import DigestTerminal

ROOT = Path(__file__).parents[3]
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


@pytest.fixture
async def terminal(desk):
    """A terminal beside the running program, which has one digest."""
    await desk.subscribes()
    return DigestTerminal(desk.settings, io.StringIO())


async def test_the_list_has_a_line_a_digest(terminal):
    """Id, channel, what, when and whose."""
    assert await terminal.listed() == 0
    [line] = terminal._out.getvalue().splitlines()
    assert line.startswith("   1  C012SUPPORT  stuck and newly shipped orders, all orders")
    assert "Mon to Fri at 09:00, America/New_York; next: " in line


async def test_a_preview_is_drawn_and_posts_nothing(desk, terminal):
    """What would come now stands in the terminal, and nowhere else."""
    assert await terminal.preview(1) == 0
    assert "Nothing stuck was seen" in terminal._out.getvalue()
    assert desk.seen(person=ANN) == []


async def test_send_posts_it(desk, terminal):
    """It is in the channel, and the terminal says so."""
    assert await terminal.send(1) == 0
    assert "The digest was posted." in terminal._out.getvalue()
    assert len(desk.seen(person=ANN)) == 1


async def test_what_slack_refuses_is_said(desk, terminal):
    """The reason stands in the terminal, and the exit code tells it, too."""
    desk.slack.channel("C012SUPPORT").archived = True
    assert await terminal.send(1) == 1
    assert "the channel is archived (is_archived)" in terminal._out.getvalue()


async def test_a_digest_that_is_not_there(terminal):
    """Its number is named."""
    with pytest.raises(SubscriptionGone, match="no digest 9"):
        await terminal.preview(9)


def test_the_drawing_holds_no_steering_characters():
    """Whatever a shop wrote, a terminal is not steered by it."""
    bad = "\x1b[2J\x1b]0;title\x07#1"
    line = StuckNow("a", bad, "on_hold", NOON, "NO", bad, "3 business days")
    sent = ShippedNow("s", bad, NOON, True, "NO", bad, bad, bad)
    made = Digest(7, "C1", What.BOTH, "UTC", "all orders", Occasion(NOON), Coverage(NOON))
    text = "\n".join(digest_lines(replace(made, stuck=(line,), shipped=(sent,))))
    assert "\x1b" not in text
    assert "On hold" in text


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["list"], 0, "no digests yet"),
        (["preview"], 1, "takes the number"),
        (["preview", "9"], 1, "no digest 9"),
        (["preview", "nine"], 2, "invalid int"),
    ],
)
def test_the_command_line(tmp_path, arguments, code, words):
    """Each command ends with its exit code and one sentence."""
    done = subprocess.run(  # noqa: S603  # our own program
        [sys.executable, "-m", "handlers.cli", "digest", *arguments],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == code
    assert words in done.stdout + done.stderr
