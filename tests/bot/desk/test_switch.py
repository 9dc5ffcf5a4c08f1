"""The stop switch: changes are refused while it is on, and looking orders up goes on."""

import asyncio

import pytest

from bot.desk.records import Asker
from bot.orders.access import Role
from bot.orders.dialect import Dialect
from bot.orders.errors import AlreadyPaused, ChangesPaused, NotAllowed, NotPaused, ReadOnly

ADA, BEN = "U0ADA", "U0BEN"


@pytest.fixture
def dialect():
    """The switch knows nothing of Gelato's APIs."""
    return Dialect.CONNECT


def by(person: str) -> Asker:
    return Asker(person, "T1", "C1", "r-1")


@pytest.fixture
async def desk(office):
    desk = office.again(admins=(ADA, BEN))
    await desk.rights.begin()
    return desk


async def outcomes(office) -> list[tuple[str, str, str]]:
    entries = [row.entry for row in await office.audit.rows()]
    return [(e.operation, e.outcome, e.detail) for e in entries if e.operation != "role"]


async def test_a_pause_stops_changes_and_nothing_else(office, desk):
    """Whoever wants to change something is told who paused, when and why; a look-up is answered."""
    await desk.switch.check()
    await desk.switch.pause("stock count", by(ADA))
    with pytest.raises(ChangesPaused) as refused:
        await desk.switch.check()
    assert (refused.value.by, refused.value.reason) == (ADA, "stock count")
    assert refused.value.at == desk.records.now()
    assert (await desk.orders.look_up("1042", office.asker)).orders


async def test_a_pause_outlives_a_restart(office, desk):
    """What was paused before a restart is paused after it, until somebody resumes."""
    await desk.switch.pause("", by(ADA))
    again = office.again()
    assert (await again.switch.paused()).by == ADA
    ended = await again.switch.resume(by(BEN))
    assert ended.by == ADA
    assert await desk.switch.paused() is None
    await desk.switch.check()


async def test_pausing_twice_says_who_was_first(office, desk):
    """Of two admins who pause at a time one does, and the other one is told who did."""
    done = await asyncio.gather(
        desk.switch.pause("one", by(ADA)),
        desk.switch.pause("two", by(BEN)),
        return_exceptions=True,
    )
    (refused,) = (each for each in done if isinstance(each, AlreadyPaused))
    paused = await desk.switch.paused()
    assert (refused.by, refused.at, refused.reason) == (paused.by, paused.at, paused.reason)


async def test_there_is_nothing_to_resume_twice(office, desk):
    """A resume without a pause says so."""
    with pytest.raises(NotPaused):
        await desk.switch.resume(by(ADA))


@pytest.mark.parametrize("role", [None, Role.AGENT, Role.LEAD])
async def test_only_admins_switch(office, desk, role):
    """Everybody else is refused, and nothing is switched."""
    await desk.rights.grant("U1", role, by(ADA))
    with pytest.raises(NotAllowed):
        await desk.switch.pause("", office.asker)
    assert await desk.switch.paused() is None
    await desk.switch.pause("", by(ADA))
    with pytest.raises(NotAllowed):
        await desk.switch.resume(office.asker)
    assert await desk.switch.paused() is not None


async def test_each_switching_leaves_a_row(office, desk):
    """One row each, refused or not; the reason, which is free text, is in none of them."""
    await desk.switch.pause("Ann Lee called", by(ADA))
    with pytest.raises(AlreadyPaused):
        await desk.switch.pause("", by(BEN))
    await desk.switch.resume(by(BEN))
    with pytest.raises(NotPaused):
        await desk.switch.resume(by(BEN))
    assert await outcomes(office) == [
        ("pause", "done", "with a reason"),
        ("pause", "already_paused", ""),
        ("resume", "done", ""),
        ("resume", "not_paused", ""),
    ]


async def test_the_setting_stops_changes_too(office, desk):
    """With ORDERDESK_READ_ONLY nobody can resume: it says who can change that."""
    again = office.again(read_only=True)
    with pytest.raises(ReadOnly, match="Whoever runs it"):
        await again.switch.check()
