"""Where Gelato is, how to be let in, and what it may be asked for."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta

from bot.gelato.deadlines import PATIENCE, Patience, Urgency
from bot.orders.dialect import Dialect

SHIPMENT_HOST = "https://shipment.gelatoapis.com"
METHODS = ("normal", "standard", "express")
_RATES: Mapping[Dialect, float] = {Dialect.CONNECT: 100.0, Dialect.V4: 20.0}
"""Requests a second: GelatoConnect's is documented, v4 publishes none (gelato-api-facts 7.3)."""
_PAGE_SIZES: Mapping[Dialect, int] = {Dialect.CONNECT: 50, Dialect.V4: 100}


@dataclass(frozen=True)
class GelatoAccess:
    """Where Gelato is and how to be let in. Where `rate` or `page_size` is None, the dialect's."""

    dialect: Dialect
    address: str
    key: str = field(repr=False)
    customer_reference_id: str | None = None
    paths: Mapping[str, str] = field(default_factory=dict, repr=False)
    """A template may hold a key, so these are not shown either."""
    patience: timedelta = PATIENCE[Urgency.PERSON].total
    sweep_patience: timedelta = PATIENCE[Urgency.SWEEP].total
    rate: float | None = None
    page_size: int | None = None
    shipment_address: str = SHIPMENT_HOST
    shipment_methods: tuple[str, ...] = METHODS

    @property
    def headers(self) -> dict[str, str]:
        """What every request carries."""
        customer = self.customer_reference_id
        return {
            "X-API-KEY": self.key,
            "Accept": "application/json",
            **({"Customer-Reference-ID": customer} if customer else {}),
        }

    @property
    def most_a_second(self) -> float:
        """The rate that holds; 0 is no limit."""
        return _RATES[self.dialect] if self.rate is None else self.rate

    @property
    def rows_a_page(self) -> int:
        """The page size that holds."""
        return self.page_size or _PAGE_SIZES[self.dialect]

    def patience_of(self, urgency: Urgency) -> Patience:
        """How long such a call may take."""
        total = self.patience if urgency is Urgency.PERSON else self.sweep_patience
        return replace(PATIENCE[urgency], total=total)
