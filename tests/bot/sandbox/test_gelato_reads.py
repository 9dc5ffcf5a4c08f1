"""Look-ups and searches of both dialects, over HTTP."""

import ssl
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from bot.sandbox.gelato import StandInGelato
from bot.sandbox.gelato.words import Dialect
from bot.sandbox.serving import served

TLS = ssl.create_default_context()  # one for all clients: making it is slow
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
SEARCH = {"connect": "/search", "v4": "/v4/orders:search"}
CONNECT_ROW = (
    "id clientId orderReferenceId fulfillmentStatus financialStatus currency totalInclVat"
    " orderType channel firstName lastName country itemsCount createdAt updatedAt orderedAt"
    " customerReferenceId"
)
V4_ROW = (
    "id orderReferenceId customerReferenceId orderType channel storeId financialStatus"
    " fulfillmentStatus currency totalInclVat firstName lastName country itemsCount"
    " connectedOrderIds createdAt updatedAt orderedAt"
)
METHOD = "shipmentMethodUid type name isBusiness isPrivate hasTracking supportedCountries"

GET = {"connect": "/", "v4": "/v4/orders/"}


@dataclass
class Desk:
    """A stand-in that is served, and a client that knows its key."""

    gelato: StandInGelato
    client: httpx.AsyncClient

    async def get(self, key: str) -> httpx.Response:
        return await self.client.get(GET[self.gelato.dialect] + quote(key, safe=""))

    async def search(self, **asked: Any) -> httpx.Response:
        return await self.client.post(SEARCH[self.gelato.dialect], json=asked)

    async def rows(self, **asked: Any) -> list[dict[str, Any]]:
        return (await self.search(**asked)).raise_for_status().json()["orders"]

    async def all_rows(self, **asked: Any) -> list[dict[str, Any]]:
        pages = [await self.rows(limit=100, offset=n, **asked) for n in (0, 100, 200)]
        return [row for page in pages for row in page]


async def opened(dialect: Dialect) -> AsyncIterator[Desk]:
    gelato = StandInGelato(dialect, clock=lambda: NOON)
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


async def test_an_order_is_found_by_its_gelato_id(desk: Desk):
    """Both dialects answer the whole order."""
    order = desk.gelato.order("1042")
    response = await desk.get(order["id"])
    assert response.status_code == 200
    assert response.json() == order


@pytest.mark.parametrize(
    "reference", ["1042", "#1010", "REF/7", "ÅRHUS-12", "注文-2041", "50% off", "Q&A?x=1"]
)
async def test_connect_finds_an_order_by_its_reference(connect: Desk, reference: str):
    """A reference of any letters, percent-encoded, is as good as the id."""
    response = await connect.get(reference)
    assert response.json()["orderReferenceId"] == reference


async def test_connect_answers_the_first_of_a_family(connect: Desk):
    """A reference that several orders share finds one of them."""
    assert (await connect.get("1060")).json() == connect.gelato.book.family("1060")[0]


async def test_v4_knows_no_references_in_get(v4: Desk):
    """A reference is not found; v4 wants the Gelato id."""
    response = await v4.get("1042")
    assert (response.status_code, response.json()) == (404, {"message": "Order not found."})


async def test_connect_does_not_find_what_is_not_there(connect: Desk):
    """A JSON 404."""
    response = await connect.get("nobody")
    assert (response.status_code, response.json()["code"]) == (404, 404)


@pytest.mark.parametrize("key", [None, "", "wrong", "ключ"])
async def test_without_the_key_nothing_is_told(desk: Desk, key: str | None):
    """A missing or wrong key is a 401 in the dialect's own words."""
    bodies = {"connect": {"status": "Unauthorized."}, "v4": {"message": "Unauthorized"}}
    headers = {} if key is None else {b"X-API-KEY": key.encode()}
    async with httpx.AsyncClient(verify=TLS, base_url=desk.client.base_url) as stranger:
        response = await stranger.post(SEARCH[desk.gelato.dialect], json={}, headers=headers)
    assert (response.status_code, response.json()) == (401, bodies[desk.gelato.dialect])


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "search"), ("PUT", "search"), ("GET", "order")]
)
async def test_connect_refuses_the_wrong_verb(connect: Desk, method: str, path: str):
    """405 with JSON and the verb that is allowed, never a look-up of an order called "search"."""
    response = await connect.client.request(method, f"/{path}")
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")
    assert response.json()["code"] == 405


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v4/orders:search"),
        ("GET", "/v4/orders"),
        ("PUT", "/v4/orders/x"),
        ("GET", "/v4/orders/x:cancel"),
        ("POST", "/v1/shipment-methods"),
    ],
)
async def test_v4_refuses_the_wrong_verb(v4: Desk, method: str, path: str):
    """405, as it has no update by PUT."""
    assert (await v4.client.request(method, path)).status_code == 405


async def test_an_address_that_is_none_is_a_json_404(desk: Desk):
    """Nothing but JSON leaves the API."""
    response = await desk.client.get("/no/such/place/here")
    assert response.status_code == 404
    assert isinstance(response.json(), dict)


async def test_a_row_of_connect_has_the_fields_of_the_document(connect: Desk):
    """Exactly those of S1, the total as a string."""
    (row,) = await connect.rows(orderReferenceId="1042")
    assert set(row) == set(CONNECT_ROW.split())
    assert isinstance(row["totalInclVat"], str)
    receipt = connect.gelato.order("1042")["receipts"][0]
    assert float(row["totalInclVat"]) == receipt["totalInclVat"]


async def test_a_row_of_v4_has_the_fields_of_the_document(v4: Desk):
    """Those of V4-search, the connected orders among them."""
    row = (await v4.rows(orderReferenceId="1050"))[0]
    assert set(row) == set(V4_ROW.split())
    assert len(row["connectedOrderIds"]) == 2


async def test_no_match_is_an_empty_list(desk: Desk):
    """Success with nothing in it, and nothing beside it: no total, no next."""
    response = await desk.search(orderReferenceId="nobody")
    assert (response.status_code, response.json()) == (200, {"orders": []})


async def test_a_page_has_fifty_rows_unless_asked(desk: Desk):
    """The default limit."""
    assert len(await desk.rows()) == 50


@pytest.mark.parametrize(
    ("limit", "status"), [(1, 200), (100, 200), (0, 400), (101, 400), ("5", 400)]
)
async def test_the_limit_is_between_1_and_100(desk: Desk, limit: Any, status: int):
    """More than a hundred is refused, not cut down in silence."""
    assert (await desk.search(limit=limit)).status_code == status


@pytest.mark.parametrize(("offset", "status"), [(0, 200), (10_000, 200), (-1, 400), (True, 400)])
async def test_the_offset_counts_from_zero(desk: Desk, offset: Any, status: int):
    """Beyond the end is empty, before the start is refused."""
    assert (await desk.search(offset=offset)).status_code == status


async def test_pages_show_every_order_once(desk: Desk):
    """Paging to a short page sees all."""
    rows = await desk.all_rows()
    assert sorted(row["id"] for row in rows) == sorted(order["id"] for order in desk.gelato.orders)


async def test_rows_are_not_sorted_by_date(desk: Desk):
    """No order is promised, so none is kept; but it is the same every time."""
    rows = await desk.all_rows()
    dates = [row["orderedAt"] or row["createdAt"] for row in rows]
    assert dates not in (sorted(dates), sorted(dates, reverse=True))
    assert rows == await desk.all_rows()


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("fulfillmentStatuses", ["shipped", "delivered"], "fulfillmentStatus"),
        ("financialStatuses", ["refunded"], "financialStatus"),
        ("channels", ["shopify"], "channel"),
        ("countries", ["US", "CA"], "country"),
        ("currencies", ["JPY"], "currency"),
        ("orderReferenceIds", ["1042", "1050"], "orderReferenceId"),
        ("orderTypes", ["draft"], "orderType"),
    ],
)
async def test_v4_filters_by_lists(v4: Desk, name: str, value: list[str], field: str):
    """Each list keeps exactly the rows whose field is in it."""
    everything = await v4.all_rows()
    wanted = {row["id"] for row in everything if row[field] in value}
    assert wanted
    assert {row["id"] for row in await v4.all_rows(**{name: value})} == wanted


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("fulfillmentStatus", ["shipped", "delivered"], "fulfillmentStatus"),
        ("countries", ["US", "CA"], "country"),
    ],
)
async def test_connect_filters_by_lists(connect: Desk, name: str, value: list[str], field: str):
    """The two lists that S1 has."""
    everything = await connect.all_rows()
    wanted = {row["id"] for row in everything if row[field] in value}
    assert wanted
    assert {row["id"] for row in await connect.all_rows(**{name: value})} == wanted


@pytest.mark.parametrize(
    ("dialect", "name"),
    [("connect", "fulfillmentStatuses"), ("v4", "fulfillmentStatus"), ("connect", "ids")],
)
async def test_a_misnamed_filter_is_ignored(dialect: Dialect, name: str):
    """The other dialect's name does nothing and says nothing."""
    async for desk in opened(dialect):
        assert await desk.rows(**{name: ["shipped"]}) == await desk.rows()


async def test_v4_filters_by_id_and_store(v4: Desk):
    """Single orders and single shops can be asked for."""
    order = next(order for order in v4.gelato.orders if order["storeId"])
    assert [row["id"] for row in await v4.rows(ids=[order["id"]])] == [order["id"]]
    assert [row["id"] for row in await v4.rows(storeIds=[order["storeId"]])] == [order["id"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("robin", True),  # part of a last name
        ("MAYA", True),  # a first name, whatever its case
        ("104", True),  # part of a reference
        ("Portland", False),  # a city
        ("example.com", False),  # an e-mail
        ("Maya Robinson", False),  # no single field says that
    ],
)
async def test_v4_searches_names_and_references_only(v4: Desk, text: str, *, found: bool):
    """First name, last name, reference, in parts; nothing else."""
    rows = await v4.rows(search=text, ids=[v4.gelato.order("1042")["id"]])
    assert bool(rows) is found


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        ("2026-11-17T10:00:00+00:00", "2026-11-17T10:00:00+00:00", True),
        ("2026-11-17T10:00:01+00:00", "2026-11-18T00:00:00+00:00", False),
        ("2026-11-17T00:00:00+00:00", "2026-11-17T09:59:59+00:00", False),
        ("2026-11-17T05:00:00-05:00", "2026-11-17T11:00:00+01:00", True),
        ("2026-11-20T00:00:00+00:00", "2026-11-21T00:00:00+00:00", False),  # when it moved
    ],
)
async def test_dates_look_at_when_it_was_ordered(desk: Desk, start: str, end: str, *, found: bool):
    """Both ends included, offsets honoured, the last change ignored."""
    rows = await desk.rows(startDate=start, endDate=end, orderReferenceId="1042")
    assert bool(rows) is found


async def test_a_draft_is_dated_by_its_creation(v4: Desk):
    """It was never ordered, yet the date filter finds it."""
    draft = next(o for o in v4.gelato.orders if o["orderType"] == "draft")
    rows = await v4.rows(startDate=draft["createdAt"], endDate=draft["createdAt"])
    assert draft["id"] in {row["id"] for row in rows}


@pytest.mark.parametrize(
    "asked",
    [
        {"startDate": "yesterday"},
        {"startDate": "2026-11-17"},
        {"endDate": ["2026-11-17T00:00:00+00:00"]},
        {"countries": "US"},
        {"countries": [1]},
        {"orderReferenceId": 1042},
    ],
)
async def test_a_filter_of_the_wrong_kind_is_refused(desk: Desk, asked: dict[str, Any]):
    """400 with a sentence that names the filter."""
    response = await desk.search(**asked)
    assert response.status_code == 400
    assert next(iter(asked)) in response.text


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b"\xff", b'{"limit": NaN}', b'{"search": "\\ud800"}']
)
async def test_a_body_that_is_no_object_is_refused(desk: Desk, body: bytes):
    """400 for what is not a JSON object."""
    response = await desk.client.post(SEARCH[desk.gelato.dialect], content=body)
    assert response.status_code == 400


async def test_v4_lists_shipment_methods_of_a_country(v4: Desk):
    """Those that go there, with the documented fields; others not."""
    german = (await v4.client.get("/v1/shipment-methods?country=DE")).json()["shipmentMethods"]
    everywhere = (await v4.client.get("/v1/shipment-methods")).json()["shipmentMethods"]
    uids = {method["shipmentMethodUid"] for method in german}
    assert "dhl_parcel" in uids
    assert "ups_surepost" not in uids
    assert len(everywhere) > len(german)
    assert set(german[0]) == set(METHOD.split())
    assert {method["hasTracking"] for method in german} == {True, False}


async def test_a_country_that_is_none_has_no_methods(v4: Desk):
    """Two capital letters or a refusal."""
    assert (await v4.client.get("/v1/shipment-methods?country=germany")).status_code == 400


async def test_calls_are_written_down_without_keys(connect: Desk):
    """Method, path and status, and nothing that could be used."""
    await connect.get("#1010")
    await connect.get("nobody")
    rows = connect.gelato.requests.rows()
    assert [(row["endpoint"], row["status"]) for row in rows] == [("get", 200), ("get", 404)]
    assert rows[0]["path"] == "/api/demo/#1010"
    assert connect.gelato.key not in str(rows)


async def test_single_endpoints_can_live_elsewhere():
    """A connector's own paths can be played through."""
    gelato = StandInGelato("connect", clock=lambda: NOON, paths={"get": "/order/{id}/show"})
    async with served(gelato.app) as base, httpx.AsyncClient(verify=TLS, base_url=base) as client:
        key = {"X-API-KEY": gelato.key}
        response = await client.get("/api/demo/order/1042/show", headers=key)
    assert response.json()["orderReferenceId"] == "1042"
