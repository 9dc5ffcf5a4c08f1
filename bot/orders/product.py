"""What an item is called, for people."""

from bot.orders.order import Item

_TELLING_KEYS = ("gca", "gsc", "gsi", "gco", "pf", "pt")
"""Keys inside a product uid whose values say something: category, cut, size, colour, format, paper.

Read off the uids in the vendor's samples; nothing documents them.
"""


def product_words(item: Item) -> str:
    """The readable name where Gelato gives one, else what its product uid tells."""
    name = item.product_name or item.item_reference_name or _uid_words(item.product_uid)
    return name or item.item_reference_id or "Item without a name"


def _uid_words(uid: str) -> str:
    """`apparel_product_gca_t-shirt_gsi_s_gco_white` -> `Apparel: t-shirt, s, white`."""
    kind, *rest = uid.split("_")
    rest = rest[1:] if rest[:1] == ["product"] else rest
    values = dict(zip(rest[::2], rest[1::2], strict=False))
    told = ", ".join(values[key] for key in _TELLING_KEYS if key in values)
    return f"{kind.capitalize()}: {told}" if told else uid
