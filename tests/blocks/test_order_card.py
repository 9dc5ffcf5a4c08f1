"""The card of an order, line by line."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from blocks.message import Message
from blocks.order import order_brief, order_card, summary
from blocks.order_lines import Detail, Reader
from bot.orders.dialect import Dialect
from bot.orders.family import Family
from bot.orders.order import Order
from bot.orders.recipient import Audience
from bot.sandbox.block_kit import message_faults

Text = Callable[[Any], list[str]]
Make = Callable[..., Any]
Card = Callable[..., list[str]]

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
PAYLOADS = Path(__file__).parents[1] / "payloads"
SAMPLE = Order.read((PAYLOADS / "v4_create_response.json").read_bytes())
JULY = datetime(2021, 1, 18, 13, tzinfo=UTC)
AS_OF = "As of <!date^1610974800^{date_short_pretty} at {time}|18 January 2021, 13:00 UTC>"
ADDRESS = {
    "first_name": "Maya",
    "last_name": "Robinson",
    "city": "Portland",
    "country": "US",
    "address_line1": "1 Elm Street",
}


def test_the_vendors_own_sample_reads_well(as_text: Text):
    """The order of the vendor's documents is told at a glance."""
    family = Family((SAMPLE,), Dialect.V4, JULY)
    message = order_card(family, Reader(Audience.ASKER, JULY))
    assert as_text(message.blocks) == [
        "# Order {{myOrderId}}",
        "🖨️ Printed  Made, and waiting to be sent.",
        "Usually next: It is handed to the carrier.",
        "Ordered: 14 January 2021, 12:32 UTC (4 days ago)",
        "To: Paul S., New York, United States",
        "Delivery promised: 29 to 30 Aug 2019",
        "Shipping: UPS Surepost",
        "Total: 33.45 USD · paid",
        "• 1 × Apparel: t-shirt, crewneck, s, white",
        "(picture: Apparel: t-shirt, crewneck, s, white)",
        "📦 Package: 12345678990 <http://test.tracking.url>",
        "[Refresh] [Share to channel]",
        AS_OF + " | Gelato id 37365096-6628-4538-a9c2-fbf9892deb85",
    ]
    assert message.text == (
        "Order {{myOrderId}}: Printed. Made, and waiting to be sent. Ordered 4 days ago."
        " Delivery promised 29 to 30 Aug 2019."
    )


def test_the_sample_for_a_channel_names_nobody(as_text: Text):
    """Where others look, the recipient is a country, and the card cannot be shared on."""
    family = Family((SAMPLE,), Dialect.V4, JULY)
    lines = as_text(order_card(family, Reader(Audience.CHANNEL, JULY, note="Shared by ann")).blocks)
    assert "To: United States" in lines
    assert "[Refresh]" in lines
    assert lines[-1].endswith(" | Shared by ann")


def test_an_order_of_which_nothing_is_known_has_a_card(as_text: Text, family: Make, reader: Make):
    """Every field but the id may be missing; what is not known is left out."""
    nameless = family(Order(id="g-1"))
    message = order_card(nameless, reader())
    assert as_text(message.blocks)[:-1] == [
        "# Order g-1",
        "❔ No status  Orderdesk does not know this status; the Gelato dashboard explains it.",
        "[Refresh] [Share to channel] [Change shipment…] [Cancel…]",
    ]
    assert message_faults({"text": message.text, "blocks": list(message.blocks)}) == []


def _facts_of(lines: list[str], label: str) -> list[str]:
    return [line.removeprefix(f"{label}: ") for line in lines if line.startswith(f"{label}: ")]


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        pytest.param("2026-11-25", "2026-11-25", "25 Nov 2026", id="one day"),
        pytest.param("2026-11-25", "2026-11-26", "25 to 26 Nov 2026", id="one month"),
        pytest.param("2026-11-30", "2026-12-02", "30 Nov to 2 Dec 2026", id="one year"),
        pytest.param("2026-12-30", "2027-01-02", "30 Dec 2026 to 2 Jan 2027", id="two years"),
        pytest.param("2025-11-25", "2026-11-26", "25 Nov 2025 to 26 Nov 2026", id="same month"),
        pytest.param("2026-11-26", "2026-11-25", "25 to 26 Nov 2026", id="the wrong way round"),
        pytest.param(None, "2026-11-26", "26 Nov 2026", id="last alone"),
        pytest.param("2026-11-25", None, "25 Nov 2026", id="first alone"),
        pytest.param(None, None, None, id="none"),
    ],
)
def test_delivery_days_say_once_what_they_share(
    card: Card, first: str | None, last: str | None, words: str | None
):
    """The promised days read as a person would write them."""
    shipment = {"min_delivery_date": first, "max_delivery_date": last}
    lines = card(shipment=shipment)
    assert _facts_of(lines, "Delivery promised") == ([words] if words else [])


@pytest.mark.parametrize(
    ("status", "told"), [("shipped", True), ("delivered", False)], ids=["under way", "over"]
)
def test_a_promise_is_news_only_while_it_is_open(order: Make, status: str, told: bool):
    """The sentence for notifications leaves the promise out once the order has arrived."""
    shipment = {"min_delivery_date": "2026-11-25"}
    one = Family((order(fulfillment_status=status, shipment=shipment),), Dialect.V4, NOON)
    assert ("Delivery promised 25 Nov 2026." in summary(one, NOON)) is told


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param({"ordered_at": NOON}, "21 November 2026, 12:00 UTC (just now)", id="ordered"),
        pytest.param(
            {"ordered_at": NOON - timedelta(days=1), "created_at": NOON},
            "20 November 2026, 12:00 UTC (1 day ago)",
            id="ordered before created",
        ),
        pytest.param(
            {"created_at": NOON - timedelta(hours=2)},
            "21 November 2026, 10:00 UTC (2 hours ago)",
            id="created alone",
        ),
    ],
)
def test_the_card_says_when_it_was_ordered(card: Card, fields: dict[str, Any], line: str):
    """When it was ordered counts; when it was created only where that is all there is."""
    lines = card(**fields)
    assert _facts_of(lines, "Ordered") == [line]


@pytest.mark.parametrize(
    ("receipts", "money", "label", "line"),
    [
        pytest.param([("purchase", "33.45")], "paid", "Total", "33.45 USD · paid", id="paid"),
        pytest.param([("purchase", "33.45")], "", "Total", "33.45 USD", id="no status"),
        pytest.param([], "to_be_invoiced", "Payment", "to be invoiced", id="no receipt"),
        pytest.param(
            [("purchase", "33.45"), ("refund", "13.45")],
            "partially_refunded",
            "Total",
            "20.00 USD, refunds taken off · partially refunded",
            id="refund",
        ),
    ],
)
def test_the_total_tells_of_refunds_and_state(
    card: Card,
    receipts: list[tuple[str, str]],
    money: str,
    label: str,
    line: str,
):
    """Money is one line: the sum, whether refunds are taken off, and how it stands."""
    lines = card(
        currency="USD",
        financial_status=money,
        receipts=[{"transaction_type": kind, "total_incl_vat": sum_} for kind, sum_ in receipts],
    )
    assert [_facts_of(lines, each) for each in ("Total", "Payment") if each != label] == [[]]
    assert _facts_of(lines, label) == [line]


@pytest.mark.parametrize(
    ("status", "label"), [("failed", "Reason"), ("canceled", "Gelato had refused it")]
)
def test_a_refusal_says_why(card: Card, status: str, label: str):
    """Gelato's own reason stands below the state; it is not why somebody canceled."""
    lines = card(fulfillment_status=status, refusal_reason="Out of <stock>")
    assert _facts_of(lines, label) == ["Out of <stock>"]


@pytest.mark.parametrize(("status", "said"), [("shipped", ["26 Nov 2026"]), ("canceled", [])])
def test_what_is_canceled_promises_nothing(card: Card, status: str, said: list[str]):
    """The day that was promised goes with the order."""
    shipment = {"min_delivery_date": "2026-11-26"}
    lines = card(fulfillment_status=status, shipment=shipment)
    assert _facts_of(lines, "Delivery promised") == said


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        pytest.param({"product_name": "Mug", "quantity": 2}, "• 2 × Mug", id="usual"),
        pytest.param({"product_name": "Mug"}, "• ? × Mug", id="no quantity"),
        pytest.param({"product_name": "Mug", "quantity": 0}, "• 0 × Mug", id="none of them"),
        pytest.param({"quantity": 1}, "• 1 × Item without a name", id="no name"),
        pytest.param(
            {"product_name": "Mug", "quantity": 1, "fulfillment_status": "printed"},
            "• 1 × Mug",
            id="moves with its order",
        ),
        pytest.param(
            {"product_name": "Mug", "quantity": 1, "fulfillment_status": "canceled"},
            "• 1 × Mug · 🚫 Canceled",
            id="its own state",
        ),
        pytest.param({"product_name": "x" * 81, "quantity": 1}, f"• 1 × {'x' * 79}…", id="long"),
    ],
)
def test_an_item_is_one_line(card: Card, fields: dict[str, Any], line: str):
    """How many of what, and its own state only where that differs."""
    assert line in card(fulfillment_status="printed", items=[fields])


def _items(*urls: list[str]) -> list[dict[str, Any]]:
    return [
        {"product_name": f"Mug {n}", "previews": [{"url": url} for url in own]}
        for n, own in enumerate(urls, 1)
    ]


def _pictures(message: Message) -> list[tuple[str, str]]:
    found = [block["accessory"] for block in message.blocks if "accessory" in block]
    return [(one["image_url"], one["alt_text"]) for one in found]


@pytest.mark.parametrize(
    ("urls", "pictures"),
    [
        pytest.param([[]], [], id="none"),
        pytest.param(
            [["https://a.example.com/1"]], [("https://a.example.com/1", "Mug 1")], id="one"
        ),
        pytest.param(
            [[], ["https://a.example.com/2"], ["https://a.example.com/3"]],
            [("https://a.example.com/2", "Mug 2")],
            id="the first there is",
        ),
        pytest.param([["http://a.example.com/1"]], [], id="not secure"),
        pytest.param([["javascript:alert(1)"]], [], id="no address"),
        pytest.param(
            [["http://a.example.com/1", "https://a.example.com/1"]],
            [("https://a.example.com/1", "Mug 1")],
            id="the secure one of an item",
        ),
    ],
)
def test_one_picture_at_most_and_a_safe_one(
    order: Make, family: Make, reader: Make, urls: list[list[str]], pictures: list[tuple[str, str]]
):
    """The first picture that Slack may fetch stands beside the items, with its name in words."""
    drawn = family(order(items=_items(*urls)))
    assert _pictures(order_card(drawn, reader())) == pictures


def test_previews_can_be_switched_off(order: Make, family: Make, reader: Make):
    """Where pictures are not wanted, nothing is fetched from anywhere."""
    drawn = family(order(items=_items(["https://a.example.com/1"])))
    assert _pictures(order_card(drawn, reader(previews=False))) == []


@pytest.mark.parametrize(
    ("packages", "lines"),
    [
        pytest.param([], [], id="none"),
        pytest.param([{"id": "p"}], [], id="nothing to follow"),
        pytest.param([{"tracking_code": "ZX1"}], ["📦 Package: ZX1"], id="code alone"),
        pytest.param(
            [{"tracking_url": "https://t.example.com/1"}],
            ["📦 Package: Follow it <https://t.example.com/1>"],
            id="address alone",
        ),
        pytest.param(
            [{"tracking_code": "ZX1", "tracking_url": "javascript:alert(1)"}],
            ["📦 Package: ZX1"],
            id="no web address",
        ),
        pytest.param(
            [{"tracking_code": "ZX1"}, {"id": "p"}, {"tracking_code": "ZX2"}],
            ["📦 Package 1 of 2: ZX1", "📦 Package 2 of 2: ZX2"],
            id="two of three",
        ),
        pytest.param(
            [{"tracking_code": f"ZX{n}"} for n in range(10)],
            [*(f"📦 Package {n + 1} of 10: ZX{n}" for n in range(8)), "and 2 more packages"],
            id="more than are shown",
        ),
    ],
)
def test_packages_can_be_followed(
    card: Card,
    packages: list[dict[str, Any]],
    lines: list[str],
):
    """Each parcel with a code or an address is a line; of many, the rest is counted."""
    drawn = card(shipment={"packages": packages})
    assert [line for line in drawn if "ackage" in line] == lines


@pytest.mark.parametrize(
    ("count", "last"),
    [
        pytest.param(10, "• 1 × Mug 10", id="all"),
        pytest.param(11, "• and 1 more item", id="one more"),
        pytest.param(30, "• and 20 more items", id="many more"),
    ],
)
def test_items_that_are_not_shown_are_counted(card: Card, count: int, last: str):
    """A long order says how much of it is not on the card."""
    items = [{"product_name": f"Mug {n}", "quantity": 1} for n in range(1, count + 1)]
    lines = card(items=items)
    assert [line for line in lines if line.startswith("•")][-1] == last


def _part(order: Make, number: int, **fields: Any) -> Order:
    given = {"ordered_at": NOON, "shipping_address": ADDRESS, "fulfillment_status": "shipped"}
    return order(**{"id": f"g-{number}", **given, **fields})


def test_parts_say_once_what_they_share(as_text: Text, order: Make, family: Make, reader: Make):
    """Facts that all parts have in common stand above them, each part's own below its title."""
    parts = (
        _part(order, 1, shipment={"shipment_method_name": "UPS"}),
        _part(order, 2, shipment={"shipment_method_name": "DHL"}),
    )
    lines = as_text(order_card(family(*parts), reader()).blocks)
    assert lines[1:4] == [
        "This order was split into 2 parts. Each one travels on its own.",
        "Ordered: 21 November 2026, 12:00 UTC (just now)",
        "To: Maya R., Portland, United States",
    ]
    assert lines[4:6] == ["---", "Part 1 of 2 · g-1"]
    assert lines[8:11] == ["Shipping: UPS", "---", "Part 2 of 2 · g-2"]
    assert lines[13] == "Shipping: DHL"


@pytest.mark.parametrize(
    ("parts", "unread", "line"),
    [
        pytest.param(10, 0, None, id="all shown"),
        pytest.param(11, 0, "1 more part not shown here.", id="one too many"),
        pytest.param(10, 3, "3 more parts not shown here.", id="not read"),
        pytest.param(12, 3, "5 more parts not shown here.", id="both"),
    ],
)
def test_parts_that_are_not_shown_are_counted(
    as_text: Text, family: Make, parts: int, unread: int, line: str | None
):
    """No part of an order is lost without a word."""
    each = (Order(id=f"g-{n}", order_reference_id="1042") for n in range(parts))
    lines = as_text(
        order_card(family(*each, more_parts=unread), Reader(Audience.ASKER, NOON)).blocks
    )
    assert [text for text in lines if "not shown" in text] == ([line] if line else [])
    assert f"split into {parts + unread} parts" in lines[1]


def test_a_doubt_about_parts_is_told(as_text: Text, family: Make, reader: Make):
    """Where Gelato could not say whether there is more, the card says that."""
    sentence = "Gelato could not say whether there are other parts of this order."
    assert sentence in as_text(order_card(family(parts_certain=False), reader()).blocks)
    assert sentence not in as_text(order_card(family(), reader()).blocks)


def test_an_order_of_which_more_parts_are_known_counts_them(
    as_text: Text, family: Make, reader: Make
):
    """One part that could be read of several is not drawn as if it were all."""
    message = order_card(family(more_parts=2), reader())
    assert "2 more parts not shown here." in as_text(message.blocks)
    assert message.text.startswith("Order 1042, 3 parts: ")


def test_buttons_carry_the_id_that_finds_the_family_again(order: Make, family: Make, reader: Make):
    """A press asks for the same order, whatever its reference looks like."""
    drawn = order_card(family(_part(order, 1), _part(order, 2)), reader())
    (row,) = [block for block in drawn.blocks if block["type"] == "actions"]
    assert {button["value"] for button in row["elements"]} == {"g-1"}


@pytest.mark.parametrize(
    ("length", "end"), [(128, "x" * 128), (129, "x" * 127 + "…")], ids=["at the limit", "above"]
)
def test_a_long_reference_is_cut(card: Card, length: int, end: str):
    """The title stays one that can be read."""
    assert card(order_reference_id="x" * length)[0] == f"# Order {end}"


def test_a_brief_shows_what_helps_to_choose(as_text: Text, order: Make, family: Make, reader: Make):
    """Among several orders each shows when, to whom, its state and its parcels."""
    shipment = {"packages": [{"tracking_code": "ZX1"}], "shipment_method_name": "UPS"}
    drawn = family(_part(order, 1, shipment=shipment), _part(order, 2))
    lines = as_text(order_brief(drawn, reader(), Detail(items=0, packages=1, parts=1)))
    assert lines == [
        "Order 1042",
        "Ordered: 21 November 2026, 12:00 UTC (just now)",
        "To: Maya R., Portland, United States",
        "🚚 Shipped  Handed to the carrier; the parcel may still wait for pick-up.",
        "📦 Package: ZX1",
        "and 1 more part",
        "[Open the card]",
    ]


def test_a_family_in_one_sentence(order: Make, family: Make):
    """A notification names each part's state."""
    parts = (_part(order, 1), _part(order, 2, fulfillment_status="<!channel>"))
    assert summary(family(*parts), NOON) == "Order 1042, 2 parts: Shipped, &lt;!channel&gt;."


def test_the_largest_family_still_fits(order: Make, family: Make, reader: Make):
    """A family of ten parts with ten items and eight parcels each is drawn with less of each."""
    shipment = {
        "packages": [
            {"tracking_code": "Z" * 200, "tracking_url": "https://t.example.com/" + "x" * 470}
        ]
        * 8
    }
    items = [{"product_name": "M" * 200, "quantity": 1}] * 10
    parts = [_part(order, n, items=items, shipment=shipment) for n in range(10)]
    message = order_card(family(*parts), reader())
    assert message.fits
    assert len(json.dumps(message.blocks)) > 3000
