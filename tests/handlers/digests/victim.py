"""A program that posts one digest, and stops at a named point, to be killed there."""

import asyncio
import sys
from datetime import datetime
from pathlib import Path

from bot.desk.digests import Digests, Kept
from bot.desk.notices import Owners
from bot.orders.seen import Coverage
from bot.store.database import SqliteDatabase
from bot.store.digest_runs import SqliteDigestRuns
from bot.store.subscriptions import SqliteSubscriptions
from handlers.slack.posting import SlackPoster
from handlers.slack.web import slack_client, slack_session


async def here(*_, **__):
    """Says that the point is reached, and never goes on."""
    print("here", flush=True)
    await asyncio.Event().wait()


class NothingSeen:
    """An empty ledger."""

    async def stuck(self, now):
        return [] if now else None

    async def shipped_since(self, since):
        return [] if since else None

    async def freshness(self, now):
        return Coverage(now)


class Nobody:
    """Nobody leaves, and nobody leads."""

    async def is_gone(self, person: str) -> bool:
        return not person

    async def leads(self) -> list[str]:
        return []


async def main(path: str, api: str, now: str, point: str) -> None:
    async with SqliteDatabase.opened(Path(path)) as database, slack_session() as session:
        web = slack_client("xoxb-sandbox", api, session)
        kept = Kept(SqliteSubscriptions(database), SqliteDigestRuns(database))
        poster, seen = SlackPoster(web), NothingSeen()
        owners = Owners(kept.subscriptions, Nobody(), poster)
        digests = Digests(kept, seen, poster, owners, lambda: datetime.fromisoformat(now))
        where = {"claim": (seen, "stuck"), "begin": (poster, "post"), "post": (kept.runs, "posted")}
        setattr(*where[point], here) if point in where else None
        await digests.tick()
        print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
