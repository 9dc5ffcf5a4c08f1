"""Reads what a Slack app manifest grants: scopes, commands, shortcuts, events."""

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]

DEFAULT: Json = {
    "features": {
        "slash_commands": [
            {
                "command": "/order",
                "description": "Look up and change print orders",
                "usage_hint": "1042 | search | help",
                "should_escape": True,
            }
        ],
        "shortcuts": [
            {"type": "global", "name": "Find an order", "callback_id": "find_order"},
            {"type": "message", "name": "Look up this order", "callback_id": "look_up_message"},
        ],
    },
    "oauth_config": {
        "scopes": {
            "bot": [
                "app_mentions:read",
                "channels:history",
                "channels:join",
                "channels:read",
                "chat:write",
                "commands",
                "files:write",
                "groups:history",
                "groups:read",
                "im:history",
                "im:read",
                "im:write",
                "reactions:write",
                "team:read",
                "usergroups:read",
                "users:read",
            ]
        }
    },
    "settings": {
        "event_subscriptions": {"bot_events": ["app_home_opened", "app_mention", "message.im"]}
    },
}


def commands(manifest: Json) -> list[Json]:
    """The slash commands as the manifest lists them."""
    return list(manifest.get("features", {}).get("slash_commands", []))


def shortcuts(manifest: Json) -> list[Json]:
    """The shortcuts as the manifest lists them, `type` is global or message."""
    return list(manifest.get("features", {}).get("shortcuts", []))


def scopes(manifest: Json) -> list[str]:
    """What the bot's token is granted, in the manifest's order."""
    return list(manifest.get("oauth_config", {}).get("scopes", {}).get("bot", []))


def events(manifest: Json) -> set[str]:
    """The events the bot is told of."""
    return set(manifest.get("settings", {}).get("event_subscriptions", {}).get("bot_events", []))
