"""Finds the things in a drawing that one can press or fill in, and what they hold."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.sandbox.slack.stamps import Stamps

Json = dict[str, Any]

# type of element -> (key of its state, key of what it starts with)
STATES = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "rich_text_input": ("rich_text_value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "users_select": ("selected_user", "initial_user"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "channels_select": ("selected_channel", "initial_channel"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
    "datetimepicker": ("selected_date_time", "initial_date_time"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "multi_external_select": ("selected_options", "initial_options"),
    "multi_users_select": ("selected_users", "initial_users"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "file_input": ("files", "initial_files"),
}
PRESSED = {"button", "overflow", "workflow_button", "icon_button", "feedback_buttons"}
INTERACTIVE = {*STATES, *PRESSED}
BLOCKS = {
    "actions",
    "alert",
    "card",
    "carousel",
    "container",
    "context",
    "context_actions",
    "data_table",
    "data_visualization",
    "divider",
    "file",
    "header",
    "image",
    "input",
    "markdown",
    "rich_text",
    "section",
    "table",
    "video",
}
LISTS = {
    "selected_options",
    "selected_users",
    "selected_conversations",
    "selected_channels",
    "files",
}


@dataclass(frozen=True)
class Element:
    """Something to press or fill in, and the block it stands in."""

    block: Json
    raw: Json

    @property
    def block_id(self) -> str:
        """The id of the block around it."""
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        """Its own id."""
        return str(self.raw["action_id"])

    @property
    def kind(self) -> str:
        """Its type, as Block Kit names it."""
        return str(self.raw["type"])

    @property
    def in_input(self) -> bool:
        """Does it wait for Submit, and not act at once?"""
        return bool(self.block["type"] == "input")

    def holding(self, given: Mapping[str, Any]) -> Json:
        """Its state with what somebody typed or picked."""
        key, _ = STATES[self.kind]
        return {"type": self.kind, key: given.get(key) or ([] if key in LISTS else None)}

    def start(self) -> Json:
        """Its state before anybody touched it."""
        key, initial = STATES[self.kind]
        empty: Any = [] if key in LISTS else None
        return {"type": self.kind, key: self.raw.get(initial, empty)}


def elements(blocks: Sequence[Json]) -> Iterator[Element]:
    """Everything interactive in these blocks, in reading order."""
    for block in blocks:
        yield from _inside(block, block)


def _inside(value: Any, block: Json) -> Iterator[Element]:
    if isinstance(value, list):
        for each in value:
            yield from _inside(each, block)
    if not isinstance(value, dict):
        return
    if value.get("type") in INTERACTIVE and "action_id" in value:
        yield Element(block, value)
    nearest = value if "block_id" in value and value.get("type") in BLOCKS else block
    for each in value.values():
        yield from _inside(each, nearest)


def find(blocks: Sequence[Json], block_id: str, action_id: str) -> Element | None:
    """The element of these two ids."""
    return next(
        (e for e in elements(blocks) if (e.block_id, e.action_id) == (block_id, action_id)), None
    )


def state(blocks: Sequence[Json], typed: dict[str, Json]) -> Json:
    """What every field holds, `{block_id: {action_id: …}}`.

    What was typed survives a redrawing where block_id, action_id and type are the same
    (docs.slack.dev/reference/views/modal-views).
    """
    values: Json = {}
    for each in elements(blocks):
        if each.kind in STATES:
            kept = typed.get(each.block_id, {}).get(each.action_id)
            same = kept and kept["type"] == each.kind
            values.setdefault(each.block_id, {})[each.action_id] = kept if same else each.start()
    return values


def visible(value: Any, person: str) -> Any:
    """A drawing without the buttons that are for others (`visible_to_user_ids`)."""
    if isinstance(value, list):
        return [visible(each, person) for each in value if not _hidden(each, person)]
    if isinstance(value, dict):
        return {k: visible(v, person) for k, v in value.items() if not _hidden(v, person)}
    return value


def _hidden(value: Any, person: str) -> bool:
    only = value.get("visible_to_user_ids") if isinstance(value, dict) else None
    return isinstance(only, list) and person not in only


def stored(blocks: Any, stamps: Stamps) -> Any:
    """Blocks as Slack keeps them: missing ids are made up, texts say their defaults."""
    if isinstance(blocks, list):
        return [stored(each, stamps) for each in blocks]
    if not isinstance(blocks, dict):
        return blocks
    kept = {name: stored(value, stamps) for name, value in blocks.items()}
    return {**kept, **_defaults(kept, stamps)}


def _defaults(value: Json, stamps: Stamps) -> Json:
    kind = value.get("type")
    if kind == "plain_text":
        return {"emoji": value.get("emoji", True)}
    if kind == "mrkdwn":
        return {"verbatim": value.get("verbatim", False)}
    if isinstance(kind, str) and kind in INTERACTIVE:
        return {"action_id": value.get("action_id") or stamps.token(5)}
    if kind in BLOCKS and not _is_rich_piece(value):
        return {"block_id": value.get("block_id") or stamps.token(5)}
    return {}


def _is_rich_piece(value: Json) -> bool:
    """An image inside a context or an accessory is no block of its own."""
    return value["type"] == "image" and "block_id" not in value and "title" not in value
