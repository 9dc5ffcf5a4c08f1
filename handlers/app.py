"""Puts the program together: everything is made once, here, and closed in turn."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal
from zoneinfo import ZoneInfo

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from starlette.types import ASGIApp

from bot.desk.asking import USUAL, Caps, Tempo
from bot.desk.assembly import Parts, desk_of
from bot.desk.carriers import Carriers
from bot.desk.desk import Desk
from bot.desk.following import Following
from bot.desk.hints import Hints
from bot.desk.outward import Outward
from bot.desk.subscribing import Sight
from bot.desk.sweep import Sweep, SweepStore
from bot.gelato.client import Gelato, GelatoAccess
from bot.orders.access import Role
from bot.settings import Settings
from bot.store.database import SqliteDatabase
from bot.store.deliveries import SqliteDeliveries
from bot.store.form_states import SqliteFormStates
from bot.store.inbox import SqliteInbox
from bot.store.leases import SqliteLeases
from bot.store.ledger import SqliteLedger
from bot.store.secret_key import SecretKey, key_beside
from bot.store.submissions import SqliteSubmissions
from bot.store.sweep_log import SqliteSweepLog
from handlers.clock import Clock, Duty
from handlers.http import http_app
from handlers.logs import BOLT
from handlers.slack.door import Door
from handlers.slack.keeping import Keeping
from handlers.slack.leaving import leaving
from handlers.slack.mending import mend_later
from handlers.slack.people import Installation, People
from handlers.slack.posting import SlackPoster
from handlers.slack.sending import CONNECTION_ERRORS, UNREADABLE, error_code
from handlers.slack.socket import socket_mode
from handlers.slack.telling import DirectMessages
from handlers.slack.user_groups import SlackDirectory, UserGroups
from handlers.slack.watch_posting import SlackWatchPoster
from handlers.slack.web import slack_client, slack_session
from handlers.slack.work import Work
from handlers.slack.workspace import Workspace
from handlers.webhooks import Webhooks

Half = Literal["web", "clock"]
"""A part of the program that runs alone."""

HINTS = "webhooks"
"""The duty that works on what Gelato told."""
START_PATIENCE = 20.0
"""Seconds that Slack has to answer the first call."""


class StartTrouble(Exception):
    """Why the program cannot start, in one sentence."""


@dataclass(frozen=True)
class Program:
    """What runs: the HTTP side, the work behind it, the clock, and maybe a connection to Slack."""

    http: ASGIApp
    work: Work
    desk: Desk
    connection: AbstractAsyncContextManager[None]
    """To be held while the program listens: Socket Mode's, or nothing under signed HTTP."""
    clock: Clock
    ticking: AbstractAsyncContextManager[None]
    """To be held while the clock ticks; nothing where another process does that."""


@asynccontextmanager
async def opened(
    settings: Settings,
    only: Half | None = None,
    *,
    tempo: Tempo = USUAL,
    sight: Sight | None = None,
) -> AsyncIterator[Program]:
    """The program with these settings; at the end, what is under way is finished first.

    `web` serves everything and does not tick; `clock` ticks, and serves /healthz alone.

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
        ledger, carriers = SqliteLedger(database), Carriers(gelato)
        following = Following(ledger, carriers)
        directory = SlackDirectory(workspace.people, UserGroups(web))
        desk = desk_of(
            Parts(
                gelato=gelato,
                database=database,
                directory=directory,
                saw=following.saw,
                tempo=tempo,
                sight=sight,
                outward=Outward(SlackPoster(web), SlackWatchPoster(workspace)),
                **_chosen(settings),
            )
        )
        desk.rights.on_left.append(leaving(desk, workspace))
        await desk.rights.begin()
        hints = Hints(gelato, ledger, SqliteInbox(database), carriers)
        sweep = Sweep(gelato, _sweep_store(database), carriers, every=tempo.sweep_every)
        clock = Clock(
            (
                Duty(HINTS, hints.work, then="watches"),
                Duty("sweep", sweep.run_if_due, then="watches"),
                Duty("digests", desk.digests.digests.tick),
                Duty("watches", desk.watches.tick),
                Duty("forms", lambda: workspace.forms.forget_ended(workspace.now())),
            )
        )
        keeping = Keeping(desk, workspace, work)
        slack = _slack_app(settings, web, identity, Door(desk, workspace, work, keeping))
        webhooks = _webhooks(settings, SqliteInbox(database), clock)
        leads = partial(desk.rights.people_with, Role.LEAD)
        mend = partial(mend_later, desk=desk, workspace=workspace)
        try:
            async with desk.changes.going_on(DirectMessages(workspace, leads, mend)):
                try:
                    async with keeping.going_on(tempo.look_out):
                        yield _program(settings, slack, Running(work, desk, clock, webhooks, only))
                finally:
                    await work.finish()
        finally:
            await workspace.afterthoughts.drop()
            await clock.stop()
            await following.finish()


@dataclass(frozen=True)
class Running:
    """What a program is made of, whichever half of it runs."""

    work: Work
    desk: Desk
    clock: Clock
    webhooks: Webhooks | None
    only: Half | None

    @property
    def ticking(self) -> AbstractAsyncContextManager[None]:
        """The clock, unless another process ticks."""
        return nullcontext() if self.only == "web" else self.clock.ticking()


def _program(settings: Settings, slack: AsyncApp, parts: Running) -> Program:
    connection: AbstractAsyncContextManager[None] = nullcontext()
    if parts.only == "clock":
        http = http_app(None)
    elif settings.slack_app_token is None:
        http = http_app(slack, _secret(settings.slack_signing_secret), parts.webhooks)
    else:
        connection = socket_mode(slack, _secret(settings.slack_app_token), slack.client)
        http = http_app(None, webhooks=parts.webhooks)
    return Program(http, parts.work, parts.desk, connection, parts.clock, parts.ticking)


def _chosen(settings: Settings) -> dict[str, Any]:
    """What the settings say of a desk."""
    zone = ZoneInfo(settings.orderdesk_timezone)
    return {
        "pseudonyms": _pseudonyms(settings),
        "admins": settings.orderdesk_admins,
        "read_only": settings.orderdesk_read_only,
        "caps": Caps(settings.orderdesk_daily_changes, zone),
        "zone": zone,
    }


def _sweep_store(database: SqliteDatabase) -> SweepStore:
    return SweepStore(SqliteLedger(database), SqliteSweepLog(database), SqliteLeases(database))


def _webhooks(settings: Settings, inbox: SqliteInbox, clock: Clock) -> Webhooks | None:
    """The door for Gelato's webhooks; none without a secret that they carry."""
    if settings.gelato_webhook_secret is None:
        return None
    secret = _secret(settings.gelato_webhook_secret)
    return Webhooks(secret, inbox, lambda: clock.nudge(HINTS))


def _workspace(
    settings: Settings, web: AsyncWebClient, identity: AuthorizeResult, database: SqliteDatabase
) -> Workspace:
    installation = Installation(identity.team_id or "", identity.enterprise_id or "")
    return Workspace(
        web=web,
        people=People(web, installation),
        deliveries=SqliteDeliveries(database),
        forms=SqliteFormStates(database),
        submissions=SqliteSubmissions(database),
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
