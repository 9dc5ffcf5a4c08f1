"""Orders that demonstrations and tests count on, by reference. All numbers are hours."""

from typing import NamedTuple

from bot.sandbox.gelato.words import STRANGE


class Part(NamedTuple):
    """One order of a reference: its status, the hours since it was made and since it moved."""

    status: str
    age: float
    quiet: float
    parcels: int = 1
    oddity: str = ""


LANDMARKS: dict[str, tuple[Part, ...]] = {
    "1042": (Part("shipped", 98, 20, parcels=2, oddity="nice"),),
    "1050": (Part("shipped", 120, 26), Part("in_production", 120, 30)),
    "1060": (Part("delivered", 260, 50), Part("in_transit", 260, 70), Part("printed", 260, 190)),
    "1071": (Part("in_production", 140, 60), Part("canceled", 140, 90)),
    "1075": (Part("shipped", 75, 12, oddity="hostile"),),
    "1080": (Part(STRANGE, 60, 11),),
    "1085": (Part("in_transit", 150, 40, oddity="homoglyph"),),
    "1090": (Part("delivered", 400, 200, oddity="partly refunded"),),
}

HOSTILE_ADDRESS: dict[str, str] = {
    "firstName": "<!channel>",
    "lastName": "*bold* _it_ ~no~ `code`",
    "companyName": "&lt;b&gt; & <script>alert(1)</script> @here",
    "addressLine1": "'; DROP TABLE orders; --",
    "addressLine2": ":tada: <@U00000000> <#C00000000>",
    "city": "<https://evil.example|click>",
}
HOSTILE_PRODUCTS: tuple[str, ...] = (
    "Poster <https://evil.example|click> *bold* <!here> " + "very long name " * 60,
    "\u202eחג שמח\u202c — قميص عيد الميلاد \u2066mixed\u2069",
    "```\n> quoted\n```\x07 line\u2028break",
)

ODD_REFERENCES: tuple[str, ...] = (
    "ÅRHUS-12",
    "注文-2041",
    "Заказ №7",
    "50% off",
    "👕 drop/3",
    "Q&A?x=1",
)
