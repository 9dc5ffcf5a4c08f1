"""What the bot answers to an act: through a response_url, or in the acknowledgement itself."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.slack import elements
from bot.sandbox.slack.message_rules import check_content
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.response_urls import Answering
from bot.sandbox.slack.world import World

Json = Mapping[str, Any]


def answer(world: World, answering: Answering, body: Json) -> None:
    """Posts, replaces or deletes, as the body asks. Raises Refusal for what Slack refuses."""
    original = _original(world, answering)
    if body.get("delete_original") in (True, "true"):
        _delete(world, original)
        return
    check_content(body)
    if original and body.get("replace_original") in (True, "true") and _may_replace(original, body):
        _replace(world, original, body)
        return
    _post(world, answering, body)


def _original(world: World, answering: Answering) -> Message | None:
    ts = answering.original_ts
    return world.channels[answering.channel].find(ts) if ts else None


def _may_replace(original: Message, body: Json) -> bool:
    """An ephemeral message cannot become public: Slack posts a new one instead."""
    return original.by_bot and not (
        original.ephemeral and body.get("response_type") == "in_channel"
    )


def _delete(world: World, original: Message | None) -> None:
    if original and original.by_bot:
        world.channels[original.channel].messages.remove(original)
        world.changed()


def _replace(world: World, original: Message, body: Json) -> None:
    original.text = str(body.get("text") or "")
    original.blocks = elements.stored(body.get("blocks") or [], world.stamps)
    if not original.ephemeral:
        original.edited = world.stamps.ts()
    world.changed()


def _post(world: World, answering: Answering, body: Json) -> None:
    public = body.get("response_type") == "in_channel"
    world.bot_posts(
        world.channels[answering.channel],
        str(body.get("text") or ""),
        blocks=body.get("blocks"),
        attachments=body.get("attachments") or [],
        thread_ts=body.get("thread_ts"),
        visible_to=None if public else answering.person,
    )
