"""What counts as a change in a list: anything else would cost a read an order a sweep."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.looking import has_changed
from bot.orders.row import Row
from bot.store.ledger_ports import Known

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SECOND, BIT = timedelta(seconds=1), timedelta(microseconds=1)


@pytest.mark.parametrize(
    ("status", "listed", "known", "changed"),
    [
        ("printed", NOON, NOON, False),
        ("shipped", NOON, NOON, True),
        ("Printed", NOON, NOON, False),
        ("printed", NOON + SECOND, NOON, True),
        ("printed", NOON + SECOND - BIT, NOON, False),
        ("printed", NOON - SECOND, NOON, False),
        ("printed", NOON, NOON + BIT, False),
        ("printed", NOON, None, True),
        ("printed", None, NOON, False),
        ("shipped", None, NOON, True),
    ],
)
def test_what_has_changed(status, listed, known, changed):
    """Another state, or a newer stamp; a list that lags, or is less exact, tells nothing new."""
    row = Row(id="a", fulfillment_status=status, updated_at=listed)
    assert has_changed(row, Known("printed", known)) is changed
    assert has_changed(row, None)
