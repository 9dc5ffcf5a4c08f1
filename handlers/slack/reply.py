"""Answers one ask: to the person alone, in place of what they clicked, or for all to see."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from slack_sdk.web.async_client import AsyncWebClient

from blocks import ids
from blocks.forms import View
from blocks.message import Message
from blocks.order_lines import Reader
from blocks.replies import offer_look_up
from blocks.stuck import read_stuck_place
from bot.orders.person import Person
from bot.orders.recipient import Audience
from bot.store.ports import FormState
from handlers.slack.asks import Ask, Click
from handlers.slack.errors import (
    AnswerUncertain,
    ChannelClosed,
    FormExpired,
    NotInChannel,
    PostUncertain,
    SlackTrouble,
)
from handlers.slack.open_form import OpenForm
from handlers.slack.sending import OUTCOME_UNKNOWN, post, refusal_of, send, through_response_url
from handlers.slack.workspace import Workspace

log = logging.getLogger(__name__)

_NOT_IN: Final = {"not_in_channel", "channel_not_found"}
_CLOSED: Final = {"is_archived", "restricted_action", "restricted_action_read_only_channel"}

_MENDED: Final = {ids.CANCEL, ids.UPDATE, ids.STUCK_MENU, ids.STUCK_PATIENCE, ids.DIGEST_ROW}
"""Buttons whose form may change what their message shows: it is drawn again afterwards."""

FORM_LIFE = timedelta(hours=24)
"""For forms that hold no address; those end after half an hour."""


@dataclass(frozen=True)
class Reply:
    """The ways to answer an ask."""

    ask: Ask
    workspace: Workspace
    form: OpenForm | None = None
    """The form that the ask came from, where the answer belongs."""
    person: Person | None = None
    """Who asked, once Slack has said so."""

    @property
    def web(self) -> AsyncWebClient:
        """The client for calls to Slack."""
        return self.workspace.web

    def reader(self, audience: Audience, note: str = "") -> Reader:
        """Who will read what is drawn now."""
        now, previews = self.workspace.now(), self.workspace.previews
        return Reader(audience, now, previews, note, self.zone)

    @property
    def zone(self) -> ZoneInfo:
        """The person's, as Slack knows it."""
        try:
            return ZoneInfo(self.person.zone if self.person else "UTC")
        except (KeyError, OSError, ValueError):
            return ZoneInfo("UTC")

    async def answer(self, message: Message) -> None:
        """Where it was asked: beside the command, in the form, or under the mention for all."""
        if self.ask.seen_by is Audience.CHANNEL:
            await self.post(message)
        else:
            await self.whisper(message)

    async def whisper(self, message: Message, elsewhere: Message | None = None) -> None:
        """Shows it to this person alone, whatever way is open. Raises SlackTrouble when none is.

        `elsewhere` is shown where the form was closed, if what is in the form belongs nowhere else.
        """
        if self.form is None or not await self.form.shows(message):
            await self.aside(elsewhere or message)

    async def replace(self, message: Message) -> None:
        """Puts it in the place of what was clicked."""
        if self.form is not None:
            await self.whisper(message)
            return
        refusal = await self._respond(message, replace_original=True)
        if refusal and refusal != OUTCOME_UNKNOWN:
            await self.aside(message)

    async def post(self, message: Message) -> None:
        """Posts it to the channel, in the thread of the ask, for all to see.

        Raises NotInChannel, ChannelClosed, PostUncertain or SlackTrouble.
        """
        refusal = await self._post(message, self.ask.by.channel, self.ask.thread_ts)
        if refusal:
            raise _post_error(refusal)

    async def open_form(self, view: View, instead: Message | None = None) -> "Reply | None":
        """Opens a form for this person, which remembers where it was asked for.

        Gives the reply that shows things in it; None when it was too late to open any, and then
        `instead` is shown, which offers to try again. Raises SlackTrouble.
        """
        key = await self.workspace.forms.keep(self._origin(), self.workspace.now())
        form = await OpenForm.opened(self.web, view, self.ask.trigger_id, key)
        if form is None:
            await self.whisper(instead or offer_look_up())
            return None
        return replace(self, form=form)

    async def remember(self, *, ends_in: timedelta = FORM_LIFE, **data: str) -> None:
        """Keeps more with the form that is open, beside where it was asked for."""
        if self.form is not None:
            kept = {**self._origin().data, **data}
            state = FormState(self.ask.by.person, kept, self.workspace.now() + ends_in)
            await self.workspace.forms.change(self.form.state_key, state)

    async def remembered(self) -> Mapping[str, str]:
        """What is kept with the form that this came from. Raises FormExpired."""
        key = self.form.state_key if self.form else ""
        forms, now = self.workspace.forms, self.workspace.now()
        state = await forms.of(key, self.ask.by.person, now) if key else None
        if state is None:
            raise FormExpired
        return state.data

    async def under(self, form: OpenForm, view: View) -> "Reply":
        """Lays another form over the one that was clicked in; the reply that shows things there.

        Raises SlackTrouble.
        """
        return replace(self, form=await form.under(view, self.ask.trigger_id))

    async def renewed(self, form: OpenForm, view: View) -> "Reply":
        """Puts another form, with a memory of its own, in the place of the one that was clicked in.

        Only three may lie on each other. Raises SlackTrouble.
        """
        anew = replace(await self.with_memory(form), hash="", is_new=True)
        await anew.becomes(view)
        return replace(self, form=anew)

    async def with_memory(self, form: OpenForm) -> OpenForm:
        """The form with a new memory, for what is laid over it and must not share its own."""
        key = await self.workspace.forms.keep(self._origin(), self.workspace.now())
        return replace(form, state_key=key)

    def _origin(self) -> FormState:
        """Where this person asked, for as long as a form may stay open."""
        data = {"channel": self.ask.by.channel, "thread_ts": self.ask.thread_ts}
        if isinstance(self.ask, Click) and self.ask.action_id in _MENDED:
            data |= {"posted_ts": self.ask.posted_ts, "response_url": self.ask.response_url}
        if isinstance(self.ask, Click) and self.ask.action_id == ids.STUCK_MENU:
            data |= {"place": _list_place(self.ask)}
        if isinstance(self.ask, Click) and self.ask.action_id == ids.DIGEST_ROW:
            data |= {"digest": self.ask.card}
        return FormState(self.ask.by.person, data, self.workspace.now() + FORM_LIFE)

    async def aside(self, message: Message) -> None:
        """Tells this person something beside what they look at, which stays.

        By response_url, else in the channel, else as a direct message: one of them is open. A way
        that may have worked is not followed by another one: nobody wants two answers.
        """
        refusal = ""
        for way in (self._respond, self._post_here, self._post_direct):
            refusal = await way(message)
            if refusal == OUTCOME_UNKNOWN:
                raise AnswerUncertain
            if not refusal:
                break
        if refusal:
            raise SlackTrouble(f"Slack did not take the answer ({refusal}). Please try again.")

    async def tell(self, person: str, message: Message) -> None:
        """Tells somebody else by direct message, if Slack takes it: nobody waits for that."""
        refusal = await self._post(message, person)
        if refusal:
            log.warning("request %s: %s was not told: %s", self.ask.by.request_id, person, refusal)

    async def _respond(self, message: Message, *, replace_original: bool = False) -> str:
        through = through_response_url(self.ask.response_url, self.web)
        thread = "" if replace_original else self.ask.thread_ts
        public = replace_original and self.ask.seen_by is Audience.CHANNEL
        how = {
            "replace_original": replace_original,
            "response_type": "in_channel" if public else "ephemeral",
        }
        return await send(message, through, **how, thread_ts=thread)

    async def _post_here(self, message: Message) -> str:
        """Below the conversation, for this person alone."""
        if self.ask.is_direct:
            return await self._post(message, self.ask.by.channel, self.ask.thread_ts)
        return await self._post_ephemeral(message)

    async def _post_direct(self, message: Message) -> str:
        return await self._post(message, self.ask.by.person)

    async def _post(self, message: Message, channel: str, thread_ts: str = "") -> str:
        return await post(message, self.web, channel, thread_ts)

    async def _post_ephemeral(self, message: Message) -> str:
        async def through(body: dict[str, Any]) -> str:
            return await refusal_of(self.web.api_call("chat.postEphemeral", json=body))

        if not self.ask.by.channel:
            return "no_channel"
        whom = {"channel": self.ask.by.channel, "user": self.ask.by.person}
        thread_ts = "" if self.ask.is_thread_new else self.ask.thread_ts
        return await send(message, through, **whom, thread_ts=thread_ts)


def _list_place(click: Click) -> str:
    """The page and the filters of the list that was clicked in; empty where that is not known."""
    place = read_stuck_place(click.block_id)
    return f"{place.page} {place.again}" if place else ""


def _post_error(refusal: str) -> SlackTrouble:
    if refusal in _NOT_IN:
        return NotInChannel()
    if refusal in _CLOSED:
        return ChannelClosed()
    if refusal == OUTCOME_UNKNOWN:
        return PostUncertain()
    return SlackTrouble(f"Slack refused to post the card ({refusal}). Please try again.")
