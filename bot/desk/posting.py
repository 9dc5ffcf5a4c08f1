"""What comes of posting to Slack, and how long one waits before one tries or looks again.

Digests, their tables, watches and their cards are all claimed, posted and remembered like this.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from bot.store.subscription_ports import Hold, Place

LEASE = timedelta(minutes=5)
"""Longer than any call of Slack takes, repeats after a rate limit too (handlers.slack.web)."""
DOUBT = timedelta(minutes=1)
"""Slack may show late what it took; then it is looked for again."""
LONGEST_DOUBT = timedelta(hours=1)
LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True)
class Later:
    """It certainly was not done, and may be tried again; `after` in seconds, where Slack said."""

    why: str
    after: float = 0.0
    is_failure: bool = True
    """Whether it counts: a network that is down says nothing about a channel."""


@dataclass(frozen=True)
class Refused:
    """It was not done, and trying again does not help."""

    why: str
    is_unreachable: bool = False
    """Whether nothing at all can be brought to whom it was for."""


@dataclass(frozen=True)
class Unsure:
    """It may have been done."""

    why: str


@dataclass(frozen=True)
class Absent:
    """It was looked for everywhere, and is not there."""


@dataclass(frozen=True)
class Unsearchable:
    """It could not be looked for; `for_good` when trying again does not help."""

    why: str
    for_good: bool


PostOutcome = Place | Later | Refused | Unsure
FindOutcome = Place | Absent | Unsearchable
Trouble = Later | Refused | Unsure
"""Why something was not done, or may not have been."""


def new_hold() -> Hold:
    """A claim of its own: even the same program may have taken over its older one."""
    return Hold(secrets.token_hex(8), LEASE)
