"""What an order costs, over all its receipts."""

from collections import defaultdict
from decimal import Decimal

from babel.numbers import get_currency_precision

from bot.orders.order import Order


def total_words(order: Order) -> str:
    """`33.45 USD`, refunds taken off; several currencies side by side; empty when not known."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for receipt in order.receipts:
        if receipt.signed_total is not None:
            sums[(receipt.currency or order.currency).strip().upper()] += receipt.signed_total
    return " + ".join(amount_words(amount, currency) for currency, amount in sums.items())


def refunded(order: Order) -> bool:
    """Whether any receipt gives money back."""
    return any((receipt.signed_total or 0) < 0 for receipt in order.receipts)


def amount_words(amount: Decimal, currency: str) -> str:
    """The amount with as many decimals as its currency has (ISO 4217), and the currency's code."""
    code = currency.strip().upper()
    return f"{amount:,.{get_currency_precision(code)}f} {code}".strip()
