"""Who may change a channel's digests, and the rows that this leaves."""

import asyncio
from dataclasses import replace

import pytest

from bot.desk.digests import Kept
from bot.desk.records import Asker, Records
from bot.desk.subscribing import Sight, Subscribing
from bot.orders.access import Act
from bot.orders.errors import DigestGone, NotAsked, OrderdeskError, SubscriptionGone
from bot.orders.subscription import MOST_IN_CHANNEL
from bot.store.audit import SqliteAudit
from bot.store.chain import first_broken
from bot.store.subscription_ports import Place, RunState

LEAD = Asker("U1", "T1", "C1", "r-1")
AGENT = replace(LEAD, person="U2")
GUEST = replace(LEAD, person="U3")


class LeadsOnly(OrderdeskError):
    """Leads may do that."""

    is_incident = False


class MembersOnly(OrderdeskError):
    """Members may do that."""

    is_incident = False


async def require(act, person):
    if act is Act.SUBSCRIBE and person != LEAD.person:
        raise LeadsOnly
    if act is Act.PREVIEW_DIGEST and person == GUEST.person:
        raise MembersOnly


class NoAttention:
    """Keeps who did something about which order."""

    def __init__(self):
        self.done = []

    async def of(self, order_ids):
        return {each: None for each in order_ids if not each}

    async def take(self, order_id, by):
        self.done.append((by.person, order_id))

    async def snooze(self, order_id, until, by):
        self.done.append((by.person, order_id, until))


class Secret:
    def keyed_hash(self, text):
        return f"hash of {len(text)}"


@pytest.fixture
def audit(database):
    return SqliteAudit(database)


@pytest.fixture
def desk(house, audit):
    house.attention = NoAttention()
    kept = Kept(house.subscriptions, house.runs)
    records = Records(audit, Secret(), house.clock)
    sight = Sight(house.ledger, house.attention, None)
    return Subscribing(kept, house.digests, sight, records, require)


@pytest.fixture
async def sub(house):
    return await house.subscribe()


CHANGES = {
    "add": lambda desk, sub, by: desk.add(sub, by),
    "edit": lambda desk, sub, by: desk.edit(sub.id, sub, by),
    "pause": lambda desk, sub, by: desk.pause(sub.id, by),
    "resume": lambda desk, sub, by: desk.resume(sub.id, by),
    "remove": lambda desk, sub, by: desk.remove(sub.id, by),
    "send": lambda desk, sub, by: desk.send(sub.id, by),
    "post again": lambda desk, sub, by: desk.post_again(sub.id, "2026-11-23T09:00", by),
}


@pytest.mark.parametrize("change", CHANGES)
async def test_only_who_may_changes_a_digest(desk, sub, house, audit, change):
    """Everybody else is told why not, nothing happens, and the refusal stands in the audit log."""
    with pytest.raises(LeadsOnly):
        await CHANGES[change](desk, sub, AGENT)
    assert await house.subscriptions.all() == [sub]
    assert house.wall.posts == []
    assert (await audit.rows())[-1].entry.outcome == "leads_only"


@pytest.mark.parametrize("change", [name for name in CHANGES if name != "add"])
async def test_a_digest_belongs_to_its_channel(desk, sub, house, entry, change):
    """From another channel it is not to be found, except by its owner."""
    stranger = replace(LEAD, channel="C2")
    await house.subscriptions.change(sub.id, lambda each: replace(each, owner="U9"), entry())
    with pytest.raises(SubscriptionGone):
        await CHANGES[change](desk, sub, stranger)


async def test_everybody_may_preview(desk, sub, house, stuck, audit):
    """A look changes nothing, and leaves a row."""
    house.ledger.lines = [stuck()]
    for _ in range(2):
        assert (await desk.preview(sub.id, AGENT)).difference.new == ("a",)
    assert house.wall.posts == []
    entry = (await audit.rows())[-1].entry
    assert (entry.operation, entry.detail) == ("digest", f"preview {sub.id}")


async def test_a_guest_previews_nothing(desk, sub, audit):
    """Whoever is served by nothing else sees no digest either; the refusal stands in a row."""
    with pytest.raises(MembersOnly):
        await desk.preview(sub.id, GUEST)
    assert (await audit.rows())[-1].entry.outcome == "members_only"


async def test_a_channel_has_a_bounded_number(desk, sub):
    """As many as one list shows."""
    for _ in range(MOST_IN_CHANNEL - 1):
        await desk.add(sub, LEAD)
    with pytest.raises(NotAsked, match="at most"):
        await desk.add(sub, LEAD)


async def test_ids_are_never_used_again(desk, sub):
    """Who sends number 1 by a note of last year does not send another digest."""
    await desk.remove(sub.id, LEAD)
    with pytest.raises(SubscriptionGone):
        await desk.remove(sub.id, LEAD)
    assert (await desk.add(sub, LEAD)).id == sub.id + 1


async def test_a_row_is_acted_on_in_its_own_message_alone(desk, sub, house, stuck, audit):
    """An order that this message does not show, or a message that is no digest, is refused."""
    house.ledger.lines = [stuck()]
    state, run = await desk.send(sub.id, LEAD)
    assert state is RunState.POSTED
    place = Place(run.channel, run.ts)
    await desk.take(place, "a", AGENT)
    assert house.attention.done == [(AGENT.person, "a")]
    for wrong in ((place, "other"), (Place("C1", "99"), "a")):
        with pytest.raises(DigestGone):
            await desk.take(*wrong, AGENT)


async def test_who_draws_a_message_last_has_read_last(desk, sub, house, stuck):
    """Two who act on one message draw it one after the other; the second reads behind the first."""
    house.ledger.lines = [stuck()]
    _, run = await desk.send(sub.id, LEAD)
    place, drawn = Place(run.channel, run.ts), []

    async def draw():
        async with desk.present(place) as (_, since):
            drawn.append(since.no_longer_stuck)

    async with desk.present(place) as (_, since):
        second = asyncio.create_task(draw())
        for _ in range(5):  # as long as it would take to read
            await house.runs.of_message(place.channel, place.ts)
        house.ledger.lines = []
        drawn.append(since.no_longer_stuck)
    await second
    assert drawn == [frozenset(), frozenset("a")]


async def test_the_chain_holds(desk, sub, audit):
    """Changes are written together with their rows, and the chain verifies."""
    for change in ("edit", "pause", "resume", "send", "remove"):
        await CHANGES[change](desk, sub, LEAD)
    rows = await audit.rows()
    assert [row.entry.detail for row in rows][-5:] == [
        "edited 1",
        "paused 1",
        "resumed 1",
        "send 1",
        "removed 1",
    ]
    assert first_broken(rows) is None
