"""The unknown outcome and its neighbours: fault by kind of change, to what a person reads."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.desk.asking import Request
from bot.desk.change_steps import ASKED, Steps
from bot.desk.records import Asker, Records
from bot.gelato.client import Gelato, GelatoAccess
from bot.gelato.deadlines import PATIENCE, Urgency
from bot.orders.change import LONGEST_DOUBT, LONGEST_WAIT, Change, Kind, Outcome, Reason, Stage
from bot.orders.dialect import Dialect
from bot.orders.errors import ChangesPaused, DeskBusy, NotAllowed, OrderdeskError, ReadOnly
from bot.orders.order import Order
from bot.orders.updating import Shipping, UpdateWish
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.gelato.data.products import BY_UID
from bot.store.audit import SqliteAudit
from bot.store.chain import first_broken
from bot.store.claim_ports import Cap
from bot.store.claims import SqliteClaims
from bot.store.database import SqliteDatabase
from bot.store.role_ports import Paused
from bot.store.secret_key import SecretKey
from bot.store.switches import SqliteSwitches

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
CONNECT, V4 = Dialect.CONNECT, Dialect.V4
SHORT = timedelta(seconds=0.8)
"""Enough for a busy machine to send the request at all."""
ASKER = Asker("U1", "T1", "C1", "r-1")
UNCAPPED = Cap(0, NOON)
STREET = "Secret Street 77"
MAYBE = "most likely was not"
ORDER = {
    "orderReferenceId": "N-1",
    "customerReferenceId": "C-1",
    "currency": "EUR",
    "shippingAddress": {
        "firstName": "Ann",
        "lastName": "Lee",
        "addressLine1": "1 Main St",
        "city": "Oslo",
        "postCode": "0150",
        "country": "NO",
        "email": "ann@example.com",
    },
    "items": [
        {
            "itemReferenceId": "I-1",
            "productUid": next(iter(BY_UID)),
            "quantity": 1,
            "files": [{"type": "default", "url": "https://files.example.com/a.pdf"}],
        }
    ],
}


@dataclass
class Clock:
    """Time that runs only when somebody waits."""

    at: datetime = NOON

    def __call__(self) -> datetime:
        return self.at


@dataclass
class Door:
    """Who may change something: everybody, until it is shut."""

    refusal: OrderdeskError | None = None

    async def __call__(self, _kind: Kind, _person: str) -> None:
        if self.refusal:
            raise self.refusal


@dataclass
class Bench:
    """The steps of a change between a stand-in of one dialect and a real database."""

    stand_in: StandInGelato
    access: GelatoAccess
    gelato: Gelato
    database: SqliteDatabase
    clock: Clock
    door: Door
    site: web.AppRunner
    looks: list[timedelta] = field(default_factory=list)
    """When the change was gone on with, after it was asked for."""

    @property
    def claims(self) -> SqliteClaims:
        return SqliteClaims(self.database)

    @property
    def records(self) -> Records:
        return Records(SqliteAudit(self.database), SecretKey("a key of nobody"), self.clock)

    def steps(self, **other: Any) -> Steps:
        parts = {"gelato": self.gelato, "claims": self.claims, "records": self.records}
        lease = timedelta(seconds=40)
        return Steps(**{**parts, "permitted": self.door, "lease": lease, **other})

    def wish(self, kind: Kind, order_id: str) -> dict[str, object]:
        """What is to be sent: a new order, or another street for one that is there."""
        if kind is not Kind.UPDATE:
            return dict(ORDER) if kind is Kind.SUBMIT else {}
        before = Shipping.of(Order.model_validate(self.stand_in.order(order_id)))
        return UpdateWish(before, "", replace(before.address, address_line1=STREET)).written()

    async def claimed(self, kind: Kind, order_id: str) -> Change:
        """A change that was asked for, and nothing else yet."""
        wish = self.wish(kind, order_id)
        request = Request("form", kind, (order_id,), "1042", ASKER, Reason.TEST, wish=wish)
        steps = self.steps()
        change = steps.new(request, order_id)
        await self.claims.claim([(change, steps.row(change, ASKED))], UNCAPPED)
        return change

    async def through(self, change: Change, steps: Steps | None = None) -> Change:
        """Step by step to its end, each as soon as it is due."""
        while not change.has_ended:
            if change.stage is Stage.CHECKING:
                self.clock.at = max(self.clock.at, change.due_at)
            self.looks.append(self.clock.at - change.asked_at)
            assert len(self.looks) < 1_000, "this change would never end"
            change = await (steps or self.steps()).step(change)
        assert await self.claims.of(change.id) == change
        return change

    async def trail(self) -> list[str]:
        """The outcomes in the audit log, once the chain was verified."""
        rows = await SqliteAudit(self.database).rows()
        assert first_broken(rows) is None
        return [row.entry.outcome for row in rows]


@dataclass(frozen=True)
class Write:
    """One kind of change in one dialect, and the status of an order that it is for."""

    kind: Kind
    dialect: Dialect
    status: str
    endpoint: str

    def __str__(self) -> str:
        return f"{self.dialect}-{self.kind}"

    def order_in(self, stand_in: StandInGelato) -> str:
        """An order for it; a reference that is new where there is no order yet."""
        if self.kind is Kind.SUBMIT:
            return "N-1"
        return str(next(o["id"] for o in stand_in.orders if o["fulfillmentStatus"] == self.status))


CANCELS = [
    Write(Kind.CANCEL, CONNECT, "created", "cancel"),
    Write(Kind.CANCEL, V4, "passed", "cancel"),
]
SUBMITS = [Write(Kind.SUBMIT, dialect, "", "submit") for dialect in (CONNECT, V4)]
RELEASE, DELETE = (
    Write(Kind.RELEASE, V4, "draft", "patch"),
    Write(Kind.DELETE, V4, "draft", "delete"),
)
UPDATE = Write(Kind.UPDATE, CONNECT, "created", "update")
WRITES = [*CANCELS, *SUBMITS, RELEASE, DELETE, UPDATE]


@pytest.fixture
def write() -> Write:
    """What a test that names no kind of change is about."""
    return CANCELS[0]


@dataclass(frozen=True)
class Met:
    """Faults at the write, and what comes of them."""

    outcome: Outcome
    requests: int
    done: int
    words: str
    faults: tuple[dict[str, Any], ...] = ()

    @property
    def patience(self) -> timedelta:
        """Short only for a fault that outlasts it: a repeat after 429 draws from all of it."""
        is_slow = any(each["kind"] == "delay" for each in self.faults)
        return SHORT if is_slow else PATIENCE[Urgency.PERSON].total


@pytest.fixture
def row() -> Met:
    """What a test that names no fault is about."""
    return FAULTS["none"]


@pytest.fixture
async def bench(write: Write, row: Met, tmp_path: Path) -> AsyncIterator[Bench]:
    clock, over = Clock(), asyncio.Event()

    async def sleep(seconds: float) -> None:
        with suppress(TimeoutError):
            await asyncio.wait_for(over.wait(), seconds)

    stand_in = StandInGelato(write.dialect.value, orders=60, clock=clock, sleep=sleep)
    runner = web.AppRunner(stand_in.app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    host, port = runner.addresses[0][:2]
    address = f"http://{host}:{port}{stand_in.base}"
    access = GelatoAccess(write.dialect, address, stand_in.key, rate=0, patience=row.patience)
    async with (
        Gelato.opened(access) as gelato,
        SqliteDatabase.opened(tmp_path / "orderdesk.db") as database,
    ):
        yield Bench(stand_in, access, gelato, database, clock, Door(), runner)
        over.set()
    await runner.cleanup()


def met(outcome: Outcome, requests: int, done: int, words: str, *faults: dict[str, Any]) -> Met:
    return Met(outcome, requests, done, words, faults)


def fault(kind: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, **more}


DONE, DOUBT = Outcome.DONE, Outcome.UNCONFIRMED
REFUSED, NOT_DONE = Outcome.REFUSED, Outcome.NOT_DONE
FAULTS = {
    "none": met(DONE, 1, 1, ""),
    "cut before": met(DOUBT, 1, 0, MAYBE, fault("cut_before")),
    "cut after": met(DONE, 1, 1, "", fault("cut_after")),
    "500": met(DOUBT, 1, 0, MAYBE, fault("status", status=500)),
    "503 after the work": met(DONE, 1, 1, "", fault("status", status=503, after=True)),
    "slow beyond the deadline": met(DONE, 1, 1, "", fault("delay", seconds=60.0, after=True)),
    "429": met(NOT_DONE, 3, 0, "too many requests", fault("busy")),
    "429, then well": met(DONE, 2, 1, "", fault("busy", times=1)),
    "429, then cut after": met(DONE, 2, 1, "", fault("busy", times=1), fault("cut_after")),
    "400": met(REFUSED, 1, 0, "Gelato refused", fault("status", status=400)),
    "401": met(NOT_DONE, 1, 0, "refused the key", fault("status", status=401)),
    "409": met(REFUSED, 1, 0, "Gelato refused", fault("status", status=409)),
}


def play(bench: Bench, write: Write, faults: Iterable[dict[str, Any]]) -> None:
    for each in faults:
        more = {name: value for name, value in each.items() if name != "kind"}
        bench.stand_in.faults.add(each["kind"], write.endpoint, **more)


@pytest.mark.parametrize("write", WRITES, ids=str)
@pytest.mark.parametrize("row", FAULTS.values(), ids=FAULTS)
async def test_every_fault_of_every_change(bench: Bench, write: Write, row: Met):
    """Sent as often as is safe, done at most once, two rows, and a sentence that is true."""
    play(bench, write, row.faults)
    ended = await bench.through(await bench.claimed(write.kind, write.order_in(bench.stand_in)))
    assert ended.outcome is row.outcome
    assert row.words in ended.words
    assert len(bench.stand_in.requests.of(write.endpoint)) == row.requests
    assert [kind for kind, _ in bench.stand_in.effects] == [write.endpoint] * row.done
    assert await bench.trail() == ["asked", row.outcome.value]
    assert ended.wish == {}


@pytest.mark.parametrize("write", WRITES, ids=str)
async def test_gelato_knows_no_such_order_at_the_write(bench: Bench, write: Write):
    """A 404 for an order that is there is Gelato's refusal; nothing is done."""
    play(bench, write, [fault("status", status=404)])
    ended = await bench.through(await bench.claimed(write.kind, write.order_in(bench.stand_in)))
    assert ended.outcome is (NOT_DONE if write.kind is Kind.SUBMIT else REFUSED)
    assert bench.stand_in.effects == []
    assert len(bench.stand_in.requests.of(write.endpoint)) == 1


@pytest.mark.parametrize("write", WRITES, ids=str)
async def test_a_yes_that_is_never_seen_to_be_true(bench: Bench, write: Write):
    """A success that Gelato does not act on is doubt, and says that Gelato said yes."""
    body = '{"id": "g-0", "orderReferenceId": "N-1", "createdAt": "2026-11-21T12:00:00Z"}'
    play(bench, write, [fault("status", status=200, body=body)])
    ended = await bench.through(await bench.claimed(write.kind, write.order_in(bench.stand_in)))
    assert ended.outcome is DOUBT
    assert "Gelato said yes." in ended.words
    assert ended.accepted


@pytest.mark.parametrize("write", WRITES, ids=str)
async def test_gelato_is_down_before_anything_is_sent(bench: Bench, write: Write):
    """What cannot be read is not changed."""
    bench.stand_in.faults.add("cut_before", "get", "search")
    ended = await bench.through(await bench.claimed(write.kind, write.order_in(bench.stand_in)))
    assert (ended.outcome, ended.stage) == (NOT_DONE, Stage.ENDED)
    assert "Nothing was changed" in ended.words
    assert bench.stand_in.requests.of(write.endpoint) == []
    assert await bench.trail() == ["asked", "not_done"]


class Parting(SqliteClaims):
    """Does something between the mark before sending and the sending."""

    then: Callable[[], Any]

    async def begin(self, change_id: str, due_at: datetime) -> bool:
        begun = await super().begin(change_id, due_at)
        await self.then()
        return begun


@pytest.mark.parametrize("write", WRITES, ids=str)
async def test_nobody_listens_when_it_is_sent(bench: Bench, write: Write):
    """A refused connection is certain: not done, and no doubt is made of it."""
    claims = Parting(bench.database)
    claims.then = bench.site.cleanup
    change = await bench.claimed(write.kind, write.order_in(bench.stand_in))
    ended = await bench.through(change, bench.steps(claims=claims))
    assert ended.outcome is NOT_DONE
    assert bench.stand_in.effects == []
    assert await bench.trail() == ["asked", "not_done"]


class Crowded(Gelato):
    """Lets nothing out to cancel: too many wait."""

    async def cancel(self, order_id: str) -> None:
        raise DeskBusy(order_id)


async def test_a_crowd_leaves_no_doubt(bench: Bench, write: Write):
    """What never got its turn was not sent, and is not looked for."""
    change = await bench.claimed(write.kind, write.order_in(bench.stand_in))
    async with Crowded.opened(bench.access) as gelato:
        ended = await bench.through(change, bench.steps(gelato=gelato))
    assert (ended.outcome, ended.tries) == (NOT_DONE, 0)
    assert bench.stand_in.requests.of("cancel") == []


@pytest.mark.parametrize("write", WRITES, ids=str)
async def test_gelato_is_down_for_the_first_looks(bench: Bench, write: Write):
    """Looks that are not answered prove nothing: one goes on until Gelato answers."""
    change = await bench.claimed(write.kind, write.order_in(bench.stand_in))
    change = await bench.steps().step(change)
    bench.stand_in.faults.add("cut_before", "get", "search", times=9)
    ended = await bench.through(change)
    assert ended.outcome is DONE
    assert len(bench.stand_in.requests.of(write.endpoint)) == 1


@pytest.mark.parametrize("write", [CANCELS[0], SUBMITS[1]], ids=str)
async def test_gelato_is_down_for_a_day(bench: Bench, write: Write):
    """After a day without an answer one stops looking, and says that it is not known."""
    change = await bench.claimed(write.kind, write.order_in(bench.stand_in))
    change = await bench.steps().step(change)
    await bench.site.cleanup()
    ended = await bench.through(change)
    assert ended.outcome is DOUBT
    assert "has not answered since" in ended.words
    assert bench.looks[-1] > LONGEST_DOUBT >= bench.looks[-2]


# An order may be changed by others between the form, the look, and the write.


@pytest.mark.parametrize("write", CANCELS, ids=str)
@pytest.mark.parametrize(
    ("status", "outcome", "words"),
    [
        pytest.param("canceled", Outcome.ALREADY, "canceled already", id="canceled"),
        pytest.param("shipped", REFUSED, "It is shipped", id="shipped"),
        pytest.param("failed", DONE, "Gelato shows it as canceled", id="failed"),
    ],
)
async def test_it_is_judged_afresh(
    bench: Bench, write: Write, status: str, outcome: Outcome, words: str
):
    """The order as it is when it is sent decides, not as it was in the form."""
    order_id = write.order_in(bench.stand_in)
    change = await bench.claimed(write.kind, order_id)
    bench.stand_in.move(order_id, status)
    ended = await bench.through(change)
    assert ended.outcome is outcome
    assert words in ended.words
    assert len(bench.stand_in.requests.of("cancel")) == (outcome is DONE)


async def _meanwhile(bench: Bench, write: Write, change: Change, then: Callable[[], Any]) -> Change:
    """To its end; something happens after the look and before the sending."""
    claims = Parting(bench.database)

    async def happens() -> None:
        then()

    claims.then = happens
    return await bench.through(change, bench.steps(claims=claims))


@pytest.mark.parametrize("write", CANCELS, ids=str)
@pytest.mark.parametrize(
    ("status", "outcome", "words"),
    [
        pytest.param("canceled", Outcome.ALREADY, "shows it as canceled", id="canceled"),
        pytest.param("shipped", REFUSED, "It is shipped", id="shipped"),
    ],
)
async def test_a_refusal_is_explained_by_the_order(
    bench: Bench, write: Write, status: str, outcome: Outcome, words: str
):
    """After a 409 the order is read again: its state says more than Gelato's words."""
    order_id = write.order_in(bench.stand_in)
    change = await bench.claimed(write.kind, order_id)
    ended = await _meanwhile(bench, write, change, lambda: bench.stand_in.move(order_id, status))
    assert (ended.outcome, bench.stand_in.effects) == (outcome, [])
    assert words in ended.words


@pytest.mark.parametrize("write", [DELETE], ids=str)
async def test_a_draft_that_somebody_else_deleted(bench: Bench, write: Write):
    """A draft that goes away in between was deleted already, which is no refusal."""
    order_id = write.order_in(bench.stand_in)
    change = await bench.claimed(write.kind, order_id)
    orders, gone = bench.stand_in.orders, bench.stand_in.order(order_id)
    ended = await _meanwhile(bench, write, change, lambda: orders.remove(gone))
    assert ended.outcome is Outcome.ALREADY
    assert ended.words == "It is deleted."


@pytest.mark.parametrize("write", [CANCELS[0], CANCELS[1], RELEASE, UPDATE], ids=str)
@pytest.mark.parametrize("late", [False, True], ids=["before the look", "before the sending"])
async def test_an_order_that_is_gone(bench: Bench, write: Write, late: bool):
    """An order that Gelato knows no more is told as that."""
    order_id = write.order_in(bench.stand_in)
    change = await bench.claimed(write.kind, order_id)
    orders, gone = bench.stand_in.orders, bench.stand_in.order(order_id)
    if not late:
        orders.remove(gone)
    happens = (lambda: orders.remove(gone)) if late else (lambda: None)
    ended = await _meanwhile(bench, write, change, happens)
    assert ended.outcome is REFUSED
    assert "knows this order no more. Nothing was changed." in ended.words


@pytest.mark.parametrize("write", [CANCELS[0], CANCELS[1], RELEASE, UPDATE], ids=str)
async def test_an_order_that_goes_after_the_sending(bench: Bench, write: Write):
    """Gelato may have said yes before the order went: nobody reads that nothing was changed."""
    order_id = write.order_in(bench.stand_in)
    sent = replace(await bench.claimed(write.kind, order_id), stage=Stage.ACTING)
    bench.stand_in.orders.remove(bench.stand_in.order(order_id))
    ended = await bench.through(sent)
    assert ended.outcome is Outcome.UNCONFIRMED
    assert "cannot be seen what came of it" in ended.words


@pytest.mark.parametrize("write", [RELEASE, DELETE], ids=str)
async def test_only_drafts_are_released_and_deleted(bench: Bench, write: Write):
    """What is an order by now is left alone."""
    order_id = write.order_in(bench.stand_in)
    change = await bench.claimed(write.kind, order_id)
    bench.stand_in.order(order_id).update(orderType="order", fulfillmentStatus="passed")
    ended = await bench.through(change)
    assert ended.outcome is REFUSED
    assert ended.words == "It is no draft any more: it is accepted."
    assert bench.stand_in.effects == []


@pytest.mark.parametrize("kind", [Kind.RELEASE, Kind.DELETE], ids=str)
@pytest.mark.parametrize("write", [Write(Kind.CANCEL, CONNECT, "draft", "cancel")], ids=str)
async def test_what_the_dialect_does_not_know(bench: Bench, write: Write, kind: Kind):
    """GelatoConnect has no such call: that is said, and nothing is sent."""
    ended = await bench.through(await bench.claimed(kind, write.order_in(bench.stand_in)))
    assert ended.outcome is REFUSED
    assert ended.words
    assert {call.endpoint for call in bench.stand_in.requests} == {"get"}


# A lost submit.


@pytest.mark.parametrize("write", SUBMITS, ids=str)
async def test_a_lost_submit_is_found_after_the_lag(bench: Bench, write: Write):
    """Search lists a new order seconds late; it is looked for until then, and never sent again."""
    play(bench, write, [fault("cut_after")])
    ended = await bench.through(await bench.claimed(write.kind, "N-1"))
    assert ended.outcome is DONE
    assert timedelta(seconds=2) <= bench.looks[-1] <= timedelta(seconds=5)
    assert len(bench.stand_in.requests.of("submit")) == 1
    assert len(bench.stand_in.book.family("N-1")) == 1


@pytest.mark.parametrize("write", SUBMITS, ids=str)
async def test_a_reference_that_is_taken(bench: Bench, write: Write):
    """An order with this reference is there already, so nothing is sent."""
    bench.stand_in.orders[0]["orderReferenceId"] = "N-1"
    ended = await bench.through(await bench.claimed(write.kind, "N-1"))
    assert ended.outcome is REFUSED
    assert "already" in ended.words
    assert bench.stand_in.requests.of("submit") == []


# Between the claim and the act: the right, the switch, the person, the time.


@pytest.mark.parametrize("write", WRITES, ids=str)
@pytest.mark.parametrize(
    "refusal",
    [NotAllowed(), ChangesPaused(), ReadOnly()],
    ids=["right lost or person gone", "paused", "read only"],
)
async def test_rights_are_asked_for_again(bench: Bench, write: Write, refusal: OrderdeskError):
    """What was allowed when it was asked and is not any more is not sent, and says why."""
    change = await bench.claimed(write.kind, write.order_in(bench.stand_in))
    bench.door.refusal = refusal
    ended = await bench.through(change)
    assert (ended.outcome, ended.words) == (NOT_DONE, str(refusal))
    assert bench.stand_in.requests.rows() == []
    assert await bench.trail() == ["asked", "not_done"]


async def test_who_pauses_is_not_overtaken(bench: Bench, write: Write):
    """A pause that comes after the right was asked for, and before the sending, still holds."""
    switches = SqliteSwitches(bench.database)
    change = await bench.claimed(write.kind, write.order_in(bench.stand_in))
    row = bench.steps().row(change, "pause")

    class PausedLate(SqliteClaims):
        async def begin(self, change_id: str, due_at: datetime) -> bool:
            await switches.pause(Paused("U9", NOON, ""), row)
            return await super().begin(change_id, due_at)

    ended = await bench.through(change, bench.steps(claims=PausedLate(bench.database)))
    assert ended.outcome is NOT_DONE
    assert bench.stand_in.requests.of("cancel") == []


@pytest.mark.parametrize(
    ("waited", "sent"), [(LONGEST_WAIT, 1), (LONGEST_WAIT + timedelta(seconds=1), 0)]
)
async def test_what_was_interrupted_long_ago_is_not_begun(
    bench: Bench, write: Write, waited: timedelta, sent: int
):
    """Ten minutes after it was asked for, the person has gone on: nothing is sent any more."""
    change = await bench.claimed(write.kind, write.order_in(bench.stand_in))
    bench.clock.at += waited
    ended = await bench.through(change)
    assert len(bench.stand_in.requests.of("cancel")) == sent
    assert ended.outcome is (DONE if sent else NOT_DONE)


@pytest.mark.parametrize("write", WRITES, ids=str)
async def test_what_was_marked_is_never_sent_again(bench: Bench, write: Write):
    """Whoever finds the mark before sending looks, whatever came of it."""
    change = await bench.claimed(write.kind, write.order_in(bench.stand_in))
    assert await bench.claims.begin(change.id, bench.clock())
    found = await bench.claims.of(change.id)
    assert found
    ended = await bench.through(found)
    assert ended.outcome is DOUBT
    assert bench.stand_in.requests.of(write.endpoint) == []


async def test_a_mark_is_given_once(bench: Bench, write: Write):
    """Two who begin the same change at once do not both send it."""
    change = await bench.claimed(write.kind, write.order_in(bench.stand_in))
    await asyncio.gather(*(bench.steps().step(change) for _ in range(4)))
    assert len(bench.stand_in.requests.of("cancel")) == 1


async def test_an_end_is_an_end(bench: Bench, write: Write):
    """A change that two see through has one outcome row, and what is known first stays."""
    change = await bench.claimed(write.kind, write.order_in(bench.stand_in))
    change = await bench.steps().step(change)
    bench.clock.at = change.due_at
    await asyncio.gather(*(bench.steps().step(change) for _ in range(4)))
    assert await bench.trail() == ["asked", "done"]


async def test_what_another_one_has_sent_is_not_called_undone(bench: Bench, write: Write):
    """Who woke late judges a change that was begun meanwhile: what was sent is still looked for."""
    change = await bench.claimed(write.kind, write.order_in(bench.stand_in))
    assert await bench.claims.begin(change.id, bench.clock())
    bench.door.refusal = ReadOnly()
    stands = await bench.steps().step(change)
    assert (stands.stage, stands.outcome) == (Stage.ACTING, None)
    assert await bench.claims.of(change.id) == stands
    assert await bench.trail() == ["asked"]


# The shipment: what was asked for may come true, or out of reach, before it is sent.


def _ships(bench: Bench, order_id: str) -> None:
    bench.stand_in.move(order_id, "shipped")


def _does_the_same(bench: Bench, order_id: str) -> None:
    bench.stand_in.order(order_id)["shippingAddress"]["addressLine1"] = STREET
    play(bench, UPDATE, [fault("status", status=409)])


def _moves_it(bench: Bench, order_id: str) -> None:
    bench.stand_in.order(order_id)["shippingAddress"]["addressLine2"] = "Flat 1"
    play(bench, UPDATE, [fault("status", status=409)])


@pytest.mark.parametrize("write", [UPDATE], ids=str)
@pytest.mark.parametrize(
    ("happens", "outcome", "words"),
    [
        pytest.param(_ships, REFUSED, "It is shipped, so its shipment", id="shipped"),
        pytest.param(_does_the_same, Outcome.ALREADY, "holds what was asked", id="the same"),
        pytest.param(_moves_it, REFUSED, "its address was changed (Address line 2)", id="moved"),
    ],
)
async def test_a_refused_shipment_is_explained_by_the_order(
    bench: Bench, write: Write, happens: Callable[..., None], outcome: Outcome, words: str
):
    """After a 409 the order tells why, without a word of the address."""
    order_id = write.order_in(bench.stand_in)
    change = await bench.claimed(write.kind, order_id)
    ended = await _meanwhile(bench, write, change, lambda: happens(bench, order_id))
    assert (ended.outcome, bench.stand_in.effects) == (outcome, [])
    assert words in ended.words


@pytest.mark.parametrize("write", [UPDATE], ids=str)
@pytest.mark.parametrize("happens", [_ships, _moves_it], ids=["shipped", "moved"])
async def test_a_shipment_that_moved_is_not_sent(
    bench: Bench, write: Write, happens: Callable[..., None]
):
    """What the form showed is looked at again before anything is sent."""
    order_id = write.order_in(bench.stand_in)
    change = await bench.claimed(write.kind, order_id)
    happens(bench, order_id)
    ended = await bench.through(change)
    assert ended.outcome is REFUSED
    assert bench.stand_in.requests.of("update") == []
