"""A digest, and the list of them, as lines for a terminal."""

from collections.abc import Iterator, Sequence

from blocks.parts import tame, utc_words
from bot.orders.countries import country_name
from bot.orders.digest import Digest, missing_words, occasion_words, opening, shipped_groups
from bot.orders.schedule import Slot, local_words, next_words, schedule_words
from bot.orders.statuses import status_label
from bot.orders.subscription import Subscription


def digest_lines(made: Digest) -> Iterator[str]:
    """All of it, the rest of a long list too."""
    yield opening(made)
    yield f"{made.what.words.capitalize()} · {made.wanted} · {occasion_words(made.occasion)}"
    for line in made.stuck:
        country = country_name(line.country) if line.country else "-"
        name = tame(line.reference or line.order_id, 30)
        yield f"  {name:<20} {status_label(line.status):<24} {line.age:<18} {country}"
        yield f"  {'':<20} {tame(line.why)}"
    for name, group in shipped_groups(made):
        yield f"Newly shipped: {tame(name)}"
        for each in group:
            tracking = tame(each.tracking_url or each.tracking_code)
            yield f"  {tame(each.reference or each.order_id, 30):<20} {tracking}".rstrip()
    yield _footer(made)


def subscription_line(subscription: Subscription, coming: Sequence[Slot]) -> str:
    """One line of the list: id, channel, what, when, and how it goes."""
    state = f"paused: {subscription.paused}" if subscription.paused else next_words(coming)
    trouble = f" · {subscription.trouble}" if subscription.trouble else ""
    return (
        f"{subscription.id:>4}  {subscription.channel}  {subscription.what.words}, "
        f"{subscription.wanted.words}  {schedule_words(subscription.schedule)}; "
        f"{state}{trouble}  owner {subscription.owner}"
    )


def _footer(made: Digest) -> str:
    fresh = made.freshness
    seen = f"As of {utc_words(fresh.as_of)}" if fresh.as_of else "Nothing has been seen yet"
    missing = f" · {words}" if (words := missing_words(made)) else ""
    coming = made.occasion.next_run
    return f"{seen}{missing}" + (f" · next: {local_words(coming)}, {made.zone}" if coming else "")
