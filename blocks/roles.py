"""Who may do what: the list, a person's own role, and the form that changes one, drawn and read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from blocks import ids
from blocks.forms import View
from blocks.holders import mention, mentions
from blocks.message import Message
from blocks.order_lines import count_words
from blocks.parts import (
    Block,
    Element,
    actions,
    button,
    context,
    header,
    input_block,
    markup,
    moment_token,
    option,
    plain,
    section,
)
from bot.desk.directory import GroupName
from bot.desk.rights import Holding
from bot.orders.access import BUILT, GIVEN, ROLE_NEEDED, Act, Role, is_person, may

MOST_ROWS = 20
MOST_NAMED = 5
NO_ROLE = "none"
_GIVEN_ROLES = sorted(set(Role) - {Role.NOBODY})


@dataclass(frozen=True)
class Chosen:
    """What was chosen in the form; `word` is a role's, or stands for none."""

    person: str
    group: str
    word: str

    @property
    def role(self) -> Role | None:
        """The role to give; None for none."""
        return _role_of(self.word)

    @property
    def holder(self) -> str:
        """Who is to have the role."""
        return self.person or self.group

    @property
    def trouble(self) -> str:
        """What is wrong with the choice, in a sentence; empty when it is fine."""
        if not self.holder:
            return "Choose a person here, or a user group below."
        if self.person and self.group:
            return "Choose a person or a user group, not both."
        known = self.word == NO_ROLE or self.role
        return "" if known else "Choose a role below."


def roles_page(holdings: Sequence[Holding]) -> Message:
    """All given roles, for an admin, with buttons that change them."""
    shown = holdings[:MOST_ROWS]
    more = len(holdings) - len(shown)
    others = "Every other full member of the workspace is a viewer."
    notes = [others, *([f"{more} more are not shown here."] if more else [])]
    blocks = [
        header("Who may do what"),
        _table(),
        *(_row(holding) for holding in shown),
        context(*map(plain, notes)),
        actions(button("Change a role…", ids.ROLE_CHANGE, NO_ROLE)),
    ]
    return Message(f"{count_words(len(holdings), 'role')} given.", tuple(blocks))


def own_role(role: Role, holdings: Sequence[Holding]) -> Message:
    """What somebody may do, and who can change that."""
    allowed = ", ".join(act for act in Act if act in BUILT and may(role, act))
    admins = [h.grant.holder for h in holdings if h.grant.role is Role.ADMIN][:MOST_NAMED]
    whom = (
        f"Admins can change that: {mentions(admins)}"
        if admins
        else "There is no admin yet. Whoever runs Orderdesk can set ORDERDESK_ADMINS."
    )
    text = f"Your role in Orderdesk is {role.word}. You may {allowed}."
    return Message(text, (section(text), _table(), markup(whom)))


def role_form(holder: str = "", role: Role | None = None, groups: Sequence[GroupName] = ()) -> View:
    """The form that changes one role, with what is known filled in."""
    group = next((each for each in groups if each.id == holder), None)
    return {
        "type": "modal",
        "callback_id": ids.ROLE_FORM,
        "title": plain("Change a role"),
        "submit": plain("Change"),
        "close": plain("Cancel"),
        "blocks": [
            input_block(ids.ROLE_PERSON, "Person", _people(holder), optional=True),
            input_block(
                ids.ROLE_GROUP,
                "User group",
                _groups(group),
                optional=True,
                hint="Whoever is in the group has the role, for as long.",
            ),
            input_block(ids.ROLE_ROLE, "Role", _roles(_role_option(role) if holder else None)),
        ],
    }


def read_role_form(view: Mapping[str, Any]) -> Chosen:
    """What was chosen."""
    values = view.get("state", {}).get("values", {})
    return Chosen(
        person=str(_state(values, ids.ROLE_PERSON).get("selected_user") or ""),
        group=_option_value(values, ids.ROLE_GROUP),
        word=_option_value(values, ids.ROLE_ROLE),
    )


def saving_view() -> View:
    """Stands until the role is changed."""
    return {
        "type": "modal",
        "title": plain("Change a role"),
        "close": plain("Close"),
        "blocks": [section("Changing the role…")],
    }


def change_value(holding: Holding) -> str:
    """What the button beside a role carries."""
    return f"{holding.grant.role.word} {holding.grant.holder}"


def read_change(value: str) -> tuple[str, Role | None]:
    """Whose role a button is about, and what it is now; nobody's for the button below the list."""
    word, _, holder = value.partition(" ")
    return holder, _role_of(word)


def group_option(group: GroupName) -> Element:
    """A user group in a list."""
    return option(f"@{group.handle}", group.id)


def role_changed(holder: str, before: Role | None, after: Role | None, handle: str = "") -> Message:
    """For the admin who changed it; `handle` is that of a group."""
    whose = mention(holder, handle)
    if before is after:
        text = f"{whose} had {_role_phrase(after)} already, so nothing was changed."
    else:
        text = f"{whose} now has {_role_phrase(after)}; before it was {_word(before)}."
    return Message(text, (markup(text),))


def your_role(by: str, group: str, after: Role | None, handle: str = "") -> Message:
    """For whose role it is, or for a member of the `group`: somebody else has changed it."""
    whom = f"the group {mention(group, handle)}, which you are in," if group else "you"
    text = f"{mention(by)} gave {whom} {_role_phrase(after)} in Orderdesk."
    if after is None:
        text = f"{mention(by)} took the role in Orderdesk from {whom.rstrip(',')}."
    return Message(text, (markup(text), context(plain("/order roles shows what you may do."))))


def _table() -> Block:
    """Which acts each role may do: one line for all acts that need the same role."""
    head = [_cell("To"), *(_cell(role.word) for role in _GIVEN_ROLES)]
    lines = [
        [_cell(", ".join(acts)), *(_cell("yes" if r >= needed else "–") for r in _GIVEN_ROLES)]
        for needed in _GIVEN_ROLES
        if (acts := [act for act in Act if act in BUILT and ROLE_NEEDED[act] is needed])
    ]
    return {"type": "table", "rows": [head, *lines], "column_settings": [{"is_wrapped": True}]}


def _row(holding: Holding) -> Block:
    grant = holding.grant
    who = f"*{mention(grant.holder, holding.handle)}* · {grant.role.word}"
    lines = [who, f"given by {mention(grant.granted_by)}, {moment_token(grant.at)}"]
    if holding.members is not None:
        lines.append(holding.trouble or count_words(holding.members, "member"))
    accessory = button("Change…", ids.ROLE_CHANGE, change_value(holding))
    return {**markup("\n".join(lines)), "accessory": accessory}


def _cell(text: str) -> Element:
    return {"type": "raw_text", "text": text}


def _people(holder: str) -> Element:
    return {"type": "users_select", **({"initial_user": holder} if is_person(holder) else {})}


def _groups(group: GroupName | None) -> Element:
    chosen = {"initial_option": group_option(group)} if group else {}
    return {"type": "external_select", "min_query_length": 0, **chosen}


def _roles(chosen: Element | None) -> Element:
    options = [_role_option(role) for role in (*GIVEN, None)]
    initial = {"initial_option": chosen} if chosen else {}
    return {"type": "static_select", "options": options, **initial}


def _role_option(role: Role | None) -> Element:
    return option(role.word, role.word) if role else option("no role (viewer)", NO_ROLE)


def _role_of(word: str) -> Role | None:
    return next((role for role in GIVEN if role.word == word), None)


def _role_phrase(role: Role | None) -> str:
    return f"the role “{role.word}”" if role else "no role (viewer)"


def _word(role: Role | None) -> str:
    return f"“{role.word}”" if role else "none (viewer)"


def _option_value(values: Mapping[str, Any], block_id: str) -> str:
    return str((_state(values, block_id).get("selected_option") or {}).get("value") or "")


def _state(values: Mapping[str, Any], block_id: str) -> Mapping[str, Any]:
    state: Mapping[str, Any] = values.get(block_id, {}).get(block_id, {})
    return state
