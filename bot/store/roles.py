"""The given roles, in SQLite."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime

from sqlite_utils import Database

from bot.orders.access import Role, is_person
from bot.orders.errors import LastAdmin
from bot.store.audit import append_entry
from bot.store.database import SqliteDatabase
from bot.store.ports import Entry
from bot.store.role_ports import Grant

_PUT = """
    INSERT INTO roles (holder, role, granted_by, at) VALUES (?, ?, ?, ?)
    ON CONFLICT (holder) DO UPDATE SET
        role = excluded.role, granted_by = excluded.granted_by, at = excluded.at"""


class SqliteRoles:
    """One row a holder (bot.store.role_ports.Roles)."""

    def __init__(self, database: SqliteDatabase) -> None:
        self._database = database

    async def grants(self) -> Sequence[Grant]:
        """All given roles, the highest first."""
        return await self._database.read(_grants)

    async def change(
        self, holder: str, role: Role | None, entry: Entry, counting: Collection[str]
    ) -> Role | None:
        """Gives or takes a role, and writes the audit row. Raises LastAdmin."""
        return await self._database.write(lambda db: _change(db, holder, role, entry, counting))

    async def appoint(
        self, admins: Sequence[str], entry: Entry, counting: Collection[str]
    ) -> Sequence[str]:
        """Makes these people admins, each with an audit row, if none of `counting` is one."""
        return await self._database.write(lambda db: _appoint(db, admins, entry, counting))


def _grants(db: Database) -> list[Grant]:
    rows = db.execute("SELECT holder, role, granted_by, at FROM roles")
    grants = [Grant(h, Role.named(r), by, datetime.fromisoformat(at)) for h, r, by, at in rows]
    return sorted(grants, key=lambda grant: (-grant.role, grant.at, grant.holder))


def _change(
    db: Database, holder: str, role: Role | None, entry: Entry, counting: Collection[str]
) -> Role | None:
    before = _held(db, holder)
    if before is Role.ADMIN is not role and is_person(holder) and not _others(db, holder, counting):
        raise LastAdmin
    if before is not role:
        _put(db, holder, role, entry)
    _record(db, holder, (before, role), entry)
    return before


def _appoint(
    db: Database, admins: Sequence[str], entry: Entry, counting: Collection[str]
) -> list[str]:
    if _others(db, "", counting):
        return []
    before = {holder: _held(db, holder) for holder in dict.fromkeys(admins)}
    appointed = [holder for holder, role in before.items() if role is not Role.ADMIN]
    for holder in appointed:
        _put(db, holder, Role.ADMIN, entry)
        _record(db, holder, (before[holder], Role.ADMIN), entry)
    return appointed


def _others(db: Database, holder: str, counting: Collection[str]) -> set[str]:
    """The admins that count, but for this one."""
    admins = db.execute("SELECT holder FROM roles WHERE role = ?", (Role.ADMIN.word,))
    return {admin for (admin,) in admins if is_person(admin)} & set(counting) - {holder}


def _held(db: Database, holder: str) -> Role | None:
    found = db.execute("SELECT role FROM roles WHERE holder = ?", (holder,)).fetchone()
    return Role.named(found[0]) if found else None


def _put(db: Database, holder: str, role: Role | None, entry: Entry) -> None:
    if role is None:
        db.execute("DELETE FROM roles WHERE holder = ?", (holder,))
    else:
        db.execute(_PUT, (holder, role.word, entry.person, entry.at.isoformat()))


def _record(
    db: Database, holder: str, change: tuple[Role | None, Role | None], entry: Entry
) -> None:
    """The row says from what to what, and keeps the reason that the entry came with."""
    before, after = (role.word if role else "none" for role in change)
    why = f", {entry.detail}" if entry.detail else ""
    append_entry(db, replace(entry, detail=f"{holder}: {before} -> {after}{why}"))
