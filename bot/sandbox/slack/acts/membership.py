"""Slack's own commands that bring the bot into a channel and out of it."""

from bot.sandbox.slack.channels import Channel
from bot.sandbox.slack.people import BOT_NAME, BOT_USER, Person
from bot.sandbox.slack.world import World

BUILT_IN = ("/invite", "/remove")


def change(world: World, person: Person, channel: Channel, typed: tuple[str, str]) -> None:
    """`/invite @Orderdesk` and `/remove @Orderdesk`; other names are left alone."""
    command, name = typed
    if name.strip().lower() != f"@{BOT_NAME.lower()}" or channel.kind == "im":
        world.slackbot_tells(channel, person.id, f"Here {command} works with @{BOT_NAME} only.")
        return
    inviting = command == "/invite"
    (channel.members.add if inviting else channel.members.discard)(BOT_USER)
    done = "was added to" if inviting else "was removed from"
    world.post(channel, person.id, f"<@{BOT_USER}> {done} #{channel.name}.", kind="system")
