"""Addresses of invented people: the recipient, the sender, who pays."""

import unicodedata
from random import Random
from typing import Any

from bot.sandbox.gelato.chance import new_id
from bot.sandbox.gelato.data.people import ANYWHERE, COMPANIES, PEOPLE
from bot.sandbox.gelato.data.places import PLACES, Place

_BRAZILIAN_PERSON = {"federalTaxId": "000.000.001-91", "isBusiness": False}
_BRAZILIAN_FIRM = {
    "federalTaxId": "00.000.000/0001-91",
    "isBusiness": True,
    "stateTaxId": "000000000",
}


def shipping_address(luck: Random, order_id: str, place: Place | None = None) -> dict[str, Any]:
    """A whole recipient; what a person may leave out is sometimes null, sometimes not there."""
    place = place or luck.choice(PLACES)
    first, last = luck.choice(PEOPLE.get(place.country, ANYWHERE))
    company = luck.choice(COMPANIES) if luck.random() < 0.15 else None
    address: dict[str, Any] = {
        "id": new_id(luck),
        "orderId": order_id,
        "country": place.country,
        "firstName": first,
        "lastName": last,
        "companyName": company,
        "addressLine1": place.line1,
        "addressLine2": place.line2 or None,
        "city": place.city,
        "postCode": place.post_code,
        "state": place.state or None,
        "email": mailbox(luck, first, last),
        "phone": place.phone or None,
    }
    return _thinned(luck, address | _taxes(luck, place, company))


def mailbox(luck: Random, first: str, last: str) -> str:
    """An address at example.com; names in other scripts become a number."""
    name = unicodedata.normalize("NFKD", f"{first}.{last}").encode("ascii", "ignore").decode()
    plain = "".join(c for c in name.lower() if c.isalnum() or c == ".").strip(".")
    return f"{plain or 'customer'}{luck.randrange(10, 99)}@example.com"


def _taxes(luck: Random, place: Place, company: str | None) -> dict[str, Any]:
    """The tax fields: filled for Brazil, mostly null elsewhere, under either spelling of state."""
    spelling = luck.choice(("registrationState", "registrationStateCode"))
    if place.country == "BR":
        firm = _BRAZILIAN_FIRM | {spelling: place.state}
        return firm if company else _BRAZILIAN_PERSON | {"stateTaxId": None, spelling: None}
    return {
        "isBusiness": bool(company),
        "federalTaxId": None,
        "stateTaxId": None,
        spelling: None,
    }


def _thinned(luck: Random, address: dict[str, Any]) -> dict[str, Any]:
    """Every other address leaves its empty fields out instead of saying null."""
    if luck.random() < 0.5:
        return address
    kept = {"id", "orderId", "postCode"}
    return {name: value for name, value in address.items() if value is not None or name in kept}


def return_address(luck: Random, order_id: str) -> dict[str, Any] | None:
    """Where undeliverable parcels go: often nothing, else the invented merchant."""
    if luck.random() < 0.4:
        return None
    blank = dict.fromkeys(("firstName", "lastName", "addressLine2", "state", "phone"))
    return {
        "id": new_id(luck),
        "orderId": order_id,
        **blank,
        "companyName": "Kestrel Prints",
        "addressLine1": "1 Kestrel Yard",
        "city": "Bristol",
        "postCode": "BS1 4ND",
        "country": "GB",
        "email": "returns@example.com",
    }


def billing_entity(luck: Random) -> dict[str, Any]:
    """Who pays: the invented merchant. Its id is a number in captured answers, not a string."""
    return {
        "id": luck.choice((40117, new_id(luck))),
        "companyName": "Kestrel Prints",
        "companyNumber": "00000001",
        "companyVatNumber": "GB000000001",
        "country": "GB",
        "recipientName": "Robin Kestrel",
        "addressLine1": "1 Kestrel Yard",
        "addressLine2": None,
        "city": "Bristol",
        "postCode": "BS1 4ND",
        "state": None,
        "email": "accounts@example.com",
        "phone": "+44 7700 900350",
    }
