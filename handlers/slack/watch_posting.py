"""The cards of watches, and the news in their threads, as direct messages in Slack."""

from datetime import timedelta
from typing import Any, Final

from blocks.message import Message
from blocks.order_lines import Reader
from blocks.replies import told
from blocks.watch import watch_card
from bot.desk.digest_ports import FindOutcome, PostOutcome, Unsearchable
from bot.orders.family import Family
from bot.orders.recipient import Audience
from bot.store.subscription_ports import Place
from bot.store.watch_ports import Telling, Watch
from handlers.slack.marks import (
    Call,
    Metadata,
    found,
    marked,
    oldest,
    outcome_of,
    place_of,
    refusal_words,
)
from handlers.slack.sending import send
from handlers.slack.workspace import Workspace

EVENT_TYPE: Final = "orderdesk_watch"
CARDS_BACK: Final = timedelta(days=1)
"""How far a card is looked for: one that was posted is remembered within minutes."""


class SlackWatchPoster:
    """Direct messages (bot.desk.watch_ports.WatchPoster); needs `im:history` and `im:write`."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace, self._web = workspace, workspace.web

    async def find_card(self, watch: Watch) -> FindOutcome:
        """The card of this watch, if it was posted before."""
        call = Call(self._web, "conversations.open")
        if refusal := await call({"users": watch.person}):
            return Unsearchable(refusal_words(refusal), for_good=False)
        channel = str((call.answer.get("channel") or {}).get("id") or "")
        where = {"channel": channel, "oldest": oldest(self._workspace.now() - CARDS_BACK)}
        return await found(self._web, "conversations.history", where, _card_mark(watch))

    async def post_card(self, watch: Watch, family: Family) -> PostOutcome:
        """Posts the card as a direct message."""
        return await self._post(self._card(watch, family), _card_mark(watch), channel=watch.person)

    async def redraw_card(self, watch: Watch, family: Family) -> str:
        """Draws the card as things are now; why not, or nothing."""
        if watch.card is None:
            return ""
        where = {"channel": watch.card.channel, "ts": watch.card.ts}
        return await send(self._card(watch, family), Call(self._web, "chat.update"), **where)

    async def tell(self, telling: Telling, card: Place) -> PostOutcome:
        """Says it in the thread of the card."""
        where = {"channel": card.channel, "thread_ts": card.ts}
        return await self._post(told(telling.words), _mark(telling), **where)

    async def find(self, telling: Telling, card: Place) -> FindOutcome:
        """The same, if it was said before."""
        where = {"channel": card.channel, "ts": card.ts}
        return await found(self._web, "conversations.replies", where, _mark(telling))

    def _card(self, watch: Watch, family: Family) -> Message:
        now, previews = self._workspace.now(), self._workspace.previews
        return watch_card(family, Reader(Audience.ASKER, now, previews), watch.ended)

    async def _post(self, message: Message, mark: Metadata, **where: Any) -> PostOutcome:
        call = Call(self._web, "chat.postMessage")
        quiet = {"unfurl_links": False, "unfurl_media": False, "metadata": mark}
        refusal = await send(marked(message, mark), call, **where, **quiet)
        if refusal:
            return outcome_of(refusal, call.retry_after)
        return place_of(call, str(where["channel"]))


def _card_mark(watch: Watch) -> Metadata:
    payload = {"order": watch.key, "from": watch.from_position}
    return {"event_type": EVENT_TYPE, "event_payload": payload}


def _mark(telling: Telling) -> Metadata:
    payload = {"order": telling.watch.key, "position": telling.position}
    return {"event_type": EVENT_TYPE, "event_payload": payload}
