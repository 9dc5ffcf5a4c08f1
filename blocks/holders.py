"""How people and user groups are named: by mention, so that each reader sees the name they know."""

import re
from collections.abc import Iterable

from blocks.parts import moment_token
from bot.orders.access import is_person
from bot.store.role_ports import Paused

_ID = re.compile(r"[USW][A-Z0-9]{1,30}")
_PROGRAM_WORDS = "the setting ORDERDESK_ADMINS"


def mention(holder: str, handle: str = "") -> str:
    """A person or a group in mrkdwn; who is neither was made an admin by the setting.

    `handle` is for readers whose client does not know the group.
    """
    if not _ID.fullmatch(holder):
        return _PROGRAM_WORDS
    if is_person(holder):
        return f"<@{holder}>"
    label = re.sub(r"[^\w.-]", "", handle)
    return f"<!subteam^{holder}|@{label}>" if label else f"<!subteam^{holder}>"


def mentions(holders: Iterable[str]) -> str:
    """Several of them, with commas between."""
    return ", ".join(mention(holder) for holder in holders)


def paused_by(paused: Paused) -> str:
    """Who paused and when, in mrkdwn."""
    return f"{mention(paused.by)}, {moment_token(paused.at)}"
