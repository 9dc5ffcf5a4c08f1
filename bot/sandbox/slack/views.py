"""Forms and Home tabs: stacks of at most three, hashes, and the rules of opening them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.slack import elements
from bot.sandbox.slack.people import APP, BOT, TEAM
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.stamps import Stamps

DEEPEST = 3
TROUBLE = "We had some trouble connecting. Try again?"


@dataclass
class View:
    """One form (or Home tab) that one person has open."""

    id: str
    person: str
    team: str
    raw: dict[str, Any]
    hash: str
    root: str
    previous: str | None = None
    typed: dict[str, Any] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    notice: str | None = None
    busy: bool = False

    @property
    def blocks(self) -> list[dict[str, Any]]:
        """What is drawn in it."""
        return list(self.raw["blocks"])

    def values(self) -> dict[str, Any]:
        """What its fields hold now."""
        return elements.state(self.blocks, self.typed)

    def type_in(self, values: Mapping[str, Any]) -> None:
        """Keeps what was typed, `{block_id: {action_id: state}}`; what is not drawn is left out."""
        for each in elements.elements(self.blocks):
            given = values.get(each.block_id)
            held = given.get(each.action_id) if isinstance(given, Mapping) else None
            if each.kind in elements.STATES and isinstance(held, Mapping):
                self.typed.setdefault(each.block_id, {})[each.action_id] = each.holding(held)

    def forget_undrawn(self) -> None:
        """A field that went away comes back with its initial value."""
        drawn = {(each.block_id, each.action_id) for each in elements.elements(self.blocks)}
        for block_id, states in self.typed.items():
            for action_id in [name for name in states if (block_id, name) not in drawn]:
                del states[action_id]


def wire(view: View) -> dict[str, Any]:
    """A view as Slack sends it, in answers and inside interactions."""
    raw = view.raw
    return {
        "id": view.id,
        "team_id": view.team,
        "type": raw["type"],
        "blocks": view.blocks,
        "private_metadata": raw.get("private_metadata", ""),
        "callback_id": raw.get("callback_id", ""),
        "state": {"values": view.values()},
        "hash": view.hash,
        "title": raw.get("title") or {"type": "plain_text", "text": "View Title", "emoji": True},
        "clear_on_close": raw.get("clear_on_close", False),
        "notify_on_close": raw.get("notify_on_close", False),
        "close": raw.get("close"),
        "submit": raw.get("submit"),
        "previous_view_id": view.previous,
        "root_view_id": view.root,
        "app_id": APP,
        "external_id": raw.get("external_id", ""),
        "app_installed_team_id": TEAM,
        "bot_id": BOT,
    }


class Views:
    """Every form that is open, and everybody's Home tab."""

    def __init__(self, stamps: Stamps) -> None:
        self._stamps = stamps
        self.stacks: dict[str, list[View]] = {}
        self.homes: dict[str, View] = {}

    def stack(self, person: str) -> list[View]:
        """The forms one person has open, bottom first."""
        return self.stacks.setdefault(person, [])

    def find(self, view_id: str, external_id: str = "") -> View | None:
        """An open form or Home tab, by either of its ids."""
        every = [*self.homes.values(), *(v for stack in self.stacks.values() for v in stack)]
        for each in every:
            if each.id == view_id or (external_id and each.raw.get("external_id") == external_id):
                return each
        return None

    def open(self, person: str, team: str, raw: dict[str, Any]) -> View:
        """A first form; whatever the person had open goes away."""
        self._check(raw)
        view = self._made(person, team, raw)
        self.stacks[person] = [view]
        return view

    def push(self, person: str, team: str, raw: dict[str, Any]) -> View:
        """A further form on top. Raises Refusal when three are open, or none."""
        stack = self.stack(person)
        if not stack:
            raise Refusal("not_found")
        if len(stack) >= DEEPEST:
            raise Refusal("push_limit_reached")
        self._check(raw)
        view = self._made(person, team, raw)
        view.root, view.previous = stack[0].id, stack[-1].id
        stack.append(view)
        return view

    def update(self, view: View, raw: dict[str, Any], expected: str | None) -> View:
        """Draws an open form anew; `expected` is the hash the caller last saw, if it gave one.

        An empty hash is a wrong hash too (slack-go/slack #1462).
        """
        if expected is not None and expected != view.hash:
            raise Refusal("hash_conflict")
        self._check(raw, but=view)
        view.raw = elements.stored(raw, self._stamps)
        view.forget_undrawn()
        view.hash = self._stamps.view_hash()
        view.errors, view.notice = {}, None
        return view

    def publish(self, person: str, raw: dict[str, Any], expected: str | None) -> View:
        """Draws one person's Home tab."""
        home = self.homes.get(person)
        if home:
            return self.update(home, raw, expected)
        if expected is not None:
            raise Refusal("hash_conflict")
        self._check(raw)
        self.homes[person] = self._made(person, TEAM, raw)
        return self.homes[person]

    def close(self, view: View) -> None:
        """Takes a form off its stack, with everything above it."""
        stack = self.stack(view.person)
        if view in stack:
            del stack[stack.index(view) :]

    def clear(self, person: str) -> None:
        """Closes everything one person has open."""
        self.stack(person).clear()

    def _made(self, person: str, team: str, raw: dict[str, Any]) -> View:
        view_id = self._stamps.id("V")
        drawn = elements.stored(raw, self._stamps)
        return View(view_id, person, team, drawn, self._stamps.view_hash(), view_id)

    def _check(self, raw: dict[str, Any], but: View | None = None) -> None:
        external = raw.get("external_id")
        taken = self.find("", external) if external else None
        if taken and taken is not but:
            raise Refusal("duplicate_external_id")
