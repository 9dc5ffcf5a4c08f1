"""Why an order failed, in the words of the help centre's articles."""

REFUSALS: tuple[tuple[str, str], ...] = (
    ("stock", "One or more items are out of stock."),
    ("delivery", "Delivery is not possible for this combination of products and destination."),
    ("location", "The items cannot be produced at one location."),
    ("payment", "The payment was refused."),
    ("address", "The shipping address could not be validated."),
)
