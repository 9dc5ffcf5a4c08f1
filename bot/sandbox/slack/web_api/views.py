"""The `views.*` methods."""

from typing import Any

from bot.sandbox.slack import views
from bot.sandbox.slack.message_rules import check_view
from bot.sandbox.slack.refusal import Refusal, invalid_arguments, missing
from bot.sandbox.slack.views import View
from bot.sandbox.slack.web_api.arguments import Args, need
from bot.sandbox.slack.world import World

Json = dict[str, Any]


def open_view(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/views.open."""
    raw, trigger_id = _modal(args), need(args, "trigger_id")
    person = world.people[world.triggers.spend(trigger_id).person]
    return _shown(world, world.views.open(person.id, person.team, raw))


def push(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/views.push."""
    raw, trigger_id = _modal(args), need(args, "trigger_id")
    trigger = world.triggers.spend(trigger_id)
    person = world.people[trigger.person]
    if trigger.from_view not in {each.id for each in world.views.stack(person.id)}:
        raise Refusal("not_found")
    return _shown(world, world.views.push(person.id, person.team, raw))


def update(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/views.update."""
    raw = _given(args)
    if not args.get("view_id") and not args.get("external_id"):
        raise missing("view_id")
    check_view(raw)
    found = world.views.find(str(args.get("view_id", "")), str(args.get("external_id") or ""))
    if found is None:
        raise Refusal("not_found")
    if found.raw["type"] != raw["type"]:
        raise invalid_arguments("[ERROR] view type cannot change [json-pointer:/view/type]")
    return _shown(world, world.views.update(found, raw, args.get("hash")))


def publish(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/views.publish."""
    user, raw = need(args, "user_id"), _given(args)
    check_view(raw)
    if raw["type"] != "home":
        raise invalid_arguments("[ERROR] must be a home view [json-pointer:/view/type]")
    if user not in world.people:
        raise Refusal("user_not_found")
    return _shown(world, world.views.publish(user, raw, args.get("hash")))


def _modal(args: Args) -> Json:
    raw = _given(args)
    check_view(raw)
    if raw["type"] != "modal":
        raise invalid_arguments("[ERROR] must be a modal view [json-pointer:/view/type]")
    return raw


def _given(args: Args) -> Json:
    if not args.get("view"):
        raise missing("view")
    raw = args["view"]
    if not isinstance(raw, dict):
        raise invalid_arguments("[ERROR] must provide an object [json-pointer:/view]")
    return raw


def _shown(world: World, view: View) -> Json:
    world.changed()
    return {"view": views.wire(view)}
