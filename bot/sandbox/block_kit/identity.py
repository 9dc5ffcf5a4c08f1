"""What must be the only one of its name: action ids in a block, block ids on a surface."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.sandbox.block_kit.rules import fault


def own_action_ids(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    """No two elements of one block share an action id."""
    name = "actions" if "actions" in value else "elements"
    held = enumerate(value.get(name, []))
    yield from repeated("action_id", ((item, f"{pointer}/{name}/{index}") for index, item in held))


def own_block_ids(blocks: list[Any], pointer: str) -> Iterator[str]:
    """No two blocks of one surface share a block id, those inside containers included."""
    yield from repeated("block_id", blocks_within(blocks, pointer))


def blocks_within(blocks: list[Any], pointer: str) -> Iterator[tuple[Mapping[str, Any], str]]:
    """Each block with its pointer, and after it the blocks that it holds."""
    for index, block in enumerate(blocks):
        at = f"{pointer}/{index}"
        yield block, at
        yield from blocks_within(block.get("child_blocks", []), f"{at}/child_blocks")


def repeated(name: str, places: Iterable[tuple[Mapping[str, Any], str]]) -> Iterator[str]:
    """A fault for each place that says again what an earlier place said under `name`."""
    seen = set()
    for item, pointer in places:
        said = item.get(name)
        if said in seen:
            yield fault(f'`{name}` "{said}" already exists', f"{pointer}/{name}")
        elif said is not None:
            seen.add(said)


def quiet_file_input(value: Mapping[str, Any], pointer: str) -> Iterator[str]:
    """A file input cannot dispatch an action."""
    if value["element"]["type"] == "file_input" and value.get("dispatch_action"):
        yield fault(
            "`dispatch_action` cannot be used with file_input", f"{pointer}/dispatch_action"
        )
