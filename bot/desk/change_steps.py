"""The steps of a change's life, each written down before the next one begins."""

import secrets
from dataclasses import replace
from datetime import timedelta

from bot.desk.asking import Permitted, Request
from bot.desk.records import Records
from bot.desk.ways import MISSING, UNANSWERED, WAYS, Way
from bot.gelato.client import Gelato
from bot.orders.addresses.discretion import discreet
from bot.orders.change import (
    Change,
    Kind,
    Outcome,
    Stage,
    Verdict,
    is_hopeless,
    is_stale,
    pause_before,
)
from bot.orders.errors import (
    ChangesPaused,
    DeskBusy,
    GelatoRefused,
    GelatoTrouble,
    Interrupted,
    NotAsked,
    OrderdeskError,
    OrderNotFound,
    StoreTrouble,
    UnknownOutcome,
)
from bot.orders.order import Order
from bot.store.claim_ports import Claims
from bot.store.ports import Entry

ASKED = "asked"
"""The outcome in a change's first audit row, which comes before anything is sent."""


class Steps:
    """Moves a change from one stage to the next."""

    def __init__(
        self,
        gelato: Gelato,
        claims: Claims,
        records: Records,
        permitted: Permitted,
        lease: timedelta,
    ) -> None:
        self._gelato = gelato
        self._claims = claims
        self._records = records
        self._permitted = permitted
        self._lease = lease

    def new(self, request: Request, order_id: str) -> Change:
        """A change that nobody knows of yet, held by who makes it."""
        now = self._records.now()
        return Change(
            id=secrets.token_urlsafe(12),
            request=request.key,
            kind=request.kind,
            order_id=order_id,
            reference=request.reference,
            by=request.by,
            asked_at=now,
            due_at=now + self._lease,
            thread_ts=request.thread_ts,
            card_ts=request.card_ts,
            reason=request.reason.name.lower() if request.reason else "",
            note=request.note,
            wish=request.wish,
        )

    def row(self, change: Change, outcome: str) -> Entry:
        """The audit row that says so. A submit has no id of Gelato's yet."""
        now, by = self._records.now(), change.by
        return Entry(
            at=now,
            operation=change.kind.value,
            outcome=outcome,
            person=by.person,
            team=by.team,
            channel=by.channel,
            reference=self._records.shown(change.reference),
            order_ids=() if change.kind is Kind.SUBMIT else (change.order_id,),
            took=now - change.asked_at,
            request_id=by.request_id,
            detail=change.reason,
        )

    async def step(self, change: Change) -> Change:
        """The change one step on. It has to be held. Raises StoreTrouble, and is not lost then."""
        if change.stage is Stage.CLAIMED:
            return await self._begun(change)
        if change.stage is Stage.ACTING:  # whoever sent it was stopped in the middle
            change = replace(change, stage=Stage.CHECKING)
        return await self._looked(change)

    async def _begun(self, change: Change) -> Change:
        """Looks at the order afresh, judges, and sends: once, and only if nobody did."""
        if is_stale(change, self._records.now()):
            return await self._ended(change, Verdict(Outcome.NOT_DONE, str(Interrupted())))
        way = WAYS[change.kind]
        try:
            await self._permitted(change.kind, change.by.person)
            order = await way.look(self._gelato, change)
        except StoreTrouble:
            raise
        except OrderdeskError as error:
            return await self._ended(change, Verdict(Outcome.NOT_DONE, str(error)))
        verdict = way.judged(order, change, self._gelato.dialect)
        if verdict.outcome:
            return await self._ended(change, verdict)
        try:
            begun = await self._claims.begin(change.id, self._records.now() + self._lease)
        except ChangesPaused as error:
            return await self._ended(change, Verdict(Outcome.NOT_DONE, str(error)))
        if not begun:
            return await self._claims.of(change.id) or change
        return await self._sent(replace(change, stage=Stage.ACTING), way)

    async def _sent(self, change: Change, way: Way) -> Change:
        try:
            await way.send(self._gelato, change)
        except UnknownOutcome:
            return await self._to_be_looked_at(change)
        except (GelatoRefused, OrderNotFound, NotAsked) as error:
            return await self._explained(change, way, error)
        except (GelatoTrouble, DeskBusy) as error:
            return await self._ended(change, Verdict(Outcome.NOT_DONE, str(error)))
        return await self._to_be_looked_at(replace(change, accepted=True))

    async def _explained(self, change: Change, way: Way, error: OrderdeskError) -> Change:
        """Why Gelato refused: what the order shows now says more than Gelato's words."""
        try:
            order = await way.look(self._gelato, change)
        except (GelatoTrouble, DeskBusy):
            return await self._ended(change, Verdict(Outcome.REFUSED, str(error)))
        return await self._ended(change, self._why(change, way, order, error))

    def _why(self, change: Change, way: Way, order: Order | None, error: OrderdeskError) -> Verdict:
        dialect, is_new = self._gelato.dialect, change.kind is Kind.SUBMIT
        settled = way.settled(order, change, dialect)
        if settled and settled.outcome is Outcome.DONE and not is_new:
            return Verdict(Outcome.ALREADY, settled.words)
        if order is None and not is_new:
            return MISSING
        judged = way.judged(order, change, dialect) if order else None
        return Verdict(Outcome.REFUSED, judged.words if judged and judged.words else str(error))

    async def _looked(self, change: Change) -> Change:
        """Looks whether it has happened. A look that Gelato does not answer proves nothing."""
        way = WAYS[change.kind]
        try:
            order, seen = await way.look(self._gelato, change), True
        except (GelatoTrouble, DeskBusy):
            order, seen = None, False
        settled = way.settled(order, change, self._gelato.dialect) if seen else None
        if settled:
            return await self._ended(change, settled)
        change = replace(change, tries=change.tries + 1)
        if is_hopeless(change, self._records.now(), seen=seen):
            words = f"{_doubt(change)} {way.never_seen if seen else UNANSWERED}"
            return await self._ended(change, Verdict(Outcome.UNCONFIRMED, words))
        return await self._to_be_looked_at(change)

    async def _to_be_looked_at(self, change: Change) -> Change:
        due_at = self._records.now() + pause_before(change.tries)
        change = replace(change, stage=Stage.CHECKING, due_at=due_at)
        await self._claims.keep(change)
        return change

    async def _ended(self, change: Change, verdict: Verdict) -> Change:
        now, outcome = self._records.now(), verdict.outcome
        if outcome is None:
            raise ValueError(f"a {change.kind} cannot end with a verdict that says to send it")
        ended = replace(
            change,
            stage=Stage.ENDED,
            outcome=outcome,
            words=discreet(verdict.words, change.wish),
            done_by=await self._who_did(change) if outcome is Outcome.ALREADY else "",
            ended_at=now,
            due_at=now + self._lease,
            wish={},
        )
        row, is_unsent = self.row(ended, outcome.value), change.stage is Stage.CLAIMED
        if await self._claims.end(ended, row, is_unsent=is_unsent):
            return ended
        return await self._claims.of(change.id) or ended

    async def _who_did(self, change: Change) -> str:
        """Who did it through Orderdesk; empty when it was done elsewhere."""
        before = await self._claims.last_done(change.order_id, change.kind)
        return before.by.person if before else ""


def _doubt(change: Change) -> str:
    return "Gelato said yes." if change.accepted else "Gelato's answer was lost."
