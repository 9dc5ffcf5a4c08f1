"""The door for Gelato's webhooks and postbacks: what it answered with 200 is on the disk."""

import hashlib
import hmac
import logging
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

from bot.desk.hints import subject_of
from bot.gelato.events import Event, read_event
from bot.orders.errors import AnswerNotUnderstood, StoreTrouble
from bot.store.ledger_ports import Inbox, Received
from handlers.gate import LONGEST_UPLOAD, Refused, bounded_body

LARGEST_EVENT = 256 * 1024
"""Bytes. An order's event has about one thousand for each item; products of a store have more."""
LONGEST_NAME = 200
"""Bytes of a name, key or order that are kept as they are."""
SECRET_HEADER = b"x-orderdesk-secret"

log = logging.getLogger(__name__)


class Webhooks:
    """Checks the secret, keeps the event, and says that there is work. Counts what it answered."""

    def __init__(
        self,
        secret: str,
        inbox: Inbox,
        nudge: Callable[[], None],
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._secret = secret.encode()
        self._inbox, self._nudge, self._now = inbox, nudge, now
        self.counts: Counter[str] = Counter()
        """Answers by what they said."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """200 once it is kept, or was before; 401 without the secret, whose body is not read."""
        try:
            self._check(scope)
            body = await bounded_body(scope, receive, LONGEST_UPLOAD, LARGEST_EVENT)
            told = await self._kept(body)
            response = PlainTextResponse(told)
        except ClientDisconnect:
            return
        except Refused as refused:
            told, response = str(refused), refused.response
        self.counts[told] += 1
        await response(scope, receive, send)

    def _check(self, scope: Scope) -> None:
        given = [value for name, value in scope["headers"] if name == SECRET_HEADER]
        query = parse_qsl(scope["query_string"].decode("latin-1"), errors="surrogateescape")
        given += [
            value.encode("utf-8", "surrogateescape") for name, value in query if name == "secret"
        ]
        if not any([hmac.compare_digest(each, self._secret) for each in given]):  # noqa: C419  # each is compared
            raise Refused(401, "not with our secret")

    async def _kept(self, body: bytes) -> str:
        """Raises Refused for what is no event, or when it cannot be kept: Gelato comes again."""
        try:
            event = read_event(body)
        except AnswerNotUnderstood:
            raise Refused(400, "not an event in JSON") from None
        try:
            is_new = await self._inbox.take_in(_received(event, body, self._now()))
        except StoreTrouble:
            log.exception("an event of Gelato's could not be kept")
            raise Refused(503, "cannot be kept just now") from None
        if not is_new:
            return "known already"
        self._nudge()
        return "kept"


def _received(event: Event, body: bytes, at: datetime) -> Received:
    subject = subject_of(event)
    return Received(
        event=_bounded(event.name) or "nameless",
        key=_bounded(event.id),
        body=body,
        at=at,
        subject=_bounded(subject),
        is_of_use=bool(subject),
    )


def _bounded(text: str) -> str:
    """The text, or what stands for it where it is long."""
    whole = text.encode("utf-8", "replace")
    return whole.decode() if len(whole) <= LONGEST_NAME else hashlib.sha256(whole).hexdigest()
