"""The methods about the bot itself: who it is, where it is, and its socket."""

from typing import Any

from bot.sandbox.slack.people import (
    APP,
    BOT,
    BOT_NAME,
    BOT_USER,
    TEAM,
    TEAM_DOMAIN,
    TEAM_NAME,
)
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.web_api.arguments import Args
from bot.sandbox.slack.world import World

Json = dict[str, Any]


def api_test(_: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/api.test."""
    if args.get("error"):
        raise Refusal(str(args["error"]), {"args": dict(args)})
    return {"args": dict(args)}


def auth_test(_: World, __: Args) -> Json:
    """https://docs.slack.dev/reference/methods/auth.test."""
    return {
        "url": f"https://{TEAM_DOMAIN}.slack.com/",
        "team": TEAM_NAME,
        "user": BOT_NAME.lower(),
        "team_id": TEAM,
        "user_id": BOT_USER,
        "bot_id": BOT,
        "is_enterprise_install": False,
    }


def team_info(_: World, __: Args) -> Json:
    """https://docs.slack.dev/reference/methods/team.info."""
    return {
        "team": {
            "id": TEAM,
            "name": TEAM_NAME,
            "domain": TEAM_DOMAIN,
            "url": f"https://{TEAM_DOMAIN}.slack.com/",
            "email_domain": "example.com",
        }
    }


def bot_info(_: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/bots.info."""
    if args.get("bot") not in (None, BOT):
        raise Refusal("bot_not_found")
    return {
        "bot": {
            "id": BOT,
            "deleted": False,
            "name": BOT_NAME,
            "updated": 1_700_000_000,
            "app_id": APP,
            "user_id": BOT_USER,
        }
    }
