"""The one door for everything Slack sends: found by name, acknowledged at once, then worked on.

It is a middleware of Bolt's, which comes after the signature was checked. Bolt's own listeners
are not used: they are matched one by one, and their default acknowledgement sleeps (perf.md 1.1-3).
"""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.desk.desk import Desk
from bot.orders.errors import DeskBusy, StoreTrouble
from handlers.slack.acknowledged import Listener, Typing, not_recorded
from handlers.slack.asks import (
    Ask,
    Body,
    read_click,
    read_command,
    read_mention,
    read_shortcut,
    read_submission,
)
from handlers.slack.attending import attend
from handlers.slack.cards import retired
from handlers.slack.keeping import Keeping
from handlers.slack.listeners import (
    CLICKS,
    COMMANDS,
    EVENTS,
    NEWS,
    OPTIONS,
    SHORTCUTS,
    SUBMISSIONS,
)
from handlers.slack.news import heard
from handlers.slack.work import Work
from handlers.slack.workspace import Workspace

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Door(AsyncMiddleware):
    """Lets Slack's requests in."""

    desk: Desk
    workspace: Workspace
    work: Work
    keeping: Keeping

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002  # Bolt names it
    ) -> BoltResponse | None:
        """Answers the request; nothing comes after this middleware."""
        del resp, next
        body = req.body
        try:
            return _acknowledgement(await self._enter(body))
        except DeskBusy as error:
            return _busy(body, error)
        except (KeyError, IndexError, TypeError, AttributeError):
            log.exception("a signed request could not be read")
            return BoltResponse(status=400, body="not a payload of Slack's")

    async def _enter(self, body: Body) -> dict[str, Any] | None:
        """What is acknowledged. What nobody listens to gets an empty acknowledgement."""
        match "command" if "command" in body else body.get("type"):
            case "command":
                self._command(body)
            case "event_callback":
                self._event(body)
            case "block_actions":
                self._click(body)
            case "shortcut" | "message_action":
                self._shortcut(body)
            case "block_suggestion":
                return self._suggested(body)
            case "view_submission":
                return await self._submission(body)
        return None

    def _command(self, body: Body) -> None:
        listener = COMMANDS.get(body["command"])
        if listener:
            self._start(listener, read_command(body))

    def _event(self, body: Body) -> None:
        kind = body["event"]["type"]
        if kind in NEWS:
            self.work.start(heard(NEWS[kind], body["event"], self.desk, self.workspace))
        listener = EVENTS.get(kind)
        mention = read_mention(body) if listener else None
        if listener and mention:
            self._start(listener, mention)

    def _click(self, body: Body) -> None:
        if body["actions"][0].get("url"):
            return  # a button that only opens a page
        click = read_click(body)
        self._start(CLICKS.get(click.action_id, retired), click)

    def _shortcut(self, body: Body) -> None:
        listener = SHORTCUTS.get(body["callback_id"])
        if listener:
            self._start(listener, read_shortcut(body))

    async def _submission(self, body: Body) -> dict[str, Any] | None:
        submission = read_submission(body)
        submit = SUBMISSIONS.get(submission.callback_id)
        if submit is None:
            return None
        answer = submit(submission)
        if answer.then and answer.is_kept:
            try:
                await self.keeping.start(answer.then, submission, body)
            except StoreTrouble:
                return not_recorded(submission.view)
        elif answer.then:
            self._start(answer.then, submission)
        return answer.payload

    def _suggested(self, body: Body) -> dict[str, Any]:
        """Lists are answered from what is known here: Slack waits three seconds for them."""
        suggest = OPTIONS.get(body["action_id"])
        locale = self.workspace.people.known_locale(str(body["user"]["id"]))
        typing = Typing(str(body.get("value") or ""), locale)
        return {"options": suggest(typing, self.desk) if suggest else []}

    def _start(self, listener: Listener, ask: Ask) -> None:
        self.work.start(self._attended(listener, ask))

    async def _attended(self, listener: Listener, ask: Ask) -> None:
        await attend(listener, ask, self.desk, self.workspace)


def _acknowledgement(payload: dict[str, Any] | None) -> BoltResponse:
    return BoltResponse(status=200, body=payload or "")


def _busy(body: Body, error: DeskBusy) -> BoltResponse:
    """A command can be told in its acknowledgement; for a click Slack itself shows a warning."""
    if "command" in body:
        return BoltResponse(status=200, body={"response_type": "ephemeral", "text": str(error)})
    return BoltResponse(status=503, body="")
