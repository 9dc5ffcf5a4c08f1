"""A digest of very many orders: it is put together on the loop that everybody waits for."""

from datetime import UTC, datetime, time, timedelta

from bot.orders.digest import Occasion, Remembered, Seen, digest
from bot.orders.schedule import WEEKDAYS, Schedule
from bot.orders.seen import Coverage, ShippedNow, StuckNow
from bot.orders.subscription import Subscription, What

NOW = datetime(2026, 11, 23, 8, tzinfo=UTC)
MANY = 300


def test_no_order_is_compared_with_every_other_one():
    """20,000 shipped orders would hold up the whole program for half a minute."""
    compared = 0

    def alike(one: object, other: object) -> bool:
        nonlocal compared
        compared += 1
        return one is other

    class Shipped(ShippedNow):
        __eq__ = alike
        __hash__ = ShippedNow.__hash__

    class Stuck(StuckNow):
        __eq__ = alike
        __hash__ = StuckNow.__hash__

    since = NOW - timedelta(days=1)
    schedule = Schedule(WEEKDAYS[:5], time(9), "Europe/Oslo")
    plain = Subscription("C1", "T1", "U1", What.BOTH, schedule, since)
    shipped = [
        Shipped(f"s-{n}", f"#{n}", NOW, was_seen_to_ship=n % 2 == 0, country="NO")
        for n in range(MANY)
    ]
    stuck = [
        Stuck(f"g-{n}", f"#{n}", "on_hold", since, "NO", "It waits.", "a day") for n in range(MANY)
    ]
    seen = Seen(stuck, shipped, Coverage(NOW))
    made = digest(plain, seen, Remembered({}, ()), Occasion(NOW))
    assert (len(made.shipped), len(made.noted), len(made.stuck)) == (MANY // 2, MANY // 2, MANY)
    assert compared == 0
