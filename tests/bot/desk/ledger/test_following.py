"""Every order that was read for a person is in the ledger, and that costs the person nothing."""

import logging

from bot.desk.carriers import Carriers
from bot.desk.following import Following
from bot.desk.look_ups import LookUps
from bot.desk.records import Asker, Records
from bot.orders.errors import StoreTrouble
from bot.orders.sightings import How
from bot.store.audit import SqliteAudit
from bot.store.secret_key import SecretKey

ASKER = Asker("U1", "T1", "C1", "r-1")


class Everybody:
    """May do everything."""

    async def require(self, act, person):
        """Never refuses."""


def desk(watch, following):
    records = Records(SqliteAudit(watch.database), SecretKey("a key of nobody"), watch.hands)
    return LookUps(watch.gelato, records, Everybody(), following.saw)


async def test_a_look_up_is_a_sighting(watch):
    """The whole order is in the ledger: its state, its promise, where it is made."""
    following = Following(watch.ledger, Carriers(watch.gelato))
    order = watch.of("shipped")
    await desk(watch, following).look_up(order["id"], ASKER)
    await following.finish()
    seen = await watch.ledger.observed(order["id"])
    assert (seen.status, seen.last_seen, seen.read_at) == ("shipped", watch.hands(), watch.hands())
    assert seen.print_country == order["shipment"]["fulfillmentCountry"]
    assert seen.tracking_code == order["shipment"]["packages"][0]["trackingCode"]
    assert seen.country == order["shippingAddress"]["country"]
    assert [each.how for each in await watch.ledger.states(order["id"])] == [How.READ]
    assert [each.order_id for each in await watch.ledger.of_reference(seen.reference)] == [
        each["id"] for each in watch.stand_in.book.family(seen.reference)
    ]


class Broken:
    """A ledger that cannot be written."""

    async def saw(self, _):
        raise StoreTrouble


async def test_a_ledger_that_cannot_be_written_costs_no_answer(watch, caplog):
    """The person is answered; the log tells that the ledger missed it."""
    following = Following(Broken(), Carriers(watch.gelato))
    with caplog.at_level(logging.WARNING):
        family = await desk(watch, following).look_up(watch.of("shipped")["id"], ASKER)
        await following.finish()
    assert family.orders
    assert "not written into the ledger" in caplog.text


async def test_whether_a_method_has_tracking_is_asked_once(watch):
    """The list of methods is Gelato's; while it cannot be had, nothing is claimed."""
    carriers = Carriers(watch.gelato)
    known = {method.uid: method.has_tracking for method in await watch.gelato.shipping_methods()}
    tracked = await carriers.tracked()
    assert {uid: tracked(uid) for uid in known} == known
    assert tracked("never heard of") is None
