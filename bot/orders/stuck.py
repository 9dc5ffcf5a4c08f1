"""Which orders are stuck, by which rules. Pure: what was seen, and the moment, come in."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.orders.business_days import began_before, elapsed, midnight_after
from bot.orders.day import day_words
from bot.orders.dialect import Dialect
from bot.orders.flag import SEVERITY, Flag, Rule
from bot.orders.observed import Observed
from bot.orders.patience import Patience
from bot.orders.statuses import Phase, StatusWords, canonical_status, status_words


@dataclass(frozen=True)
class Terms:
    """By what a workspace judges its orders."""

    patience: Patience
    dialect: Dialect
    zone: ZoneInfo
    """The workspace's: its midnights begin and end days."""


@dataclass(frozen=True)
class Stuck:
    """A stuck order and all that it is stuck by, the worst first."""

    order: Observed
    flags: tuple[Flag, ...]

    @property
    def worst(self) -> Flag:
        """The flag that it is listed by."""
        return self.flags[0]


def stuck_orders(orders: Iterable[Observed], terms: Terms, now: datetime) -> list[Stuck]:
    """Those of these orders that are stuck, the worst first."""
    judged = (Stuck(order, stuck(order, terms, now)) for order in orders)
    return worst_first(each for each in judged if each.flags)


def worst_first(some: Iterable[Stuck]) -> list[Stuck]:
    """By the severity of the worst rule, then by how far it is over; the rest keeps pages still."""
    return sorted(
        some,
        key=lambda each: (
            SEVERITY[each.worst.rule],
            -each.worst.over,
            each.order.reference,
            each.order.order_id,
        ),
    )


def stuck(order: Observed, terms: Terms, now: datetime) -> tuple[Flag, ...]:
    """All flags of an order, the worst first; none if it is not stuck.

    A limit of 3 means that 3 business days are still fine, and anything more is not. Delivered,
    canceled and returned orders are never stuck: for Gelato they are over, so nothing would ever
    clear the flag. A failed order has no other flag than that.
    """
    status, words = _read(order.status, terms.dialect)
    case = _Case(order, terms, now, status, words, terms.patience.limit(status, terms.dialect))
    return tuple(flag for rule in _rules(case) if (flag := rule(case)))


@lru_cache(maxsize=256)
def _read(status: str, dialect: Dialect) -> tuple[str, StatusWords]:
    return canonical_status(status), status_words(status, dialect)


@dataclass(frozen=True, slots=True)
class _Case:
    """An order before its judge."""

    order: Observed
    terms: Terms
    now: datetime
    status: str
    words: StatusWords
    limit: int | None

    def flag(self, clock: "_Clock", why: str, clears: str) -> Flag | None:
        """The flag, if its clock has run over the limit. Without a limit it holds at once."""
        zone, since = self.terms.zone, clock.since
        if clock.limit is not None and since >= began_before(
            self.now, clock.limit, clock.country, zone
        ):
            return None
        waited = elapsed(since, self.now, clock.country, zone)
        at_least = since == self.order.since and not self.order.since_is_exact
        return Flag(clock.rule, since, waited, clock.limit, at_least, why, clears)


@dataclass(frozen=True)
class _Clock:
    """What a rule counts, in whose business days, and how much of it is fine."""

    rule: Rule
    since: datetime
    country: str
    limit: int | None = None


_Judge = Callable[[_Case], Flag | None]


def _rules(case: _Case) -> Sequence[_Judge]:
    """The rules that can hold in this state, the worst first."""
    if case.status == "failed":
        return (_failed,)
    return _RULES[case.words.phase]


def _failed(case: _Case) -> Flag | None:
    """From the first moment, and no longer than somebody may still want to know."""
    order, shown_for = case.order, case.terms.patience.failed_for
    if case.now - order.since >= timedelta(days=shown_for):
        return None
    clears = f"{case.words.next_step} It leaves this list after {shown_for} days."
    clock = _Clock(Rule.FAILED, order.since, order.print_country)
    return case.flag(clock, case.words.meaning, clears)


def _past_promise(case: _Case) -> Flag | None:
    """The customer's calendar counts: nothing is delivered on their holidays. Drafts promise none.

    The promised day is over at its midnight; only then the grace begins.
    """
    order, grace = case.order, case.terms.patience.past_promise
    today = case.now.astimezone(case.terms.zone).date()
    is_over = order.promised_by is not None and order.promised_by < today
    if order.promised_by is None or grace is None or not is_over or case.status == "draft":
        return None
    made = order.ordered_at or order.created_at
    if made and order.promised_by < made.astimezone(case.terms.zone).date():
        return None  # no promise: nothing is delivered before it is ordered
    since = midnight_after(order.promised_by, case.terms.zone)
    return case.flag(
        _Clock(Rule.PAST_PROMISE, since, order.country or order.print_country, grace),
        f"Delivery was promised by {day_words(order.promised_by)}.",
        "Clears when it is delivered, or when Gelato promises a later day.",
    )


def _waiting(case: _Case) -> Flag | None:
    """Counted where the people are who have to act, if that was set."""
    if case.limit is None:
        return None
    country = case.terms.patience.office or case.order.print_country
    clock = _Clock(Rule.WAITING, case.order.since, country, case.limit)
    return case.flag(clock, case.words.meaning, case.words.next_step)


def _delayed(case: _Case) -> Flag | None:
    """Gelato's own word needs no clock of ours."""
    if case.order.delayed_at is None:
        return None
    clock = _Clock(Rule.DELAYED, case.order.delayed_at, case.order.print_country)
    return case.flag(clock, "Gelato itself says that it is delayed.", "Clears when it moves on.")


def _no_movement(case: _Case) -> Flag | None:
    """In business days of where it goes: most carriers keep the holidays of the destination.

    Where the method has no tracking no movement can be seen, so its lack means nothing.
    """
    order = case.order
    if case.limit is None or order.has_tracking is False:
        return None
    since = max(order.since, order.moved_at or order.since)
    whom = "the carrier, with its tracking code" if order.tracking_code else "Gelato"
    return case.flag(
        _Clock(Rule.NO_MOVEMENT, since, order.country or order.print_country, case.limit),
        "It is with the carrier, and no movement was seen for longer than the limit.",
        f"Clears when it moves or is delivered. Ask {whom}.",
    )


def _too_long(case: _Case) -> Flag | None:
    if case.limit is None:
        return None
    usually = f" Usually next: {case.words.next_step}" if case.words.next_step else ""
    return case.flag(
        _Clock(Rule.TOO_LONG, case.order.since, case.order.print_country, case.limit),
        "It has been in this state for longer than the limit.",
        f"Clears when it moves on.{usually}",
    )


_RULES: dict[Phase, Sequence[_Judge]] = {
    Phase.WAITING: (_past_promise, _waiting, _delayed),
    Phase.IN_PROGRESS: (_past_promise, _delayed, _too_long),
    Phase.SHIPPED: (_past_promise, _delayed, _no_movement),
    Phase.UNKNOWN: (_past_promise, _delayed, _too_long),
    Phase.ENDED: (),
}
