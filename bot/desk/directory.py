"""What the desk needs to know of people and of user groups, in its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.orders.person import Person


@dataclass(frozen=True)
class Group:
    """A user group as it is now. `trouble` says in a sentence why nobody is in it, if so."""

    id: str
    members: frozenset[str] = frozenset()
    trouble: str = ""


@dataclass(frozen=True)
class GroupName:
    """A user group in a list to choose from."""

    id: str
    handle: str
    """What people mention it by, without the `@`."""


class Directory(Protocol):
    """Knows who is in the workspace."""

    async def person(self, user_id: str, *, fresh: bool = False) -> Person:
        """Somebody; `fresh` asks anew, for who is about to change something.

        Raises NoSuchPerson, or another OrderdeskError when that cannot be known just now.
        """

    async def group(self, group_id: str) -> Group:
        """A user group. Without members, and never an error, when they cannot be known."""

    async def group_names(self) -> Sequence[GroupName]:
        """The user groups of the workspace; none where there are none or they cannot be known."""

    def known_group_names(self) -> Sequence[GroupName]:
        """The same as it was known last, at once: a list to choose from cannot wait."""
