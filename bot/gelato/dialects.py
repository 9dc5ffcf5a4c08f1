"""Where each call of the two order APIs goes, as templates that a setting can replace.

GelatoConnect's forms are those of its guide's curl lines; its other documents disagree
(gelato-api-facts 1.1 to 1.3), so nothing here is certain.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

from bot.orders.dialect import Dialect
from bot.orders.requests.rules import NO_RELEASE, NO_UPDATE

Call = Literal["submit", "get", "search", "cancel", "update", "patch", "delete", "quote", "methods"]


@dataclass(frozen=True)
class Endpoint:
    """A verb and a URL template; `{id}` stands for an order, escaped when it is filled in."""

    verb: str
    template: str

    def url(self, base: str, order_id: str = "") -> str:
        """The absolute address. A template that is no absolute one goes below `base`."""
        path = self.template.replace("{id}", quote(order_id, safe=""))
        return path if "://" in path else f"{base.rstrip('/')}/{path.lstrip('/')}"


_CONNECT: Mapping[Call, Endpoint] = {
    "submit": Endpoint("POST", "/order"),
    "get": Endpoint("GET", "/{id}"),
    "search": Endpoint("POST", "/search"),
    "cancel": Endpoint("POST", "/{id}/cancel"),
    "update": Endpoint("PUT", "/{id}"),
}

_V4: Mapping[Call, Endpoint] = {
    "submit": Endpoint("POST", "/v4/orders"),
    "get": Endpoint("GET", "/v4/orders/{id}"),
    "search": Endpoint("POST", "/v4/orders:search"),
    "cancel": Endpoint("POST", "/v4/orders/{id}:cancel"),
    "patch": Endpoint("PATCH", "/v4/orders/{id}"),
    "delete": Endpoint("DELETE", "/v4/orders/{id}"),
    "quote": Endpoint("POST", "/v4/orders:quote"),
}


def endpoints(dialect: Dialect, templates: Mapping[str, str]) -> dict[Call, Endpoint]:
    """The dialect's endpoints, with the templates of GELATO_PATHS in place of its own."""
    documented = _CONNECT if dialect is Dialect.CONNECT else _V4
    return {
        call: Endpoint(endpoint.verb, templates.get(call, endpoint.template))
        for call, endpoint in documented.items()
    }


NOT_THERE: Mapping[tuple[Dialect, Call], str] = {
    (Dialect.CONNECT, "quote"): "GelatoConnect does not tell prices before an order is sent.",
    (Dialect.CONNECT, "patch"): NO_RELEASE,
    (Dialect.CONNECT, "delete"): (
        "GelatoConnect does not let Orderdesk delete a draft. Delete it in GelatoConnect."
    ),
    (Dialect.V4, "update"): NO_UPDATE,
}
"""What a dialect's documents do not know (gelato-api-facts 1.1), and what people can do instead."""


_SHIPMENT: Mapping[Call, Endpoint] = {"methods": Endpoint("GET", "/v1/shipment-methods")}
"""On v4's other host; GelatoConnect documents none of it."""


def shipment_endpoints(templates: Mapping[str, str]) -> dict[Call, Endpoint]:
    """The endpoints below v4's shipment host, with the templates of GELATO_PATHS."""
    return {
        call: Endpoint(endpoint.verb, templates.get(call, endpoint.template))
        for call, endpoint in _SHIPMENT.items()
    }
