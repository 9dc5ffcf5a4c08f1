"""The invented people of the workspace, each with a place and a role."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

TEAM = "T012PAPER"
TEAM_DOMAIN = "paper-and-thread"
TEAM_NAME = "Paper & Thread"
OTHER_TEAM = "T012OTHER"
OTHER_TEAM_DOMAIN = "northwind-prints"
APP = "A012ORDERDESK"
BOT = "B012ORDERDESK"
BOT_USER = "U012BOT"
SLACKBOT = "USLACKBOT"
BOT_NAME = "Orderdesk"

ANN = "U012ANN"
LEE = "U012LEE"
MAX = "U012MAX"
IDA = "U012IDA"
GUS = "U012GUS"
OLA = "U012OLA"


@dataclass(frozen=True)
class Person:
    """Somebody one can act as."""

    id: str
    name: str
    real_name: str
    tz: str
    color: str
    note: str
    locale: str = "en-US"
    admin: bool = False
    guest: bool = False
    team: str = TEAM
    gone: bool = False
    """Whether the account was switched off."""

    @property
    def email(self) -> str:
        """Where this person would be written to."""
        return f"{self.name}@example.com"

    @property
    def initials(self) -> str:
        """Two letters for a picture."""
        return "".join(part[0] for part in self.real_name.split())

    @property
    def foreign(self) -> bool:
        """Is this a person of another organisation, here through a shared channel?"""
        return self.team != TEAM

    @property
    def team_domain(self) -> str:
        """The name in the address of this person's own workspace."""
        return OTHER_TEAM_DOMAIN if self.foreign else TEAM_DOMAIN

    def tz_offset(self, now: float) -> int:
        """Seconds east of UTC at this moment."""
        offset = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(self.tz)).utcoffset()
        return int(offset.total_seconds()) if offset else 0


PEOPLE = (
    Person(ANN, "ann", "Ann Archer", "Europe/Oslo", "#7d4e57", "agent, on the support team"),
    Person(LEE, "lee", "Lee Park", "America/New_York", "#2f6f8f", "lead of the support team"),
    Person(
        MAX,
        "max",
        "Max Admin",
        "Europe/Berlin",
        "#4a7c59",
        "workspace admin, in German",
        locale="de-DE",
        admin=True,
    ),
    Person(IDA, "ida", "Ida Viewer", "Asia/Tokyo", "#8a5a9e", "member without a role"),
    Person(GUS, "gus", "Gus Guest", "Europe/London", "#a0763a", "guest", guest=True),
    Person(
        OLA,
        "ola",
        "Ola North",
        "America/Chicago",
        "#b0413e",
        "works elsewhere, here through #orders-eu",
        team=OTHER_TEAM,
    ),
)


def short(person: Person) -> dict[str, Any]:
    """A person as an interaction names them."""
    return {
        "id": person.id,
        "username": person.name,
        "name": person.name,
        "team_id": person.team,
    }


def team_of(person: Person) -> dict[str, str]:
    """The workspace a person acts from, as an interaction names it."""
    return {"id": person.team, "domain": person.team_domain}
