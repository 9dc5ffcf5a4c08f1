"""Newly shipped orders, by country and shipping method, with their tracking."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import groupby

from blocks import ids
from blocks.message import Message, first_that_fits
from blocks.order_lines import Line, count_words
from blocks.pages import Page, page_blocks
from blocks.parts import (
    LONGEST_URL,
    Block,
    Element,
    context,
    foreign,
    foreign_bold,
    header,
    link,
    moment_token,
    ours,
    plain,
    rich,
    section,
    small,
    tame,
)
from bot.orders.age import age_words
from bot.orders.countries import country_name
from bot.orders.dialect import Dialect
from bot.orders.freshness import Freshness
from bot.orders.observed import Observed
from bot.orders.reliance import freshness_words, shipped_words
from bot.orders.shipped import Shipping, Way, counts, grouped, way_of
from bot.orders.statuses import status_words

LONGEST_ASKED = 200


@dataclass(frozen=True)
class ShippedShown:
    """One page of what was shipped since a moment."""

    shippings: Sequence[Shipping]
    """All of them, in any order."""
    page: int
    since: datetime
    dialect: Dialect
    freshness: Freshness
    now: datetime
    again: str = ""
    """The filters as they were typed; page buttons carry them."""
    is_cut: bool = False
    """Whether there are more, which were shipped later."""


def shipped_list(shown: ShippedShown) -> Message:
    """A page of shipped orders, with how fresh and complete it is. Holds no personal data.

    Where the addresses of the tracking are too long for one message their codes stay, unlinked.
    """
    return first_that_fits(partial(_list, shown, most) for most in (LONGEST_URL, 100, 0))


def _list(shown: ShippedShown, longest_url: int) -> Message:
    page = Page(shown.page, len(shown.shippings), shown.again)
    title = f"{count_words(len(shown.shippings), 'order')} newly shipped"
    if not shown.shippings:
        title = "Nothing newly shipped"
    blocks = [
        header(title),
        *_asked(shown),
        *_groups(shown, page, longest_url),
        *([] if shown.shippings else [section("No order was seen leaving since then.")]),
        *page_blocks(page, ids.SHIPPED_PREVIOUS, ids.SHIPPED_NEXT),
        *_footer(shown),
    ]
    return Message(title, tuple(blocks))


def _asked(shown: ShippedShown) -> Iterator[Block]:
    texts = [small(f"Since {moment_token(shown.since)}")]
    if shown.again:
        texts.append(plain(f"Only: {tame(shown.again, LONGEST_ASKED)}"))
    yield context(*texts)


def _footer(shown: ShippedShown) -> Iterator[Block]:
    if shown.is_cut:
        yield context(plain("There are more, shipped later. To see those, ask since a later day."))
    if missing := shipped_words(shown.freshness, shown.since, shown.now):
        yield context(plain(missing))
    yield context(plain(freshness_words(shown.freshness, shown.now)))


def _groups(shown: ShippedShown, page: Page, longest_url: int) -> Iterator[Block]:
    """A group that goes on over several pages is named on each, with its whole count."""
    count = counts(shown.shippings)
    for way, group in groupby(grouped(shown.shippings)[page.cut], way_of):
        lines = (_line(each, shown, longest_url) for each in group)
        yield rich(_heading(way, count[way]), *lines)


def _heading(way: Way, count: int) -> Line:
    country = tame(country_name(way.country), 60) or "Country not known"
    method = tame(way.method, 60) or "shipping method not known"
    return [foreign_bold(f"{country} · {method}"), ours(f" · {count_words(count, 'order')}")]


def _line(shipping: Shipping, shown: ShippedShown, longest_url: int) -> Line:
    order = shipping.order
    reference = foreign(f"• {tame(order.reference or order.order_id, 60)}", 80)
    when = ours(f" · {age_words(shipping.shipped_at, shown.now)} · ")
    return [reference, when, _tracking(order, longest_url), *_state(order, shown.dialect)]


def _tracking(order: Observed, longest_url: int) -> Element:
    if order.tracking_code or order.tracking_url:
        url = order.tracking_url if len(order.tracking_url) <= longest_url else ""
        return link(url, tame(order.tracking_code, 60) or "Follow it")
    if order.has_tracking is False:
        return ours("this method has no tracking")
    return ours("no tracking yet")


def _state(order: Observed, dialect: Dialect) -> Line:
    """Where it has got to, if it has."""
    if order.status == "shipped":
        return []
    return [ours(" · "), foreign(status_words(order.status, dialect).label, 40)]
