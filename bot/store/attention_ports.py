"""What the desk needs of a store for patience, and for who looks after stuck orders."""

from collections.abc import Callable, Sequence
from typing import Protocol

from bot.orders.attention import Attention, AttentionKind
from bot.orders.patience import Patience
from bot.store.ports import Entry


class Patiences(Protocol):
    """Keeps the patience of the workspace. Raises StoreTrouble when it cannot."""

    async def patience(self) -> Patience:
        """What was set last; the usual limits where nothing was."""

    async def change(self, change: Callable[[Patience], Patience], entry: Entry) -> Patience:
        """Changes what holds at that moment, together with its audit row; what holds now.

        Raises NotAsked for limits that are none, and nothing is written then. The store completes
        the row's detail: from what to what. Where nothing changes, the row says that.
        """


class Attentions(Protocol):
    """Keeps who took or snoozed which order. Each change is written together with its audit row."""

    async def attentions(self) -> Sequence[Attention]:
        """All that have not ended by their moment."""

    async def attend(self, attention: Attention, entry: Entry) -> None:
        """Puts it in the place of an earlier one of its kind."""

    async def drop(self, order_id: str, kind: AttentionKind, entry: Entry) -> Attention | None:
        """Ends it; what ended, or None when there was none. The row is written either way."""
