"""A message as it goes to Slack: blocks, and a text for notifications and screen readers."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from blocks.parts import Block

MOST_BLOCKS = 50
LARGEST = 12_000
"""Characters of all blocks as JSON; Slack refuses about 13,200 of text (slack-facts 1.1)."""


@dataclass(frozen=True)
class Message:
    """`text` is mrkdwn of its own: whatever is foreign in it has been escaped."""

    text: str
    blocks: tuple[Block, ...]

    @property
    def fits(self) -> bool:
        """Whether Slack takes it, as far as its size goes."""
        size = len(json.dumps(self.blocks, ensure_ascii=False))
        return len(self.blocks) <= MOST_BLOCKS and size <= LARGEST


def first_that_fits(drawings: Iterable[Callable[[], Message]]) -> Message:
    """The first drawing that Slack takes; the last one if none does."""
    message = Message("", ())
    for draw in drawings:
        message = draw()
        if message.fits:
            break
    return message


def without_pictures(message: Message) -> Message:
    """The same message for when Slack could not fetch an image: it must not cost the rest."""
    return replace(message, blocks=tuple(map(_without_picture, message.blocks)))


def _without_picture(block: Block) -> Block:
    if block.get("accessory", {}).get("type") != "image":
        return block
    return {key: value for key, value in block.items() if key != "accessory"}
