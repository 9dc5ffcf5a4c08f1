"""What was seen to change of an order beside its state: how it is sent, and when it comes. Pure."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.orders.change import Change
from bot.orders.countries import country_name
from bot.orders.day import day_words
from bot.orders.observed import Observed
from bot.orders.updating import UpdateWish


class What(StrEnum):
    """What is another than before."""

    TRACKING_CODE = "tracking_code"
    TRACKING_LINK = "tracking_link"
    """The link alone, to the same code."""
    PROMISE = "promise"
    METHOD = "method"
    SHIPMENT = "shipment"
    """Address or method, changed through Orderdesk: it is not said which, nor what stood there."""


@dataclass(frozen=True)
class Amendment:
    """One thing that is another than it was. Holds no personal data."""

    order_id: str
    what: What
    value: str
    """What it is now: a code, a link, a date as ISO 8601, the name of a method; of a shipment the
    new country, where that was asked for. Empty where there is none any more."""
    at: datetime
    """When it was seen, or done."""
    person: str = ""
    """Slack's id of who did it through Orderdesk."""


def amended(before: Observed, after: Observed) -> list[Amendment]:
    """What a read found to be another; what an order tells when it is first read is no news."""
    if after.read_at is None or before.read_at in {None, after.read_at}:
        return []
    found: dict[What, str] = {}
    if after.tracking_code != before.tracking_code:
        found[What.TRACKING_CODE] = after.tracking_code
    elif after.tracking_url != before.tracking_url:
        found[What.TRACKING_LINK] = after.tracking_url
    if after.promised_by != before.promised_by:
        found[What.PROMISE] = after.promised_by.isoformat() if after.promised_by else ""
    if after.method_uid != before.method_uid:
        found[What.METHOD] = after.method_name or after.method_uid
    return [Amendment(after.order_id, what, value, after.read_at) for what, value in found.items()]


def shipment_changed(change: Change, at: datetime) -> Amendment:
    """What a change of the shipment made, while it still knows what it wished for."""
    address = UpdateWish.read(change.wish).address
    country = address.country if address else ""
    return Amendment(change.order_id, What.SHIPMENT, country, at, change.by.person)


def amendment_words(amendment: Amendment, country: str = "") -> str:
    """For people. `country`: where the order goes, as far as that is known otherwise."""
    value = amendment.value
    match amendment.what:
        case What.TRACKING_CODE:
            return f"Tracking code: {value}" if value else "No tracking code any more"
        case What.TRACKING_LINK:
            return f"Tracking link: {value}" if value else "No tracking link any more"
        case What.PROMISE:
            day = day_words(date.fromisoformat(value)) if value else ""
            return f"Promised for {day} now" if day else "No promised date any more"
        case What.METHOD:
            return f"Shipping method: {value}" if value else "No shipping method any more"
        case What.SHIPMENT:
            goes_to = value or country
            return f"Shipment to {country_name(goes_to)} changed" if goes_to else "Shipment changed"
