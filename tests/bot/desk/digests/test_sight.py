"""What digests and watches see: the real ledger, and whose work it was."""

from dataclasses import asdict, replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.desk import shipped, sight
from bot.desk.follow_ups import FollowUpStore
from bot.desk.sight import OWN_WORK, LedgerSight, PeoplesAttention, World
from bot.orders.addresses.request import AddressRequest
from bot.orders.attention import Attention, AttentionKind
from bot.orders.change import Change, Kind, Outcome, Stage
from bot.orders.dialect import Dialect
from bot.orders.person import Asker
from bot.orders.seen import Attended
from bot.orders.sightings import Details, How, Sighting
from bot.orders.updating import Shipping, UpdateWish
from bot.store.attention import SqliteAttention, SqlitePatience
from bot.store.claim_ports import Cap
from bot.store.claims import SqliteClaims
from bot.store.ledger import SqliteLedger

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BY = Asker("U1", "T1", "C1", "r-1")
SENT = Details(method_uid="ups", method_name="UPS", promised_by=date(2026, 12, 1))
WHERE = {"country": "NO", "reference": "#1042"}


class Desk:
    """A ledger, and what people asked for; a minute passes with each sighting."""

    def __init__(self, database, entry):
        self.ledger, self.claims, self.entry = SqliteLedger(database), SqliteClaims(database), entry
        patience, self.attention = SqlitePatience(database), SqliteAttention(database, lambda: NOON)
        self.store = FollowUpStore(self.ledger, patience, self.attention)
        world = World(self.store, self.claims, Dialect.CONNECT, ZoneInfo("UTC"))
        self.sight, self.at = LedgerSight(world), NOON

    async def sees(self, status, details=None, order_id="g-1"):
        self.at += MINUTE
        how = How.READ if details else How.SWEEP
        seen = Sighting(order_id, status, self.at, how, details=details, **WHERE)
        await self.ledger.saw([seen])

    async def asks(self, kind, wish=None):
        """What was asked for and sent."""
        change = Change("c-1", "f-1", kind, "g-1", "#1042", BY, self.at, self.at, wish=wish or {})
        [change] = await self.claims.claim([(change, self.entry())], Cap(0, NOON))
        await self.claims.begin(change.id, self.at)
        return change

    async def works(self, change, outcome=Outcome.DONE, ago=timedelta()):
        ended = replace(change, stage=Stage.ENDED, outcome=outcome, ended_at=self.at - ago, wish={})
        await self.claims.end(ended, self.entry())

    async def news(self, position=0, of=("g-1",)):
        page = await self.sight.changed_since(position, of)
        return [(each.words, each.by) for each in page.entries]

    async def words(self):
        return [words for words, _ in await self.news()]


@pytest.fixture
async def desk(database, entry):
    return Desk(database, entry)


async def test_an_order_that_is_new_to_the_ledger_is_no_news(desk):
    """Neither its state nor what else is read of it for the first time; what comes then is."""
    await desk.sees("printed")
    await desk.sees("printed", SENT)
    assert await desk.news() == []
    await desk.sees("shipped", SENT)
    [told] = (await desk.sight.changed_since(0, ["g-1"])).entries
    assert (told.words, told.reference, told.by, told.at) == ("🚚 Shipped", "#1042", "", desk.at)


@pytest.mark.parametrize(
    ("details", "words"),
    [
        (SENT, []),
        (replace(SENT, tracking_code="1Z"), ["Tracking code: 1Z"]),
        (replace(SENT, tracking_code="1Z", tracking_url="https://a"), ["Tracking code: 1Z"]),
        (replace(SENT, tracking_url="https://a"), ["Tracking link: https://a"]),
        (replace(SENT, promised_by=date(2026, 12, 3)), ["Promised for 3 Dec 2026 now"]),
        (replace(SENT, promised_by=None), ["No promised date any more"]),
        (replace(SENT, method_uid="dhl", method_name="DHL"), ["Shipping method: DHL"]),
        (replace(SENT, method_uid="dhl", method_name=""), ["Shipping method: dhl"]),
        (replace(SENT, method_name="UPS Ground"), []),
        (replace(SENT, print_country="DE", has_tracking=True), []),
    ],
)
async def test_what_changes_beside_the_state_is_news(desk, details, words):
    """Each change once, in plain words, and in the history of states nothing of it."""
    await desk.sees("shipped", SENT)
    for _ in range(2):
        await desk.sees("shipped", details)
    assert await desk.words() == words
    assert len(await desk.ledger.states("g-1")) == 1


async def test_the_feed_keeps_the_order_of_what_happened(desk):
    """States and everything else have one numbering: a reader goes on behind what it knows."""
    await desk.sees("printed", SENT)
    await desk.sees("shipped", replace(SENT, tracking_code="1Z"))
    await desk.sees("in_transit")
    await desk.sees("in_transit", replace(SENT, tracking_code="2Z"))
    words = ["🚚 Shipped", "Tracking code: 1Z", "🚚 In transit", "Tracking code: 2Z"]
    assert await desk.words() == words
    assert [each for each, _ in await desk.news(3)] == words[2:]
    assert await desk.sight.latest() == 5
    assert [each.number for each in await desk.ledger.changed_since(0, 2)] == [1, 2]
    assert [each.number for each in await desk.ledger.changed_since(2, 2)] == [3, 4]


async def test_the_feed_is_read_in_pages(desk, monkeypatch):
    """Of the wanted orders alone, and each page says how far it reaches."""
    monkeypatch.setattr(sight, "FEED_PAGE", 2)
    for status in ("printed", "shipped", "in_transit"):
        for order_id in ("g-1", "g-2"):
            await desk.sees(status, order_id=order_id)
    first = await desk.sight.changed_since(0, ["g-1"])
    assert (len(first.entries), first.reaches, first.is_last) == (1, 3, False)
    last = await desk.sight.changed_since(3, ["g-1"])
    assert (len(last.entries), last.reaches, last.is_last) == (1, 6, True)
    nobody = await desk.sight.changed_since(0, [])
    assert (nobody.entries, nobody.reaches, nobody.is_last) == ([], 6, True)


async def test_who_canceled_it_is_known(desk):
    """Even where it is seen before it is known that it worked."""
    await desk.sees("printed")
    change = await desk.asks(Kind.CANCEL)
    await desk.sees("canceled")
    assert await desk.news() == [("🚫 Canceled", "U1")]
    await desk.works(change)
    assert await desk.news() == [("🚫 Canceled", "U1")]


@pytest.mark.parametrize(
    ("kind", "status", "outcome", "ago"),
    [
        (Kind.CANCEL, "shipped", Outcome.DONE, MINUTE),
        (Kind.CANCEL, "canceled", Outcome.REFUSED, MINUTE),
        (Kind.CANCEL, "canceled", Outcome.DONE, OWN_WORK + MINUTE),
        (Kind.RELEASE, "canceled", Outcome.DONE, MINUTE),
        (Kind.CANCEL, "shipped", None, MINUTE),
        (Kind.RELEASE, "canceled", None, MINUTE),
    ],
)
async def test_what_somebody_did_not_do_is_not_theirs(desk, kind, status, outcome, ago):
    """Another state, something else that they did, or what they did long ago."""
    await desk.sees("printed")
    change = await desk.asks(kind)
    if outcome:
        await desk.works(change, outcome, ago)
    await desk.sees(status)
    assert [by for _, by in await desk.news()] == [""]


async def test_what_was_not_sent_yet_did_nothing(desk):
    """Somebody else canceled it while the change was still to be begun with."""
    await desk.sees("printed")
    change = Change("c-1", "f-1", Kind.CANCEL, "g-1", "#1042", BY, NOON, NOON)
    await desk.claims.claim([(change, desk.entry())], Cap(0, NOON))
    await desk.sees("canceled")
    assert await desk.news() == [("🚫 Canceled", "")]


async def test_who_released_a_draft_is_known(desk):
    """That it is an order from now on is their own work."""
    await desk.sees("draft")
    await desk.works(await desk.asks(Kind.RELEASE))
    await desk.sees("created")
    assert [by for _, by in await desk.news()] == ["U1"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        (AddressRequest("SE", "Ann", "Lee", city="Malmö"), "Shipment to Sweden changed"),
        (None, "Shipment to Norway changed"),
    ],
)
async def test_a_shipment_that_is_changed_here_is_news(desk, address, words):
    """With the country and nothing else of the address; the method that is read then is theirs."""
    await desk.sees("printed", SENT)
    wish = UpdateWish(Shipping(AddressRequest("NO")), "dhl", address)
    change = await desk.asks(Kind.UPDATE, wish=asdict(wish))
    assert await desk.news() == []
    await desk.works(change)
    await desk.works(change)
    assert await desk.news() == [(words, "U1")]
    await desk.sees("printed", replace(SENT, method_uid="dhl", tracking_code="1Z"))
    assert (await desk.news())[1:] == [("Tracking code: 1Z", ""), ("Shipping method: UPS", "U1")]


async def test_a_shipment_that_was_not_changed_is_no_news(desk):
    """What Gelato refused has changed nothing."""
    await desk.sees("printed", SENT)
    wish = asdict(UpdateWish(Shipping(), "dhl"))
    await desk.works(await desk.asks(Kind.UPDATE, wish=wish), Outcome.REFUSED)
    assert await desk.news() == []


async def test_all_that_shipped_is_seen(desk, monkeypatch):
    """Page after page, each once, and what had shipped before the bot saw it not at all."""
    monkeypatch.setattr(shipped, "A_PAGE", 2)
    orders = [f"g-{number}" for number in range(5)]
    for status in ("printed", "shipped"):
        for order_id in orders:
            await desk.sees(status, order_id=order_id)
    await desk.sees("shipped", order_id="g-9")
    found = await desk.sight.shipped_since(NOON)
    assert [(each.order_id, each.country) for each in found] == [(each, "NO") for each in orders]


async def test_what_people_did_counts_in_the_state_they_did_it_in(desk):
    """Who took an order in a state that it has left looks after nothing any more."""
    until = NOON + timedelta(days=1)
    await desk.sees("on_hold")
    for kind in AttentionKind:
        held = Attention("g-1", kind, "U1", until, since=desk.at)
        await desk.attention.attend(held, desk.entry())
    people = PeoplesAttention(desk.store, None)
    assert await people.of(["g-1", "g-2"]) == {"g-1": Attended("U1", until)}
    await desk.sees("failed")
    assert await people.of(["g-1"]) == {}
