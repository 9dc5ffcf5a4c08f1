"""Puts the program together: everything is made once, here, and closed in turn."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.types import ASGIApp

from bot.desk.desk import Desk
from bot.desk.digests import Digests, Kept
from bot.desk.families import read_family
from bot.desk.look_ups import LookUps
from bot.desk.notices import Owners
from bot.desk.records import Records
from bot.desk.subscribing import Sight, Subscribing
from bot.desk.unseen import NoAttention, NoChanges, NothingSeen
from bot.desk.watches import Around, Watches
from bot.gelato.client import Gelato, GelatoAccess
from bot.orders.family import Family
from bot.settings import Settings
from bot.store.audit import SqliteAudit
from bot.store.database import SqliteDatabase
from bot.store.deliveries import SqliteDeliveries
from bot.store.digest_runs import SqliteDigestRuns
from bot.store.form_states import SqliteFormStates
from bot.store.secret_key import SecretKey, key_beside
from bot.store.subscriptions import SqliteSubscriptions
from bot.store.watches import SqliteWatches
from handlers.http import http_app
from handlers.logs import BOLT
from handlers.slack.door import Door
from handlers.slack.people import Installation, People
from handlers.slack.posting import SlackPoster
from handlers.slack.sending import CONNECTION_ERRORS, UNREADABLE, error_code
from handlers.slack.socket import socket_mode
from handlers.slack.staff import SlackStaff
from handlers.slack.watch_posting import SlackWatchPoster
from handlers.slack.web import slack_client, slack_session
from handlers.slack.work import Work
from handlers.slack.workspace import Workspace

START_PATIENCE = 20.0
"""Seconds that Slack has to answer the first call."""


class StartTrouble(Exception):
    """Why the program cannot start, in one sentence."""


@dataclass(frozen=True)
class Program:
    """What runs: the HTTP side, the work behind it, and maybe a connection to Slack."""

    http: ASGIApp
    work: Work
    connection: AbstractAsyncContextManager[None]
    """To be held while the program listens: Socket Mode's, or nothing under signed HTTP."""
    duties: tuple[Callable[[], Awaitable[None]], ...] = ()
    """What the clock does once a minute."""
    digests: Digests | None = None


@asynccontextmanager
async def opened(settings: Settings, sight: Sight | None = None) -> AsyncIterator[Program]:
    """The program with these settings; at the end, what is under way is finished first.

    `sight` is what digests look at: the ledger, where there is one.

    Raises SettingsError, StoreTrouble, or StartTrouble when Slack does not let us in.
    """
    settings.needed_to_run()
    async with (
        SqliteDatabase.opened(settings.database_path) as database,
        Gelato.opened(gelato_access(settings)) as gelato,
        slack_session() as session,
    ):
        web = slack_client(_secret(settings.slack_bot_token), settings.slack_api_url, session)
        identity = await _identity(web)
        workspace = _workspace(settings, web, identity, database)
        work = Work()
        records = Records(SqliteAudit(database), _pseudonyms(settings))
        kept = Kept(SqliteSubscriptions(database), SqliteDigestRuns(database))
        sight = sight or Sight(NothingSeen(), NoAttention(), NoChanges())
        owners = Owners(kept.subscriptions, SlackStaff(workspace.people), SlackPoster(web))
        digests = Digests(kept, sight.seen, SlackPoster(web), owners)
        subscribing = Subscribing(kept, digests, sight, records)
        around = Around(sight.changes, SlackWatchPoster(workspace), _reader(gelato))
        watches = Watches(SqliteWatches(database), around, records)
        desk = Desk(records, LookUps(gelato, records), subscribing, watches)
        slack = _slack_app(settings, web, identity, Door(desk, workspace, work))
        try:
            duties = (digests.tick, watches.tick)
            yield replace(_program(settings, slack, work), duties=duties, digests=digests)
        finally:
            await work.finish()
            await workspace.afterthoughts.drop()


def _program(settings: Settings, slack: AsyncApp, work: Work) -> Program:
    if settings.slack_app_token is None:
        secret = _secret(settings.slack_signing_secret)
        return Program(http_app(slack, secret), work, nullcontext())
    socket = socket_mode(slack, _secret(settings.slack_app_token), slack.client)
    return Program(http_app(None), work, socket)


def _reader(gelato: Gelato) -> Callable[[str], Awaitable[Family]]:
    """Reads an order for its watches; that somebody watches it stands in the audit log."""

    async def read(order_id: str) -> Family:
        return await read_family(gelato, order_id, datetime.now(UTC))

    return read


def _workspace(
    settings: Settings, web: AsyncWebClient, identity: AuthorizeResult, database: SqliteDatabase
) -> Workspace:
    installation = Installation(identity.team_id or "", identity.enterprise_id or "")
    return Workspace(
        web=web,
        people=People(web, installation),
        deliveries=SqliteDeliveries(database),
        forms=SqliteFormStates(database),
        previews=settings.orderdesk_previews,
    )


def gelato_access(settings: Settings) -> GelatoAccess:
    """How these settings reach Gelato."""
    return GelatoAccess(
        dialect=settings.gelato_dialect,
        address=settings.gelato_address or "",
        key=_secret(settings.gelato_api_key),
        customer_reference_id=settings.gelato_customer_reference_id,
        paths=settings.gelato_paths,
        rate=settings.gelato_rate,
        page_size=settings.gelato_page_size,
        shipment_address=settings.gelato_shipment_url,
        shipment_methods=settings.gelato_shipment_methods,
    )


def _pseudonyms(settings: Settings) -> SecretKey:
    given = settings.orderdesk_secret_key
    return SecretKey(_secret(given) if given else key_beside(settings.database_path))


def _slack_app(
    settings: Settings, web: AsyncWebClient, identity: AuthorizeResult, door: Door
) -> AsyncApp:
    async def authorize(**_: Any) -> AuthorizeResult:
        return identity

    app = AsyncApp(
        client=web,
        signing_secret=_secret(settings.slack_signing_secret),
        authorize=authorize,
        process_before_response=True,
        logger=BOLT,
    )
    app.middleware(door)
    return app


async def _identity(web: AsyncWebClient) -> AuthorizeResult:
    """Who we are to Slack, asked once: Bolt would ask at each of its first requests."""
    try:
        async with asyncio.timeout(START_PATIENCE):
            answer = await web.auth_test()
        return AuthorizeResult.from_auth_test_response(
            auth_test_response=answer, bot_token=web.token
        )
    except SlackApiError as error:
        raise StartTrouble(_refusal(error_code(error))) from None
    except CONNECTION_ERRORS:
        raise StartTrouble(
            "Slack cannot be reached. Check the network and SLACK_API_URL."
        ) from None
    except UNREADABLE:
        raise StartTrouble(_refusal("")) from None


def _refusal(code: str) -> str:
    if not code:
        return "Slack's answer was not understood. Check SLACK_API_URL."
    return f"Slack refused SLACK_BOT_TOKEN ({code}). Copy it again from the app's install page."


def _secret(value: Any) -> str:
    return value.get_secret_value() if value is not None else ""
