"""Who may own a digest when its owner left, as Slack and the roles tell."""

from collections.abc import Awaitable, Callable, Sequence

from bot.orders.person import Standing
from handlers.slack.errors import PersonUnknown
from handlers.slack.people import People

Leads = Callable[[], Awaitable[Sequence[str]]]


async def nobody() -> Sequence[str]:
    """For as long as there are no roles."""
    return ()


class SlackStaff:
    """The people of the workspace (bot.desk.digest_ports.Staff)."""

    def __init__(self, people: People, leads: Leads = nobody) -> None:
        self._people, self._leads = people, leads

    async def is_gone(self, person: str) -> bool:
        """Whether this account was switched off; False when Slack does not say."""
        try:
            return (await self._people.person(person)).standing is Standing.GONE
        except PersonUnknown:
            return False

    async def leads(self) -> Sequence[str]:
        """Slack's ids of those who may own one, in the order to ask them."""
        return await self._leads()
