"""The query for stuck orders: it leaves out none, and reads few of many."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.orders.dialect import Dialect
from bot.orders.observed import Observed
from bot.orders.patience import Patience
from bot.orders.sightings import Details, How, Sighting
from bot.orders.statuses import STATUSES
from bot.orders.stuck import Terms, stuck, stuck_orders
from bot.orders.suspects import is_suspect, suspects
from bot.store.database import SqliteDatabase
from bot.store.ledger import SqliteLedger
from bot.store.ledger_lines import Line, put
from bot.store.ledger_suspects import suspect_ids

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
U = ZoneInfo("UTC")
TERMS = Terms(Patience(), Dialect.CONNECT, U)
PATIENCES = (
    Patience(),
    Patience(limits={Dialect.CONNECT: {"printed": None, "shipped": 0}}, unknown=None),
    Patience(past_promise=None, failed_for=3),
)


def _order(luck: Random, number: int) -> Observed:
    since = NOON - timedelta(hours=luck.randrange(24 * 40))
    return Observed(
        f"g-{number}",
        f"{number}",
        luck.choice([*STATUSES, "strange", "stranger", ""]),
        since,
        since_is_exact=luck.random() < 0.5,
        first_seen=since,
        last_seen=NOON,
        country=luck.choice(["NO", "DE", ""]),
        print_country=luck.choice(["US", "DE", ""]),
        promised_by=luck.choice([None, NOON.date() - timedelta(days=luck.randrange(-5, 9))]),
        has_tracking=luck.choice([None, True, False]),
        moved_at=luck.choice([None, since + timedelta(hours=3)]),
        delayed_at=since if luck.random() < 0.1 else None,
        gone_at=NOON if luck.random() < 0.05 else None,
    )


def _orders(count: int) -> list[Observed]:
    luck = Random(7)  # noqa: S311  # invented orders need no secrets
    return [_order(luck, number) for number in range(count)]


@pytest.fixture
def ledger(database: SqliteDatabase) -> SqliteLedger:
    return SqliteLedger(database)


async def _kept(database: SqliteDatabase, orders: Sequence[Observed]) -> None:
    await database.write(lambda db: put(db, [Line(order, 0) for order in orders]))


@pytest.mark.parametrize("patience", PATIENCES)
async def test_it_finds_what_judging_everything_finds(database, ledger, patience):
    """Of a thousand orders in every state: the same stuck ones, in the same order."""
    orders = _orders(1000)
    await _kept(database, orders)
    terms = replace(TERMS, patience=patience)
    found = await ledger.suspects(suspects(terms, NOON))
    there = [order for order in orders if order.gone_at is None]
    judged = stuck_orders(there, terms, NOON)
    assert judged
    assert stuck_orders(found, terms, NOON) == judged
    assert {order.order_id for order in found} == {
        order.order_id
        for order in there
        if is_suspect(order, suspects(terms, NOON))
        and order.status not in {"delivered", "returned", "canceled"}
    }


ROWS: list[tuple[dict[str, Any], bool]] = [
    ({"since": NOON - timedelta(hours=30)}, False),
    ({"since": NOON - timedelta(days=2)}, True),
    ({"status": "strange", "since": NOON - timedelta(days=4)}, False),
    ({"status": "strange", "since": NOON - timedelta(days=6)}, True),
    ({"status": "failed"}, True),
    ({"status": "failed", "since": NOON - timedelta(days=31), "delayed_at": NOON}, False),
    ({"status": "failed", "since": NOON - timedelta(days=31), "promised_by": date.min}, False),
    ({"promised_by": date(2026, 11, 21)}, False),
    ({"promised_by": date(2026, 11, 20)}, True),
    ({"delayed_at": NOON}, True),
    ({"since": NOON - timedelta(days=9), "gone_at": NOON}, False),
    ({"status": "delivered", "since": NOON - timedelta(days=9), "delayed_at": NOON}, False),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "expected"), ROWS)
async def test_each_bound(database, ledger, fields, expected):
    """In its state since, promised before, delayed, failed since, words that nobody knows."""
    plain = {"status": "printed", "since": NOON, "promised_by": None}
    plain |= {"delayed_at": None, "gone_at": None}
    order = replace(_orders(1)[0], **plain | fields)
    await _kept(database, [order])
    found = await ledger.suspects(suspects(TERMS, NOON))
    assert bool(found) is expected
    assert bool(found) >= bool(stuck(order, TERMS, NOON) and order.gone_at is None)


async def test_few_of_many_are_read(database, ledger):
    """Every part of the question has an index of its own: nothing walks the whole table."""
    plans: list[str] = []

    def explained(db):
        execute = db.execute

        def asking(question, *values):
            if question.lstrip().startswith(("SELECT order_id", "WITH")):
                plan = execute(f"EXPLAIN QUERY PLAN {question}", *values)
                plans.extend(row[3] for row in plan.fetchall())
            return execute(question, *values)

        db.execute = asking
        try:
            return suspect_ids(db, suspects(TERMS, NOON))
        finally:
            del db.execute

    await _kept(database, _orders(50))
    await database.read(explained)
    assert [plan for plan in plans if "SCAN orders_seen" in plan] == []
    assert len([plan for plan in plans if "orders_seen" in plan and "USING" in plan]) > 10


async def test_the_past_of_a_family_comes_in_one_look(ledger):
    """Each known order with its states, the oldest first; unknown ids are left out."""
    made = NOON - timedelta(days=3)
    for hours, status in ((0, "created"), (1, "printed")):
        at = made + timedelta(hours=hours)
        sight = Sighting("g-1", status, at, How.READ, "1042", created_at=made, details=Details())
        await ledger.saw([sight, replace(sight, order_id="g-2")])
    pasts = await ledger.pasts(["g-1", "g-2", "g-3"])
    assert sorted(pasts) == ["g-1", "g-2"]
    past = pasts["g-1"]
    assert past.order == await ledger.observed("g-1")
    assert list(past.states) == list(await ledger.states("g-1"))
    assert [state.status for state in past.states] == ["created", "printed"]
