"""What may be changed, until when, and what is refused: each rule beside its allowed neighbour."""

import ssl
from collections.abc import AsyncIterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from bot.sandbox.gelato import StandInGelato
from bot.sandbox.gelato.words import Dialect
from bot.sandbox.serving import served

TLS = ssl.create_default_context()  # one for all clients: making it is slow
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
POSTER = "flat_product_pf_a4_pt_200-gsm-uncoated_cl_4-0_ct_none_prt_none_sft_none_set_none_hor"
BOOK = "photobooks-softcover_pf_200x200-mm-8x8-inch_pt_170-gsm-65lb-coated-silk_cl_4-4_hor"
TOTE = "tote_bag_product_bsc_tote-bag_bqa_clc_bsi_std-t_bco_natural_bpr_4-0"
CAP = "apparel_product_gca_hat_gsc_dad-hat_gcu_unisex_gqa_classic_gsi_os_gco_khaki_gpr_emb"
JOHN = {
    "country": "US",
    "firstName": "John",
    "lastName": "Doe",
    "addressLine1": "123 Main St",
    "city": "New York",
    "postCode": "10001",
    "state": "NY",
    "email": "john@example.com",
    "phone": "123-456-7890",
}
ITEM = {
    "itemReferenceId": "ITEM-001",
    "productUid": POSTER,
    "quantity": 1,
    "files": [{"type": "default", "url": "https://example.com/files/printfile.pdf"}],
}
ORDER = {
    "orderReferenceId": "YOUR-ORDER-123",
    "customerReferenceId": "CUST-1",
    "orderType": "order",
    "currency": "USD",
    "shippingAddress": JOHN,
    "items": [ITEM],
}
SUBMIT = {"connect": "/order", "v4": "/v4/orders"}
CANCEL = {"connect": "/{}/cancel", "v4": "/v4/orders/{}:cancel"}


@dataclass
class Desk:
    """A stand-in that is served, and a client that knows its key."""

    gelato: StandInGelato
    client: httpx.AsyncClient

    async def submit(self, body: Any) -> httpx.Response:
        return await self.client.post(SUBMIT[self.gelato.dialect], json=body)

    async def cancel(self, key: str) -> httpx.Response:
        path = CANCEL[self.gelato.dialect].format(quote(key, safe=""))
        return await self.client.post(path)

    async def update(self, key: str, **body: Any) -> httpx.Response:
        return await self.client.put(f"/{key}", json=body)

    def in_status(self, status: str) -> dict[str, Any]:
        return next(o for o in self.gelato.orders if o["fulfillmentStatus"] == status)


async def opened(dialect: Dialect) -> AsyncIterator[Desk]:
    gelato = StandInGelato(dialect, orders=90, clock=lambda: NOON)
    key = {"X-API-KEY": gelato.key}
    async with (
        served(gelato.app) as base,
        httpx.AsyncClient(verify=TLS, base_url=base + gelato.base, headers=key) as client,
    ):
        yield Desk(gelato, client)


@pytest.fixture
async def connect() -> AsyncIterator[Desk]:
    async for desk in opened("connect"):
        yield desk


@pytest.fixture
async def v4() -> AsyncIterator[Desk]:
    async for desk in opened("v4"):
        yield desk


@pytest.fixture(params=["connect", "v4"])
async def desk(request: pytest.FixtureRequest) -> AsyncIterator[Desk]:
    async for opened_desk in opened(request.param):
        yield opened_desk


def changed(path: str, value: Any) -> dict[str, Any]:
    """The sample order with one field set, or removed where the value is None."""
    body = deepcopy(ORDER)
    *steps, last = path.split(".")
    place: Any = body
    for step in steps:
        place = place[int(step)] if step.isdigit() else place[step]
    if value is None:
        place.pop(last, None)
    else:
        place[last] = value
    return body


def moved_to(country: str, **more: Any) -> dict[str, Any]:
    return changed("shippingAddress", JOHN | {"country": country} | more)


async def test_connect_answers_a_submit_shortly(connect: Desk):
    """Id, reference, date: S1's three fields and no more."""
    response = await connect.submit(ORDER)
    assert response.status_code == 200
    assert list(response.json()) == ["id", "orderReferenceId", "createdAt"]
    assert response.json()["createdAt"] == "2026-11-21T12:00:00+00:00"


async def test_v4_answers_a_submit_with_the_order(v4: Desk):
    """The same as a get of the new order."""
    created = (await v4.submit(ORDER)).json()
    assert created["fulfillmentStatus"] == "created"
    assert (await v4.client.get(f"/v4/orders/{created['id']}")).json() == created


async def test_a_submit_is_one_effect(desk: Desk):
    """What was done is written down once."""
    order_id = (await desk.submit(ORDER)).json()["id"]
    assert desk.gelato.effects == [("submit", order_id)]


async def test_a_new_order_reaches_search_a_moment_later(desk: Desk):
    """Get knows it at once, search after two seconds."""
    path = "/search" if desk.gelato.dialect == "connect" else "/v4/orders:search"
    asked = {"orderReferenceId": ORDER["orderReferenceId"]}
    await desk.submit(ORDER)
    assert (await desk.client.post(path, json=asked)).json()["orders"] == []
    desk.gelato.advance(timedelta(seconds=2))
    assert len((await desk.client.post(path, json=asked)).json()["orders"]) == 1


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("orderReferenceId", 42),
        ("orderType", "draft"),
        ("orderType", None),
        ("currency", "AED"),
        ("metadata", [{"key": "k" * 100, "value": "v" * 100}] * 20),
        ("shipmentMethodUid", "normal"),
        ("shipmentMethodUid", "fed_ex_2_day,express"),
        ("shippingAddress.firstName", "x" * 25),
        ("shippingAddress.companyName", "x" * 60),
        ("shippingAddress.addressLine1", "x" * 35),
        ("shippingAddress.addressLine2", "x" * 35),
        ("shippingAddress.city", "x" * 30),
        ("shippingAddress.postCode", "1" * 15),
        ("shippingAddress.phone", None),
        ("shippingAddress.phone", "1" * 25),
        ("returnAddress", {"city": "Bergen"}),
        ("items.0.itemReferenceId", 1),
        ("items.0.productUid", CAP),
        ("items.0.files.0.threadColors", ["#FFFFFF"] * 6),
        ("items", [ITEM, ITEM | {"itemReferenceId": "ITEM-002"}]),
        ("items", [ITEM | {"productUid": BOOK, "pageCount": 30}]),
    ],
)
async def test_a_sound_order_is_taken(desk: Desk, path: str, value: Any):
    """At the very edge of each rule."""
    response = await desk.submit(changed(path, value))
    assert response.status_code == 200, response.text


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("orderReferenceId", None),
        ("orderReferenceId", " "),
        ("orderType", "sample"),
        ("currency", None),
        ("currency", "XYZ"),
        ("metadata", [{"key": "k", "value": "v"}] * 21),
        ("metadata", [{"key": "k" * 101, "value": "v"}]),
        ("metadata", [{"key": "k"}]),
        ("metadata", {"k": "v"}),
        ("metadata", ["k"]),
        ("shipmentMethodUid", ""),
        ("returnAddress", "here"),
        ("items", ["ITEM-001"]),
        ("items.0.files", ["https://example.com/a.pdf"]),
        ("items.0.files.0.type", 7),
        ("shipmentMethodUid", "carrier_pigeon"),
        ("shipmentMethodUid", "dhl_parcel"),  # goes to Germany, not to the US
        ("shippingAddress", None),
        ("shippingAddress.firstName", None),
        ("shippingAddress.firstName", " "),
        ("shippingAddress.firstName", "x" * 26),
        ("shippingAddress.lastName", None),
        ("shippingAddress.lastName", "x" * 26),
        ("shippingAddress.companyName", "x" * 61),
        ("shippingAddress.addressLine1", None),
        ("shippingAddress.addressLine1", "x" * 36),
        ("shippingAddress.addressLine2", "x" * 36),
        ("shippingAddress.city", None),
        ("shippingAddress.city", "x" * 31),
        ("shippingAddress.city", 7),
        ("shippingAddress.postCode", None),
        ("shippingAddress.postCode", "1" * 16),
        ("shippingAddress.state", None),
        ("shippingAddress.country", None),
        ("shippingAddress.country", "us"),
        ("shippingAddress.country", "UK"),
        ("shippingAddress.email", None),
        ("shippingAddress.email", "john.example.com"),
        ("shippingAddress.phone", "1" * 26),
        ("shippingAddress.phone", "call me"),
        ("shippingAddress.isBusiness", "yes"),
        ("returnAddress", {"city": "x" * 31}),
        ("items", None),
        ("items", []),
        ("items", [ITEM, ITEM]),
        ("items", [ITEM | {"productUid": BOOK}]),
        ("items.0.itemReferenceId", None),
        ("items.0.productUid", None),
        ("items.0.productUid", "no_such_product"),
        ("items.0.quantity", 0),
        ("items.0.quantity", 1.5),
        ("items.0.quantity", "1"),
        ("items.0.files", None),
        ("items.0.files.0.url", None),
        ("items.0.files.0.url", "file:///etc/passwd"),
        ("items.0.files.0.threadColors", ["#FFFFFF"] * 7),
    ],
)
async def test_an_unsound_order_is_refused(desk: Desk, path: str, value: Any):
    """400, with a sentence that names the field, and nothing happens."""
    response = await desk.submit(changed(path, value))
    assert response.status_code == 400
    named = path.rsplit(".", 1)[-1]
    assert named in response.text
    assert desk.gelato.effects == []


@pytest.mark.parametrize(
    ("country", "more", "status"),
    [
        ("DE", {"state": None}, 200),
        ("CA", {"state": ""}, 400),
        ("AU", {"state": ""}, 400),
        ("AE", {"postCode": ""}, 200),
        ("DE", {"postCode": ""}, 400),
        ("BR", {}, 400),
        ("BR", {"federalTaxId": "000.000.001-91"}, 200),
        ("BR", {"federalTaxId": "00.000.000/0001-91", "isBusiness": True}, 400),
        ("JP", {"addressLine1": "神宮前三丁目5番地", "city": "渋谷区"}, 200),
        ("JP", {"addressLine1": "神宮前ABCDEFGHIJ", "city": "渋谷区"}, 200),
        ("JP", {"addressLine1": "神宮前ABCDEFGHIJK", "city": "渋谷区"}, 400),
        ("KR", {"addressLine1": "은행나무길 24", "city": "Seoul"}, 400),
    ],
)
async def test_countries_have_rules_of_their_own(
    desk: Desk, country: str, more: dict[str, Any], status: int
):
    """States, post codes, tax numbers, scripts."""
    assert (await desk.submit(moved_to(country, **more))).status_code == status


@pytest.mark.parametrize(
    ("dialect", "name", "status"),
    [
        ("connect", "registrationState", 200),
        ("connect", "registrationStateCode", 400),
        ("v4", "registrationStateCode", 200),
        ("v4", "registrationState", 400),
    ],
)
async def test_a_brazilian_firm_is_registered_by_the_dialects_own_name(
    dialect: Dialect, name: str, status: int
):
    """The same thing has two names."""
    firm = {"federalTaxId": "00.000.000/0001-91", "isBusiness": True, "stateTaxId": "1", name: "SP"}
    async for desk in opened(dialect):
        assert (await desk.submit(moved_to("BR", **firm))).status_code == status


@pytest.mark.parametrize(("dialect", "status"), [("connect", 200), ("v4", 400)])
async def test_only_v4_wants_a_customer_reference(dialect: Dialect, status: int):
    """It is not in S1's bodies."""
    async for desk in opened(dialect):
        assert (await desk.submit(changed("customerReferenceId", None))).status_code == status


@pytest.mark.parametrize(
    ("item", "status"),
    [
        ({"productName": "Business Card", "productVariant": {"Size": "Standard"}}, 200),
        ({"productName": "Business Card"}, 400),
        ({"productName": "Spaceship", "productVariant": {}}, 400),
    ],
)
async def test_connect_takes_customer_products(connect: Desk, item: dict[str, Any], status: int):
    """A known name with a variant stands for a product uid."""
    plain = {k: v for k, v in ITEM.items() if k != "productUid"}
    assert (await connect.submit(changed("items", [plain | item]))).status_code == status


@pytest.mark.parametrize(
    ("reference", "prevent", "status"),
    [("1042", True, 409), ("1042", False, 200), ("fresh", True, 200)],
)
async def test_connect_prevents_duplicates_when_asked(
    connect: Desk, reference: str, prevent: bool, status: int
):
    """Only then, and only for a reference that is taken."""
    body = ORDER | {"orderReferenceId": reference, "preventDuplicate": prevent}
    assert (await connect.submit(body)).status_code == status


async def test_v4_takes_a_reference_twice(v4: Desk):
    """Whatever one asks for: the repeated reference makes a second order."""
    body = ORDER | {"preventDuplicate": True}
    ids = {(await v4.submit(body)).json()["id"] for _ in range(2)}
    assert len(ids) == 2


async def test_an_order_of_something_out_of_stock_fails_later(v4: Desk):
    """It is taken, then refused with a reason."""
    created = (await v4.submit(changed("items.0.productUid", TOTE))).json()
    v4.gelato.advance(timedelta(hours=2))
    order = v4.gelato.order(created["id"])
    assert (order["fulfillmentStatus"], order["refusalReasonCode"]) == ("failed", "stock")


@pytest.mark.parametrize(
    ("dialect", "status", "code"),
    [
        ("connect", "received", 200),
        ("connect", "in_production", 200),
        ("connect", "printed", 200),
        ("connect", "packaged", 200),
        ("connect", "shipped", 409),
        ("connect", "in_transit", 409),
        ("connect", "delivered", 409),
        ("connect", "returned", 409),
        ("connect", "canceled", 409),
        ("v4", "created", 200),
        ("v4", "on_hold", 200),
        ("v4", "pending_approval", 200),
        ("v4", "passed", 200),
        ("v4", "draft", 409),
        ("v4", "in_production", 200),
        ("v4", "printed", 409),
        ("v4", "shipped", 409),
        ("v4", "canceled", 409),
    ],
)
async def test_cancelling_ends_where_the_dialect_says(dialect: Dialect, status: str, code: int):
    """Connect until shipped, v4 until printed; a refusal changes nothing."""
    async for desk in opened(dialect):
        order = desk.in_status(status)
        response = await desk.cancel(order["id"])
        assert response.status_code == code
        assert desk.gelato.effects == ([("cancel", order["id"])] if code == 200 else [])
        assert order["fulfillmentStatus"] == ("canceled" if code == 200 else status)


async def test_v4_refuses_to_cancel_once_one_item_is_printed(v4: Desk):
    """The order may say passed; its item decides."""
    order = next(
        o for o in v4.gelato.orders if o["fulfillmentStatus"] == "passed" and len(o["items"]) > 1
    )
    order["items"][1]["fulfillmentStatus"] = "printed"
    assert (await v4.cancel(order["id"])).status_code == 409


async def test_cancel_answers_in_the_dialects_way():
    """Connect says OK in JSON, v4 says nothing at all."""
    async for desk in opened("connect"):
        response = await desk.cancel(desk.in_status("received")["orderReferenceId"])
        assert response.json() == {"code": 200, "message": "OK"}
    async for desk in opened("v4"):
        assert (await desk.cancel(desk.in_status("passed")["id"])).content == b""


async def test_cancelling_gives_the_money_back(connect: Desk):
    """A refund receipt as large as the purchase; twice it is not given."""
    order = connect.in_status("in_production")
    await connect.cancel(order["id"])
    await connect.cancel(order["id"])
    bought, refunded = order["receipts"]
    assert (bought["transactionType"], refunded["transactionType"]) == ("purchase", "refund")
    assert bought["totalInclVat"] == refunded["totalInclVat"]
    assert order["financialStatus"] == "refunded"


async def test_nobody_is_canceled(desk: Desk):
    """404 for an order that is not there."""
    assert (await desk.cancel("nobody")).status_code == 404


async def test_update_answers_like_the_document(connect: Desk):
    """S1's two objects with its own names for the delivery dates."""
    order = connect.in_status("in_production")
    response = await connect.update(
        order["id"], shippingAddress=JOHN, shipmentMethodUid="fed_ex_2_day"
    )
    answer = response.json()
    address_id = order["shippingAddress"]["id"]
    assert answer["shippingAddress"] == {"id": address_id, "orderId": order["id"]} | JOHN
    assert answer["shipment"]["shipmentMethodName"] == "FedEx 2Day"
    assert list(answer["shipment"]) == [
        "shipmentMethodUid", "shipmentMethodName", "fulfillmentCountry", "fulfillmentFacilityId",
        "packageCount", "initialMinDeliveryDate", "initialMaxDeliveryDate", "serviceType",
    ]  # fmt: skip
    assert connect.gelato.effects == [("update", order["id"])]


async def test_update_replaces_the_whole_address(connect: Desk):
    """What is left out is gone, not kept."""
    order = connect.in_status("printed")
    order["shippingAddress"] |= {"companyName": "Old Firm"}
    await connect.update(order["id"], shippingAddress=JOHN)
    assert "companyName" not in order["shippingAddress"]


async def test_update_of_the_method_keeps_the_address(connect: Desk):
    """One of the two is enough."""
    order = connect.in_status("printed")
    before = dict(order["shippingAddress"])
    response = await connect.update(order["id"], shipmentMethodUid="dhl_global_parcel")
    assert response.status_code == 200
    assert order["shippingAddress"] == before
    assert order["shipment"]["shipmentMethodUid"] == "dhl_global_parcel"


async def test_an_order_without_a_shipment_gets_one_by_an_update(connect: Desk):
    """A failed order had none; the answer shows the one it has now."""
    order = connect.in_status("failed")
    assert order["shipment"] is None
    answer = (await connect.update(order["id"], shippingAddress=JOHN)).json()
    assert answer["shipment"]["shipmentMethodUid"] == order["shipment"]["shipmentMethodUid"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"shipmentMethodId": "normal"},
        {"shipmentMethodUid": "carrier_pigeon"},
        {"shippingAddress": {"city": "Bergen"}},
        {"shippingAddress": JOHN | {"postCode": ""}},
    ],
)
async def test_update_refuses_what_is_not_whole(connect: Desk, body: dict[str, Any]):
    """400, and the order stays as it was."""
    order = connect.in_status("printed")
    before = deepcopy(order)
    assert (await connect.update(order["id"], **body)).status_code == 400
    assert (order, connect.gelato.effects) == (before, [])


@pytest.mark.parametrize(
    ("status", "code"), [("packaged", 200), ("shipped", 409), ("canceled", 409)]
)
async def test_update_ends_when_shipped(connect: Desk, status: str, code: int):
    """The last moment is packaged."""
    response = await connect.update(connect.in_status(status)["id"], shippingAddress=JOHN)
    assert response.status_code == code


async def test_v4_turns_a_draft_into_an_order(v4: Desk):
    """PATCH charges it and begins its life; items that are left out are removed."""
    two = [ITEM, ITEM | {"itemReferenceId": "ITEM-002"}]
    draft = (await v4.submit(ORDER | {"orderType": "draft", "items": two})).json()
    kept = [{"id": draft["items"][1]["id"]}]
    body = {"orderType": "order", "items": kept}
    order = (await v4.client.patch(f"/v4/orders/{draft['id']}", json=body)).json()
    assert (draft["fulfillmentStatus"], draft["receipts"]) == ("draft", [])
    assert (order["fulfillmentStatus"], order["orderType"]) == ("created", "order")
    assert [item["itemReferenceId"] for item in order["items"]] == ["ITEM-002"]
    assert len(order["receipts"]) == 1
    assert v4.gelato.effects[1:] == [("patch", order["id"])]


@pytest.mark.parametrize(
    ("status", "body", "code"),
    [
        ("draft", {"orderType": "order"}, 200),
        ("draft", {}, 400),
        ("draft", {"orderType": "order", "items": []}, 400),
        ("draft", {"orderType": "order", "items": [{"id": "nobody"}]}, 400),
        ("draft", {"orderType": "order", "items": ["nobody"]}, 400),
        ("draft", {"orderType": "draft"}, 200),
        ("passed", {"orderType": "order"}, 409),
        ("canceled", {"orderType": "draft"}, 409),
    ],
)
async def test_v4_patches_drafts_only(v4: Desk, status: str, body: dict[str, Any], code: int):
    """With a type, with items it knows, and while it is a draft."""
    order = v4.in_status(status)
    response = await v4.client.patch(f"/v4/orders/{order['id']}", json=body)
    assert response.status_code == code


async def test_v4_knows_no_draft_of_that_name(v4: Desk):
    """404 before anything else."""
    assert (await v4.client.delete("/v4/orders/nobody")).status_code == 404


async def test_a_patched_item_may_get_new_files(v4: Desk):
    """Sound ones; what is no file is refused."""
    draft = v4.in_status("draft")
    path, item = f"/v4/orders/{draft['id']}", {"id": draft["items"][0]["id"]}
    bad, good = ([{"url": url}] for url in ("here", "https://files.example.com/new.pdf"))
    body = {"orderType": "draft", "items": [item | {"files": bad}]}
    assert (await v4.client.patch(path, json=body)).status_code == 400
    body["items"] = [item | {"files": [{"type": "default", **good[0]}]}]
    order = (await v4.client.patch(path, json=body)).json()
    assert order["items"][0]["files"][0]["url"] == "https://files.example.com/new.pdf"


@pytest.mark.parametrize(("status", "code"), [("draft", 204), ("passed", 409)])
async def test_v4_deletes_drafts_only(v4: Desk, status: str, code: int):
    """A deleted draft is gone; an order stays."""
    order = v4.in_status(status)
    response = await v4.client.delete(f"/v4/orders/{order['id']}")
    assert response.status_code == code
    assert (order in v4.gelato.orders) is (code == 409)
    assert v4.gelato.effects == ([("delete", order["id"])] if code == 204 else [])


QUOTE = {
    "orderReferenceId": "Q-1",
    "customerReferenceId": "C-1",
    "currency": "EUR",
    "recipient": JOHN,
    "products": [
        {"itemReferenceId": "1", "productUid": POSTER, "quantity": 2},
        {"itemReferenceId": "2", "productUid": CAP, "quantity": 1},
    ],
}


@pytest.mark.parametrize(("allow", "count"), [(True, 2), (False, 1)])
async def test_v4_quotes_methods_and_prices(v4: Desk, allow: bool, count: int):
    """One quote for each press, or one for all when asked; the reference is no echo."""
    body = QUOTE | {"allowMultipleQuotes": allow}
    answer = (await v4.client.post("/v4/orders:quote", json=body)).json()
    assert answer["orderReferenceId"] != "Q-1"
    assert len(answer["quotes"]) == count
    methods = [m for quoted in answer["quotes"] for m in quoted["shipmentMethods"]]
    assert "ups_surepost" in {m["shipmentMethodUid"] for m in methods}
    products = [p for quoted in answer["quotes"] for p in quoted["products"]]
    assert {p["itemReferenceId"]: p["price"] for p in products} == {"1": 15.6, "2": 16.9}
    assert v4.gelato.effects == []


async def test_a_quote_may_refuse_with_a_200(v4: Desk):
    """Out of stock is no error code: no quotes, and a reason."""
    body = QUOTE | {"products": [{"itemReferenceId": "1", "productUid": TOTE, "quantity": 1}]}
    response = await v4.client.post("/v4/orders:quote", json=body)
    assert response.status_code == 200
    assert (response.json()["quotes"], response.json()["refusalReasonCode"]) == ([], "stock")


@pytest.mark.parametrize("name", ["recipient", "products", "currency", "orderReferenceId"])
async def test_a_quote_wants_its_fields(v4: Desk, name: str):
    """400 for each that is missing."""
    body = {k: v for k, v in QUOTE.items() if k != name}
    response = await v4.client.post("/v4/orders:quote", json=body)
    assert response.status_code == 400
    assert any(name in detail["message"] for detail in response.json()["details"])


async def test_v4_prices_shipments(v4: Desk):
    """Flat prices for each quantity; a missing country is refused."""
    body = {"currency": "USD", "products": [{"productUid": POSTER, "quantities": [1, 5]}]}
    bad = body | {"country": "US", "products": [{"productUid": "nothing"}]}
    for refused in (body, bad, bad | {"products": []}):
        assert (await v4.client.post("/v1/prices:search", json=refused)).status_code == 400
    answer = (await v4.client.post("/v1/prices:search", json=body | {"country": "US"})).json()
    assert [row["quantity"] for row in answer["prices"][0]["quantities"]] == [1, 5]
