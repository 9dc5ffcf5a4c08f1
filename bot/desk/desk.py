"""The desk: everything that a person can ask for, part by part."""

from dataclasses import dataclass

from bot.desk.changes import Changes
from bot.desk.chronicle import Chronicle
from bot.desk.follow_ups import FollowUps
from bot.desk.look_ups import LookUps
from bot.desk.records import Records
from bot.desk.rights import Rights
from bot.desk.subscribing import Subscribing
from bot.desk.switch import Switch
from bot.desk.watches import Watches


@dataclass(frozen=True)
class Desk:
    """What the listeners ask."""

    records: Records
    orders: LookUps
    changes: Changes
    rights: Rights
    switch: Switch
    digests: Subscribing
    watches: Watches
    follow_ups: FollowUps
    chronicle: Chronicle
