"""Roles at the desk: who has which, who may change them, and what is written down."""

import asyncio

import pytest

from bot.desk.records import Asker
from bot.orders.access import ROLE_NEEDED, Act, Role
from bot.orders.dialect import Dialect
from bot.orders.errors import LastAdmin, NoSuchPerson, NotAllowed, OrderdeskError
from bot.orders.found import Search
from bot.orders.person import Standing
from bot.orders.query import Query
from bot.store.ports import Operation

ADA, BEN, EVE = "U0ADA", "U0BEN", "U0EVE"
TEAM = "S0TEAM"
GONE = Standing.GONE


@pytest.fixture
def dialect():
    """Roles know nothing of Gelato's APIs."""
    return Dialect.CONNECT


def by(person: str) -> Asker:
    return Asker(person, "T1", "C1", "r-1")


@pytest.fixture
async def desk(office):
    """A desk whose first admin is Ada."""
    desk = office.again(admins=(ADA,))
    await desk.rights.begin()
    return desk


async def holders(desk) -> dict[str, str]:
    grants = [holding.grant for holding in await desk.rights.listing()]
    return {grant.holder: grant.role.word for grant in grants}


async def trail(office) -> list[tuple[str, str, str]]:
    """The trail in brief: who, what came of it, what exactly."""
    entries = [row.entry for row in await office.audit.rows()]
    return [(entry.person, entry.outcome, entry.detail) for entry in entries]


@pytest.mark.parametrize("role", [None, Role.AGENT, Role.LEAD, Role.ADMIN])
@pytest.mark.parametrize("through", ["own role", "group"])
async def test_every_act_is_judged_by_the_role(office, desk, role, through):
    """What a role may do is done, and anything else refused, by own role or by the group's."""
    office.people.groups[TEAM] = {BEN}
    await desk.rights.grant(BEN if through == "own role" else TEAM, role, by(ADA))
    held = role or Role.VIEWER
    assert await desk.rights.role_of(BEN) is held
    for act in Act:
        if held >= ROLE_NEEDED[act]:
            assert await desk.rights.require(act, BEN) >= ROLE_NEEDED[act]
        else:
            with pytest.raises(NotAllowed):
                await desk.rights.require(act, BEN)


@pytest.mark.parametrize(
    "standing", [Standing.GUEST, Standing.OUTSIDER, Standing.BOT, GONE], ids=str
)
async def test_who_is_no_full_member_may_nothing(office, desk, standing):
    """Guests, bots, outsiders and people who left get nothing, whatever they were given before."""
    await desk.rights.grant(BEN, Role.ADMIN, by(ADA))
    office.people.standings[BEN] = standing
    for act in Act:
        with pytest.raises(NotAllowed):
            await desk.rights.require(act, BEN)
    assert await desk.rights.role_of(BEN) is Role.NOBODY


async def test_the_higher_of_two_roles_counts(office, desk):
    """Who has a role and is in a group of another one has the higher of both."""
    office.people.groups |= {TEAM: {BEN, EVE}, "S0LEADS": {EVE}}
    await desk.rights.grant(TEAM, Role.AGENT, by(ADA))
    await desk.rights.grant("S0LEADS", Role.LEAD, by(ADA))
    await desk.rights.grant(BEN, Role.LEAD, by(ADA))
    assert await desk.rights.role_of(BEN) is Role.LEAD
    assert await desk.rights.role_of(EVE) is Role.LEAD
    office.people.groups["S0LEADS"] = set()
    assert await desk.rights.role_of(EVE) is Role.AGENT
    del office.people.groups[TEAM]
    assert await desk.rights.role_of(EVE) is Role.VIEWER


async def test_a_role_is_asked_for_at_the_moment(office, desk):
    """Who changes something is asked for anew; who only looks is not."""
    await desk.rights.grant(BEN, Role.AGENT, by(ADA))
    office.people.asked_anew.clear()
    await desk.rights.require(Act.LOOK_UP, BEN)
    assert office.people.asked_anew == []
    await desk.rights.require(Act.CANCEL, BEN)
    assert office.people.asked_anew == [BEN]
    await desk.rights.grant(BEN, None, by(ADA))
    with pytest.raises(NotAllowed):
        await desk.rights.require(Act.CANCEL, BEN)


async def test_a_refusal_names_the_role_and_who_has_it(office, desk):
    """The sentence makes sense alone; beside it are those to ask, the nearest role first."""
    await desk.rights.grant(TEAM, Role.LEAD, by(ADA))
    await desk.rights.grant(EVE, Role.AGENT, by(ADA))
    with pytest.raises(NotAllowed) as refused:
        await desk.rights.require(Act.SUBMIT, EVE)
    assert str(refused.value) == (
        "You need the role “lead” to send a new order. "
        "Ask somebody who has it, or an admin of Orderdesk for the role."
    )
    assert refused.value.holders == (TEAM, ADA)


async def test_without_an_admin_a_refusal_says_how_to_get_one(office):
    """Where nobody was given anything, whoever runs Orderdesk is pointed to."""
    with pytest.raises(NotAllowed) as refused:
        await office.desk.rights.require(Act.CANCEL, BEN)
    assert "nobody has it yet" in str(refused.value)
    assert "ORDERDESK_ADMINS" in str(refused.value)
    assert refused.value.holders == ()


async def look_up(desk, by: Asker) -> None:
    await desk.orders.look_up("1042", by)


async def share(desk, by: Asker) -> None:
    async with desk.orders.showing("1042", by, Operation.SHARE):
        pass


async def search(desk, by: Asker) -> None:
    await desk.orders.search(Search(Query()), 10, by)


async def turn_page(desk, by: Asker) -> None:
    await desk.orders.search(Search(Query(), looked_at=10), 10, by)


@pytest.mark.parametrize("ask", [look_up, share, search, turn_page])
async def test_the_desk_itself_shows_nothing_to_a_guest(office, desk, ask):
    """Gelato is not even asked, and whatever leaves a row leaves one of the refusal."""
    office.people.standings["U1"] = Standing.GUEST
    with pytest.raises(NotAllowed, match="full members"):
        await ask(desk, office.asker)
    assert office.stand_in.requests.rows() == []
    if ask is not turn_page:
        assert (await office.audit.rows())[-1].entry.outcome == "not_allowed"


async def test_each_change_says_what_changed(office, desk):
    """A row says from which role to which, who did it, and is there once."""
    assert await desk.rights.grant(BEN, Role.AGENT, by(ADA)) is None
    assert await desk.rights.grant(BEN, Role.LEAD, by(ADA)) is Role.AGENT
    assert await desk.rights.grant(BEN, None, by(ADA)) is Role.LEAD
    assert await trail(office) == [
        ("orderdesk", "done", f"{ADA}: none -> admin, first admin"),
        (ADA, "done", f"{BEN}: none -> agent"),
        (ADA, "done", f"{BEN}: agent -> lead"),
        (ADA, "done", f"{BEN}: lead -> none"),
    ]


@pytest.mark.parametrize("role", [None, Role.AGENT, Role.LEAD])
async def test_who_is_no_admin_changes_no_role(office, desk, role):
    """Not even one's own, and the attempt stands in the trail."""
    await desk.rights.grant(BEN, role, by(ADA))
    with pytest.raises(NotAllowed):
        await desk.rights.grant(BEN, Role.ADMIN, by(BEN))
    assert (await holders(desk)).get(BEN) == (role.word if role else None)
    assert (await trail(office))[-1] == (BEN, "not_allowed", f"{BEN}: -> admin")


@pytest.mark.parametrize("standing", [Standing.GUEST, Standing.OUTSIDER, Standing.BOT, GONE])
async def test_only_full_members_are_given_roles(office, desk, standing):
    """Whoever else is chosen is refused with a sentence, and recorded."""
    office.people.standings[BEN] = standing
    with pytest.raises(NoSuchPerson, match="full members"):
        await desk.rights.grant(BEN, Role.AGENT, by(ADA))
    assert (await trail(office))[-1][1] == "no_such_person"


@pytest.mark.parametrize("role", [None, Role.LEAD])
async def test_the_last_admin_stays(office, desk, role):
    """The last admin can be made nothing less, even while a group of admins exists."""
    office.people.groups[TEAM] = {BEN}
    await desk.rights.grant(TEAM, Role.ADMIN, by(ADA))
    for admin in (ADA, BEN):
        with pytest.raises(LastAdmin):
            await desk.rights.grant(ADA, role, by(admin))
    assert (await holders(desk))[ADA] == "admin"
    assert (await trail(office))[-1][1] == "last_admin"


@pytest.mark.parametrize("standing", [Standing.GUEST, GONE])
async def test_an_admin_who_counts_for_nothing_is_no_other_admin(office, desk, standing):
    """Who became a guest or left is no admin to whom things could be left."""
    await desk.rights.grant(BEN, Role.ADMIN, by(ADA))
    office.people.standings[BEN] = standing
    with pytest.raises(LastAdmin):
        await desk.rights.grant(ADA, None, by(ADA))


async def test_two_admins_who_remove_each_other(office, desk):
    """One of them stays, whoever was first."""
    await desk.rights.grant(BEN, Role.ADMIN, by(ADA))
    done = await asyncio.gather(
        desk.rights.grant(BEN, None, by(ADA)),
        desk.rights.grant(ADA, None, by(BEN)),
        return_exceptions=True,
    )
    assert sorted(map(type, done), key=str) == sorted([Role, LastAdmin], key=str)
    assert len(await holders(desk)) == 1


async def test_first_admins_are_named_once(office, desk):
    """A first admin whose role was taken stays without it over a restart: there is another one."""
    await desk.rights.grant(BEN, Role.ADMIN, by(ADA))
    await desk.rights.grant(ADA, None, by(BEN))
    again = office.again(admins=(ADA, EVE))
    await again.rights.begin()
    assert await holders(again) == {BEN: "admin"}


async def test_first_admins_come_back_when_there_is_no_other(office, desk):
    """A desk whose admins all left gets the first ones of the setting at its next start."""
    office.people.standings[ADA] = GONE
    again = office.again(admins=(EVE, BEN, TEAM, "U0TYPO"))
    office.people.unknown.add("U0TYPO")
    await again.rights.begin()
    assert await holders(again) == {EVE: "admin", BEN: "admin"}


async def test_without_first_admins_there_are_none(office):
    """A desk that names no first admin starts, and serves viewers."""
    await office.desk.rights.begin()
    assert await holders(office.desk) == {}
    assert await office.desk.rights.role_of(BEN) is Role.VIEWER


async def test_who_left_loses_the_role(office, desk):
    """The role goes with the person, is written down once, and others hear of it."""
    heard = []

    async def listener(person_id: str) -> None:
        heard.append(person_id)

    desk.rights.on_left.append(listener)
    await desk.rights.grant(BEN, Role.LEAD, by(ADA))
    office.people.standings[BEN] = GONE
    assert await desk.rights.role_of(BEN) is Role.NOBODY
    assert heard == [BEN]
    assert len(await trail(office)) == 3
    assert await holders(desk) == {ADA: "admin"}
    await desk.rights.left(BEN)
    rows = await trail(office)
    assert rows[-1] == ("orderdesk", "done", f"{BEN}: lead -> none, left the workspace")
    assert len(rows) == 3


async def test_who_comes_back_is_a_viewer(office, desk):
    """A person who left and came back is given a role again by somebody, or has none."""
    await desk.rights.grant(BEN, Role.LEAD, by(ADA))
    office.people.standings[BEN] = GONE
    await desk.rights.listing()
    office.people.standings[BEN] = Standing.MEMBER
    assert await desk.rights.role_of(BEN) is Role.VIEWER


async def test_when_the_last_admin_leaves_the_first_ones_return(office):
    """The setting's admins get the role again at once, and who left loses it."""
    desk = office.again(admins=(ADA, EVE))
    await desk.rights.begin()
    await desk.rights.grant(EVE, None, by(ADA))
    office.people.standings[ADA] = GONE
    await desk.rights.left(ADA)
    assert await holders(desk) == {EVE: "admin"}
    assert (await trail(office))[-2][2] == f"{EVE}: none -> admin, first admin again"


async def test_news_of_a_leaver_is_newer_than_what_is_known(office):
    """The last admin who left is replaced, though the directory has not heard of it yet."""
    desk = office.again(admins=(ADA, EVE))
    await desk.rights.begin()
    await desk.rights.grant(EVE, None, by(ADA))
    await desk.rights.left(ADA)
    assert await holders(desk) == {EVE: "admin"}


async def test_who_cannot_be_asked_for_is_still_an_admin(office, desk):
    """While Slack does not say who an admin is, nobody else is put in their place."""
    office.people.silent.add(ADA)
    again = office.again(admins=(EVE,))
    await again.rights.begin()
    assert await holders(again) == {ADA: "admin"}
    with pytest.raises(OrderdeskError):
        await again.rights.require(Act.PAUSE, ADA)


async def test_the_last_admin_who_leaves_without_an_heir(office, desk):
    """The role stays in the store for the record, and counts for nothing."""
    office.people.standings[ADA] = GONE
    await desk.rights.left(ADA)
    rows = await trail(office)
    await desk.rights.left(ADA)
    assert await trail(office) == rows
    assert await holders(desk) == {ADA: "admin"}
    assert await desk.rights.role_of(ADA) is Role.NOBODY
