"""The doctor checks every setting against the real parts and says what to do."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.gelato import StandInGelato
from bot.sandbox.serving import served
from bot.sandbox.slack import StandInSlack
from bot.sandbox.slack.people import GUS, MAX
from bot.settings import GivenSettings, Settings
from handlers.doctor import findings
from handlers.manifest import manifest
from handlers.sandbox import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET, sandbox_settings

NOWHERE = "http://127.0.0.1:9"
"""The port that discards: nobody listens there."""


@dataclass
class Clinic:
    """Stand-ins, and settings that fit them."""

    settings: Settings
    slack: StandInSlack
    gelato: StandInGelato

    def but(self, **changed: Any) -> Settings:
        given = self.settings.model_dump(exclude_unset=True) | changed
        return GivenSettings.model_validate(
            {name: value for name, value in given.items() if value is not None}
        )


@pytest.fixture
async def clinic(tmp_path: Path) -> AsyncIterator[Clinic]:
    slack = StandInSlack(
        signing_secret=SIGNING_SECRET,
        bot_token=BOT_TOKEN,
        app_token=APP_TOKEN,
        manifest=manifest(),
    )
    gelato = StandInGelato("connect", orders=10)
    async with served(slack.app) as slack_url, served(gelato.app) as gelato_url:
        yield Clinic(sandbox_settings(gelato, gelato_url, slack_url, tmp_path), slack, gelato)


async def _ill(settings: Settings) -> list[str]:
    return [str(finding) async for finding in findings(settings) if not finding.well]


async def test_all_is_well(clinic):
    """With settings that fit, every finding is good, and each setting has its line."""
    lines = [str(finding) async for finding in findings(clinic.settings)]
    assert all(line.startswith("ok") for line in lines)
    told = "\n".join(lines)
    for part in (
        "SLACK_BOT_TOKEN",
        "scopes",
        "clock",
        f"ORDERDESK_ADMINS ({MAX})",
        "SLACK_SIGNING_SECRET",
        "GELATO_API_KEY",
        "DATABASE_URL",
        "mode of the database",
    ):
        assert part in told


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"slack_bot_token": None}, ["SLACK_BOT_TOKEN", "set it"]),
        ({"slack_bot_token": "xoxb-other"}, ["SLACK_BOT_TOKEN", "invalid_auth"]),
        ({"slack_api_url": NOWHERE}, ["SLACK_BOT_TOKEN", "SLACK_API_URL"]),
        ({"slack_signing_secret": None}, ["SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN"]),
        ({"slack_app_token": "xapp-other"}, ["SLACK_APP_TOKEN", "invalid_auth"]),
        ({"orderdesk_admins": (GUS,)}, ["ORDERDESK_ADMINS", GUS, "no full member"]),
        ({"orderdesk_admins": (MAX, "U0TYPO")}, ["ORDERDESK_ADMINS", "U0TYPO", "no full member"]),
        ({"gelato_api_key": None}, ["GELATO_API_KEY", "set it"]),
        ({"gelato_api_key": "other:key"}, ["GELATO_API_KEY", "copy the whole value"]),
        ({"gelato_api_url": None}, ["GELATO_API_URL", "set it"]),
        ({"gelato_api_url": NOWHERE}, ["GELATO_API_URL", "nobody answers"]),
        ({"gelato_webhook_secret": "short"}, ["GELATO_WEBHOOK_SECRET", "16"]),
        ({"database_url": "sqlite:////proc/nowhere/orderdesk.db"}, ["DATABASE_URL", "opened"]),
    ],
    ids=lambda value: ", ".join(value) if isinstance(value, dict) else "",
)
async def test_each_fault_has_its_line(clinic, changed, told):
    """What is wrong is named on one line, with what to do, and no secret in it."""
    ill = await _ill(clinic.but(**changed))
    assert len(ill) == 1
    assert all(words in ill[0] for words in told)
    assert not any(secret in ill[0] for secret in clinic.but(**changed).secrets)


async def test_socket_mode_needs_no_signing_secret(clinic):
    """With Socket Mode the signing secret is nobody's business."""
    settings = clinic.but(slack_app_token=APP_TOKEN, slack_signing_secret=None)
    assert await _ill(settings) == []


async def test_a_lacking_scope_is_named(clinic):
    """A token that was installed with fewer scopes than the manifest asks for is found out."""
    document = manifest()
    document["oauth_config"]["scopes"]["bot"].remove("users:read")
    slack = StandInSlack(bot_token=BOT_TOKEN, manifest=document)
    async with served(slack.app) as url:
        ill = await _ill(clinic.but(slack_api_url=f"{url}/api"))
    assert ["users:read" in line for line in ill] == [True]


async def test_an_open_database_file_is_found(clinic):
    """A database that others on the machine may read is named with the command that mends it."""
    clinic.settings.database_path.touch()
    clinic.settings.database_path.chmod(0o644)
    ill = await _ill(clinic.settings)
    assert ["chmod 600" in line for line in ill] == [True]
