"""A program that takes webhooks in, and does nothing else until it is killed."""

import asyncio
import sys
from pathlib import Path

from bot.store.database import SqliteDatabase
from bot.store.inbox import SqliteInbox
from handlers.http import http_app
from handlers.serving import serving
from handlers.webhooks import Webhooks


async def main(path: str) -> None:
    async with SqliteDatabase.opened(Path(path)) as database:
        webhooks = Webhooks("secret", SqliteInbox(database), lambda: None)
        async with serving(http_app(None, webhooks=webhooks), "127.0.0.1", 0) as address:
            print(address, flush=True)
            await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
