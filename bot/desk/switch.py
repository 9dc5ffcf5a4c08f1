"""The stop switch: every change is refused while it is on; looking orders up goes on."""

from bot.desk.records import Asker, Records, Trace
from bot.desk.rights import Rights
from bot.orders.access import Act
from bot.orders.errors import AlreadyPaused, ChangesPaused, NotPaused, ReadOnly
from bot.store.ports import Operation
from bot.store.role_ports import Paused, Switches

LONGEST_REASON = 200


class Switch:
    """Pauses and resumes changes. `read_only` is the operator's own switch, a setting."""

    def __init__(
        self, store: Switches, rights: Rights, records: Records, *, read_only: bool = False
    ) -> None:
        self.read_only = read_only
        self._store = store
        self._rights = rights
        self._records = records

    async def check(self) -> None:
        """To be asked before each change. Raises ReadOnly, or ChangesPaused."""
        if self.read_only:
            raise ReadOnly
        if paused := await self._store.paused():
            raise ChangesPaused(by=paused.by, at=paused.at, reason=paused.reason)

    async def paused(self) -> Paused | None:
        """Who paused, when and why, while changes are paused."""
        return await self._store.paused()

    async def pause(self, reason: str, by: Asker) -> Paused:
        """Stops every change from now on. Raises NotAllowed, AlreadyPaused or StoreTrouble.

        The reason is free text, so it stays out of the audit log.
        """
        trace = self._trace(Operation.PAUSE, by, "with a reason" if reason else "")
        async with self._records.recorded_unless_done(trace):
            await self._rights.require(Act.PAUSE, by.person)
            paused = Paused(by.person, self._records.now(), reason[:LONGEST_REASON])
            if before := await self._store.pause(paused, trace.entry("done")):
                raise AlreadyPaused(by=before.by, at=before.at, reason=before.reason)
        return paused

    async def resume(self, by: Asker) -> Paused:
        """Allows changes again; what ended. Raises NotAllowed, NotPaused or StoreTrouble."""
        trace = self._trace(Operation.RESUME, by, "")
        async with self._records.recorded_unless_done(trace):
            await self._rights.require(Act.PAUSE, by.person)
            ended = await self._store.resume(trace.entry("done"))
            if ended is None:
                raise NotPaused
        return ended

    def _trace(self, operation: Operation, by: Asker, detail: str) -> Trace:
        return Trace(operation, by, self._records.now(), "", detail=detail)
