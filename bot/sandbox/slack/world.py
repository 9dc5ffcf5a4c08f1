"""The workspace: who is in it, what was said, what is open. Everything else acts on this."""

import itertools
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

from bot.sandbox.slack import elements, manifest
from bot.sandbox.slack.channels import Channel, direct, first_channels
from bot.sandbox.slack.faults import Faults
from bot.sandbox.slack.ledger import Ledger
from bot.sandbox.slack.messages import Message
from bot.sandbox.slack.people import BOT_USER, PEOPLE, SLACKBOT, Person
from bot.sandbox.slack.response_urls import ResponseUrls
from bot.sandbox.slack.stamps import Clock, Stamps
from bot.sandbox.slack.triggers import Triggers
from bot.sandbox.slack.usergroups import first_usergroups
from bot.sandbox.slack.views import Views


class World:
    """One workspace with the bot installed in it, as its manifest says."""

    def __init__(self, clock: Clock, seed: int, installed: Mapping[str, Any]) -> None:
        self.stamps = Stamps(clock, seed)
        self.manifest = installed
        self.scopes = manifest.scopes(installed)
        self.people: dict[str, Person] = {each.id: each for each in PEOPLE}
        self.channels: dict[str, Channel] = {each.id: each for each in first_channels()}
        self.usergroups = first_usergroups()
        self.files: dict[str, dict[str, Any]] = {}
        self.views = Views(self.stamps)
        self.triggers = Triggers(self.stamps)
        self.response_urls = ResponseUrls(self.stamps)
        self.faults = Faults()
        self.ledger = Ledger(self._stir)
        self.toasts: dict[str, deque[dict[str, Any]]] = {}
        self.base_url = ""
        self.version = 0
        self.on_bot_message: Callable[[Message, str], None] = lambda _, __: None
        self._watchers: set[Callable[[], None]] = set()
        self._toast_ids = itertools.count(1)

    @property
    def now(self) -> float:
        """Seconds since 1970, by the world's own clock."""
        return self.stamps.clock()

    def changed(self) -> None:
        """Tells every page that there is something new to see."""
        self.version += 1
        self._stir()

    def _stir(self) -> None:
        for watcher in list(self._watchers):
            watcher()

    def watch(self, watcher: Callable[[], None]) -> Callable[[], None]:
        """Calls `watcher` at every change, until what this returns is called."""
        self._watchers.add(watcher)
        return lambda: self._watchers.discard(watcher)

    def direct(self, person: str) -> Channel:
        """The direct conversation of a person with the bot, opened if need be."""
        return self.channels.setdefault("D" + person[1:], direct(person))

    def channel(self, id_or_name: str) -> Channel | None:
        """A conversation by id, or by `#name`."""
        if id_or_name in self.channels:
            return self.channels[id_or_name]
        name = id_or_name.removeprefix("#")
        return next((c for c in self.channels.values() if c.kind != "im" and c.name == name), None)

    def channels_of(self, person: Person) -> list[Channel]:
        """What this person's side bar shows, the direct conversation with the bot last."""
        own = [c for c in self.channels.values() if c.kind != "im" and person.id in c.members]
        return own if person.foreign else [*own, self.direct(person.id)]

    def post(self, channel: Channel, user: str, text: str, **more: Any) -> Message:
        """Puts a message into a conversation; `more` are further fields of Message."""
        more["blocks"] = elements.stored(more.get("blocks") or [], self.stamps)
        message = Message(self.stamps.ts(), channel.id, user, text, **more)
        channel.messages.append(message)
        self.changed()
        return message

    def bot_posts(self, channel: Channel, text: str, **more: Any) -> Message:
        """Puts a message of the bot's into a conversation."""
        message = self.post(channel, BOT_USER, text, **more)
        self.bot_said(message)
        return message

    def bot_said(self, message: Message, how: str = "posted") -> None:
        """Tells whoever listens that the bot posted or changed a public message."""
        if message.visible_to is None:
            self.on_bot_message(message, how)

    def slackbot_tells(self, channel: Channel, person: str, text: str) -> Message:
        """A line from Slack itself that only one person sees."""
        return self.post(channel, SLACKBOT, text, visible_to=person, kind="system")

    def toast(self, person: str, text: str, tone: str = "problem") -> None:
        """A passing note on one person's page."""
        note = {"id": next(self._toast_ids), "text": text, "tone": tone, "at": self.now}
        self.toasts.setdefault(person, deque(maxlen=5)).append(note)
        self.changed()
