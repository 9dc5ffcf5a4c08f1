"""Watches: each change is told once, to who wants it, and the card shows how things are."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.desk.posting import LEASE, Absent, Later, Refused, Unsearchable, Unsure, new_hold
from bot.desk.records import Asker, Records
from bot.desk.watch_cards import LONGEST_LATE
from bot.desk.watch_ports import Around
from bot.desk.watches import MOST_CALLS, MOST_WATCHES, Watches
from bot.gelato.deadlines import Urgency
from bot.orders.access import Act
from bot.orders.dialect import Dialect
from bot.orders.errors import (
    CannotTell,
    GelatoDown,
    NotAllowed,
    NotAsked,
    NotWatched,
    NotWatchedHere,
    OrderNotFound,
)
from bot.orders.family import Family
from bot.orders.order import Order
from bot.orders.seen import FeedEntry, FeedPage
from bot.store.audit import SqliteAudit
from bot.store.subscription_ports import Place
from bot.store.watches import SqliteWatches

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BY = Asker("U1", "T1", "C1", "r-1")
GUEST = replace(BY, person="U3")
THREAD = Place("C1", "1.1")
IN_BOTH = pytest.mark.parametrize("thread", [None, THREAD], ids=["person", "thread"])
"""For what holds wherever it is told."""


class Secret:
    def keyed_hash(self, text):
        return f"hash of {len(text)}"


class Desk:
    """A program whose orders, feed and direct messages tests write."""

    def __init__(self, database):
        self.at, self.changes, self.orders = NOON, [], {}
        self.cards, self.told, self.outcomes, self.searches, self.workers = {}, [], [], [], []
        self.keeps_it, self.refuses_cards, self.hides_cards = False, None, None
        self.card_outcomes, self.urgencies, self.gelato_is_down = [], [], False
        self.reading = self.most_reading = 0
        self.barred = {GUEST.person}
        self.store = SqliteWatches(database)
        self.watches = self.program(database)

    def program(self, database):
        records = Records(SqliteAudit(database), Secret(), lambda: self.at)
        around = Around(self, self, self.read, self.require)
        return Watches(self.store, around, records, lambda: self.at)

    async def require(self, act, person):
        if act is Act.WATCH and person in self.barred:
            raise NotAllowed(act=act)

    def family(self, status="shipped", parts=("g-1",), reference="#1042"):
        orders = tuple(
            Order(id=part, order_reference_id=reference, fulfillment_status=status)
            for part in parts
        )
        self.orders[parts[0]] = Family(orders, Dialect.CONNECT, self.at)
        return self.orders[parts[0]]

    def happens(self, words="Shipped", order_id="g-1", by=""):
        position = len(self.changes) + 1
        self.changes.append(FeedEntry(position, order_id, "#1042", self.at, words, by))

    async def tick(self, after=timedelta()):
        self.at += after
        await self.watches.tick()

    def said(self):
        return [words for _, words in self.told]

    async def read(self, order_id, urgency):
        self.urgencies.append(urgency)
        self.reading += 1
        self.most_reading = max(self.most_reading, self.reading)
        await asyncio.sleep(0)
        self.reading -= 1
        if self.gelato_is_down:
            raise GelatoDown
        if order_id not in self.orders:
            raise OrderNotFound
        return self.orders[order_id]

    async def changed_since(self, position, of):
        page = [each for each in self.changes[position : position + 3] if each.order_id in of]
        reaches = min(position + 3, len(self.changes))
        return FeedPage(page, reaches, reaches == len(self.changes))

    async def latest(self):
        return len(self.changes)

    async def find_card(self, watch):
        if self.hides_cards:
            return self.hides_cards
        return Place("D1", watch.key) if watch.key in self.cards else Absent()

    async def post_card(self, watch, family):
        if self.refuses_cards:
            return self.refuses_cards
        self.cards[watch.key] = (family, watch.ended)
        return Place("D1", watch.key)

    async def redraw_card(self, watch, family):
        if self.card_outcomes and (outcome := self.card_outcomes.pop(0)):
            return outcome
        self.cards[watch.key] = (family, watch.ended)
        return watch.card

    async def tell(self, telling, card):
        outcome = self.outcomes.pop(0) if self.outcomes else None
        if outcome is None or self.keeps_it:
            self.told.append(((telling.watch.watcher, telling.position), telling.words))
            self.workers.append(telling.by)
        return outcome or Place(card.channel, "1.2")

    async def find(self, telling, card):
        if self.searches and (outcome := self.searches.pop(0)):
            return outcome
        key = (telling.watch.watcher, telling.position)
        return Place(card.channel, "1.2") if key in dict(self.told) else Absent()


@pytest.fixture
async def desk(database):
    return Desk(database)


async def test_each_change_is_told_once(desk):
    """What happens after the watch began is told, in order; what was before is not."""
    desk.happens("Printed")
    await desk.watches.watch(desk.family(), BY)
    desk.happens("Shipped")
    desk.happens("Tracking code 1Z")
    for _ in range(3):
        await desk.tick(after=LEASE)
    assert desk.said() == ["Shipped", "Tracking code 1Z"]


async def test_the_card_shows_how_things_are(desk):
    """Posted when the watch begins, and drawn again with each change."""
    await desk.watches.watch(desk.family("printed"), BY)
    desk.family("shipped")
    desk.happens()
    await desk.tick()
    family, ended = desk.cards["g-1"]
    assert (family.orders[0].fulfillment_status, ended) == ("shipped", "")


def is_down(desk):
    desk.gelato_is_down = True


def is_limited(desk):
    desk.card_outcomes = [Later("ratelimited")]


def cuts_the_line(desk):
    desk.card_outcomes = [Unsure("no answer")]


HITCHES = pytest.mark.parametrize("hitch", [is_down, is_limited, cuts_the_line])


@HITCHES
async def test_the_last_card_is_drawn_though_something_was_down(desk, hitch):
    """Neither Gelato nor Slack keeps a watch from ending, nor its card from saying so."""
    await desk.watches.watch(desk.family(), BY)
    desk.family("delivered")
    desk.happens("Delivered")
    hitch(desk)
    await desk.tick()
    assert (desk.said(), desk.cards["g-1"][1]) == (["Delivered"], "")
    desk.gelato_is_down = False
    desk.urgencies.clear()
    await desk.tick(after=MINUTE / 2)
    assert desk.urgencies == []  # a pause
    await desk.tick(after=MINUTE / 2)
    assert desk.cards["g-1"][1] == "everything is delivered or ended"
    assert await desk.store.watched_by("U1") == []
    await desk.tick(after=LEASE)
    assert (desk.said(), len(desk.urgencies)) == (["Delivered"], 1)


@HITCHES
async def test_the_card_of_a_stopped_watch_says_so_in_the_end(desk, hitch):
    """Whoever stops it is believed at once, and the card follows."""
    await desk.watches.watch(desk.family(), BY)
    hitch(desk)
    await desk.watches.unwatch("1042", BY)
    assert desk.cards["g-1"][1] == ""
    desk.gelato_is_down = False
    await desk.tick(after=MINUTE)
    assert desk.cards["g-1"][1] == "watching was stopped"


@pytest.mark.parametrize(
    ("obstacle", "pauses"),
    [(Later("ratelimited", after=600), [10, 10, 20]), (Later("ratelimited"), [1, 1, 2, 4, 8])],
)
async def test_a_card_is_tried_ever_more_seldom(desk, obstacle, pauses):
    """As long as Slack asks for at least, and as long as it took until now."""
    await desk.watches.watch(desk.family(), BY)
    desk.happens()
    desk.card_outcomes = [obstacle] * 99
    await desk.tick()
    for pause in pauses:
        tried = len(desk.urgencies)
        await desk.tick(after=pause * MINUTE - MINUTE / 2)
        assert len(desk.urgencies) == tried
        await desk.tick(after=MINUTE / 2)
        assert len(desk.urgencies) == tried + 1


async def test_a_card_that_cannot_be_drawn_is_left_in_the_end(desk):
    """Ever more seldom, then no more; what a refusal rules out is tried once."""
    await desk.watches.watch(desk.family("printed"), BY)
    desk.happens()
    is_down(desk)
    for _ in range(9):
        await desk.tick(after=LONGEST_LATE / 8)
    assert len(desk.urgencies) == 9
    desk.gelato_is_down = False
    desk.family("shipped")
    await desk.tick(after=LONGEST_LATE)
    assert len(desk.urgencies) == 9
    desk.happens("In transit")
    desk.card_outcomes = [Refused("message_not_found")]
    for _ in range(2):
        await desk.tick(after=LEASE)
    assert len(desk.urgencies) == 10


async def test_what_is_drawn_at_once_from_two_sides_is_drawn_once_more(desk):
    """Somebody stops a watch while its card is drawn: it does not go on saying the contrary."""
    await desk.watches.watch(desk.family(), BY)
    desk.happens()
    real = desk.watches.unwatch

    async def redraw(watch, family):
        del desk.redraw_card
        desk.at += MINUTE
        await real("1042", BY)
        return await desk.redraw_card(watch, family)

    desk.redraw_card = redraw
    await desk.tick()
    await desk.tick(after=MINUTE)
    assert desk.cards["g-1"][1] == "watching was stopped"


async def test_people_go_before_cards(desk):
    """However many orders change at once, few are read at once; who stops a watch waits."""
    for number in range(MOST_CALLS * 3):
        await desk.watches.watch(desk.family("printed", (f"g-{number}",)), BY)
        desk.family("shipped", (f"g-{number}",))
        desk.happens(order_id=f"g-{number}")
    await desk.tick()
    drawn = [family.orders[0].fulfillment_status for family, _ in desk.cards.values()]
    assert drawn == ["shipped"] * MOST_CALLS * 3
    assert desk.most_reading == MOST_CALLS
    assert set(desk.urgencies) == {Urgency.SWEEP}
    await desk.watches.unwatch("g-1", BY)
    assert desk.urgencies[-1] is Urgency.PERSON


async def test_others_news_hold_up_nobody(desk):
    """The feed is read to its end, whatever stands before what is watched."""
    await desk.watches.watch(desk.family(), BY)
    for _ in range(10):
        desk.happens(order_id="g-9")
    desk.happens()
    await desk.tick()
    assert desk.said() == ["Shipped"]


async def test_ones_own_operations_are_not_echoed(desk):
    """Who changed it knows; others who watch it hear of it. The card is drawn for all.

    In a thread, everybody reads who it was.
    """
    await desk.watches.watch(desk.family("printed"), BY)
    await desk.watches.watch(desk.family("printed"), replace(BY, person="U2"))
    await desk.watches.watch(desk.family("printed"), BY, THREAD)
    desk.family("shipped")
    desk.happens("Address changed", by="U1")
    await desk.tick()
    told = dict(zip(desk.told, desk.workers, strict=True))
    words = "Address changed"
    assert told == {(("U2", 1), words): "", (("C1:1.1", 1), words): "U1"}
    assert desk.cards["g-1"][0].orders[0].fulfillment_status == "shipped"


async def test_every_part_of_an_order_is_watched(desk):
    """One reference may be several orders; news of any of them is told, and of which."""
    await desk.watches.watch(desk.family(parts=("g-1", "g-2")), BY)
    desk.happens("Shipped", "g-2")
    desk.happens("Something else", "g-9")
    await desk.tick()
    assert desk.said() == ["Part 2 of 2: Shipped"]


async def test_it_ends_when_there_is_nothing_more_to_come(desk):
    """The last change is told, the card says why it ended, and nothing comes after."""
    await desk.watches.watch(desk.family(parts=("g-1", "g-2")), BY)
    desk.family("delivered", parts=("g-1", "g-2"))
    desk.happens("Delivered")
    await desk.tick()
    desk.happens("Something late")
    await desk.tick(after=MINUTE)
    assert desk.said() == ["Part 1 of 2: Delivered"]
    assert desk.cards["g-1"][1] == "everything is delivered or ended"
    assert await desk.store.watched_by("U1") == []


async def test_watching_twice_is_watching_once(desk):
    """A second wish changes nothing, and each change is still told once."""
    assert await desk.watches.watch(desk.family(), BY)
    assert not await desk.watches.watch(desk.family(), BY)
    desk.happens()
    await desk.tick()
    assert desk.said() == ["Shipped"]


@pytest.mark.parametrize("typed", ["1042", "#1042", "g-1", "g-2"])
async def test_unwatching_ends_it(desk, typed):
    """By reference or id; nothing is told any more, and one may begin again."""
    await desk.watches.watch(desk.family(parts=("g-1", "g-2")), BY)
    await desk.watches.unwatch(typed, BY)
    desk.happens()
    await desk.tick()
    assert desk.said() == []
    assert desk.cards["g-1"][1] == "watching was stopped"
    assert await desk.watches.watch(desk.family(), BY)


async def test_what_is_not_watched_cannot_be_unwatched(desk):
    """Neither an unknown order nor somebody else's watch, nor another thread's."""
    await desk.watches.watch(desk.family(), replace(BY, person="U2"))
    await desk.watches.watch(desk.family(), BY, THREAD)
    with pytest.raises(NotWatched):
        await desk.watches.unwatch("1042", BY)
    with pytest.raises(NotWatchedHere, match="This thread"):
        await desk.watches.unwatch("1042", BY, Place("C1", "2.2"))


async def test_a_thread_is_everybody_s(desk):
    """Whoever reads it may end what somebody else began there; a second wish changes nothing."""
    assert await desk.watches.watch(desk.family(), BY, THREAD)
    assert not await desk.watches.watch(desk.family(), replace(BY, person="U2"), THREAD)
    await desk.watches.unwatch("1042", replace(BY, person="U2"), THREAD)
    desk.happens()
    await desk.tick()
    assert desk.said() == []


async def test_there_is_nothing_to_watch_about_what_has_ended(desk):
    """Who asks for it is told so at once."""
    with pytest.raises(NotAsked, match="nothing to watch"):
        await desk.watches.watch(desk.family("delivered"), BY)


@IN_BOTH
async def test_one_watcher_watches_a_bounded_number(desk, thread):
    """Beyond it they are asked to let go of one."""
    for number in range(MOST_WATCHES):
        await desk.watches.watch(desk.family(parts=(f"g-{number}",)), BY, thread)
    with pytest.raises(NotAsked, match="unwatch"):
        await desk.watches.watch(desk.family(parts=("g-more",)), BY, thread)


async def test_nothing_is_watched_where_nobody_can_be_told(desk, database):
    """A thread that takes no card takes no news: who asked reads why, and the log says so."""
    desk.refuses_cards = Refused("Orderdesk is not in the channel")
    with pytest.raises(CannotTell, match="Orderdesk is not in the channel"):
        await desk.watches.watch(desk.family(), BY, THREAD)
    assert await desk.store.watched_by("C1:1.1") == []
    rows = await SqliteAudit(database).rows()
    assert [row.entry.outcome for row in rows] == ["done", "cannot_tell"]


@IN_BOTH
@pytest.mark.parametrize("keeps_it", [True, False])
async def test_in_doubt_it_is_looked_for(desk, keeps_it, thread):
    """What Slack took without saying so is found; what it lost is told a minute later."""
    await desk.watches.watch(desk.family(), BY, thread)
    desk.happens()
    desk.outcomes, desk.keeps_it = [Unsure("no answer")], keeps_it
    await desk.tick()
    for _ in range(3):
        await desk.tick(after=2 * MINUTE)
    assert desk.said() == ["Shipped"]


async def test_what_cannot_be_known_is_not_told_twice(desk):
    """Without the right to look, silence is better than the same news again."""
    await desk.watches.watch(desk.family(), BY)
    desk.happens()
    desk.outcomes, desk.keeps_it = [Unsure("no answer")], True
    desk.searches = [Unsearchable("missing_scope", for_good=True)] * 2
    for _ in range(4):
        await desk.tick(after=2 * MINUTE)
    assert desk.said() == ["Shipped"]


async def test_what_cannot_be_looked_for_holds_the_rest_up_for_an_hour(desk):
    """Then it counts as told, for it may have been, and what comes behind it is told."""
    await desk.watches.watch(desk.family(), BY)
    desk.happens()
    desk.happens("Delivered")
    desk.outcomes, desk.keeps_it = [Unsure("no answer")], True
    desk.searches = [Unsearchable("ratelimited", for_good=False)] * 40
    for _ in range(29):
        await desk.tick(after=2 * MINUTE)
    assert desk.said() == ["Shipped"]
    for _ in range(3):
        await desk.tick(after=2 * MINUTE)
    assert desk.said() == ["Shipped", "Delivered"]


async def test_a_rate_limit_is_waited_for(desk):
    """As long as Slack asks for."""
    await desk.watches.watch(desk.family(), BY)
    desk.happens()
    desk.outcomes = [Later("ratelimited", after=600)]
    await desk.tick()
    await desk.tick(after=9 * MINUTE)
    assert desk.said() == []
    await desk.tick(after=MINUTE)
    assert desk.said() == ["Shipped"]


async def test_news_keep_their_order(desk):
    """What comes behind something that Slack did not take yet waits for it."""
    await desk.watches.watch(desk.family(), BY)
    desk.happens("Printed")
    desk.happens("Shipped")
    desk.outcomes = [Later("ratelimited", after=90)]
    await desk.tick()
    desk.happens("Tracking code 1Z")
    await desk.tick(after=MINUTE)
    assert desk.said() == []
    await desk.tick(after=MINUTE)
    assert desk.said() == ["Printed", "Shipped", "Tracking code 1Z"]


async def test_the_last_news_come_though_the_watch_has_ended(desk):
    """A rate limit holds them back, and they are told all the same."""
    await desk.watches.watch(desk.family(), BY)
    desk.family("delivered")
    desk.happens("Delivered")
    desk.outcomes = [Later("ratelimited")]
    await desk.tick()
    assert await desk.store.watched_by("U1") == []
    await desk.tick(after=2 * MINUTE)
    assert desk.said() == ["Delivered"]


async def test_who_cannot_be_reached_is_left_alone(desk):
    """A person whose account is off is not written to again and again."""
    await desk.watches.watch(desk.family(), BY)
    desk.outcomes = [Refused("Slack refused it (user_not_found)", is_unreachable=True)]
    desk.happens()
    await desk.tick()
    desk.happens()
    await desk.tick(after=LEASE)
    assert desk.said() == []
    assert await desk.store.watched_by("U1") == []


async def test_another_refusal_ends_no_watch(desk, caplog):
    """What Slack would not take once says nothing of the person; the reason is in the log."""
    await desk.watches.watch(desk.family(), BY)
    desk.outcomes = [Refused("Slack refused it (invalid_blocks)")]
    desk.happens("Printed")
    await desk.tick()
    desk.happens("Shipped")
    await desk.tick(after=LEASE)
    assert desk.said() == ["Shipped"]
    assert "invalid_blocks" in caplog.text


@pytest.mark.parametrize("has_card", [True, False])
async def test_an_order_that_is_gone_ends_its_watch(desk, has_card):
    """What can be read no more is not asked for again and again."""
    desk.refuses_cards = None if has_card else Later("ratelimited")
    await desk.watches.watch(desk.family(), BY)
    desk.refuses_cards = None
    desk.orders.clear()
    desk.happens()
    await desk.tick()
    assert await desk.store.watched_by("U1") == []
    assert await desk.store.take_over(desk.at + LEASE, new_hold()) == []


@pytest.mark.parametrize(
    ("refuses", "hides"),
    [
        (Refused("not_in_channel"), None),
        (Later("ratelimited"), Unsearchable("not_in_channel", for_good=True)),
    ],
    ids=["refused", "cannot be looked for"],
)
async def test_what_can_have_no_card_is_not_tried_for_ever(desk, refuses, hides):
    """The bot was put out of the channel before its card stood there: the watch ends."""
    desk.refuses_cards = Later("ratelimited")
    await desk.watches.watch(desk.family(), BY, THREAD)
    desk.refuses_cards, desk.hides_cards = refuses, hides
    desk.happens()
    for _ in range(2):
        await desk.tick(after=LEASE)
    assert await desk.store.watched_by("C1:1.1") == []
    assert await desk.store.take_over(desk.at + LEASE, new_hold()) == []


async def test_a_guest_watches_nothing(desk, database):
    """Whoever may not is told so, and the refusal stands in the audit log."""
    with pytest.raises(NotAllowed):
        await desk.watches.watch(desk.family(), GUEST)
    assert await desk.store.watched_by("U3") == []
    assert [row.entry.outcome for row in await SqliteAudit(database).rows()] == ["not_allowed"]


@pytest.mark.parametrize(
    ("thread", "said"),
    [(None, []), (THREAD, ["nothing more is told here, as who asked for it may not look orders"])],
    ids=["person", "thread"],
)
async def test_whoever_may_not_look_any_more_is_told_nothing(desk, thread, said):
    """Their watch ends; a thread, where others wait for news, reads once that it does.

    A rate limit at that moment keeps it from nobody, nor does a right that comes back.
    """
    await desk.watches.watch(desk.family(), BY, thread)
    desk.barred.add(BY.person)
    desk.happens("Printed")
    desk.happens("Packed")
    desk.outcomes = [Later("ratelimited")] if thread else []
    await desk.tick()
    desk.barred.clear()
    for _ in range(2):
        desk.happens("Shipped")
        await desk.tick(after=LEASE)
    assert [words.removesuffix(" up any more") for words in desk.said()] == said


async def test_a_watch_that_has_ended_ends_for_one_reason(desk):
    """Who lost the right behind the last news is told nothing, nor is the thread told why."""
    await desk.watches.watch(desk.family(), BY, THREAD)
    desk.family("delivered")
    desk.happens("Delivered")
    desk.outcomes = [Later("ratelimited")]
    await desk.tick()
    desk.barred.add(BY.person)
    await desk.tick(after=2 * MINUTE)
    assert desk.said() == []


async def test_news_are_taken_over_by_the_hundred(desk):
    """However many there are: what is taken over is told before its claim lapses."""
    for number in range(101):
        await desk.watches.watch(desk.family(), replace(BY, person=f"U9{number}"))
    desk.happens()
    await desk.store.hear(desk.changes, 1, NOON)
    taken = [len(await desk.store.take_over(NOON, new_hold())) for _ in range(3)]
    assert taken == [100, 1, 0]


@IN_BOTH
async def test_killed_while_telling_it_is_told_once(desk, database, thread):
    """A program that died between two steps is followed by one that looks first."""
    await desk.watches.watch(desk.family(), BY, thread)
    desk.happens()
    real, desk.store.settle = desk.store.settle, None  # dies behind the post
    with pytest.raises(TypeError):
        await desk.tick()
    desk.store.settle = real
    desk.watches = desk.program(database)
    await desk.tick(after=LEASE)
    assert desk.said() == ["Shipped"]


async def test_parts_that_come_later_are_watched_too(desk):
    """An order that is split while somebody watches it: they hear of every part."""
    await desk.watches.watch(desk.family("created"), BY)
    desk.family("in_production", parts=("g-1", "g-2"))
    desk.happens("In production")
    await desk.tick()
    desk.happens("Shipped", order_id="g-2")
    await desk.tick()
    assert desk.said() == ["In production", "Part 2 of 2: Shipped"]


async def test_a_watch_leaves_rows(desk, database):
    """Who watched what, and who let go, stands in the audit log."""
    await desk.watches.watch(desk.family(), BY)
    await desk.watches.unwatch("1042", BY)
    rows = await SqliteAudit(database).rows()
    assert [(row.entry.operation, row.entry.reference) for row in rows] == [
        ("watch", "#1042"),
        ("unwatch", "#1042"),
    ]
