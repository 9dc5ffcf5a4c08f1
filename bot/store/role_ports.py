"""What the desk needs of a store for roles and for the stop switch."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.orders.access import Role
from bot.store.ports import Entry


@dataclass(frozen=True)
class Grant:
    """A role that was given."""

    holder: str
    """Slack's id of a person (`U…`) or of a user group (`S…`)."""
    role: Role
    granted_by: str
    at: datetime


class Roles(Protocol):
    """Keeps the given roles. Each change is written together with its audit row, or not at all.

    The store completes the row's detail: who, from which role, to which.
    """

    async def grants(self) -> Sequence[Grant]:
        """All given roles, the highest first."""

    async def change(
        self, holder: str, role: Role | None, entry: Entry, counting: Collection[str]
    ) -> Role | None:
        """Gives this role, or with None takes what was given; the role that was held before.

        Raises LastAdmin when none of `counting`, the people whose role of admin counts, would
        still be an admin. Groups do not count: Slack may empty them.
        """

    async def appoint(
        self, admins: Sequence[str], entry: Entry, counting: Collection[str]
    ) -> Sequence[str]:
        """Makes these people admins if none of `counting` is one; those who became it."""


@dataclass(frozen=True)
class Paused:
    """Who paused all changes, when, and why if it was said."""

    by: str
    at: datetime
    reason: str = ""


class Switches(Protocol):
    """Keeps the stop switch. A change of it is written together with its audit row."""

    async def paused(self) -> Paused | None:
        """Since when changes are paused, if they are."""

    async def pause(self, paused: Paused, entry: Entry) -> Paused | None:
        """Pauses; who had done so before, in which case nothing is written."""

    async def resume(self, entry: Entry) -> Paused | None:
        """Ends the pause; what ended, or None when there was none and nothing is written."""
