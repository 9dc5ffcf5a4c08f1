"""Runs the program, or the sandbox, until it is told to stop."""

import asyncio
import logging
import sys

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError

from bot.orders.dialect import Dialect
from bot.settings import Settings
from handlers.app import Half, StartTrouble, opened
from handlers.sandbox import running
from handlers.serving import serving
from handlers.slack.sending import error_code

log = logging.getLogger(__name__)

FAILED = 1
USUAL_BOT_PORT = 3000


async def run(settings: Settings, stop: asyncio.Event, only: Half | None = None) -> int:
    """The bot for real, or one half of it, over Socket Mode or signed HTTP. The exit code."""
    host = settings.host or "0.0.0.0"  # noqa: S104  # the documented default
    try:
        async with (
            opened(settings, only) as program,
            serving(program.http, host, settings.port) as url,
            program.connection,
            program.ticking,
        ):
            log.info("listening on %s for %s", url, _purpose(settings, only))
            await stop.wait()
            log.info("stopping: %d requests under way", program.work.under_way)
    except SlackApiError as error:
        return _complain(f"Slack refused SLACK_APP_TOKEN ({error_code(error) or 'no answer'}).")
    except (StartTrouble, OSError, ClientError) as error:
        return _complain(str(error) or "Slack did not answer in time. Check the network.")
    return 0


async def run_sandbox(port: int, orders: int, dialect: Dialect, stop: asyncio.Event) -> int:
    """The sandbox; prints the address to open. The exit code."""
    try:
        async with running(port, orders, dialect, USUAL_BOT_PORT, ticking=True) as sandbox:
            print(_WELCOME.format(page=sandbox.page, bot=sandbox.bot), flush=True)  # noqa: T201
            await stop.wait()
    except OSError as error:
        return _complain(str(error))
    return 0


def _purpose(settings: Settings, only: Half | None) -> str:
    if only == "clock":
        return "/healthz alone: this is the clock"
    return "Slack by Socket Mode" if settings.slack_app_token else "Slack by signed HTTP"


_WELCOME = """
  Orderdesk is running, with no account and no network.

  Open    {page}
  Type    /order 1042

  The bot itself listens on {bot}. Ctrl-C ends everything.
"""


def _complain(sentence: str) -> int:
    print(f"orderdesk: {sentence}", file=sys.stderr)  # noqa: T201
    return FAILED
