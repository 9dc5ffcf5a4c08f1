"""What an order costs, in words."""

from decimal import Decimal

import pytest

from bot.orders.money import amount_words, refunded, total_words
from bot.orders.order import Order


def order(*receipts: dict[str, object], currency: str = "USD") -> Order:
    return Order.model_validate({"id": "1", "currency": currency, "receipts": receipts})


def bought(total: object, currency: str = "USD") -> dict[str, object]:
    return {"transactionType": "purchase", "currency": currency, "totalInclVat": total}


def back(total: object, currency: str = "USD") -> dict[str, object]:
    return bought(total, currency) | {"transactionType": "Refund"}


@pytest.mark.parametrize(
    ("receipts", "words", "gives_back"),
    [
        pytest.param([], "", False, id="no-receipt"),
        pytest.param([bought(None)], "", False, id="no-total"),
        pytest.param([bought(33.45)], "33.45 USD", False, id="one"),
        pytest.param([bought("33.45")], "33.45 USD", False, id="as-text"),
        pytest.param([bought(0)], "0.00 USD", False, id="free"),
        pytest.param([bought("0.10"), bought("0.20")], "0.30 USD", False, id="exact-sum"),
        pytest.param([bought(33.45), back(3.45)], "30.00 USD", True, id="refund"),
        pytest.param([bought(33.45), back(-3.45)], "30.00 USD", True, id="refund-with-a-sign"),
        pytest.param([bought(10), back(12)], "-2.00 USD", True, id="more-back-than-paid"),
        pytest.param([bought(10), bought(-4)], "6.00 USD", True, id="a-negative-purchase"),
        pytest.param([bought(10), back(0)], "10.00 USD", False, id="a-refund-of-nothing"),
        pytest.param([bought(1), bought(2, "EUR"), bought(3)], "4.00 USD + 2.00 EUR", False,
                     id="two-currencies"),
        pytest.param([bought(1, "")], "1.00 USD", False, id="the-order-s-currency"),
        pytest.param([bought(1), bought(2, "usd ")], "3.00 USD", False, id="one-currency"),
        pytest.param([bought(1234, "JPY")], "1,234 JPY", False, id="no-decimals-in-yen"),
    ],
)  # fmt: skip
def test_the_total_is_over_all_receipts(receipts: list, words: str, gives_back: bool):
    """Refunds count against the bill whatever their sign; currencies are never added up."""
    assert total_words(order(*receipts)) == words
    assert refunded(order(*receipts)) is gives_back


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("1234567.5", "EUR", "1,234,567.50 EUR"),
        ("1.5", "KWD", "1.500 KWD"),
        ("1999", "jpy", "1,999 JPY"),
        ("2", "??", "2.00 ??"),
        ("2", "", "2.00"),
    ],
)
def test_an_amount_has_the_decimals_of_its_currency(amount: str, currency: str, words: str):
    """As many decimals as ISO 4217 gives the currency; two where it knows none."""
    assert amount_words(Decimal(amount), currency) == words
