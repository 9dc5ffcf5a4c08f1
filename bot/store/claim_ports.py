"""What the desk needs of a store to change orders never twice and lose nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.orders.change import Change, Kind
from bot.store.ports import Entry


@dataclass(frozen=True)
class Cap:
    """How many changes one person may ask for since a moment; 0 is no limit."""

    most: int
    since: datetime


class Claims(Protocol):
    """Keeps every change that was asked for. Raises StoreTrouble when it cannot."""

    async def claim(self, wanted: Sequence[tuple[Change, Entry]], cap: Cap) -> list[Change]:
        """Writes changes down together with their audit rows: no row, no change; all or none.

        Gives for each the change that stands: the wanted one, or the one that came with the same
        form before, or the one that is open for the same order; then nothing is written for it.
        Raises TooManyChanges.
        """

    async def begin(self, change_id: str, due_at: datetime) -> bool:
        """Marks that the request may leave from now on; False when that was marked before.

        Raises ChangesPaused: who pauses is not overtaken.
        """

    async def keep(self, change: Change) -> None:
        """How far it has come."""

    async def end(self, change: Change, row: Entry, *, is_unsent: bool = False) -> bool:
        """Writes the outcome down together with its audit row, and forgets what was to be sent.

        That a shipment was changed stands in the ledger's feed from then on.

        False, and nothing is written, when it had ended before; or when somebody has begun to
        send it meanwhile and the outcome says that it was not sent (`is_unsent`).
        """

    async def hold(self, change_id: str, now: datetime, until: datetime) -> Change | None:
        """Takes a change that is due or not told of, for so long; None if somebody else has it."""

    async def of(self, change_id: str) -> Change | None:
        """A change as it stands."""

    async def unfinished(self, limit: int = 1000) -> Sequence[Change]:
        """Changes that have not ended, or that nobody was told of; the oldest first."""

    async def last_done(self, order_id: str, kind: Kind) -> Change | None:
        """The last change of this kind that worked, to say who did it."""

    async def open_of(self, order_id: str) -> Change | None:
        """The change of this order that has not ended."""

    async def notes(self, order_ids: Sequence[str]) -> Mapping[str, str]:
        """The free words of those who asked for changes of these orders, by their request ids."""

    async def told(self, change_id: str, now: datetime) -> None:
        """That the person has read the outcome."""
