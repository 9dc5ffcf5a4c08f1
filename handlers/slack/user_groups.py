"""Asks Slack who is in a user group, and which groups there are; a plan may have none."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final, TypeVar

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.desk.directory import Group, GroupName
from bot.orders.person import Person
from handlers.slack.people import People
from handlers.slack.sending import CONNECTION_ERRORS, UNREADABLE, error_code

log = logging.getLogger(__name__)

T = TypeVar("T")

KNOWN_FOR = timedelta(minutes=1)
UNANSWERED: Final = "Slack does not say just now who is in it, so nobody has the role by it."
TROUBLES: Final = {
    "no_such_subteam": "Slack no longer knows this group.",
    "plan_upgrade_required": "This workspace's Slack plan has no user groups.",
    "missing_scope": "Orderdesk may not read user groups: install the app again.",
}
"""What Slack's refusals mean for a group that was given a role (slack-facts 3.7)."""


@dataclass(frozen=True)
class _Known:
    at: datetime
    answer: "asyncio.Future[Any]"


class UserGroups:
    """Knows groups for a minute each. Two asks about one group at a time make one call."""

    def __init__(
        self, web: AsyncWebClient, now: Callable[[], datetime] = lambda: datetime.now(UTC)
    ) -> None:
        self._web = web
        self._now = now
        self._known: dict[str, _Known] = {}
        self._names: Sequence[GroupName] = ()

    async def group(self, group_id: str) -> Group:
        """A group; without members, and with the reason, when Slack does not tell them."""
        return await self._once_a_minute(group_id, lambda: self._asked(group_id))

    async def group_names(self) -> Sequence[GroupName]:
        """The groups of the workspace, by handle; those known last when Slack does not say."""
        await self._once_a_minute("", self._ask_names)
        return self._names

    def known_group_names(self) -> Sequence[GroupName]:
        """The same as it was known last."""
        return self._names

    async def _once_a_minute(self, key: str, ask: Callable[[], Awaitable[T]]) -> T:
        known = self._known.get(key)
        if known is None or self._now() - known.at >= KNOWN_FOR:
            known = self._known[key] = _Known(self._now(), asyncio.ensure_future(ask()))
        answer: T = await asyncio.shield(known.answer)
        return answer

    async def _asked(self, group_id: str) -> Group:
        try:
            answer = await self._web.usergroups_users_list(usergroup=group_id)
            return Group(group_id, frozenset(map(str, answer["users"])))
        except SlackApiError as error:
            return Group(group_id, trouble=self._trouble(group_id, error_code(error)))
        except (*CONNECTION_ERRORS, *UNREADABLE):
            return Group(group_id, trouble=self._trouble(group_id, "no_answer"))

    async def _ask_names(self) -> None:
        try:
            answer = await self._web.usergroups_list()
            self._names = read_group_names(answer["usergroups"])
        except SlackApiError as error:
            self._trouble("", error_code(error))
        except (*CONNECTION_ERRORS, *UNREADABLE):
            self._trouble("", "no_answer")

    def _trouble(self, key: str, code: str) -> str:
        """What that means; what was no answer to the question is asked again next time."""
        log.warning("slack does not tell about user groups: %s", code)
        if code not in TROUBLES:
            self._known.pop(key, None)
        return TROUBLES.get(code, UNANSWERED)


@dataclass(frozen=True)
class SlackDirectory:
    """People and groups together (bot.desk.directory.Directory)."""

    people: People
    groups: UserGroups

    async def person(self, user_id: str, *, fresh: bool = False) -> Person:
        """Somebody. Raises PersonUnknown or NoSuchPerson."""
        return await self.people.person(user_id, fresh=fresh)

    async def group(self, group_id: str) -> Group:
        """A user group."""
        return await self.groups.group(group_id)

    async def group_names(self) -> Sequence[GroupName]:
        """The user groups of the workspace."""
        return await self.groups.group_names()

    def known_group_names(self) -> Sequence[GroupName]:
        """The same as it was known last."""
        return self.groups.known_group_names()


def read_group_names(groups: Sequence[Mapping[str, Any]]) -> Sequence[GroupName]:
    """The groups that are not switched off, by handle (docs.slack.dev, usergroup object)."""
    names = [
        GroupName(str(each["id"]), str(each.get("handle") or each.get("name") or each["id"]))
        for each in groups
        if not each.get("date_delete")
    ]
    return sorted(names, key=lambda each: each.handle.casefold())
