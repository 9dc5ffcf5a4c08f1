"""The `users.*` and `usergroups.*` methods."""

from typing import Any

from bot.sandbox.slack.people import APP, BOT, BOT_NAME, BOT_USER, TEAM, Person
from bot.sandbox.slack.refusal import Refusal
from bot.sandbox.slack.web_api.arguments import Args, need, yes
from bot.sandbox.slack.world import World

Json = dict[str, Any]


def info(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/users.info."""
    user = need(args, "user")
    if user == BOT_USER:
        return {"user": _bot()}
    person = world.people.get(user)
    if person is None:
        raise Refusal("user_not_found")
    locale = {"locale": person.locale} if yes(args.get("include_locale")) else {}
    return {"user": {**described(world, person), **locale}}


def described(world: World, person: Person) -> Json:
    """A person as Slack describes one; the address only with `users:read.email`.

    Of somebody whose account was switched off it tells less.
    """
    if person.gone:
        return _gone(world, person)
    offset = person.tz_offset(world.now)
    return {
        "id": person.id,
        "team_id": person.team,
        "name": person.name,
        "deleted": person.gone,
        "color": person.color.removeprefix("#"),
        "real_name": person.real_name,
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": offset,
        "profile": _profile(world, person),
        "is_admin": person.admin,
        "is_owner": False,
        "is_primary_owner": False,
        "is_restricted": person.guest,
        "is_ultra_restricted": False,
        "is_bot": False,
        "is_app_user": False,
        "is_stranger": person.foreign,
        "updated": 1_700_000_000,
    }


def _gone(world: World, person: Person) -> Json:
    return {
        "id": person.id,
        "team_id": person.team,
        "name": person.name,
        "deleted": True,
        "profile": _profile(world, person),
        "is_bot": False,
        "is_app_user": False,
        "updated": int(world.now),
    }


def groups(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/usergroups.list."""
    _need_plan(world)
    with_users = yes(args.get("include_users"))
    hidden = set() if with_users else {"users"}
    return {
        "usergroups": [
            {name: value for name, value in group.items() if name not in hidden}
            for group in world.usergroups.values()
        ]
    }


def group_members(world: World, args: Args) -> Json:
    """https://docs.slack.dev/reference/methods/usergroups.users.list."""
    _need_plan(world)
    group = world.usergroups.get(need(args, "usergroup"))
    if group is None:
        raise Refusal("no_such_subteam")
    return {"users": list(group["users"])}


def _need_plan(world: World) -> None:
    """User groups are for paid plans."""
    if "free_plan" in world.faults:
        raise Refusal("plan_upgrade_required")


def _profile(world: World, person: Person) -> Json:
    profile = {
        "real_name": person.real_name,
        "real_name_normalized": person.real_name,
        "display_name": person.name,
        "display_name_normalized": person.name,
        "title": person.note,
        "team": person.team,
    }
    email = {"email": person.email} if "users:read.email" in world.scopes else {}
    return {**profile, **email}


def _bot() -> Json:
    return {
        "id": BOT_USER,
        "team_id": TEAM,
        "name": BOT_NAME.lower(),
        "real_name": BOT_NAME,
        "deleted": False,
        "is_bot": True,
        "is_app_user": False,
        "is_restricted": False,
        "is_ultra_restricted": False,
        "profile": {"real_name": BOT_NAME, "bot_id": BOT, "api_app_id": APP, "team": TEAM},
    }
