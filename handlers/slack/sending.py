"""Sends to Slack and gives the refusal, as Slack's error code; empty when there was none."""

import json
import logging
from collections.abc import Awaitable, Callable, Iterator
from html import unescape
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from blocks.message import Message, without_pictures
from blocks.parts import section

log = logging.getLogger(__name__)

OUTCOME_UNKNOWN: Final = "no_answer"
"""It is not known what became of the call."""
NOT_CONNECTED: Final = "not_connected"
"""Slack was not reached, so nothing was done."""
BAD_BLOCKS: Final = frozenset({"invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long"})
CONNECTION_ERRORS = (aiohttp.ClientError, TimeoutError, OSError)
UNREADABLE = (AttributeError, LookupError, TypeError, ValueError)
"""What the SDK raises over an answer that is no JSON object of Slack's."""

Send = Callable[[dict[str, Any]], Awaitable[str]]


async def send(message: Message, through: Send, **destination: Any) -> str:
    """Sends the fullest form of the message that Slack takes; its last refusal."""
    refusal = ""
    known = {key: value for key, value in destination.items() if value != ""}
    for body in _ever_plainer(message):
        refusal = await through({**body, **known})
        if refusal not in BAD_BLOCKS:
            break
        log.warning("slack refused blocks: %s", refusal)
    return refusal


async def post(message: Message, web: AsyncWebClient, channel: str, thread_ts: str = "") -> str:
    """Posts to a channel, or to a person by their id; the refusal."""

    async def through(body: dict[str, Any]) -> str:
        quiet = {"unfurl_links": False, "unfurl_media": False, "mrkdwn": False}
        return await refusal_of(web.api_call("chat.postMessage", json={**body, **quiet}))

    return await send(message, through, channel=channel, thread_ts=thread_ts)


async def refusal_of(call: Awaitable[object]) -> str:
    """Awaits a call of the SDK's; Slack's error code, or OUTCOME_UNKNOWN without an answer."""
    try:
        await call
    except aiohttp.ClientConnectorError:
        return NOT_CONNECTED
    except (*CONNECTION_ERRORS, *UNREADABLE):
        return OUTCOME_UNKNOWN
    except SlackApiError as error:
        return error_code(error) or OUTCOME_UNKNOWN
    return ""


def error_code(error: SlackApiError) -> str:
    """Slack's word for a refusal; empty where the answer is no JSON, such as a proxy's page."""
    answer = getattr(error.response, "data", error.response)
    return str(answer.get("error") or "") if isinstance(answer, dict) else ""


def through_response_url(url: str, web: AsyncWebClient) -> Send:
    """To one person, in the place where they asked; for 30 minutes, five times."""

    async def sent(body: dict[str, Any]) -> str:
        if not url:
            return "no_response_url"
        hook = AsyncWebhookClient(url, session=web.session, retry_handlers=[])
        hook.proxy = web.proxy
        try:
            answer = await hook.send_dict(body)
        except aiohttp.ClientConnectorError:
            return NOT_CONNECTED
        except (*CONNECTION_ERRORS, *UNREADABLE):
            return OUTCOME_UNKNOWN
        return _webhook_refusal(answer.status_code, answer.body)

    return sent


def _webhook_refusal(status: int, body: str) -> str:
    """A response_url answers `ok`, or a code as text or in JSON."""
    try:
        document = json.loads(body)
    except ValueError:
        document = {}
    if isinstance(document, dict) and document.get("ok") is False:
        return str(document.get("error"))
    return "" if status == 200 else body.strip()[:100] or f"http_{status}"


def _ever_plainer(message: Message) -> Iterator[dict[str, Any]]:
    """As drawn; without pictures, which Slack may fail to fetch; as one plain paragraph."""
    yield {"text": message.text, "blocks": list(message.blocks)}
    yield {"text": message.text, "blocks": list(without_pictures(message).blocks)}
    yield {"text": message.text, "blocks": [section(unescape(message.text))]}
