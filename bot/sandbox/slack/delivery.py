"""Brings what people do to the bot: down an open socket, or else as signed HTTP."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

import aiohttp

from bot.sandbox.slack.keys import VERIFICATION
from bot.sandbox.slack.ledger import TO_BOT, Entry
from bot.sandbox.slack.signing import signed_headers
from bot.sandbox.slack.socket_mode import Line, Sockets
from bot.sandbox.slack.world import World

Json = dict[str, Any]
RETRY_AFTER = (0.0, 60.0, 300.0)
COMMAND, INTERACTION, EVENT = "slash_commands", "interactive", "events_api"


@dataclass(frozen=True)
class Ack:
    """What came back. `status` is None when nobody answered, or too late."""

    status: int | None
    body: Any = None
    late: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def error(self) -> str | None:
        """The word Slack shows to the person; None when all went well."""
        if self.late:
            return "operation_timeout"
        return None if self.status == 200 else "dispatch_failed"

    @property
    def taken(self) -> bool:
        """Is an event off the list?"""
        return self.status is not None and 200 <= self.status < 300

    @property
    def retry_reason(self) -> str:
        """Why an event is sent again, as X-Slack-Retry-Reason words it."""
        if self.late:
            return "http_timeout"
        return "connection_failed" if self.status is None else "http_error"


@dataclass(frozen=True)
class Delivery:
    """One thing to bring: `kind` as Socket Mode names it."""

    kind: str
    payload: Json
    what: str
    retry: int = 0
    reason: str = ""

    def body(self) -> str:
        """The HTTP body."""
        if self.kind == EVENT:
            return json.dumps(self.payload)
        if self.kind == COMMAND:
            return urlencode(self.payload)
        return urlencode({"payload": json.dumps(self.payload)})

    def headers(self) -> dict[str, str]:
        """The HTTP headers, but for the signature."""
        if self.kind != EVENT:
            return {"Content-Type": "application/x-www-form-urlencoded"}
        again = {"X-Slack-Retry-Num": str(self.retry), "X-Slack-Retry-Reason": self.reason}
        return {"Content-Type": "application/json", **(again if self.retry else {})}

    def envelope(self, envelope_id: str) -> Json:
        """The same for a socket."""
        wrapped = {
            "envelope_id": envelope_id,
            "payload": self.payload,
            "type": self.kind,
            "accepts_response_payload": self.kind != EVENT,
        }
        again = {"retry_attempt": self.retry, "retry_reason": self.reason}
        return {**wrapped, **(again if self.kind == EVENT else {})}


class Courier:
    """Delivers, waits at most `patience` seconds, and sends events again as Slack does."""

    def __init__(self, world: World, signing_secret: str, sockets: Sockets) -> None:
        self.world = world
        self.sockets = sockets
        self.request_url: str | None = None
        self.patience = 3.0
        self.sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
        self._secret = signing_secret
        self._session: aiohttp.ClientSession | None = None
        self._under_way: set[asyncio.Task[None]] = set()

    async def deliver(self, delivery: Delivery) -> Ack:
        """One attempt, noted in the ledger. Never raises for what the bot does."""
        try:
            async with asyncio.timeout(self.patience):
                ack = await self._attempt(delivery)
        except TimeoutError:
            ack = Ack(None, late=True)
        except (aiohttp.ClientError, OSError):
            ack = Ack(None)
        self._note(delivery, ack)
        return ack

    async def verify(self) -> bool:
        """`url_verification`: does the bot's address give the challenge back?

        Source: docs.slack.dev/reference/events/url_verification
        """
        challenge = self.world.stamps.token(40)
        asked = {"token": VERIFICATION, "challenge": challenge, "type": "url_verification"}
        ack = await self.deliver(Delivery(EVENT, asked, "url_verification"))
        given = ack.body.get("challenge") if isinstance(ack.body, dict) else ack.body
        return ack.status == 200 and given == challenge

    def announce(self, delivery: Delivery) -> None:
        """Sends an event in the background, with up to three retries."""
        self._in_background(self._insist(delivery))

    def bring(self, delivery: Delivery) -> None:
        """Sends something once in the background, where nobody waits for the answer."""
        self._in_background(self._once(delivery))

    async def settled(self) -> None:
        """Waits until nothing is under way in the background."""
        while self._under_way:
            await asyncio.gather(*self._under_way)

    async def close(self) -> None:
        """Lets go of everything."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        if self._session:
            await self._session.close()

    def _note(self, delivery: Delivery, ack: Ack) -> None:
        fine = delivery.kind == EVENT and ack.taken
        error = None if fine else ack.error
        self.world.ledger.note(Entry(self.world.now, TO_BOT, delivery.what, ack.status, error))

    def _in_background(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)

    async def _once(self, delivery: Delivery) -> None:
        await self.deliver(delivery)

    async def _insist(self, delivery: Delivery) -> None:
        ack = await self.deliver(delivery)
        for number, pause in enumerate(RETRY_AFTER, start=1):
            if ack.taken or ack.headers.get("X-Slack-No-Retry") == "1":
                return
            await self.sleep(pause)
            ack = await self.deliver(replace(delivery, retry=number, reason=ack.retry_reason))

    async def _attempt(self, delivery: Delivery) -> Ack:
        line = self.sockets.line()
        if line:
            return await self._down(line, delivery)
        if self.request_url is None:
            return Ack(None)
        return await self._post(self.request_url, delivery)

    async def _down(self, line: Line, delivery: Delivery) -> Ack:
        said = await line.ask(delivery.envelope(self.world.stamps.token()))
        return Ack(200, said.get("payload") if delivery.kind != EVENT else None)

    async def _post(self, url: str, delivery: Delivery) -> Ack:
        if self._session is None:
            self._session = aiohttp.ClientSession()
        body = delivery.body()
        headers = {**delivery.headers(), **signed_headers(self._secret, body, self.world.now)}
        async with self._session.post(
            url, data=body.encode(), headers=headers, allow_redirects=False
        ) as answer:
            return Ack(answer.status, _read(await answer.text()), headers=answer.headers)


def _read(text: str) -> Any:
    """JSON where it is JSON, else the text itself."""
    try:
        return json.loads(text)
    except ValueError:
        return text
