"""The trail: what was seen and what was done, in one list."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest

from bot.orders.dialect import Dialect
from bot.orders.sightings import Contradiction, How
from bot.orders.trail import NOTE, TrailLine, folded, trail
from bot.store.ports import Entry

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Seen(NamedTuple):
    """A state as the ledger tells it."""

    status: str
    since: datetime
    how: str
    is_exact: bool = True


def _act(at: datetime, operation: str, outcome: str, person: str, request_id: str) -> Entry:
    """A row of the audit log, as it is."""
    return Entry(
        at, operation, outcome, person, team="T1", channel="C1", reference="1042",
        order_ids=("g-1",), took=timedelta(seconds=1), request_id=request_id,
    )  # fmt: skip


def _at(hours: int) -> datetime:
    return NOON + timedelta(hours=hours)


def test_the_newest_comes_first():
    """Sightings and acts stand between each other as they happened."""
    sightings = [
        Seen("shipped", _at(0), "webhook"),
        Seen("printed", _at(-5), "sweep", is_exact=False),
        Seen("delivered", _at(3), "read"),
        Seen("in_transit", _at(2), "pigeon"),
    ]
    acts = [
        _act(_at(1), "look_up", "done", "U1", "r1"),
        _act(_at(-1), "refresh", "gelato_down", "U2", "r2"),
    ]
    assert list(trail(sightings, acts, Dialect.CONNECT)) == [
        TrailLine(_at(3), "✅ Delivered", how="seen when read for a person"),
        TrailLine(_at(2), "🚚 In transit", how="seen"),
        TrailLine(_at(1), "Looked up", "U1", is_look=True),
        TrailLine(_at(0), "🚚 Shipped", how="told by Gelato"),
        TrailLine(_at(-1), "Refreshed", "U2", "gelato down", is_look=True),
        TrailLine(
            _at(-5),
            "🖨️ Printed, and maybe for long",
            how="first seen by Orderdesk",
        ),
    ]


def test_a_later_state_may_have_begun_between_two_looks():
    """Only what was there at the first look may be old."""
    seen = [Seen("created", _at(0), "sweep"), Seen("printed", _at(1), "sweep", is_exact=False)]
    assert list(trail(seen, (), Dialect.V4)) == [
        TrailLine(_at(1), "🖨️ Printed, maybe earlier", how="seen by Orderdesk"),
        TrailLine(_at(0), "📥 Created", how="seen by Orderdesk"),
    ]


def test_what_was_said_too_late_is_told_as_such():
    """Who said it, what, and what was known by then."""
    doubted = [
        Contradiction("g-1", "printed", _at(n), how, "shipped", _at(0))
        for n, how in enumerate((How.EVENT, How.READ, How.SWEEP), 1)
    ]
    lines = trail((), (), Dialect.V4, doubted)
    assert {line.how for line in lines} == {"too late: it was Shipped already"}
    assert [line.what for line in lines] == [
        "A list of Gelato's said Printed",
        "An answer of Gelato's said Printed",
        "A message of Gelato's said Printed",
    ]


@pytest.mark.parametrize(
    ("outcomes", "how"),
    [
        (["begun", "done"], [""]),
        (["begun", "gelato_down"], ["gelato down"]),
        (["begun"], ["begun, and never heard of again"]),
        (["done"], [""]),
    ],
)
def test_an_act_is_told_once(outcomes: list[str], how: list[str]):
    """Of the row before it and the one after, the latter; the former alone says that it is."""
    acts = [_act(_at(n), "share", outcome, "U1", "r1") for n, outcome in enumerate(outcomes)]
    other = _act(_at(-9), "share", "done", "U1", "r2")
    *lines, last = trail([], [*acts, other], Dialect.V4)
    assert [(line.what, line.how) for line in lines] == [("Shared to a channel", each)
                                                         for each in how]  # fmt: skip
    assert last.at == other.at


@pytest.mark.parametrize(
    ("operations", "told"),
    [
        ([], []),
        (["look_up"], [("Looked up", "U0")]),
        (["refresh", "look_up", "history"], [("Looked up 3 times, last", "U0")]),
        (["history", "share", "look_up"],
         [("History read", "U0"), ("Shared to a channel", "U1"), ("Looked up", "U2")]),
        (["share", "look_up", "look_up", "reveal"],
         [("Shared to a channel", "U0"), ("Looked up 2 times, last", "U1"),
          ("Address looked at", "U3")]),
    ],
)  # fmt: skip
def test_looks_in_a_row_are_told_in_one_line(operations: list[str], told: list[tuple[str, str]]):
    """How many, and by whom the last; what is more than a look stands alone, and parts them."""
    acts = [
        _act(_at(-n), operation, "done", f"U{n}", f"r{n}") for n, operation in enumerate(operations)
    ]
    lines = folded(trail((), acts, Dialect.V4))
    assert [(line.what, line.who) for line in lines] == told
    assert [line.at for line in lines] == [_at(-int(line.who[1:])) for line in lines]


def test_a_state_between_looks_stays_between_them():
    """Who looked before it and who after is told apart."""
    acts = [_act(_at(n), "look_up", "done", "U1", f"r{n}") for n in (-2, -1, 1, 2)]
    lines = folded(trail([Seen("printed", _at(0), "sweep")], acts, Dialect.V4))
    assert [line.what for line in lines] == [
        "Looked up 2 times, last", "🖨️ Printed", "Looked up 2 times, last",
    ]  # fmt: skip


def test_an_operation_that_has_no_words_is_told_as_it_is():
    """What is built later appears before it has words."""
    (line,) = trail([], [_act(NOON, "split_parcels", "done", "U1", "r")], Dialect.V4)
    assert line.what == "Split parcels"


@pytest.mark.parametrize(
    ("operation", "outcome", "detail", "what", "how"),
    [
        ("cancel", "asked", "customer", "Cancel asked for", "not known yet"),
        ("cancel", "done", "customer", "Canceled", "customer asked for it"),
        ("cancel", "done", f"other{NOTE}a prank", "Canceled", "another reason: “a prank”"),
        ("cancel", "refused", "", "Cancel asked for", "refused"),
        ("cancel", "unconfirmed", "test", "Cancel asked for", "unconfirmed, test order"),
        ("update_shipment", "done", "", "Shipment changed", ""),
        ("update_shipment", "not_done", "", "Change of shipment asked for", "not done"),
        ("reveal", "done", "", "Address looked at", ""),
    ],
)
def test_a_change_is_told_with_its_reason(
    operation: str, outcome: str, detail: str, what: str, how: str
):
    """What was not done is never told as done."""
    act = replace(_act(NOON, operation, outcome, "U1", "r"), detail=detail)
    (line,) = trail([], [act], Dialect.V4)
    assert (line.what, line.how) == (what, how)


def test_a_change_that_ended_has_one_line():
    """Its first row, before anything was sent, is not told beside its outcome."""
    acts = [_act(NOON, "cancel", outcome, "U1", "r") for outcome in ("asked", "done")]
    assert [line.what for line in trail([], acts, Dialect.V4)] == ["Canceled"]
