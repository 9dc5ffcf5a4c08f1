"""Status words, in both dialects."""

import pytest

from bot.orders.dialect import Dialect
from bot.orders.statuses import Phase, status_words

WAITING, GOING, SENT = Phase.WAITING, Phase.IN_PROGRESS, Phase.SHIPPED
ENDED, UNKNOWN = Phase.ENDED, Phase.UNKNOWN

DOCUMENTED = {
    "draft": WAITING,
    "created": GOING,
    "received": GOING,
    "uploading": GOING,
    "digitizing": GOING,
    "pending_approval": WAITING,
    "pending_personalization": WAITING,
    "not_connected": WAITING,
    "on_hold": WAITING,
    "passed": GOING,
    "in_production": GOING,
    "printed": GOING,
    "packaged": GOING,
    "shipped": SENT,
    "in_transit": SENT,
    "delivered": ENDED,
    "returned": ENDED,
    "canceled": ENDED,
    "failed": ENDED,
}
"""Every word of gelato-api-facts 2.1 and 2.4."""


@pytest.mark.parametrize("dialect", list(Dialect))
@pytest.mark.parametrize("status", DOCUMENTED)
def test_every_documented_word_has_words_of_its_own(status: str, dialect: Dialect):
    """What the vendor documents is explained, and what a person must do is said."""
    words = status_words(status, dialect)
    assert words.phase is DOCUMENTED[status]
    assert words.symbol != "❔"
    assert words.label
    assert words.meaning.endswith(".")
    assert bool(words.next_step) == (words.phase is not ENDED or status in {"returned", "failed"})


@pytest.mark.parametrize("dialect", list(Dialect))
def test_no_two_words_read_alike(dialect: Dialect):
    """Two statuses are never told apart by guessing."""
    words = [status_words(status, dialect) for status in DOCUMENTED]
    assert len({each.label for each in words}) == len(DOCUMENTED)
    assert len({each.meaning for each in words}) == len(DOCUMENTED)


def test_created_comes_first_in_v4_and_late_in_gelatoconnect():
    """`created` is only taken in under v4, and already validated under GelatoConnect."""
    assert "checked" in status_words("created", Dialect.V4).next_step.casefold()
    assert status_words("created", Dialect.CONNECT).meaning.startswith("Checked")
    assert status_words("created", Dialect.CONNECT).next_step == "Production starts."


@pytest.mark.parametrize(
    ("status", "same"),
    [("cancelled", "canceled"), ("Shipped", "shipped"), (" CREATED ", "created")],
)
@pytest.mark.parametrize("dialect", list(Dialect))
def test_spellings_of_one_word_mean_the_same(status: str, same: str, dialect: Dialect):
    """British spelling, capitals and spaces change nothing."""
    assert status_words(status, dialect) == status_words(same, dialect)


@pytest.mark.parametrize(
    ("status", "label"),
    [
        ("quality_recheck", "Quality recheck"),
        ("out_for_delivery", "Out for delivery"),
        ("", "No status"),
        ("  ", "No status"),
    ],
)
def test_an_unknown_word_is_shown(status: str, label: str):
    """A word that came after this program was written is shown as it came, not hidden."""
    words = status_words(status, Dialect.V4)
    assert (words.label, words.phase, words.symbol) == (label, UNKNOWN, "❔")
