"""The Slack app manifest: the reviewed file beside this one, with the addresses put in."""

from importlib.resources import files
from typing import Any

import yaml

Manifest = dict[str, Any]

EVENTS_PATH = "/slack/events"


def manifest(url: str | None = None) -> Manifest:
    """For Socket Mode; or for signed HTTP below `url`, the program's public address."""
    document: Manifest = yaml.safe_load(files("handlers").joinpath("manifest.yaml").read_text())
    if url is None:
        return document
    address = f"{url.rstrip('/')}{EVENTS_PATH}"
    settings = document["settings"]
    settings["socket_mode_enabled"] = False
    settings["event_subscriptions"] = {"request_url": address, **settings["event_subscriptions"]}
    settings["interactivity"]["request_url"] = address
    for command in document["features"]["slash_commands"]:
        command["url"] = address
    return document


def scopes() -> frozenset[str]:
    """What the bot's token must be granted."""
    return frozenset(manifest()["oauth_config"]["scopes"]["bot"])


def printed(document: Manifest) -> str:
    """The manifest as YAML, ready to paste."""
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=100)
