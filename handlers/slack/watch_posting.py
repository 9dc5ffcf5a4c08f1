"""The cards of watches, and the news below them: direct messages, or in threads of channels."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from blocks.message import Message
from blocks.order_lines import Reader
from blocks.parts import SOMEBODY
from blocks.replies import told
from blocks.watch import thread_news, watch_card
from bot.desk.posting import FindOutcome, PostOutcome, Refused, Unsearchable
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
    """People and threads (bot.desk.watch_ports.WatchPoster).

    Direct messages need `im:history` and `im:write`; looking for what a thread was told needs
    `channels:history` and `groups:history`.
    """

    def __init__(self, workspace: Workspace) -> None:
        self._workspace, self._web = workspace, workspace.web

    async def find_card(self, watch: Watch) -> FindOutcome:
        """The card of this watch, if it was posted before."""
        since = self._workspace.now() - CARDS_BACK
        if watch.thread is not None:
            return await self._found_under(watch.thread, since, _card_mark(watch))
        call = Call(self._web, "conversations.open")
        if refusal := await call({"users": watch.person}):
            return Unsearchable(refusal_words(refusal), for_good=False)
        channel = str((call.answer.get("channel") or {}).get("id") or "")
        where = {"channel": channel, "oldest": oldest(since)}
        return await found(self._web, "conversations.history", where, _card_mark(watch))

    async def post_card(self, watch: Watch, family: Family) -> PostOutcome:
        """Posts the card as a direct message, or into the thread."""
        where = _under(watch.thread) if watch.thread else {"channel": watch.person}
        return await self._post(await self._card(watch, family), _card_mark(watch), **where)

    async def redraw_card(self, watch: Watch, family: Family) -> PostOutcome:
        """Draws the card as things are now; where it stands, or why not."""
        if watch.card is None:
            return Refused("it has none")
        where = {"channel": watch.card.channel, "ts": watch.card.ts}
        call = Call(self._web, "chat.update")
        refusal = await send(await self._card(watch, family), call, **where)
        return outcome_of(refusal, call.retry_after) if refusal else watch.card

    async def tell(self, telling: Telling, card: Place) -> PostOutcome:
        """Says it in the thread of the card, or in the thread that watches."""
        where = _under(telling.watch.thread or card)
        return await self._post(await self._news(telling), _mark(telling), **where)

    async def find(self, telling: Telling, card: Place) -> FindOutcome:
        """The same, if it was said before."""
        since = telling.began_at or self._workspace.now()
        return await self._found_under(telling.watch.thread or card, since, _mark(telling))

    async def _card(self, watch: Watch, family: Family) -> Message:
        """For all who read the thread, and then it says who asked for it."""
        reader = Reader(Audience.ASKER, self._workspace.now(), self._workspace.previews)
        if watch.thread is not None:
            name = await self._workspace.people.name_of(watch.person, SOMEBODY)
            reader = replace(reader, audience=Audience.CHANNEL, note=f"Asked for by {name}")
        return watch_card(family, reader, watch.ended)

    async def _news(self, telling: Telling) -> Message:
        if telling.watch.thread is None:
            return told(telling.words)
        by = await self._workspace.people.name_of(telling.by, SOMEBODY) if telling.by else ""
        return thread_news(telling.watch.reference, telling.words, by)

    async def _found_under(self, root: Place, since: datetime, mark: Metadata) -> FindOutcome:
        where = {"channel": root.channel, "ts": root.ts, "oldest": oldest(since)}
        return await found(self._web, "conversations.replies", where, mark)

    async def _post(self, message: Message, mark: Metadata, **where: Any) -> PostOutcome:
        call = Call(self._web, "chat.postMessage")
        quiet = {"unfurl_links": False, "unfurl_media": False, "metadata": mark}
        refusal = await send(marked(message, mark), call, **where, **quiet)
        if refusal:
            return outcome_of(refusal, call.retry_after)
        return place_of(call, str(where["channel"]))


def _under(root: Place) -> dict[str, str]:
    return {"channel": root.channel, "thread_ts": root.ts}


def _card_mark(watch: Watch) -> Metadata:
    payload = {"order": watch.key, "from": watch.from_position}
    return {"event_type": EVENT_TYPE, "event_payload": payload}


def _mark(telling: Telling) -> Metadata:
    payload = {"order": telling.watch.key, "position": telling.position}
    return {"event_type": EVENT_TYPE, "event_payload": payload}
