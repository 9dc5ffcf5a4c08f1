"""Where each endpoint of a dialect lives, by the names that settings and faults use."""

from collections.abc import Mapping

from bot.sandbox.gelato.words import Dialect

BASES: dict[Dialect, str] = {"connect": "/api/demo", "v4": ""}

METHODS: dict[str, str] = {
    "submit": "POST", "get": "GET", "search": "POST", "cancel": "POST", "update": "PUT",
    "patch": "PATCH", "delete": "DELETE", "quote": "POST", "methods": "GET", "prices": "POST",
}  # fmt: skip

TEMPLATES: dict[Dialect, dict[str, str]] = {
    "connect": {  # S1's curl lines
        "submit": "/order",
        "search": "/search",
        "get": "/{id}",
        "update": "/{id}",
        "cancel": "/{id}/cancel",
    },
    "v4": {
        "submit": "/v4/orders",
        "search": "/v4/orders:search",
        "quote": "/v4/orders:quote",
        "get": "/v4/orders/{id}",
        "cancel": "/v4/orders/{id}:cancel",
        "patch": "/v4/orders/{id}",
        "delete": "/v4/orders/{id}",
        "methods": "/v1/shipment-methods",
        "prices": "/v1/prices:search",
    },
}

KEYS: dict[Dialect, str] = {
    "connect": "SANDBOXKEY000001:thisisnotasecretbutastandin00001",
    "v4": "sandbox0-stand-in00-notasecret-0001:00000000-0000-4000-8000-000000000001",
}
"""Invented keys in the shape of real ones: 16 and 32 letters and digits; an id and a uuid."""


def paths_of(dialect: Dialect, changed: Mapping[str, str]) -> dict[str, str]:
    """The whole path of each endpoint, base included, with `{id}` where one belongs."""
    return {
        name: BASES[dialect] + path for name, path in (TEMPLATES[dialect] | dict(changed)).items()
    }
