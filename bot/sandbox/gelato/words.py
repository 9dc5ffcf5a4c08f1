"""The words of each dialect: statuses in the order of an order's life, and what they allow."""

from typing import Literal, NamedTuple

Dialect = Literal["connect", "v4"]


class Stage(NamedTuple):
    """A status, its share of the seeded orders, the age of such orders and how long it lasts.

    `age` is hours since the order was made, `quiet` hours since it last moved, `lasts` the
    hours until the next status.
    """

    status: str
    share: int
    age: tuple[float, float]
    quiet: tuple[float, float]
    lasts: tuple[float, float]


_LATE: tuple[Stage, ...] = (
    Stage("shipped", 22, (60, 190), (1, 40), (10, 30)),
    Stage("in_transit", 18, (80, 300), (2, 60), (24, 90)),
    Stage("delivered", 60, (150, 1300), (5, 900), (0, 0)),
    Stage("returned", 4, (400, 1100), (20, 200), (0, 0)),
    Stage("canceled", 9, (20, 900), (10, 600), (0, 0)),
    Stage("failed", 8, (5, 400), (4, 300), (0, 0)),
)

# A few of these are quiet for far longer than `lasts`: the stuck ones. See `seeding.plan`.
STAGES: dict[Dialect, tuple[Stage, ...]] = {
    "v4": (
        Stage("draft", 4, (3, 700), (2, 600), (0, 0)),
        Stage("created", 8, (0.05, 1), (0.02, 0.5), (0.2, 1)),
        Stage("uploading", 4, (0.3, 2), (0.1, 1), (0.3, 2)),
        Stage("digitizing", 3, (1, 20), (0.5, 12), (4, 20)),
        Stage("pending_approval", 5, (4, 200), (2, 150), (0, 0)),
        Stage("pending_personalization", 3, (4, 150), (2, 120), (0, 0)),
        Stage("not_connected", 3, (4, 300), (2, 250), (0, 0)),
        Stage("on_hold", 5, (8, 260), (4, 200), (0, 0)),
        Stage("passed", 14, (2, 30), (0.5, 16), (3, 14)),
        Stage("in_production", 20, (20, 90), (1, 40), (12, 40)),
        Stage("printed", 10, (40, 120), (1, 18), (4, 18)),
        *_LATE,
    ),
    "connect": (
        Stage("draft", 3, (3, 700), (2, 600), (0, 0)),
        Stage("received", 9, (0.05, 1), (0.02, 0.5), (0.3, 1)),
        Stage("passed", 10, (1, 10), (0.5, 8), (1, 6)),
        Stage("created", 14, (4, 40), (1, 16), (4, 16)),
        Stage("in_production", 20, (20, 90), (1, 40), (12, 40)),
        Stage("printed", 10, (40, 110), (1, 18), (3, 12)),
        Stage("packaged", 8, (50, 130), (1, 14), (3, 14)),
        *_LATE,
    ),
}

PATHS_OF_LIFE: dict[Dialect, tuple[str, ...]] = {
    "v4": (
        "created", "uploading", "digitizing", "passed", "in_production", "printed",
        "shipped", "in_transit", "delivered",
    ),
    "connect": (
        "received", "passed", "created", "in_production", "printed", "packaged",
        "shipped", "in_transit", "delivered",
    ),
}  # fmt: skip

FIRST: dict[Dialect, str] = {"v4": "created", "connect": "received"}
SENT: frozenset[str] = frozenset({"shipped", "in_transit", "delivered", "returned"})
MADE: frozenset[str] = SENT | {"printed", "packaged"}
UNSHIPPABLE: frozenset[str] = frozenset(
    {"draft", "failed", "canceled", "not_connected", "pending_personalization"}
)
"""Statuses in which an order has no shipment yet."""

STRANGE = "quality_recheck"
"""A word that no vendor text has: clients must show it, not stumble over it."""


def stage_of(dialect: Dialect, status: str) -> Stage | None:
    """The stage of a status, or None for a word the vendor's texts do not have."""
    return next((stage for stage in STAGES[dialect] if stage.status == status), None)
