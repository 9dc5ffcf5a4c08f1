"""Finds who acts and on what, or says why that cannot be."""

from bot.sandbox.slack.channels import Channel
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.people import Person
from bot.sandbox.slack.refusal import PageRefusal
from bot.sandbox.slack.views import View
from bot.sandbox.slack.world import World


def acting(world: World, person_id: str) -> Person:
    """The person of this id."""
    person = world.people.get(person_id)
    if person is None:
        raise PageRefusal("no_such_person", "There is nobody of that name in this workspace.")
    if person.gone:
        raise PageRefusal("account_inactive", "This account was switched off.")
    return person


def entered(world: World, person: Person, channel_id: str) -> Channel:
    """A conversation this person is in."""
    found = next((c for c in world.channels_of(person) if c.id == channel_id), None)
    if found is None:
        raise PageRefusal("no_such_channel", f"{person.real_name} is not in that channel.")
    return found


def seen(world: World, person: Person, channel_id: str, ts: str) -> Message:
    """A message this person can see."""
    channel = entered(world, person, channel_id)
    found = next((m for m in channel.seen_by(person.id) if m.ts == ts), None)
    if found is None:
        raise PageRefusal("message_not_found", "That message is gone.")
    return found


def opened(world: World, person: Person, view_id: str) -> View:
    """The form on top of this person's stack, when it is the one named."""
    stack = world.views.stack(person.id)
    if not stack or stack[-1].id != view_id:
        raise PageRefusal("view_not_found", "That form is no longer open.")
    return stack[-1]
