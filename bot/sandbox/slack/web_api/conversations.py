"""The `conversations.*` methods and `reactions.add`."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.slack import messages
from bot.sandbox.slack.channels import Channel
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.people import BOT_USER, OTHER_TEAM, TEAM
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.web_api.arguments import Args, moment_of, need, page, yes
from bot.sandbox.slack.web_api.places import (
    HISTORY_SCOPE,
    READ_SCOPE,
    grant,
    joined,
    known,
    readable,
)
from bot.sandbox.slack.world import World

Json = dict[str, Any]
TYPES = {"channel": "public_channel", "private": "private_channel", "im": "im"}


def described(channel: Channel) -> Json:
    """A conversation as Slack describes it."""
    common = {"id": channel.id, "created": 1_700_000_000, "is_archived": channel.archived}
    if channel.kind == "im":
        other = next(iter(channel.members - {BOT_USER}))
        return {**common, "is_im": True, "is_org_shared": False, "user": other, "is_open": True}
    return {
        **common,
        "name": channel.name,
        "name_normalized": channel.name,
        "is_channel": channel.kind == "channel",
        "is_group": False,
        "is_im": False,
        "is_mpim": False,
        "is_private": channel.kind == "private",
        "is_general": False,
        "is_shared": channel.shared,
        "is_ext_shared": channel.shared,
        "is_org_shared": False,
        "is_member": channel.bot_is_member,
        "context_team_id": TEAM,
        "shared_team_ids": [TEAM, OTHER_TEAM] if channel.shared else [TEAM],
        "topic": {"value": channel.topic, "creator": "", "last_set": 0},
        "purpose": {"value": "", "creator": "", "last_set": 0},
    }


def info(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.info."""
    channel = readable(world, args, READ_SCOPE)
    counted = yes(args.get("include_num_members"))
    more = {"num_members": len(channel.members)} if counted else {}
    return {"channel": {**described(channel), **more}}


def members(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.members."""
    channel = readable(world, args, READ_SCOPE)
    some, cursor = page(sorted(channel.members), args)
    return {"members": some, "response_metadata": {"next_cursor": cursor}}


def history(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.history."""
    channel = joined(world, args, HISTORY_SCOPE)
    public = [m for m in channel.messages if m.visible_to is None and _on_top(m)]
    return _listed(list(filter(_window(args), reversed(public))), args)


def replies(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.replies."""
    channel = joined(world, args, HISTORY_SCOPE)
    parent = channel.public(need(args, "ts"))
    if parent is None:
        raise Refusal("thread_not_found")
    answers = filter(_window(args), channel.replies(parent.ts))
    return _listed([parent, *answers], args)


def open_direct(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.open."""
    if args.get("channel"):
        return _opened(known(world, args), args)
    person = world.people.get(need(args, "users"))
    if person is None or person.foreign:
        raise Refusal("user_not_found")
    return _opened(world.direct(person.id), args)


def join(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/conversations.join."""
    channel = known(world, args)
    if channel.kind != "channel":
        raise Refusal("method_not_supported_for_channel_type")
    if channel.archived:
        raise Refusal("is_archived")
    channel.members.add(BOT_USER)
    world.changed()
    return {"channel": described(channel)}


def of_user(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/users.conversations."""
    user = args.get("user") or BOT_USER
    wanted = str(args.get("types") or "public_channel").split(",")
    for kind, name in TYPES.items():
        if name in wanted:
            grant(world, READ_SCOPE[kind])
    archived = not yes(args.get("exclude_archived"))
    found = [
        described(c)
        for c in world.channels.values()
        if user in c.members and TYPES[c.kind] in wanted and (archived or not c.archived)
    ]
    some, cursor = page(found, args)
    return {"channels": some, "response_metadata": {"next_cursor": cursor}}


def react(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/reactions.add."""
    name = need(args, "name")
    message = known(world, args).public(need(args, "timestamp"))
    if message is None:
        raise Refusal("message_not_found")
    users = message.reactions.setdefault(name, [])
    if BOT_USER in users:
        raise Refusal("already_reacted")
    users.append(BOT_USER)
    world.changed()
    return {}


def _opened(channel: Channel, args: Args) -> Json:
    full = yes(args.get("return_im"))
    return {"channel": described(channel) if full else {"id": channel.id}}


def _on_top(message: Message) -> bool:
    return message.thread_ts is None or message.broadcast


def _window(args: Args) -> Callable[[Message], bool]:
    """Is a message within `oldest` and `latest`? The edges count only with `inclusive`."""
    oldest, latest = moment_of(args, "oldest", "0"), moment_of(args, "latest", "inf")
    edge = yes(args.get("inclusive"))

    def within(message: Message) -> bool:
        moment = float(message.ts)
        return oldest < moment < latest or (edge and moment in (oldest, latest))

    return within


def _listed(found: list[Message], args: Args) -> Json:
    some, cursor = page(found, args)
    with_metadata = yes(args.get("include_all_metadata"))
    return {
        "messages": [messages.wire(each, with_metadata=with_metadata) for each in some],
        "has_more": bool(cursor),
        "response_metadata": {"next_cursor": cursor},
    }
