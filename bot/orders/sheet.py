"""Orders as a table for a spreadsheet: CSV that no spreadsheet takes for formulas."""

import csv
import io
from collections.abc import Iterable

from bot.orders.row import Row
from bot.orders.seen import ShippedNow, StuckNow

HEADINGS = (
    "reference",
    "gelato_id",
    "status",
    "payment",
    "country",
    "items",
    "total",
    "currency",
    "ordered_at",
    "changed_at",
    "channel",
    "store",
)
STUCK_HEADINGS = (
    "reference",
    "gelato_id",
    "status",
    "since",
    "age",
    "country",
    "why",
    "store",
)
SHIPPED_HEADINGS = (
    "reference",
    "gelato_id",
    "shipped_at",
    "country",
    "method",
    "tracking_code",
    "tracking_url",
    "store",
)
_FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")  # noqa: RUF001  # wide ones count too
"""What makes a spreadsheet calculate (OWASP, CSV injection)."""


def order_sheet(rows: Iterable[Row]) -> str:
    """One line an order. Of the recipient it holds the country alone. Times are ISO 8601, UTC."""
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(HEADINGS)
    writer.writerows(map(_cells, rows))
    return table.getvalue()


def stuck_sheet(lines: Iterable[StuckNow]) -> str:
    """The same for stuck orders, for a channel: a merchant's id of a customer may be a name."""
    return _table(STUCK_HEADINGS, map(_stuck_cells, lines))


def shipped_sheet(lines: Iterable[ShippedNow]) -> str:
    """The same for newly shipped orders."""
    return _table(SHIPPED_HEADINGS, map(_shipped_cells, lines))


def defused(cell: object) -> str:
    """A cell's text, with a quote mark in front of whatever would be a formula."""
    seen = (c for c in str("" if cell is None else cell) if c.isprintable() or c.isspace())
    text = " ".join("".join(seen).split())
    return f"'{text}" if text.startswith(_FORMULA) else text


def _table(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    table = io.StringIO()
    writer = csv.writer(table)
    writer.writerow(headings)
    writer.writerows([defused(cell) for cell in row] for row in rows)
    return table.getvalue()


def _shipped_cells(line: ShippedNow) -> tuple[str, ...]:
    return (
        line.reference,
        line.order_id,
        line.shipped_at.isoformat(),
        line.country,
        line.method,
        line.tracking_code,
        line.tracking_url,
        line.store_id,
    )


def _stuck_cells(line: StuckNow) -> tuple[str, ...]:
    return (
        line.reference,
        line.order_id,
        line.status,
        line.since.isoformat(),
        line.age,
        line.country,
        line.why,
        line.store_id,
    )


def _cells(row: Row) -> list[str]:
    moments = (row.ordered_at, row.updated_at)
    ordered, changed = (moment.isoformat() if moment else "" for moment in moments)
    values = (
        row.order_reference_id,
        row.id,
        row.fulfillment_status,
        row.financial_status,
        row.country,
        row.items_count,
        row.total_incl_vat,
        row.currency,
        ordered,
        changed,
        row.channel,
        row.store_id,
    )
    return [defused(value) for value in values]
