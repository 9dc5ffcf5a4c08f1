"""Every message and form the bot can draw, prepared for the page that shows them all."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox import block_kit
from bot.sandbox.slack.elements import stored
from bot.sandbox.slack.stamps import Stamps

Json = dict[str, Any]
_FAULTS: Mapping[str, Callable[[Json], list[str]]] = {
    "message": block_kit.message_faults,
    "modal": block_kit.modal_faults,
    "home": block_kit.home_faults,
}


def entry(drawing: Mapping[str, Any], stamps: Stamps) -> Json:
    """One drawing (`name`, `group`, `surface`, `payload`) with what Slack would object to in it."""
    surface = str(drawing["surface"])
    payload = stored(drawing["payload"], stamps)
    shown = {"message" if surface == "message" else "view": payload}
    return {**drawing, **shown, "faults": _FAULTS[surface](drawing["payload"])}
