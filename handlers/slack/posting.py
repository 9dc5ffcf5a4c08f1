"""Posts digests to Slack, and looks for them there; every refusal becomes one of our outcomes."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from slack_sdk.errors import SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from blocks.digest import digest_message, named_in_message
from blocks.digest_replies import digest_notice
from bot.desk.digest_ports import Mark, Notice, Posted, Sheet
from bot.desk.posting import Absent, Later, Trouble, Unsearchable
from bot.orders.digest import NOTHING_NAMED, Digest, Since
from bot.store.subscription_ports import Place
from handlers.slack.marks import (
    Call,
    Metadata,
    found_message,
    is_marked,
    marked,
    oldest,
    outcome_of,
    place_of,
)
from handlers.slack.sending import refusal_of, send

EVENT_TYPE: Final = "orderdesk_digest"


class SlackPoster:
    """The channels of Slack (bot.desk.digest_ports.Poster).

    Looking back needs `channels:history` and `groups:history`; without them what may have been
    posted cannot be looked for, and the owner is told.
    """

    def __init__(self, web: AsyncWebClient) -> None:
        self._web = web

    async def post(self, digest: Digest, mark: Mark) -> Posted | Trouble:
        """Posts it once; what the message carries is its mark."""
        call = Call(self._web, "chat.postMessage")
        quiet = {"unfurl_links": False, "unfurl_media": False, "metadata": _metadata(mark)}
        message = marked(digest_message(digest), _metadata(mark))
        refusal = await send(message, call, channel=digest.channel, **quiet)
        if refusal:
            return outcome_of(refusal, call.retry_after)
        return _posted(digest, mark, place_of(call, digest.channel), call.asked)

    async def find(
        self, digest: Digest, mark: Mark, since: datetime
    ) -> Posted | Absent | Unsearchable:
        """The message with this mark, if it was posted since then."""
        where = {"channel": digest.channel, "oldest": oldest(since)}
        history = "conversations.history"
        message = await found_message(self._web, history, where, _metadata(mark))
        if isinstance(message, Absent | Unsearchable):
            return message
        return _posted(digest, mark, Place(digest.channel, str(message["ts"])), message)

    async def attach(self, place: Place, sheets: Sequence[Sheet]) -> Trouble | None:
        """Puts files into the thread of a message, all or none of them."""
        upload = self._web.files_upload_v2(
            channel=place.channel,
            thread_ts=place.ts,
            file_uploads=[{"filename": each.name, "content": each.content} for each in sheets],
            initial_comment="\n".join(each.comment for each in sheets),
        )
        try:
            refusal = await refusal_of(upload)
        except SlackRequestError:  # a file itself did not reach Slack, so none was shared
            return Later("Slack did not take the file")
        return outcome_of(refusal) if refusal else None

    async def tell(self, person: str, notice: Notice) -> Trouble | None:
        """Tells one person in private."""
        call = Call(self._web, "chat.postMessage")
        refusal = await send(digest_notice(notice), call, channel=person)
        return outcome_of(refusal, call.retry_after) if refusal else None

    async def redraw(self, place: Place, digest: Digest, since: Since) -> str:
        """Puts the digest, with what became of its rows, in the place of its message."""
        return await send(
            digest_message(digest, since), Call(self._web, "chat.update"), **_place(place)
        )


def _posted(digest: Digest, mark: Mark, place: Place, message: Mapping[str, Any]) -> Posted:
    is_whole = is_marked(message, _metadata(mark))
    return Posted(place, named_in_message(digest) if is_whole else NOTHING_NAMED)


def _metadata(mark: Mark) -> Metadata:
    payload = {"subscription": mark.subscription, "slot": mark.slot}
    return {"event_type": EVENT_TYPE, "event_payload": payload}


def _place(place: Place) -> dict[str, str]:
    return {"channel": place.channel, "ts": place.ts}
