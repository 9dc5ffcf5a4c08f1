"""Who may do what, judged by the person, at the moment of the act."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.desk.directory import Directory
from bot.desk.records import Asker, Records, Trace
from bot.orders.access import GIVEN, ROLE_NEEDED, Act, Role, is_person
from bot.orders.errors import LastAdmin, NoSuchPerson, NotAllowed, OrderdeskError
from bot.orders.person import Person, Standing
from bot.store.ports import Entry, Operation
from bot.store.role_ports import Grant, Roles

log = logging.getLogger(__name__)

MOST_NAMED = 5
"""How many of those who may are named in a refusal."""
MOST_TOLD = 20
"""How many people are told of one change."""
PROGRAM = Asker("orderdesk", "", "", "")
"""Who acts when no person does: at the start, and when somebody has left."""

Left = Callable[[str], Awaitable[None]]


@dataclass(frozen=True)
class Holding:
    """A given role, with what is known of the group that holds it."""

    grant: Grant
    handle: str = ""
    members: int | None = None
    """How many people are in the group; None for a person."""
    trouble: str = ""
    """Why nobody has the role by it, in a sentence."""


class Rights:
    """The roles that were given, and what they allow. `admins` are the first ones."""

    def __init__(
        self, store: Roles, directory: Directory, records: Records, admins: Sequence[str] = ()
    ) -> None:
        self.directory = directory
        self.on_left: list[Left] = []
        """Called with the id of a person who left, after their role is gone."""
        self._store = store
        self._records = records
        self._first = tuple(admin for admin in admins if is_person(admin))

    async def role_of(self, person_id: str) -> Role:
        """What this person is now: by a role of their own, or of a group that they are in.

        Raises OrderdeskError when Slack does not say who that is.
        """
        return await self._role(await self._person(person_id))

    async def require(self, act: Act, person_id: str) -> Role:
        """The person's role, if it is enough. Raises NotAllowed.

        Raises another OrderdeskError when Slack does not say who that is. Who changes something
        is asked for anew: they may have left or become a guest.
        """
        needed = ROLE_NEEDED[act]
        person = await self._person(person_id, fresh=needed > Role.VIEWER)
        if needed is Role.VIEWER:
            role = Role.VIEWER if person.is_served else Role.NOBODY
        else:
            role = await self._role(person)
        if role < needed:
            raise NotAllowed(act=act, holders=await self._holders(needed))
        return role

    async def listing(self) -> Sequence[Holding]:
        """All given roles, the highest first; those who left lose theirs on this occasion."""
        people = [each.holder for each in await self._store.grants() if is_person(each.holder)]
        await self._let_go(people)
        handles = {each.id: each.handle for each in await self.directory.group_names()}
        return [await self._holding(grant, handles) for grant in await self._store.grants()]

    async def people_with(self, role: Role) -> Sequence[str]:
        """A few of those with this role or a higher one, themselves or by a group: whom to tell."""
        people: dict[str, None] = {}
        for grant in await self._store.grants():
            if grant.role >= role:
                people |= dict.fromkeys(await self.people_of(grant.holder))
        return tuple(people)[:MOST_TOLD]

    async def people_of(self, holder: str) -> Sequence[str]:
        """The person, or a few of the members of the group, if they are full members."""
        group = {holder} if is_person(holder) else (await self.directory.group(holder)).members
        return await self._serving(sorted(group)[:MOST_TOLD])

    async def grant(self, holder: str, role: Role | None, by: Asker) -> Role | None:
        """Gives this role, or with None takes what was given; the role that was held before.

        Raises NotAllowed, NoSuchPerson, LastAdmin or StoreTrouble. The audit row says what changed.
        """
        trace = self._trace(by, f"{holder}: -> {role.word if role else 'none'}")
        async with self._records.recorded_unless_done(trace):
            await self.require(Act.MANAGE_ROLES, by.person)
            if role is not None:
                await self._check_holder(holder, role)
            return await self._store.change(holder, role, _done(trace), await self._counting())

    async def begin(self) -> None:
        """At the start: the first admins become it, if there is no admin who still counts."""
        grants = await self._store.grants()
        await self._let_go(g.holder for g in grants if g.role is Role.ADMIN and is_person(g.holder))
        await self._appoint(self._first, "first admin", await self._counting())
        if not await self._counting():
            log.warning("nobody is an admin of Orderdesk; ORDERDESK_ADMINS names the first ones")

    async def left(self, person_id: str) -> None:
        """Somebody left the workspace: their role goes, and whoever listens is told.

        The last admin keeps it, for the record; it counts for nothing, and the first admins are
        admins again.
        """
        held = {grant.holder: grant.role for grant in await self._store.grants()}
        if person_id in held:
            others = await self._counting() - {person_id}
            if held[person_id] is Role.ADMIN:
                others |= set(await self._appoint(self._first, "first admin again", others))
            await self._take_from(person_id, others)
        for listener in self.on_left:
            await listener(person_id)

    async def _holding(self, grant: Grant, handles: Mapping[str, str]) -> Holding:
        if is_person(grant.holder):
            return Holding(grant)
        group = await self.directory.group(grant.holder)
        return Holding(grant, handles.get(group.id, ""), len(group.members), group.trouble)

    async def _let_go(self, people: Iterable[str]) -> None:
        """Looks who of them has left."""
        for person_id, standing in (await self._standings(people)).items():
            if standing is Standing.GONE:
                await self.left(person_id)

    async def _holders(self, needed: Role) -> tuple[str, ...]:
        """A few of those with at least this role, the nearest role first."""
        grants = [grant for grant in await self._store.grants() if grant.role >= needed]
        return tuple(grant.holder for grant in reversed(grants))[:MOST_NAMED]

    async def _take_from(self, person_id: str, counting: Collection[str]) -> None:
        entry = _done(self._trace(PROGRAM, ""), "left the workspace")
        try:
            await self._store.change(person_id, None, entry, counting)
        except LastAdmin:
            log.warning("the last admin has left; set ORDERDESK_ADMINS and start again")

    async def _role(self, person: Person) -> Role:
        if not person.is_served:
            return Role.NOBODY
        grants = await self._store.grants()
        own = (grant.role for grant in grants if grant.holder == person.id)
        role = next(own, Role.VIEWER)
        for grant in grants:  # the highest first
            if grant.role <= role:
                break
            if not is_person(grant.holder) and await self._is_in(person, grant.holder):
                return grant.role
        return role

    async def _is_in(self, person: Person, group_id: str) -> bool:
        return person.id in (await self.directory.group(group_id)).members

    async def _person(self, person_id: str, *, fresh: bool = False) -> Person:
        person = await self.directory.person(person_id, fresh=fresh)
        if person.standing is Standing.GONE:
            await self.left(person_id)
        return person

    async def _check_holder(self, holder: str, role: Role) -> None:
        """Only full members and groups are given a role. Raises NoSuchPerson."""
        if role not in GIVEN:
            raise ValueError(role)
        if is_person(holder) and not (await self.directory.person(holder, fresh=True)).is_served:
            raise NoSuchPerson("Only full members of this workspace can have a role.")

    async def _counting(self) -> frozenset[str]:
        """The admins whose role counts: people who are still full members, as far as is known."""
        grants = await self._store.grants()
        admins = [g.holder for g in grants if g.role is Role.ADMIN and is_person(g.holder)]
        return frozenset(await self._serving(admins))

    async def _appoint(
        self, admins: Iterable[str], why: str, counting: Collection[str]
    ) -> Sequence[str]:
        entry = _done(self._trace(PROGRAM, ""), why)
        return await self._store.appoint(await self._serving(admins), entry, counting)

    async def _serving(self, people: Iterable[str]) -> list[str]:
        """Those who are full members, or of whom Slack does not say just now."""
        standings = await self._standings(people)
        return [each for each, is_now in standings.items() if is_now in {None, Standing.MEMBER}]

    async def _standings(self, people: Iterable[str]) -> Mapping[str, Standing | None]:
        asked = tuple(dict.fromkeys(people))
        standings = await asyncio.gather(*(self._standing(person_id) for person_id in asked))
        return dict(zip(asked, standings, strict=True))

    async def _standing(self, person_id: str) -> Standing | None:
        """None when Slack does not say just now."""
        try:
            return (await self.directory.person(person_id)).standing
        except NoSuchPerson:
            return Standing.OUTSIDER
        except OrderdeskError:
            return None

    def _trace(self, by: Asker, detail: str) -> Trace:
        return Trace(Operation.ROLE, by, self._records.now(), "", detail=detail)


def _done(trace: Trace, why: str = "") -> Entry:
    """The row for the store to complete: it knows from what to what."""
    return replace(trace.entry("done"), detail=why)
