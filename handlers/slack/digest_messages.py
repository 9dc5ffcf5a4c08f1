"""Digests that stand in a channel: where they are, and how they are drawn again."""

from slack_sdk.web.async_client import AsyncWebClient

from blocks.replies import told
from bot.desk.desk import Desk
from bot.store.subscription_ports import Place
from handlers.slack.posting import SlackPoster
from handlers.slack.reply import Reply


async def drawn_again(place: Place, desk: Desk, web: AsyncWebClient) -> str:
    """The whole message again, from the store: a row that was acted on changes no other one.

    Slack's refusal. Raises DigestGone.
    """
    async with desk.digests.present(place) as (made, since):
        return await SlackPoster(web).redraw(place, made, since)


async def redraw_digest(place: Place, desk: Desk, reply: Reply) -> None:
    """The same, for who waits to see it. Raises DigestGone."""
    if await drawn_again(place, desk, reply.web):
        await reply.aside(told("That was noted. The digest itself could not be drawn again."))


def place_of(card: str) -> Place:
    """The message that a click came from, `channel:ts`."""
    channel, _, ts = card.partition(":")
    return Place(channel, ts)
