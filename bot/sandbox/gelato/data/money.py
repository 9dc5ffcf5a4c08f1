"""Currencies the API takes, and rough invented rates to print believable prices."""

SUPPORTED: frozenset[str] = frozenset({
    "EUR", "USD", "JPY", "BGN", "CZK", "DKK", "GBP", "HUF", "PLN", "RON", "SEK", "CHF", "ISK",
    "NOK", "HRK", "RUB", "TRY", "AUD", "BRL", "CAD", "CNY", "HKD", "IDR", "ILS", "INR", "KRW",
    "MXN", "MYR", "NZD", "PHP", "SGD", "THB", "ZAR", "CLP", "AED",
})  # fmt: skip
"""The closed list of S2."""

WHOLE: frozenset[str] = frozenset({"JPY", "KRW", "ISK", "CLP", "HUF"})
"""Currencies whose amounts have no decimals here."""

RATES: dict[str, float] = {
    "EUR": 1.0, "USD": 1.09, "GBP": 0.85, "CAD": 1.48, "AUD": 1.66, "BRL": 5.9, "JPY": 163.0,
    "CNY": 7.8, "KRW": 1490.0, "NOK": 11.6, "SEK": 11.4, "DKK": 7.46, "ISK": 149.0, "CHF": 0.96,
    "PLN": 4.3, "CZK": 25.1, "SGD": 1.46, "MXN": 19.8, "NZD": 1.81, "INR": 91.0, "AED": 4.0,
    "HKD": 8.5, "ZAR": 20.1, "ILS": 4.0,
}  # fmt: skip

OF_COUNTRY: dict[str, str] = {
    "US": "USD", "GB": "GBP", "CA": "CAD", "AU": "AUD", "BR": "BRL", "JP": "JPY", "CN": "CNY",
    "KR": "KRW", "NO": "NOK", "SE": "SEK", "DK": "DKK", "IS": "ISK", "CH": "CHF", "PL": "PLN",
    "CZ": "CZK", "SG": "SGD", "MX": "MXN", "NZ": "NZD", "IN": "INR", "AE": "AED", "HK": "HKD",
    "ZA": "ZAR", "IL": "ILS",
}  # fmt: skip

VAT: dict[str, int] = {
    "US": 6, "CA": 13, "AU": 10, "BR": 17, "JP": 10, "CN": 13, "KR": 10, "SG": 9, "CH": 8, "HK": 0,
    "AE": 5, "IN": 18, "NZ": 15, "MX": 16, "ZA": 15, "IL": 18,
}  # fmt: skip
"""Per cent; everywhere else 20."""
