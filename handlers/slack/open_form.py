"""A form that a person has open, as far as it is known here."""

import asyncio
from dataclasses import dataclass
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from blocks.forms import View, result_view
from blocks.message import Message, without_pictures
from handlers.slack.afterthoughts import Afterthoughts
from handlers.slack.errors import SlackTrouble
from handlers.slack.sending import (
    BAD_BLOCKS,
    CONNECTION_ERRORS,
    UNREADABLE,
    error_code,
    refusal_of,
)

EXPIRED: Final = "expired_trigger_id"
"""Three seconds can pass in a crowd."""
_CLOSED: Final = "not_found"
_OVERTAKEN: Final = "hash_conflict"
"""Somebody's later click was faster: what it shows is newer."""

USUALLY_THERE, SURELY_THERE = 0.3, 3.0
"""Seconds after which an acknowledgement has reached Slack.

It shows "checking", and travels over another connection than the view that replaces it. If it
comes later than that, it covers the answer; so the answer is shown once more at the end.
"""


@dataclass(frozen=True)
class OpenForm:
    """`state_key` leads to what the store keeps of it."""

    web: AsyncWebClient
    view_id: str
    state_key: str = ""
    hash: str = ""
    """Slack's mark of how the form looks now; empty when that is not known."""
    afterthoughts: Afterthoughts | None = None
    """For a form that was just submitted: its acknowledgement may still be on its way to Slack."""
    is_new: bool = False
    """Opened by this very ask, so that nothing is lost over what is shown in it."""

    @classmethod
    async def opened(
        cls, web: AsyncWebClient, view: View, trigger_id: str, state_key: str
    ) -> "OpenForm | None":
        """Opens a form; None when the click is too long ago. Raises SlackTrouble."""
        form = {**view, "private_metadata": state_key}
        try:
            answer = await web.views_open(trigger_id=trigger_id, view=form)
            return cls(web, str(answer["view"]["id"]), state_key, is_new=True)
        except SlackApiError as error:
            if error_code(error) == EXPIRED:
                return None
            raise _not_opened(error_code(error)) from error
        except (*CONNECTION_ERRORS, *UNREADABLE) as error:
            raise _not_opened("no answer") from error

    async def shows(self, message: Message) -> bool:
        """Puts a message into the form; False when it was closed before. Raises SlackTrouble."""
        if self.afterthoughts:
            await asyncio.sleep(USUALLY_THERE)
        refusal = await self._update(message)
        if refusal and refusal not in {_CLOSED, _OVERTAKEN}:
            raise SlackTrouble(f"Slack did not take the answer ({refusal}). Please try again.")
        if self.afterthoughts and not refusal:
            self.afterthoughts.plan(self.view_id, SURELY_THERE, lambda: self._update(message))
        return refusal != _CLOSED

    async def becomes(self, view: View) -> None:
        """Puts another form in the place of this one. Raises SlackTrouble."""
        if self.afterthoughts:
            await asyncio.sleep(USUALLY_THERE)
        refusal = await self._put(view)
        if self.afterthoughts and not refusal:
            self.afterthoughts.plan(self.view_id, SURELY_THERE, lambda: self._put(view))
        if refusal not in {"", _OVERTAKEN, _CLOSED}:
            raise _not_opened(refusal)

    async def under(self, view: View, trigger_id: str) -> "OpenForm":
        """Lays another form over this one and gives that. Raises SlackTrouble."""
        view = {**view, **self._carried}
        try:
            answer = await self.web.views_push(trigger_id=trigger_id, view=view)
            return OpenForm(self.web, str(answer["view"]["id"]), self.state_key, is_new=True)
        except SlackApiError as error:
            raise _not_opened(error_code(error)) from error
        except (*CONNECTION_ERRORS, *UNREADABLE) as error:
            raise _not_opened("no answer") from error

    @property
    def _carried(self) -> dict[str, Any]:
        """What stays with a form over its updates."""
        return {"private_metadata": self.state_key} if self.state_key else {}

    async def _update(self, message: Message) -> str:
        refusal = ""
        for attempt in (message, without_pictures(message)):
            refusal = await self._put(result_view(attempt))
            if refusal not in {*BAD_BLOCKS, "invalid_arguments"}:
                break
        return refusal

    async def _put(self, view: View) -> str:
        which = {"view_id": self.view_id, **({"hash": self.hash} if self.hash else {})}
        body = {**which, "view": {**view, **self._carried}}
        return await refusal_of(self.web.api_call("views.update", json=body))


def _not_opened(code: str) -> SlackTrouble:
    return SlackTrouble(f"Slack could not open the form ({code}). Please try again.")
