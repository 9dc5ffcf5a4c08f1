"""`orderdesk digest`: the digests at a terminal."""

from datetime import UTC, datetime, timedelta
from typing import TextIO
from zoneinfo import ZoneInfo

from blocks.digest_replies import sent_words
from blocks.digest_text import digest_lines, subscription_line
from bot.desk.composing import Composer
from bot.desk.digest_ports import Sightings
from bot.desk.follow_ups import FollowUpStore
from bot.desk.notices import OURSELVES
from bot.desk.sight import LedgerSight, World
from bot.orders.errors import SubscriptionGone
from bot.orders.subscription import Subscription
from bot.settings import Settings
from bot.store.attention import SqliteAttention, SqlitePatience
from bot.store.claims import SqliteClaims
from bot.store.database import SqliteDatabase
from bot.store.digest_runs import SqliteDigestRuns
from bot.store.ledger import SqliteLedger
from bot.store.ports import Entry, Operation
from bot.store.subscription_ports import RunState
from bot.store.subscriptions import SqliteSubscriptions
from handlers.app import StartTrouble, opened

FAILED = 1


class DigestTerminal:
    """Each command returns the exit code. Raises OrderdeskError."""

    def __init__(self, settings: Settings, out: TextIO) -> None:
        self._settings, self._out = settings, out

    async def listed(self) -> int:
        """All of them, one a line."""
        now = datetime.now(UTC)
        async with SqliteDatabase.opened(self._settings.database_path) as database:
            every = await SqliteSubscriptions(database).all()
        for each in every:
            self._say(subscription_line(each, each.coming(now, 1)))
        if not every:
            self._say("There are no digests yet. Type /order digest in a channel of Slack.")
        return 0

    async def preview(self, number: int) -> int:
        """Draws the one that would come now. Nothing is posted, and nothing counts as told."""
        async with SqliteDatabase.opened(self._settings.database_path) as database:
            subscription = await _subscription(database, number)
            composer = Composer(SqliteDigestRuns(database), _sightings(database, self._settings))
            made = await composer.composed(subscription, datetime.now(UTC))
        for line in digest_lines(made):
            self._say(line)
        return 0

    async def send(self, number: int) -> int:
        """Posts one now. Raises SettingsError."""
        try:
            async with opened(self._settings) as program:
                state, run = await program.desk.digests.digests.send(number, _entry(number))
        except StartTrouble as trouble:
            self._say(str(trouble))
            return FAILED
        self._say(sent_words(state, run.trouble if run else ""))
        return 0 if state is RunState.POSTED else FAILED

    def _say(self, line: str) -> None:
        self._out.write(f"{line}\n")


def _sightings(database: SqliteDatabase, settings: Settings) -> Sightings:
    """The ledger, as the program's own digests see it."""
    attention = SqliteAttention(database, lambda: datetime.now(UTC))
    store = FollowUpStore(SqliteLedger(database), SqlitePatience(database), attention)
    zone = ZoneInfo(settings.orderdesk_timezone)
    return LedgerSight(World(store, SqliteClaims(database), settings.gelato_dialect, zone))


async def _subscription(database: SqliteDatabase, number: int) -> Subscription:
    found = await SqliteSubscriptions(database).of(number)
    if found is None:
        raise SubscriptionGone(f"There is no digest {number}. orderdesk digest list shows them.")
    return found


def _entry(number: int) -> Entry:
    return Entry(
        at=datetime.now(UTC),
        operation=Operation.DIGEST,
        outcome="done",
        person=OURSELVES,
        team="",
        channel="",
        reference="",
        order_ids=(),
        took=timedelta(),
        request_id="",
        detail=f"send {number} from a terminal",
    )
