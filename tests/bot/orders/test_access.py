"""Who may do what, as interface.md's table says it."""

import pytest

from bot.orders.access import GIVEN, ROLE_NEEDED, Act, Role, is_person, may, role_words

TABLE = """
                  nobody  viewer  agent  lead  admin
LOOK_UP           no      yes     yes    yes   yes
SEARCH            no      yes     yes    yes   yes
PREVIEW_DIGEST    no      yes     yes    yes   yes
WATCH             no      yes     yes    yes   yes
REVEAL            no      ask     yes    yes   yes
UPDATE_SHIPMENT   no      ask     yes    yes   yes
CANCEL            no      ask     yes    yes   yes
ATTEND            no      no      yes    yes   yes
RESHIP            no      ask     yes    yes   yes
SUBMIT            no      no      ask    yes   yes
RELEASE_DRAFT     no      no      ask    yes   yes
BULK              no      no      ask    yes   yes
SUBSCRIBE         no      no      no     yes   yes
APPROVE           no      no      no     yes   yes
AUDIT             no      no      no     yes   yes
MANAGE_ROLES      no      no      no     no    yes
PAUSE             no      no      no     no    yes
POLICY            no      no      no     no    yes
"""
HEAD, *LINES = (line.split() for line in TABLE.strip().splitlines())
CELLS = [
    (act, role, cell)
    for act, *cells in LINES
    for role, cell in zip(HEAD, cells, strict=True)
]  # fmt: skip


@pytest.mark.parametrize(("act", "role", "cell"), CELLS)
def test_the_table_holds(act, role, cell):
    """Each role may do what the table promises; "ask" is a refusal until it can be asked."""
    assert may(Role.named(role), Act[act]) is (cell == "yes")


def test_the_table_is_whole():
    """There is no act and no role that the table does not judge."""
    assert {act for act, *_ in LINES} == {act.name for act in Act} == {a.name for a in ROLE_NEEDED}
    assert [role.word for role in sorted(Role)] == HEAD


def test_the_roles_that_can_be_given():
    """A viewer is what a member is without a role, so nobody is given that, or less."""
    assert {role.word for role in GIVEN} == {"agent", "lead", "admin"}
    assert [role_words(None), role_words(Role.LEAD)] == ["viewer", "lead"]


@pytest.mark.parametrize(
    ("holder", "person"),
    [("U012ANN", True), ("W012ANN", True), ("S012PRINT", False), ("", False), ("orderdesk", False)],
)
def test_people_are_told_from_groups(holder, person):
    """By Slack's own ids: people begin with U or W, groups with S."""
    assert is_person(holder) is person
