"""The settings of interface.md: frozen, and the only reader of the environment."""

import json
import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from dotenv import dotenv_values
from pydantic import AfterValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import (
    BaseSettings,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from rapidfuzz.distance import Levenshtein

from bot.orders.dialect import Dialect

ENV_FILE = ".env"
ENDPOINTS = frozenset(
    {"submit", "get", "search", "cancel", "update", "patch", "delete", "quote", "methods"}
)
SHORTEST_KEY = 16
V4_HOST = "https://order.gelatoapis.com"
_LOOPBACK = {"localhost", "127.0.0.1", "::1"}


class SettingsError(Exception):
    """One sentence that names the setting; never its value."""


def _safe_address(url: str) -> str:
    if not _is_safe(url):
        raise ValueError("must be an https:// address (plain http is for this machine only)")
    return url.rstrip("/")


def _is_safe(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port  # a port is only checked when it is asked for
    except ValueError:  # whose words may hold a part of the address
        return False
    here = parts.scheme == "http" and host in _LOOPBACK
    return here or (parts.scheme == "https" and bool(host))


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, OSError, ValueError):
        raise ValueError("must be a time zone's IANA name, such as Europe/Oslo") from None
    return name


def _split(value: object) -> object:
    if isinstance(value, str):
        return tuple(word.strip() for word in value.split(",") if word.strip())
    return value


def _printable(text: str) -> str:
    """What an HTTP header can carry."""
    value = text.strip()
    if not value or not value.isascii() or not value.isprintable():
        raise ValueError("must be plain text without line breaks")
    return value


def _printable_secret(secret: SecretStr) -> SecretStr:
    return SecretStr(_printable(secret.get_secret_value()))


def _long_enough(secret: SecretStr) -> SecretStr:
    if len(secret.get_secret_value()) < SHORTEST_KEY:
        raise ValueError(f"must have at least {SHORTEST_KEY} characters")
    return secret


Secret = Annotated[SecretStr, AfterValidator(_printable_secret)]
Address = Annotated[str, AfterValidator(_safe_address)]


class Settings(BaseSettings):
    """Every setting, under its name in lower case. Secrets are masked in its `repr`."""

    model_config = SettingsConfigDict(
        env_file=ENV_FILE,
        frozen=True,
        extra="ignore",
        hide_input_in_errors=True,
        env_ignore_empty=True,
    )

    slack_bot_token: Secret | None = None
    slack_app_token: Secret | None = None
    slack_signing_secret: Secret | None = None
    slack_api_url: Address = "https://slack.com/api"
    gelato_dialect: Dialect = Dialect.CONNECT
    gelato_api_url: Address | None = None
    gelato_api_key: Secret | None = None
    gelato_shipment_url: Address = "https://shipment.gelatoapis.com"
    gelato_paths: Annotated[Mapping[str, str], NoDecode] = Field(default_factory=dict)
    gelato_customer_reference_id: Annotated[str, AfterValidator(_printable)] | None = None
    gelato_rate: float | None = Field(default=None, ge=0)
    gelato_page_size: int | None = Field(default=None, ge=1, le=100)
    gelato_shipment_methods: Annotated[tuple[str, ...], NoDecode] = (
        "normal",
        "standard",
        "express",
    )
    gelato_webhook_secret: Secret | None = None
    database_url: str = "sqlite:///orderdesk.db"
    port: int = Field(default=3000, ge=0, le=65535)
    host: str | None = None
    orderdesk_secret_key: Annotated[Secret, AfterValidator(_long_enough)] | None = None
    orderdesk_timezone: Annotated[str, AfterValidator(_known_zone)] = "UTC"
    orderdesk_admins: Annotated[tuple[str, ...], NoDecode] = ()
    orderdesk_read_only: bool = False
    orderdesk_previews: bool = True
    orderdesk_daily_changes: int = Field(default=100, ge=0)
    orderdesk_ops_token: Secret | None = None
    orderdesk_log: Literal["text", "json"] | None = None

    _lists = field_validator("gelato_shipment_methods", "orderdesk_admins", mode="before")(_split)

    @field_validator("gelato_paths", mode="before")
    @classmethod
    def _paths_are_templates(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return _templates(json.loads(value))
        except (ValueError, RecursionError) as error:
            raise ValueError(f"must be JSON of URL templates: {error}") from None

    @field_validator("database_url")
    @classmethod
    def _sqlite_only(cls, url: str) -> str:
        if not url.startswith("sqlite:///") or url.removeprefix("sqlite:///") in {"", ":memory:"}:
            raise ValueError("must be sqlite:///FILE; no other database is built yet")
        return url

    @property
    def gelato_address(self) -> str | None:
        """The base address of Gelato's orders; only v4 has one of its own."""
        return self.gelato_api_url or (V4_HOST if self.gelato_dialect is Dialect.V4 else None)

    @property
    def database_path(self) -> Path:
        """The SQLite file that DATABASE_URL names."""
        return Path(self.database_url.removeprefix("sqlite:///"))

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every secret value, for masking whatever is logged."""
        values = (getattr(self, name) for name in type(self).model_fields)
        return tuple(v.get_secret_value() for v in values if isinstance(v, SecretStr))

    def needed_to_run(self) -> Self:
        """These settings, when `orderdesk run` can work with them. Raises SettingsError."""
        for name in self._missing():
            raise SettingsError(f"{name.upper()} is missing: set it, or put it into {ENV_FILE}.")
        return self

    def _missing(self) -> Iterable[str]:
        needed = {
            "slack_bot_token": self.slack_bot_token,
            "slack_signing_secret": self.slack_signing_secret or self.slack_app_token,
            "gelato_api_key": self.gelato_api_key,
            "gelato_api_url": self.gelato_address,
        }
        return (name for name, value in needed.items() if value is None)


class GivenSettings(Settings):
    """Settings whose values all come from the program, none from the environment."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003  # pydantic-settings names these
        init_settings: PydanticBaseSettingsSource,
        *_: PydanticBaseSettingsSource,
        **__: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Only what the call gives."""
        return (init_settings,)


def read_settings() -> Settings:
    """The settings from the environment and the `.env` file of the working folder.

    Raises SettingsError for one that is malformed or misspelt.
    """
    _refuse_misspelt({*os.environ, *_names_in_file()})
    try:
        return Settings()
    except ValidationError as error:
        raise SettingsError(_sentence(error.errors()[0])) from None


def _names_in_file() -> Iterable[str]:
    try:
        return dotenv_values(ENV_FILE)
    except (OSError, UnicodeDecodeError):
        raise SettingsError(f"{ENV_FILE} cannot be read: it must be text in UTF-8.") from None


def _templates(paths: object) -> object:
    if not isinstance(paths, dict):
        raise ValueError("it is no object")  # noqa: TRY004  # pydantic turns ValueError into a fault
    if unknown := sorted(paths.keys() - ENDPOINTS):
        raise ValueError(f"{unknown[0]} is none of {', '.join(sorted(ENDPOINTS))}")
    for name, template in paths.items():
        _check_template(name, template)
    return paths


def _check_template(name: str, template: object) -> None:
    if not isinstance(template, str) or not template:
        raise ValueError(f"{name} is no address")
    if "://" in template:
        _safe_address(template)
    if template.replace("{id}", "").count("{"):
        raise ValueError(f"{name} holds another placeholder than {{id}}")


def _refuse_misspelt(names: Iterable[str]) -> None:
    known = {name.upper() for name in Settings.model_fields}
    for name in sorted(names):
        if name.upper() not in known and (ours := _meant(name.upper(), known)):
            raise SettingsError(f"{name} is not a setting. Did you mean {ours}?")


def _meant(name: str, known: set[str]) -> str | None:
    """The setting that was probably meant, if this name is one of ours or nearly so."""
    prefix = name.partition("_")[0]
    if prefix not in {"ORDERDESK", "GELATO", "SLACK"}:
        return None
    nearest = min(sorted(known), key=lambda ours: Levenshtein.distance(name, ours))
    if prefix == "SLACK" and Levenshtein.distance(name, nearest) > 2:
        return None
    return nearest


def _sentence(fault: Any) -> str:
    name = ".".join(str(step) for step in fault["loc"]).upper() or "A setting"
    return f"{name} {_reason(fault)}."


def _reason(fault: Any) -> str:
    message = str(fault["msg"]).removeprefix("Value error, ").rstrip(".")
    return message if message.startswith("must") else f"is malformed: {message}"
