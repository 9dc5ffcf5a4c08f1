"""Who acts: what is known of a person, and whether the desk serves them at all."""

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """What somebody is to the workspace."""

    MEMBER = "member"
    GUEST = "guest"
    OUTSIDER = "outsider"
    """Of another organisation, here through a shared channel."""
    BOT = "bot"
    GONE = "gone"
    """An account that was switched off."""


@dataclass(frozen=True)
class Asker:
    """Who asks, from where, and the code under which the log and the audit log tell of it.

    Ids are Slack's; the channel is empty where there is none.
    """

    person: str
    team: str
    channel: str
    request_id: str


@dataclass(frozen=True)
class Person:
    """Somebody in Slack. `zone` is an IANA name, `locale` such as `en-GB`."""

    id: str
    name: str
    zone: str
    locale: str
    team: str
    standing: Standing

    @property
    def is_served(self) -> bool:
        """Full members alone: guests, bots and people of other organisations get nothing."""
        return self.standing is Standing.MEMBER
