"""Decides, before anything is made, which orders there are: references, statuses, ages."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.sandbox.gelato.chance import chance
from bot.sandbox.gelato.data.landmarks import LANDMARKS, ODD_REFERENCES, Part
from bot.sandbox.gelato.words import STAGES, Dialect, Stage

_FIRST_NUMBER = 1001
_STUCK_SHARE = 0.12


@dataclass(frozen=True)
class Plan:
    """A reference and the orders that carry it: more than one is a split family."""

    number: int
    reference: str
    parts: tuple[Part, ...]


def plans(dialect: Dialect, orders: int, seed: int) -> Iterator[Plan]:
    """Plans of exactly so many orders. Few orders begin at 1042, so that it is always there."""
    first = _FIRST_NUMBER if orders >= 100 else 1042
    landmarks = _landmarks(first, orders)
    plain = iter(_by_age(dialect, orders - sum(len(p) for p in landmarks.values()), seed))
    made, number = 0, first
    while made < orders:
        parts = landmarks.get(str(number)) or (next(plain),)
        yield Plan(number, reference_of(number), parts)
        made, number = made + len(parts), number + 1


def _landmarks(first: int, orders: int) -> dict[str, tuple[Part, ...]]:
    """The landmarks that fit into so many orders, counted from the first number."""
    fitting: dict[str, tuple[Part, ...]] = {}
    extra = 0
    for reference, parts in LANDMARKS.items():
        if int(reference) - first + extra + len(parts) <= orders:
            fitting[reference] = parts
            extra += len(parts) - 1
    return fitting


def reference_of(number: int) -> str:
    """What the shop calls its order: mostly the number, at times `#1010`, `REF/7`, `注文-2041`."""
    place = number - _FIRST_NUMBER
    if place % 17 == 9:
        return f"#{number}"
    if place % 29 == 13:
        return f"REF/{place // 29 + 7}"
    if place % 31 == 21:
        turn, which = divmod(place // 31, len(ODD_REFERENCES))
        return ODD_REFERENCES[which] + (f" ({turn + 1})" if turn else "")
    return str(number)


def _by_age(dialect: Dialect, count: int, seed: int) -> list[Part]:
    """Parts with every status among them, the oldest first, as references grow with time."""
    luck = chance(seed, dialect, "plan")
    stages = _dealt(STAGES[dialect], count)
    parts = [_part(stage, seed, n) for n, stage in enumerate(stages)]
    luck.shuffle(parts)
    return sorted(parts, key=lambda part: -part.age)


def _dealt(stages: tuple[Stage, ...], count: int) -> list[Stage]:
    """Stages by their shares, each at least once where there is room."""
    whole = sum(stage.share for stage in stages)
    common = max(stages, key=lambda stage: stage.share)
    hand = [s for s in stages for _ in range(max(1, round(count * s.share / whole)))]
    while len(hand) > count and hand.count(common) > 1:
        hand.remove(common)
    return (hand + [common] * count)[:count]


def _part(stage: Stage, seed: int, n: int) -> Part:
    """A part of that stage; some of those that should move soon have been stuck for days."""
    luck = chance(seed, stage.status, n)
    age = luck.uniform(*stage.age)
    quiet = min(luck.uniform(*stage.quiet), age * 0.9)
    if stage.lasts[1] and luck.random() < _STUCK_SHARE:
        extra = luck.uniform(96, 260)
        return Part(stage.status, age + extra, quiet + extra)
    return Part(stage.status, age, quiet, parcels=luck.choice((1, 1, 1, 2)))
