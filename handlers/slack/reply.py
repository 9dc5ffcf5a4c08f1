"""Answers one ask: to the person alone, in place of what they clicked, or for all to see."""

import asyncio
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from blocks.forms import View, result_view
from blocks.message import Message, without_pictures
from blocks.order_lines import Reader
from bot.orders.recipient import Audience
from bot.store.ports import FormState
from handlers.slack.asks import Ask
from handlers.slack.errors import (
    ChannelClosed,
    NotInChannel,
    PostUncertain,
    SlackTrouble,
)
from handlers.slack.sending import (
    BAD_BLOCKS,
    NO_ANSWER,
    NOTHING,
    code_of,
    send,
    through_response_url,
)
from handlers.slack.workspace import Workspace

_NOT_IN: Final = {"not_in_channel", "channel_not_found"}
_CLOSED: Final = {"is_archived", "restricted_action", "restricted_action_read_only_channel"}
_OVERTAKEN: Final = "hash_conflict"

FORM_LIFE = timedelta(hours=24)
"""For forms that hold no address; those end after half an hour."""


@dataclass(frozen=True)
class Reply:
    """The ways to answer an ask."""

    ask: Ask
    workspace: Workspace
    view: View | None = None
    """The form that the answer belongs into, as far as it is known: `id`, and maybe `hash`."""
    settled_at: float = 0.0
    """The moment of the loop's clock before which nothing replaces the acknowledged form."""

    @property
    def web(self) -> AsyncWebClient:
        """The client for calls to Slack."""
        return self.workspace.web

    def reader(self, audience: Audience, note: str = "") -> Reader:
        """Who will read what is drawn now."""
        return Reader(audience, self.workspace.now(), self.workspace.previews, note)

    async def answer(self, message: Message) -> None:
        """Where it was asked: beside the command, in the form, or under the mention for all."""
        if self.ask.seen_by is Audience.CHANNEL:
            await self.post(message)
        else:
            await self.whisper(message)

    async def whisper(self, message: Message) -> None:
        """Shows it to this person alone, whatever way is open."""
        if self.view is not None:
            await self._show_in_view(message)
        else:
            await self._whisper(message)

    async def replace(self, message: Message) -> None:
        """Puts it in the place of what was clicked."""
        if self.view is not None:
            await self._show_in_view(message)
        elif await self._respond(message, replace_original=True):
            await self._whisper(message)

    async def post(self, message: Message, channel: str = "") -> None:
        """Posts it to the channel, in the thread of the ask, for all to see.

        Raises NotInChannel, ChannelClosed, PostUncertain or SlackTrouble.
        """
        elsewhere = channel and channel != self.ask.by.channel
        thread = "" if elsewhere else self.ask.thread_ts
        _raise_for(await self._post(message, channel or self.ask.by.channel, thread))

    async def open_form(self, view: View) -> None:
        """Opens a form for this person, which remembers where it was asked for.

        Raises SlackTrouble.
        """
        key = await self.workspace.forms.keep(self._place(), self.workspace.now())
        form = {**view, "private_metadata": key}
        code = await code_of(self.web.views_open(trigger_id=self.ask.trigger_id, view=form))
        if code:
            raise SlackTrouble(f"Slack could not open the form ({code}). Please try again.")

    async def pushed(self, view: View) -> "Reply":
        """Lays a form over the one that was clicked in; the reply that shows things there.

        Raises SlackTrouble.
        """
        form = {**view, **_carried(self.view)}
        try:
            answer = await self.web.views_push(trigger_id=self.ask.trigger_id, view=form)
        except (SlackApiError, *NO_ANSWER) as error:
            raise SlackTrouble("Slack could not open the card. Please try again.") from error
        return replace(self, view={**form, "id": answer["view"]["id"]})

    def _place(self) -> FormState:
        """Where this person asked, for as long as a form may stay open."""
        data = {"channel": self.ask.by.channel, "thread_ts": self.ask.thread_ts}
        return FormState(self.ask.by.person, data, self.workspace.now() + FORM_LIFE)

    async def _show_in_view(self, message: Message) -> None:
        """In the form; as a message to that person when the form was closed before."""
        code = await self._update_view(message)
        if code == "not_found":
            await self._whisper(message)
        elif code and code != _OVERTAKEN:
            raise SlackTrouble(f"Slack refused the answer: {code}.")

    async def _update_view(self, message: Message) -> str:
        await asyncio.sleep(self.settled_at - asyncio.get_running_loop().time())
        code = ""
        place: dict[str, Any] = {"view_id": (self.view or {})["id"]}
        if known := (self.view or {}).get("hash"):
            place["hash"] = known
        for attempt in (message, without_pictures(message)):
            view = {**result_view(attempt), **_carried(self.view)}
            code = await code_of(self.web.views_update(**place, view=view))
            if code not in {*BAD_BLOCKS, "invalid_arguments"}:
                break
        return code

    async def _whisper(self, message: Message) -> None:
        """By response_url, else in the channel, else as a direct message: one of them is open."""
        if self.ask.response_url and not await self._respond(message):
            return
        if self.ask.is_direct:
            code = await self._post(message, self.ask.by.channel, self.ask.thread_ts)
        else:
            code = await self._post_ephemeral(message)
        if code:
            _raise_for(await self._post(message, self.ask.by.person))

    async def _respond(self, message: Message, *, replace_original: bool = False) -> str:
        url = through_response_url(self.ask.response_url, self.web)
        thread = "" if replace_original else self.ask.thread_ts
        return await send(message, url, replace_original=replace_original, thread_ts=thread)

    async def _post(self, message: Message, channel: str, thread_ts: str = "") -> str:
        async def post(body: dict[str, Any]) -> str:
            quiet = {"unfurl_links": False, "unfurl_media": False}
            return await code_of(self.web.api_call("chat.postMessage", json={**body, **quiet}))

        return await send(message, post, channel=channel, thread_ts=thread_ts)

    async def _post_ephemeral(self, message: Message) -> str:
        async def post(body: dict[str, Any]) -> str:
            return await code_of(self.web.api_call("chat.postEphemeral", json=body))

        if not self.ask.by.channel:
            return "no_channel"
        place = {"channel": self.ask.by.channel, "user": self.ask.by.person}
        return await send(message, post, **place, thread_ts=self.ask.thread_ts)


def _carried(view: View | None) -> View:
    """What a form keeps over an update."""
    metadata = (view or {}).get("private_metadata")
    return {"private_metadata": metadata} if metadata else {}


def _raise_for(code: str) -> None:
    if code in _NOT_IN:
        raise NotInChannel
    if code in _CLOSED:
        raise ChannelClosed
    if code == NOTHING:
        raise PostUncertain
    if code:
        raise SlackTrouble(f"Slack refused to show the answer: {code}.")
