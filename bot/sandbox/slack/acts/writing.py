"""Turns what a person types into what Slack stores: escaped, mentions by id."""

import re
from typing import Any

from bot.sandbox.slack.people import BOT_NAME, BOT_USER
from bot.sandbox.slack.world import World

_TOKEN = re.compile(r"(<@[UW]\w+>|<#C\w+(?:\|[^>]*)?>)")
_NAME = re.compile(r"(?<![\w@])([@#])([A-Za-z][\w-]*)")


def stored_text(world: World, typed: str, *, with_names: bool = False) -> str:
    """`&`, `<`, `>` escaped; `@ann` and `#support` become mentions.

    With `with_names` mentions carry the name too, as a slash command with `should_escape` does.
    """
    names = _names(world, with_names=with_names)
    parts = _TOKEN.split(typed)
    return "".join(
        part if _TOKEN.fullmatch(part) else _NAME.sub(lambda m: _mention(m, names), _escape(part))
        for part in parts
    )


def rich_text(world: World, text: str) -> list[dict[str, Any]]:
    """The rich_text block that Slack puts beside what a person wrote."""
    pieces: list[dict[str, Any]] = [_piece(p) for p in _TOKEN.split(text) if p]
    section = {"type": "rich_text_section", "elements": pieces}
    return [{"type": "rich_text", "block_id": world.stamps.token(5), "elements": [section]}]


def _piece(part: str) -> dict[str, Any]:
    if part.startswith("<@"):
        return {"type": "user", "user_id": part[2:-1]}
    if part.startswith("<#"):
        return {"type": "channel", "channel_id": part[2:-1].partition("|")[0]}
    plain = part.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return {"type": "text", "text": plain}


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _names(world: World, *, with_names: bool) -> dict[str, str]:
    people = {f"@{p.name}": (p.id, p.name) for p in world.people.values()}
    people[f"@{BOT_NAME.lower()}"] = (BOT_USER, BOT_NAME.lower())
    known = {n: f"<@{i}|{name}>" if with_names else f"<@{i}>" for n, (i, name) in people.items()}
    rooms = [c for c in world.channels.values() if c.kind == "channel"]
    return known | {f"#{c.name}": f"<#{c.id}|{c.name}>" for c in rooms}


def _mention(match: re.Match[str], names: dict[str, str]) -> str:
    return names.get(match.group(0).lower(), match.group(0))
