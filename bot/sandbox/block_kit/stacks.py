"""A stack of blocks: how many, of which kinds, and no block id twice."""

from collections.abc import Iterator

from bot.sandbox.block_kit.identity import own_block_ids
from bot.sandbox.block_kit.rules import Rule, array
from bot.sandbox.block_kit.shapes import Fields, kinds


def stack(allowed: Fields, most: int) -> Rule:
    """Up to `most` blocks of the kinds that `allowed` names."""
    listed = array(kinds(allowed), 0, most)

    def check(value: object, pointer: str) -> Iterator[str]:
        faults = list(listed(value, pointer))
        yield from faults
        if not faults and isinstance(value, list):
            yield from own_block_ids(value, pointer)

    return check
