"""The console script: exit codes, and one sentence for each thing that is wrong."""

import asyncio
import os
import re
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import aiohttp
import pytest
from aiohttp import web

from bot.sandbox.gelato import StandInGelato
from bot.sandbox.serving import served
from bot.sandbox.slack import StandInSlack
from bot.sandbox.slack.channels import SUPPORT
from bot.sandbox.slack.people import ANN, TEAM
from bot.sandbox.slack.signing import signed_headers

TOKEN, SECRET, KEY = "xoxb-very-secret-token", "very-secret-signature", "very:secret-key"
GOOD = {
    "SLACK_BOT_TOKEN": TOKEN,
    "SLACK_SIGNING_SECRET": SECRET,
    "GELATO_API_KEY": KEY,
    "GELATO_API_URL": "https://gelato.example.com/api/shop",
    "HOST": "127.0.0.1",
    "PORT": "0",
    "ORDERDESK_LOG": "text",
}
SECRETS = (TOKEN, SECRET, KEY)
PROGRAM = [sys.executable, "-m", "handlers.cli"]
ROOT = Path(__file__).parents[2]


def _environment(settings: Mapping[str, str]) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return {**kept, "PYTHONPATH": str(ROOT), **settings}


def _ran(folder: Path, *arguments: str, **settings: str) -> tuple[int, str, str]:
    done = subprocess.run(  # noqa: S603  # our own program
        [*PROGRAM, *arguments],
        cwd=folder,
        env=_environment(settings),
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


def _without(name: str) -> dict[str, str]:
    return {key: value for key, value in GOOD.items() if key != name}


@pytest.mark.parametrize(
    ("settings", "named"),
    [
        pytest.param(_without("SLACK_BOT_TOKEN"), "SLACK_BOT_TOKEN is missing", id="no token"),
        pytest.param(_without("SLACK_SIGNING_SECRET"), "SLACK_SIGNING_SECRET", id="no secret"),
        pytest.param(_without("GELATO_API_KEY"), "GELATO_API_KEY is missing", id="no key"),
        pytest.param(_without("GELATO_API_URL"), "GELATO_API_URL is missing", id="no address"),
        pytest.param(
            GOOD | {"GELATO_API_URL": "http://gelato.example.com"},
            "GELATO_API_URL",
            id="plain http",
        ),
        pytest.param(GOOD | {"GELATO_DIALECT": "v5"}, "GELATO_DIALECT", id="dialect"),
        pytest.param(GOOD | {"PORT": "many"}, "PORT", id="port"),
        pytest.param(GOOD | {"DATABASE_URL": "postgres://x"}, "DATABASE_URL", id="database"),
        pytest.param(GOOD | {"GELATO_PATHS": "{"}, "GELATO_PATHS", id="paths"),
        pytest.param(GOOD | {"SLACK_BOT_TOKEN": "xoxb\n-x"}, "SLACK_BOT_TOKEN", id="broken token"),
        pytest.param(
            GOOD | {"ORDERDESK_TIMEZNE": "UTC"}, "Did you mean ORDERDESK_TIMEZONE?", id="misspelt"
        ),
        pytest.param(GOOD | {"GELATO_APIKEY": KEY}, "Did you mean GELATO_API_KEY?", id="nearly"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path: Path, settings: dict[str, str], named: str):
    """The program stops at once with one sentence that names the setting, and tells no secret."""
    code, out, err = _ran(tmp_path, "run", **settings)
    assert (code, out) == (2, "")
    assert named in err
    assert err.count("\n") == 1
    assert not any(secret in err for secret in SECRETS)
    assert list(tmp_path.iterdir()) == []


def test_settings_may_stand_in_a_file(tmp_path: Path):
    """What `.env` holds counts as set, and is checked the same way."""
    (tmp_path / ".env").write_text("SLACK_BOT_TOKEN=xoxb-x\nORDERDESK_TIMEZONE=Nowhere/City\n")
    code, _, err = _ran(tmp_path, "run")
    assert code == 2
    assert "ORDERDESK_TIMEZONE must be a time zone" in err


@pytest.mark.parametrize("name", ["audit", "backup", "erase"])
def test_a_command_that_is_not_built_says_so(tmp_path: Path, name: str):
    """Promised commands answer politely, whatever follows them."""
    code, _, err = _ran(tmp_path, name, "show", "--order", "1042")
    assert (code, err) == (1, f"orderdesk: orderdesk {name} is not there yet.\n")


@pytest.mark.parametrize("half", ["web", "clock"])
def test_a_half_starts_like_the_whole(tmp_path: Path, half: str):
    """--only runs one half, which needs what the whole needs: here Slack cannot be reached."""
    settings = GOOD | {"SLACK_API_URL": "http://127.0.0.1:9/api"}
    code, _, err = _ran(tmp_path, "run", "--only", half, **settings)
    assert code == 1
    assert "Slack cannot be reached" in err


@pytest.mark.parametrize(
    "arguments", [[], ["nonsense"], ["sandbox", "--port", "99999"], ["sandbox", "--orders", "0"]]
)
def test_what_is_no_command_shows_the_usage(tmp_path: Path, arguments: list[str]):
    """Typing errors on the command line end with 2 and say how it is meant."""
    code, _, err = _ran(tmp_path, *arguments)
    assert code == 2
    assert "usage: orderdesk" in err


def test_slack_out_of_reach_is_one_sentence(tmp_path: Path):
    """Without Slack nothing can be done; that is said, and nothing keeps running."""
    code, _, err = _ran(tmp_path, "run", **GOOD, SLACK_API_URL="http://127.0.0.1:9/api")
    assert code == 1
    assert err.splitlines()[-1].startswith("orderdesk: Slack cannot be reached.")
    assert "Traceback" not in err


async def _answered_by(app: web.Application, folder: Path) -> tuple[int, str, str]:
    async with served(app) as base:
        settings = GOOD | {"SLACK_API_URL": f"{base}/api"}
        return await asyncio.to_thread(_ran, folder, "run", **settings)


async def test_a_refused_token_is_one_sentence(tmp_path: Path):
    """The sentence says which setting, and shows nothing of it."""
    code, _, err = await _answered_by(StandInSlack(bot_token="xoxb-another").app, tmp_path)
    assert code == 1
    assert err.splitlines()[-1].startswith(
        "orderdesk: Slack refused SLACK_BOT_TOKEN (invalid_auth)"
    )
    assert "Traceback" not in err
    assert not any(secret in err for secret in SECRETS)


@pytest.mark.parametrize(
    ("status", "text"), [(200, "<html>"), (502, "<html>"), (200, "[]"), (500, '{"ok": false}')]
)
async def test_an_address_that_is_not_slacks_is_one_sentence(
    tmp_path: Path, status: int, text: str
):
    """A web page, or anything else that Slack never says, is told as what it is."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, text=text, content_type="application/json")

    app = web.Application()
    app.router.add_route("*", "/{path:.*}", answer)
    code, _, err = await _answered_by(app, tmp_path)
    assert code == 1
    assert "Slack" in err.splitlines()[-1]
    assert "Traceback" not in err


@contextmanager
def _started(folder: Path, *arguments: str, **settings: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(  # noqa: S603  # our own program
        [*PROGRAM, *arguments],
        cwd=folder,
        env=_environment(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def _line_with(stream: Any, pattern: str) -> str:
    """What the pattern finds in the first line that has it."""
    for line in stream:
        if found := re.search(pattern, line):
            return found[1]
    raise AssertionError(f"no line with {pattern}")


async def test_the_sandbox_starts_answers_and_leaves_nothing(tmp_path: Path):
    """It prints where to look, works there, and ends by Ctrl-C without a trace."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    with _started(tmp_path, "sandbox", "--port", "0", TMPDIR=str(scratch)) as process:
        page = await asyncio.to_thread(_line_with, process.stdout, r"Open +(http\S+)")
        async with aiohttp.ClientSession() as http:
            said = {"as": ANN, "channel": SUPPORT, "text": "/order 1042"}
            async with http.post(f"{page}/page/send", json=said) as answer:
                assert (await answer.json()) == {"ok": True}
            assert "Order 1042" in await _seen(http, page)
        process.send_signal(signal.SIGINT)
        _, err = await asyncio.to_thread(process.communicate, timeout=30)
    assert process.returncode == 0
    assert "Traceback" not in err
    assert _names(tmp_path) == ["scratch"]
    assert _names(scratch) == []


def _names(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


async def _seen(http: aiohttp.ClientSession, page: str) -> str:
    """What Ann sees in the first channel, once an answer is there."""
    for _ in range(200):
        async with http.get(f"{page}/page/world?as={ANN}") as answer:
            messages = (await answer.json())["channels"][0]["messages"]
        if len(messages) > 1:
            return str(messages[-1]["text"])
        await asyncio.sleep(0.05)
    raise AssertionError("there was no answer")


@asynccontextmanager
async def _between(folder: Path) -> AsyncIterator[tuple[Any, StandInSlack, StandInGelato, str]]:
    """`orderdesk run` as a process of its own between the stand-ins."""
    gelato = StandInGelato(orders=100)
    slack = StandInSlack(bot_token=TOKEN, signing_secret=SECRET, post_rate=None)
    async with slack.opened(), served(gelato.app) as gelato_url:
        settings = GOOD | {
            "SLACK_API_URL": slack.api_url.rstrip("/"),
            "GELATO_API_URL": f"{gelato_url}{gelato.base}",
            "GELATO_API_KEY": gelato.key,
        }
        with _started(folder, "run", **settings) as process:
            bot = await asyncio.to_thread(_line_with, process.stderr, r"listening on (http\S+)")
            slack.request_url = f"{bot}/slack/events"
            yield process, slack, gelato, bot


async def _command(bot: str, text: str, number: int = 0) -> int:
    fields = {
        "command": "/order",
        "text": text,
        "user_id": ANN,
        "team_id": TEAM,
        "channel_id": SUPPORT,
        "trigger_id": f"{number}.{len(text)}.x",
    }
    body = urlencode(fields)
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    headers = form | signed_headers(SECRET, body, time.time())
    async with (
        aiohttp.ClientSession() as http,
        http.post(f"{bot}/slack/events", data=body, headers=headers) as answer,
    ):
        return answer.status


async def test_a_look_up_under_way_is_answered_at_the_end(tmp_path: Path):
    """Told to stop, the program first finishes what somebody waits for."""
    async with _between(tmp_path) as (process, slack, gelato, bot):
        gelato.faults.add("delay", seconds=1.0)
        assert await _command(bot, "1042") == 200
        while not gelato.requests:  # noqa: ASYNC110  # until Gelato is being asked
            await asyncio.sleep(0.01)
        process.send_signal(signal.SIGTERM)
        _, err = await asyncio.to_thread(process.communicate, timeout=30)
        assert process.returncode == 0
        assert "stopping: 1 requests under way" in err
        assert "Order 1042" in slack.seen(ANN, SUPPORT)[-1].text
    with closing(sqlite3.connect(tmp_path / "orderdesk.db")) as connection:
        assert connection.execute("SELECT outcome FROM audit").fetchall() == [("done",)]


PERSONAL = ("Maya", "Robinson", "Portland", "maya.robinson", "Elm Street", "1 Secret Road")
TYPED = (
    "1042",
    "1075",
    "get",
    "get Robinson",
    "get maya.robinson@example.com",
    '"1 Secret Road"',
    "x" * 5000,
    "10\x0042",
    " ".join(map(str, range(50))),
    "99999",
    "<!channel>",
)


async def test_no_log_line_holds_a_secret_or_a_person(tmp_path: Path):
    """Whatever is asked and whatever breaks, the log tells of it without keys and people."""
    async with _between(tmp_path) as (process, slack, gelato, bot):
        faults = [None, "status", "html", "half", "empty", "torn"]
        for round_, kind in enumerate(faults):
            gelato.faults.clear()
            if kind:
                gelato.faults.add(kind)
            for number, typed in enumerate(TYPED[: 11 if kind is None else 2]):
                assert await _command(bot, typed, round_ * 100 + number) == 200
        slack.world.faults.switch("revoked", on=True)
        await _command(bot, "1042", 999)
        process.send_signal(signal.SIGTERM)
        _, err = await asyncio.to_thread(process.communicate, timeout=60)
    assert process.returncode == 0
    assert "request " in err
    assert gelato.order("1042")["shippingAddress"]["lastName"] == "Robinson"
    for private in (*SECRETS, gelato.key, *PERSONAL):
        assert private not in err


def test_two_sandboxes_do_not_share_a_port(tmp_path: Path):
    """A port that is taken is one sentence."""
    with _started(tmp_path, "sandbox", "--port", "0", TMPDIR=tempfile.gettempdir()) as process:
        port = _line_with(process.stdout, r"Open +http://127.0.0.1:(\d+)")
        code, _, err = _ran(tmp_path, "sandbox", "--port", port)
    assert code == 1
    assert port in err.splitlines()[-1]
    assert "Traceback" not in err
