"""The lines of an order's card: its state, its facts, its items, its packages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from blocks.parts import (
    Block,
    Element,
    bold,
    escaped,
    foreign,
    foreign_bold,
    is_web_address,
    link,
    moment,
    ours,
    picture,
    section_lines,
    tame,
)
from bot.orders.age import age_words
from bot.orders.dialect import Dialect
from bot.orders.money import refunded, total_words
from bot.orders.order import Item, Order, Package, Shipment
from bot.orders.product import product_words
from bot.orders.recipient import Audience, recipient_words
from bot.orders.statuses import Phase, StatusWords, canonical_status, status_words

UTC_ZONE = ZoneInfo("UTC")
LONGEST_NAME = 80
LONGEST_LABEL = 40

Line = list[Element]
Facts = Mapping[str, Line]


@dataclass(frozen=True)
class Detail:
    """How much of each order is drawn: a large family is drawn with less, so that it fits."""

    items: int
    packages: int
    parts: int


@dataclass(frozen=True)
class Reader:
    """Who reads a card, when, and how."""

    audience: Audience
    now: datetime
    previews: bool = True
    note: str = ""
    """Who put the card there, or refreshed it, where others see it."""
    zone: ZoneInfo = UTC_ZONE
    """Where days of the past begin and end for this reader."""


def order_summary(order: Order, dialect: Dialect, now: datetime) -> str:
    """The state of one order in a sentence or two of mrkdwn."""
    status = status_words(order.fulfillment_status, dialect)
    ordered = f" Ordered {age_words(order.ordered_at, now)}." if order.ordered_at else ""
    promised = _promised(order.shipment)
    return f"{status_label(order, dialect)}. {status.meaning}{ordered}" + (
        f" Delivery promised {promised}." if promised and status.phase is not Phase.ENDED else ""
    )


def status_label(order: Order, dialect: Dialect) -> str:
    """The word for the state, as mrkdwn; a foreign one cut, so that many fit into one text."""
    return escaped(status_words(order.fulfillment_status, dialect).label, LONGEST_LABEL)


def status_lines(order: Order, dialect: Dialect) -> Iterator[Line]:
    """The state, what usually comes next, and why it was refused if it was."""
    status = status_words(order.fulfillment_status, dialect)
    yield status_line(order, dialect)
    if status.next_step:
        yield [ours(f"Usually next: {status.next_step}")]
    if order.refusal_reason:
        label = "Gelato had refused it: " if _is_canceled(order) else "Reason: "
        yield [bold(label), foreign(order.refusal_reason)]


def _is_canceled(order: Order) -> bool:
    return canonical_status(order.fulfillment_status) == "canceled"


def status_line(order: Order, dialect: Dialect) -> Line:
    """The state: symbol, word, meaning."""
    status = status_words(order.fulfillment_status, dialect)
    return [_status_mark(status), ours(f"  {status.meaning}")]


def _status_mark(status: StatusWords) -> Element:
    """The symbol and the word; an unknown word is foreign text, in bold all the same."""
    return foreign_bold(f"{status.symbol} {status.label}", LONGEST_NAME)


def facts(order: Order, reader: Reader) -> Facts:
    """When, to whom, how, for how much; what is not known is left out."""
    recipient = recipient_words(order.shipping_address, reader.audience)
    promised = "" if _is_canceled(order) else _promised(order.shipment)
    method = order.shipment.shipment_method_name if order.shipment else ""
    every: Facts = {
        "Ordered": _ordered(order, reader.now),
        "To": [foreign(recipient)] if recipient else [],
        "Delivery promised": [ours(promised)] if promised else [],
        "Shipping": [foreign(method, LONGEST_NAME)] if method else [],
        **_total(order),
    }
    return {label: line for label, line in every.items() if line}


def fact_lines(some: Facts) -> list[Line]:
    """Facts as lines, each with its label in front."""
    return [[bold(f"{label}: "), *line] for label, line in some.items()]


def shared_facts(every: Sequence[Facts]) -> Facts:
    """The facts that all of these have in common."""
    first, *others = every
    return {
        label: line
        for label, line in first.items()
        if all(other.get(label) == line for other in others)
    }


def _ordered(order: Order, now: datetime) -> Line:
    at = order.ordered_at or order.created_at
    return [moment(at), ours(f" ({age_words(at, now)})")] if at else []


def _promised(shipment: Shipment | None) -> str:
    if shipment is None:
        return ""
    days = {day for day in (shipment.min_delivery_date, shipment.max_delivery_date) if day}
    return _span(min(days), max(days)) if days else ""


def _span(first: date, last: date) -> str:
    """`25 to 26 Nov 2026`: what both days share is ours once."""
    if first == last:
        return _day(first)
    if first.year == last.year:
        start = f"{first.day}" if first.month == last.month else f"{first.day} {first:%b}"
        return f"{start} to {_day(last)}"
    return f"{_day(first)} to {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%b} {day.year}"


def _total(order: Order) -> Facts:
    """The sum and how far its payment is; the payment alone where no sum is known."""
    total, payment = total_words(order), order.financial_status.replace("_", " ")
    paid = [foreign(payment, LONGEST_LABEL)] if payment else []
    if not total:
        return {"Payment": paid}
    refunds = [ours(", refunds taken off")] if refunded(order) else []
    return {
        "Total": [foreign(total, LONGEST_NAME), *refunds, *([ours(" · ")] if paid else []), *paid]
    }


def item_block(order: Order, dialect: Dialect, reader: Reader, most: int) -> Block:
    """The first `most` items, with a picture of one beside them where there is any."""
    lines = [f"• {_item_words(item, order, dialect)}" for item in order.items[:most]]
    if more := len(order.items) - len(lines):
        lines.append(f"• and {count_words(more, 'more item')}")
    return section_lines(lines, _first_picture(order.items[:most]) if reader.previews else None)


def _first_picture(items: Iterable[Item]) -> Element | None:
    """Beside a section alone: there a picture that Slack cannot fetch costs no message."""
    pictured = ((url, item) for item in items if (url := _preview(item)))
    return next((picture(url, product_words(item)) for url, item in pictured), None)


def _item_words(item: Item, order: Order, dialect: Dialect) -> str:
    """`2 × Poster, A3`, and its own state where that differs from the order's."""
    name = tame(product_words(item), LONGEST_NAME)
    line = f"{item.quantity if item.quantity is not None else '?'} × {name}"
    if item.fulfillment_status in {"", order.fulfillment_status}:
        return line
    status = status_words(item.fulfillment_status, dialect)
    return f"{line} · {status.symbol} {status.label}"


def _preview(item: Item) -> str:
    urls = (preview.url for preview in item.previews)
    return next((url for url in urls if url.startswith("https://") and is_web_address(url)), "")


def package_lines(order: Order, most: int) -> Iterator[Line]:
    """The first `most` packages that can be tracked, and how many more there are."""
    packages = order.shipment.packages if order.shipment else ()
    tracked = [package for package in packages if package.tracking_code or package.tracking_url]
    for number, package in enumerate(tracked[:most], 1):
        label = f"📦 Package {number} of {len(tracked)}: " if len(tracked) > 1 else "📦 Package: "
        yield [bold(label), *_tracking(package)]
    yield from more_lines(len(tracked) - len(tracked[:most]), "package")


def _tracking(package: Package) -> Line:
    code = package.tracking_code or "Follow it"
    return [link(package.tracking_url or "", code)]


def more_lines(count: int, what: str) -> list[Line]:
    """`and 3 more items`, or nothing."""
    return [[ours(f"and {count_words(count, f'more {what}')}")]] if count > 0 else []


def count_words(count: int, what: str) -> str:
    """`1 part`, `2 parts`."""
    return f"{count} {what}{'' if count == 1 else 's'}"
