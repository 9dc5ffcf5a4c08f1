"""The desk: everything that a person can ask for, part by part."""

from dataclasses import dataclass

from bot.desk.look_ups import LookUps
from bot.desk.records import Records
from bot.desk.subscribing import Subscribing
from bot.desk.watches import Watches


@dataclass(frozen=True)
class Desk:
    """What the listeners ask."""

    records: Records
    orders: LookUps
    digests: Subscribing
    watches: Watches
