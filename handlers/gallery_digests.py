"""The digests of the gallery: every message and form of theirs."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Any

from blocks.digest import digest_message, digest_preview
from blocks.digest_form import chosen_of, digest_form, saving_view, times_words
from blocks.digest_replies import Listed, digest_list, digest_notice, digest_saved
from blocks.forms import View
from blocks.message import Message
from bot.desk.digest_ports import Notice, NoticeKind
from bot.orders.digest import Digest, Occasion, Remembered, Seen, Since, digest
from bot.orders.schedule import WEEKDAYS, Schedule
from bot.orders.seen import Attended, Coverage, ShippedNow, StuckNow
from bot.orders.subscription import MOST_IN_CHANNEL, Subscription, Wanted, What
from bot.store.subscription_ports import RunState

Item = dict[str, Any]
_WHY = (
    "Waits for a person: Gelato holds it until somebody opens it in the dashboard.",
    "In production for longer than 5 business days in Germany; it clears when it is printed.",
    "Shipped, and nothing has moved since.",
)


def digest_items(now: datetime) -> Iterator[Item]:
    """Items for the gallery."""
    subscription = _subscription(now)
    whole = _whole(subscription, now)
    yield _message("the worst ten, the rest, and shipped", digest_message(whole))
    yield _message("after people acted on rows", digest_message(whole, _since(whole, now)))
    yield _message("preview", digest_preview(whole, "Preview"))
    nothing = digest_preview(_made(subscription, now), "Preview")
    yield _message("preview, nothing to tell", nothing)
    late = Occasion(now, datetime(2026, 11, 23, 9), is_late=True, folded=2)  # noqa: DTZ001  # a clock on the wall
    yield _message("late, and incomplete", digest_message(replace(whole, occasion=late)))
    yield _message("list of digests", digest_list(_listed(subscription, now)))
    yield _message("no digests yet", digest_list(()))
    yield _message("saved", digest_saved(subscription, subscription.coming(now)))
    for kind in NoticeKind:
        notice = Notice(kind, subscription, "the channel is archived", "2026-11-23T09:00")
        yield _message(f"notice: {kind}", digest_notice(notice))
    chosen = chosen_of(subscription)
    times = times_words(chosen.schedule, subscription.coming(now))
    yield _form("new digest", digest_form(replace(chosen, number=0, wanted=Wanted()), times))
    yield _form("digest, filled", digest_form(chosen, times))
    yield _form("digest, emptied", digest_form(replace(chosen, days=(), at="", zone=""), "What?"))
    yield _form("saving", saving_view())


def _subscription(now: datetime) -> Subscription:
    return Subscription(
        id=7,
        channel="C012SUPPORT",
        team="T012PAPER",
        owner="U012LEE",
        what=What.BOTH,
        schedule=Schedule(WEEKDAYS[:5], time(9), "Europe/Oslo"),
        created_at=now - timedelta(days=30),
        wanted=Wanted(("NO", "US"), ("on_hold", "passed"), ("store 1", "s-2"), ("c-1",)),
    )


def _whole(subscription: Subscription, now: datetime) -> Digest:
    stuck = [_stuck(number, now) for number in range(14)]
    shipped = [_shipped(number, now) for number in range(13)]
    everything = replace(subscription, wanted=Wanted())
    seen = Seen(stuck, shipped, Coverage(now, is_complete=False, note="one day was not read"))
    before = {f"g-{number}": f"#10{number}" for number in range(5, 20)}
    slot = datetime(2026, 11, 23, 9)  # noqa: DTZ001  # a clock on the wall
    occasion = Occasion(now, slot, next_run=slot + timedelta(days=1))
    return digest(everything, seen, Remembered(before, ()), occasion)


def _made(subscription: Subscription, now: datetime) -> Digest:
    nothing = Seen((), (), Coverage(None))
    return digest(subscription, nothing, Remembered({}, ()), Occasion(now))


def _since(made: Digest, now: datetime) -> Since:
    rows = [line.order_id for line in made.worst]
    attended = {
        rows[0]: Attended(taken_by="U012ANN"),
        rows[1]: Attended("U012LEE", now + timedelta(days=1)),
    }
    return Since(now, attended, frozenset(rows[2:3]))


def _stuck(number: int, now: datetime) -> StuckNow:
    return StuckNow(
        order_id=f"g-{number}",
        reference="<!channel> *#1042*" if number == 3 else f"#10{number}",
        status=("on_hold", "in_production", "shipped")[number % 3],
        since=now - timedelta(days=number),
        country=("NO", "US", "")[number % 3],
        why=_WHY[number % 3],
        age=f"{number} business days",
        severity=float(number),
    )


def _shipped(number: int, now: datetime) -> ShippedNow:
    return ShippedNow(
        order_id=f"s-{number}",
        reference=f"#20{number}",
        shipped_at=now - timedelta(hours=number),
        was_seen_to_ship=True,
        country=("NO", "DE")[number % 2],
        method=("DHL Express", "")[number % 2],
        tracking_code=f"1Z{number}",
        tracking_url=f"https://track.example.com/1Z{number}" if number % 3 else "",
    )


def _listed(subscription: Subscription, now: datetime) -> list[Listed]:
    coming = subscription.coming(now, 1)
    every = [Listed(replace(subscription, id=n + 1), coming, "lee") for n in range(MOST_IN_CHANNEL)]
    failing = replace(subscription, failures=2, trouble="the channel is archived (is_archived)")
    resting = replace(subscription, paused="somebody paused it", wanted=Wanted())
    return [
        Listed(failing, coming, "lee", RunState.UNKNOWN),
        Listed(resting, (), "not known"),
        *every[2:],
    ]


def _message(name: str, message: Message) -> Item:
    payload = {"text": message.text, "blocks": list(message.blocks)}
    return {"name": name, "group": "Digests", "surface": "message", "payload": payload}


def _form(name: str, view: View) -> Item:
    return {"name": name, "group": "Forms", "surface": "modal", "payload": view}
