"""A stand-in for both of Gelato's order APIs, over real HTTP and in raw JSON."""

from bot.sandbox.gelato.faults import Fault
from bot.sandbox.gelato.hooks import Delivery, Mischief
from bot.sandbox.gelato.stand_in import StandInGelato

__all__ = ["Delivery", "Fault", "Mischief", "StandInGelato"]
