"""Changes in the store: one open for an order, one for a form, and as many a day as one may."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.orders.change import Change, Kind, Outcome, Stage
from bot.orders.errors import TooManyChanges
from bot.orders.person import Asker
from bot.store.audit import SqliteAudit
from bot.store.claim_ports import Cap
from bot.store.claims import SqliteClaims
from bot.store.database import SqliteDatabase
from bot.store.ports import Entry

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 21, tzinfo=UTC)
FREE = Cap(0, MIDNIGHT)


@pytest.fixture
def claims(database: SqliteDatabase) -> SqliteClaims:
    return SqliteClaims(database)


def change(order_id: str, form: str = "form", person: str = "U1", at: datetime = NOON) -> Change:
    by = Asker(person, "T1", "C1", "r-1")
    return Change(f"{form}:{order_id}", form, Kind.CANCEL, order_id, "1042", by, at, at)


def row(changed: Change, outcome: str = "asked") -> Entry:
    by, ids = changed.by, (changed.order_id,)
    took = timedelta()
    where = (by.person, by.team, by.channel)
    return Entry(changed.asked_at, "cancel", outcome, *where, "1042", ids, took, "r-1")


def wanted(*changes: Change) -> list[tuple[Change, Entry]]:
    return [(each, row(each)) for each in changes]


def ended(changed: Change, outcome: Outcome = Outcome.DONE) -> Change:
    return replace(changed, stage=Stage.ENDED, outcome=outcome, ended_at=NOON, wish={})


async def outcomes(database: SqliteDatabase) -> list[str]:
    return [each.entry.outcome for each in await SqliteAudit(database).rows()]


async def test_what_is_claimed_is_kept_as_it_is(claims: SqliteClaims, database: SqliteDatabase):
    """A change comes back as it went in, with its audit row beside it."""
    full = replace(
        change("g-1"),
        thread_ts="1.1",
        card_ts="2.2",
        reason="test",
        note="words",
        wish={"city": "Oslo"},
        accepted=True,
        tries=3,
    )
    assert await claims.claim(wanted(full), FREE) == [full]
    assert await claims.of(full.id) == full
    assert await outcomes(database) == ["asked"]


async def test_the_same_form_is_the_same_request(claims: SqliteClaims, database: SqliteDatabase):
    """A form that comes again gives its first change, also when that has ended."""
    first = change("g-1")
    again = replace(first, id="another")
    await claims.claim(wanted(first), FREE)
    assert await claims.claim(wanted(again), FREE) == [first]
    await claims.end(ended(first), row(first, "done"))
    assert await claims.claim(wanted(again), FREE) == [ended(first)]
    assert await outcomes(database) == ["asked", "done"]


async def test_one_change_of_an_order_is_open(claims: SqliteClaims, database: SqliteDatabase):
    """Another form for the same order gives the open change; once that has ended, its own."""
    first, second = change("g-1"), change("g-1", "form-2", "U2")
    await claims.claim(wanted(first), FREE)
    assert await claims.claim(wanted(second), FREE) == [first]
    assert await outcomes(database) == ["asked"]
    await claims.end(ended(first), row(first, "done"))
    assert await claims.claim(wanted(second), FREE) == [second]


async def test_many_claim_at_once(claims: SqliteClaims, database: SqliteDatabase):
    """Of many forms for one order one wins, and all the others get that change."""
    forms = [change("g-1", f"form-{n}", f"U{n}") for n in range(20)]
    stand = await asyncio.gather(*(claims.claim(wanted(each), FREE) for each in forms))
    assert len({each.id for (each,) in stand}) == 1
    assert await outcomes(database) == ["asked"]


@pytest.mark.parametrize(
    ("asked", "parts", "cap", "refused"),
    [
        pytest.param(0, 1, 1, False, id="the first of one"),
        pytest.param(1, 1, 1, True, id="the second of one"),
        pytest.param(1, 2, 3, False, id="two parts, just enough"),
        pytest.param(1, 3, 3, True, id="three parts, one too many"),
        pytest.param(0, 3, 2, True, id="a family beyond a day's share"),
        pytest.param(50, 10, 0, False, id="no limit"),
    ],
)
async def test_caps_count_each_part(
    claims: SqliteClaims, database: SqliteDatabase, asked: int, parts: int, cap: int, refused: bool
):
    """Each part of a family counts, and a family is claimed whole or not at all."""
    for n in range(asked):
        await claims.claim(wanted(change(f"before-{n}", "before")), FREE)
    form = wanted(*(change(f"g-{n}") for n in range(parts)))
    if refused:
        with pytest.raises(TooManyChanges, match=f"{cap} changes? a day.*asked for {asked} since"):
            await claims.claim(form, Cap(cap, MIDNIGHT))
    else:
        await claims.claim(form, Cap(cap, MIDNIGHT))
    assert len(await outcomes(database)) == asked + (0 if refused else parts)
    assert len(await claims.unfinished()) == asked + (0 if refused else parts)


@pytest.mark.parametrize(
    ("person", "at", "counts"),
    [
        pytest.param("U1", MIDNIGHT, True, id="at midnight"),
        pytest.param("U1", MIDNIGHT - timedelta(seconds=1), False, id="yesterday"),
        pytest.param("U2", NOON, False, id="somebody else"),
    ],
)
async def test_caps_are_for_a_person_and_a_day(
    claims: SqliteClaims, person: str, at: datetime, counts: bool
):
    """What others asked for, or this person yesterday, does not count."""
    await claims.claim(wanted(change("before", "before", person, at)), FREE)
    if counts:
        with pytest.raises(TooManyChanges):
            await claims.claim(wanted(change("g-1")), Cap(1, MIDNIGHT))
    else:
        assert await claims.claim(wanted(change("g-1")), Cap(1, MIDNIGHT))


async def test_a_repeat_is_never_too_many(claims: SqliteClaims):
    """A form that comes again is answered with its change, also beyond the cap."""
    first = change("g-1")
    cap = Cap(1, MIDNIGHT)
    await claims.claim(wanted(first), cap)
    assert await claims.claim(wanted(replace(first, id="again")), cap) == [first]


async def test_a_change_is_held_by_one(claims: SqliteClaims):
    """Of many who would go on with a change one gets it, until its time has passed."""
    await claims.claim(wanted(change("g-1")), FREE)
    until = NOON + timedelta(seconds=40)
    held = await asyncio.gather(*(claims.hold("form:g-1", NOON, until) for _ in range(9)))
    assert len([each for each in held if each]) == 1
    assert await claims.hold("form:g-1", until - timedelta(seconds=1), until) is None
    assert await claims.hold("form:g-1", until, until)


async def test_what_was_told_is_finished(claims: SqliteClaims):
    """A change is unfinished until somebody was told, and then nobody takes it any more."""
    first = change("g-1")
    await claims.claim(wanted(first), FREE)
    await claims.end(ended(first), row(first, "done"))
    assert [each.id for each in await claims.unfinished()] == [first.id]
    await claims.told(first.id, NOON)
    assert await claims.unfinished() == []
    assert await claims.hold(first.id, NOON + timedelta(days=1), NOON) is None


async def test_a_wish_is_forgotten_at_the_end(claims: SqliteClaims):
    """What was to be sent may hold an address: it goes when it is needed no more."""
    first = replace(change("g-1"), wish={"city": "Oslo"})
    await claims.claim(wanted(first), FREE)
    await claims.end(replace(ended(first), wish={"city": "Oslo"}), row(first, "done"))
    found = await claims.of(first.id)
    assert found
    assert found.wish == {}


async def test_who_did_it_last(claims: SqliteClaims):
    """Only what worked, and the same kind of change, counts as done before."""
    for n, outcome in enumerate([Outcome.DONE, Outcome.REFUSED]):
        each = change("g-1", f"form-{n}", f"U{n}")
        await claims.claim(wanted(each), FREE)
        await claims.end(ended(each, outcome), row(each, outcome))
    found = await claims.last_done("g-1", Kind.CANCEL)
    assert found
    assert found.by.person == "U0"
    assert await claims.last_done("g-1", Kind.DELETE) is None
    assert await claims.last_done("g-2", Kind.CANCEL) is None
