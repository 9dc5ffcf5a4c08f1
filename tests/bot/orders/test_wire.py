"""Reading Gelato's JSON: the vendor's own samples, and everything that can be wrong with them."""

import copy
import json
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import AliasChoices
from pydantic.fields import FieldInfo

from bot.orders.errors import AnswerNotUnderstood
from bot.orders.order import Address, Order, Shipment
from bot.orders.row import Rows
from bot.orders.wire import MOST_REPAIRS, Wire

Path = tuple[str | int, ...]
Payload = Callable[[str], bytes]
SAMPLE = "v4_create_response.json"
NONSENSE = {"non": ["sense"]}


def leaves(document: Any, path: Path = ()) -> Iterator[tuple[Path, Any]]:
    """Every value of a JSON document that is no container, and where it stands."""
    if isinstance(document, dict | list):
        steps = document.items() if isinstance(document, dict) else enumerate(document)
        for step, content in steps:
            yield from leaves(content, (*path, step))
    else:
        yield path, document


def nodes(document: Any, path: Path = ()) -> Iterator[Path]:
    """Every place in a JSON document, containers too, but for its root."""
    if path:
        yield path
    if isinstance(document, dict | list):
        steps = document if isinstance(document, dict) else range(len(document))
        for step in steps:
            yield from nodes(document[step], (*path, step))


def spellings(name: str, field: FieldInfo) -> list[object]:
    alias = field.validation_alias
    return [*(alias.choices if isinstance(alias, AliasChoices) else [alias]), name]


def at(model: Any, path: Path) -> Any:
    """What a declared field of the models holds for this place in the JSON."""
    for step in path:
        if isinstance(step, int):
            model = model[step]
        else:
            declared = type(model).model_fields.items()
            name = next(name for name, field in declared if step in spellings(name, field))
            model = getattr(model, name)
    return model


def same(read: Any, sent: Any) -> bool:
    """Whether a read value says exactly what was sent."""
    if isinstance(read, Decimal):
        return read == Decimal(str(sent))
    if isinstance(read, datetime):
        return read.tzinfo is not None and read == datetime.fromisoformat(sent)
    if isinstance(read, date):
        return read == date.fromisoformat(sent)
    return type(read) is type(sent) and read == sent


def without(document: Any, path: Path) -> Any:
    """A copy of the document that lacks this place."""
    changed = copy.deepcopy(document)
    parent = changed
    for step in path[:-1]:
        parent = parent[step]
    del parent[path[-1]]
    return changed


def replaced(document: Any, path: Path, value: Any) -> Any:
    """A copy of the document with another value in this place."""
    changed = copy.deepcopy(document)
    parent = changed
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = value
    return changed


def body(document: Any) -> bytes:
    return json.dumps(document).encode()


@pytest.fixture(scope="module")
def sample(payload: Payload) -> Any:
    return json.loads(payload(SAMPLE))


def test_the_v4_sample_is_read_to_its_last_field(payload: Payload, sample: Any):
    """Each leaf of the vendor's document stands in a declared field, exact."""
    order = Order.read(payload(SAMPLE))
    found = [(path, at(order, path), sent) for path, sent in leaves(sample)]
    assert len(found) > 150
    assert [row for row in found if not same(row[1], row[2])] == []


def test_the_connect_update_answer_is_read_to_its_last_field(payload: Payload):
    """The parts of GelatoConnect's update answer stand in declared fields, exact."""
    sent = json.loads(payload("connect_update_response.json"))
    address = Address.read(body(sent["shippingAddress"]))
    shipment = Shipment.read(body(sent["shipment"]))
    for model, part in ((address, sent["shippingAddress"]), (shipment, sent["shipment"])):
        assert [path for path, leaf in leaves(part) if not same(at(model, path), leaf)] == []


def test_the_connect_search_answer_is_read_to_what_a_list_needs(payload: Payload):
    """A row of search is exact in every field that lists, filters and sweeps look at."""
    page = Rows.read(payload("connect_search_response.json"))
    (sent,) = json.loads(payload("connect_search_response.json"))["orders"]
    (row,) = page.orders
    left_out = {"clientId", "customerReferenceId", "itemsCount", "totalInclVat"}
    found = {name for name in sent if name not in left_out}
    assert [name for name in found if not same(at(row, (name,)), sent[name])] == []
    assert row.model_extra is None


@pytest.mark.parametrize(
    ("part", "sent", "field", "value"),
    [
        ("shipment", {"packageCount": 2}, "package_count", 2),
        ("shipment", {"packagesCount": 2}, "package_count", 2),
        ("shipment", {"minDeliveryDate": "2026-11-01"}, "min_delivery_date", date(2026, 11, 1)),
        ("shipment", {"initialMinDeliveryDate": "2026-11-01"}, "min_delivery_date",
         date(2026, 11, 1)),
        ("shipment", {"maxDeliveryDate": "2026-11-01"}, "max_delivery_date", date(2026, 11, 1)),
        ("shipment", {"initialMaxDeliveryDate": "2026-11-01"}, "max_delivery_date",
         date(2026, 11, 1)),
        ("shippingAddress", {"postCode": "0150"}, "post_code", "0150"),
        ("shippingAddress", {"post\u0421ode": "0150"}, "post_code", "0150"),
        ("shippingAddress", {"registrationState": "SP"}, "registration_state_code", "SP"),
        ("shippingAddress", {"registrationStateCode": "SP"}, "registration_state_code", "SP"),
        ("billingEntity", {"post\u0421ode": "0150"}, "post_code", "0150"),
        ("billingEntity", {"id": 4711}, "id", "4711"),
    ],
)  # fmt: skip
def test_every_spelling_of_a_field_is_read(part: str, sent: Any, field: str, value: object):
    """Where the vendor's documents spell a name in two ways, both count (facts 10)."""
    order = Order.read(body({"id": "1", part: sent}))
    model = {"shipment": order.shipment, "shippingAddress": order.shipping_address,
             "billingEntity": order.billing_entity}[part]  # fmt: skip
    assert getattr(model, field) == value


@pytest.mark.parametrize(
    "metadata", [[{"key": "k", "value": "v"}], {"k": "v"}], ids=["list", "object"]
)
def test_metadata_is_a_list_or_an_object(metadata: Any):
    """v4 lists pairs, GelatoConnect's postbacks have an object: the same pairs come out."""
    (pair,) = Order.read(body({"id": "1", "metadata": metadata})).metadata
    assert (pair.key, pair.value) == ("k", "v")


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("2021-01-14T12:30:03+00:00", datetime(2021, 1, 14, 12, 30, 3, tzinfo=UTC)),
        ("2021-01-14T13:30:03+0100", datetime(2021, 1, 14, 12, 30, 3, tzinfo=UTC)),
        ("2021-01-14 12:30:03", datetime(2021, 1, 14, 12, 30, 3, tzinfo=UTC)),
        ("yesterday", None),
        (None, None),
    ],
)
def test_a_moment_knows_its_zone(sent: str | None, read: datetime | None):
    """A time without a zone is taken as UTC; what is no time counts as missing (facts 9)."""
    moment = Order.read(body({"id": "1", "createdAt": sent})).created_at
    assert moment == read
    assert moment is None or moment.tzinfo is not None


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("33.45", Decimal("33.45")),
        (33.45, Decimal("33.45")),
        (0.1, Decimal("0.1")),
        (10**15, Decimal(10**15)),
        (10**15 + 1, None),
        ("NaN", None),
        ("Infinity", None),
        ("1e400", None),
        ("much", None),
    ],
)
def test_money_is_exact_or_missing(sent: object, read: Decimal | None):
    """A string or a number, exact to the cent; what is no believable sum is left out."""
    (receipt,) = Order.read(body({"id": "1", "receipts": [{"totalInclVat": sent}]})).receipts
    assert receipt.total_incl_vat == read


def test_any_field_but_the_id_may_be_missing_or_null(sample: Any):
    """Without a field, or with null in it, everything else is still read."""
    for path in nodes(sample):
        if path == ("id",):
            continue
        for document in (without(sample, path), replaced(sample, path, None)):
            order = Order.read(body(document))
            assert order.id == sample["id"]
            if path[0] != "items":
                assert order.items == Order.read(body(sample)).items


def test_null_everywhere_is_still_an_order(sample: Any):
    """An order with its id and nothing but null is an order without anything."""
    empty = Order.read(body(dict.fromkeys(sample) | {"id": "1"}))
    assert empty == Order(id="1", **(empty.model_extra or {}))


def nonsense(content: Any) -> Any:
    return 17.5 if isinstance(content, dict | list) else NONSENSE


def test_nonsense_in_a_field_costs_only_that_field(sample: Any):
    """Whatever stands where it cannot, the rest reads as if the field were not there."""
    for path in nodes(sample):
        if path == ("id",):
            continue
        content: Any = sample
        for step in path:
            content = content[step]
        broken = replaced(sample, path, nonsense(content))
        assert Order.read(body(broken)) == Order.read(body(without(sample, path))), path


def test_nonsense_in_many_fields_costs_only_those(sample: Any):
    """However many leaves are broken at once, and in however deep a list, the order is read."""
    broken = copy.deepcopy(sample)
    for path, _ in leaves(sample):
        if path != ("id",):
            broken = replaced(broken, path, NONSENSE)
    order = Order.read(body(broken))
    assert order.id == sample["id"]
    assert len(order.receipts[0].items) == 4
    assert order.items[0].files[0].url == ""


@pytest.mark.parametrize(
    ("model", "sent"),
    [
        (Order, b""),
        (Order, b"{"),
        (Order, b"null"),
        (Order, b"[]"),
        (Order, b"7"),
        (Order, b"{}"),
        (Order, b'{"id": null}'),
        (Order, b'{"id": ""}'),
        (Order, b'{"id": {}}'),
        (Order, b'{"orders": []}'),
        (Order, b"\xff\xfe\x00"),
        (Order, b"<html>"),
        (Order, b'{"id": "1"'),
        (Order, b"[" * 100_000),
        (Order, b'{"id":' * 100_000),
        (Order, b'{"id": ' + b"9" * 5_000 + b"x}"),
        (Rows, b"{}"),
        (Rows, b'{"orders": 7}'),
        (Rows, b'{"data": []}'),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else repr(value)[:24],
)
def test_what_is_no_such_object_is_not_understood(model: type[Wire], sent: bytes):
    """A body without an order in it is one error of ours, and never an order of blanks."""
    with pytest.raises(AnswerNotUnderstood):
        model.read(sent)


@pytest.mark.parametrize(
    ("sent", "ids"),
    [
        (b'{"orders": []}', []),
        (b'{"orders": null}', []),
        (b'{"orders": [{"id": "1"}, {"noId": 1}, 7, {"id": null}, {"id": "2"}]}', ["1", "2"]),
    ],
)
def test_a_row_that_cannot_be_read_costs_only_itself(sent: bytes, ids: list[str]):
    """A page with a broken row still gives the others."""
    assert [row.id for row in Rows.read(sent).orders] == ids


def test_a_page_of_broken_rows_is_read_at_once():
    """More broken rows than repairs still leave the good one."""
    rows = [{"noId": n} for n in range(5 * MOST_REPAIRS)]
    page = Rows.read(body({"orders": [*rows, {"id": "1"}]}))
    assert [row.id for row in page.orders] == ["1"]


@pytest.mark.parametrize(
    ("sent", "reference", "extra"),
    [
        (b'{"id": "1", "orderReferenceId": "A\\ud83d", "x": "B"}', "A?", "B"),
        (b'{"id": "1", "orderReferenceId": "A", "x": "\\ud83d", "\\ud83d": 7}', "A", "?"),
        (b'{"id": "1", "orderReferenceId": "A\xf0\x9f", "x": "B"}', "A\ufffd", "B"),
        ('{"id": "1", "orderReferenceId": "Å", "x": "B"}'.encode("utf-16"), "Å", "B"),
        (b'\xef\xbb\xbf{"id": "1", "orderReferenceId": "A", "x": "B"}', "A", "B"),
    ],
    ids=["half-escape", "half-escape-unknown-field", "half-bytes", "utf-16", "byte-order-mark"],
)
def test_half_a_character_costs_only_itself(sent: bytes, reference: str, extra: str):
    """A name that somebody cut inside an emoji does not hide the order, and can be written."""
    order = Order.read(sent)
    assert (order.order_reference_id, (order.model_extra or {})["x"]) == (reference, extra)
    assert order.model_dump_json().encode()


NAMES = sorted(
    field.alias or name
    for model in (Order, Address, Shipment)
    for name, field in model.model_fields.items()
)
finite = st.floats(allow_nan=False, allow_infinity=False)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    finite,
    st.text(st.characters(), max_size=8),
    st.sampled_from(["\ud83d", "1", "2021-01-14T12:30:03+00:00", "2021-01-14", "33.45", "refund"]),
)
anything = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(
            st.one_of(st.sampled_from([*NAMES, "\ud83d"]), st.text(max_size=4)), inner, max_size=8
        ),
    ),
    max_leaves=30,
)
orderly = st.dictionaries(st.sampled_from(NAMES), anything, max_size=12).map(
    lambda fields: fields | {"id": "1"}
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(anything, orderly, st.floats(), st.builds(lambda n: {"id": n}, st.floats())))
def test_any_json_is_a_model_or_not_understood(document: Any):
    """No JSON at all brings the reader down."""
    for model in (Order, Rows):
        try:
            assert isinstance(model.read(body(document)), model)
        except AnswerNotUnderstood:
            continue


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_a_model_or_not_understood(sent: bytes):
    """No bytes at all bring the reader down."""
    with pytest.raises(AnswerNotUnderstood):
        Order.read(sent)


@settings(max_examples=300, deadline=None)
@given(orderly)
def test_an_order_survives_a_round_trip(document: Any):
    """What the models hold of proper JSON can be written down and read back, nothing lost."""
    order = Order.read(body(document))
    written = order.model_dump_json(by_alias=True).encode()
    assert Order.read(written) == order


def test_a_printed_order_tells_nothing_of_anybody(payload: Payload):
    """Neither `repr` nor `str` of any model, however deep, shows more than an id."""
    order = Order.read(payload(SAMPLE))
    shown = [order, order.shipping_address, order.billing_entity, [order], {"order": order}]
    for text in (str(shown), repr(shown), f"{order}", f"{order.shipping_address!r}"):
        for part in ("Smith", "Clarkson", "11203", "recipient@example.com", "123456789", "Draker"):
            assert part not in text


def test_an_unread_order_tells_nothing_of_anybody():
    """The error of a body that is no order holds nothing of what was in it, nor do its causes."""
    with pytest.raises(AnswerNotUnderstood) as caught:
        Order.read(body({"shippingAddress": {"lastName": "Smith"}}))
    error: BaseException | None = caught.value
    while error is not None:
        assert "Smith" not in f"{error!r} {error}"
        error = error.__cause__ or error.__context__
