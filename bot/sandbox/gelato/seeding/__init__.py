"""Makes believable orders out of the tables: the same seed, the same orders."""

from bot.sandbox.gelato.seeding.world import world

__all__ = ["world"]
