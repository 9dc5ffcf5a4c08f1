"""What Slack's payloads say, read once, here, and no deeper."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.desk.desk import Asker

Body = Mapping[str, Any]


@dataclass(frozen=True)
class Ask:
    """Something a person did in Slack."""

    by: Asker
    user_name: str
    response_url: str
    """Answers that person for 30 minutes, five times; empty inside a form."""
    trigger_id: str
    """Opens a form for 3 seconds, once."""


@dataclass(frozen=True)
class Command(Ask):
    """A slash command; `text` is what follows it."""

    text: str


@dataclass(frozen=True)
class Click(Ask):
    """A press of a button, in a message or in a form."""

    action_id: str
    value: str
    view_id: str
    """The form it was pressed in; empty for a message."""
    private: bool
    """Whether only this person sees what was clicked."""


@dataclass(frozen=True)
class Submission(Ask):
    """A form that was sent."""

    callback_id: str
    view_id: str
    view: Body


def read_command(body: Body) -> Command:
    """A slash command: form fields, all of them text."""
    return Command(
        by=_asker(body["user_id"], body.get("team_id"), body.get("channel_id")),
        user_name=str(body.get("user_name", "")),
        response_url=str(body.get("response_url", "")),
        trigger_id=str(body.get("trigger_id", "")),
        text=str(body.get("text", "")),
    )


def read_click(body: Body) -> Click:
    """The first action of a block_actions payload: Slack sends one at a time."""
    action, container = body["actions"][0], body.get("container") or {}
    view_id = str((body.get("view") or {}).get("id", ""))
    return Click(
        **_common(body),
        action_id=str(action.get("action_id", "")),
        value=str(action.get("value") or ""),
        view_id=view_id,
        private=bool(view_id or container.get("is_ephemeral")),
    )


def read_submission(body: Body) -> Submission:
    """A view_submission payload."""
    view = body["view"]
    return Submission(
        **_common(body),
        callback_id=str(view.get("callback_id", "")),
        view_id=str(view.get("id", "")),
        view=view,
    )


def _common(body: Body) -> dict[str, Any]:
    user, team = body["user"], body.get("team") or body.get("enterprise") or {}
    channel = body.get("channel") or {}
    return {
        "by": _asker(user["id"], team.get("id") or user.get("team_id"), channel.get("id")),
        "user_name": str(user.get("username") or user.get("name") or ""),
        "response_url": str(body.get("response_url") or ""),
        "trigger_id": str(body.get("trigger_id") or ""),
    }


def _asker(person: str, team: str | None, channel: str | None) -> Asker:
    return Asker(str(person), str(team or ""), str(channel or ""), secrets.token_hex(3).upper())
