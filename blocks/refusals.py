"""What a person reads when something is refused: with those to ask, where that helps."""

from collections.abc import Iterator

from blocks.holders import mentions, paused_by
from blocks.message import Message
from blocks.parts import Block, context, escaped, markup, plain, section, small
from blocks.replies import problem
from bot.orders.errors import ChangesPaused, NotAllowed, OrderdeskError
from bot.store.role_ports import Paused


def refusal(error: OrderdeskError, request_id: str = "") -> Message:
    """What went wrong and what to do next; `request_id` where the log has more."""
    lines = tuple(_beside(error))
    message = problem(str(error), request_id)
    return Message(message.text, (*message.blocks, *lines))


def _beside(error: OrderdeskError) -> Iterator[Block]:
    if isinstance(error, NotAllowed) and error.holders:
        yield context(small(f"Who has it: {mentions(error.holders)}"))
    if isinstance(error, ChangesPaused) and error.at:
        yield from pause_lines(Paused(error.by, error.at, error.reason))


def pause_lines(paused: Paused) -> Iterator[Block]:
    """Who paused, when, and why if it was said. The reason is text from outside."""
    yield context(small(f"Paused by {paused_by(paused)}"))
    if paused.reason:
        yield context(plain(f"Reason: {paused.reason}"))


def changes_paused(paused: Paused) -> Message:
    """For who paused, and for those who should know."""
    text = "Changes to orders are paused. Looking orders up goes on; /order resume allows changes."
    return Message(escaped(text), (section(f"⏸️ {text}"), *pause_lines(paused)))


def changes_resumed(by: str, ended: Paused) -> Message:
    """For who resumed, and for those who should know."""
    text = "Changes to orders are allowed again."
    lines = (f"Resumed by {mentions([by])}", f"Paused by {paused_by(ended)}")
    return Message(text, (markup(f"▶️ {text}"), context(*map(small, lines))))
