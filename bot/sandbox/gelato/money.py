"""Arithmetic of receipts: whole smallest units inside, JSON numbers and strings outside."""

from decimal import Decimal
from typing import Any

from bot.sandbox.gelato.data.money import OF_COUNTRY, RATES, VAT, WHOLE


def currency_of(country: str) -> str:
    """What a shop in that country charges in."""
    return OF_COUNTRY.get(country, "EUR")


def converted(euro_cents: int, currency: str) -> int:
    """Whole smallest units of a currency (yen, cents) for an amount in euro cents."""
    units = euro_cents * RATES.get(currency, 1.0)
    return round(units / 100) if currency in WHOLE else round(units)


def number(units: int, currency: str) -> float | int:
    """The JSON number that receipts carry."""
    return units if currency in WHOLE else float(Decimal(units) / 100)


def text(units: int, currency: str) -> str:
    """The string that search rows carry: always two decimals, as `"33.45"`."""
    return f"{Decimal(units) if currency in WHOLE else Decimal(units) / 100:.2f}"


def vat_of(units: int, country: str) -> int:
    """The value added tax on a price, rounded to the smallest unit."""
    return round(units * VAT.get(country, 20) / 100)


def total_text(receipts: list[dict[str, Any]]) -> str | None:
    """The total of the purchases among receipts, as a search row prints it; None when unpaid."""
    bought = [r["totalInclVat"] for r in receipts if r.get("transactionType") == "purchase"]
    return f"{sum(Decimal(str(total)) for total in bought):.2f}" if bought else None
