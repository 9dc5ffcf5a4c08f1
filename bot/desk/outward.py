"""The ways to people and channels that the desk uses on its own, without being asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.desk.digest_ports import Mark, Notice, Poster, Sheet
from bot.desk.posting import FindOutcome, PostOutcome, Refused, Unsearchable
from bot.desk.watch_ports import WatchPoster
from bot.orders.digest import Digest
from bot.orders.family import Family
from bot.store.subscription_ports import Place
from bot.store.watch_ports import Telling, Watch

NOWHERE = "there is no Slack here"


@dataclass(frozen=True)
class Outward:
    """Where digests go, and the news of watched orders."""

    digests: Poster
    watches: WatchPoster


class NoDigests:
    """For a desk without a Slack around it (bot.desk.digest_ports.Poster)."""

    async def post(self, digest: Digest, mark: Mark) -> Refused:
        """Refused."""
        del digest, mark
        return Refused(NOWHERE)

    async def find(self, digest: Digest, mark: Mark, since: object) -> Unsearchable:
        """Nowhere."""
        del digest, mark, since
        return Unsearchable(NOWHERE, for_good=True)

    async def attach(self, place: Place, sheets: Sequence[Sheet]) -> Refused:
        """Refused."""
        del place, sheets
        return Refused(NOWHERE)

    async def tell(self, person: str, notice: Notice) -> Refused:
        """Refused."""
        del person, notice
        return Refused(NOWHERE)


class NoWatches:
    """The same for watches (bot.desk.watch_ports.WatchPoster)."""

    async def find_card(self, watch: Watch) -> FindOutcome:
        """Nowhere."""
        del watch
        return Unsearchable(NOWHERE, for_good=True)

    async def post_card(self, watch: Watch, family: Family) -> PostOutcome:
        """Refused."""
        del watch, family
        return Refused(NOWHERE)

    async def redraw_card(self, watch: Watch, family: Family) -> PostOutcome:
        """Refused."""
        del watch, family
        return Refused(NOWHERE)

    async def tell(self, telling: Telling, card: Place) -> PostOutcome:
        """Refused."""
        del telling, card
        return Refused(NOWHERE)

    async def find(self, telling: Telling, card: Place) -> FindOutcome:
        """Nowhere."""
        del telling, card
        return Unsearchable(NOWHERE, for_good=True)


UNHEARD = Outward(NoDigests(), NoWatches())
