"""Answers one ask: to the person alone, in place of what they clicked, or to the channel."""

import json
import logging
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from blocks.forms import View, result_view
from blocks.message import Message, without_pictures
from blocks.order_lines import Reader
from bot.orders.recipient import Audience
from handlers.slack.asks import Ask
from handlers.slack.errors import (
    ChannelClosed,
    NotInChannel,
    PostUncertain,
    SlackTrouble,
    ViewGone,
)

log = logging.getLogger(__name__)

_BAD_BLOCKS = {"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"}
_NOT_IN = {"not_in_channel", "channel_not_found"}
_CLOSED = {"is_archived", "restricted_action", "restricted_action_read_only_channel"}
_NOTHING = "no_answer"
_NO_ANSWER = (aiohttp.ClientError, TimeoutError, OSError)

Send = Callable[[dict[str, Any]], Awaitable[str]]
"""Sends a body and returns Slack's error code, empty when all is well."""


@dataclass(frozen=True)
class Reply:
    """The ways to answer an ask. `view_id` is the form that it came from, if any."""

    ask: Ask
    web: AsyncWebClient
    view_id: str = ""
    previews: bool = True
    """Whether cards show pictures of the products."""

    def reader(self, audience: Audience, note: str = "") -> Reader:
        """Who will read what is drawn now."""
        return Reader(audience, datetime.now(UTC), self.previews, note)

    async def whisper(self, message: Message) -> None:
        """Shows it to this person alone: in their form, else below the conversation."""
        await (self._show_in_view(message) if self.view_id else self._whisper(message))

    async def replace(self, message: Message) -> None:
        """Puts it in the place of what was clicked."""
        if self.view_id:
            await self._show_in_view(message)
        elif await self._send(message, self._through_response_url, replace_original=True):
            await self._whisper(message)

    async def post(self, message: Message) -> None:
        """Posts it to the channel for all to see.

        Raises NotInChannel, ChannelClosed, PostUncertain or SlackTrouble.
        """
        code = await self._send(message, self._post, channel=self.ask.by.channel)
        if code == _NOTHING:
            raise PostUncertain
        if code in _NOT_IN:
            raise NotInChannel
        if code in _CLOSED:
            raise ChannelClosed
        if code:
            raise SlackTrouble(f"Slack refused to post the card: {code}.")

    async def open_form(self, view: View) -> None:
        """Opens a form for this person. Raises SlackTrouble."""
        code = await _code_of(self.web.views_open(trigger_id=self.ask.trigger_id, view=view))
        if code:
            raise SlackTrouble(f"Slack could not open the form ({code}). Please try again.")

    async def _show_in_view(self, message: Message) -> None:
        try:
            await self._update_view(message)
        except ViewGone:
            await self._direct(message)

    async def _update_view(self, message: Message) -> None:
        code = ""
        for attempt in (message, without_pictures(message)):
            view = result_view(attempt)
            code = await _code_of(self.web.views_update(view_id=self.view_id, view=view))
            if code not in {*_BAD_BLOCKS, "invalid_arguments"}:
                break
        if code == "not_found":
            raise ViewGone
        if code:
            raise SlackTrouble(f"Slack refused the answer: {code}.")

    async def _whisper(self, message: Message) -> None:
        """By response_url, else in the channel, else as a direct message: one of them is open."""
        if not await self._send(message, self._through_response_url, replace_original=False):
            return
        place = {"channel": self.ask.by.channel, "user": self.ask.by.person}
        if await self._send(message, self._post_ephemeral, **place):
            await self._direct(message)

    async def _direct(self, message: Message) -> None:
        code = await self._send(message, self._post, channel=self.ask.by.person)
        if code:
            raise SlackTrouble(f"Slack refused the answer: {code}.")

    async def _send(self, message: Message, send: Send, **place: Any) -> str:
        """Sends the fullest form of the message that Slack takes; the code of its refusal."""
        code = ""
        for body in _ever_plainer(message):
            code = await send({**body, **place})
            if code not in _BAD_BLOCKS:
                break
            log.warning("slack refused blocks: %s", code)
        return code

    async def _through_response_url(self, body: dict[str, Any]) -> str:
        if not self.ask.response_url:
            return "no_response_url"
        hook = AsyncWebhookClient(
            self.ask.response_url, session=self.web.session, retry_handlers=[]
        )
        hook.proxy = self.web.proxy
        try:
            answer = await hook.send_dict({"response_type": "ephemeral", **body})
        except _NO_ANSWER:
            return _NOTHING
        return _webhook_code(answer.status_code, answer.body)

    async def _post(self, body: dict[str, Any]) -> str:
        post = self.web.chat_postMessage(**body, unfurl_links=False, unfurl_media=False)
        return await _code_of(post)

    async def _post_ephemeral(self, body: dict[str, Any]) -> str:
        return await _code_of(self.web.chat_postEphemeral(**body))


def _ever_plainer(message: Message) -> Iterator[dict[str, Any]]:
    """As drawn; without pictures, which Slack may fail to fetch; as text alone."""
    yield {"text": message.text, "blocks": list(message.blocks)}
    yield {"text": message.text, "blocks": list(without_pictures(message).blocks)}
    yield {"text": message.text}


async def _code_of(call: Awaitable[object]) -> str:
    """Slack's error code; `_NOTHING` when it is not known what became of the call."""
    try:
        await call
    except _NO_ANSWER:
        return _NOTHING
    except SlackApiError as error:
        answer = error.response
        return str(answer.get("error") or _NOTHING) if hasattr(answer, "get") else _NOTHING
    return ""


def _webhook_code(status: int, body: str) -> str:
    """The error of a response_url: it answers `ok`, or a code as text or in JSON."""
    try:
        document = json.loads(body)
    except ValueError:
        document = {}
    if isinstance(document, dict) and document.get("ok") is False:
        return str(document.get("error"))
    return "" if status == 200 else body.strip()[:100] or f"http_{status}"
