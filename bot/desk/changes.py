"""The life of a change: claim, look, act once, look again, write down, tell.

Each step is written down before the next one begins, so that a process which is killed anywhere
leaves a change that the next one can finish or explain. Who works on a change holds it until its
`due_at`; when that passes, somebody else takes it.
"""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import replace
from datetime import datetime

from bot.desk.asking import Caps, Permitted, Request, Teller, Tempo
from bot.desk.change_steps import ASKED, Steps
from bot.desk.records import Records
from bot.desk.rounds import rounds
from bot.gelato.client import Gelato
from bot.orders.change import LONGEST_DOUBT, Change, Kind, Report
from bot.orders.errors import OrderdeskError, StoreTrouble, TooManyChanges
from bot.orders.person import Asker
from bot.store.claim_ports import Claims
from bot.store.ports import Operation

log = logging.getLogger(__name__)

SHORTEST_WAIT = 0.02
"""Seconds, so that a change which is due at once does not spin."""
BETWEEN_GLANCES = 0.25
"""Seconds between looks into the store at a change that another process works on."""

NOT_RECORDED = (
    "Orderdesk cannot record what is asked just now, so nothing was changed. "
    "Please try again in a minute."
)


class Changes:
    """Changes orders: never twice, never silently lost, doubt always told."""

    def __init__(
        self,
        gelato: Gelato,
        claims: Claims,
        records: Records,
        permitted: Permitted,
        caps: Caps,
        tempo: Tempo,
    ) -> None:
        self._claims = claims
        self._records = records
        self._permitted = permitted
        self._caps = caps
        self._tempo = tempo
        self._steps = Steps(gelato, claims, records, permitted, tempo.lease)
        self._teller: Teller | None = None
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._awaited: set[str] = set()
        """Changes whose outcome somebody is about to be shown."""

    @asynccontextmanager
    async def going_on(self, teller: Teller) -> AsyncIterator[None]:
        """Goes on with what an earlier process left, and lets go of everything at the end."""
        self._teller = teller
        look_out = asyncio.create_task(rounds(self.pick_up, self._tempo.look_out))
        try:
            yield
        finally:
            tasks = [look_out, *self._tasks.values()]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def permitted(self, kind: Kind, reference: str, by: Asker) -> None:
        """Raises what stands in the way, with an audit row: no right, or changes are paused."""
        try:
            await self._permitted(kind, by.person)
        except OrderdeskError as error:
            await self._records.turn_away(reference, by, error, Operation(kind.value))

    async def ask(self, request: Request) -> tuple[Report, ...]:
        """Does it, for each order; waits for as long as a person would.

        Raises what `permitted` raises, TooManyChanges, or StoreTrouble: no row, no change.
        What has ended is to be shown to the person and then said to be `told`.
        """
        try:
            await self.permitted(request.kind, request.reference, request.by)
            reports = await self._claimed(request)
        except StoreTrouble as error:
            raise StoreTrouble(NOT_RECORDED) from error
        own = {report.change.id for report in reports if report.is_own}
        self._awaited |= own
        try:
            return tuple(await asyncio.gather(*map(self._after_patience, reports)))
        finally:
            self._awaited -= own

    async def standing(self, order_id: str, by: Asker) -> Report | None:
        """The change of this order that has not ended, for who would like to ask for one."""
        change = await self._claims.open_of(order_id)
        return _report(change, by) if change else None

    async def told(self, reports: Iterable[Report]) -> None:
        """That the person has read these."""
        for report in reports:
            if report.change.has_ended and report.is_own:
                await self._claims.told(report.change.id, self._records.now())

    async def pick_up(self) -> None:
        """Goes on with every change that nobody seems to work on. Cheap when there is none."""
        for change in await self._claims.unfinished():
            if change.id not in self._tasks and self._is_left_alone(change):
                self._see_through(change)

    def _is_left_alone(self, change: Change) -> bool:
        """Whoever asked is no longer waiting for it, in whatever process that was."""
        return change.asked_at + self._tempo.patience + self._tempo.lease < self._records.now()

    def _is_in_doubt(self, change: Change) -> bool:
        """Its own person waits in the form no more."""
        return change.asked_at + self._tempo.patience < self._records.now()

    async def _claimed(self, request: Request) -> list[Report]:
        """The changes that stand; new ones are begun."""
        wanted = [self._steps.new(request, order_id) for order_id in request.order_ids]
        rows = [self._steps.row(change, ASKED) for change in wanted]
        cap = self._caps.at(self._records.now())
        try:
            standing = await self._claims.claim(list(zip(wanted, rows, strict=True)), cap)
        except TooManyChanges as error:
            operation = Operation(request.kind.value)
            await self._records.turn_away(request.reference, request.by, error, operation)
        new = {change.id for change in wanted}
        for change in standing:
            if change.id in new:
                self._see_through(change, held=True)
        return [_report(change, request.by, request) for change in standing]

    async def _after_patience(self, report: Report) -> Report:
        """What is known once it has ended, or a person has waited long enough.

        It was asked for, so a store that cannot tell now leaves doubt, and not an error.
        """
        if not report.is_own and self._is_in_doubt(report.change):
            return report  # it may be long; its own person is told when it is known
        with suppress(StoreTrouble):
            known = await self._known_in_time(report.change.id)
            return replace(report, change=known or report.change)
        return report

    async def _known_in_time(self, change_id: str) -> Change | None:
        try:
            async with asyncio.timeout(self._tempo.patience.total_seconds()):
                return await self._end_of(change_id)
        except TimeoutError:
            return await self._claims.of(change_id)

    async def _end_of(self, change_id: str) -> Change | None:
        """Waits until it has ended, here or in another process."""
        if task := self._tasks.get(change_id):
            await asyncio.wait({task})
        while True:
            change = await self._claims.of(change_id)
            if change is None or change.has_ended:
                return change
            await asyncio.sleep(BETWEEN_GLANCES)

    def _see_through(self, change: Change, *, held: bool = False) -> None:
        task = asyncio.create_task(self._seen_through(change, held=held))
        self._tasks[change.id] = task
        task.add_done_callback(lambda _: self._tasks.pop(change.id, None))

    async def _seen_through(self, change: Change, *, held: bool) -> None:
        """To its end, and until somebody was told. What breaks here is picked up again later."""
        try:
            if not change.has_ended:
                ended_here = await self._followed(change, held=held)
                if not ended_here or change.id in self._awaited:
                    return  # who ended it tells, or who waits for it here
                if await self._tells(change.id):
                    return
            await self._told_later(change.id)
        except OrderdeskError as error:
            log.warning("change %s has to wait: %s", change.id, type(error).__name__)
        except Exception:
            log.exception("change %s has to wait", change.id)

    async def _followed(self, change: Change, *, held: bool) -> bool:
        """Step by step to its end; whether it ended in our hands."""
        taken = change if held else await self._held(change)
        while taken is not None:
            change = await self._steps.step(taken)
            if change.has_ended:
                return True
            taken = await self._held(change)
        return False

    async def _held(self, change: Change) -> Change | None:
        """Waits until it is due, and takes it; None when it ended under somebody else's hands."""
        while not change.has_ended:
            await self._until(change.due_at)
            now = self._records.now()
            taken = await self._claims.hold(change.id, now, now + self._tempo.lease)
            if taken is not None:
                return taken
            change = await self._claims.of(change.id) or change
        return None

    async def _told_later(self, change_id: str) -> None:
        """Until it worked, or nobody cares any more; one process at a time."""
        while (change := await self._claims.of(change_id)) and change.told_at is None:
            await self._until(change.due_at)
            now = self._records.now()
            if await self._claims.hold(change_id, now, now + self._tempo.between_tellings):
                await self._tells(change_id)

    async def _tells(self, change_id: str) -> bool:
        """Whether somebody knows now. After a day of trying it is left to the audit log."""
        change, now = await self._claims.of(change_id), self._records.now()
        if change is None or change.told_at or self._teller is None:
            return True
        is_hopeless = now - (change.ended_at or now) > LONGEST_DOUBT
        if not is_hopeless and not await self._teller.tell(change):
            return False
        await self._claims.told(change_id, now)
        return True

    async def _until(self, moment: datetime) -> None:
        left = (moment - self._records.now()).total_seconds()
        await asyncio.sleep(max(SHORTEST_WAIT, left))


def _report(change: Change, by: Asker, request: Request | None = None) -> Report:
    is_own = request is not None and change.request == request.key
    is_alike = (
        request is not None
        and change.kind is request.kind
        and _text(change.wish) == _text(request.wish)
    )
    return Report(change, is_own, is_own or is_alike, change.by.person == by.person)


def _text(wish: Mapping[str, object]) -> str:
    return json.dumps(wish, sort_keys=True)
