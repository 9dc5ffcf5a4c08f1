"""Gelato may answer strangely: what it says counts only where it is what was asked for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from bot.desk.families import read_family
from bot.gelato.client import Gelato, GelatoAccess
from bot.gelato.door import LARGEST_ANSWER
from bot.orders.dialect import Dialect
from bot.orders.errors import (
    AnswerNotUnderstood,
    GelatoDown,
    KeyRefused,
    OrderdeskError,
    OrderNotFound,
)
from bot.orders.family import Family
from bot.orders.wire import MOST_FAULTS
from bot.sandbox.serving import served

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
FIRST, SECOND = "0f8b5d5e-0000-4000-8000-000000000001", "0f8b5d5e-0000-4000-8000-000000000002"
Json = dict[str, Any]
CONNECT = pytest.mark.parametrize("dialect", [Dialect.CONNECT], ids=str)
V4 = pytest.mark.parametrize("dialect", [Dialect.V4], ids=str)


def an_order(order_id: str = FIRST, reference: str = "1042", **fields: Any) -> Json:
    return {"id": order_id, "orderReferenceId": reference, **fields}


class StrangeGelato:
    """Answers what the test put in: `gets` by what is asked for, `rows` to every search."""

    def __init__(self, dialect: Dialect) -> None:
        self.gets: dict[str, tuple[int, Any]] = {}
        self.rows: list[Json] = []
        self.search_status = 200
        orders = "/v4/orders" if dialect is Dialect.V4 else ""
        search = "/v4/orders:search" if dialect is Dialect.V4 else "/search"
        self.app = web.Application()
        self.app.router.add_post(search, self._search)
        self.app.router.add_get(orders + "/{typed}", self._get)

    def knows(self, *orders: Json) -> None:
        """These by their ids, and in search."""
        self.gets |= {order["id"]: (200, order) for order in orders}
        self.rows += orders

    async def _get(self, request: web.Request) -> web.Response:
        status, document = self.gets.get(request.match_info["typed"], (404, {}))
        return web.json_response(document, status=status)

    async def _search(self, _: web.Request) -> web.Response:
        return web.json_response({"orders": self.rows}, status=self.search_status)


@pytest.fixture(params=list(Dialect), ids=str)
def dialect(request: pytest.FixtureRequest) -> Dialect:
    return request.param


@pytest.fixture
def strange(dialect: Dialect) -> StrangeGelato:
    return StrangeGelato(dialect)


@pytest.fixture
async def gelato(strange: StrangeGelato, dialect: Dialect) -> AsyncIterator[Gelato]:
    access = GelatoAccess(dialect, "", "a-key")
    async with served(strange.app) as base, Gelato.opened(_at(access, base)) as gelato:
        yield gelato


def _at(access: GelatoAccess, base: str) -> GelatoAccess:
    return GelatoAccess(access.dialect, base, access.key)


async def found(gelato: Gelato, typed: str) -> Family:
    return await read_family(gelato, typed, NOON)


def read(family: Family) -> list[str]:
    return [order.id for order in family.orders]


@V4
@pytest.mark.parametrize("order_id", ["37365096", "ord_7Kq-2", "0F8B5D5E"])
async def test_an_id_need_not_be_a_uuid(strange: StrangeGelato, gelato: Gelato, order_id: str):
    """v4's documents promise no form of an id; what search does not know is asked for as one."""
    strange.gets[order_id] = (200, an_order(order_id))
    assert read(await found(gelato, order_id)) == [order_id]


@CONNECT
@pytest.mark.parametrize("status", [400, 500])
async def test_search_answers_where_get_takes_no_references(
    strange: StrangeGelato, gelato: Gelato, status: int
):
    """Where a get by reference fails, what search knows is shown, without a promise of all."""
    strange.knows(an_order())
    strange.gets["1042"] = (status, {})
    family = await found(gelato, "1042")
    assert (read(family), family.parts_certain) == ([FIRST], False)


@CONNECT
@pytest.mark.parametrize(
    ("status", "error"), [(400, OrderNotFound), (500, GelatoDown), (401, KeyRefused)]
)
async def test_a_failed_get_is_no_missing_order(
    strange: StrangeGelato, gelato: Gelato, status: int, error: type[OrderdeskError]
):
    """Where search knows nothing either, only a refusal of the number itself means none."""
    strange.gets["1042"] = (status, {})
    with pytest.raises(error):
        await found(gelato, "1042")


async def test_a_refused_number_may_be_written_otherwise(strange: StrangeGelato, gelato: Gelato):
    """A number that is refused as it was typed is still tried with the shop's sign in front."""
    strange.knows(an_order(orderReferenceId="#1042"))
    strange.gets["1042"] = (400, {})
    assert read(await found(gelato, "1042")) == [FIRST]


@CONNECT
async def test_a_refused_key_is_not_passed_over(strange: StrangeGelato, gelato: Gelato):
    """Whoever runs Orderdesk hears of it, also where search still answers."""
    strange.knows(an_order())
    strange.gets["1042"] = (401, {})
    with pytest.raises(KeyRefused):
        await found(gelato, "1042")


@pytest.mark.parametrize("typed", [FIRST, "1042", "#1042"])
async def test_another_order_than_asked_is_not_shown(
    strange: StrangeGelato, gelato: Gelato, typed: str
):
    """An order of somebody else is never put in the place of the one that was asked for."""
    strange.gets[typed] = (200, an_order(SECOND, "7777"))
    with pytest.raises(OrderNotFound):
        await found(gelato, typed)


async def test_another_order_than_listed_is_not_shown(strange: StrangeGelato, gelato: Gelato):
    """Nor where search named the right one."""
    strange.rows.append(an_order(FIRST))
    strange.gets[FIRST] = (200, an_order(SECOND, "7777"))
    with pytest.raises(OrderNotFound):
        await found(gelato, "1042")


async def test_a_part_that_is_another_order_is_left_out(strange: StrangeGelato, gelato: Gelato):
    """What comes in the place of a part is not shown, and the parts are uncertain."""
    strange.knows(an_order(FIRST), an_order(SECOND))
    strange.gets[SECOND] = (200, an_order("somebody's", "7777"))
    family = await found(gelato, "1042")
    assert (read(family), family.parts_certain) == ([FIRST], False)


@pytest.mark.parametrize("typed", [FIRST.upper(), "ab-1", "#AB-1"])
async def test_the_same_order_in_other_letters_is_shown(
    strange: StrangeGelato, gelato: Gelato, typed: str
):
    """Letter case and a hash make no other order of it."""
    strange.gets[typed] = (200, an_order(FIRST, "AB-1"))
    assert read(await found(gelato, typed)) == [FIRST]


@pytest.mark.parametrize(
    ("typed", "order_ids"),
    [("AB-1", [FIRST]), ("ab-1", [SECOND]), ("Ab-1", [FIRST, SECOND])],
)
async def test_letter_case_tells_references_apart(
    strange: StrangeGelato, gelato: Gelato, typed: str, order_ids: list[str]
):
    """A shop may use both spellings for two orders; a third one may mean either."""
    strange.knows(an_order(FIRST, "AB-1"), an_order(SECOND, "ab-1"))
    assert read(await found(gelato, typed)) == order_ids


@pytest.mark.parametrize(
    ("size", "understood"), [(LARGEST_ANSWER - 500, True), (LARGEST_ANSWER + 1, False)]
)
async def test_a_huge_answer_is_not_read(
    strange: StrangeGelato, gelato: Gelato, size: int, understood: bool
):
    """A megabyte holds every order; reading more would make everybody wait."""
    assert LARGEST_ANSWER == 1024 * 1024
    strange.gets[FIRST] = (200, an_order(note="x" * size))
    async with _understood_if(understood):
        assert read(await found(gelato, FIRST)) == [FIRST]


@pytest.mark.parametrize(
    ("faults", "understood"), [(MOST_FAULTS, True), (MOST_FAULTS + 1, False), (5_000, False)]
)
async def test_an_answer_full_of_faults_is_not_repaired(
    strange: StrangeGelato, gelato: Gelato, faults: int, understood: bool
):
    """Some fields that cannot be read are left out; with very many, the answer is."""
    strange.gets[FIRST] = (200, an_order(items=[{"quantity": "many"}] * faults))
    async with _understood_if(understood):
        (order,) = (await found(gelato, FIRST)).orders
        assert [item.quantity for item in order.items] == [None] * faults


@asynccontextmanager
async def _understood_if(expected: bool) -> AsyncIterator[None]:
    if expected:
        yield
        return
    with pytest.raises(AnswerNotUnderstood):
        yield


@pytest.mark.parametrize(
    "moment", ["0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00", "9999-12-31T23:59:59-12:00"]
)
async def test_a_moment_no_order_lives_in_is_left_out(
    strange: StrangeGelato, gelato: Gelato, moment: str
):
    """A date that no calendar can draw costs nothing but itself, alone and in a family."""
    times = {"orderedAt": moment, "createdAt": moment}
    strange.knows(an_order(FIRST, **times), an_order(SECOND, createdAt="2026-11-20T10:00:00+00:00"))
    family = await found(gelato, "1042")
    assert read(family) == [FIRST, SECOND]
    assert (family.orders[0].ordered_at, family.orders[0].created_at) == (None, None)
