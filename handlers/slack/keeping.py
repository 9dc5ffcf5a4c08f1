"""Submissions that must not be lost: kept before Slack is answered, and attended to once.

The claim of a change lets go of the one that asked for it (bot.store.claims). What a process that
was stopped has left is attended to by the next one.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Final

from bot.desk.desk import Desk
from bot.desk.rounds import rounds
from bot.orders.change import LONGEST_DOUBT
from bot.orders.errors import DeskBusy, Interrupted, StoreTrouble
from bot.store.ports import KeptSubmission
from handlers.slack.acknowledged import Listener
from handlers.slack.asks import Body, Submission, read_submission
from handlers.slack.attending import attend
from handlers.slack.errors import NotFinishedHere, Postponed
from handlers.slack.guard import LONGEST_WORK
from handlers.slack.listeners import SUBMISSIONS
from handlers.slack.reply import Reply
from handlers.slack.work import Work
from handlers.slack.workspace import Workspace

log = logging.getLogger(__name__)

LEASE = LONGEST_WORK + timedelta(seconds=15)
"""How long whoever keeps a submission has to attend to it."""
LONGEST_WAIT = timedelta(minutes=5)
"""What was left for longer is not begun: the person has gone on. Once claimed it has more time."""
_NOT_KEPT: Final = {"token", "trigger_id"}
"""A secret of Slack's, and what tells a delivery from a repeated one."""


@dataclass(frozen=True)
class Keeping:
    """Starts what a form asks for, so that it is not lost on the way."""

    desk: Desk
    workspace: Workspace
    work: Work

    async def start(self, listener: Listener, submission: Submission, body: Body) -> None:
        """Raises StoreTrouble or DeskBusy; it is not attended to then."""
        now = self.workspace.now()
        kept = {name: value for name, value in body.items() if name not in _NOT_KEPT}
        key = str(submission.view.get("private_metadata") or "")
        number = await self.workspace.submissions.keep(key, kept, now, now + LEASE)
        try:
            self.work.start(self._attended(number, listener, submission))
        except DeskBusy:
            await self._let_go(number)
            raise

    @asynccontextmanager
    async def going_on(self, every: timedelta) -> AsyncIterator[None]:
        """Goes on with what an earlier process left, and looks for that again and again."""
        looking = asyncio.create_task(rounds(self.pick_up, every))
        try:
            yield
        finally:
            looking.cancel()
            with suppress(asyncio.CancelledError):
                await looking

    async def pick_up(self) -> None:
        """Attends to what nobody attended to in time, or nobody could be told of."""
        now = self.workspace.now()
        for left in await self.workspace.submissions.left(now, now + LEASE):
            submission = read_submission(left.body)
            if now - left.at > LONGEST_DOUBT:
                log.error("nobody could be told that a form was not attended to")
                await self._let_go(left.id)
            else:
                listener = self._listener(left, submission)
                self.work.start(self._attended(left.id, listener, submission))

    def _listener(self, left: KeptSubmission, submission: Submission) -> Listener:
        if self.workspace.now() - left.at > LONGEST_WAIT:
            return _too_late
        submit = SUBMISSIONS.get(submission.callback_id)
        return (submit(submission).then if submit else None) or _too_late

    async def _attended(self, number: int, listener: Listener, submission: Submission) -> None:
        """Lets go of it when the person has an answer, and not when somebody has to go on."""
        goes_on = False

        async def watched(ask: Any, desk: Desk, reply: Reply) -> None:
            nonlocal goes_on
            try:
                await listener(ask, desk, reply)
            except NotFinishedHere:
                goes_on = True
                raise

        is_told = await attend(watched, submission, self.desk, self.workspace, Postponed())
        if is_told and not goes_on:
            await self._let_go(number)

    async def _let_go(self, number: int) -> None:
        """One that stays for want of a store does no harm: its change is claimed once."""
        try:
            await self.workspace.submissions.let_go(number)
        except StoreTrouble as error:
            log.warning("a submission was not let go of: %s", type(error).__name__)


async def _too_late(_submission: Any, _desk: Desk, _reply: Reply) -> None:
    raise Interrupted
