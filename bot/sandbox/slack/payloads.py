"""The bodies of what Slack sends to a bot, in the shapes that docs.slack.dev shows."""

from typing import Any

from bot.sandbox.slack import elements, messages, views
from bot.sandbox.slack.channels import Channel
from bot.sandbox.slack.keys import VERIFICATION
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.people import (
    APP,
    BOT_USER,
    TEAM,
    TEAM_DOMAIN,
    Person,
    short,
    team_of,
)
from bot.sandbox.slack.views import View
from bot.sandbox.slack.world import World

Json = dict[str, Any]


def channel_name(channel: Channel) -> str:
    """The name an interaction gives a channel; private ones are not named."""
    return {"im": "directmessage", "private": "privategroup"}.get(channel.kind, channel.name)


def response_url(world: World, person: Person, channel: Channel, ts: str | None = None) -> str:
    """A fresh address for answering this act."""
    return f"{world.base_url}/response/{world.response_urls.issue(person.id, channel.id, ts)}"


def command(world: World, person: Person, channel: Channel, typed: tuple[str, str]) -> Json:
    """The form fields of a slash command; `typed` is the command and what follows it."""
    return {
        "token": VERIFICATION,
        "team_id": TEAM,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": channel_name(channel),
        "user_id": person.id,
        "user_name": person.name,
        "command": typed[0],
        "text": typed[1],
        "api_app_id": APP,
        "is_enterprise_install": "false",
        "response_url": response_url(world, person, channel),
        "trigger_id": world.triggers.issue(person.id),
    }


def _interaction(person: Person, kind: str) -> Json:
    return {
        "type": kind,
        "user": short(person),
        "api_app_id": APP,
        "token": VERIFICATION,
        "team": team_of(person),
        "enterprise": None,
        "is_enterprise_install": False,
    }


def on_message(world: World, person: Person, message: Message, kind: str) -> Json:
    """What an act on a message carries; an ephemeral message itself is left out, as Slack does."""
    channel = world.channels[message.channel]
    container: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": channel.id,
        "is_ephemeral": message.ephemeral,
    }
    if message.thread_ts:
        container["thread_ts"] = message.thread_ts
    return {
        **_interaction(person, kind),
        "container": container,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        **({} if message.ephemeral else {"message": messages.wire(message)}),
        "state": {"values": elements.state(message.blocks, message.typed)},
    }


def on_view(person: Person, view: View, kind: str) -> Json:
    """What an act in a form or on a Home tab carries."""
    return {
        **_interaction(person, kind),
        "container": {"type": "view", "view_id": view.id},
        "view": views.wire(view),
    }


def submission(world: World, person: Person, view: View, response_urls: list[Json]) -> Json:
    """A form that was sent off."""
    return {
        **_interaction(person, "view_submission"),
        "trigger_id": world.triggers.issue(person.id, view.id),
        "view": views.wire(view),
        "response_urls": response_urls,
    }


def closed(person: Person, view: View, *, cleared: bool) -> Json:
    """A form that was closed without being sent off."""
    return {
        **_interaction(person, "view_closed"),
        "view": views.wire(view),
        "is_cleared": cleared,
    }


def _shortcut(person: Person, kind: str) -> Json:
    """Shortcuts do not name the app (docs.slack.dev/reference/interaction-payloads)."""
    named = _interaction(person, kind)
    return {name: value for name, value in named.items() if name != "api_app_id"}


def shortcut(world: World, person: Person, callback_id: str) -> Json:
    """A global shortcut; it belongs to no channel and so has no response_url."""
    user = {name: value for name, value in short(person).items() if name != "name"}
    return {
        **_shortcut(person, "shortcut"),
        "user": user,
        "action_ts": world.stamps.ts(),
        "callback_id": callback_id,
        "trigger_id": world.triggers.issue(person.id),
    }


def message_shortcut(world: World, person: Person, message: Message, callback_id: str) -> Json:
    """A shortcut from a message's own menu."""
    channel = world.channels[message.channel]
    return {
        **_shortcut(person, "message_action"),
        "action_ts": world.stamps.ts(),
        "callback_id": callback_id,
        "trigger_id": world.triggers.issue(person.id),
        "response_url": response_url(world, person, channel, message.ts),
        "message_ts": message.ts,
        "channel": {"id": channel.id, "name": channel_name(channel)},
        "message": messages.wire(message),
    }


def event(world: World, body: Json, *, shared: bool = False) -> Json:
    """The envelope of the Events API around one event."""
    return {
        "token": VERIFICATION,
        "team_id": TEAM,
        "context_team_id": TEAM,
        "context_enterprise_id": None,
        "api_app_id": APP,
        "event": body,
        "type": "event_callback",
        "event_id": world.stamps.id("Ev"),
        "event_time": int(world.now),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": shared,
        "event_context": f"4-{world.stamps.token(32)}",
    }
