"""Where each call goes."""

import pytest

from bot.gelato.dialects import Endpoint, endpoints
from bot.orders.dialect import Dialect

BASE = "https://api.example.com/api/demo"
CONNECT = {
    "submit": ("POST", "/order"),
    "get": ("GET", "/7"),
    "search": ("POST", "/search"),
    "cancel": ("POST", "/7/cancel"),
    "update": ("PUT", "/7"),
}
V4 = {
    "submit": ("POST", "/v4/orders"),
    "get": ("GET", "/v4/orders/7"),
    "search": ("POST", "/v4/orders:search"),
    "cancel": ("POST", "/v4/orders/7:cancel"),
    "patch": ("PATCH", "/v4/orders/7"),
    "delete": ("DELETE", "/v4/orders/7"),
    "quote": ("POST", "/v4/orders:quote"),
}


@pytest.mark.parametrize(("dialect", "documented"), [(Dialect.CONNECT, CONNECT), (Dialect.V4, V4)])
def test_each_dialect_has_the_documented_endpoints(dialect: Dialect, documented: dict):
    """Verbs and paths are those of the vendor's documents (facts 1.1, 1.2)."""
    found = {
        call: (endpoint.verb, endpoint.url(BASE, "7").removeprefix(BASE))
        for call, endpoint in endpoints(dialect, {}).items()
    }
    assert found == documented


@pytest.mark.parametrize(
    ("template", "order_id", "url"),
    [
        ("/{id}", "7", f"{BASE}/7"),
        ("{id}", "7", f"{BASE}/7"),
        ("/order/{id}/cancel", "7", f"{BASE}/order/7/cancel"),
        ("/{id}?full={id}", "7", f"{BASE}/7?full=7"),
        ("https://other.example.com/{id}", "7", "https://other.example.com/7"),
        ("/{id}", "#10/42?x", f"{BASE}/%2310%2F42%3Fx"),
        ("/{id}", "50% off", f"{BASE}/50%25%20off"),
        ("/{id}", "注文", f"{BASE}/%E6%B3%A8%E6%96%87"),
        ("/{id}", "a://b", f"{BASE}/a%3A%2F%2Fb"),
        ("/{id}", "{id}", f"{BASE}/%7Bid%7D"),
    ],
)
def test_an_id_is_escaped_into_its_template(template: str, order_id: str, url: str):
    """A reference is free text, so nothing in it can change where the call goes."""
    assert Endpoint("GET", template).url(f"{BASE}/", order_id) == url


def test_a_setting_moves_single_endpoints():
    """A template of GELATO_PATHS stands in for the documented one, the others stay."""
    moved = endpoints(Dialect.CONNECT, {"get": "/orders/{id}", "methods": "/nowhere"})
    assert moved["get"] == Endpoint("GET", "/orders/{id}")
    assert moved["search"] == endpoints(Dialect.CONNECT, {})["search"]
