"""Messages that carry a mark, so that they can be found again, and what Slack answers."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from blocks.message import Message
from bot.desk.posting import Absent, FindOutcome, Later, Refused, Trouble, Unsearchable, Unsure
from bot.store.subscription_ports import Place
from handlers.slack.sending import (
    CONNECTION_ERRORS,
    NOT_CONNECTED,
    OUTCOME_UNKNOWN,
    UNREADABLE,
    error_code,
)

Metadata = Mapping[str, Any]
"""`event_type` and `event_payload` (docs.slack.dev/messaging/message-metadata)."""
RATE_LIMITED: Final = frozenset({"ratelimited", "rate_limited", "message_limit_exceeded"})
PERHAPS_DONE: Final = frozenset(
    {OUTCOME_UNKNOWN, "fatal_error", "internal_error", "request_timeout", "service_unavailable"}
)
"""With these Slack does not rule out that it was done (docs: chat.postMessage, errors)."""
_UNREACHABLE: Final = frozenset(
    {"channel_not_found", "user_not_found", "messages_tab_disabled", "cannot_dm_bot", "is_archived"}
)
"""A person whose account is off, or who is none (docs: chat.postMessage, errors)."""
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
"""Pages as long as Slack advises, and more of them than an hour of a loud channel fills."""
LONGEST_BLOCK_ID = 255


async def found(
    web: AsyncWebClient, method: str, where: Mapping[str, Any], metadata: Metadata
) -> FindOutcome:
    """Where the message with this metadata is, among those that a method lists."""
    message = await found_message(web, method, where, metadata)
    if isinstance(message, Absent | Unsearchable):
        return message
    return Place(str(where["channel"]), str(message["ts"]))


async def found_message(
    web: AsyncWebClient, method: str, where: Mapping[str, Any], metadata: Metadata
) -> Mapping[str, Any] | Absent | Unsearchable:
    """The message itself, as Slack gives it; looked for page by page."""
    cursor = ""
    for _ in range(MOST_PAGES):
        call = Call(web, method, verb="GET")  # these take no JSON
        asked = {**where, "limit": PAGE, "include_all_metadata": True}
        refusal = await call({**asked, **({"cursor": cursor} if cursor else {})})
        if refusal:
            for_good = refusal not in {*RATE_LIMITED, *PERHAPS_DONE, NOT_CONNECTED}
            return Unsearchable(refusal_words(refusal), for_good=for_good)
        for message in call.answer.get("messages") or ():
            if _carries(message, metadata):
                return dict(message)
        cursor = str((call.answer.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            return Absent()
    return Unsearchable("too much was said there since", for_good=True)


def marked(message: Message, metadata: Metadata) -> Message:
    """The same with the mark in its first block, too: a token may not be shown metadata."""
    first, *rest = message.blocks
    return replace(message, blocks=({**first, "block_id": _block_id(metadata)}, *rest))


def _carries(message: Mapping[str, Any], metadata: Metadata) -> bool:
    carried = message.get("metadata") or {}
    if all(carried.get(name) == value for name, value in metadata.items()):
        return True
    return is_marked(message, metadata)


def is_marked(message: Mapping[str, Any], metadata: Metadata) -> bool:
    """Whether the mark stands in a block: not in a message that became one plain paragraph."""
    ids = {block.get("block_id") for block in message.get("blocks") or ()}
    return _block_id(metadata) in ids


def _block_id(metadata: Metadata) -> str:
    """At most 255 characters (slack-facts 1.1)."""
    parts = (metadata["event_type"], *metadata["event_payload"].values())
    return ":".join(map(str, parts))[:LONGEST_BLOCK_ID]


def oldest(since: datetime) -> str:
    """A moment as Slack takes it, with room for clocks that differ."""
    return f"{(since - BEFORE).timestamp():.6f}"


def place_of(call: "Call", channel: str) -> Place:
    """Where a message was posted, as Slack's answer says."""
    return Place(str(call.answer.get("channel") or channel), str(call.answer.get("ts") or ""))


class Call:
    """One call of Slack's; what was asked last, and the answer, are kept."""

    def __init__(self, web: AsyncWebClient, method: str, verb: str = "POST") -> None:
        self._web, self._method, self._verb = web, method, verb
        self.asked: Mapping[str, Any] = {}
        self.answer: Mapping[str, Any] = {}
        self.retry_after = 0.0

    async def __call__(self, body: dict[str, Any]) -> str:
        """Slack's refusal, as `refusal_of` gives it."""
        self.asked = body
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


def outcome_of(refusal: str, retry_after: float = 0.0) -> Trouble:
    """What a refused call comes to: not done, maybe done, or to be tried again."""
    if refusal in RATE_LIMITED:
        return Later(refusal_words(refusal), retry_after)
    if refusal == NOT_CONNECTED:
        return Later(refusal_words(refusal), is_failure=False)
    if refusal in PERHAPS_DONE:
        return Unsure(refusal_words(refusal))
    return Refused(refusal_words(refusal), is_unreachable=refusal in _UNREACHABLE)


def refusal_words(code: str) -> str:
    """For people, with Slack's code behind it: that is what its documents explain."""
    ours = _WORDS.get(code)
    return f"{ours} ({code})" if ours else f"Slack refused it ({code})"


def _seconds(error: SlackApiError) -> float:
    headers = getattr(error.response, "headers", None) or {}
    asked = {str(name).casefold(): value for name, value in headers.items()}.get("retry-after", 0)
    try:
        return float(asked[0] if isinstance(asked, list) else asked)
    except (TypeError, ValueError):
        return 0.0
