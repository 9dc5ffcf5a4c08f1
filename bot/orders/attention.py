"""Who looks after a stuck order, and which ones may rest for a while."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.orders.observed import Observed
from bot.orders.stuck import Stuck


class AttentionKind(StrEnum):
    """What a person did with a stuck order."""

    SNOOZED = "snoozed"
    """Nobody is to be reminded of it for a while."""
    TAKEN = "taken"
    """Somebody has it in hand."""


@dataclass(frozen=True)
class Attention:
    """A snooze or an "I take it". Ends by itself at its end, or when the state moves on."""

    order_id: str
    kind: AttentionKind
    by: str
    """Slack's user id."""
    until: datetime
    since: datetime


@dataclass(frozen=True)
class Listed:
    """A stuck order as it is listed, with who has it in hand."""

    stuck: Stuck
    taken: Attention | None = None
    snoozed: Attention | None = None
    """Where those are listed that somebody snoozed."""


def holds(attention: Attention, order: Observed, now: datetime) -> bool:
    """Whether it has neither ended nor been overtaken by a new state of the order."""
    return now < attention.until and order.since <= attention.since


def attended(
    some: Iterable[Stuck], attentions: Iterable[Attention], now: datetime
) -> tuple[Listed, ...]:
    """All of these in the same order, with who took them and who snoozed them.

    Of several people who took the same order, the last one has it.
    """
    by_order = _by_order(attentions)
    held = ((stuck, _holding(by_order, stuck.order, now)) for stuck in some)
    return tuple(
        Listed(stuck, _last(each, AttentionKind.TAKEN), _last(each, AttentionKind.SNOOZED))
        for stuck, each in held
    )


def _by_order(attentions: Iterable[Attention]) -> Mapping[str, list[Attention]]:
    by_order: dict[str, list[Attention]] = {}
    for attention in attentions:
        by_order.setdefault(attention.order_id, []).append(attention)
    return by_order


def _holding(
    by_order: Mapping[str, list[Attention]], order: Observed, now: datetime
) -> list[Attention]:
    return [each for each in by_order.get(order.order_id, ()) if holds(each, order, now)]


def _last(held: Iterable[Attention], kind: AttentionKind) -> Attention | None:
    of_kind = (each for each in held if each.kind is kind)
    return max(of_kind, key=lambda each: each.since, default=None)
