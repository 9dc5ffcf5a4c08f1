"""What Gelato answers to a submit and to a change of the shipment (gelato-api-facts 5.1, 5.2)."""

from pydantic import Field

from bot.orders.order import Address, Shipment
from bot.orders.wire import Many, Moment, Text, Wire


class Submitted(Wire):
    """A new order. GelatoConnect tells its id, reference and moment alone, v4 the whole order."""

    id: str = Field(min_length=1)
    order_reference_id: Text = ""
    created_at: Moment | None = None
    order_type: Text = ""
    fulfillment_status: Text = ""
    connected_order_ids: Many[str] = ()
    """Where one submit became several orders: all of them, this one included."""


class ChangedShipment(Wire):
    """Where an order goes now, and how; None is what the answer leaves out, so read the order.

    The uid of the method is to be believed rather than its name: the vendor's example differs.
    """

    shipping_address: Address | None = None
    shipment: Shipment | None = None
