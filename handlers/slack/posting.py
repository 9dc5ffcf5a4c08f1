"""Posts digests to Slack, and looks for them there; every refusal becomes one of our outcomes."""

from datetime import datetime
from typing import Any, Final

from slack_sdk.errors import SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from blocks.digest import digest_message
from blocks.digest_replies import digest_notice
from bot.desk.digest_ports import FindOutcome, Mark, Notice, PostOutcome, Sheet
from bot.orders.digest import Digest, Since
from bot.store.subscription_ports import Place
from handlers.slack.marks import Call, Metadata, found, marked, oldest, outcome_of, place_of
from handlers.slack.sending import refusal_of, send

EVENT_TYPE: Final = "orderdesk_digest"


class SlackPoster:
    """The channels of Slack (bot.desk.digest_ports.Poster).

    Looking back needs `channels:history` and `groups:history`; without them what may have been
    posted cannot be looked for, and the owner is told.
    """

    def __init__(self, web: AsyncWebClient) -> None:
        self._web = web

    async def post(self, digest: Digest, mark: Mark) -> PostOutcome:
        """Posts it once; what the message carries is its mark."""
        call = Call(self._web, "chat.postMessage")
        quiet = {"unfurl_links": False, "unfurl_media": False, "metadata": _metadata(mark)}
        message = marked(digest_message(digest), _metadata(mark))
        refusal = await send(message, call, channel=digest.channel, **quiet)
        if refusal:
            return outcome_of(refusal, call.retry_after)
        return place_of(call, digest.channel)

    async def find(self, channel: str, mark: Mark, since: datetime) -> FindOutcome:
        """The message with this mark, if it was posted since then."""
        where = {"channel": channel, "oldest": oldest(since)}
        return await found(self._web, "conversations.history", where, _metadata(mark))

    async def attach(self, place: Place, sheet: Sheet) -> str:
        """Puts a file into the thread of a message; why not, or nothing."""
        upload = self._web.files_upload_v2(
            channel=place.channel,
            thread_ts=place.ts,
            filename=sheet.name,
            content=sheet.content,
            initial_comment=sheet.comment,
        )
        try:
            return await refusal_of(upload)
        except SlackRequestError:  # the file itself did not reach Slack
            return "upload_failed"

    async def tell(self, person: str, notice: Notice) -> str:
        """Tells one person in private; why not, or nothing."""
        return await send(digest_notice(notice), self._posted, channel=person)

    async def redraw(self, place: Place, digest: Digest, since: Since) -> str:
        """Puts the digest, with what became of its rows, in the place of its message."""
        return await send(
            digest_message(digest, since), Call(self._web, "chat.update"), **_place(place)
        )

    async def _posted(self, body: dict[str, Any]) -> str:
        return await Call(self._web, "chat.postMessage")(body)


def _metadata(mark: Mark) -> Metadata:
    payload = {"subscription": mark.subscription, "slot": mark.slot}
    return {"event_type": EVENT_TYPE, "event_payload": payload}


def _place(place: Place) -> dict[str, str]:
    return {"channel": place.channel, "ts": place.ts}
