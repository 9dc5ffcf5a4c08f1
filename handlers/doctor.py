"""Checks every setting against the real parts: one line each, with what to do."""

import asyncio
import sqlite3
import stat
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.gelato.client import Gelato
from bot.orders.errors import (
    AnswerNotUnderstood,
    GelatoDown,
    KeyRefused,
    NoSuchPerson,
    OrderdeskError,
)
from bot.settings import Settings
from bot.store.database import SqliteDatabase
from handlers.app import gelato_access
from handlers.http import WEBHOOKS_PATH
from handlers.manifest import scopes
from handlers.slack.people import Installation, People
from handlers.slack.sending import CONNECTION_ERRORS, UNREADABLE, error_code
from handlers.slack.web import slack_client, slack_session

PATIENCE = 15.0
"""Seconds for one check."""
MOST_SKEW = timedelta(seconds=60)
"""Slack's signatures are good for five minutes (slack-facts 1.2)."""
SHORTEST_SECRET = 16

_GELATO_TODO: Mapping[type[OrderdeskError], str] = {
    KeyRefused: "Gelato refused the key; copy the whole value of X-API-KEY again",
    AnswerNotUnderstood: "that is not Gelato's order API; check GELATO_API_URL and GELATO_PATHS",
    GelatoDown: "nobody answers there; check the network and GELATO_API_URL",
}
_WHERE = {
    "GELATO_API_KEY": "set it; Gelato's dashboard or your GelatoConnect contact has it",
    "GELATO_API_URL": "set it; it came with the connector: https://…/api/{partner-prefix}",
}


@dataclass(frozen=True)
class Finding:
    """What one check found; `todo` says what to do about it."""

    what: str
    well: bool
    todo: str = ""

    def __str__(self) -> str:
        mark = "ok  " if self.well else "FAIL"
        return f"{mark}  {self.what}" + (f": {self.todo}" if self.todo else "")


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """One finding after the other, in an order that makes sense to mend them in."""
    for check in (
        _slack,
        _admins,
        _app_token,
        _signing_secret,
        _gelato,
        _database,
        _webhooks,
    ):
        for finding in await _within_patience(check, settings):
            yield finding


async def examine(settings: Settings) -> int:
    """Prints the findings; 0 when all is well, else 1."""
    well = True
    async for finding in findings(settings):
        print(finding, flush=True)  # noqa: T201
        well = well and finding.well
    return 0 if well else 1


Check = Callable[[Settings], Awaitable[list[Finding]]]


async def _within_patience(check: Check, settings: Settings) -> list[Finding]:
    try:
        async with asyncio.timeout(PATIENCE):
            return await check(settings)
    except TimeoutError:
        name = check.__name__.strip("_").replace("_", " ")
        return [Finding(name, well=False, todo="there was no answer in time; check the network")]


async def _slack(settings: Settings) -> list[Finding]:
    if settings.slack_bot_token is None:
        return [Finding("SLACK_BOT_TOKEN", well=False, todo="set it; it is on the install page")]
    async with slack_session() as session:
        token = settings.slack_bot_token.get_secret_value()
        web = slack_client(token, settings.slack_api_url, session)
        try:
            answer = await web.auth_test()
            who = f"SLACK_BOT_TOKEN (bot “{answer['user']}” of “{answer['team']}”)"
        except (SlackApiError, *CONNECTION_ERRORS, *UNREADABLE) as error:
            return [Finding("SLACK_BOT_TOKEN", well=False, todo=_slack_todo(error))]
    return [Finding(who, well=True), _scopes(answer.headers), _clock(answer.headers)]


async def _admins(settings: Settings) -> list[Finding]:
    """Whether the first admins are full members, once the token works."""
    if settings.slack_bot_token is None or not settings.orderdesk_admins:
        return []
    async with slack_session() as session:
        token = settings.slack_bot_token.get_secret_value()
        web = slack_client(token, settings.slack_api_url, session)
        try:
            who = await web.auth_test()
            installation = Installation(str(who["team_id"]), str(who.get("enterprise_id") or ""))
        except (SlackApiError, *CONNECTION_ERRORS, *UNREADABLE):
            return []  # told beside SLACK_BOT_TOKEN
        people = People(web, installation)
        return [await _admin(people, user_id) for user_id in settings.orderdesk_admins]


async def _admin(people: People, user_id: str) -> Finding:
    what = f"ORDERDESK_ADMINS ({user_id})"
    try:
        served = (await people.person(user_id)).is_served
    except NoSuchPerson:
        served = False
    except OrderdeskError:
        return Finding(f"{what}: Slack does not say who that is", well=True)
    todo = "" if served else "that is no full member; copy the member ID from a Slack profile"
    return Finding(what, well=served, todo=todo)


async def _app_token(settings: Settings) -> list[Finding]:
    if settings.slack_app_token is None:
        return []
    async with slack_session() as session:
        token = settings.slack_app_token.get_secret_value()
        web = slack_client("", settings.slack_api_url, session)
        return [await _opened_socket(web, token)]


async def _opened_socket(web: AsyncWebClient, token: str) -> Finding:
    try:
        await web.apps_connections_open(app_token=token)
    except (SlackApiError, *CONNECTION_ERRORS, *UNREADABLE) as error:
        return Finding("SLACK_APP_TOKEN (Socket Mode)", well=False, todo=_slack_todo(error))
    return Finding("SLACK_APP_TOKEN (Socket Mode)", well=True)


async def _signing_secret(settings: Settings) -> list[Finding]:
    if settings.slack_app_token is not None:
        return []
    known = settings.slack_signing_secret is not None
    todo = "" if known else "set it for signed HTTP, or SLACK_APP_TOKEN for Socket Mode"
    return [Finding("SLACK_SIGNING_SECRET", well=known, todo=todo)]


async def _gelato(settings: Settings) -> list[Finding]:
    missing = [
        name
        for name, value in (
            ("GELATO_API_KEY", settings.gelato_api_key),
            ("GELATO_API_URL", settings.gelato_address),
        )
        if value is None
    ]
    if missing:
        return [Finding(name, well=False, todo=_WHERE[name]) for name in missing]
    what = f"GELATO_API_KEY at GELATO_API_URL ({settings.gelato_dialect.value})"
    async with Gelato.opened(gelato_access(settings)) as gelato:
        try:
            await gelato.rows_of_reference("orderdesk-doctor")
        except OrderdeskError as error:
            return [Finding(what, well=False, todo=_gelato_todo(error))]
    return [Finding(what, well=True)]


async def _database(settings: Settings) -> list[Finding]:
    path = settings.database_path
    what = f"DATABASE_URL ({path})"
    try:
        async with SqliteDatabase.opened(path) as database:
            found = await database.read(lambda db: db.execute("PRAGMA quick_check").fetchone()[0])
    except (OrderdeskError, sqlite3.Error) as error:
        return [Finding(what, well=False, todo=str(error))]
    return [Finding(what, well=found == "ok", todo=_repair(found)), _file_mode(path)]


async def _webhooks(settings: Settings) -> list[Finding]:
    secret = settings.gelato_webhook_secret
    if secret is None:
        return []
    long_enough = len(secret.get_secret_value()) >= SHORTEST_SECRET
    todo = "" if long_enough else f"use at least {SHORTEST_SECRET} random characters"
    return [Finding(f"GELATO_WEBHOOK_SECRET (POST {WEBHOOKS_PATH})", well=long_enough, todo=todo)]


def _gelato_todo(error: OrderdeskError) -> str:
    for kind, todo in _GELATO_TODO.items():
        if isinstance(error, kind):
            return todo
    return str(error)


def _scopes(headers: Any) -> Finding:
    """Slack names the granted scopes in a header of every answer."""
    granted = {name.strip() for name in str(headers.get("X-OAuth-Scopes", "")).split(",")}
    lacking = sorted(scopes() - granted)
    todo = f"add {', '.join(lacking)} and install the app again" if lacking else ""
    return Finding("scopes of the bot", well=not lacking, todo=todo)


def _clock(headers: Any) -> Finding:
    try:
        theirs = parsedate_to_datetime(str(headers.get("Date")))
    except ValueError:
        return Finding("clock (Slack's answer names no time)", well=True)
    skew = abs(datetime.now(UTC) - theirs)
    todo = f"it differs by {round(skew.total_seconds())} s from Slack's; set it by NTP"
    return Finding("clock", well=skew <= MOST_SKEW, todo="" if skew <= MOST_SKEW else todo)


def _file_mode(path: Path) -> Finding:
    mode = stat.S_IMODE(path.stat().st_mode)
    private = not mode & 0o077
    todo = "" if private else f"others on this machine may read it; chmod 600 {path}"
    return Finding(f"mode of the database file ({mode:o})", well=private, todo=todo)


def _repair(found: str) -> str:
    return "" if found == "ok" else f"it is damaged ({found}); put back a backup"


def _slack_todo(error: Exception) -> str:
    if isinstance(error, CONNECTION_ERRORS):
        return "Slack cannot be reached; check the network and SLACK_API_URL"
    code = error_code(error) if isinstance(error, SlackApiError) else ""
    if not code:
        return "Slack's answer was not understood; check SLACK_API_URL"
    return f"Slack refused it ({code}); copy it again from the app's pages"
