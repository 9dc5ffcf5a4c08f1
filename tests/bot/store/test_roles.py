"""Roles and switches in SQLite: a change and its audit row are written together, or not at all."""

import sqlite3
from contextlib import closing

import pytest

from bot.orders.access import Role
from bot.orders.errors import LastAdmin, StoreTrouble
from bot.store.role_ports import Paused
from bot.store.roles import SqliteRoles
from bot.store.switches import SqliteSwitches, paused_in

ADA, BEN = "U0ADA", "U0BEN"


def refuse_rows(path):
    """From now on no audit row can be written."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'full'); END"
        )


@pytest.fixture
def roles(database):
    return SqliteRoles(database)


async def test_without_a_row_no_role_is_given(roles, database, path, entry):
    """When the audit row cannot be written, the role stays as it was."""
    await roles.appoint([ADA], entry(detail=""), [])
    refuse_rows(path)
    with pytest.raises(StoreTrouble):
        await roles.change(BEN, Role.AGENT, entry(), [ADA])
    with pytest.raises(StoreTrouble):
        await roles.appoint([BEN], entry(), [])
    assert [grant.holder for grant in await roles.grants()] == [ADA]


async def test_a_refused_change_leaves_no_trace(roles, audit, entry):
    """Neither the role nor a row that says it was done."""
    await roles.appoint([ADA], entry(), [])
    with pytest.raises(LastAdmin):
        await roles.change(ADA, Role.LEAD, entry(), [ADA, BEN])
    assert [grant.role for grant in await roles.grants()] == [Role.ADMIN]
    assert len(await audit.rows()) == 1


async def test_a_group_of_admins_may_go(roles, entry):
    """A group is no last admin: who was counted on it has to be a person anyway."""
    await roles.change("S0TEAM", Role.ADMIN, entry(), [])
    assert await roles.change("S0TEAM", None, entry(), []) is Role.ADMIN
    assert await roles.grants() == []


async def test_the_highest_role_is_listed_first(roles, entry):
    """So a look for the highest one can stop at the first."""
    for holder, role in (("U1", Role.AGENT), ("U2", Role.ADMIN), ("S1", Role.LEAD)):
        await roles.change(holder, role, entry(), [])
    grants = await roles.grants()
    assert [(grant.holder, grant.role) for grant in grants] == [
        ("U2", Role.ADMIN),
        ("S1", Role.LEAD),
        ("U1", Role.AGENT),
    ]
    assert {(grant.granted_by, grant.at) for grant in grants} == {("U1", entry().at)}


async def test_the_same_role_again_keeps_who_gave_it(roles, entry):
    """Giving what is held already changes nothing."""
    await roles.change(BEN, Role.LEAD, entry(), [])
    assert await roles.change(BEN, Role.LEAD, entry(person="U9"), []) is Role.LEAD
    assert (await roles.grants())[0].granted_by == "U1"


async def test_a_pause_and_its_row_are_one(database, path, entry):
    """When the audit row cannot be written, nothing is paused and nothing resumed."""
    switches = SqliteSwitches(database)
    assert await switches.pause(Paused(ADA, entry().at, "why"), entry()) is None
    refuse_rows(path)
    with pytest.raises(StoreTrouble):
        await switches.resume(entry())
    assert await switches.paused() == Paused(ADA, entry().at, "why")
    assert await database.write(paused_in) == await switches.paused()
