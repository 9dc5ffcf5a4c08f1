"""Shipment methods as `GET /v1/shipment-methods` lists them, and how long and dear they are."""

from typing import NamedTuple


class Method(NamedTuple):
    """`countries` is empty where the method goes everywhere; `price` is in euro cents."""

    uid: str
    name: str
    type: str
    days: tuple[int, int]
    price: int
    countries: tuple[str, ...] = ()
    tracked: bool = True


METHODS: tuple[Method, ...] = (
    Method("usps_ground_advantage", "USPS Ground Advantage", "normal", (4, 7), 449, ("US",)),
    Method("ups_surepost", "UPS Surepost", "normal", (6, 7), 491, ("US",)),
    Method("ups_ground_commercial", "UPS Ground", "normal", (3, 5), 690, ("US", "CA")),
    Method("fed_ex_2_day", "FedEx 2Day", "express", (2, 2), 1490, ("US",)),
    Method(
        "fed_ex_standard_overnight",
        "FedEx Standard Overnight",
        "express",
        (1, 1),
        2990,
        ("US",),
    ),
    Method("dhl_parcel", "DHL Parcel", "normal", (2, 4), 480, ("DE", "AT")),
    Method("tnt_parcel", "PostNL Standard", "normal", (1, 3), 430, ("NL", "BE")),
    Method("royal_mail_48", "Royal Mail Tracked 48", "normal", (2, 4), 410, ("GB", "IE")),
    Method("letter_untracked", "Standard Letter", "normal", (5, 12), 210, tracked=False),
    Method("dhl_global_parcel", "DHL Global Parcel", "normal", (5, 9), 890),
    Method("tnt_global_pack", "PostNL Global Pack", "normal", (7, 14), 760),
    Method("dhl_express_worldwide", "DHL Express Worldwide", "express", (2, 4), 2390),
    Method("pallet_freight", "Pallet Freight", "pallet", (6, 12), 8900, ("US", "DE", "GB")),
)

BY_UID: dict[str, Method] = {method.uid: method for method in METHODS}
CLASSES: tuple[str, ...] = ("normal", "standard", "express")
"""Words that stand for "the cheapest method of that kind" in a submit (V4-create)."""


def of_country(country: str) -> list[Method]:
    """The methods that reach a country, cheapest first."""
    reaching = (m for m in METHODS if not m.countries or country in m.countries)
    return sorted(reaching, key=lambda method: method.price)


def chosen(wish: str, country: str) -> Method | None:
    """The cheapest method that a wish allows: uids or class words, comma separated; "" is any."""
    wishes = {word.strip() for word in wish.split(",") if word.strip()}
    kinds = {"normal" if word == "standard" else word for word in wishes}
    fit = [m for m in of_country(country) if not wishes or m.uid in wishes or m.type in kinds]
    return fit[0] if fit else None
