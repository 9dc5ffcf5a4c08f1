"""One message of a conversation, and how the Web API writes it."""

from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.slack.people import APP, BOT, BOT_NAME, BOT_USER, TEAM

NO_TEXT = "This content can't be displayed."


@dataclass
class Message:
    """What somebody said. `visible_to` names the only person who sees it; None is everybody."""

    ts: str
    channel: str
    user: str
    text: str
    blocks: list[dict[str, Any]] = field(default_factory=list)
    thread_ts: str | None = None
    visible_to: str | None = None
    kind: str = "message"
    edited: str | None = None
    metadata: dict[str, Any] | None = None
    files: list[dict[str, Any]] = field(default_factory=list)
    attachments: list[dict[str, Any]] = field(default_factory=list)
    reactions: dict[str, list[str]] = field(default_factory=dict)
    broadcast: bool = False
    typed: dict[str, dict[str, Any]] = field(default_factory=dict)

    @property
    def by_bot(self) -> bool:
        """Did our bot say it?"""
        return self.user == BOT_USER

    @property
    def ephemeral(self) -> bool:
        """Seen by one person, and not a line that the person typed."""
        return self.visible_to is not None and self.kind != "command"


def _authorship(message: Message) -> dict[str, Any]:
    if not message.by_bot:
        return {"user": message.user}
    profile = {"id": BOT, "app_id": APP, "name": BOT_NAME, "deleted": False, "team_id": TEAM}
    return {"user": BOT_USER, "bot_id": BOT, "app_id": APP, "bot_profile": profile}


def _extras(message: Message) -> dict[str, Any]:
    extras: dict[str, Any] = {
        "blocks": message.blocks,
        "attachments": message.attachments,
        "files": message.files,
        "thread_ts": message.thread_ts,
        "edited": message.edited
        and {"user": BOT if message.by_bot else message.user, "ts": message.edited},
        "subtype": "thread_broadcast" if message.broadcast else None,
        "reactions": [
            {"name": name, "users": users, "count": len(users)}
            for name, users in message.reactions.items()
        ],
    }
    return {name: value for name, value in extras.items() if value}


def wire(message: Message, *, with_metadata: bool = False) -> dict[str, Any]:
    """A message as Slack sends it: in answers, in history and inside interactions."""
    body = {
        **_authorship(message),
        "type": "message",
        "ts": message.ts,
        "text": message.text or NO_TEXT,
        "team": TEAM,
        **_extras(message),
    }
    if with_metadata and message.metadata:
        body["metadata"] = message.metadata
    return body
