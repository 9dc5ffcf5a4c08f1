"""Posts digests to Slack, and looks for them there; every refusal becomes one of our outcomes."""

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from blocks.digest import digest_message
from blocks.digest_replies import digest_notice
from bot.desk.digest_ports import (
    Absent,
    FindOutcome,
    Later,
    Mark,
    Notice,
    PostOutcome,
    Refused,
    Sheet,
    Unsearchable,
    Unsure,
)
from bot.orders.digest import Digest, Since
from bot.store.subscription_ports import Place
from handlers.slack.sending import (
    CONNECTION_ERRORS,
    NOT_CONNECTED,
    OUTCOME_UNKNOWN,
    UNREADABLE,
    error_code,
    refusal_of,
    send,
)

log = logging.getLogger(__name__)

EVENT_TYPE: Final = "orderdesk_digest"
"""What the metadata of our messages is called (docs.slack.dev/messaging/message-metadata)."""
RATE_LIMITED: Final = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
PERHAPS_DONE: Final = frozenset(
    {OUTCOME_UNKNOWN, "fatal_error", "internal_error", "request_timeout", "service_unavailable"}
)
"""With these Slack does not rule out that it was done (docs: chat.postMessage, errors)."""
_WORDS: Final[Mapping[str, str]] = {
    "is_archived": "the channel is archived",
    "channel_not_found": "Orderdesk cannot see the channel; type /invite @Orderdesk there",
    "not_in_channel": "Orderdesk is not in the channel; type /invite @Orderdesk there",
    "restricted_action": "the channel lets no app post",
    "missing_scope": "the app was not granted what it needs for that",
    "ratelimited": "Slack gets too many messages just now",
    OUTCOME_UNKNOWN: "Slack did not answer",
    NOT_CONNECTED: "Slack cannot be reached",
}
BEFORE: Final = timedelta(hours=1)
"""How far Slack's clock may be behind ours."""
PAGE, MOST_PAGES = 200, 15


class SlackPoster:
    """The channels of Slack (bot.desk.digest_ports.Poster).

    Looking back needs `channels:history` and `groups:history`; without them what may have been
    posted cannot be looked for, and the owner is told.
    """

    def __init__(self, web: AsyncWebClient) -> None:
        self._web = web

    async def post(self, digest: Digest, mark: Mark) -> PostOutcome:
        """Posts it once; what the message carries is its mark."""
        call = _Call(self._web, "chat.postMessage")
        quiet = {"unfurl_links": False, "unfurl_media": False, "metadata": _metadata(mark)}
        refusal = await send(digest_message(digest), call, channel=digest.channel, **quiet)
        if refusal:
            return _outcome(refusal, call.retry_after)
        ts = str(call.answer.get("ts") or "")
        return Place(str(call.answer.get("channel") or digest.channel), ts)

    async def find(self, channel: str, mark: Mark, since: datetime) -> FindOutcome:
        """The message with this mark, if it was posted since then."""
        cursor = ""
        for _ in range(MOST_PAGES):
            page = await self._page(channel, since - BEFORE, cursor)
            if isinstance(page, Unsearchable):
                return page
            for message in page.get("messages") or ():
                if _mark(message) == mark:
                    return Place(channel, str(message["ts"]))
            cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
            if not cursor:
                return Absent()
        return Unsearchable("too much was said in the channel since", for_good=True)

    async def attach(self, place: Place, sheet: Sheet) -> str:
        """Puts a file into the thread of a message; why not, or nothing."""
        return await refusal_of(
            self._web.files_upload_v2(
                channel=place.channel,
                thread_ts=place.ts,
                filename=sheet.name,
                content=sheet.content,
                initial_comment=sheet.comment,
            )
        )

    async def tell(self, person: str, notice: Notice) -> str:
        """Tells one person in private; why not, or nothing."""
        return await send(digest_notice(notice), self._posted, channel=person)

    async def redraw(self, place: Place, digest: Digest, since: Since) -> str:
        """Puts the digest, with what became of its rows, in the place of its message."""
        return await send(
            digest_message(digest, since), _Call(self._web, "chat.update"), **_place(place)
        )

    async def _posted(self, body: dict[str, Any]) -> str:
        return await _Call(self._web, "chat.postMessage")(body)

    async def _page(
        self, channel: str, since: datetime, cursor: str
    ) -> Mapping[str, Any] | Unsearchable:
        asked = {"oldest": f"{since.timestamp():.6f}", "limit": PAGE, "include_all_metadata": True}
        call = _Call(self._web, "conversations.history", verb="GET")  # it takes no JSON
        refusal = await call(
            {"channel": channel, **asked, **({"cursor": cursor} if cursor else {})}
        )
        if refusal:
            for_good = refusal not in {*RATE_LIMITED, *PERHAPS_DONE, NOT_CONNECTED}
            return Unsearchable(_words(refusal), for_good=for_good)
        return call.answer


class _Call:
    """One call of Slack's, whose answer is kept."""

    def __init__(self, web: AsyncWebClient, method: str, verb: str = "POST") -> None:
        self._web, self._method, self._verb = web, method, verb
        self.answer: Mapping[str, Any] = {}
        self.retry_after = 0.0

    async def __call__(self, body: dict[str, Any]) -> str:
        """Slack's refusal, as `refusal_of` gives it."""
        try:
            given = {"json": body} if self._verb == "POST" else {"params": body}
            answer = await self._web.api_call(self._method, http_verb=self._verb, **given)
            self.answer = answer.data if isinstance(answer.data, dict) else {}
        except aiohttp.ClientConnectorError:
            return NOT_CONNECTED
        except (*CONNECTION_ERRORS, *UNREADABLE):
            return OUTCOME_UNKNOWN
        except SlackApiError as error:
            self.retry_after = _seconds(error)
            return error_code(error) or OUTCOME_UNKNOWN
        return "" if self.answer.get("ok") else OUTCOME_UNKNOWN


def _outcome(refusal: str, retry_after: float) -> PostOutcome:
    if refusal in RATE_LIMITED:
        return Later(_words(refusal), retry_after)
    if refusal == NOT_CONNECTED:
        return Later(_words(refusal), is_failure=False)
    if refusal in PERHAPS_DONE:
        return Unsure(_words(refusal))
    return Refused(_words(refusal))


def _words(code: str) -> str:
    """For people, with Slack's code behind it: that is what its documents explain."""
    ours = _WORDS.get(code)
    return f"{ours} ({code})" if ours else f"Slack refused it ({code})"


def _metadata(mark: Mark) -> dict[str, Any]:
    payload = {"subscription": mark.subscription, "slot": mark.slot}
    return {"event_type": EVENT_TYPE, "event_payload": payload}


def _mark(message: Mapping[str, Any]) -> Mark | None:
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    if metadata.get("event_type") != EVENT_TYPE or "slot" not in payload:
        return None
    return Mark(int(payload.get("subscription") or 0), str(payload["slot"]))


def _place(place: Place) -> dict[str, str]:
    return {"channel": place.channel, "ts": place.ts}


def _seconds(error: SlackApiError) -> float:
    headers = getattr(error.response, "headers", None) or {}
    asked = {str(name).casefold(): value for name, value in headers.items()}.get("retry-after", 0)
    try:
        return float(asked[0] if isinstance(asked, list) else asked)
    except (TypeError, ValueError):
        return 0.0
