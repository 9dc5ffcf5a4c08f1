"""The vendor's own samples, over real HTTP: what goes out, and what is read of the answer."""

import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from bot.gelato.client import Gelato, GelatoAccess
from bot.orders.dialect import Dialect
from bot.orders.errors import (
    GelatoBusy,
    GelatoDown,
    GelatoRefused,
    KeyRefused,
    OrderdeskError,
    OrderNotFound,
)
from bot.orders.order import Order
from bot.orders.query import Query
from bot.sandbox.serving import served

Payload = Callable[[str], bytes]
KEYS = {
    Dialect.CONNECT: "ABCDEF0123456789:abcdefghijklmnopqrstuvwxyz012345",
    Dialect.V4: "0a1b2c3d-4e5f-6789-abcd-ef0123456789:11111111-2222-4333-8444-555555555555",
}


@dataclass
class Vendor:
    """A server that answers every call with one body, and remembers what it was asked."""

    answer: bytes = b""
    status: int = 200
    bodies: list[Any] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        text = await request.text()
        self.bodies.append(json.loads(text) if text else None)
        self.paths.append(f"{request.method} {request.raw_path}")
        return web.Response(body=self.answer, status=self.status, content_type="application/json")


@pytest.fixture
def vendor() -> Vendor:
    return Vendor()


@pytest.fixture
async def access(vendor: Vendor, dialect: Dialect) -> AsyncIterator[GelatoAccess]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", vendor.take)
    async with served(app) as base:
        yield GelatoAccess(dialect, base, KEYS[dialect], page_size=50)


@pytest.mark.parametrize("dialect", [Dialect.V4])
async def test_the_v4_sample_arrives_whole(gelato: Gelato, vendor: Vendor, payload: Payload):
    """The documented answer of get, through the client, is the order that it says."""
    vendor.answer = payload("v4_create_response.json")
    order = await gelato.order("37365096-6628-4538-a9c2-fbf9892deb85")
    assert order == Order.read(vendor.answer)
    assert str(order.receipts[-1].total_incl_vat) == "33.45"
    assert vendor.paths == ["GET /v4/orders/37365096-6628-4538-a9c2-fbf9892deb85"]


@pytest.mark.parametrize("dialect", [Dialect.CONNECT])
async def test_the_connect_search_sample_is_one_row(
    gelato: Gelato, vendor: Vendor, payload: Payload
):
    """The documented answer of search, through the client, passes the filters it was asked by."""
    vendor.answer = payload("connect_search_response.json")
    query = Query(
        references=("YOUR-ORDER-123",), statuses=("shipped", "delivered"), countries=("US", "CA"),
        since=datetime(2025, 4, 1, tzinfo=UTC),
        until=datetime(2025, 4, 13, 23, 59, 59, tzinfo=UTC),
    )  # fmt: skip
    async with gelato.search(query) as scan:
        ((row,),) = [rows async for rows in scan]
    assert (row.id, row.fulfillment_status) == ("9f9ff09f-5891-4d3d-be35-9b302db835a1", "shipped")
    assert row.ordered_at == datetime(2025, 4, 10, 11, 5, 7, tzinfo=UTC)
    assert scan.dropped == {}
    assert scan.is_complete


@pytest.mark.parametrize("dialect", [Dialect.CONNECT])
@pytest.mark.parametrize(
    ("query", "body"),
    [
        (Query(statuses=("shipped", "delivered")),
         {"fulfillmentStatus": ["shipped", "delivered"]}),
        (Query(since=datetime(2025, 1, 1, tzinfo=UTC),
               until=datetime(2025, 4, 13, 23, 59, 59, tzinfo=UTC)),
         {"startDate": "2025-01-01T00:00:00+00:00", "endDate": "2025-04-13T23:59:59+00:00"}),
        (Query(references=("YOUR-ORDER-123",)), {"orderReferenceId": "YOUR-ORDER-123"}),
        (Query(countries=("US", "CA")), {"countries": ["US", "CA"]}),
        (Query(statuses=("shipped",), countries=("US",), since=datetime(2025, 4, 1, tzinfo=UTC)),
         {"fulfillmentStatus": ["shipped"], "countries": ["US"],
          "startDate": "2025-04-01T00:00:00+00:00"}),
    ],
    ids=["status", "dates", "reference", "countries", "combined"],
)  # fmt: skip
async def test_searches_go_out_as_the_guide_prints_them(
    gelato: Gelato, vendor: Vendor, query: Query, body: dict[str, Any]
):
    """Each search of the guide, in its words, with the limit and offset of its pagination."""
    vendor.answer = b'{"orders": []}'
    async with gelato.search(query) as scan:
        assert [rows async for rows in scan] == []
    assert vendor.bodies == [{**body, "limit": 50, "offset": 0}]


SHAPES = [
    pytest.param(401, {"status": "Unauthorized."}, KeyRefused, "refused the key", id="captured"),
    pytest.param(404, {"message": "Order not found."}, OrderNotFound, "knows no order", id="v2"),
    pytest.param(400, {"code": 400, "message": "Bad city."}, GelatoRefused,
                 "Gelato refused: Bad city.", id="code-and-message"),
    pytest.param(400, {"code": None, "message": "Invalid.", "details": [{"message": "No city."}]},
                 GelatoRefused, "Gelato refused: No city.", id="details"),
    pytest.param(400, {"error": "invalid request"}, GelatoRefused,
                 "Gelato refused: invalid request", id="error"),
    pytest.param(400, {"error": {"message": "Odd."}}, GelatoRefused,
                 "Gelato refused: Odd.", id="error-message"),
    pytest.param(422, {"refusalReasonCode": "stock", "refusalReason": "Out of stock."},
                 GelatoRefused, "Gelato refused: Out of stock.", id="refusal"),
    pytest.param(409, {}, GelatoRefused, "Gelato refused the request.", id="nothing-said"),
    pytest.param(429, {"message": "Too many requests."}, GelatoBusy, "too many requests",
                 id="busy"),
    pytest.param(500, {"message": "NullPointerException"}, GelatoDown, "is not answering",
                 id="server-side"),
]  # fmt: skip


@pytest.mark.parametrize("dialect", list(Dialect), ids=str)
@pytest.mark.parametrize(("status", "body", "error", "sentence"), SHAPES)
async def test_what_a_person_reads_of_each_error_body(
    gelato: Gelato, vendor: Vendor, status: int, body: Any, error: type[OrderdeskError],
    sentence: str,
):  # fmt: skip
    """Every shape of facts 7.2 is one sentence, in Gelato's words where those may help."""
    vendor.status, vendor.answer = status, json.dumps(body).encode()
    with pytest.raises(error) as caught:
        await gelato.order("1042")
    assert sentence in str(caught.value)
    assert "NullPointer" not in str(caught.value)


@pytest.mark.parametrize("dialect", list(Dialect), ids=str)
@pytest.mark.parametrize("status", [200, 302, 400, 401, 404, 409, 429, 500])
@pytest.mark.parametrize("part", ["whole", "first", "second"])
async def test_no_key_comes_out_of_the_client(
    access: GelatoAccess, vendor: Vendor, status: int, part: str
):
    """Whatever Gelato echoes, and wherever the key was put: no error and no `repr` shows it."""
    halves = access.key.split(":")
    shown = {"whole": access.key, "first": halves[0], "second": halves[1]}[part]
    vendor.status = status
    vendor.answer = json.dumps({"message": f"key {shown} of {shown}: no", "key": shown}).encode()
    keyed = replace(access, paths={"get": f"/{{id}}?echo={shown}"})
    async with Gelato.opened(keyed) as gelato:
        with pytest.raises(OrderdeskError) as caught:
            await gelato.order("1042")
        said = [repr(keyed), str(keyed), repr(gelato)]
    error: BaseException | None = caught.value
    while error is not None:
        said += [str(error), repr(error), repr(error.args)]
        error = error.__cause__ or error.__context__
    for half in halves:
        assert half not in " ".join(said)
