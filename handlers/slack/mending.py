"""The card that a change was asked from tells the truth again, and who changed the order."""

import logging
from collections.abc import Mapping, Sequence

from slack_sdk.web.async_client import AsyncWebClient

from blocks.message import Message
from blocks.order import order_card
from blocks.order_lines import Reader
from bot.desk.desk import Desk
from bot.orders.change import Change, Kind, Outcome, Report
from bot.orders.errors import DigestGone, OrderdeskError
from bot.orders.family import Family
from bot.orders.recipient import Audience
from bot.store.ports import Operation
from bot.store.subscription_ports import Place
from handlers.slack.digest_messages import drawn_again
from handlers.slack.reply import Reply
from handlers.slack.sending import refusal_of, send, through_response_url
from handlers.slack.workspace import Workspace

log = logging.getLogger(__name__)

_CHANGED: Mapping[Kind, str] = {Kind.CANCEL: "Canceled", Kind.UPDATE: "Shipment changed"}


async def mend_card(reports: Sequence[Report], family: Family, reply: Reply) -> None:
    """For who has just read the outcome. Raises OrderdeskError."""
    kept = await reply.remembered()
    channel, ts = kept.get("channel", ""), kept.get("posted_ts", "")
    doer = next((who for each in reports if (who := _doer(each.change))), "")
    is_asker = doer == reply.ask.by.person
    name = reply.ask.user_name if is_asker else await _name(doer, reply.workspace)
    kind = next((each.change.kind for each in reports), Kind.CANCEL)
    card = _card(family, (channel, ts), _note(kind, name), reply.workspace)
    await put_back(card, kept, reply)


def audience_of(kept: Mapping[str, str]) -> Audience:
    """Who sees the message that a form was opened from, by what is kept with the form."""
    shared = _is_shared(kept.get("channel", ""), kept.get("posted_ts", ""))
    return Audience.CHANNEL if shared else Audience.ASKER


async def put_back(message: Message, kept: Mapping[str, str], reply: Reply) -> None:
    """Puts it in the place of the message that a form was opened from, if that is still there."""
    url, public = kept.get("response_url", ""), audience_of(kept) is Audience.CHANNEL
    if not await _replaced(message, url, reply.web, public=public):
        channel, ts = kept.get("channel", ""), kept.get("posted_ts", "")
        await _update_posted(message, channel, ts, reply.web)


async def mend_later(change: Change, desk: Desk, workspace: Workspace) -> None:
    """For an outcome that came when nobody looked at the form any more. Raises nothing of ours.

    Mends a card or a digest. Cards that one person alone saw are beyond reach by then.
    """
    if not change.card_ts or not _doer(change):
        return
    channel, ts = change.by.channel, change.card_ts
    try:
        family = await desk.orders.look_up(change.order_id, change.by, Operation.REFRESH)
        if await _is_mended_digest(Place(channel, ts), desk, workspace.web):
            return
    except OrderdeskError:
        return
    name = await _name(_doer(change), workspace)
    card = _card(family, (channel, ts), _note(change.kind, name), workspace)
    await _update_posted(card, channel, ts, workspace.web)


async def _is_mended_digest(place: Place, desk: Desk, web: AsyncWebClient) -> bool:
    """Whether it is a digest, which is mended then."""
    try:
        refusal = await drawn_again(place, desk, web)
    except DigestGone:
        return False
    if refusal:
        log.warning("a digest was not drawn again: %s", refusal)
    return True


def _doer(change: Change) -> str:
    """Slack's id of who changed the order; empty when nobody did, or it was done elsewhere."""
    return change.by.person if change.outcome is Outcome.DONE else change.done_by


async def _name(person: str, workspace: Workspace) -> str:
    return await workspace.people.name_of(person)


def _note(kind: Kind, name: str) -> str:
    return f"{_CHANGED.get(kind, 'Changed')} by {name}" if name else ""


def _card(family: Family, place: tuple[str, str], note: str, workspace: Workspace) -> Message:
    shared = _is_shared(*place)
    audience = Audience.CHANNEL if shared else Audience.ASKER
    said = note if shared else ""
    return order_card(family, Reader(audience, workspace.now(), workspace.previews, said))


def _is_shared(channel: str, ts: str) -> bool:
    """Whether others see it too: a posted message outside of the conversation with the bot."""
    return ts != "" and not channel.startswith("D")


async def _replaced(card: Message, url: str, web: AsyncWebClient, *, public: bool) -> bool:
    if not url:
        return False
    kind = "in_channel" if public else "ephemeral"
    through = through_response_url(url, web)
    refusal = await send(card, through, replace_original=True, response_type=kind)
    if refusal:
        log.info("a message was not replaced through its address: %s", refusal)
    return not refusal


async def _update_posted(card: Message, channel: str, ts: str, web: AsyncWebClient) -> None:
    """Puts a card in the place of a posted one, if it is still there."""
    if channel and ts:
        body = {"channel": channel, "ts": ts, "text": card.text, "blocks": list(card.blocks)}
        if refusal := await refusal_of(web.api_call("chat.update", json=body)):
            log.warning("a message was not drawn again: %s", refusal)
