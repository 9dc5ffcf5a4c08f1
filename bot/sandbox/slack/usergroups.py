"""The user groups of the workspace, as Slack writes them."""

from collections.abc import Sequence
from typing import Any

from bot.sandbox.slack.people import ANN, LEE, TEAM

PRINT_TEAM = "S012PRINTTEAM"


def usergroup(group_id: str, handle: str, users: Sequence[str]) -> dict[str, Any]:
    """A group of people one can mention together, `@handle`."""
    return {
        "id": group_id,
        "team_id": TEAM,
        "is_usergroup": True,
        "name": handle,
        "handle": handle,
        "users": list(users),
        "user_count": len(users),
        "date_delete": 0,
    }


def first_usergroups() -> dict[str, dict[str, Any]]:
    """What a newcomer finds, by id."""
    return {PRINT_TEAM: usergroup(PRINT_TEAM, "print-team", [ANN, LEE])}
