"""How parcels may travel, as Gelato lists it (V4-SHIP)."""

from pydantic import Field

from bot.orders.wire import Many, Text, Wire


class ShippingMethod(Wire):
    """A way to send. Without tracking no code will ever come; None where that is not known."""

    uid: str = Field(alias="shipmentMethodUid", min_length=1)
    name: Text = ""
    type: Text = ""
    is_business: bool | None = None
    is_private: bool | None = None
    has_tracking: bool | None = None
    supported_countries: Many[str] = ()

    def serves(self, country: str) -> bool:
        """Whether it goes to this ISO 3166-1 country; where no country is named, it may."""
        wanted = country.strip().upper()
        return not self.supported_countries or wanted in self.supported_countries


class ShippingMethods(Wire):
    """The whole list."""

    shipment_methods: Many[ShippingMethod]
