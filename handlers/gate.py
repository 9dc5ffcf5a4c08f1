"""The gate before Slack's route: bounds what anybody may send, and checks who sent it.

Bolt checks the signature too, but only after it has taken the payload apart.
"""

import asyncio
import logging
from collections.abc import Iterable
from datetime import timedelta

from slack_sdk.signature import SignatureVerifier
from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LARGEST_BODY = 1024 * 1024
"""Bytes. Slack's largest payload holds one view, of at most 250 KB (slack-facts 1.1)."""
LONGEST_UPLOAD = timedelta(seconds=10)
"""For a whole body to arrive."""
_UNREADABLE = (ValueError, TypeError, AttributeError, LookupError, RecursionError)
"""What Bolt stumbles over in a payload that is none of Slack's."""
_CERTIFICATE_CHECK = b"ssl_check=1"
"""Slack sends this without a signature, and Bolt answers it."""

log = logging.getLogger(__name__)


class Gate:
    """Reads the body within size and time, before anybody else sees the request."""

    def __init__(
        self, app: ASGIApp, signing_secret: str, longest_upload: timedelta = LONGEST_UPLOAD
    ) -> None:
        self._app = app
        self._verifier = SignatureVerifier(signing_secret)
        self._patience = longest_upload

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a whole body of Slack's through; refuses what is too large, too slow or forged."""
        try:
            body = await bounded_body(scope, receive, self._patience)
            self._check_signature(scope, body)
        except ClientDisconnect:
            return
        except Refused as refused:
            await refused.response(scope, receive, send)
            return
        try:
            await self._app(scope, _replayed(body), send)
        except _UNREADABLE as error:
            log.warning("refused a request that cannot be read: %s", type(error).__name__)
            await PlainTextResponse("not a payload of Slack's", 400)(scope, receive, send)

    def _check_signature(self, scope: Scope, body: bytes) -> None:
        headers = {
            name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]
        }
        try:
            is_signed = self._verifier.is_valid_request(body, headers)
        except (ValueError, TypeError):
            is_signed = False
        if not is_signed and not body.startswith(_CERTIFICATE_CHECK):
            raise Refused(401, "not signed by Slack")


class Refused(Exception):
    """A request that is not let in."""

    def __init__(self, status: int, sentence: str) -> None:
        """`response` tells the sentence, and closes the connection."""
        super().__init__(sentence)
        close = {"connection": "close"}  # what is still being sent is not read
        self.response = PlainTextResponse(sentence, status, close)


async def bounded_body(
    scope: Scope, receive: Receive, patience: timedelta, largest: int = LARGEST_BODY
) -> bytes:
    """The whole body, of at most so many bytes, in UTF-8. Raises Refused, or ClientDisconnect."""
    if _announced(scope["headers"]) > largest:
        raise Refused(413, "too large")
    try:
        async with asyncio.timeout(patience.total_seconds()):
            return await _read(receive, largest)
    except TimeoutError:
        raise Refused(408, "too slow") from None


def _announced(headers: Iterable[tuple[bytes, bytes]]) -> int:
    value = dict(headers).get(b"content-length", b"0")
    return int(value) if value.isdigit() else 0


async def _read(receive: Receive, largest: int) -> bytes:
    body = bytearray()
    more = True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > largest:
            raise Refused(413, "too large")
    try:
        body.decode()
    except UnicodeDecodeError:
        raise Refused(400, "not UTF-8") from None
    return bytes(body)


def _replayed(body: bytes) -> Receive:
    messages: list[Message] = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> Message:
        return messages.pop() if messages else {"type": "http.disconnect"}

    return receive
