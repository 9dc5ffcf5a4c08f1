"""What a menu starts with must be among what it offers."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.block_kit.rules import fault


def initial_is_offered(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    """`initial_option` and each of `initial_options` equals, in every field, an option offered."""
    offered = _offered(value)
    for name in ("initial_option", "initial_options"):
        wanted = value.get(name, [])
        for option in wanted if isinstance(wanted, list) else [wanted]:
            if option not in offered:
                yield fault("must match one of the options", f"{pointer}/{name}")


def _offered(value: Mapping[str, Any]) -> list[Any]:
    grouped = [option for group in value.get("option_groups", []) for option in group["options"]]
    return [*value.get("options", []), *grouped]
