"""The part of the gallery that shows what was seen of orders: stuck ones, shipped ones, trails."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from blocks.forms import View
from blocks.history import HistoryShown, history
from blocks.message import Message
from blocks.order import order_card
from blocks.order_lines import Reader
from blocks.patience_form import patience_form, patience_saved
from blocks.shipped import ShippedShown, shipped_list
from blocks.snooze_form import snooze_form
from blocks.stuck import StuckAct, StuckShown, stuck_list
from blocks.timeline import since_line
from bot.orders.attention import Attention, AttentionKind, Listed
from bot.orders.family import Family
from bot.orders.freshness import Freshness
from bot.orders.observed import Observed
from bot.orders.order import Order
from bot.orders.past import Past
from bot.orders.patience import Patience
from bot.orders.recipient import Audience
from bot.orders.shipped import Shipping
from bot.orders.sighted import sighting_of_order
from bot.orders.sightings import Contradiction, How, judged
from bot.orders.stuck import Stuck, Terms, stuck_orders
from bot.orders.trail import trail
from bot.store.ledger_ports import StateSeen
from bot.store.ports import Entry, Operation

Drawn = tuple[str, Message | View]
ANN, LEE = "U012ANN", "U012LEE"
OSLO = ZoneInfo("Europe/Oslo")
DAY = timedelta(days=1)


def drawn_following(families: Mapping[str, Family], now: datetime) -> Iterator[Drawn]:
    """Lists, trails and forms, each once."""
    seen = {key: _seen(family, now) for key, family in families.items()}
    dialect = next(iter(families.values())).dialect
    terms = Terms(Patience(), dialect, OSLO)
    yield from _stuck(stuck_orders(seen.values(), terms, now), families, now)
    yield from _shipped(list(seen.values()), families, now)
    yield from _past(next(iter(families.values())), now)
    yield "snooze", snooze_form("1042", now.date())
    yield "patience", patience_form(replace(Patience(), office="NO", past_promise=None), dialect)
    yield "patience saved", patience_saved()


def _seen(family: Family, now: datetime) -> Observed:
    """As the ledger would know the first part, had it looked on for nine days."""
    order = family.orders[0]
    sighting = sighting_of_order(order, now, How.READ, lambda _: None)
    line = judged(None, sighting).line
    if line is None:
        raise ValueError(order.id)
    return replace(line, since=now - 9 * DAY, since_is_exact=True, first_seen=now - 9 * DAY)


def _freshness(now: datetime) -> Freshness:
    ended = now - timedelta(minutes=4)
    return Freshness(ended, True, 0, now - 90 * DAY, ended, now - 30 * DAY)  # noqa: FBT003  # its second field


def _stuck(every: list[Stuck], families: Mapping[str, Family], now: datetime) -> Iterator[Drawn]:
    dialect = next(iter(families.values())).dialect
    until = now + 2 * DAY
    by_ann = Attention(every[0].order.order_id, AttentionKind.TAKEN, ANN, until, now)
    listed = (Listed(every[0], by_ann), *(Listed(each) for each in every[1:]))
    fresh = _freshness(now)
    shown = StuckShown(
        listed, 0, dialect, fresh, now, snoozed=2, acts=tuple(_ACTS), may_set_patience=True
    )
    yield "stuck, first page", stuck_list(shown)
    yield "stuck, last page", stuck_list(replace(shown, page=99, again="country:US"))
    channel = replace(shown, audience=Audience.CHANNEL, names={ANN: "ann"}, may_set_patience=False)
    yield "stuck, in a thread", stuck_list(channel)
    asleep = tuple(replace(each, snoozed=by_ann, taken=None) for each in listed[:2])
    yield "stuck, the snoozed", stuck_list(replace(shown, listed=asleep, again="snoozed"))
    yield "stuck, none", stuck_list(replace(shown, listed=(), snoozed=0))
    unfinished = replace(fresh, complete=False, incomplete_windows=2)
    yield "stuck, none seen", stuck_list(replace(shown, listed=(), freshness=unfinished))


_ACTS = (StuckAct.OPEN, StuckAct.TAKE, StuckAct.SNOOZE, StuckAct.CANCEL)


def _shipped(
    seen: list[Observed], families: Mapping[str, Family], now: datetime
) -> Iterator[Drawn]:
    dialect = next(iter(families.values())).dialect
    sent = [order for order in seen if order.was_shipped]
    shippings = [Shipping(each, now - timedelta(hours=n)) for n, each in enumerate(sent, 1)]
    shown = ShippedShown(shippings, 0, now - 2 * DAY, dialect, _freshness(now), now)
    yield "shipped, first page", shipped_list(shown)
    yield (
        "shipped, too many",
        shipped_list(replace(shown, page=99, again="country:US", is_cut=True)),
    )
    yield "shipped, none", shipped_list(replace(shown, shippings=()))


def _past(family: Family, now: datetime) -> Iterator[Drawn]:
    order = family.orders[0]
    states = _states(order, now)
    line = replace(_seen(family, now), since=states[-1].since)
    acts = [
        Entry(now - timedelta(hours=n), act, "done", who, "", "", "", (), timedelta(), f"r-{n}")
        for n, (act, who) in enumerate(((Operation.LOOK_UP, ANN), (Operation.TAKE, LEE)), 1)
    ]
    doubted = Contradiction(order.id, "printed", now - DAY, How.EVENT, line.status, now - 2 * DAY)
    lines = trail(states, acts, family.dialect, [doubted])
    shown = HistoryShown("1042", lines, now, now, opening=[since_line(line, OSLO, now)])
    yield "history", history(shown)
    long = replace(shown, lines=[*lines] * 4, page=1, again="1042", is_cut=True)
    yield "history, the second page", history(long)
    yield "history, in a thread", history(replace(shown, audience=Audience.CHANNEL))
    yield "history, of nothing", history(HistoryShown("1042", (), now))
    known = replace(family, pasts={order.id: Past(line, states)})
    yield "card with its past", order_card(known, Reader(Audience.ASKER, now, zone=OSLO))


def _states(order: Order, now: datetime) -> tuple[StateSeen, ...]:
    words = ("created", "in_production", "printed", order.fulfillment_status)
    return tuple(
        StateSeen(word, now - (9 - 2 * n) * DAY, is_exact=n > 0, how=How.SWEEP)
        for n, word in enumerate(dict.fromkeys(words))
    )
