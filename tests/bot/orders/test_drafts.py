"""What may be done to a draft of v4's: tables."""

import pytest

from bot.orders.change import GO, Outcome
from bot.orders.drafts import is_draft, judged_draft, settled_release
from bot.orders.order import Order


def order(kind: str, status: str) -> Order:
    return Order.model_validate({"id": "g-1", "orderType": kind, "fulfillmentStatus": status})


@pytest.mark.parametrize(
    ("kind", "status", "draft"),
    [
        ("draft", "draft", True),
        ("draft", "created", True),
        ("order", "draft", True),
        ("Draft", "", True),
        ("", "DRAFT", True),
        ("order", "created", False),
        ("", "", False),
        ("order", "canceled", False),
    ],
)
def test_either_word_makes_a_draft(kind: str, status: str, draft: bool):
    """A draft is released and deleted, and is released once neither word says draft."""
    assert is_draft(order(kind, status)) is draft
    assert (judged_draft(order(kind, status)) == GO) is draft
    assert (settled_release(order(kind, status)) is None) is draft


@pytest.mark.parametrize(
    ("status", "words"),
    [("created", "it is created"), ("in_production", "it is in production"), ("odd", "it is odd")],
)
def test_what_is_no_draft_says_what_it_is(status: str, words: str):
    """The refusal names the order's state."""
    verdict = judged_draft(order("order", status))
    assert verdict.outcome is Outcome.REFUSED
    assert words in verdict.words


def test_a_released_draft_is_an_order():
    """Which is what was asked for."""
    settled = settled_release(order("order", "created"))
    assert settled
    assert (settled.outcome, settled.words) == (Outcome.DONE, "It is an order now.")
