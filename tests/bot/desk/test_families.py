"""Finding every order of what a person typed."""

import copy
from typing import Any, Protocol
from uuid import uuid4

import pytest

from bot.desk.families import read_family
from bot.gelato.client import Gelato
from bot.gelato.deadlines import Urgency
from bot.orders.dialect import Dialect
from bot.orders.errors import GelatoDown, KeyRefused, OrderdeskError, OrderNotFound
from bot.orders.family import Family
from bot.sandbox.gelato import StandInGelato


class Office(Protocol):
    stand_in: StandInGelato
    gelato: Gelato

    def ids(self, reference: str) -> list[str]: ...


async def found(office: Office, typed: str) -> Family:
    return await read_family(office.gelato, typed, office.stand_in.book.now())


class Heard:
    """Gelato, and for whom it was asked."""

    def __init__(self, gelato: Gelato) -> None:
        self.gelato, self.dialect, self.urgencies = gelato, gelato.dialect, set[Urgency]()

    async def order(self, order_id: str, urgency: Urgency) -> Any:
        self.urgencies.add(urgency)
        return await self.gelato.order(order_id, urgency)

    async def rows_of_reference(self, reference: str, urgency: Urgency) -> Any:
        self.urgencies.add(urgency)
        return await self.gelato.rows_of_reference(reference, urgency)


@pytest.mark.parametrize("urgency", list(Urgency))
async def test_every_question_says_for_whom_it_is(office: Office, urgency: Urgency):
    """What nobody waits for lets people go first, with each of its calls."""
    heard: Any = Heard(office.gelato)
    for typed in ("1042", office.ids("1042")[0]):
        await read_family(heard, typed, office.stand_in.book.now(), urgency)
    assert heard.urgencies == {urgency}


def read(family: Family) -> list[str]:
    return sorted(order.id for order in family.orders)


def parts(office: Office, count: int, reference: str = "1042") -> list[str]:
    """So many orders of one reference, none of which names the others."""
    first = office.stand_in.order(reference)
    for _ in range(count - 1):
        office.stand_in.orders.append(copy.deepcopy(first) | {"id": str(uuid4())})
    return office.ids(reference)


@pytest.mark.parametrize("reference", ["1042", "1050", "1060", "#1044", "REF/8", "注文-2041"])
async def test_a_reference_gives_all_its_orders(office: Office, reference: str):
    """One order or a split of two or three: all come, once each, surely all."""
    family = await found(office, reference)
    assert read(family) == sorted(office.ids(reference))
    assert (family.reference, family.more_parts, family.parts_certain) == (reference, 0, True)
    assert (family.dialect, family.read_at) == (office.gelato.dialect, office.stand_in.book.now())
    ages = [order.created_at for order in family.orders]
    assert ages == sorted(ages)


@pytest.mark.parametrize("reference", ["1042", "1050", "1060"])
async def test_the_id_of_any_part_gives_the_family(office: Office, reference: str):
    """Whichever part's Gelato id is asked for, the whole family comes."""
    for order_id in office.ids(reference):
        assert read(await found(office, order_id)) == sorted(office.ids(reference))


async def test_parts_that_do_not_name_each_other_are_found(office: Office):
    """Orders that only share a reference are one family, by reference and by id."""
    ids = parts(office, 3)
    for typed in ("1042", ids[1]):
        family = await found(office, typed)
        assert read(family) == sorted(ids)
        assert family.parts_certain


@pytest.mark.parametrize(
    ("typed", "reference"), [("1044", "#1044"), ("#1042", "1042"), ("#1044", "#1044")]
)
async def test_a_hash_more_or_less_is_the_same_number(office: Office, typed: str, reference: str):
    """Shops write `#1042` where people type `1042`, and the other way round."""
    assert (await found(office, typed)).reference == reference


async def test_the_spelling_that_was_typed_comes_first(office: Office):
    """Where both `1042` and `#1042` exist, each finds its own."""
    office.stand_in.order("1045")["orderReferenceId"] = "#1042"
    for typed in ("1042", "#1042"):
        assert (await found(office, typed)).reference == typed


@pytest.mark.parametrize(
    "typed", ["9999", "#9999", "#", "SPRING", "7b9858b9-3ddb-4875-b84f-6a234c7983e1", "..", "10 42"]
)
async def test_an_unknown_order_is_told(office: Office, typed: str):
    """What Gelato does not know is told with the number that was typed."""
    with pytest.raises(OrderNotFound, match="Gelato knows no order"):
        await found(office, typed)


async def test_a_reference_that_looks_like_an_id_is_found(office: Office):
    """A shop may number its orders by UUIDs too."""
    reference = str(uuid4())
    office.stand_in.order("1042")["orderReferenceId"] = reference
    assert (await found(office, reference)).reference == reference


async def test_an_order_without_a_reference_is_its_own_family(office: Office):
    """By its id it is found, and no stranger without a reference comes along."""
    for key in ("1042", "1045"):
        office.stand_in.order(key)["orderReferenceId"] = ""
    order_id = office.stand_in.orders[0]["id"]
    family = await found(office, order_id)
    assert (read(family), family.reference, family.parts_certain) == ([order_id], order_id, True)


@pytest.mark.parametrize("count", [10, 11, 30])
async def test_a_large_family_says_how_many_more(office: Office, count: int):
    """Ten parts or so are read, and those that were not are counted."""
    parts(office, count)
    family = await found(office, "1042")
    assert len(family.orders) + family.more_parts == count
    assert 10 <= len(family.orders) <= 11
    assert len(office.stand_in.requests.of("get")) <= 11


def fails_later(office: Office, good: int) -> None:
    """So many reads of an order go well, and the next one does not."""
    office.stand_in.faults.add("delay", "get", times=good, seconds=0.0)
    office.stand_in.faults.add("html", "get", times=1)


@pytest.mark.parametrize("by_id", [True, False], ids=["by-id", "by-reference"])
@pytest.mark.parametrize("reference", ["1050", "1060"])
async def test_a_part_that_cannot_be_read_is_missed(office: Office, reference: str, by_id: bool):
    """The other parts are shown, even if it is one alone, and it is said that there may be more."""
    ids = office.ids(reference)
    fails_later(office, 1 if by_id or office.gelato.dialect is Dialect.CONNECT else 0)
    family = await found(office, ids[0] if by_id else reference)
    assert len(family.orders) == len(ids) - 1
    assert not family.parts_certain


async def test_parts_that_search_does_not_list_yet_are_found(office: Office):
    """A part that search lags behind with is named by the others: by orders, in v4 by rows too."""
    ids = office.ids("1060")
    late = office.stand_in.order(ids[2])
    late["orderReferenceId"] = "something else"
    for typed in ("1060", ids[0]):
        assert read(await found(office, typed)) == sorted(ids)


async def test_a_part_that_is_gone_is_missed(office: Office):
    """An order that names a part which Gelato no longer knows is shown all the same."""
    (order_id,) = office.ids("1042")
    office.stand_in.order("1042")["connectedOrderIds"] = [order_id, str(uuid4())]
    family = await found(office, order_id)
    assert (read(family), family.parts_certain) == ([order_id], False)


@pytest.mark.parametrize(
    ("fault", "error"),
    [({"status": 503}, GelatoDown), ({"status": 401}, KeyRefused)],
    ids=["down", "key"],
)
async def test_a_gelato_that_fails_is_told(
    office: Office, fault: dict[str, Any], error: type[OrderdeskError]
):
    """When nothing can be read, the reason is told, and not that there is no such order."""
    office.stand_in.faults.add("status", "get", "search", **fault)
    for typed in ("1042", office.ids("1042")[0]):
        with pytest.raises(error):
            await found(office, typed)


@pytest.mark.parametrize("kind", ["status", "html", "cut_before"])
async def test_without_search_an_id_still_finds_its_order(office: Office, kind: str):
    """An order that can be read is shown, though it is not known whether it has other parts."""
    office.stand_in.faults.add(kind, "search")
    (order_id,) = office.ids("1042")
    family = await found(office, order_id)
    assert (read(family), family.parts_certain) == ([order_id], False)


async def test_without_search_a_split_by_id_is_whole(office: Office):
    """Parts that name each other need no search."""
    office.stand_in.faults.add("status", "search")
    family = await found(office, office.ids("1060")[1])
    assert read(family) == sorted(office.ids("1060"))
    assert family.parts_certain


async def test_without_search_a_reference_needs_gelatoconnect(office: Office):
    """GelatoConnect still answers one order of a reference; v4 can only say that it is down."""
    office.stand_in.faults.add("status", "search")
    if office.gelato.dialect is Dialect.V4:
        with pytest.raises(GelatoDown):
            await found(office, "1042")
    else:
        family = await found(office, "1042")
        assert (read(family), family.parts_certain) == (office.ids("1042"), False)


async def test_without_search_an_unknown_number_is_not_called_unknown(office: Office):
    """Nobody is told that an order does not exist while it could not be looked for."""
    office.stand_in.faults.add("status", "search")
    with pytest.raises(GelatoDown):
        await found(office, "9999")
