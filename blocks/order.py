"""The card of an order: where it is, at a glance."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from blocks import ids
from blocks.message import Message, first_that_fits
from blocks.order_lines import (
    Detail,
    Line,
    Reader,
    count_words,
    fact_lines,
    facts,
    item_block,
    more_lines,
    order_summary,
    package_lines,
    shared_facts,
    status_label,
    status_line,
    status_lines,
)
from blocks.parts import (
    Block,
    Element,
    actions,
    bold,
    button,
    context,
    divider,
    escaped,
    foreign,
    foreign_bold,
    header,
    moment_token,
    ours,
    plain,
    rich,
    section,
    small,
    tame,
)
from blocks.timeline import since_line, timeline_lines
from bot.orders.cancelling import judged_cancel
from bot.orders.dialect import Dialect
from bot.orders.family import Family
from bot.orders.order import Order
from bot.orders.recipient import Audience
from bot.orders.statuses import canonical_status
from bot.orders.updating import judged_update

LONGEST_TITLE = 128
LONGEST_ID = 40
LEAST_FOR_TIMELINE = 2
"""A card that is drawn with fewer items has no room for it either."""
DETAILS = (
    Detail(items=10, packages=8, parts=10),
    Detail(items=4, packages=3, parts=10),
    Detail(items=2, packages=1, parts=8),
    Detail(items=1, packages=0, parts=4),
    Detail(items=0, packages=0, parts=2),
    Detail(items=0, packages=0, parts=1),
)


def order_card(family: Family, reader: Reader) -> Message:
    """The card of one reference with all its parts. Always within Slack's limits."""
    return first_that_fits(partial(_card, family, reader, detail) for detail in DETAILS)


def order_brief(family: Family, reader: Reader, detail: Detail) -> list[Block]:
    """One of several orders in one answer, with a button that opens its card."""
    parts = family.orders[: detail.parts]
    shared = shared_facts([facts(order, reader) for order in family.orders])
    brief = {label: line for label, line in shared.items() if label in {"Ordered", "To"}}
    lines = [[foreign_bold(_title(family))], *fact_lines(brief)]
    for order in parts:
        lines += [status_line(order, family.dialect), *package_lines(order, detail.packages)]
    lines += more_lines(len(family.orders) - len(parts), "part")
    return [rich(*lines), actions(button("Open the card", ids.OPEN, family.id))]


def summary(family: Family, now: datetime) -> str:
    """The card in one sentence, for notifications and screen readers."""
    orders, count = family.orders, len(family.orders) + family.more_parts
    if count == 1:
        return f"{escaped(_title(family))}: {order_summary(orders[0], family.dialect, now)}"
    labels = (status_label(order, family.dialect) for order in orders)
    return f"{escaped(_title(family))}, {count_words(count, 'part')}: {', '.join(labels)}."


def _card(family: Family, reader: Reader, detail: Detail) -> Message:
    single = len(family.orders) + family.more_parts == 1
    drawn = _single(family, reader, detail) if single else _parts(family, reader, detail)
    blocks = (
        header(_title(family)),
        *drawn,
        *_doubts(family),
        actions(*_buttons(family, reader.audience)),
        _footer(family, reader),
    )
    return Message(summary(family, reader.now), blocks)


def _single(family: Family, reader: Reader, detail: Detail) -> Iterator[Block]:
    order = family.orders[0]
    yield rich(*status_lines(order, family.dialect), *_past_lines(order, family, reader, detail))
    if known := fact_lines(facts(order, reader)):
        yield rich(*known)
    yield from _contents(order, family.dialect, reader, detail)


def _parts(family: Family, reader: Reader, detail: Detail) -> Iterator[Block]:
    count = len(family.orders) + family.more_parts
    shared = shared_facts([facts(order, reader) for order in family.orders])
    opening = [ours(f"This order was split into {count} parts. Each one travels on its own.")]
    yield rich(opening, *fact_lines(shared))
    for number, order in enumerate(family.orders[: detail.parts], 1):
        title = [bold(f"Part {number} of {count}"), ours(" · "), foreign(order.id, LONGEST_ID)]
        own = {k: line for k, line in facts(order, reader).items() if k not in shared}
        yield divider()
        state = [*status_lines(order, family.dialect), *_past_lines(order, family, reader, detail)]
        yield rich(title, *state, *fact_lines(own))
        yield from _contents(order, family.dialect, reader, detail)
    if (hidden := count - min(len(family.orders), detail.parts)) > 0:
        yield section(f"{count_words(hidden, 'more part')} not shown here.")


def _past_lines(order: Order, family: Family, reader: Reader, detail: Detail) -> Iterator[Line]:
    """Since when it is so, and how it came there: nothing where the ledger knows less than this."""
    past = family.pasts.get(order.id)
    if past is None or past.order.status != canonical_status(order.fulfillment_status):
        return
    yield since_line(past.order, reader.zone, reader.now)
    if detail.items >= LEAST_FOR_TIMELINE:
        yield from timeline_lines(past.states, family.dialect, reader.zone, reader.now)


def _contents(order: Order, dialect: Dialect, reader: Reader, detail: Detail) -> Iterator[Block]:
    if order.items:
        yield item_block(order, dialect, reader, detail.items)
    if packages := list(package_lines(order, detail.packages)):
        yield rich(*packages)


def _doubts(family: Family) -> Iterator[Block]:
    if not family.parts_certain:
        yield section("Gelato could not say whether there are other parts of this order.")


def _title(family: Family) -> str:
    return f"Order {tame(family.reference, LONGEST_TITLE)}"


def _buttons(family: Family, audience: Audience) -> Iterator[Element]:
    yield button("Refresh", ids.REFRESH, family.id)
    if audience is Audience.ASKER:
        yield button("Share to channel", ids.SHARE, family.id)
    if any(not judged_update(order, family.dialect).outcome for order in family.orders):
        yield button("Change shipment…", ids.UPDATE, family.id)
    if any(not judged_cancel(order, family.dialect).outcome for order in family.orders):
        yield button("Cancel…", ids.CANCEL, family.id)


def _footer(family: Family, reader: Reader) -> Block:
    texts = [small(f"As of {moment_token(family.read_at)}")]
    if len(family.orders) == 1:
        texts.append(plain(f"Gelato id {family.id}"))
    if reader.note:
        texts.append(plain(reader.note))
    return context(*texts)
