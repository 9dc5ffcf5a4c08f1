"""An order as search lists it, in both dialects (gelato-api-facts 3.3)."""

from pydantic import ConfigDict, Field

from bot.orders.wire import Many, Moment, Money, Text, Wire


class Row(Wire):
    """One order, cut to what lists, filters and sweeps need.

    The cost of a sweep is reading what nobody needs (perf.md 1.7), so the rest is left out.
    """

    model_config = ConfigDict(extra="ignore")

    id: str = Field(min_length=1)
    order_reference_id: Text = ""
    order_type: Text = ""
    fulfillment_status: Text = ""
    financial_status: Text = ""
    channel: Text = ""
    store_id: str | None = None
    currency: Text = ""
    country: Text = ""
    first_name: Text = ""
    last_name: Text = ""
    ordered_at: Moment | None = None
    created_at: Moment | None = None
    updated_at: Moment | None = None
    items_count: int | None = None
    total_incl_vat: Money | None = None
    connected_order_ids: Many[str] = ()


class Rows(Wire):
    """One page of search."""

    orders: Many[Row]
