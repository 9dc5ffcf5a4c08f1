"""The events the bot is told of when people write and look."""

from typing import Any

from bot.sandbox.slack import manifest, messages, payloads, views
from bot.sandbox.slack.acts.people import acting
from bot.sandbox.slack.acts.writing import rich_text
from bot.sandbox.slack.channels import Channel
from bot.sandbox.slack.delivery import EVENT, Courier, Delivery
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.people import BOT_NAME, BOT_USER, Person
from bot.sandbox.slack.refusal import PageRefusal

Json = dict[str, Any]
SCOPES = {
    "app_mention": "app_mentions:read",
    "message.im": "im:history",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
}
KINDS = {
    "im": ("message.im", "im"),
    "channel": ("message.channels", "channel"),
    "private": ("message.groups", "group"),
}


def tell_of_message(courier: Courier, person: Person, channel: Channel, message: Message) -> None:
    """`message.…` and `app_mention`, where the app is subscribed and the bot is a member."""
    body = _message(courier, person, message)
    mentioned = f"<@{BOT_USER}>" in message.text
    if not channel.bot_is_member:
        if mentioned:
            line = f"You mentioned @{BOT_NAME}, but it is not in this channel."
            courier.world.slackbot_tells(channel, person.id, line)
        return
    name, kind = KINDS[channel.kind]
    _announce(courier, name, {"type": "message", **body, "channel_type": kind}, channel)
    if mentioned and channel.kind != "im":
        _announce(courier, "app_mention", {"type": "app_mention", **body}, channel)


def tell_of_bot(courier: Courier, message: Message, how: str) -> None:
    """The bot hears itself, as every subscribed bot does in Slack; `how` is posted or changed."""
    world = courier.world
    channel = world.channels[message.channel]
    name, kind = KINDS[channel.kind]
    body = messages.wire(message)
    if how == "changed":
        body = {
            "type": "message",
            "subtype": "message_changed",
            "hidden": True,
            "message": body,
            "ts": world.stamps.ts(),
        }
    where = {"channel": channel.id, "event_ts": body["ts"], "channel_type": kind}
    _announce(courier, name, {**body, **where}, channel)


def open_home(courier: Courier, person_id: str) -> Json:
    """The person looks at the bot's Home tab: `app_home_opened`."""
    world = courier.world
    person = acting(world, person_id)
    if person.foreign:
        raise PageRefusal("no_home", "People of other organisations have no Home tab here.")
    home = world.views.homes.get(person.id)
    body: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": world.direct(person.id).id,
        "tab": "home",
        "event_ts": world.stamps.ts(),
        **({"view": views.wire(home)} if home else {}),
    }
    _announce(courier, "app_home_opened", body, world.direct(person.id))
    return {}


def _announce(courier: Courier, name: str, body: Json, channel: Channel) -> None:
    world = courier.world
    scope = SCOPES.get(name)
    if name in manifest.events(world.manifest) and (scope is None or scope in world.scopes):
        payload = payloads.event(world, body, shared=channel.shared)
        courier.announce(Delivery(EVENT, payload, f"event {name}"))


def _message(courier: Courier, person: Person, message: Message) -> Json:
    body = {
        "client_msg_id": courier.world.stamps.token(32),
        "user": person.id,
        "text": message.text,
        "ts": message.ts,
        "team": person.team,
        "blocks": rich_text(courier.world, message.text),
        "channel": message.channel,
        "event_ts": message.ts,
    }
    if message.thread_ts:
        body["thread_ts"] = message.thread_ts
    if person.foreign:
        body |= {"user_team": person.team, "source_team": person.team}
    return body
