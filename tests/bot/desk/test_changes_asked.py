"""Asking for a change: what a person waits for, a store that fails, and what is told later."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.desk.asking import UNCAPPED, Caps, Request, Tempo
from bot.desk.changes import Changes
from bot.desk.records import Asker, Records
from bot.gelato.client import Gelato, GelatoAccess
from bot.orders.change import LONGEST_DOUBT, Change, Kind, Outcome, Reason, Stage
from bot.orders.dialect import Dialect
from bot.orders.errors import NotAllowed, OrderdeskError, StoreTrouble, TooManyChanges
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.serving import served
from bot.store.audit import SqliteAudit
from bot.store.chain import first_broken
from bot.store.claim_ports import Cap
from bot.store.claims import SqliteClaims
from bot.store.database import SqliteDatabase
from bot.store.ports import Entry
from bot.store.secret_key import SecretKey

PATIENCE = 15.0
"""Seconds, for a busy machine."""
ASKER = Asker("U1", "T1", "C1", "r-1")
QUICK = Tempo(
    lease=timedelta(seconds=0.3),
    patience=timedelta(seconds=10),
    look_out=timedelta(seconds=0.1),
    between_tellings=timedelta(seconds=0.1),
)
HASTY = replace(QUICK, patience=timedelta(seconds=0.2))


@dataclass
class Ear:
    """Hears what people are told (bot.desk.asking.Teller); deaf for so many times."""

    deaf: int = 0
    heard: list[Change] = field(default_factory=list)

    async def tell(self, change: Change) -> bool:
        if self.deaf:
            self.deaf -= 1
            return False
        self.heard.append(change)
        return True


class Faltering(SqliteClaims):
    """A store that fails so many times at one of its writes."""

    def __init__(self, database: SqliteDatabase, *calls: str) -> None:
        super().__init__(database)
        self.left = list(calls)

    def _may_fail(self, call: str) -> None:
        if call in self.left:
            self.left.remove(call)
            raise StoreTrouble

    async def claim(self, *given: Any) -> Any:
        self._may_fail("claim")
        return await super().claim(*given)

    async def begin(self, *given: Any) -> bool:
        self._may_fail("begin")
        return await super().begin(*given)

    async def keep(self, *given: Any) -> None:
        self._may_fail("keep")
        await super().keep(*given)

    async def end(self, *given: Any, **how: Any) -> bool:
        self._may_fail("end")
        return await super().end(*given, **how)

    async def of(self, *given: Any) -> Change | None:
        self._may_fail("of")
        return await super().of(*given)

    async def hold(self, *given: Any) -> Change | None:
        self._may_fail("hold")
        return await super().hold(*given)

    async def told(self, *given: Any) -> None:
        self._may_fail("told")
        await super().told(*given)


@dataclass
class Shop:
    """Changes between a stand-in and a database, and an ear."""

    stand_in: StandInGelato
    gelato: Gelato
    database: SqliteDatabase
    stack: AsyncExitStack
    refusal: OrderdeskError | None = None
    ear: Ear = field(default_factory=Ear)

    @property
    def claims(self) -> SqliteClaims:
        return SqliteClaims(self.database)

    async def changes(
        self, claims: SqliteClaims | None = None, tempo: Tempo = QUICK, caps: Caps = UNCAPPED
    ) -> Changes:
        """A process's worth of them."""

        async def permitted(_kind: Kind, _person: str) -> None:
            if self.refusal:
                raise self.refusal

        records = Records(SqliteAudit(self.database), SecretKey("a key of nobody"))
        made = Changes(self.gelato, claims or self.claims, records, permitted, caps, tempo)
        await self.stack.enter_async_context(made.going_on(self.ear))
        return made

    def request(self, count: int = 1) -> Request:
        """One form for so many orders that can be canceled."""
        waiting = [o["id"] for o in self.stand_in.orders if o["fulfillmentStatus"] == "created"]
        return Request("form", Kind.CANCEL, tuple(waiting[:count]), "1042", ASKER, Reason.TEST)

    async def trail(self) -> list[str]:
        rows = await SqliteAudit(self.database).rows()
        assert first_broken(rows) is None
        return [row.entry.outcome for row in rows]

    async def until_told(self) -> Change:
        """The first message, once there is one and the store knows of it."""
        async with asyncio.timeout(PATIENCE):
            while not self.ear.heard or await self.claims.unfinished():  # noqa: ASYNC110  # likewise
                await asyncio.sleep(0.02)
        return self.ear.heard[0]


@pytest.fixture
async def shop(tmp_path: Path) -> AsyncIterator[Shop]:
    stand_in = StandInGelato("connect", orders=60)
    async with (
        served(stand_in.app) as base,
        Gelato.opened(
            GelatoAccess(Dialect.CONNECT, base + stand_in.base, stand_in.key, rate=0)
        ) as gelato,
        SqliteDatabase.opened(tmp_path / "orderdesk.db") as database,
        AsyncExitStack() as stack,
    ):
        yield Shop(stand_in, gelato, database, stack)


async def test_who_waits_is_shown_the_outcome(shop: Shop):
    """What ends while the person waits is shown to them, and not told besides."""
    changes = await shop.changes()
    (report,) = await changes.ask(shop.request())
    assert report.change.outcome is Outcome.DONE
    await changes.told([report])
    assert await shop.claims.unfinished() == []
    assert shop.ear.heard == []
    assert await shop.trail() == ["asked", "done"]


async def test_who_waits_long_is_told_later(shop: Shop):
    """Doubt is shown as doubt; what came of it is told when it is known."""
    shop.stand_in.faults.add("delay", "cancel", seconds=1.0)
    (report,) = await (await shop.changes(tempo=HASTY)).ask(shop.request())
    assert not report.change.has_ended
    told = await shop.until_told()
    assert told.outcome is Outcome.DONE
    assert len(shop.ear.heard) == 1


async def test_who_waits_for_anothers_change_does_not_keep_it_from_them(shop: Shop):
    """Whoever asked is told at once when it is known, also while somebody else waits for it."""
    shop.stand_in.faults.add("delay", "cancel", seconds=1.5)
    tempo = replace(QUICK, patience=timedelta(seconds=1), lease=timedelta(minutes=1))
    changes = await shop.changes(tempo=tempo)
    (first,) = await changes.ask(shop.request())
    assert not first.change.has_ended
    later = replace(shop.request(), key="another form", order_ids=(first.change.order_id,))
    (second,) = await changes.ask(replace(later, by=replace(ASKER, person="U2")))
    assert not second.is_own
    assert (await shop.until_told()).by == ASKER


async def test_what_is_in_doubt_keeps_nobody_else_waiting(shop: Shop):
    """Looking may take minutes: who asks for the same order is told at once how it stands."""
    request = shop.request()
    now, order_id = datetime.now(UTC), request.order_ids[0]
    asked, due = now - timedelta(minutes=1), now + timedelta(minutes=5)
    change = Change("c-1", "form", Kind.CANCEL, order_id, "1042", ASKER, asked, due)
    row = Entry(asked, "cancel", "asked", "U1", "T1", "C1", "1042", (), timedelta(), "r-1")
    await shop.claims.claim([(replace(change, stage=Stage.CHECKING), row)], Cap(0, now))
    changes = await shop.changes()
    async with asyncio.timeout(QUICK.patience.total_seconds() / 2):
        (report,) = await changes.ask(replace(request, key="another form"))
    assert (report.change.id, report.is_own, report.change.has_ended) == ("c-1", False, False)


async def test_what_ended_and_was_not_read_is_told(shop: Shop):
    """A process that died before the answer was read leaves it to the next one to tell."""
    await (await shop.changes(tempo=HASTY)).ask(shop.request())
    told = await shop.until_told()
    assert (told.outcome, await shop.trail()) == (Outcome.DONE, ["asked", "done"])


async def test_one_tries_until_somebody_heard(shop: Shop):
    """A message that does not arrive is sent again, until it does."""
    shop.ear.deaf = 3
    await (await shop.changes(tempo=HASTY)).ask(shop.request())
    await shop.until_told()
    assert len(shop.ear.heard) == 1


async def test_after_a_day_it_is_left_to_the_audit_log(shop: Shop):
    """Whom nobody could reach for a day is not written to any more."""
    shop.ear.deaf = 10**6
    changes = await shop.changes(tempo=HASTY)
    (report,) = await changes.ask(shop.request())
    assert report.change.outcome is Outcome.DONE
    days = (LONGEST_DOUBT + timedelta(seconds=1)).total_seconds()

    def age(db: Any) -> None:
        db.execute("UPDATE changes SET ended_at = ended_at - ?", (days,))

    await shop.database.write(age)
    async with asyncio.timeout(PATIENCE):
        while await shop.claims.unfinished():  # noqa: ASYNC110  # the store tells of no event
            await asyncio.sleep(0.02)
    assert shop.ear.heard == []


async def test_two_processes_tell_once(shop: Shop):
    """Several processes look for what is left; one of them tells."""
    shop.stand_in.faults.add("delay", "cancel", seconds=1.0)
    first, *_ = [await shop.changes(tempo=HASTY) for _ in range(3)]
    await first.ask(shop.request())
    await shop.until_told()
    await asyncio.sleep(0.3)  # several looks for what is left
    assert len(shop.ear.heard) == 1
    assert len(shop.stand_in.requests.of("cancel")) == len(shop.stand_in.effects) == 1


# A store that fails, at each of its writes.


async def test_no_row_no_change(shop: Shop):
    """What cannot be written down is not done, and the person is told at once."""
    changes = await shop.changes(Faltering(shop.database, "claim"))
    with pytest.raises(StoreTrouble, match="nothing was changed"):
        await changes.ask(shop.request())
    assert shop.stand_in.requests.rows() == []
    assert await shop.trail() == []


async def test_an_oddity_of_the_store_does_not_stop_the_look_out(shop: Shop):
    """What cannot even be read is left, and looked for again: other changes depend on it."""

    class Odd(SqliteClaims):
        read = 0

        async def unfinished(self, *_: Any) -> Any:
            self.read += 1
            raise ValueError("a kind of change that only a newer version knows")

    claims = Odd(shop.database)
    await shop.changes(claims, replace(HASTY, look_out=timedelta()))
    async with asyncio.timeout(10):
        while claims.read < 2:  # noqa: ASYNC110  # no event tells
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("calls", [("begin",), ("keep",), ("end",), ("hold",), ("of",) * 2])
async def test_a_store_that_fails_once(shop: Shop, calls: tuple[str, ...]):
    """Whichever write fails, the change is done once, written down once, and told."""
    changes = await shop.changes(Faltering(shop.database, *calls), HASTY)
    (report,) = await changes.ask(shop.request())
    if report.change.has_ended:
        await changes.told([report])
    else:
        assert (await shop.until_told()).outcome is Outcome.DONE
    assert len(shop.stand_in.requests.of("cancel")) == 1
    assert await shop.trail() == ["asked", "done"]


async def test_a_store_that_forgets_who_was_told(shop: Shop):
    """Rather told twice than not at all."""
    changes = await shop.changes(Faltering(shop.database, "told"), HASTY)
    (report,) = await changes.ask(shop.request())
    with pytest.raises(StoreTrouble):
        await changes.told([report])
    assert (await shop.until_told()).outcome is Outcome.DONE


# Who may not, and who may not any more.


async def test_who_may_not_asks_for_nothing(shop: Shop):
    """A refusal leaves one row, no change, and nothing at Gelato."""
    shop.refusal = NotAllowed()
    changes = await shop.changes()
    with pytest.raises(NotAllowed):
        await changes.ask(shop.request())
    assert await shop.trail() == ["not_allowed"]
    assert await shop.claims.unfinished() == []
    assert shop.stand_in.requests.rows() == []


async def test_a_cap_leaves_a_row(shop: Shop):
    """A family beyond the day's share is refused whole, with a row that says so."""
    changes = await shop.changes(caps=Caps(2, ZoneInfo("UTC")))
    with pytest.raises(TooManyChanges, match="2 changes a day"):
        await changes.ask(shop.request(count=3))
    assert await shop.trail() == ["too_many_changes"]
    assert shop.stand_in.effects == []


async def test_a_family_is_done_part_by_part(shop: Shop):
    """Each part has an outcome of its own, also when another one fails."""
    request = shop.request(count=3)
    shop.stand_in.move(request.order_ids[1], "shipped")
    reports = await (await shop.changes()).ask(request)
    outcomes = [report.change.outcome for report in reports]
    assert outcomes == [Outcome.DONE, Outcome.REFUSED, Outcome.DONE]
    assert sorted(await shop.trail()) == ["asked"] * 3 + ["done", "done", "refused"]


async def test_nothing_is_begun_while_the_program_stops(shop: Shop):
    """A program that stops lets go of its changes, and the next one goes on with them."""
    shop.stand_in.faults.add("delay", "get", seconds=1.0, times=1)
    async with AsyncExitStack() as first:
        shop.stack, stack = first, shop.stack
        changes = await shop.changes(tempo=HASTY)
        (report,) = await changes.ask(shop.request())
        assert report.change.stage is Stage.CLAIMED
    shop.stack = stack
    assert len(await shop.claims.unfinished()) == 1
    await shop.changes(tempo=HASTY)
    assert (await shop.until_told()).outcome is Outcome.DONE
    assert len(shop.stand_in.effects) == 1


def test_a_process_that_lives_is_not_overtaken():
    """The usual lease is longer than a look and an act, which take 12 seconds each at most."""
    assert Tempo().lease > 3 * GelatoAccess(Dialect.V4, "", "").patience
    assert Tempo().patience < timedelta(minutes=1)
