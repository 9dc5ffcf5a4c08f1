"""The seeded orders: believable, whole, the same every time."""

import json
import subprocess
import sys
from collections import Counter
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from bot.sandbox.gelato import StandInGelato
from bot.sandbox.gelato.address_rules import address_complaints
from bot.sandbox.gelato.words import STAGES, Dialect

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
WANTED_COUNTRIES = "US CA AU BR JP CN KR DE NO GB FR IE SG"
DIALECTS: tuple[Dialect, ...] = ("connect", "v4")

# Every key of the vendor's sample response for a created order (seed S2), by place.
SAMPLE = {
    "": "id orderType orderReferenceId customerReferenceId fulfillmentStatus financialStatus"
    " currency channel createdAt updatedAt orderedAt items metadata shipment billingEntity"
    " shippingAddress returnAddress receipts",
    "items.0": "id itemReferenceId productUid files processedFileUrl quantity fulfillmentStatus"
    " previews",
    "items.0.files.0": "type url",
    "shipment": "id shipmentMethodName shipmentMethodUid minDeliveryDays maxDeliveryDays"
    " minDeliveryDate maxDeliveryDate totalWeight fulfillmentCountry packages",
    "shipment.packages.0": "id orderItemIds trackingCode trackingUrl",
    "billingEntity": "id companyName companyNumber companyVatNumber country recipientName"
    " addressLine1 addressLine2 city postCode state email phone",
    "shippingAddress": "id orderId country firstName lastName addressLine1 addressLine2 city"
    " postCode state email phone",
    "receipts.0": "id orderId transactionType currency items productsPriceInitial"
    " productsPriceDiscount productsPrice productsPriceVat productsPriceInclVat"
    " packagingPriceInitial packagingPriceDiscount packagingPrice packagingPriceVat"
    " packagingPriceInclVat shippingPriceInitial shippingPriceDiscount shippingPrice"
    " shippingPriceVat shippingPriceInclVat discount discountVat discountInclVat totalInitial"
    " total totalVat totalInclVat",
    "receipts.0.items.0": "id receiptId referenceId type title currency priceBase amount"
    " priceInitial discount price vat priceInclVat createdAt updatedAt",
}


def gelato_of(dialect: Dialect, **more: Any) -> StandInGelato:
    return StandInGelato(dialect, clock=lambda: NOON, **more)


def at(order: Any, place: str) -> Any:
    for step in place.split(".") if place else ():
        order = order[int(step)] if step.isdigit() else order[step]
    return order


def money(value: Any) -> Decimal:
    return Decimal(str(value))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("place", SAMPLE)
def test_a_full_order_has_every_key_of_the_vendors_sample(dialect: Dialect, place: str):
    """What the vendor's document shows, the stand-in's nice order has."""
    order = gelato_of(dialect).order("1042")
    assert set(SAMPLE[place].split()) <= set(at(order, place))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("orders", [0, 1, 7, 99, 100, 200, 350])
def test_there_are_as_many_orders_as_asked_for(dialect: Dialect, orders: int):
    """The count is kept, split families included."""
    assert len(gelato_of(dialect, orders=orders).orders) == orders


@pytest.mark.parametrize("orders", [1, 50, 200])
def test_order_1042_is_always_there(orders: int):
    """However few orders there are, the documented example can be looked up."""
    order = gelato_of("connect", orders=orders).order("1042")
    assert order["fulfillmentStatus"] == "shipped"
    assert len(order["shipment"]["packages"]) == 2
    assert all(parcel["trackingCode"] for parcel in order["shipment"]["packages"])


@pytest.mark.parametrize("dialect", DIALECTS)
def test_every_status_of_the_dialect_occurs_and_one_that_nobody_knows(dialect: Dialect):
    """Whatever word the API may say, the newcomer meets it."""
    seen = {order["fulfillmentStatus"] for order in gelato_of(dialect).orders}
    assert seen == {stage.status for stage in STAGES[dialect]} | {"quality_recheck"}


def test_v4_has_the_seventeen_documented_statuses():
    """The table of stages is the vendor's list, no word lost."""
    assert len(STAGES["v4"]) == 17


def test_every_financial_status_occurs():
    """All nine words of the documents are met."""
    seen = {order["financialStatus"] for order in gelato_of("v4").orders}
    assert seen == {
        "draft", "pending", "invoiced", "to_be_invoiced", "paid", "canceled",
        "partially_refunded", "refunded", "refused",
    }  # fmt: skip


@pytest.mark.parametrize("dialect", DIALECTS)
def test_recipients_live_in_many_countries(dialect: Dialect):
    """At least 25 countries, those with rules of their own among them."""
    seen = {order["shippingAddress"]["country"] for order in gelato_of(dialect).orders}
    assert len(seen) >= 25
    assert seen >= set(WANTED_COUNTRIES.split())


@pytest.mark.parametrize("dialect", DIALECTS)
def test_seeded_addresses_pass_the_servers_own_rules(dialect: Dialect):
    """Only the three odd addresses (hostile, misspelt, Brazilian spelling) would be refused."""
    odd = {"1075", "1085"}
    orders = [o for o in gelato_of(dialect).orders if o["orderReferenceId"] not in odd]
    bad = [
        complaint
        for order in orders
        for complaint in address_complaints(order["shippingAddress"], "a", dialect)
        if "registrationState" not in complaint
    ]
    assert bad == []


def test_mail_goes_to_example_com_only():
    """No invented person has an address that somebody could own."""
    for order in gelato_of("connect").orders:
        assert order["shippingAddress"]["email"].endswith("@example.com")


def test_both_spellings_occur():
    """Clients must read packageCount and packagesCount, registrationState and ...StateCode."""
    orders = gelato_of("v4").orders
    shipments = Counter(k for o in orders if o["shipment"] for k in o["shipment"])
    addresses = Counter(k for o in orders for k in o["shippingAddress"])
    assert min(shipments["packageCount"], shipments["packagesCount"]) > 0
    assert min(addresses["registrationState"], addresses["registrationStateCode"]) > 0
    assert addresses["post\u0421ode"] == 1


@pytest.mark.parametrize("reference", ["#1010", "REF/7", "ÅRHUS-12", "注文-2041", "50% off"])
def test_references_of_many_shapes_occur(reference: str):
    """A reference is free text."""
    assert gelato_of("connect").order(reference)["orderReferenceId"] == reference


@pytest.mark.parametrize(("reference", "states"), [("1050", 2), ("1060", 3)])
def test_split_orders_name_each_other_and_themselves(reference: str, states: int):
    """One reference, several orders, each listing the whole family, in different states."""
    family = gelato_of("v4").book.family(reference)
    ids = [order["id"] for order in family]
    assert [order["connectedOrderIds"] for order in family] == [ids] * len(family)
    assert len({order["fulfillmentStatus"] for order in family}) == states


def test_hostile_text_is_among_the_orders():
    """Somebody is called <!channel> and lives behind a link."""
    order = gelato_of("connect").order("1075")
    assert order["shippingAddress"]["firstName"] == "<!channel>"
    assert order["shippingAddress"]["city"] == "<https://evil.example|click>"
    assert any("<!here>" in item["productName"] for item in order["items"])


@pytest.mark.parametrize("dialect", DIALECTS)
def test_money_adds_up(dialect: Dialect):
    """Lines make the groups, groups the total, and net plus tax the gross."""
    receipts = [r for order in gelato_of(dialect).orders for r in order["receipts"]]
    assert {"purchase", "refund"} == {r["transactionType"] for r in receipts}
    for receipt in receipts:
        lines = sum((money(line["priceInclVat"]) for line in receipt["items"]), Decimal())
        groups = sum(
            money(receipt[f"{g}PriceInclVat"]) for g in ("products", "packaging", "shipping")
        )
        assert money(receipt["totalInclVat"]) == lines == groups
        assert money(receipt["total"]) + money(receipt["totalVat"]) == lines


def test_failed_orders_say_why():
    """A failed order carries a reason and its code; no other does."""
    for order in gelato_of("v4").orders:
        failed = order["fulfillmentStatus"] == "failed"
        assert bool(order["refusalReason"]) is bool(order["refusalReasonCode"]) is failed


def test_only_sent_orders_have_parcels_and_drafts_no_date():
    """A parcel means it was shipped; a draft was never ordered."""
    sent = {"shipped", "in_transit", "delivered", "returned"}
    for order in gelato_of("v4").orders:
        parcels = (order["shipment"] or {}).get("packages")
        assert bool(parcels) is (order["fulfillmentStatus"] in sent)
        assert (order["orderedAt"] is None) is (order["fulfillmentStatus"] == "draft")


def test_ages_count_back_from_now():
    """Nothing happens in the future, and something happened today and weeks ago."""
    made = [datetime.fromisoformat(order["createdAt"]) for order in gelato_of("connect").orders]
    assert max(made) <= NOON
    assert max(made) > NOON - timedelta(hours=3)
    assert min(made) < NOON - timedelta(days=30)


def test_the_same_seed_makes_the_same_orders_in_another_process():
    """Repeatable everywhere: nothing leans on the interpreter's own hash."""
    script = (
        "import json; from datetime import UTC, datetime;"
        "from bot.sandbox.gelato import StandInGelato;"
        "g = StandInGelato('v4', clock=lambda: datetime(2026, 11, 21, 12, tzinfo=UTC));"
        "print(json.dumps(g.orders))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True)  # noqa: S603 - our own words
    assert json.loads(run.stdout) == gelato_of("v4").orders


def test_another_seed_makes_other_orders():
    """The seed decides."""
    assert gelato_of("v4", seed=8).orders != gelato_of("v4").orders
