"""When an order may be canceled, what that means, and what it shows afterwards: tables."""

from typing import Any

import pytest

from bot.orders.cancelling import judged_cancel, meaning_of_cancel, settled_cancel
from bot.orders.change import GO, Outcome
from bot.orders.dialect import Dialect
from bot.orders.order import Order
from bot.orders.statuses import STATUSES

CONNECT, V4 = Dialect.CONNECT, Dialect.V4
BOTH = (CONNECT, V4)
GOES, ALREADY, REFUSED = None, Outcome.ALREADY, Outcome.REFUSED
OPEN = {
    "created", "received", "uploading", "digitizing", "pending_approval",
    "pending_personalization", "not_connected", "on_hold", "passed", "failed",
}  # fmt: skip
PRINTED = {"printed", "packaged"}
MADE = {"in_production", *PRINTED}
SENT = {"shipped", "in_transit", "delivered", "returned"}


def order(status: str, *items: str, names: tuple[str, ...] = ()) -> Order:
    """An order in a status, with items in theirs."""
    drawn: list[dict[str, Any]] = [
        {"fulfillmentStatus": each, "productName": names[n] if names else f"Item {n}"}
        for n, each in enumerate(items)
    ]
    return Order.model_validate({"id": "g-1", "fulfillmentStatus": status, "items": drawn})


def expected(status: str, dialect: Dialect) -> Outcome | None:
    """The rule in the vendor's words, said a second time (gelato-api-facts 2.5)."""
    if status == "canceled":
        return ALREADY
    if status == "draft":
        return REFUSED if dialect is V4 else GOES
    if status in PRINTED:
        return REFUSED if dialect is V4 else GOES
    return REFUSED if status in SENT else GOES


def test_the_table_is_whole():
    """Every status that has words here stands in one of the groups."""
    assert {"draft", "canceled"} | OPEN | MADE | SENT == set(STATUSES)


@pytest.mark.parametrize("dialect", BOTH, ids=str)
@pytest.mark.parametrize("status", [*STATUSES, "cancelled", "Quality Recheck", ""])
def test_every_status_of_an_order(status: str, dialect: Dialect):
    """Connect cancels until shipped, v4 until printed; a word nobody knows is tried."""
    known = "canceled" if status == "cancelled" else status
    assert judged_cancel(order(status), dialect).outcome is expected(known, dialect)


@pytest.mark.parametrize("dialect", BOTH, ids=str)
@pytest.mark.parametrize("item", [*sorted(MADE | SENT | OPEN), "canceled", "quality_recheck", ""])
def test_every_status_of_an_item(item: str, dialect: Dialect):
    """One item that is too far along is enough, whatever the order says."""
    limit = SENT | PRINTED if dialect is V4 else SENT
    verdict = judged_cancel(order("passed", "passed", item), dialect)
    assert verdict.outcome is (REFUSED if item in limit else GOES)
    assert ("Item 1 is" in verdict.words) is (item in limit)


@pytest.mark.parametrize(
    ("status", "items", "dialect", "words"),
    [
        pytest.param("canceled", [], V4, ["canceled already"], id="canceled"),
        pytest.param("draft", [], V4, ["draft", "deletes"], id="draft"),
        pytest.param("printed", [], V4, ["It is printed", "only before it is printed"], id="v4"),
        pytest.param(
            "shipped", [], CONNECT, ["It is shipped", "until it is shipped", "wait"], id="connect"
        ),
        pytest.param("delivered", [], CONNECT, ["Talk to", "support", "refund"], id="delivered"),
        pytest.param(
            "in_production",
            ["printed", "in_production", "shipped"],
            CONNECT,
            ["Of its items, Item 2 is shipped, so"],
            id="one item",
        ),
        pytest.param(
            "passed",
            ["printed", "shipped"],
            V4,
            ["Of its items, Item 0 is printed and Item 1 is shipped, so"],
            id="two items",
        ),
        pytest.param(
            "passed",
            ["printed"] * 3,
            V4,
            ["Item 0 is printed, Item 1 is printed and Item 2 is printed, so"],
            id="three items",
        ),
        pytest.param(
            "passed", ["printed"] * 4, V4, ["Item 2 is printed and 1 more is as far"], id="four"
        ),
        pytest.param("passed", ["printed"] * 5, V4, ["and 2 more are as far, so"], id="five"),
    ],
)
def test_a_refusal_says_why_and_what_now(
    status: str, items: list[str], dialect: Dialect, words: list[str]
):
    """Which item is how far, until when Gelato cancels, and what a person can do."""
    said = judged_cancel(order(status, *items), dialect).words
    assert [each for each in words if each not in said] == []


def test_delivered_needs_no_waiting():
    """Nobody is told to wait for what has arrived."""
    assert "wait" not in judged_cancel(order("delivered"), CONNECT).words


@pytest.mark.parametrize("dialect", BOTH, ids=str)
def test_a_yes_needs_no_words(dialect: Dialect):
    """What may be canceled is simply gone on with."""
    assert judged_cancel(order("created"), dialect) == GO


@pytest.mark.parametrize(
    ("status", "items", "dialect", "words"),
    [
        pytest.param("created", [], CONNECT, "Nothing of it is made yet", id="open"),
        pytest.param("created", [], CONNECT, "until it is shipped", id="limit of connect"),
        pytest.param("created", [], V4, "only before it is printed", id="limit of v4"),
        pytest.param("draft", [], CONNECT, "Nothing of it is made yet", id="draft"),
        pytest.param(
            "in_production", [], CONNECT, "It is in production already: what was made", id="made"
        ),
        pytest.param("in_production", [], V4, "Gelato may refuse", id="made in v4"),
        pytest.param("passed", ["in_production"], V4, "Gelato may refuse", id="item made in v4"),
        pytest.param("packaged", [], CONNECT, "It is packed already", id="packed"),
        pytest.param(
            "created",
            ["passed", "printed"],
            CONNECT,
            "Of its items, Item 1 is printed already: what was made",
            id="one item made",
        ),
        pytest.param("failed", [], V4, "nothing is made of it", id="failed"),
        pytest.param(
            "quality_recheck", [], V4, "does not know how far it is. Gelato cancels", id="unknown"
        ),
        pytest.param("", [], CONNECT, "does not know how far it is", id="no status"),
    ],
)
def test_what_canceling_means(status: str, items: list[str], dialect: Dialect, words: str):
    """What is lost, and until when it can be canceled; nothing is claimed that is not known."""
    assert words in meaning_of_cancel(order(status, *items), dialect)


@pytest.mark.parametrize(("status", "soon"), [("passed", True), ("on_hold", False)])
def test_only_what_moves_may_move_any_minute(status: str, soon: bool):
    """What waits for a person does not hurry anybody."""
    assert ("any minute" in meaning_of_cancel(order(status), V4)) is soon


@pytest.mark.parametrize("dialect", BOTH, ids=str)
@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        *((each, Outcome.DONE) for each in ("canceled", "cancelled")),
        *((each, REFUSED) for each in sorted(SENT)),
        *((each, None) for each in sorted(OPEN | MADE)),
        ("draft", None),
        ("quality_recheck", None),
        ("", None),
    ],
)
def test_what_an_order_shows_afterwards(status: str, outcome: Outcome | None, dialect: Dialect):
    """Canceled is done, on its way is too late, and everything else may still change."""
    settled = settled_cancel(order(status), dialect)
    assert (settled.outcome if settled else None) is outcome
    assert settled is None or settled.words
