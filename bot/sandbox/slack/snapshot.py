"""What one person sees of the workspace, as the page wants it."""

from collections.abc import Iterable, Mapping
from typing import Any

from bot.sandbox.slack import manifest
from bot.sandbox.slack.channels import Channel
from bot.sandbox.slack.elements import visible
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.people import BOT_NAME, BOT_USER, SLACKBOT, TEAM_NAME, Person
from bot.sandbox.slack.views import View
from bot.sandbox.slack.world import World

Json = dict[str, Any]
TOAST_LIFE = 15.0


def snapshot(world: World, person: Person, delivery: str) -> Json:
    """Everything this person may see; `delivery` is http, socket or none."""
    home = world.views.homes.get(person.id)
    return {
        "version": world.version,
        "workspace": {"name": TEAM_NAME, "bot": {"name": BOT_NAME, "user_id": BOT_USER}},
        "delivery": delivery,
        "me": _person(world, person),
        "people": [_person(world, each) for each in world.people.values()],
        "channels": [_channel(world, person, each) for each in world.channels_of(person)],
        "commands": [] if person.foreign else _commands(world),
        "shortcuts": [] if person.foreign else _shortcuts(world),
        "views": [_view(each, person) for each in world.views.stack(person.id)],
        "home": _view(home, person) if home else None,
        "toasts": _toasts(world, person),
        "faults": world.faults.listed(),
    }


def _person(world: World, person: Person) -> Json:
    return {
        "id": person.id,
        "name": person.name,
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_offset": person.tz_offset(world.now),
        "locale": person.locale,
        "initials": person.initials,
        "color": person.color,
        "guest": person.guest or person.foreign,
        "note": person.note,
    }


def _channel(world: World, person: Person, channel: Channel) -> Json:
    seen = list(channel.seen_by(person.id))
    counts = _reply_counts(seen)
    return {
        "id": channel.id,
        "name": BOT_NAME if channel.kind == "im" else channel.name,
        "kind": channel.kind,
        "topic": channel.topic,
        "bot_is_member": channel.bot_is_member,
        "archived": channel.archived,
        "shared": channel.shared,
        "unread": 0,
        "messages": [_message(world, person, m, counts.get(m.ts, 0)) for m in seen],
    }


def _reply_counts(seen: Iterable[Message]) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for each in seen:
        if each.thread_ts and not each.ephemeral:
            counts[each.thread_ts] = counts.get(each.thread_ts, 0) + 1
    return counts


def _message(world: World, person: Person, message: Message, replies: int) -> Json:
    return {
        "ts": message.ts,
        "thread_ts": message.thread_ts,
        "reply_count": replies,
        "user": message.user,
        "username": _name(world, message.user),
        "bot": message.user in (BOT_USER, SLACKBOT),
        "text": _text(message),
        "blocks": visible(message.blocks, person.id),
        "files": [{"name": f["name"], "url": f["url_private"]} for f in message.files],
        "reactions": [{"name": n, "count": len(u)} for n, u in message.reactions.items()],
        "ephemeral": message.ephemeral,
        "edited": message.edited is not None,
        "kind": message.kind,
    }


def _text(message: Message) -> str:
    """The text, with a link to each file."""
    links = [f"<{f['url_private']}|{f['name']}>" for f in message.files]
    return "\n".join(part for part in (message.text, *links) if part)


def _name(world: World, user: str) -> str:
    fixed = {BOT_USER: BOT_NAME, SLACKBOT: "Slackbot"}
    return fixed.get(user) or world.people[user].real_name


def _view(view: View, person: Person) -> Json:
    raw = view.raw
    return {
        "id": view.id,
        "hash": view.hash,
        "type": raw["type"],
        "callback_id": raw.get("callback_id", ""),
        "title": raw.get("title"),
        "blocks": visible(view.blocks, person.id),
        "submit": raw.get("submit"),
        "close": raw.get("close"),
        "state": {"values": view.values()},
        "errors": view.errors,
        "notice": view.notice,
        "busy": view.busy,
    }


def _commands(world: World) -> list[Json]:
    return [
        {
            "command": each["command"],
            "hint": each.get("usage_hint", ""),
            "description": each.get("description", ""),
        }
        for each in manifest.commands(world.manifest)
    ]


def _shortcuts(world: World) -> list[Json]:
    return [
        {name: each[name] for name in ("type", "name", "callback_id")}
        for each in manifest.shortcuts(world.manifest)
    ]


def _toasts(world: World, person: Person) -> list[Json]:
    fresh = [t for t in world.toasts.get(person.id, ()) if world.now - t["at"] < TOAST_LIFE]
    return [dict(each) for each in fresh]
