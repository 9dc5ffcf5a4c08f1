"""Finds the conversation a call names, or refuses as Slack does."""

from bot.sandbox.slack.channels import Channel
from bot.sandbox.slack.people import BOT_USER
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.web_api.arguments import Args, need
from bot.sandbox.slack.world import World

READ_SCOPE = {"channel": "channels:read", "private": "groups:read", "im": "im:read"}
HISTORY_SCOPE = {"channel": "channels:history", "private": "groups:history", "im": "im:history"}


def known(world: World, args: Args) -> Channel:
    """The conversation of `channel`, by id; private ones only where the bot is a member."""
    found = world.channels.get(need(args, "channel"))
    if found is None or (found.kind == "private" and not found.bot_is_member):
        raise Refusal("channel_not_found")
    return found


def readable(world: World, args: Args, scopes: dict[str, str]) -> Channel:
    """A known conversation for whose kind the token has its scope."""
    found = known(world, args)
    grant(world, scopes[found.kind])
    return found


def joined(world: World, args: Args, scopes: dict[str, str]) -> Channel:
    """A readable conversation that the bot is a member of."""
    found = readable(world, args, scopes)
    if not found.bot_is_member:
        raise Refusal("not_in_channel")
    return found


def open_to_post(world: World, args: Args) -> Channel:
    """Where chat.postMessage may write: an id, a `#name`, or a person's id for a direct message."""
    found = addressed(world, need(args, "channel"))
    if found is None or (found.kind == "private" and not found.bot_is_member):
        raise Refusal("channel_not_found")
    if found.archived:
        raise Refusal("is_archived")
    if not found.bot_is_member and "chat:write.public" not in world.scopes:
        raise Refusal("not_in_channel")
    return found


def grant(world: World, needed: str) -> None:
    """Raises Refusal `missing_scope` where the token lacks it."""
    if needed not in world.scopes:
        raise Refusal("missing_scope", {"needed": needed, "provided": ",".join(world.scopes)})


def addressed(world: World, given: str) -> Channel | None:
    """The conversation meant by an id, a `#name` or a person's id."""
    person = world.people.get(given)
    if person:
        return None if person.foreign else world.direct(given)
    return None if given == BOT_USER else world.channel(given)
