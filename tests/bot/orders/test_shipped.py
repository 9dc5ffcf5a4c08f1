"""Shipped orders in groups."""

from datetime import UTC, datetime, timedelta

from bot.orders.observed import Observed
from bot.orders.shipped import Shipping, Way, counts, grouped

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def _shipped(order_id: str, country: str, method: str, hours: int = 0, uid: str = "") -> Shipping:
    at = NOON - timedelta(hours=hours)
    order = Observed(
        order_id, "1", "shipped", at, since_is_exact=True, first_seen=at, last_seen=NOON,
        country=country, method_name=method, method_uid=uid,
    )  # fmt: skip
    return Shipping(order, at)


def test_groups_stand_by_the_name_of_the_country():
    """Austria before Germany, then by method, then the latest; no country comes last."""
    some = [
        _shipped("none", "", "DHL"),
        _shipped("de", "DE", "UPS"),
        _shipped("at old", "AT", "dhl", 9),
        _shipped("at", "AT", "dhl", 1),
        _shipped("at b", "AT", "dhl", 9),
        _shipped("de dhl", "DE", "", uid="DHL_parcel"),
        _shipped("at express", "AT", "Express"),
    ]
    expected = ["at", "at b", "at old", "at express", "de dhl", "de", "none"]
    for arrival in (some, some[::-1]):
        assert [each.order.order_id for each in grouped(arrival)] == expected
    assert counts(some)[Way("AT", "dhl")] == 3
    assert counts(some)[Way("DE", "DHL_parcel")] == 1
