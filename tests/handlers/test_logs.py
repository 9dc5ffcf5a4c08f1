"""The log tells what happened, and neither secrets nor what people typed."""

import io
import json
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stderr, suppress
from dataclasses import replace
from typing import Any, Literal

import pytest
import stamina

from bot.orders.errors import NotAsked, OrderNotFound
from bot.sandbox.slack import StandInSlack
from handlers.logs import MASK, SHORTEST_SECRET, start_logging
from handlers.slack.guard import guarded
from handlers.slack.reply import Reply

House = Any
Form = Literal["text", "json"]
Line = Callable[..., str]
log = logging.getLogger("test.of.logs")

QUOTED, BACKSLASHED = 'half"other"half', r"pass\word\n"
SECRETS = ["xoxb-1-secret", QUOTED, BACKSLASHED, "abcdef", "abcdef-and-more", "a" * 5, ""]
TICKET = "wss://wss.example.com/link/?ticket=12-ab-34&app_id=56"


@contextmanager
def _started(form: Form) -> Iterator[io.StringIO]:
    """The program's own logging, and what it writes; afterwards all is as it was."""
    root = logging.getLogger()
    handlers, root.handlers[:], written = root.handlers[:], [], io.StringIO()
    levels = {
        name: logging.getLogger(name).level for name in ("", *logging.root.manager.loggerDict)
    }
    with redirect_stderr(written):
        start_logging(form, SECRETS)
    try:
        yield written
    finally:
        stamina.instrumentation.set_on_retry_hooks(None)
        root.handlers[:] = handlers
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)


@pytest.fixture(params=["text", "json"])
def line(request: pytest.FixtureRequest) -> Line:
    """Logs something in one of the two forms; the message that somebody reads there."""

    def logged(words: str, error: Exception | None = None) -> str:
        with _started(request.param) as written:
            log.warning("%s", words, exc_info=error)
        if request.param == "text":
            return written.getvalue()
        document = json.loads(written.getvalue())
        return str(document["message"] + document.get("traceback", ""))

    return logged


@pytest.mark.parametrize("secret", ["xoxb-1-secret", QUOTED, BACKSLASHED, "abcdef"])
def test_a_secret_is_masked(line: Line, secret: str):
    """Wherever it stands in the message, whatever signs it holds."""
    read = line(f"before {secret} between {secret} after")
    assert f"before {MASK} between {MASK} after" in read
    assert secret not in read


@pytest.mark.parametrize("secret", ["xoxb-1-secret", QUOTED, BACKSLASHED])
def test_a_secret_in_a_traceback_is_masked(line: Line, secret: str):
    """What an error says is masked as the message is."""
    read = line("broke", ValueError(f"no {secret} here"))
    assert f"ValueError: no {MASK} here" in read
    assert secret not in read


def test_no_rest_of_a_secret_stays(line: Line):
    """Where one secret begins like another, the longer one goes as a whole."""
    assert f"x {MASK} y" in line("x abcdef-and-more y")


def test_a_short_secret_is_left_alone(line: Line):
    """What is too short to be a secret would be found in every word."""
    short = "a" * (SHORTEST_SECRET - 1)
    assert f"x {short} y" in line(f"x {short} y")


@pytest.mark.parametrize(
    ("words", "read"),
    [
        (f"opening {TICKET}", f"?ticket={MASK}&app_id=56"),
        (f"opening '{TICKET.split('&', maxsplit=1)[0]}' now", f"?ticket={MASK}' now"),
        (f'opening "{TICKET.split("&", maxsplit=1)[0]}" now', f'?ticket={MASK}" now'),
        (f"opening {TICKET.split('&', maxsplit=1)[0]} now", f"?ticket={MASK} now"),
    ],
    ids=["more after it", "in quotes", "in double quotes", "at the end"],
)
def test_a_ticket_of_socket_mode_is_masked(line: Line, words: str, read: str):
    """Who has a ticket can take the place of the program; the rest of the address helps."""
    assert read in line(words)
    assert "12-ab-34" not in line(words)
    assert f"ticket={MASK}" in line("broke", ValueError(TICKET))


def test_each_record_is_one_line_of_json():
    """Secrets with quotes and backslashes leave whole JSON behind."""
    with _started("json") as log_lines:
        log.warning("%s", f'{QUOTED}"\n{BACKSLASHED}\\')
    (written,) = log_lines.getvalue().splitlines()
    assert json.loads(written)["message"] == f'{MASK}"\n{MASK}\\'


async def _not_asked() -> None:
    raise NotAsked("There is no number in Jane Doe.")


async def _not_found() -> None:
    raise OrderNotFound("Gelato knows no order Jane Doe.") from NotAsked("Jane Doe")


@pytest.mark.parametrize("work", [_not_asked, _not_found], ids=["not asked", "not found"])
@pytest.mark.parametrize("broken", [False, True], ids=["refused by Slack", "a bug of our own"])
async def test_what_was_typed_stays_out_of_the_log(
    slack: StandInSlack, reply: Reply, caplog: pytest.LogCaptureFixture, work: Any, broken: bool
):
    """Errors may repeat what a person typed; when they cannot be told, the log has the code."""
    caplog.set_level(logging.DEBUG, logger="handlers")
    slack.world.faults.switch("revoked", on=True)
    await guarded(work(), replace(reply, form="no form at all") if broken else reply)
    assert f"request {reply.ask.by.request_id} got no answer" in caplog.text
    assert "Jane" not in caplog.text


async def test_what_was_typed_stays_out_of_the_log_of_the_whole(house: House):
    """From the door to the failed answer nobody writes down what was asked for."""
    house.slack.world.faults.switch("missing_scope", on=True)
    with _started("text") as written:
        await house.command("jane-doe-77")
    assert "got no answer" in written.getvalue()
    assert "jane-doe" not in written.getvalue()


def test_a_repeat_says_why():
    """Who reads the log at night learns what went wrong, and nothing of what was asked."""
    with _started("text") as written, suppress(ZeroDivisionError):
        for attempt in stamina.retry_context(ZeroDivisionError, attempts=2):
            with attempt:
                raise ZeroDivisionError("1042 of Jane Doe")
    (line,) = written.getvalue().splitlines()
    assert "Gelato is asked again in " in line
    assert line.endswith("because of ZeroDivisionError")
