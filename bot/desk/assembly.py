"""Puts a desk together from its parts, for the program and for whoever tests a part of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from bot.desk.desk import Desk
from bot.desk.directory import Directory
from bot.desk.look_ups import LookUps
from bot.desk.records import Records
from bot.desk.rights import Rights
from bot.desk.switch import Switch
from bot.gelato.client import Gelato
from bot.store.audit import SqliteAudit
from bot.store.database import SqliteDatabase
from bot.store.ports import Pseudonyms
from bot.store.roles import SqliteRoles
from bot.store.switches import SqliteSwitches


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
    now: Callable[[], datetime] = lambda: datetime.now(UTC)


def desk_of(parts: Parts) -> Desk:
    """A desk; `rights.begin()` is still to be awaited."""
    records = Records(SqliteAudit(parts.database), parts.pseudonyms, parts.now)
    rights = Rights(SqliteRoles(parts.database), parts.directory, records, parts.admins)
    switches = SqliteSwitches(parts.database)
    return Desk(
        records=records,
        orders=LookUps(parts.gelato, records, rights),
        rights=rights,
        switch=Switch(switches, rights, records, read_only=parts.read_only),
    )
