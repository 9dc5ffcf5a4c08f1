"""Roles as drawn, and as the form is read back."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from blocks import ids
from blocks.holders import mention
from blocks.message import MOST_BLOCKS
from blocks.refusals import changes_paused, refusal
from blocks.roles import (
    change_value,
    own_role,
    read_change,
    read_role_form,
    role_form,
    roles_page,
)
from bot.desk.directory import GroupName
from bot.desk.rights import Holding
from bot.orders.access import Role
from bot.orders.errors import ChangesPaused, NotAllowed
from bot.sandbox.block_kit import message_faults, modal_faults
from bot.store.role_ports import Grant, Paused

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
LEE, TEAM = "U012LEE", "S012TEAM"
GROUPS = [GroupName(TEAM, "print-team")]


def holding(holder: str = LEE, role: Role = Role.LEAD, **more: Any) -> Holding:
    return Holding(Grant(holder, role, "orderdesk", NOON), **more)


def as_opened(form: dict[str, Any]) -> dict[str, Any]:
    """The form as Slack sends it back when nothing was touched."""
    names = {
        "users_select": ("selected_user", "initial_user"),
        "external_select": ("selected_option", "initial_option"),
        "static_select": ("selected_option", "initial_option"),
    }
    values = {}
    for block in form["blocks"]:
        element = block["element"]
        state, initial = names[element["type"]]
        held = {"type": element["type"], state: element.get(initial)}
        values[block["block_id"]] = {element["action_id"]: held}
    return {**form, "state": {"values": values}}


@pytest.mark.parametrize(
    ("holder", "role", "person", "group"),
    [(LEE, Role.LEAD, LEE, ""), (TEAM, Role.AGENT, "", TEAM), (LEE, None, LEE, "")],
)
def test_the_form_reads_what_it_drew(holder, role, person, group):
    """What is filled in is what comes back."""
    form = role_form(holder, role, GROUPS)
    assert modal_faults(form) == []
    chosen = read_role_form(as_opened(form))
    assert (chosen.person, chosen.group, chosen.role) == (person, group, role)
    assert (chosen.holder, chosen.trouble) == (holder, "")


@pytest.mark.parametrize("view", [{}, {"state": {"values": {}}}, as_opened(role_form())])
def test_an_empty_form_asks_for_nobody(view):
    """It says what is missing, and breaks nothing."""
    assert read_role_form(view).trouble.startswith("Choose a person")


def test_a_role_is_chosen():
    """Without a choice of a role nobody's is taken away."""
    form = as_opened(role_form(LEE, Role.LEAD))
    form["state"]["values"][ids.ROLE_ROLE][ids.ROLE_ROLE] = {"selected_option": None}
    assert read_role_form(form).trouble == "Choose a role below."


def test_a_row_knows_whose_it_is():
    """The button beside a role opens the form for its holder."""
    assert read_change(change_value(holding())) == (LEE, Role.LEAD)
    assert read_change("none") == ("", None)


@pytest.mark.parametrize("count", [0, 1, 20, 21, 500])
def test_a_list_of_any_length_fits(count):
    """A long list is cut, and says how many are missing."""
    page = roles_page([holding(f"U{n}") for n in range(count)])
    assert message_faults({"text": page.text, "blocks": list(page.blocks)}) == []
    assert page.fits
    assert len(page.blocks) <= MOST_BLOCKS
    told = f"{count - 20} more are not shown here." in json.dumps(page.blocks)
    assert told is (count > 20)


def test_the_table_says_who_may_what():
    """A line for each role's acts, a column for each role."""
    table = next(block for block in roles_page([]).blocks if block["type"] == "table")
    head, *lines = ([cell["text"] for cell in row] for row in table["rows"])
    assert head == ["To", "viewer", "agent", "lead", "admin"]
    assert [line[1:] for line in lines] == [
        ["yes", "yes", "yes", "yes"],
        ["–", "yes", "yes", "yes"],
        ["–", "–", "yes", "yes"],
        ["–", "–", "–", "yes"],
    ]
    assert "cancel an order" in lines[1][0]


def test_who_can_change_a_role_is_named():
    """A person's own page names admins, and without one says how to get one."""
    page = own_role(Role.AGENT, [holding("U012MAX", Role.ADMIN), holding()])
    assert "<@U012MAX>" in json.dumps(page.blocks)
    assert LEE not in json.dumps(page.blocks)
    assert "ORDERDESK_ADMINS" in json.dumps(own_role(Role.VIEWER, [holding()]).blocks)


@pytest.mark.parametrize(
    ("holder", "handle", "drawn"),
    [
        (LEE, "", f"<@{LEE}>"),
        ("W012LEE", "", "<@W012LEE>"),
        (TEAM, "", f"<!subteam^{TEAM}>"),
        (TEAM, "print-team", f"<!subteam^{TEAM}|@print-team>"),
        (TEAM, "a><!channel>|b", f"<!subteam^{TEAM}|@achannelb>"),
        ("orderdesk", "", "the setting ORDERDESK_ADMINS"),
        ("U1> <!channel>", "", "the setting ORDERDESK_ADMINS"),
    ],
)
def test_a_mention_is_nothing_else(holder, handle, drawn):
    """Ids and handles from outside can make nothing but the mention of one holder."""
    assert mention(holder, handle) == drawn


def test_a_refusal_shows_whom_to_ask():
    """Beside the sentence, which makes sense alone, stand those who may."""
    message = refusal(NotAllowed("You need a role.", holders=(LEE, TEAM)))
    assert f"Who has it: <@{LEE}>, <!subteam^{TEAM}>" in json.dumps(message.blocks)
    assert message.text == "You need a role."
    assert len(refusal(NotAllowed("You need a role.")).blocks) == 1


@pytest.mark.parametrize("reason", ["<!channel>", "*b* <https://evil.example.com|x>", "\u202ex"])
def test_a_reason_is_text_and_nothing_else(reason):
    """Whatever was typed as a reason stands in plain text alone."""
    paused = Paused(LEE, NOON, reason)
    error = ChangesPaused(by=LEE, at=NOON, reason=reason)
    for message in (changes_paused(paused), refusal(error)):
        assert message_faults({"text": message.text, "blocks": list(message.blocks)}) == []
        marked = [json.dumps(e) for b in message.blocks for e in b.get("elements", [b.get("text")])
                  if e["type"] == "mrkdwn"]  # fmt: skip
        assert all("evil" not in each and "channel" not in each for each in marked)
        assert "evil" not in message.text
