"""Orders as CSV that a spreadsheet shows and does not calculate."""

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.orders.row import Row
from bot.orders.seen import ShippedNow, StuckNow
from bot.orders.sheet import (
    HEADINGS,
    SHIPPED_HEADINGS,
    STUCK_HEADINGS,
    defused,
    order_sheet,
    shipped_sheet,
    stuck_sheet,
)

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
FULL = Row(
    id="g-1", order_reference_id="#1042", fulfillment_status="shipped", financial_status="paid",
    channel="shopify", store_id="s-1", currency="EUR", country="NO", first_name="Maya",
    last_name="Rosen", ordered_at=NOON, updated_at=NOON, items_count=2,
    total_incl_vat=Decimal("33.45"),
)  # fmt: skip


def _read(sheet: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(sheet, newline="")))


def test_a_row_holds_what_its_headings_say():
    """Every column stands below its own heading, and times are ISO 8601."""
    headings, row = _read(order_sheet([FULL]))
    assert tuple(headings) == HEADINGS
    assert row == [
        "#1042", "g-1", "shipped", "paid", "NO", "2", "33.45", "EUR",
        "2026-11-21T12:00:00+00:00", "2026-11-21T12:00:00+00:00", "shopify", "s-1",
    ]  # fmt: skip


def test_no_name_of_a_recipient_is_in_it():
    """Of the recipient a table holds the country alone."""
    assert "Maya" not in order_sheet([FULL])
    assert "Rosen" not in order_sheet([FULL])


STUCK = StuckNow("g-1", "#1042", "on_hold", NOON, "NO", "=why", "3 days", 0, 0, "s-1", "ann@x.y")
SHIPPED = ShippedNow("g-1", "#1042", NOON, True, "NO", "DHL", "1Z", "http://t", "s-1", "ann@x.y")
STAMP = "2026-11-21T12:00:00+00:00"


@pytest.mark.parametrize(
    ("sheet", "headings", "row"),
    [
        (
            stuck_sheet([STUCK]),
            STUCK_HEADINGS,
            ["#1042", "g-1", "on_hold", STAMP, "3 days", "NO", "'=why", "s-1"],
        ),
        (
            shipped_sheet([SHIPPED]),
            SHIPPED_HEADINGS,
            ["#1042", "g-1", STAMP, "NO", "DHL", "1Z", "http://t", "s-1"],
        ),
    ],
    ids=["stuck", "shipped"],
)
def test_a_sheet_for_a_channel_names_nobody(sheet: str, headings: Sequence[str], row: list[str]):
    """Every column below its heading, and none for the customer: a merchant may name them there."""
    assert _read(sheet) == [list(headings), row]


def test_what_is_not_known_is_left_empty():
    """A row that tells little is a row all the same; no rows are headings alone."""
    assert _read(order_sheet([Row(id="g-1")]))[1] == ["", "g-1", *[""] * 10]
    assert _read(order_sheet([])) == [list(HEADINGS)]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("\r\n=1", "'=1"),
        ("\x00=1", "'=1"),
        ("\u200b=1", "'=1"),
        ("\ufeff@x", "'@x"),
        ("\uff1d1", "'\uff1d1"),
        ("\uff0b1", "'\uff0b1"),
        ("\uff0d1", "'\uff0d1"),
        ("\uff20x", "'\uff20x"),
        ("1=1", "1=1"),
        ("a\nb", "a b"),
        ("'x", "'x"),
        ("", ""),
        (None, ""),
        (0, "0"),
    ],
)
def test_nothing_in_a_cell_is_a_formula(cell: object, text: str):
    """What a spreadsheet would calculate gets a quote mark in front (OWASP, CSV injection)."""
    assert defused(cell) == text


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), max_size=4))
def test_any_text_comes_through_the_table(references: list[str]):
    """Quotes, commas and line breaks stay inside their cell, and no line is lost."""
    rows = [Row(id="g", order_reference_id=reference) for reference in references]
    table = _read(order_sheet(rows))
    assert [line[0] for line in table[1:]] == [defused(reference) for reference in references]
    assert {len(line) for line in table} == {len(HEADINGS)}
    assert not any(
        cell.startswith(tuple("=+-@\t\r\uff1d\uff0b\uff0d\uff20"))
        for line in table
        for cell in line
    )
