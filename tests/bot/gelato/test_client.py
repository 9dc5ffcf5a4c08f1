"""The client against a stand-in Gelato, over real HTTP."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from aiohttp import web

from bot.gelato.client import LARGEST_ANSWER, Gelato, GelatoAccess
from bot.orders.dialect import Dialect
from bot.orders.errors import (
    AnswerNotUnderstood,
    GelatoBusy,
    GelatoDown,
    GelatoRefused,
    KeyRefused,
    OrderdeskError,
    OrderNotFound,
)
from bot.sandbox.gelato import StandInGelato
from bot.sandbox.serving import served

ODD = ["#1044", "REF/8", "注文-2041", "Заказ №7", "50% off", "a:b", "Q&A?x=1", "a b", "%2F", "..a"]


def faults(stand_in: StandInGelato, kind: str, endpoint: str = "get", **more: Any) -> None:
    stand_in.faults.add(kind, endpoint, **more)


async def test_an_order_is_read_by_its_id(gelato: Gelato, stand_in: StandInGelato):
    """Gelato's id gives the whole order, in both dialects."""
    sent = stand_in.order("1042")
    order = await gelato.order(sent["id"])
    assert (order.id, order.order_reference_id) == (sent["id"], "1042")
    assert len(order.items) == len(sent["items"])


@pytest.mark.parametrize("reference", ["1042", *ODD])
async def test_only_gelatoconnect_reads_by_reference(
    gelato: Gelato, stand_in: StandInGelato, reference: str
):
    """Any reference reaches GelatoConnect as it is; v4 takes ids alone (facts 1.3)."""
    stand_in.orders[0]["orderReferenceId"] = reference
    if gelato.dialect is Dialect.CONNECT:
        assert (await gelato.order(reference)).order_reference_id == reference
    else:
        with pytest.raises(OrderNotFound):
            await gelato.order(reference)


@pytest.mark.parametrize("order_id", ["", ".", "..", "..."])
async def test_a_path_of_dots_is_never_asked(
    gelato: Gelato, stand_in: StandInGelato, order_id: str
):
    """Nothing that could climb out of the endpoint leaves this machine."""
    with pytest.raises(OrderNotFound):
        await gelato.order(order_id)
    assert len(stand_in.requests) == 0


@pytest.mark.parametrize("order_id", ["../search", "..%2f1042", "a/../1042", ". ."])
async def test_dots_in_an_id_stay_in_the_id(gelato: Gelato, stand_in: StandInGelato, order_id: str):
    """Climbing ids are escaped: the server sees one strange id and knows no such order."""
    with pytest.raises(OrderNotFound):
        await gelato.order(order_id)
    (call,) = stand_in.requests
    assert call.endpoint in {"get", "unknown"}


@pytest.mark.parametrize("reference", ["1050", *ODD])
async def test_search_finds_every_order_of_a_reference(
    gelato: Gelato, stand_in: StandInGelato, reference: str
):
    """All orders of exactly this reference are listed, whatever is in it."""
    for order in stand_in.book.family("1050"):
        order["orderReferenceId"] = reference
    sent = {order["id"] for order in stand_in.book.family(reference)}
    rows = await gelato.rows_of_reference(reference)
    assert {row.id for row in rows} == sent


async def test_search_without_a_match_is_empty(gelato: Gelato):
    """Nothing found is no error."""
    assert await gelato.rows_of_reference("9999") == ()


async def test_rows_of_another_reference_are_dropped(gelato: Gelato, stand_in: StandInGelato):
    """A server that ignores the filter does not make us show a stranger's order."""
    rows = [{"id": "1", "orderReferenceId": "1042"}, {"id": "2"}]
    rows += [{"id": "3", "orderReferenceId": "10421"}, {"id": "4", "orderReferenceId": "#1042"}]
    faults(stand_in, "status", "search", status=200, body=json.dumps({"orders": rows}))
    assert [row.id for row in await gelato.rows_of_reference("1042")] == ["1"]


async def test_a_search_that_is_not_there_is_no_missing_order(
    gelato: Gelato, stand_in: StandInGelato
):
    """A 404 to a search means a wrong address, and is not told as an unknown order."""
    faults(stand_in, "status", "search", status=404)
    with pytest.raises(AnswerNotUnderstood):
        await gelato.rows_of_reference("1042")


FAULTS = [
    pytest.param("status", {"status": 400}, (GelatoRefused, 1), id="400"),
    pytest.param("status", {"status": 401}, (KeyRefused, 1), id="401"),
    pytest.param("status", {"status": 403}, (KeyRefused, 1), id="403"),
    pytest.param("status", {"status": 409}, (GelatoRefused, 1), id="409"),
    pytest.param("status", {"status": 408}, (GelatoDown, 3), id="408"),
    pytest.param("status", {"status": 500}, (GelatoDown, 3), id="500"),
    pytest.param("status", {"status": 503}, (GelatoDown, 3), id="503"),
    pytest.param("status", {"status": 204}, (AnswerNotUnderstood, 1), id="204"),
    pytest.param("busy", {}, (GelatoBusy, 3), id="429"),
    pytest.param("busy", {"retry_after": "2"}, (GelatoBusy, 3), id="429-two-seconds"),
    pytest.param("busy", {"retry_after": "0"}, (GelatoBusy, 3), id="429-no-seconds"),
    pytest.param("busy", {"retry_after": "60"}, (GelatoBusy, 1), id="429-a-minute"),
    pytest.param("busy", {"retry_after": "soon"}, (GelatoBusy, 3), id="429-garbage"),
    pytest.param("busy", {"retry_after": "date", "seconds": -9e6}, (GelatoBusy, 3), id="429-past"),
    pytest.param("busy", {"retry_after": "date", "seconds": 9e8}, (GelatoBusy, 1), id="429-date"),
    pytest.param("cut_before", {}, (GelatoDown, 3), id="cut"),
    pytest.param("cut_after", {}, (GelatoDown, 3), id="cut-after"),
    pytest.param("torn", {}, (GelatoDown, 3), id="torn"),
    pytest.param("garbage", {}, (AnswerNotUnderstood, 1), id="garbage"),
    pytest.param("html", {}, (AnswerNotUnderstood, 1), id="html"),
    pytest.param("empty", {}, (AnswerNotUnderstood, 1), id="empty"),
    pytest.param("half", {}, (AnswerNotUnderstood, 1), id="half"),
    pytest.param("redirect", {}, (AnswerNotUnderstood, 1), id="redirect"),
    pytest.param("redirect", {"status": 307}, (AnswerNotUnderstood, 1), id="redirect-kept"),
    pytest.param(
        "status", {"status": 200, "body": '{"id": {}}'}, (AnswerNotUnderstood, 1), id="odd"
    ),
]


@pytest.mark.parametrize(("kind", "more", "told"), FAULTS)
async def test_every_fault_is_an_error_of_ours(
    gelato: Gelato, stand_in: StandInGelato, kind: str, more: dict, told: tuple
):
    """What goes wrong has one name, and Gelato is asked no oftener than may help."""
    faults(stand_in, kind, **more)
    with pytest.raises(OrderdeskError) as caught:
        await gelato.order(stand_in.order("1042")["id"])
    assert (type(caught.value), len(stand_in.requests)) == told
    assert stand_in.key not in f"{caught.value!r} {caught.value} {caught.value.__cause__!r}"


@pytest.mark.parametrize(
    ("kind", "error", "requests"),
    [("status", GelatoDown, 3), ("busy", GelatoBusy, 3), ("half", AnswerNotUnderstood, 1)],
)
async def test_search_meets_faults_like_a_look_up(
    gelato: Gelato, stand_in: StandInGelato, kind: str, error: type[OrderdeskError], requests: int
):
    """Search is a read too: the same names, the same number of tries."""
    faults(stand_in, kind, "search")
    with pytest.raises(error):
        await gelato.rows_of_reference("1042")
    assert len(stand_in.requests) == requests


@pytest.mark.parametrize("kind", ["status", "busy", "cut_before", "torn"])
async def test_a_passing_fault_is_not_noticed(gelato: Gelato, stand_in: StandInGelato, kind: str):
    """Two failures in a row are repeated away."""
    faults(stand_in, kind, times=2)
    sent = stand_in.order("1042")
    assert (await gelato.order(sent["id"])).id == sent["id"]
    assert [call.endpoint for call in stand_in.requests] == ["get"] * 3


@pytest.mark.parametrize("kind", ["delay", "drip"])
async def test_nobody_waits_beyond_their_patience(
    hasty: Gelato, stand_in: StandInGelato, kind: str
):
    """An answer that does not come, or trickles, is a Gelato that is down."""
    faults(stand_in, kind, seconds=20.0)
    with pytest.raises(GelatoDown):
        await hasty.order(stand_in.order("1042")["id"])
    assert len(stand_in.requests) == 1


async def test_a_slow_answer_within_patience_is_an_answer(gelato: Gelato, stand_in: StandInGelato):
    """A body that trickles is put together."""
    faults(stand_in, "drip", seconds=0.1)
    sent = stand_in.order("1042")
    assert (await gelato.order(sent["id"])).id == sent["id"]


async def test_an_endless_answer_is_not_swallowed(gelato: Gelato, stand_in: StandInGelato):
    """A body above the largest that makes sense is given up, and not asked for again."""
    faults(stand_in, "status", status=200, body='{"id": "' + "x" * LARGEST_ANSWER + '"}')
    with pytest.raises(AnswerNotUnderstood):
        await gelato.order("7")
    assert len(stand_in.requests) == 1


async def test_a_large_answer_is_read(gelato: Gelato, stand_in: StandInGelato):
    """A body just below that is an order like others."""
    faults(stand_in, "status", status=200, body='{"id": "' + "x" * (LARGEST_ANSWER - 20) + '"}')
    assert len((await gelato.order("7")).id) == LARGEST_ANSWER - 20


async def test_a_wrong_key_is_refused(access: GelatoAccess, stand_in: StandInGelato):
    """A key that Gelato does not know is told as such, once, and not shown."""
    async with Gelato.opened(replace(access, key="wrong:key")) as gelato:
        with pytest.raises(KeyRefused) as refused:
            await gelato.order("1042")
    assert len(stand_in.requests) == 1
    assert "wrong" not in str(refused.value)
    assert "wrong" not in repr(replace(access, key="wrong:key"))


async def test_nobody_there_is_a_gelato_that_is_down(access: GelatoAccess):
    """A port that nobody listens on is an error like any other."""
    async with Gelato.opened(replace(access, address="http://127.0.0.1:9")) as gelato:
        with pytest.raises(GelatoDown):
            await gelato.order("1042")


@pytest.mark.parametrize("address", ["https://[", "no-address"])
async def test_an_impossible_address_is_an_error_of_ours(access: GelatoAccess, address: str):
    """What is no address ends as a sentence, not as a traceback."""
    paths = {"get": f"{address}/{{id}}"} if "://" in address else {}
    broken = replace(access, address=access.address if paths else address, paths=paths)
    async with Gelato.opened(broken) as gelato:
        with pytest.raises(OrderdeskError):
            await gelato.order("1042")


@dataclass
class Recorder:
    """A server that answers an order of no one, and remembers how it was asked."""

    seen: list[tuple[str, str]] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    bodies: list[str] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.seen.append((request.method, request.raw_path))
        self.headers = {name.casefold(): value for name, value in request.headers.items()}
        self.bodies.append(await request.text())
        return web.json_response({"id": "1", "orders": []})


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
async def recorded(recorder: Recorder) -> AsyncIterator[GelatoAccess]:
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", recorder.take)
    async with served(app) as base:
        yield GelatoAccess(Dialect.CONNECT, f"{base}/api/demo/", "key:secret")


async def test_requests_go_out_as_documented(recorded: GelatoAccess, recorder: Recorder):
    """The verb, the path, the key and the search are those of the vendor's guide."""
    async with Gelato.opened(recorded) as gelato:
        await gelato.order("#1/2")
        await gelato.rows_of_reference("注文")
    assert recorder.seen == [("GET", "/api/demo/%231%2F2"), ("POST", "/api/demo/search")]
    assert recorder.headers["x-api-key"] == "key:secret"
    assert recorder.headers["accept"] == "application/json"
    assert "customer-reference-id" not in recorder.headers
    assert recorder.bodies == ["", '{"orderReferenceId":"注文"}']


async def test_a_customer_is_named_where_one_is_set(recorded: GelatoAccess, recorder: Recorder):
    """Customer-agnostic connectors get their header on every call (facts 1.5)."""
    async with Gelato.opened(replace(recorded, customer_reference_id="C-7")) as gelato:
        await gelato.order("1")
    assert recorder.headers["customer-reference-id"] == "C-7"


async def test_paths_may_be_moved(recorded: GelatoAccess, recorder: Recorder):
    """GELATO_PATHS sends single calls elsewhere, below the address or to another host."""
    elsewhere = recorded.address.replace("/api/demo/", "")
    moved = {"get": "/order/{id}/full?deep=1", "search": f"{elsewhere}/find"}
    async with Gelato.opened(replace(recorded, paths=moved)) as gelato:
        await gelato.order("a/b")
        await gelato.rows_of_reference("1")
    assert recorder.seen == [("GET", "/api/demo/order/a%2Fb/full?deep=1"), ("POST", "/find")]


async def test_moved_paths_find_the_order(dialect: Dialect):
    """A connector whose endpoints lie elsewhere works once its paths are set."""
    paths = {"get": "/order/{id}/full", "search": "/find"}
    stand_in = StandInGelato(dialect.value, orders=60, paths=paths)
    async with (
        served(stand_in.app) as base,
        Gelato.opened(
            GelatoAccess(dialect, base + stand_in.base, stand_in.key, paths=paths)
        ) as gelato,
    ):
        (row,) = await gelato.rows_of_reference("1042")
        assert (await gelato.order(row.id)).order_reference_id == "1042"
