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


def holds(attention: Attention, order: Observed, now: datetime) -> bool:
    """Whether it has neither ended nor been overtaken by a new state of the order."""
    return now < attention.until and order.since <= attention.since


def unattended(
    some: Iterable[Stuck], attentions: Iterable[Attention], now: datetime
) -> tuple[Listed, ...]:
    """These without the snoozed ones, in the same order, and with who took the others.

    Of several people who took the same order, the last one has it.
    """
    by_order = _by_order(attentions)
    held = ((stuck, _holding(by_order, stuck.order, now)) for stuck in some)
    return tuple(Listed(stuck, _taken(each)) for stuck, each in held if not _is_snoozed(each))


def _by_order(attentions: Iterable[Attention]) -> Mapping[str, list[Attention]]:
    by_order: dict[str, list[Attention]] = {}
    for attention in attentions:
        by_order.setdefault(attention.order_id, []).append(attention)
    return by_order


def _holding(
    by_order: Mapping[str, list[Attention]], order: Observed, now: datetime
) -> list[Attention]:
    return [each for each in by_order.get(order.order_id, ()) if holds(each, order, now)]


def _is_snoozed(held: Iterable[Attention]) -> bool:
    return any(each.kind is AttentionKind.SNOOZED for each in held)


def _taken(held: Iterable[Attention]) -> Attention | None:
    taken = (each for each in held if each.kind is AttentionKind.TAKEN)
    return max(taken, key=lambda each: each.since, default=None)
