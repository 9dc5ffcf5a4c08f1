"""A person leaves the workspace: the account is switched off, and `user_change` tells of it.

https://docs.slack.dev/reference/events/user_change
"""

from dataclasses import replace

from bot.sandbox.slack import manifest, payloads
from bot.sandbox.slack.acts.people import acting
from bot.sandbox.slack.delivery import EVENT, Courier, Delivery
from bot.sandbox.slack.web_api.users import described

NAME = "user_change"


def leave(courier: Courier, person_id: str) -> None:
    """Nobody can act as this person any more; what was said stays, user groups lose them."""
    world = courier.world
    person = world.people[person_id] = replace(acting(world, person_id), gone=True)
    for group in world.usergroups.values():
        group["users"] = [each for each in group["users"] if each != person_id]
        group["user_count"] = len(group["users"])
    world.changed()
    if NAME in manifest.events(world.manifest) and "users:read" in world.scopes:
        body = {
            "type": NAME,
            "user": described(world, person),
            "cache_ts": int(world.now),
            "event_ts": world.stamps.ts(),
        }
        courier.announce(Delivery(EVENT, payloads.event(world, body), f"event {NAME}"))
