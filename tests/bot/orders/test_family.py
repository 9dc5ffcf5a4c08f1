"""The orders of one reference."""

from datetime import UTC, datetime

import pytest

from bot.orders.dialect import Dialect
from bot.orders.family import Family, each_once
from bot.orders.order import Order

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def order(order_id: str, created: str | None = None, reference: str = "") -> Order:
    return Order.model_validate(
        {"id": order_id, "createdAt": created, "orderReferenceId": reference}
    )


def test_orders_come_oldest_first_and_each_once():
    """By age, then by id; one without a date comes first; zones count; the last reading stays."""
    late = order("a", "2026-11-02T00:00:00+00:00")
    early = order("c", "2026-11-01T23:59:59+00:00")
    abroad = order("d", "2026-11-02T00:30:00+01:00")
    twin, undated, again = order("b", "2026-11-02T00:00:00Z"), order("z"), order("a", None)
    assert each_once([late, early, abroad, twin, undated]) == (undated, abroad, early, late, twin)
    assert each_once([late, again]) == (again,)


@pytest.mark.parametrize(("reference", "named"), [("1042", "1042"), ("", "id-1")])
def test_a_family_is_named_by_its_reference_or_its_id(reference: str, named: str):
    """The merchant's number where there is one, Gelato's id else; a button carries the id."""
    family = Family((order("id-1", reference=reference), order("id-2")), Dialect.V4, NOON)
    assert (family.reference, family.id) == (named, "id-1")


def test_a_family_is_complete_unless_said_otherwise():
    """Nothing is called uncertain without a reason."""
    family = Family((order("id-1"),), Dialect.CONNECT, NOON)
    assert (family.more_parts, family.parts_certain) == (0, True)
