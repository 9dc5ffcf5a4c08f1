"""Tells the owners of subscriptions what they should know, with a brake."""

import logging
from collections import deque
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.desk.digest_ports import Notice, NoticeKind, Poster, Staff
from bot.desk.posting import Later, Unsure
from bot.orders.subscription import Subscription
from bot.store.ports import Entry, Operation
from bot.store.subscription_ports import SubscriptionStore

log = logging.getLogger(__name__)

MOST_AN_HOUR = 20
_HOUR = timedelta(hours=1)
OURSELVES = "orderdesk"
"""In the audit log's place of a person."""


class Brake:
    """Errors about Slack are not sent through Slack without one (slack-facts 3.7).

    At most twenty notices an hour; after one for which Slack was too busy or out of order, none
    for an hour. A person whom Slack cannot reach stops nobody else's.
    """

    def __init__(self) -> None:
        self._sent: deque[datetime] = deque(maxlen=MOST_AN_HOUR)
        self._closed_until: datetime | None = None

    def lets_pass(self, now: datetime) -> bool:
        """Whether one more may be sent; it counts as sent then."""
        if self._closed_until and now < self._closed_until:
            return False
        if len(self._sent) == MOST_AN_HOUR and now - self._sent[0] < _HOUR:
            return False
        self._sent.append(now)
        return True

    def close(self, now: datetime) -> None:
        """Nothing passes for an hour."""
        self._closed_until = now + _HOUR


class Owners:
    """Knows who owns a subscription today, and tells them."""

    def __init__(self, subscriptions: SubscriptionStore, staff: Staff, poster: Poster) -> None:
        self._subscriptions = subscriptions
        self._staff = staff
        self._poster = poster
        self._brake = Brake()

    async def tell(self, notice: Notice, now: datetime) -> None:
        """Tells the owner in private; what cannot be told stands in the log and in the list."""
        number = notice.subscription.id
        if not self._brake.lets_pass(now):
            log.warning("digest %d: its owner is not told (%s): brake", number, notice.kind)
            return
        trouble = await self._poster.tell(notice.subscription.owner, notice)
        if isinstance(trouble, Later | Unsure):  # of Slack's, not of this one person
            self._brake.close(now)
        if trouble:
            log.warning(
                "digest %d: its owner was not told (%s): %s", number, notice.kind, trouble.why
            )

    async def present(self, subscription: Subscription, now: datetime) -> Subscription:
        """The same; if its owner left, with a lead in their place, who is told."""
        if not await self._staff.is_gone(subscription.owner):
            return subscription
        lead = await self._first_present(await self._staff.leads())
        if lead is None:
            log.warning("digest %d: its owner left, and nobody can take it over", subscription.id)
            return subscription
        entry = _entry(subscription, f"owner of {subscription.id} left, now {lead}", now)
        after = await self._subscriptions.change(
            subscription.id, lambda each: replace(each, owner=lead), entry
        )
        if after is None:
            return subscription
        await self.tell(Notice(NoticeKind.INHERITED, after), now)
        return after

    async def _first_present(self, people: Sequence[str]) -> str | None:
        for person in people:
            if not await self._staff.is_gone(person):
                return person
        return None


def _entry(subscription: Subscription, detail: str, now: datetime) -> Entry:
    return Entry(
        at=now,
        operation=Operation.SUBSCRIPTION,
        outcome="done",
        person=OURSELVES,
        team=subscription.team,
        channel=subscription.channel,
        reference="",
        order_ids=(),
        took=timedelta(),
        request_id="",
        detail=detail,
    )
