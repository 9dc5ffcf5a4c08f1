"""Tells people by direct message what came of a change that took longer."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from functools import partial

from blocks.changes import told_later
from bot.orders.change import Change
from bot.orders.errors import NoSuchPerson
from handlers.slack.errors import PersonUnknown
from handlers.slack.sending import post
from handlers.slack.workspace import Workspace

Leads = Callable[[], Awaitable[Sequence[str]]]
"""Slack's ids of who answers for what somebody left behind."""
Mend = Callable[[Change], Awaitable[None]]
"""Makes what others see of the order true again."""
MOST_TOLD = 5
"""Enough that somebody is there, and few enough to write to at once."""


async def _nothing(change: Change) -> None:
    del change


@dataclass(frozen=True)
class DirectMessages:
    """Tells who asked; the leads, where they left or became a guest (bot.desk.asking.Teller)."""

    workspace: Workspace
    leads: Leads
    mend: Mend = _nothing

    async def tell(self, change: Change) -> bool:
        """Whether it surely reached somebody: rather told twice than not at all."""
        people = await self._readers(change)
        sent = (post(told_later(change, each), self.workspace.web, each) for each in people)
        if all(await asyncio.gather(*sent)):
            return False
        mend = partial(self.mend, change)  # whatever comes of that, the person is told
        self.workspace.afterthoughts.plan(f"mend:{change.id}", 0, mend)
        return True

    async def _readers(self, change: Change) -> Sequence[str]:
        try:
            person = await self.workspace.people.person(change.by.person)
        except PersonUnknown:
            return (change.by.person,)
        except NoSuchPerson:
            return await self._leads()
        return (change.by.person,) if person.is_served else await self._leads()

    async def _leads(self) -> Sequence[str]:
        return list(await self.leads())[:MOST_TOLD]
