"""Every Web API method the stand-in knows, and the scope each one needs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.sandbox.slack.web_api import app, chat, conversations, files, users, views
from bot.sandbox.slack.web_api.arguments import Args
from bot.sandbox.slack.world import World


@dataclass(frozen=True)
class Method:
    """What a method does and the scope it needs; None where it needs none, or decides itself."""

    run: Callable[[World, Args], dict[str, Any]]
    scope: str | None = None
    writes: bool = False


METHODS: Mapping[str, Method] = {
    "auth.test": Method(app.auth_test),
    "team.info": Method(app.team_info, "team:read"),
    "bots.info": Method(app.bot_info, "users:read"),
    "chat.postMessage": Method(chat.post_message, "chat:write", writes=True),
    "chat.postEphemeral": Method(chat.post_ephemeral, "chat:write", writes=True),
    "chat.update": Method(chat.update, "chat:write", writes=True),
    "chat.delete": Method(chat.delete, "chat:write", writes=True),
    "chat.getPermalink": Method(chat.permalink),
    "conversations.info": Method(conversations.info),
    "conversations.members": Method(conversations.members),
    "conversations.history": Method(conversations.history),
    "conversations.replies": Method(conversations.replies),
    "conversations.open": Method(conversations.open_direct, "im:write"),
    "conversations.join": Method(conversations.join, "channels:join"),
    "users.conversations": Method(conversations.of_user),
    "users.info": Method(users.info, "users:read"),
    "usergroups.list": Method(users.groups, "usergroups:read"),
    "usergroups.users.list": Method(users.group_members, "usergroups:read"),
    "views.open": Method(views.open_view),
    "views.push": Method(views.push),
    "views.update": Method(views.update),
    "views.publish": Method(views.publish),
    "files.getUploadURLExternal": Method(files.upload_url, "files:write"),
    "files.completeUploadExternal": Method(files.complete, "files:write", writes=True),
    "reactions.add": Method(conversations.react, "reactions:write", writes=True),
}
