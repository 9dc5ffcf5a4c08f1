"""What Slack's payloads say, read once, here, and no deeper."""

import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.desk.records import Asker
from bot.orders.recipient import Audience

Body = Mapping[str, Any]

_SPOKEN = {None, "file_share", "thread_broadcast"}
"""Kinds of messages in which a person says something."""
_LINK = re.compile(r"<(?:#[A-Z0-9]+\|([^>]*)|[^>|]*\|([^>]*)|((?:https?|mailto|tel):[^>|]*))>")
_MENTION = re.compile(r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>")


@dataclass(frozen=True, kw_only=True)
class Ask:
    """Something a person did in Slack."""

    by: Asker
    keys: tuple[str, ...]
    """What tells this ask from every other one: Slack may deliver it again."""
    user_name: str = ""
    response_url: str = ""
    """Answers that person for 30 minutes, five times; empty for events and inside a form."""
    trigger_id: str = ""
    """Opens a form for 3 seconds, once; empty for events."""
    thread_ts: str = ""
    """The thread it was asked in."""
    is_thread_new: bool = False
    """Nobody has answered in that thread: what one person alone sees is not shown there."""
    seen_by: Audience = Audience.ASKER
    """Who sees what is put where this was asked."""

    @property
    def is_direct(self) -> bool:
        """Whether it was asked in the conversation that this person has with the bot."""
        return self.by.channel.startswith("D")


@dataclass(frozen=True, kw_only=True)
class Command(Ask):
    """A slash command; `text` is what follows it."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Mention(Ask):
    """Words said to the bot in a channel, with a mention, or in its direct messages."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Click(Ask):
    """A press of a button, in a message or in a form."""

    action_id: str
    value: str
    block_id: str = ""
    """The name of the block that holds what was pressed."""
    card: str
    """What tells this message or form from every other one."""
    view: Body = field(default_factory=dict)
    """The form it was pressed in; empty for a message."""
    posted_ts: str = ""
    """The posted message it was pressed in; empty where only one person sees it, or in a form."""


@dataclass(frozen=True, kw_only=True)
class Shortcut(Ask):
    """A choice from one of Slack's menus: a global one belongs to no channel."""

    callback_id: str
    text: str = ""
    """What the message says in whose menu it was chosen."""


@dataclass(frozen=True, kw_only=True)
class Submission(Ask):
    """A form that was sent."""

    callback_id: str
    view: Body


def read_command(body: Body) -> Command:
    """A slash command: form fields, all of them text."""
    return Command(
        by=_asker(
            body["user_id"],
            _team(body),
            body.get("channel_id"),
        ),
        keys=_keys(body),
        user_name=str(body.get("user_name", "")),
        response_url=str(body.get("response_url", "")),
        trigger_id=str(body.get("trigger_id", "")),
        text=str(body.get("text", "")),
    )


def read_mention(body: Body) -> Mention | None:
    """An app_mention, or a message in the bot's direct messages; None for any other event.

    One message may come as several events with ids of their own (slack-facts 3.3), so the
    message itself is remembered too.
    """
    event = body["event"]
    if not _is_said_to_us(event):
        return None
    channel, ts = str(event["channel"]), str(event["ts"])
    direct = channel.startswith("D")
    return Mention(
        by=_asker(
            event["user"],
            event.get("team") or _team(body),
            channel,
        ),
        keys=(*_event_key(body), f"message:{channel}:{ts}"),
        thread_ts=str(event.get("thread_ts") or ("" if direct else ts)),
        is_thread_new=not event.get("thread_ts"),
        seen_by=Audience.ASKER if direct else Audience.CHANNEL,
        text=_plain(str(event.get("text") or "")),
    )


def read_click(body: Body) -> Click:
    """The first action of a block_actions payload: Slack sends one at a time."""
    action, container = body["actions"][0], body.get("container") or {}
    view = body.get("view") or {}
    common = _common(body)
    private = bool(view or container.get("is_ephemeral") or common["by"].channel.startswith("D"))
    return Click(
        **common,
        thread_ts=str(container.get("thread_ts") or ""),
        seen_by=Audience.ASKER if private else Audience.CHANNEL,
        action_id=str(action.get("action_id", "")),
        value=str(action.get("value") or (action.get("selected_option") or {}).get("value") or ""),
        block_id=str(action.get("block_id") or ""),
        card=f"{common['by'].channel}:{container.get('message_ts') or view.get('id')}",
        view=view,
        posted_ts="" if view or container.get("is_ephemeral") else _text(container, "message_ts"),
    )


def _text(body: Body, name: str) -> str:
    return str(body.get(name) or "")


def read_shortcut(body: Body) -> Shortcut:
    """A global shortcut, or one in the menu of a message: the thread is then that message's."""
    message = body.get("message") or {}
    return Shortcut(
        **_common(body),
        thread_ts=_text(message, "thread_ts") or _text(message, "ts"),
        is_thread_new=not message.get("thread_ts"),
        callback_id=_text(body, "callback_id"),
        text=_plain(_text(message, "text")),
    )


def read_submission(body: Body) -> Submission:
    """A view_submission payload."""
    view = body["view"]
    return Submission(**_common(body), callback_id=str(view.get("callback_id", "")), view=view)


def _is_said_to_us(event: Body) -> bool:
    if event.get("bot_id") or not event.get("user"):
        return False
    if event.get("subtype") not in _SPOKEN:
        return False
    is_direct = event.get("type") == "message" and event.get("channel_type") == "im"
    return is_direct or event.get("type") == "app_mention"


def _plain(text: str) -> str:
    """What was said, without mentions, and links as the words they were typed with."""
    spoken = _MENTION.sub(" ", text)
    return _LINK.sub(lambda link: (link[1] and f"#{link[1]}") or link[2] or link[3] or "", spoken)


def _event_key(body: Body) -> tuple[str, ...]:
    return (f"event:{body['event_id']}",) if body.get("event_id") else ()


def _common(body: Body) -> dict[str, Any]:
    user, team = body["user"], body.get("team") or body.get("enterprise") or {}
    channel = (body.get("channel") or {}).get("id") or (body.get("container") or {}).get(
        "channel_id"
    )
    return {
        "by": _asker(user["id"], team.get("id") or user.get("team_id"), channel),
        "keys": _keys(body),
        "user_name": str(user.get("username") or user.get("name") or ""),
        "response_url": str(body.get("response_url") or ""),
        "trigger_id": str(body.get("trigger_id") or ""),
    }


def _team(body: Body) -> str | None:
    """The workspace, or the organisation where an app belongs to a whole one."""
    return body.get("team_id") or body.get("enterprise_id")


def _keys(body: Body) -> tuple[str, ...]:
    """A trigger id belongs to one act of one person."""
    trigger = body.get("trigger_id")
    return (f"trigger:{trigger}",) if trigger else ()


def _asker(person: str, team: str | None, channel: str | None) -> Asker:
    return Asker(str(person), str(team or ""), str(channel or ""), secrets.token_hex(3).upper())
