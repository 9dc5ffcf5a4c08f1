"""`/order watch` and `/order unwatch`, and the button that ends a watch."""

from blocks.replies import told
from blocks.watch import watch_begins
from bot.desk.desk import Desk
from bot.orders.errors import NotAsked, NotWatched, OrderdeskError
from bot.orders.phrases import references
from bot.store.ports import Operation
from handlers.slack.asks import Click, Command, Mention
from handlers.slack.reassuring import reassuring
from handlers.slack.reply import Reply


async def watch_orders(text: str, ask: Command | Mention, desk: Desk, reply: Reply) -> None:
    """From now on this person hears of every change of these orders."""
    new: list[str] = []
    known: list[str] = []
    troubles: list[OrderdeskError] = []
    async with reassuring(reply):
        for typed in await _wanted(text, Operation.WATCH, ask, desk):
            try:
                family = await desk.orders.look_up(typed, ask.by)
                is_new = await desk.watches.watch(family, ask.by)
            except OrderdeskError as error:  # must not hide what became of the others
                troubles.append(error)
            else:
                (new if is_new else known).append(family.reference)
    if troubles and not new + known:
        raise troubles[0]
    await reply.whisper(watch_begins(new, known, dict.fromkeys(map(str, troubles))))


async def unwatch_orders(text: str, ask: Command | Mention, desk: Desk, reply: Reply) -> None:
    """They do not, any more."""
    ended: list[str] = []
    unknown: list[str] = []
    for typed in await _wanted(text, Operation.UNWATCH, ask, desk):
        try:
            ended.append((await desk.watches.unwatch(typed, ask.by)).reference)
        except NotWatched:
            unknown.append(typed)
    if not ended:
        raise NotWatched
    others = f" You did not watch {', '.join(unknown)}." if unknown else ""
    await reply.whisper(told(f"You do not watch {', '.join(ended)} any more.{others}"))


async def stop_watching(click: Click, desk: Desk, reply: Reply) -> None:
    """The button of a watch's card, which says so itself afterwards."""
    del reply
    await desk.watches.unwatch(click.value, click.by)


async def _wanted(
    text: str, operation: Operation, ask: Command | Mention, desk: Desk
) -> tuple[str, ...]:
    try:
        return references(text)
    except NotAsked as error:
        await desk.records.turn_away(text, ask.by, error, operation)
