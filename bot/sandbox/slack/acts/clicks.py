"""A person presses or picks something: `block_actions`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.slack import elements, payloads
from bot.sandbox.slack.acts.people import acting, opened, seen
from bot.sandbox.slack.delivery import INTERACTION, Courier, Delivery
from bot.sandbox.slack.elements import PRESSED, STATES, Element
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.people import Person
from bot.sandbox.slack.refusal import PageRefusal
from bot.sandbox.slack.views import TROUBLE, View
from bot.sandbox.slack.world import World

Json = dict[str, Any]
ECHOED = ("text", "value", "style", "url", "placeholder", "confirm")


def surface(world: World, person: Person, container: Mapping[str, Any]) -> Message | View:
    """What was pressed on: a message, an open form, or the Home tab."""
    if container.get("home"):
        home = world.views.homes.get(person.id)
        if home is None:
            raise PageRefusal("no_home", "There is no Home tab yet.")
        return home
    if "view_id" in container:
        return opened(world, person, str(container["view_id"]))
    return seen(world, person, str(container.get("channel")), str(container.get("ts")))


def element_on(person: Person, where: Message | View, given: Mapping[str, Any]) -> Element:
    """The element that was meant, when this person can see it there."""
    blocks: Sequence[Json] = elements.visible(where.blocks, person.id)
    found = elements.find(blocks, str(given.get("block_id")), str(given.get("action_id")))
    if found is None:
        raise PageRefusal("no_such_action", "That button is no longer there.")
    return found


@dataclass(frozen=True)
class Press:
    """What the page tells of a press: where, which action, and what stands in the form by now."""

    container: Mapping[str, Any]
    action: Mapping[str, Any]
    values: Mapping[str, Any] = field(default_factory=dict)


async def click(courier: Courier, person_id: str, press: Press) -> Json:
    """Presses or picks. Raises PageRefusal."""
    world = courier.world
    person = acting(world, person_id)
    where = surface(world, person, press.container)
    element = element_on(person, where, press.action)
    action = _action(world, element, press.action)
    if isinstance(where, View):
        where.type_in(press.values)
    _keep(where, element, press.action)
    payload = {**_payload(world, person, where), "actions": [action]}
    ack = await courier.deliver(Delivery(INTERACTION, payload, f"click {element.action_id}"))
    if ack.error:
        _complain(world, person, where)
    return {}


def _payload(world: World, person: Person, where: Message | View) -> Json:
    if isinstance(where, View):
        body = payloads.on_view(person, where, "block_actions")
        return {**body, "trigger_id": world.triggers.issue(person.id, where.id)}
    body = payloads.on_message(world, person, where, "block_actions")
    channel = world.channels[where.channel]
    return {
        **body,
        "trigger_id": world.triggers.issue(person.id),
        "response_url": payloads.response_url(world, person, channel, where.ts),
    }


def _action(world: World, element: Element, given: Mapping[str, Any]) -> Json:
    raw = element.raw
    echoed = {name: raw[name] for name in ECHOED if name in raw}
    return {
        "type": element.kind,
        "block_id": element.block_id,
        "action_id": element.action_id,
        **echoed,
        **_picked(element, given),
        "action_ts": world.stamps.ts(),
    }


def _picked(element: Element, given: Mapping[str, Any]) -> Json:
    if element.kind == "overflow":
        return {"selected_option": _offered(element, given.get("selected_option"))}
    if element.kind == "feedback_buttons":
        return {"value": given.get("value")}
    if element.kind in PRESSED:
        return {}
    key, initial = STATES[element.kind]
    echo = {initial: element.raw[initial]} if initial in element.raw else {}
    return {key: _as_drawn(element, given.get(key)), **echo}


def _as_drawn(element: Element, value: Any) -> Any:
    """Only what the drawing offers can be picked, and it is told as it was drawn."""
    if value is None or not {"options", "option_groups"} & element.raw.keys():
        return value
    if isinstance(value, list):
        return [_offered(element, each) for each in value]
    return _offered(element, value)


def _offered(element: Element, picked: Any) -> Json:
    groups = element.raw.get("option_groups", [])
    offered = [*element.raw.get("options", []), *(o for g in groups for o in g["options"])]
    value = picked.get("value") if isinstance(picked, dict) else None
    found = next((option for option in offered if option.get("value") == value), None)
    if found is None:
        raise PageRefusal("no_such_option", "That choice is not in the list.")
    return dict(found)


def _keep(where: Message | View, element: Element, given: Mapping[str, Any]) -> None:
    """A choice stays chosen, so that later presses tell of it too."""
    if element.kind not in STATES:
        return
    where.typed.setdefault(element.block_id, {})[element.action_id] = element.holding(given)


def _complain(world: World, person: Person, where: Message | View) -> None:
    if isinstance(where, View):
        where.notice = TROUBLE
    world.toast(person.id, TROUBLE)
