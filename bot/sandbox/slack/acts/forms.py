"""A person sends off a form or closes it: `view_submission`, `view_closed`."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.slack import payloads
from bot.sandbox.slack.acts.fields import field_errors
from bot.sandbox.slack.acts.people import acting, opened
from bot.sandbox.slack.delivery import INTERACTION, Ack, Courier, Delivery
from bot.sandbox.slack.elements import elements
from bot.sandbox.slack.ledger import FROM_BOT, Entry
from bot.sandbox.slack.message_rules import check_view
from bot.sandbox.slack.people import Person
from bot.sandbox.slack.refusal import PageRefusal, Refusal
from bot.sandbox.slack.views import TROUBLE, View
from bot.sandbox.slack.world import World

Json = dict[str, Any]


async def submit(courier: Courier, person_id: str, view_id: str, values: Mapping[str, Any]) -> Json:
    """Sends off the form on top; errors stand in the view afterwards. Raises PageRefusal."""
    world = courier.world
    person = acting(world, person_id)
    view = opened(world, person, view_id)
    if view.busy:
        raise PageRefusal("busy", "This form is being sent.")
    view.type_in(values)
    view.notice, view.errors = None, field_errors(view)
    world.changed()
    if not view.errors:
        await _send_off(courier, person, view)
    return {}


def close(courier: Courier, person_id: str, view_id: str) -> Json:
    """Closes the form on top without sending it."""
    world = courier.world
    person = acting(world, person_id)
    view = opened(world, person, view_id)
    clears = bool(view.raw.get("clear_on_close"))
    gone = list(world.views.stack(person.id)) if clears else [view]
    for each in reversed(gone):
        world.views.close(each)
        _tell_closed(courier, person, each, cleared=clears)
    world.changed()
    return {}


async def _send_off(courier: Courier, person: Person, view: View) -> None:
    world = courier.world
    view.busy = True
    world.changed()
    payload = payloads.submission(world, person, view, _response_urls(world, person, view))
    what = f"submission {view.raw.get('callback_id', '')}"
    ack = await courier.deliver(Delivery(INTERACTION, payload, what))
    view.busy = False
    if ack.error:
        view.notice = TROUBLE
    else:
        _obey(courier, view, ack)
    world.changed()


def _obey(courier: Courier, view: View, ack: Ack) -> None:
    try:
        _follow(courier, view, ack)
    except Refusal as refusal:
        view.notice = TROUBLE
        _note(courier.world, refusal)


def _follow(courier: Courier, view: View, ack: Ack) -> None:
    """Does what the bot's acknowledgement asks. Raises Refusal for what Slack cannot do."""
    body = ack.body or {}
    if not isinstance(body, dict):
        raise Refusal("invalid_response_action")
    follow = _FOLLOW.get(body.get("response_action", "close"))
    if follow is None:
        raise Refusal("invalid_response_action")
    follow(courier, view, body)


def _close(courier: Courier, view: View, _: Json) -> None:
    courier.world.views.close(view)


def _clear(courier: Courier, view: View, _: Json) -> None:
    world = courier.world
    below = [each for each in world.views.stack(view.person) if each is not view]
    world.views.clear(view.person)
    for each in reversed(below):
        _tell_closed(courier, world.people[view.person], each, cleared=True)


def _errors(_: Courier, view: View, body: Json) -> None:
    errors: Any = body.get("errors")
    inputs = {each.block_id for each in elements(view.blocks) if each.in_input}
    fine = isinstance(errors, dict) and errors and errors.keys() <= inputs
    if not fine or not all(isinstance(said, str) and said for said in errors.values()):
        raise Refusal("invalid_errors")
    view.errors = dict(errors)


def _update(courier: Courier, view: View, body: Json) -> None:
    courier.world.views.update(view, _drawn(body), None)


def _push(courier: Courier, view: View, body: Json) -> None:
    courier.world.views.push(view.person, view.team, _drawn(body))


def _drawn(body: Json) -> Json:
    check_view(body.get("view"))
    return dict(body["view"])


_FOLLOW = {"close": _close, "clear": _clear, "errors": _errors, "update": _update, "push": _push}


def _note(world: World, refusal: Refusal) -> None:
    detail = tuple(refusal.more.get("response_metadata", {}).get("messages", ()))
    entry = Entry(world.now, FROM_BOT, "answer to a submission", 200, refusal.code, detail)
    world.ledger.note(entry)


def _tell_closed(courier: Courier, person: Person, view: View, *, cleared: bool) -> None:
    if view.raw.get("notify_on_close"):
        payload = payloads.closed(person, view, cleared=cleared)
        what = f"closed {view.raw.get('callback_id', '')}"
        courier.bring(Delivery(INTERACTION, payload, what))


def _response_urls(world: World, person: Person, view: View) -> list[Json]:
    """One address for each channel picked in a field with `response_url_enabled`."""
    values = view.values()
    urls: list[Json] = []
    for each in elements(view.blocks):
        if each.raw.get("response_url_enabled"):
            held = values[each.block_id][each.action_id]
            chosen = held.get("selected_conversation") or held.get("selected_channel")
            urls += (
                [
                    {
                        "block_id": each.block_id,
                        "action_id": each.action_id,
                        "channel_id": chosen,
                        "response_url": payloads.response_url(
                            world, person, world.channels[chosen]
                        ),
                    }
                ]
                if chosen in world.channels
                else []
            )
    return urls
