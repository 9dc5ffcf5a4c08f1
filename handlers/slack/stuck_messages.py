"""Lists of stuck orders: how they are drawn for who reads them, and drawn again."""

import asyncio
from collections.abc import Iterable, Mapping

from blocks.message import Message
from blocks.pages import Page, PageTurn, read_page_turn
from blocks.stuck import StuckAct, StuckShown, stuck_list
from bot.desk.desk import Desk
from bot.desk.follow_ups import StuckFound
from bot.orders.access import Act, Role, may
from bot.orders.attention import Listed
from bot.orders.filters import Typist
from bot.orders.followed import read_stuck
from bot.orders.recipient import Audience
from handlers.slack.mending import audience_of, put_back
from handlers.slack.reply import Reply


async def redraw_list(kept: Mapping[str, str], desk: Desk, reply: Reply) -> None:
    """Puts the list as it is now where a form was opened from."""
    if kept.get("place"):
        turn, audience = read_page_turn(kept["place"]), audience_of(kept)
        message = await list_now(turn, audience, desk, reply)
        await put_back(message, kept, reply)


async def list_now(turn: PageTurn, audience: Audience, desk: Desk, reply: Reply) -> Message:
    """The list as it is now."""
    asked = read_stuck(turn.again, Typist(reply.zone, reply.workspace.now()))
    found = await desk.follow_ups.stuck_again(asked, reply.ask.by)
    return await drawn_list(found, turn, audience, desk, reply)


async def drawn_list(
    found: StuckFound, turn: PageTurn, audience: Audience, desk: Desk, reply: Reply
) -> Message:
    """One page of what was found."""
    page = Page(turn.page, len(found.listed), turn.again)
    role = await desk.rights.role_of(reply.ask.by.person)
    return stuck_list(
        StuckShown(
            found.listed,
            turn.page,
            desk.follow_ups.dialect,
            found.freshness,
            found.at,
            snoozed=found.snoozed,
            again=turn.again,
            audience=audience,
            names=await _names(found.listed[page.cut], audience, reply),
            acts=_acts(role, audience),
            may_set_patience=audience is Audience.ASKER and may(role, Act.POLICY),
        )
    )


def _acts(role: Role, audience: Audience) -> list[StuckAct]:
    """In a channel the menu is for whoever opens it; who may is judged when they do."""
    if audience is Audience.CHANNEL:
        return [StuckAct.OPEN, StuckAct.TAKE, StuckAct.SNOOZE]
    attending = [StuckAct.TAKE, StuckAct.SNOOZE] if may(role, Act.ATTEND) else []
    canceling = [StuckAct.CANCEL] if may(role, Act.CANCEL) else []
    return [StuckAct.OPEN, *attending, *canceling]


async def _names(listed: Iterable[Listed], audience: Audience, reply: Reply) -> Mapping[str, str]:
    """By their names, where a mention would ping them in front of others."""
    if audience is Audience.ASKER:
        return {}
    people = {who.by for each in listed for who in (each.taken, each.snoozed) if who}
    names = await asyncio.gather(*map(reply.workspace.people.name_of, people))
    return dict(zip(people, names, strict=True))
