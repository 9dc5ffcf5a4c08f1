"""Who may do what: roles, acts, and the role that each act needs (interface.md's table)."""

from collections.abc import Mapping
from enum import IntEnum, StrEnum


class Role(IntEnum):
    """What somebody is to Orderdesk; a higher one may do all that a lower one may."""

    NOBODY = 0
    """Guests, bots, people of other organisations, people who left: they get nothing."""
    VIEWER = 1
    """Every full member of the workspace, without being given anything."""
    AGENT = 2
    LEAD = 3
    ADMIN = 4

    @property
    def word(self) -> str:
        """As people type and read it: `agent`."""
        return self.name.lower()

    @classmethod
    def named(cls, word: str) -> "Role":
        """The role of this word. Raises KeyError."""
        return cls[word.upper()]


GIVEN = (Role.AGENT, Role.LEAD, Role.ADMIN)
"""The roles that an admin can give; without one, a full member is a viewer."""


class Act(StrEnum):
    """What a role can be needed for."""

    LOOK_UP = "look orders up"
    SEARCH = "search"
    PREVIEW_DIGEST = "preview a digest"
    WATCH = "watch an order"
    REVEAL = "see a recipient's full address"
    UPDATE_SHIPMENT = "change address or shipping"
    CANCEL = "cancel an order"
    ATTEND = "take or snooze stuck orders"
    RESHIP = "send a replacement"
    SUBMIT = "send a new order"
    RELEASE_DRAFT = "release a draft"
    BULK = "change many orders at once"
    SUBSCRIBE = "set up a channel's digests"
    APPROVE = "approve what others ask for"
    AUDIT = "read the audit log"
    MANAGE_ROLES = "change roles"
    PAUSE = "pause and resume changes"
    POLICY = "change the rules"


ROLE_NEEDED: Mapping[Act, Role] = {
    Act.LOOK_UP: Role.VIEWER,
    Act.SEARCH: Role.VIEWER,
    Act.PREVIEW_DIGEST: Role.VIEWER,
    Act.WATCH: Role.VIEWER,
    Act.REVEAL: Role.AGENT,
    Act.UPDATE_SHIPMENT: Role.AGENT,
    Act.CANCEL: Role.AGENT,
    Act.ATTEND: Role.AGENT,
    Act.RESHIP: Role.AGENT,
    Act.SUBMIT: Role.LEAD,
    Act.RELEASE_DRAFT: Role.LEAD,
    Act.BULK: Role.LEAD,
    Act.SUBSCRIBE: Role.LEAD,
    Act.APPROVE: Role.LEAD,
    Act.AUDIT: Role.LEAD,
    Act.MANAGE_ROLES: Role.ADMIN,
    Act.PAUSE: Role.ADMIN,
    Act.POLICY: Role.ADMIN,
}


BUILT: frozenset[Act] = frozenset(Act) - {
    Act.RESHIP,
    Act.SUBMIT,
    Act.RELEASE_DRAFT,
    Act.BULK,
    Act.APPROVE,
    Act.AUDIT,
}
"""What can be asked for already: the only acts that people are told of."""


def may(role: Role, act: Act) -> bool:
    """Whether this role is enough. Where interface.md says "ask", it is not: none is built yet."""
    return role >= ROLE_NEEDED[act]


def is_person(holder: str) -> bool:
    """Whether this id of Slack's is a person's (`U…`, `W…`), not a user group's (`S…`)."""
    return holder[:1] in {"U", "W"}


def role_words(role: Role | None) -> str:
    """A given role in words; `viewer` where none was given."""
    return (role or Role.VIEWER).word
