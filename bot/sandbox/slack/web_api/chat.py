"""The `chat.*` methods."""

from typing import Any

from bot.sandbox.slack import elements, messages
from bot.sandbox.slack.channels import Channel
from bot.sandbox.slack.message_rules import check_content, check_metadata
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.people import BOT_USER
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.web_api.arguments import Args, need, yes
from bot.sandbox.slack.web_api.places import known, open_to_post
from bot.sandbox.slack.world import World

Json = dict[str, Any]


def post_message(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/chat.postMessage."""
    channel = open_to_post(world, args)
    _check(args)
    message = world.bot_posts(
        channel,
        str(args.get("text") or ""),
        blocks=args.get("blocks"),
        attachments=args.get("attachments") or [],
        metadata=args.get("metadata"),
        thread_ts=_thread(channel, args),
        broadcast=yes(args.get("reply_broadcast")),
    )
    return {"channel": channel.id, "ts": message.ts, "message": messages.wire(message)}


def post_ephemeral(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/chat.postEphemeral.

    In a thread it is only shown if somebody has answered there; Slack says `ok` in any case.
    """
    channel = open_to_post(world, args)
    person = need(args, "user")
    _check(args)
    if person not in channel.members or person == BOT_USER:
        raise Refusal("user_not_in_channel")
    message = world.bot_posts(
        channel,
        str(args.get("text") or ""),
        blocks=args.get("blocks"),
        thread_ts=_thread(channel, args),
        visible_to=person,
    )
    if message.thread_ts and not channel.replies(message.thread_ts):
        channel.messages.remove(message)
    return {"message_ts": message.ts}


def update(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/chat.update."""
    channel = known(world, args)
    message = _own(channel, need(args, "ts"), "cant_update_message")
    if channel.archived:
        raise Refusal("is_inactive")
    _check(args)
    _redraw(world, message, args)
    said = messages.wire(message)
    return {"channel": channel.id, "ts": message.ts, "text": message.text, "message": said}


def delete(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/chat.delete."""
    channel = known(world, args)
    message = _own(channel, need(args, "ts"), "cant_delete_message")
    channel.messages.remove(message)
    world.changed()
    return {"channel": channel.id, "ts": message.ts}


def permalink(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/chat.getPermalink."""
    channel = known(world, args)
    ts = need(args, "message_ts")
    if channel.public(ts) is None:
        raise Refusal("message_not_found")
    link = f"{world.base_url}/?channel={channel.id}#p{ts.replace('.', '')}"
    return {"channel": channel.id, "permalink": link}


def _check(args: Args) -> None:
    check_content(args)
    if args.get("metadata"):
        check_metadata(args["metadata"])


def _thread(channel: Channel, args: Args) -> str | None:
    """The thread's first message; a reply's ts leads to its parent."""
    ts = args.get("thread_ts")
    if not ts:
        return None
    parent = channel.find(str(ts))
    if parent is None:
        raise Refusal("thread_not_found")
    return parent.thread_ts or parent.ts


def _own(channel: Channel, ts: str, code: str) -> Message:
    """A public message of the bot's; ephemeral ones do not exist for these methods."""
    found = channel.public(ts)
    if found is None:
        raise Refusal("message_not_found")
    if not found.by_bot:
        raise Refusal(code)
    return found


def _redraw(world: World, message: Message, args: Args) -> None:
    """What is left out stays as it was; an empty list of blocks takes them away."""
    message.edited = world.stamps.ts()
    if args.get("text") is not None:
        message.text = str(args["text"])
    if args.get("blocks") is not None:
        message.blocks = elements.stored(args["blocks"], world.stamps)
    if args.get("metadata") is not None:
        message.metadata = args["metadata"] or None
    world.bot_said(message, "changed")
    world.changed()
