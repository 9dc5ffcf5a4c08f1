"""Puts a desk together from its parts, for the program and for whoever tests a part of it."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.desk.asking import UNCAPPED, USUAL, Caps, Permitted, Tempo
from bot.desk.changes import Changes
from bot.desk.chronicle import Chronicle, Trails
from bot.desk.desk import Desk
from bot.desk.digests import Digests, Kept
from bot.desk.directory import Directory
from bot.desk.families import read_family
from bot.desk.follow_ups import FollowUps, FollowUpStore
from bot.desk.look_ups import LookUps, Saw, unfollowed
from bot.desk.notices import Owners
from bot.desk.outward import UNHEARD, Outward
from bot.desk.records import Records
from bot.desk.rights import Rights
from bot.desk.sight import LedgerSight, PeoplesAttention, World
from bot.desk.staff import Leads
from bot.desk.subscribing import Sight, Subscribing
from bot.desk.switch import Switch
from bot.desk.watch_ports import Around
from bot.desk.watches import Watches
from bot.gelato.client import Gelato
from bot.gelato.deadlines import Urgency
from bot.orders.access import Act
from bot.orders.change import Kind
from bot.orders.family import Family
from bot.store.attention import SqliteAttention, SqlitePatience
from bot.store.audit import SqliteAudit
from bot.store.claims import SqliteClaims
from bot.store.database import SqliteDatabase
from bot.store.digest_runs import SqliteDigestRuns
from bot.store.ledger import SqliteLedger
from bot.store.ports import Pseudonyms
from bot.store.roles import SqliteRoles
from bot.store.subscriptions import SqliteSubscriptions
from bot.store.switches import SqliteSwitches
from bot.store.watches import SqliteWatches

ACT_OF: Mapping[Kind, Act] = {
    Kind.CANCEL: Act.CANCEL,
    Kind.UPDATE: Act.UPDATE_SHIPMENT,
    Kind.SUBMIT: Act.SUBMIT,
    Kind.RELEASE: Act.RELEASE_DRAFT,
    Kind.DELETE: Act.RELEASE_DRAFT,
}


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What a desk stands on."""

    gelato: Gelato
    database: SqliteDatabase
    directory: Directory
    pseudonyms: Pseudonyms
    admins: tuple[str, ...] = ()
    """The first admins."""
    read_only: bool = False
    caps: Caps = UNCAPPED
    saw: Saw = unfollowed
    sight: Sight | None = None
    """What digests and watches see; the ledger, where nothing else is given."""
    outward: Outward = UNHEARD
    tempo: Tempo = USUAL
    zone: ZoneInfo = UNCAPPED.zone
    """The workspace's, for business days."""
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


def desk_of(parts: Parts) -> Desk:
    """A desk; `rights.begin()` is still to be awaited."""
    audit, ledger = SqliteAudit(parts.database), SqliteLedger(parts.database)
    records = Records(audit, parts.pseudonyms, parts.now)
    rights = Rights(SqliteRoles(parts.database), parts.directory, records, parts.admins)
    switch = Switch(SqliteSwitches(parts.database), rights, records, read_only=parts.read_only)
    claims = SqliteClaims(parts.database)
    permitted = permission(rights, switch)
    followed = FollowUpStore(
        ledger, SqlitePatience(parts.database), SqliteAttention(parts.database, parts.now)
    )
    follow_ups = FollowUps(followed, records, rights, parts.gelato.dialect, parts.zone)
    seen = LedgerSight(World(followed, claims, parts.gelato.dialect, parts.zone))
    sight = parts.sight or Sight(seen, PeoplesAttention(followed, follow_ups), seen)
    around = Around(sight.changes, parts.outward.watches, _reader(parts), rights.require)
    return Desk(
        records=records,
        orders=LookUps(parts.gelato, records, rights, parts.saw, ledger.pasts),
        rights=rights,
        switch=switch,
        digests=_subscribing(parts, sight, records, rights),
        watches=Watches(SqliteWatches(parts.database), around, records, parts.now),
        changes=Changes(parts.gelato, claims, records, permitted, parts.caps, parts.tempo),
        follow_ups=follow_ups,
        chronicle=Chronicle(Trails(ledger, audit, claims), parts.gelato, records, rights),
    )


def permission(rights: Rights, switch: Switch) -> Permitted:
    """Asks whether this person may do this now: by their role, and unless changes are stopped."""

    async def permitted(kind: Kind, person: str) -> None:
        await rights.require(ACT_OF[kind], person)
        await switch.check()

    return permitted


def _subscribing(parts: Parts, sight: Sight, records: Records, rights: Rights) -> Subscribing:
    kept = Kept(SqliteSubscriptions(parts.database), SqliteDigestRuns(parts.database))
    poster = parts.outward.digests
    owners = Owners(kept.subscriptions, Leads(rights), poster)
    digests = Digests(kept, sight.seen, poster, owners, parts.now)
    return Subscribing(kept, digests, sight, records, rights.require)


def _reader(parts: Parts) -> Callable[[str, Urgency], Awaitable[Family]]:
    """Reads an order for its watches; that somebody watches it stands in the audit log."""

    async def read(order_id: str, urgency: Urgency) -> Family:
        return await read_family(parts.gelato, order_id, parts.now(), urgency)

    return read
