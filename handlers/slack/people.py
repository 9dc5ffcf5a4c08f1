"""Asks Slack who somebody is, once in a while, and only after the acknowledgement."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.orders.errors import NoSuchPerson, OrderdeskError
from bot.orders.person import Person, Standing
from handlers.slack.errors import PersonUnknown
from handlers.slack.sending import CONNECTION_ERRORS, UNREADABLE, error_code

KNOWN_FOR = timedelta(minutes=10)
MOST_KNOWN = 5_000
SLACKBOT = "USLACKBOT"
_NOBODY = {"user_not_found", "user_not_visible"}
_BOT_MARKS = ("is_bot", "is_workflow_bot", "is_connector_bot")


@dataclass(frozen=True)
class Installation:
    """The workspace that the app is installed in; the organisation's id where there is one."""

    team: str
    enterprise: str = ""


class People:
    """Knows people for ten minutes each. Two asks about one person at a time make one call."""

    def __init__(
        self,
        web: AsyncWebClient,
        installation: Installation,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._web = web
        self._installation = installation
        self._now = now
        self._known: OrderedDict[str, tuple[datetime, asyncio.Future[Person]]] = OrderedDict()

    async def person(self, user_id: str, *, fresh: bool = False) -> Person:
        """Somebody; `fresh` asks Slack now, whatever is known.

        Raises PersonUnknown when Slack does not say: then nothing is shown to anybody; and
        NoSuchPerson when it knows nobody of that id.
        """
        asked_at, answer = self._known.get(user_id, (None, None))
        known = asked_at is not None and self._now() - asked_at < KNOWN_FOR
        if answer is None or fresh or not known:
            answer = asyncio.ensure_future(self._asked(user_id))
            self._remember(user_id, answer)
        try:
            return await asyncio.shield(answer)
        except OrderdeskError:
            self.forget(user_id)
            raise

    async def name_of(self, user_id: str, unknown: str = "") -> str:
        """Somebody's name; `unknown` where there is nobody, or Slack does not say."""
        try:
            return (await self.person(user_id)).name if user_id else unknown
        except OrderdeskError:
            return unknown

    def forget(self, user_id: str) -> None:
        """For when Slack says that somebody has changed."""
        self._known.pop(user_id, None)

    def known_locale(self, user_id: str) -> str:
        """Somebody's locale if it is known, at once; else empty."""
        _, answer = self._known.get(user_id, (None, None))
        is_known = answer is not None and answer.done() and not answer.cancelled()
        if answer is None or not is_known or answer.exception() is not None:
            return ""
        return answer.result().locale

    def _remember(self, user_id: str, answer: "asyncio.Future[Person]") -> None:
        self._known[user_id] = (self._now(), answer)
        self._known.move_to_end(user_id)
        if len(self._known) > MOST_KNOWN:
            self._known.popitem(last=False)

    async def _asked(self, user_id: str) -> Person:
        try:
            answer = await self._web.users_info(user=user_id, include_locale=True)
            return read_person(answer["user"], self._installation)
        except SlackApiError as error:
            nobody = error_code(error) in _NOBODY
            raise (NoSuchPerson if nobody else PersonUnknown) from error
        except (*CONNECTION_ERRORS, *UNREADABLE) as error:
            raise PersonUnknown from error


def read_person(user: Mapping[str, Any], installation: Installation) -> Person:
    """A user object of Slack's (docs.slack.dev/reference/objects/user-object)."""
    profile = user.get("profile") or {}
    return Person(
        id=str(user["id"]),
        name=str(profile.get("display_name") or user.get("real_name") or user.get("name") or ""),
        zone=str(user.get("tz") or "UTC"),
        locale=str(user.get("locale") or "en-US"),
        team=str(user.get("team_id") or ""),
        standing=_standing(user, installation),
    )


def _standing(user: Mapping[str, Any], installation: Installation) -> Standing:
    if user.get("deleted"):
        return Standing.GONE
    if user.get("id") == SLACKBOT or any(user.get(mark) for mark in _BOT_MARKS):
        return Standing.BOT
    if user.get("is_stranger") or not _is_ours(user, installation):
        return Standing.OUTSIDER
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return Standing.GUEST
    return Standing.MEMBER


def _is_ours(user: Mapping[str, Any], installation: Installation) -> bool:
    """By the person's own team, or by their organisation's where the workspace is in one."""
    organisation = user.get("enterprise_user") or {}
    teams = {user.get("team_id"), *(organisation.get("teams") or ())}
    same_organisation = organisation.get("enterprise_id") == installation.enterprise != ""
    return installation.team in teams or same_organisation
