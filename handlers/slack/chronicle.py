"""`/order shipped` and `/order history 1042`: what was seen of orders over time."""

from blocks.history import HistoryShown, history
from blocks.message import Message
from blocks.order_lines import Line
from blocks.pages import PageTurn, read_page_turn
from blocks.parts import bold
from blocks.shipped import ShippedShown, shipped_list
from blocks.timeline import since_line
from bot.desk.chronicle import HistoryFound, ShippedFound
from bot.desk.desk import Desk
from bot.orders.errors import NotAsked
from bot.orders.filters import Typist
from bot.orders.followed import read_shipped
from bot.orders.recipient import Audience
from bot.store.ports import Operation
from handlers.slack.asks import Click, Command, Mention
from handlers.slack.changing import one_reference
from handlers.slack.reply import Reply


async def show_shipped(text: str, ask: Command | Mention, desk: Desk, reply: Reply) -> None:
    """The first page of what was shipped since then: to this person alone, or in the thread."""
    try:
        asked = read_shipped(text, _typist(reply))
    except NotAsked as error:
        await desk.records.turn_away("", ask.by, error, Operation.SHIPPED)
    found = await desk.chronicle.shipped(asked, ask.by)
    await reply.answer(_drawn(found, PageTurn(0, asked.again), desk))


async def turn_shipped_page(click: Click, desk: Desk, reply: Reply) -> None:
    """Another page of the list as it is now."""
    turn = read_page_turn(click.value)
    found = await desk.chronicle.shipped_again(read_shipped(turn.again, _typist(reply)), click.by)
    await reply.replace(_drawn(found, turn, desk))


async def show_history(text: str, ask: Command | Mention, desk: Desk, reply: Reply) -> None:
    """The first page of the trail of one order. In a thread nobody is named."""
    try:
        reference = one_reference(text, "history")
    except NotAsked as error:
        await desk.records.turn_away(text, ask.by, error, Operation.HISTORY)
    found = await desk.chronicle.history(reference, ask.by, ask.seen_by)
    await reply.answer(_drawn_history(found, PageTurn(0, reference), ask.seen_by, reply))


async def turn_history_page(click: Click, desk: Desk, reply: Reply) -> None:
    """Another page of the trail as it is now."""
    turn = read_page_turn(click.value)
    found = await desk.chronicle.history_again(turn.again, click.by, click.seen_by)
    await reply.replace(_drawn_history(found, turn, click.seen_by, reply))


def _drawn_history(found: HistoryFound, turn: PageTurn, seen_by: Audience, reply: Reply) -> Message:
    return history(
        HistoryShown(
            found.reference,
            found.lines,
            found.at,
            found.last_seen,
            seen_by,
            _opening(found, reply),
            turn.page,
            turn.again,
            is_cut=found.is_cut,
        )
    )


def _opening(found: HistoryFound, reply: Reply) -> list[Line]:
    """Since when it is as it is; of several parts, of each."""
    lines = [since_line(order, reply.zone, found.at) for order in found.orders]
    if len(lines) == 1:
        return lines
    return [[bold(f"Part {n}: "), *line] for n, line in enumerate(lines, 1)]


def _drawn(found: ShippedFound, turn: PageTurn, desk: Desk) -> Message:
    return shipped_list(
        ShippedShown(
            found.shippings,
            turn.page,
            found.since,
            desk.orders.dialect,
            found.freshness,
            found.at,
            again=turn.again,
            is_cut=found.is_cut,
        )
    )


def _typist(reply: Reply) -> Typist:
    return Typist(reply.zone, reply.workspace.now())
