"""The sandbox: the whole bot between a stand-in Slack and a stand-in Gelato, on this machine."""

import tempfile
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.desk.asking import Tempo
from bot.desk.subscribing import Sight
from bot.orders.access import Role
from bot.orders.dialect import Dialect
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.serving import served
from bot.sandbox.slack import StandInSlack
from bot.sandbox.slack.people import ANN, LEE, MAX, TEAM
from bot.settings import GivenSettings, Settings
from bot.store.database import SqliteDatabase
from bot.store.ports import Entry, Operation
from bot.store.roles import SqliteRoles
from handlers.app import Program, opened
from handlers.gallery import gallery
from handlers.http import WEBHOOKS_PATH
from handlers.manifest import manifest
from handlers.sandbox_past import remember_past
from handlers.serving import serving

LOOPBACK = "127.0.0.1"
SIGNING_SECRET = "sandbox-signing-secret"  # noqa: S105  # the stand-in's, known to all
BOT_TOKEN = "xoxb-sandbox"  # noqa: S105
APP_TOKEN = "xapp-sandbox"  # noqa: S105
ROLES = {ANN: Role.AGENT, LEE: Role.LEAD}
"""What the invented people are; Max is the first admin, and Ida a member without a role."""
WEBHOOK_SECRET = "sandbox-webhook-secret"  # noqa: S105
SWEEP_EVERY = timedelta(minutes=1)
"""Soon enough for somebody who has just let time pass at the stand-in."""


@dataclass(frozen=True)
class Sandbox:
    """Addresses of a running sandbox."""

    page: str
    bot: str
    slack: StandInSlack
    gelato: StandInGelato


@asynccontextmanager
async def running(
    port: int = 0,
    orders: int = 200,
    dialect: Dialect = Dialect.CONNECT,
    bot_port: int = 0,
    *,
    socket_mode: bool = False,
    ticking: bool = False,
    sight: Sight | None = None,
) -> AsyncIterator[Sandbox]:
    """Everything, until the caller leaves. Port 0 takes a free one, as does the bot if it must.

    Slack delivers by signed HTTP, or over the socket that Socket Mode opens. While the clock ticks,
    the sweep asks Gelato beside people; without it, only what Gelato tells is followed. `sight` is
    what digests look at.

    Raises OSError when the page's port is taken.
    """
    gelato = StandInGelato(dialect.value, orders=orders)
    slack = StandInSlack(
        signing_secret=SIGNING_SECRET,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        manifest=manifest(),
        gallery=lambda: gallery(gelato.orders, dialect, datetime.now(UTC)),
    )
    async with AsyncExitStack() as stack:
        gelato_url = await stack.enter_async_context(served(gelato.app))
        page = await stack.enter_async_context(served(slack.app, port=port))
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="orderdesk-"))
        settings = sandbox_settings(gelato, gelato_url, page, Path(folder))
        if socket_mode:
            settings = over_socket(settings)
        await hand_out_roles(settings)
        async with SqliteDatabase.opened(settings.database_path) as database:
            await remember_past(database, gelato, datetime.now(UTC))
        tempo = Tempo(sweep_every=SWEEP_EVERY)
        program = await stack.enter_async_context(opened(settings, tempo=tempo, sight=sight))
        bot = await _bot_address(stack, program, bot_port)
        slack.request_url = f"{bot}/slack/events"
        gelato.hooks.listen(f"{bot}{WEBHOOKS_PATH}", WEBHOOK_SECRET)
        slack.links.append({"label": "Everything the bot can draw", "url": f"{page}/gallery"})
        slack.links.append({"label": "Faults of Gelato", "url": f"{gelato_url}/control"})
        await stack.enter_async_context(program.connection)
        if ticking:
            await stack.enter_async_context(program.ticking)
        yield Sandbox(page, bot, slack, gelato)


async def _bot_address(stack: AsyncExitStack, program: Program, port: int) -> str:
    try:
        return await stack.enter_async_context(serving(program.http, LOOPBACK, port))
    except OSError:
        return await stack.enter_async_context(serving(program.http, LOOPBACK, 0))


def sandbox_settings(
    gelato: StandInGelato, gelato_url: str, slack_url: str, folder: Path
) -> Settings:
    """What a real installation would set; here it points at the stand-ins."""
    return GivenSettings.model_validate(
        {
            "slack_bot_token": BOT_TOKEN,
            "slack_signing_secret": SIGNING_SECRET,
            "slack_api_url": f"{slack_url}/api",
            "gelato_dialect": gelato.dialect,
            "gelato_api_url": f"{gelato_url}{gelato.base}",
            "gelato_api_key": gelato.key,
            "gelato_shipment_url": gelato_url,
            "gelato_webhook_secret": WEBHOOK_SECRET,
            "database_url": f"sqlite:///{folder}/orderdesk.db",
            "orderdesk_admins": (MAX,),
        }
    )


async def hand_out_roles(settings: Settings) -> None:
    """The invented people get their roles, before the program starts."""
    now = datetime.now(UTC)
    entry = Entry(now, Operation.ROLE, "done", MAX, TEAM, "", "", (), timedelta(), "sandbox")
    async with SqliteDatabase.opened(settings.database_path) as database:
        for person, role in ROLES.items():
            await SqliteRoles(database).change(person, role, entry, ())


def over_socket(settings: Settings) -> Settings:
    """The same, with Socket Mode in place of signed HTTP."""
    given = settings.model_dump(exclude={"slack_signing_secret"}, exclude_unset=True)
    return GivenSettings.model_validate({**given, "slack_app_token": APP_TOKEN})
