"""Roles and the stop switch in Slack: what people read, and whom it reaches."""

import json
from typing import Any

import pytest

from blocks import ids
from bot.orders.access import Role
from bot.orders.errors import ReadOnly
from bot.sandbox.slack.people import ANN, BOT_USER, GUS, IDA, LEE, MAX
from bot.sandbox.slack.usergroups import PRINT_TEAM
from handlers.app import opened


def told_directly(house: Any, person: str) -> list[str]:
    """What the bot told this person in a direct message."""
    seen = house.slack.seen(person, house.slack.channel(person).id)
    return [json.dumps(m.blocks, ensure_ascii=False) for m in seen if m.user == BOT_USER]


def row_button(message: Any, holder: str) -> dict[str, Any]:
    """The button beside this person or group."""
    for block in message.blocks:
        accessory = block.get("accessory") or {}
        if accessory.get("value", "").endswith(f" {holder}"):
            named = {name: accessory[name] for name in ("action_id", "type", "value")}
            return {"block_id": block["block_id"], **named}
    raise AssertionError(holder)


async def open_form(house: Any, holder: str = "", admin: str = MAX) -> Any:
    """An admin opens the form, by the button of a row or by the one below all rows."""
    page = await house.say("/order roles", admin)
    if holder:
        where = {"channel": page.channel, "ts": page.ts}
        button = row_button(page, holder)
        await house.act("click", container=where, action=button, **{"as": admin})
    else:
        await house.press(page, ids.ROLE_CHANGE, admin)
    return house.view(admin)


async def change(house: Any, role: str, admin: str = MAX, **holder: str) -> Any:
    """An admin fills the form in: `person` or `group`, and the role; what it shows then."""
    view = await open_form(house, admin=admin)
    return await submit(house, view, role, admin, **holder)


async def submit(house: Any, view: Any, role: str, admin: str = MAX, **holder: str) -> Any:
    def chosen(name: str) -> dict[str, Any] | None:
        value = holder.get(name)
        return {"text": {"type": "plain_text", "text": "@x"}, "value": value} if value else None

    option = {"text": {"type": "plain_text", "text": role}, "value": role}
    values = {
        ids.ROLE_PERSON: {"type": "users_select", "selected_user": holder.get("person")},
        ids.ROLE_GROUP: {"type": "external_select", "selected_option": chosen("group")},
        ids.ROLE_ROLE: {"type": "static_select", "selected_option": option},
    }
    state = {block_id: {block_id: held} for block_id, held in values.items()}
    await house.act("submit", view_id=view.id, values=state, **{"as": admin})
    return house.view(admin)


async def test_an_admin_sees_who_has_which_role(house, read):
    """The list names people and how they came by the role, the highest first, for its reader."""
    page = await house.say("/order roles", MAX)
    assert page.visible_to == MAX
    text = read(page)
    assert text.index(f"<@{MAX}>* · admin") < text.index(f"<@{LEE}>* · lead")
    assert text.index(f"<@{LEE}>* · lead") < text.index(f"<@{ANN}>* · agent")
    assert "given by the setting ORDERDESK_ADMINS" in text
    assert f"given by <@{MAX}>" in text


@pytest.mark.parametrize(
    ("person", "role", "may", "may_not"),
    [
        (IDA, "viewer", "search", "cancel"),
        (ANN, "agent", "cancel an order", "send a new order"),
        (LEE, "lead", "set up a channel's digests", "read the audit log"),
    ],
)
async def test_others_see_their_own_role(house, read, person, role, may, may_not):
    """What it is, what it allows, and who can change it; no buttons."""
    page = await house.say("/order roles", person)
    text = read(page)
    own = text.split(".")[1]
    assert f"Your role in Orderdesk is {role}." in text
    assert may in own
    assert may_not not in own
    assert f"Admins can change that: <@{MAX}>" in text
    assert ids.ROLE_CHANGE not in json.dumps(page.blocks)


async def test_a_role_is_given_with_the_form(house, read):
    """The form says what changed, the person is told by the bot, and the list shows it."""
    view = await change(house, "agent", person=IDA)
    assert f"<@{IDA}> now has the role “agent”; before it was none (viewer)." in read(view)
    (told,) = told_directly(house, IDA)
    assert f"<@{MAX}> gave you the role “agent”" in told
    assert f"<@{IDA}>* · agent" in read(await house.say("/order roles", MAX))
    rows = [row for row in house.rows() if row["detail"] != "listed"]
    assert [(row["person"], row["outcome"], row["detail"]) for row in rows] == [
        (MAX, "done", f"{IDA}: none -> agent")
    ]


async def test_a_role_is_changed_from_its_row(house, read):
    """The button beside a person opens the form with the person and the role filled in."""
    view = await open_form(house, LEE)
    state = json.dumps(view.values())
    assert LEE in state
    assert '"lead"' in state
    view = await submit(house, view, "none", person=LEE)
    assert "now has no role (viewer); before it was “lead”" in read(view)
    assert f"<@{MAX}> took the role in Orderdesk from you." in told_directly(house, LEE)[0]
    assert "Your role in Orderdesk is viewer." in read(await house.say("/order roles", LEE))


async def test_a_group_is_given_a_role(house, read):
    """Members have the role while they are in the group, and each of them is told."""
    view = await change(house, "lead", group=PRINT_TEAM)
    assert "now has the role “lead”" in read(view)
    for person in (ANN, LEE):
        assert "which you are in" in told_directly(house, person)[0]
    assert "Your role in Orderdesk is lead." in read(await house.say("/order roles", ANN))
    page = read(await house.say("/order roles", MAX))
    assert f"<!subteam^{PRINT_TEAM}|@print-team>* · lead" in page
    assert "2 members" in page


async def test_groups_are_offered_by_their_handle(house):
    """The list of groups is filled with what fits the letters that were typed."""
    view = await open_form(house)

    async def offered(typed: str) -> list[str]:
        asked = {"block_id": ids.ROLE_GROUP, "action_id": ids.ROLE_GROUP, "value": typed}
        container = {"type": "view", "view_id": view.id}
        answer = await house.act("options", container=container, **asked, **{"as": MAX})
        return [option["value"] for option in answer["options"]]

    assert await offered("") == [PRINT_TEAM]
    assert await offered("@PRINT") == [PRINT_TEAM]
    assert await offered("leads") == []


async def test_a_plan_without_groups(house, read):
    """A group that Slack no longer tells of gives nobody a role, and the list says why."""
    await change(house, "lead", group=PRINT_TEAM)
    house.slack.world.faults.switch("free_plan", on=True)
    house.slack.world.usergroups.clear()
    house.desk.rights.directory.groups._known.clear()  # as a minute would
    assert "Slack plan has no user groups" in read(await house.say("/order roles", MAX))
    assert "Your role in Orderdesk is agent." in read(await house.say("/order roles", ANN))


@pytest.mark.parametrize(
    ("holder", "sentence"),
    [
        ({}, "Choose a person here, or a user group below."),
        ({"person": ANN, "group": PRINT_TEAM}, "Choose a person or a user group, not both."),
    ],
)
async def test_one_holder_is_chosen(house, holder, sentence):
    """Neither nobody nor two at once: it is said at the field, and the form stays."""
    view = await change(house, "agent", **holder)
    assert view.errors == {ids.ROLE_PERSON: sentence}


async def test_a_guest_is_given_no_role(house, read):
    """The form says that only full members can have one."""
    assert "Only full members" in read(await change(house, "agent", person=GUS))
    assert told_directly(house, GUS) == []


async def test_the_last_admin_stays(house, read):
    """The form says what to do first."""
    assert "Make another person an admin first." in read(await change(house, "none", person=MAX))
    await change(house, "admin", person=LEE)
    assert "now has no role" in read(await change(house, "none", LEE, person=MAX))


async def test_a_form_of_before_is_judged_by_now(house, read):
    """Who is no admin any more when the form is sent changes nothing, and is told whom to ask."""
    await change(house, "admin", person=LEE)
    view = await open_form(house, admin=LEE)
    await change(house, "lead", person=LEE)
    text = read(await submit(house, view, "admin", LEE, person=IDA))
    assert "You need the role “admin” to change roles" in text
    assert f"Who has it: <@{MAX}>" in text


async def test_who_leaves_loses_the_role(house, read):
    """Slack tells that an account was switched off, and the role is gone, with a row."""
    house.slack.leaves(LEE)
    await house.slack.settled()
    await house.work.finish()
    assert f"<@{LEE}>" not in read(await house.say("/order roles", MAX))
    assert [row["detail"] for row in house.rows() if row["person"] == "orderdesk"] == [
        f"{LEE}: lead -> none, left the workspace"
    ]


async def test_a_change_of_a_person_is_seen_at_once(house):
    """Somebody who became a guest is one at the next question, not ten minutes later."""
    await house.say("/order roles", ANN)
    body = {
        "type": "event_callback",
        "event": {"type": "user_change", "user": {"id": ANN, "deleted": False}},
    }
    asked = len(house.slack.calls("users.info"))
    status, _ = await house.deliver(json.dumps(body), **{"Content-Type": "application/json"})
    assert status == 200
    await house.say("/order roles", ANN)
    assert len(house.slack.calls("users.info")) == asked + 1


@pytest.mark.parametrize("event", [{"type": "user_change"}, {"type": "user_change", "user": "U1"}])
async def test_news_that_makes_no_sense_does_no_harm(house, event):
    """An event in an unknown shape is acknowledged and leaves everything as it was."""
    body = json.dumps({"type": "event_callback", "event": event})
    status, _ = await house.deliver(body, **{"Content-Type": "application/json"})
    assert status == 200
    assert await house.say("/order roles", MAX)


async def test_a_pause_is_told(house, read):
    """Who pauses reads what it means, leads and admins hear of it, and look-ups go on."""
    answer = await house.say("/order pause stock count", MAX)
    assert "Changes to orders are paused." in read(answer)
    (told,) = told_directly(house, LEE)
    assert f"Paused by <@{MAX}>" in told
    assert "Reason: stock count" in told
    assert told_directly(house, ANN) == told_directly(house, MAX) == []
    assert "Order 1042" in read(await house.say("/order 1042", ANN))


async def test_pausing_twice_says_who_was_first(house, read):
    """The second one reads who paused, when and why, and how to go on."""
    await change(house, "admin", person=LEE)
    await house.say("/order pause stock count", MAX)
    text = read(await house.say("/order pause", LEE))
    for part in ("paused already", "/order resume", f"Paused by <@{MAX}>", "stock count"):
        assert part in text


async def test_resuming_is_told(house, read):
    """Who resumes reads it, others hear of it, and a second time there is nothing to resume."""
    await house.say("/order pause", MAX)
    assert "allowed again" in read(await house.say("/order resume", MAX))
    assert f"Resumed by <@{MAX}>" in told_directly(house, LEE)[-1]
    assert "nothing to resume" in read(await house.say("/order resume", MAX))


@pytest.mark.parametrize("command", ["/order pause", "/order resume"])
@pytest.mark.parametrize("person", [IDA, ANN, LEE])
async def test_only_admins_switch(house, read, person, command):
    """Others are told which role that needs, and who has it."""
    text = read(await house.say(command, person))
    assert "You need the role “admin” to pause and resume changes" in text
    assert f"Who has it: <@{MAX}>" in text
    assert house.rows()[-1]["outcome"] == "not_allowed"


async def test_what_was_typed_as_a_reason_formats_nothing(house, read):
    """A reason pings and links nobody, and stands in no audit row."""
    await house.say("/order pause <!channel> Ann Lee", MAX)
    (told,) = told_directly(house, LEE)
    shown = json.loads(told)
    markdown = [json.dumps(each) for each in shown if "Ann Lee" in json.dumps(each)]
    assert all('"plain_text"' in each and '"mrkdwn"' not in each for each in markdown)
    assert "Ann Lee" not in json.dumps(house.rows())


async def test_the_settings_reach_the_desk(house, tmp_path):
    """The first admins and the operator's own switch come from the settings, at each start."""
    path = tmp_path / "other.db"
    changed = {"database_url": f"sqlite:///{path}", "orderdesk_read_only": True}
    async with opened(house.settings.model_copy(update=changed)) as program:
        assert await program.desk.rights.role_of(MAX) is Role.ADMIN
        assert await program.desk.rights.role_of(LEE) is Role.VIEWER
        with pytest.raises(ReadOnly):
            await program.desk.switch.check()


async def test_a_mention_lists_roles_to_the_asker_alone(house, read):
    """Roles are nobody else's business, wherever they are asked for."""
    await house.say(f"<@{BOT_USER}> roles", MAX)
    page = house.last(MAX)
    assert page.visible_to == MAX
    assert f"<@{LEE}>* · lead" in read(page)
    assert house.last(ANN) is None
