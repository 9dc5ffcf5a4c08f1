"""What the tests of the drawings share: small orders, and drawings read as plain text."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

from blocks.order import order_card
from blocks.order_lines import Reader
from bot.orders.dialect import Dialect
from bot.orders.family import Family
from bot.orders.order import Order
from bot.orders.recipient import Audience

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


@pytest.fixture
def order() -> Callable[..., Order]:
    def made(**fields: Any) -> Order:
        return Order.model_validate({"id": "g-1", "order_reference_id": "1042"} | fields)

    return made


@pytest.fixture
def family(order: Callable[..., Order]) -> Callable[..., Family]:
    def made(*orders: Order, dialect: Dialect = Dialect.CONNECT, **fields: Any) -> Family:
        return Family(orders or (order(),), dialect, NOON, **fields)

    return made


@pytest.fixture
def reader() -> Callable[..., Reader]:
    def made(audience: Audience = Audience.ASKER, **fields: Any) -> Reader:
        return Reader(audience, NOON, **fields)

    return made


@pytest.fixture
def card(
    order: Callable[..., Order], as_text: Callable[[Iterable[dict[str, Any]]], list[str]]
) -> Callable[..., list[str]]:
    """The lines of the asker's card of one order with these fields."""

    def drawn(**fields: Any) -> list[str]:
        one = Family((order(**fields),), Dialect.CONNECT, NOON)
        return as_text(order_card(one, Reader(Audience.ASKER, NOON)).blocks)

    return drawn


@pytest.fixture
def as_text() -> Callable[[Iterable[dict[str, Any]]], list[str]]:
    """Blocks as the lines that a person reads, a link with its address behind it."""
    return lambda blocks: [line for block in blocks for line in _LINES[block["type"]](block)]


def _element(element: dict[str, Any]) -> str:
    if element["type"] == "link":
        return f"{element['text']} <{element['url']}>"
    return str(element["fallback"] if element["type"] == "date" else element["text"])


def _rich(block: dict[str, Any]) -> list[str]:
    sections = ("".join(map(_element, part["elements"])) for part in block["elements"])
    return "\n".join(sections).split("\n")


def _section(block: dict[str, Any]) -> list[str]:
    picture = block.get("accessory")
    shown = [f"(picture: {picture['alt_text']})"] if picture else []
    return [*block["text"]["text"].split("\n"), *shown]


_LINES: dict[str, Callable[[dict[str, Any]], list[str]]] = {
    "header": lambda block: [f"# {block['text']['text']}"],
    "rich_text": _rich,
    "section": _section,
    "divider": lambda _: ["---"],
    "actions": lambda block: [" ".join(f"[{e['text']['text']}]" for e in block["elements"])],
    "context": lambda block: [" | ".join(e["text"] for e in block["elements"])],
}
