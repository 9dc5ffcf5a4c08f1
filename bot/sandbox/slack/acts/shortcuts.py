"""A person picks a shortcut, from the menu of the composer or of a message."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.slack import payloads
from bot.sandbox.slack.acts.people import acting, seen
from bot.sandbox.slack.delivery import INTERACTION, Courier, Delivery
from bot.sandbox.slack.manifest import shortcuts
from bot.sandbox.slack.refusal import PageRefusal
from bot.sandbox.slack.views import TROUBLE
from bot.sandbox.slack.world import World

Json = dict[str, Any]


async def take(
    courier: Courier, person_id: str, callback_id: str, message: Mapping[str, Any] | None
) -> Json:
    """Takes a shortcut of the manifest; a message's own needs `{channel, ts}`."""
    world = courier.world
    person = acting(world, person_id)
    if person.foreign or not _known(world, callback_id, "message" if message else "global"):
        raise PageRefusal("no_such_shortcut", "That shortcut is not there.")
    if message:
        of = seen(world, person, str(message.get("channel")), str(message.get("ts")))
        payload = payloads.message_shortcut(world, person, of, callback_id)
    else:
        payload = payloads.shortcut(world, person, callback_id)
    ack = await courier.deliver(Delivery(INTERACTION, payload, f"shortcut {callback_id}"))
    if ack.error:
        world.toast(person.id, TROUBLE)
    return {}


def _known(world: World, callback_id: str, kind: str) -> bool:
    return any(
        (each["callback_id"], each["type"]) == (callback_id, kind)
        for each in shortcuts(world.manifest)
    )
