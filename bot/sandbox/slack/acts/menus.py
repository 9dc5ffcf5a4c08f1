"""A person types into a list that the bot fills: `block_suggestion`."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.slack import payloads
from bot.sandbox.slack.acts.clicks import element_on, surface
from bot.sandbox.slack.acts.people import acting
from bot.sandbox.slack.delivery import INTERACTION, Courier, Delivery
from bot.sandbox.slack.ledger import FROM_BOT, Entry
from bot.sandbox.slack.refusal import PageRefusal
from bot.sandbox.slack.views import View

Json = dict[str, Any]
MOST = 100
TEXT, VALUE = 75, 150


async def options(
    courier: Courier, person_id: str, container: Mapping[str, Any], asked: Mapping[str, Any]
) -> Json:
    """The bot's choices for what was typed; `asked` has block_id, action_id and value."""
    world = courier.world
    person = acting(world, person_id)
    where = surface(world, person, container)
    element = element_on(person, where, asked)
    base = (
        payloads.on_view(person, where, "block_suggestion")
        if isinstance(where, View)
        else payloads.on_message(world, person, where, "block_suggestion")
    )
    ids = {"block_id": element.block_id, "action_id": element.action_id}
    payload = {**base, **ids, "value": str(asked.get("value") or "")}
    ack = await courier.deliver(Delivery(INTERACTION, payload, f"options {element.action_id}"))
    fault = ack.error or _fault(ack.body)
    if fault:
        world.ledger.note(Entry(world.now, FROM_BOT, "options", ack.status, fault))
        raise PageRefusal(fault, "The list could not be loaded.")
    return {name: ack.body[name] for name in ("options", "option_groups") if name in ack.body}


def _fault(body: Any) -> str | None:
    """Why Slack would show no list; None when it is fine."""
    if not isinstance(body, dict) or ("options" in body) == ("option_groups" in body):
        return "invalid_options"
    if "options" in body:
        return None if _options_fine(body["options"]) else "invalid_options"
    groups = body["option_groups"]
    fine = isinstance(groups, list) and len(groups) <= MOST and all(map(_group_fine, groups))
    return None if fine else "invalid_option_groups"


def _options_fine(offered: Any) -> bool:
    return isinstance(offered, list) and len(offered) <= MOST and all(map(_option_fine, offered))


def _group_fine(group: Any) -> bool:
    return (
        isinstance(group, dict)
        and _text_fine(group.get("label"))
        and _options_fine(group.get("options"))
    )


def _option_fine(option: Any) -> bool:
    if not isinstance(option, dict):
        return False
    value = option.get("value")
    return _text_fine(option.get("text")) and isinstance(value, str) and 0 < len(value) <= VALUE


def _text_fine(text: Any) -> bool:
    if not isinstance(text, dict) or text.get("type") != "plain_text":
        return False
    return isinstance(text.get("text"), str) and 0 < len(text["text"]) <= TEXT
