"""A person sends what stands in the composer: a message or a slash command."""

from typing import Any

from bot.sandbox.slack import payloads, replies
from bot.sandbox.slack.acts import membership
from bot.sandbox.slack.acts.people import acting, entered
from bot.sandbox.slack.acts.told import tell_of_message
from bot.sandbox.slack.acts.writing import stored_text
from bot.sandbox.slack.channels import Channel
from bot.sandbox.slack.delivery import COMMAND, Ack, Courier, Delivery
from bot.sandbox.slack.ledger import FROM_BOT, Entry
from bot.sandbox.slack.manifest import commands
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.people import Person
from bot.sandbox.slack.refusal import PageRefusal, Refusal
from bot.sandbox.slack.response_urls import Answering
from bot.sandbox.slack.world import World

Json = dict[str, Any]
LONGEST = 12_000


async def send(courier: Courier, person_id: str, place: tuple[str, str | None], text: str) -> Json:
    """Says `text` in `place`, a channel id and perhaps a thread's ts. Raises PageRefusal."""
    world = courier.world
    person = acting(world, person_id)
    channel = entered(world, person, place[0])
    _check(channel, text)
    if text.startswith("/"):
        return await _command(courier, person, channel, (text, place[1]))
    message = _said(world, person, channel, (text, place[1]))
    tell_of_message(courier, person, channel, message)
    return {"ts": message.ts}


def _check(channel: Channel, text: str) -> None:
    if channel.archived:
        raise PageRefusal("is_archived", "This channel is archived. Nobody can write here.")
    if not text.strip():
        raise PageRefusal("no_text", "There is nothing to send yet.")
    if len(text) > LONGEST:
        raise PageRefusal("msg_too_long", "That is too long for one message.")


def _said(world: World, person: Person, channel: Channel, said: tuple[str, str | None]) -> Message:
    text, thread_ts = said
    if thread_ts and channel.find(thread_ts) is None:
        raise PageRefusal("thread_not_found", "That thread is gone.")
    return world.post(channel, person.id, stored_text(world, text), thread_ts=thread_ts)


async def _command(
    courier: Courier, person: Person, channel: Channel, typed: tuple[str, str | None]
) -> Json:
    world = courier.world
    name, _, rest = typed[0].partition(" ")
    known = next((c for c in commands(world.manifest) if c["command"] == name), None)
    if typed[1]:
        world.toast(person.id, f"{name} is not supported in threads. Sorry!")
        raise PageRefusal("no_commands_in_threads", f"{name} is not supported in threads. Sorry!")
    line = world.post(channel, person.id, typed[0], visible_to=person.id, kind="command")
    if name in membership.BUILT_IN:
        membership.change(world, person, channel, (name, rest))
        return {}
    if known is None or person.foreign:
        world.slackbot_tells(channel, person.id, f"{name} is not a valid command.")
        return {}
    text = stored_text(world, rest, with_names=True) if known.get("should_escape") else rest
    payload = payloads.command(world, person, channel, (name, text.strip()))
    ack = await courier.deliver(Delivery(COMMAND, payload, f"command {name}"))
    _show(world, line, (name, ack))
    return {}


def _show(world: World, line: Message, answered: tuple[str, Ack]) -> None:
    """Shows the person what came back in the acknowledgement itself."""
    name, ack = answered
    channel = world.channels[line.channel]
    if ack.error:
        world.slackbot_tells(channel, line.user, f'{name} failed with the error "{ack.error}"')
        world.toast(line.user, f'{name} failed with the error "{ack.error}"')
        return
    body = {"text": ack.body} if isinstance(ack.body, str) else ack.body
    if not isinstance(body, dict) or not any(body.get(n) for n in ("text", "blocks")):
        return
    if body.get("response_type") == "in_channel":
        line.visible_to = None
    _reply(world, line, body)


def _reply(world: World, line: Message, body: Json) -> None:
    answering = Answering(line.user, line.channel, None, world.now)
    try:
        replies.answer(world, answering, body)
    except Refusal as refusal:
        detail = tuple(refusal.more.get("errors", ()))
        what = "answer in the acknowledgement"
        world.ledger.note(Entry(world.now, FROM_BOT, what, 200, refusal.code, detail))
