"""Who owns a subscription when its owner left, as the roles tell."""

from collections.abc import Sequence

from bot.desk.rights import Rights
from bot.orders.access import Role
from bot.orders.errors import OrderdeskError
from bot.orders.person import Standing


class Leads:
    """Leads and admins (bot.desk.digest_ports.Staff)."""

    def __init__(self, rights: Rights) -> None:
        self._rights = rights

    async def is_gone(self, person: str) -> bool:
        """Whether this account was switched off; False when nobody can say."""
        try:
            return (await self._rights.directory.person(person)).standing is Standing.GONE
        except OrderdeskError:
            return False

    async def leads(self) -> Sequence[str]:
        """Slack's ids of those who may own one, in the order to ask them."""
        return await self._rights.people_with(Role.LEAD)
