"""Faults on Slack's side that a person can switch on, to see how the bot bears them."""

LABELS = {
    "slow": "Slack is slow (2 s an answer)",
    "http_500": "Slack answers HTTP 500",
    "cut": "The line is cut after a message was posted",
    "rate_limit": "Slack says: too many requests",
    "revoked": "The bot's token was revoked",
    "free_plan": "Slack's plan has no user groups",
    "missing_scope": "The bot may not write (scope missing)",
}


class Faults:
    """Which faults are on."""

    def __init__(self) -> None:
        self._on: set[str] = set()

    def __contains__(self, name: str) -> bool:
        return name in self._on

    def switch(self, name: str, *, on: bool) -> None:
        """Raises KeyError for a fault that does not exist."""
        if name not in LABELS:
            raise KeyError(name)
        (self._on.add if on else self._on.discard)(name)

    def listed(self) -> list[dict[str, object]]:
        """Every fault, for the page."""
        return [
            {"name": name, "label": label, "on": name in self._on} for name, label in LABELS.items()
        ]
