"""Sightings out of what Gelato answers: a row of a list, or a whole order."""

from collections.abc import Callable
from datetime import datetime

from bot.orders.order import Order, Shipment
from bot.orders.row import Row
from bot.orders.sightings import Details, How, Sighting
from bot.orders.statuses import canonical_status

Tracked = Callable[[str], bool | None]
"""Whether a shipping method, by its uid, has tracking; None when that is not known."""


def sighting_of_row(row: Row, at: datetime) -> Sighting:
    """An order in a list that was asked for at this moment, or later."""
    return Sighting(
        order_id=row.id,
        status=canonical_status(row.fulfillment_status),
        at=at,
        how=How.SWEEP,
        reference=row.order_reference_id,
        ordered_at=row.ordered_at,
        created_at=row.created_at,
        updated_at=row.updated_at,
        country=row.country.upper(),
        store_id=row.store_id or "",
        sales_channel=row.channel,
    )


def sighting_of_order(order: Order, at: datetime, how: How, tracked: Tracked) -> Sighting:
    """A whole order that was asked for at this moment."""
    address = order.shipping_address
    return Sighting(
        order_id=order.id,
        status=canonical_status(order.fulfillment_status),
        at=at,
        how=how,
        reference=order.order_reference_id,
        ordered_at=order.ordered_at,
        created_at=order.created_at,
        updated_at=order.updated_at,
        country=address.country.upper() if address else "",
        store_id=order.store_id or "",
        customer_reference_id=order.customer_reference_id,
        sales_channel=order.channel,
        details=_details(order.shipment or Shipment(), tracked),
    )


def _details(shipment: Shipment, tracked: Tracked) -> Details:
    parcels = [parcel for parcel in shipment.packages if parcel.tracking_code]
    return Details(
        print_country=shipment.fulfillment_country.upper(),
        promised_by=shipment.max_delivery_date,
        method_uid=shipment.shipment_method_uid,
        method_name=shipment.shipment_method_name,
        has_tracking=tracked(shipment.shipment_method_uid),
        tracking_code=(parcels[0].tracking_code or "") if parcels else "",
        tracking_url=(parcels[0].tracking_url or "") if parcels else "",
    )
